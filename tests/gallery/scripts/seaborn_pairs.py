"""seaborn's pairs of variables."""

import numpy as np
import pandas as pd
import seaborn as sns

rng = np.random.default_rng(0)
count = 60
frame = pd.DataFrame(rng.normal(size=(count, 3)), columns=["width", "length", "depth"])
frame["species"] = rng.choice(["a", "b"], count)

sns.pairplot(frame, hue="species", height=1.8)
sns.pairplot(frame, kind="reg", diag_kind="hist", corner=True, height=1.8, plot_kws={"n_boot": 50})
grid = sns.PairGrid(frame, diag_sharey=False, height=1.8)
grid.map_upper(sns.scatterplot, s=15)
grid.map_lower(sns.kdeplot)
grid.map_diag(sns.kdeplot, lw=2)
