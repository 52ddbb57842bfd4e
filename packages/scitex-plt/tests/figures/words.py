"""Words in and around axes."""

from matplotlib import pyplot as plt

SMALL = {"figsize": (3, 2), "dpi": 60}


def legends():
    """Draw legends inside, above and outside, one with entries of two artists."""
    fig, axs = plt.subplots(1, 3, figsize=(4, 2), dpi=60)
    for ax in axs:
        ax.plot([1, 3, 2], label="one")
        ax.plot([2, 1, 3], label="two", color="0.4", lw=3)
    axs[0].legend(loc="center", ncols=2, title="Series", fontsize="x-small", frameon=False, labelcolor=["r", "b"])
    axs[1].legend(["first", "second"], bbox_to_anchor=(0, 1.02, 1, 0.1), mode="expand", shadow=True)
    proxy = plt.Line2D([], [], color="g", marker="s", linestyle="none")
    handles = [proxy, (axs[2].lines[0], axs[2].scatter([1], [1], c="r"))]
    axs[2].legend(handles, ["proxy", "both"], loc=(0.1, 0.2), facecolor="#ffeecc", markerfirst=False)
    fig.legend(handles=axs[0].lines, loc="outside upper right", fontsize=6, title="of the figure")
    return fig


def table():
    """Draw a table under bars."""
    fig, ax = plt.subplots(**SMALL)
    fig.subplots_adjust(bottom=0.4)
    ax.bar([0.5, 1.5], [2, 3], width=0.5)
    ax.set(xlim=(0, 2), xticks=[])
    ax.table(
        [["2", "3"], ["a", "b"]], cellColours=[["w", "0.9"], ["y", "w"]], colLabels=["left", "right"], loc="bottom"
    )
    return fig


def words():
    """Draw words in data, axes and figure coordinates, with arrows and boxes."""
    fig, ax = plt.subplots(figsize=(3, 3), dpi=60)
    ax.axhline(0.5, color="r", ls=":")
    ax.axvline(0.25, ymin=0.2, ymax=0.7)
    ax.text(0.3, 0.6, "data", rotation=30, fontsize=14, color="g", family="serif")
    ax.text(0.95, 0.95, "a\ncorner", transform=ax.transAxes, ha="right", va="top", weight="bold")
    ax.text(0.1, 0.1, r"$\alpha^2_i$", style="italic", bbox={"boxstyle": "round,pad=0.3", "fc": "w", "ec": "0.5"})
    ax.annotate("peak", (0.7, 0.8), (0.3, 0.9), arrowprops={"arrowstyle": "->", "connectionstyle": "arc3,rad=0.2"})
    ax.annotate("offset", (0.6, 0.2), (9, 9), textcoords="offset points", arrowprops={"width": 1, "headwidth": 5})
    fig.text(0.5, 0.02, "a foot note", ha="center", size="x-small")
    ax.set_aspect("equal")
    ax.set_axisbelow(True)
    ax.set_facecolor("#fafad2")
    return fig
