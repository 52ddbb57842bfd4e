"""The spines: the lines of the frame that bear the ticks."""

from typing import Any

from scitex_plt.artists.outlines import OUTLINE
from scitex_plt.omissions import Omissions
from scitex_plt.properties import COMMON, Property, Style, apply, colored, differences, named


def position(spine: Any) -> Any:
    """Return where a spine stands; asking it outright would move that of a circle, and make ticks anew."""
    return ("outward", 0.0) if spine._position is None else spine._position


def set_position(spine: Any, value: Any) -> None:
    """Move a spine: "center", "zero", or a kind and an amount."""
    spine.set_position(value if isinstance(value, str) else tuple(value))


def set_bounds(spine: Any, value: Any) -> None:
    """Set where a spine begins and ends, in data."""
    spine.set_bounds(*value)


LOOK = (
    *COMMON,
    colored("edgecolor"),
    colored("facecolor"),
    *OUTLINE,
)

PROPERTIES = (
    named("position", get=position, set=set_position),
    named("bounds", set=set_bounds),
    *LOOK,
)


SHOWN = tuple(prop for prop in PROPERTIES if prop.name != "visible")

EDGES = ("end", "inner", "start")
"""The spines that polar axes show and hide themselves."""


def properties_of(spine: Any, side: str) -> tuple[Property, ...]:
    """Return the rows for a spine; the outline of a colour bar has neither a side nor bounds."""
    if spine.spine_type == "colorbar":
        return LOOK
    return SHOWN if side in EDGES else PROPERTIES


def extract(axes: Any, reference: Any, where: str, omissions: Omissions) -> dict[str, Any]:
    """Return the spines of `axes` that are not as on fresh axes."""
    found: dict[str, Style] = {}
    for side, spine in axes.spines.items():
        with omissions.noting(where, spine):
            if style := differences(spine, reference.spines[side], properties_of(spine, side)):
                found[side] = style
    return {"spines": found} if found else {}


def redraw(found: dict[str, Any], axes: Any) -> None:
    """Give the spines the style that `extract` found."""
    for side, style in found.get("spines", {}).items():
        apply(style, axes.spines[side], properties_of(axes.spines[side], side))
