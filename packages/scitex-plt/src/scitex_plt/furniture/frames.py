"""The axes themselves: their background, their shape, and whether they show at all."""

from typing import Any

from scitex_plt.artists.outlines import OUTLINE
from scitex_plt.omissions import Omissions
from scitex_plt.properties import apply, colored, differences, named


def set_axis_on(axes: Any, on: bool) -> None:
    """Show or hide both axes with all that belongs to them."""
    (axes.set_axis_on if on else axes.set_axis_off)()


def set_anchor(axes: Any, value: Any) -> None:
    """Set where in their place axes stand that do not fill it: a name, or two fractions."""
    axes.set_anchor(value if isinstance(value, str) else tuple(value))


AXES = (
    named("label"),
    named("adjustable"),
    named("alpha"),
    named("anchor", set=set_anchor),
    named("aspect"),
    named("axis_on", get=lambda axes: axes.axison, set=set_axis_on),
    named("axisbelow"),
    named("box_aspect"),
    named("frame_on"),
    named("gid"),
    named("in_layout"),
    named("rasterization_zorder"),
    named("visible"),
    named("zorder"),
)

BACKGROUND = (
    named("alpha"),
    colored("edgecolor"),
    colored("facecolor"),
    *OUTLINE,
    named("visible"),
    named("zorder"),
)


def extract(axes: Any, reference: Any, where: str, omissions: Omissions) -> dict[str, Any]:
    """Return what of the frame of `axes` is not as on fresh axes."""
    found: dict[str, Any] = {}
    if style := differences(axes, reference, AXES):
        found["style"] = style
    with omissions.noting(where, axes.patch):
        if style := differences(axes.patch, reference.patch, BACKGROUND):
            found["background"] = style
    return found


def redraw(found: dict[str, Any], axes: Any) -> None:
    """Give `axes` the frame that `extract` found."""
    apply(found.get("style", {}), axes, AXES)
    apply(found.get("background", {}), axes.patch, BACKGROUND)
