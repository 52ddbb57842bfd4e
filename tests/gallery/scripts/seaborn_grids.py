"""Grids of seaborn with functions of a user's own, and its themes."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

rng = np.random.default_rng(0)
frame = pd.DataFrame({"x": np.tile(np.linspace(0, 3, 30), 6), "step": np.repeat(np.arange(6), 30)})
frame["y"] = frame["x"] * frame["step"] + rng.normal(size=len(frame))

grid = sns.FacetGrid(frame, col="step", col_wrap=3, height=2)
grid.map(plt.plot, "x", "y", marker=".")
grid.refline(y=0, linestyle=":")
grid.set_titles("step {col_name}").set_axis_labels("time", "value")

sns.set_theme(style="white", rc={"axes.facecolor": (0, 0, 0, 0)})
ridges = sns.FacetGrid(frame, row="step", hue="step", aspect=8, height=0.6, palette=sns.cubehelix_palette(6, rot=-0.25))
ridges.map(sns.kdeplot, "y", bw_adjust=0.5, clip_on=False, fill=True, alpha=1, linewidth=1.5)
ridges.map(sns.kdeplot, "y", clip_on=False, color="w", lw=2, bw_adjust=0.5)
ridges.figure.subplots_adjust(hspace=-0.25)
ridges.set_titles("").set(yticks=[], ylabel="").despine(bottom=True, left=True)

for style, context in [("darkgrid", "notebook"), ("whitegrid", "talk"), ("ticks", "paper")]:
    sns.set_theme(style=style, context=context)
    plt.figure()
    sns.lineplot(frame, x="x", y="y", hue="step", legend="full", errorbar=None)
