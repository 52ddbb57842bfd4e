"""The table beside a recipe, in the form that its name says."""
