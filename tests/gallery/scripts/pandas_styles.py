"""Bars with errors, tables, several pies and colours of pandas."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from pandas.plotting import table

rng = np.random.default_rng(0)
means = pd.DataFrame(rng.random((3, 2)) + 1, index=["p", "q", "r"], columns=["u", "v"])
errors = pd.DataFrame(rng.random((3, 2)) / 4, index=means.index, columns=means.columns)

means.plot.bar(yerr=errors, capsize=4, rot=0)
means.plot(xerr=None, yerr=errors, fmt="o")
means.plot.pie(subplots=True, figsize=(6, 3), autopct="%.1f", legend=False)
figure, axes = plt.subplots()
table(axes, means.round(2), loc="upper right", colWidths=[0.2, 0.2])
means.plot(ax=axes, ylim=(0, 3))
means.plot.barh(color={"u": "tab:red", "v": "#888888"}, edgecolor="k", hatch="//")
means.plot.area(stacked=False, alpha=0.4)
