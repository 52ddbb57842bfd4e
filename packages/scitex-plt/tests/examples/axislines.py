"""Axis lines and grids of `axisartist`."""

from matplotlib.path import Path
from mpl_toolkits.axisartist.axis_artist import AxisArtist, GridlinesCollection
from mpl_toolkits.axisartist.axislines import AxisArtistHelperRectlinear, GridHelperRectlinear

FIXED, FLOATING = AxisArtistHelperRectlinear.Fixed, AxisArtistHelperRectlinear.Floating


def fixed(side, *changes, **options):
    """Return a function that adds an axis line at a side of axes, and then changes it."""

    def draw(axes):
        axes.set(xlabel="x", ylabel="y")
        made = AxisArtist(axes, FIXED(axes, side), **{"axis_direction": side} | options)
        for change in changes:
            change(made)
        return axes.add_artist(made)

    return draw


def floating(coordinate, value, *changes, **options):
    """Return a function that adds an axis line somewhere in axes, and then changes it."""

    def draw(axes):
        made = AxisArtist(axes, FLOATING(axes, coordinate, value), **options)
        for change in changes:
            change(made)
        return axes.add_artist(made)

    return draw


def grid(*changes, helper=GridHelperRectlinear, **options):
    """Return a function that adds a grid to axes, and then changes it."""

    def draw(axes):
        axes.yaxis.set_tick_params(gridOn=True)
        made = GridlinesCollection([], **options)
        made.set_grid_helper(helper(axes))
        for change in changes:
            change(made)
        return axes.add_artist(made)

    return draw


class Bent(AxisArtistHelperRectlinear.Fixed):
    """A line that goes somewhere else."""

    def get_line(self, axes):
        return Path([(0, 0), (0.5, 0.1), (1, 0)])


def bent(axes):
    return axes.add_artist(AxisArtist(axes, Bent(axes, "bottom")))


EXAMPLES = {
    "axis line": [
        *(fixed(side) for side in ("bottom", "top", "left", "right")),
        fixed("right", offset=(60, -3)),
        fixed("bottom", lambda made: made.set_axis_direction("top")),
        fixed("left", axis_direction="right"),
        fixed("left", lambda made: made.invert_ticklabel_direction(), lambda made: made.set_axislabel_direction("+")),
        fixed("bottom", lambda made: made.toggle(all=False, ticks=True)),
        fixed("bottom", lambda made: made.label.set(text="own words", color="r", pad=20, rotation=10)),
        fixed("bottom", lambda made: made.label.set_color("auto"), lambda made: made.set_zorder(1)),
        fixed("top", lambda made: made.major_ticklabels.set(color="b", fontsize=7, rotation=30, ha="left", pad=9)),
        fixed("top", lambda made: made.major_ticklabels.set_axis_direction("left")),
        fixed(
            "left", lambda made: made.major_ticks.set_tick_out(b=True), lambda made: made.major_ticks.set_ticksize(9)
        ),
        fixed("left", lambda made: made.minor_ticks.set(color="g", markeredgewidth=2, visible=False)),
        fixed("left", lambda made: made.line.set(color="c", linewidth=3, linestyle=":")),
        fixed("bottom", lambda made: made.set_axisline_style("->", size=2)),
        fixed("bottom", lambda made: made.set_axisline_style("-|>"), lambda made: made.line.set_facecolor("r")),
        floating(0, 0.5),
        floating(1, 0.2, lambda made: made.label.set_text("y"), axis_direction="right"),
        floating(0, 0.5, lambda made: made.line.set_clip_box(made.axes.bbox)),
    ],
    "axis grid": [
        grid(),
        grid(which="both", axis="y"),
        grid(lambda made: made.set(color="r", linewidth=2, linestyle="--", zorder=0.5)),
        grid(colors="b", linestyles=":", linewidths=0.3),
    ],
}

REFUSED = {
    "axis line": [
        bent,
        fixed("bottom", lambda made: made.set_visible(False)),
        fixed("bottom", lambda made: made.major_ticks.set_transform(made.axes.figure.transFigure)),
        fixed("bottom", lambda made: setattr(made.offsetText, "xy", (0.5, 0.5))),
        fixed("bottom", lambda made: made.line.set_transform(made.axes.figure.transFigure)),
    ],
    "axis grid": [
        grid(lambda made: made.set_visible(False)),
        grid(helper=lambda axes: None),
    ],
}
