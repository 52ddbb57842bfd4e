"""Values of matplotlib as plain ones that YAML holds: text, numbers, booleans, None, and lists and dicts of them."""

import re
from enum import Enum
from functools import lru_cache
from typing import Any

import matplotlib
import numpy as np
from matplotlib.colors import is_color_like, to_hex, to_rgba

SIMPLE = frozenset((bool, float, int, str))
"""The types of values that are plain as they are."""

Plain = None | bool | int | float | str | list[Any] | dict[str, Any]


CYCLED = re.compile("C[0-9]+")
"""A colour by its place in the cycle of the rcParams, which is looked up when it is set."""


LAST_CYCLE: list[Any] = []
"""The cycle that was last looked at, and what was found: it is asked for with every colour."""


class Unsupported(Exception):
    """An artist has something that a recipe cannot hold; the message says what, as in "its path effects"."""


def plain(value: Any) -> Plain:
    """Return `value` as a plain one.

    Raises
    ------
    Unsupported
        If it has no plain form.
    """
    if value is None or type(value) in SIMPLE:
        return value  # type: ignore[no-any-return]
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, int | float):
        return value
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    raise Unsupported(f"the value {value!r}")


def color(value: Any) -> Plain:
    """Return one colour as text: `#rrggbb`, or its four numbers where that would round them; None stays None."""
    if value is None or (isinstance(value, str) and value in ("auto", "edge", "face", "inherit", "none")):
        return value
    rgba = to_rgba(value)
    if (cycled := places_in_cycle().get(rgba)) is not None:
        return cycled
    return text_of(rgba)


@lru_cache(maxsize=1024)
def text_of(rgba: tuple[float, float, float, float]) -> str:
    """Return a colour as text: `#rrggbb`, or its four numbers where that would round them."""
    text = to_hex(rgba, keep_alpha=rgba[3] != 1)
    return text if to_rgba(text) == rgba else " ".join(str(float(number)) for number in rgba)


def places_in_cycle() -> dict[tuple[float, ...], str]:
    """Return colour → its place in the cycle of the rcParams, such as `C1`."""
    cycle = matplotlib.rcParams["axes.prop_cycle"]
    if not LAST_CYCLE or LAST_CYCLE[0] is not cycle:
        found = [to_rgba(value) for value in cycle.by_key().get("color", [])]
        LAST_CYCLE[:] = [cycle, {rgba: f"C{place}" for place, rgba in reversed([*enumerate(found)])}]
    return LAST_CYCLE[1]  # type: ignore[no-any-return]


def colors(value: Any) -> Plain:
    """Return one colour as text, or a list of them where there are several."""
    if value is None or isinstance(value, str) or is_color_like(value):
        return color(value)
    rows: Any = np.ma.getdata(value) if np.ma.isMaskedArray(value) else value
    found = colors_of_array(rows) if is_array_of_colors(rows) else [color(row) for row in rows]
    return found[0] if len(found) == 1 else found


def is_array_of_colors(value: Any) -> bool:
    """Say whether `value` is an array of RGB or RGBA rows."""
    if not isinstance(value, np.ndarray) or value.ndim != 2 or value.dtype != np.float64:
        return False
    return value.shape[1] in (3, 4) and bool(((value >= 0) & (value <= 1)).all())


def colors_of_array(rows: Any) -> list[str]:
    """Return the rows of an array as `color` would return each."""
    numbers = rows if rows.shape[1] == 4 else np.column_stack([rows, np.ones(len(rows))])
    levels = np.rint(numbers * 255)
    rounded = (levels / 255 != numbers).any(axis=1)
    return [
        " ".join(map(str, row)) if as_numbers else "#" + "".join(f"{part:02x}" for part in whole[: 4 - (row[3] == 1)])
        for row, whole, as_numbers in zip(numbers.tolist(), levels.astype(int).tolist(), rounded, strict=True)
    ]


def to_color(value: Any) -> Any:
    """Return what `color` or `colors` wrote as matplotlib takes it."""
    if isinstance(value, list):
        return [to_color(row) for row in value]
    if isinstance(value, str) and " " in value:
        return tuple(map(float, value.split()))
    if isinstance(value, str) and CYCLED.fullmatch(value):
        rgba, text = to_rgba(value), to_hex(value, keep_alpha=True)
        return text if to_rgba(text) == rgba else rgba
    return value


def label(value: object) -> str:
    """Return a label as a user set it; those that matplotlib made up start with an underscore."""
    text = "" if value is None else str(value)
    return "" if text.startswith("_") else text
