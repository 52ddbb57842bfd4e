"""Values of matplotlib as a recipe says them: plain ones, colour maps, norms, effects, fonts, formulas, rcParams."""
