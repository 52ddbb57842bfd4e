"""What `savefig` was told: it is no part of a figure, but of its picture, and a recipe keeps it."""

import math
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any

from matplotlib.colors import is_color_like

from scitex_plt.errors import RecipeError
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported

COLORS = frozenset({"edgecolor", "facecolor"})

DRAWN: dict[str, Callable[[Any], bool]] = {
    "bbox_inches": lambda value: value in (None, "tight"),
    "dpi": lambda value: value == "figure" or is_number(value),
    "edgecolor": lambda value: value == "auto" or is_color_like(value),
    "facecolor": lambda value: value == "auto" or is_color_like(value),
    "orientation": lambda value: value in ("landscape", "portrait"),
    "pad_inches": lambda value: value == "layout" or is_number(value),
    "transparent": lambda value: value is None or isinstance(value, bool),
}
"""Option that touches what is drawn → whether it may have that value. All others are about the file."""


def is_number(value: Any) -> bool:
    """Say whether a value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def told(options: Mapping[str, Any]) -> dict[str, Plain]:
    """Return the options of a save that have a plain form, such as `dpi`; others would be no use in a recipe."""
    found: dict[str, Plain] = {}
    for name, value in options.items():
        if name in DRAWN:
            try:
                kept = plain.color(value) if name in COLORS else plain.plain(value)
            except (Unsupported, ValueError):
                continue
            if DRAWN[name](plain.to_color(kept)):
                found[name] = kept
    return found


def of_format(saved: Mapping[str, Any], ending: str) -> dict[str, Any]:
    """Return what `savefig` is told for a picture of some format, `png` or the like: what it was told for that one."""
    alike = [said for known, said in saved.items() if PurePath(known).suffix[1:].lower() == ending.lower()]
    return told_again(alike[0] if len(alike) == 1 else {})


def told_again(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that `told` kept as `savefig` takes them.

    Raises
    ------
    RecipeError
        If one is none that `told` keeps, or has a value that cannot be drawn.
    """
    found = {name: plain.to_color(value) if name in COLORS else value for name, value in options.items()}
    for name, value in found.items():
        if name not in DRAWN or not DRAWN[name](value):
            raise RecipeError(f"savefig: {name!r} cannot be {value!r}")
    return found
