"""How axes are laid out in a figure."""

import numpy as np
from matplotlib import pyplot as plt


def constrained():
    """Let the layout engine make room for titles and a colour bar of two axes."""
    fig, axs = plt.subplots(2, 1, figsize=(3, 3), dpi=60, layout="constrained")
    axs[0].plot([1, 2], label="x")
    axs[0].set_title("a title\nof two lines")
    drawn = axs[1].scatter([1, 2, 3], [4, 5, 6], c=[1, 2, 3])
    axs[1].set_xlabel("below")
    fig.colorbar(drawn, ax=axs, shrink=0.6)
    fig.suptitle("Constrained")
    return fig


def grid():
    """Divide a figure unevenly, with axes that share theirs."""
    fig = plt.figure(figsize=(3, 3), dpi=60)
    cells = fig.add_gridspec(3, 3, width_ratios=[1, 2, 1], hspace=0.4)
    main = fig.add_subplot(cells[1:, :2])
    above = fig.add_subplot(cells[0, :2], sharex=main)
    beside = fig.add_subplot(cells[1:, 2], sharey=main)
    main.plot(np.arange(10) ** 2, "o", ms=2)
    main.set_xlabel("step")
    above.plot(np.arange(10), label="times 1")
    above.tick_params(labelbottom=False)
    beside.plot([3, 1, 2], [0, 40, 80], "--")
    beside.label_outer()
    fig.suptitle("Shared", fontweight="bold")
    fig.supylabel("value")
    return fig


def no_frame():
    """Draw axes without frames, one of them square."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(3, 2), dpi=60)
    left.plot([1, 2], marker="o")
    left.set_axis_off()
    right.plot([3, 1], [1, 3])
    right.set_box_aspect(1)
    right.xaxis.set_visible(False)
    right.yaxis.set_label_coords(-0.2, 0.3)
    right.set_ylabel("moved")
    return fig


def subfigures():
    """Draw figures in a figure, one on coloured ground."""
    fig = plt.figure(figsize=(3, 2), dpi=60)
    left, right = fig.subfigures(1, 2, width_ratios=[2, 1])
    left.subplots(2, 1, sharex=True)[0].plot([1, 3, 2])
    left.suptitle("left", fontsize=8)
    right.set_facecolor("#ddeeff")
    right.subplots().scatter([1, 2], [2, 1], label="two")
    right.legend(loc="lower center", fontsize=6)
    return fig


def tight():
    """Let a tight layout make room for a mosaic."""
    fig, axs = plt.subplot_mosaic("AAB;C.B", figsize=(3, 2), dpi=60, layout="tight")
    for name, ax in axs.items():
        ax.plot([1, 2], label=name)
        ax.set_title(name, fontsize=8, loc="left")
    axs["B"].set_ylabel("a long label")
    axs["C"].margins(0.3)
    return fig
