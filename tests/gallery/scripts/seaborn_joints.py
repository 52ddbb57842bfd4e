"""seaborn's joint distributions, each with the margins of its own kind."""

import numpy as np
import pandas as pd
import seaborn as sns

rng = np.random.default_rng(0)
frame = pd.DataFrame(rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], 100), columns=["x", "y"])
frame["kind"] = np.where(frame["x"] > 0, "high", "low")

sns.jointplot(frame, x="x", y="y", height=4)
sns.jointplot(frame, x="x", y="y", kind="hex", color="#4cb391", height=4)
sns.jointplot(frame, x="x", y="y", kind="reg", height=4)
sns.jointplot(frame, x="x", y="y", kind="kde", hue="kind", height=4)
grid = sns.JointGrid(frame, x="x", y="y", height=4)
grid.plot_joint(sns.histplot, bins=12, cbar=False)
grid.plot_marginals(sns.boxplot)
