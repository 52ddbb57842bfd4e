"""Tables."""

from matplotlib.table import Cell


class OwnCell(Cell):
    """A cell that may draw as it likes."""


def table(axes, *, rescaled=None, styled=False, own=None, **options):
    made = axes.table([["1", "2"], ["3", ""]], **options)
    axes.figure.draw_without_rendering()
    if rescaled:
        made[rescaled].set_width(0.7)
    if styled:
        made[1, 0].set_text_props(color="r", weight="bold")
        made[0, 1].set(facecolor="y", hatch="/")
        made[0, 0].visible_edges = "BR"
    if own:
        made[own] = OwnCell((0, 0), 0.5, made[own].get_height())
    return made


EXAMPLES = {
    "table": [
        lambda axes: table(axes),
        lambda axes: table(axes, rowLabels=["r", "s"], colLabels=["c", "d"], colColours=["r", "g"], loc="top"),
        lambda axes: table(axes, loc="center", edges="horizontal", cellLoc="left", styled=True, zorder=9),
        lambda axes: table(axes, bbox=[0.1, 0.2, 0.3, 0.4], fontsize=15, label="numbers"),
    ],
}

REFUSED = {
    "table": [
        lambda axes: table(axes, rescaled=(0, 1)),
        lambda axes: table(axes, own=(0, 1)),
        lambda axes: table(axes, agg_filter=lambda image, dpi: (image, 0, 0)),
    ],
}
