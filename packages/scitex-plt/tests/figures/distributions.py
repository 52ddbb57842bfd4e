"""Counts, shares and samples."""

import numpy as np
from matplotlib import pyplot as plt

SMALL = {"figsize": (3, 2), "dpi": 60}
MUTED = ["#4878d0", "#ee854a", "#6acc64"]


def bars():
    """Draw hatched bars side by side, and stacked ones with their totals."""
    fig, (left, right) = plt.subplots(1, 2, **SMALL)
    places = np.arange(3)
    left.bar(places - 0.2, [3, 5, 2], 0.4, color="w", edgecolor="k", hatch="//", label="before")
    left.bar(places + 0.2, [4, 1, 6], 0.4, color="C1", hatch=["", "xx", ".."], label="after", yerr=[0.5, 0.2, 1])
    left.set_xticks(places, ["a", "b", "c"])
    left.legend(fontsize=6)
    right.barh(["one", "two"], [1, 2], label="lower")
    right.bar_label(right.barh(["one", "two"], [3, 1], left=[1, 2], alpha=0.5, label="upper"))
    return fig


def boxes_and_violins():
    """Draw boxes with outliers and violins, filled in muted colours."""
    rng = np.random.default_rng(3)
    samples = [rng.normal(mean, 1 + mean, 40) for mean in range(3)]
    fig, (left, right) = plt.subplots(1, 2, sharey=True, **SMALL)
    drawn = left.boxplot(samples, notch=True, showmeans=True, patch_artist=True, tick_labels=["a", "b", "c"])
    for box, color in zip(drawn["boxes"], MUTED, strict=True):
        box.set_facecolor(color)
    violins = right.violinplot(samples, showmedians=True, quantiles=[[0.1], [0.2], [0.9]])
    for body, color in zip(violins["bodies"], MUTED, strict=True):
        body.set(facecolor=color, edgecolor="0.2")
    return fig


def error_bars():
    """Draw error bars along both axes, uneven, with caps, limits and none of them."""
    fig, ax = plt.subplots(**SMALL)
    x = np.arange(4.0)
    ax.errorbar(x, x**2, yerr=[[0.5, 1, 1, 2], [1, 2, 0.5, 1]], xerr=0.2, fmt="o-", capsize=3, label="uneven")
    ax.errorbar(x, 9 - x, yerr=1, fmt="none", ecolor="r", elinewidth=3, uplims=[0, 1, 0, 1])
    ax.errorbar(x, 5 + x / 9, yerr=0.5, errorevery=2, ls=":", marker="s", ms=3, label="every other")
    ax.legend(fontsize=6)
    return fig


def hexagons():
    """Draw a density in hexagons with its colour bar."""
    rng = np.random.default_rng(5)
    fig, ax = plt.subplots(**SMALL)
    drawn = ax.hexbin(*rng.normal(size=(2, 300)), gridsize=8, cmap="Greens", mincnt=1, linewidths=0.2)
    fig.colorbar(drawn, label="count")
    return fig


def histograms():
    """Draw histograms: bars, a step of uneven edges, and two dimensions."""
    rng = np.random.default_rng(4)
    fig, (left, right) = plt.subplots(1, 2, **SMALL)
    left.hist(rng.normal(size=200), bins=12, label="bars")
    left.hist(rng.normal(1, 2, 200), bins=[-4, -1, 0, 0.5, 4], histtype="step", density=False, label="steps")
    left.stairs([20, 35, 10], [-3, -1, 2, 3], baseline=5, color="r")
    right.hist2d(*rng.normal(size=(2, 300)), bins=(6, 9), cmap="magma")
    return fig


def pie():
    """Draw a pie with a piece pulled out, in a ring of other pieces."""
    fig, ax = plt.subplots(figsize=(2, 2), dpi=60)
    ax.pie([3, 2, 1], explode=[0, 0.2, 0], labels=["ape", "bee", "cow"], autopct="%.0f %%", shadow=True, radius=0.7)
    ax.pie([1, 1, 2, 2], radius=1.2, wedgeprops={"width": 0.3, "edgecolor": "w"}, startangle=40, colors=MUTED)
    return fig


def scatter_of_sizes_and_colors():
    """Draw points that each have a size and a colour, mapped from numbers or set by hand."""
    rng = np.random.default_rng(1)
    fig, ax = plt.subplots(**SMALL)
    x, y, value, area = rng.normal(size=(4, 30))
    ax.scatter(x, y, c=value, s=100 * area**2, cmap="plasma", alpha=0.6, edgecolors="k", label="cells")
    ax.scatter(x[:4], -y[:4], c=["r", "0.5", (0.1, 0.2, 0.3), "#00ff0080"], marker="^", linewidths=[1, 2, 3, 4])
    ax.scatter(x[:5] / 2, y[:5], marker="x")
    ax.scatter(-x[:5], y[:5], marker=(5, 1), vmin=-1, vmax=2, c=value[:5])
    ax.legend(loc="upper left")
    return fig
