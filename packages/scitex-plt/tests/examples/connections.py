"""Connections between two places; those between axes are tested with what else refers to others."""

from matplotlib.patches import ConnectionPatch, Ellipse


def connected(axes, *places, **options):
    return axes.add_artist(ConnectionPatch((0.1, 0.2), (0.8, 0.7), *places, **options))


EXAMPLES = {
    "connection": [
        lambda axes: connected(axes, "data"),
        lambda axes: connected(axes, "axes fraction", "figure fraction", arrowstyle="->", shrinkA=3, color="r", lw=2),
        lambda axes: connected(axes, "data", axes.transAxes, connectionstyle="arc3,rad=0.3", label="link"),
        lambda axes: connected(axes, "polar", "subfigure fraction", mutation_scale=20, mutation_aspect=2.0),
    ],
}

REFUSED = {
    "connection": [
        lambda axes: connected(axes, "data", axesA=axes.inset_axes([0, 0, 1, 1])),
        lambda axes: connected(axes, "data", patchB=axes.add_patch(Ellipse((0.5, 0.5), 1, 1))),
        lambda axes: connected(axes, "offset fontsizes"),
    ],
}
