"""The spines: the lines of the frame that bear the ticks."""

from typing import Any

from scitex_plt.furniture.outlines import OUTLINE
from scitex_plt.omissions import Omissions
from scitex_plt.properties import COMMON, Property, Style, apply, colored, differences, named


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
    named("position", set=set_position),
    named("bounds", set=set_bounds),
    *LOOK,
)


def properties_of(spine: Any) -> tuple[Property, ...]:
    """Return the rows for a spine; the outline of a colour bar has neither a side nor bounds."""
    return LOOK if spine.spine_type == "colorbar" else PROPERTIES


def extract(axes: Any, reference: Any, where: str, omissions: Omissions) -> dict[str, Any]:
    """Return the spines of `axes` that are not as on fresh axes."""
    found: dict[str, Style] = {}
    for side, spine in axes.spines.items():
        with omissions.noting(where, spine):
            if style := differences(spine, reference.spines[side], properties_of(spine)):
                found[side] = style
    return {"spines": found} if found else {}


def redraw(found: dict[str, Any], axes: Any) -> None:
    """Give the spines the style that `extract` found."""
    for side, style in found.get("spines", {}).items():
        apply(style, axes.spines[side], properties_of(axes.spines[side]))
