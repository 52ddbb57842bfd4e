"""The coordinate systems that a recipe knows by name."""

from typing import Any

from matplotlib.transforms import Transform

from scitex_plt.plain import Unsupported

AXES_SYSTEMS = {
    "axes": lambda axes: axes.transAxes,
    "data": lambda axes: axes.transData,
    "figure": lambda axes: axes.figure.transFigure,
    "x data, y axes": lambda axes: axes.get_xaxis_transform(),
    "y data, x axes": lambda axes: axes.get_yaxis_transform(),
}

FIGURE_SYSTEMS = {
    "figure": lambda figure: figure.transFigure,
}


def system_of(transform: Transform, owner: Any) -> str:
    """Return the name of the coordinate system, of axes or of a figure, that `transform` starts from.

    Raises
    ------
    Unsupported
        If it is none that has a name.
    """
    for name, of in systems(owner).items():
        if transform is of(owner):
            return name
    raise Unsupported("its transform")


def transform_of(name: str, owner: Any) -> Transform:
    """Return the transform of the coordinate system of that name."""
    transform: Transform = systems(owner)[name](owner)
    return transform


def systems(owner: Any) -> dict[str, Any]:
    """Return the coordinate systems of axes, or of a figure."""
    return AXES_SYSTEMS if hasattr(owner, "transData") else FIGURE_SYSTEMS
