"""Grids of numbers or of colours, a row of the CSV for a row of the grid.

Numbers stand as they are, and what is masked is an empty cell. Colours are `#rrggbb` or `#rrggbbaa`; where that would
round them, and where they are more than a CSV holds, they are three or four grids of numbers.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from scitex_plt.errors import RecipeError
from scitex_plt.tables import columns, units
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.table import LARGEST_EXACT
from scitex_plt.values.plain import Unsupported

Grid = Any
"""An array of (rows, columns), or of (rows, columns, 3 or 4), masked or not."""

CHANNELS = {3: ("r", "g", "b"), 4: ("r", "g", "b", "a")}
"""How many there are → their names."""

USUAL = "float64"
LONGEST = 8
"""How many bytes a number may have."""

BYTES = np.frombuffer("".join(f"{number:02x}" for number in range(256)).encode(), dtype="S2")
"""Byte → its two hexadecimal digits."""


def write(series: Series, grid: Grid, names: Sequence[str], entry: dict[str, Any]) -> None:
    """Put a grid into columns of these names, and what they do not tell into an entry.

    Raises
    ------
    Unsupported
        If its numbers are of a type that a table cannot hold.
    """
    kind = np.dtype(grid.dtype)
    if kind.kind not in "fiub" or kind.itemsize > LONGEST:
        raise Unsupported(f"its numbers, of type {kind}")
    if grid.ndim == 3:
        entry["channels"] = grid.shape[2]
        write_colors(series, grid, names)
    else:
        series.add_grid("value", list(names), numbers(grid))
    if kind.name != USUAL:
        entry["dtype"] = kind.name


def write_colors(series: Series, grid: Grid, names: Sequence[str]) -> None:
    """Put a grid of colours into columns: as text, or channel by channel."""
    if grid.dtype != np.uint8 and grid.dtype.kind != "f":
        raise Unsupported(f"its colours, of type {grid.dtype}")
    mask = np.ma.getmaskarray(grid)
    hidden = mask.all(axis=2)
    few = grid.shape[0] * (grid.shape[1] + 1) <= columns.MOST_IN_CSV
    shown = in_bytes(np.ma.getdata(grid)) if few and (hidden == mask.any(axis=2)).all() else None
    if shown is not None:
        series.add_grid("value", list(names), in_digits(shown, hidden))
        return
    for place, channel in enumerate(CHANNELS[grid.shape[2]]):
        series.add_grid(channel, [f"{channel} {name}" for name in names], numbers(grid[..., place]))


def numbers(grid: Grid) -> list[Any]:
    """Return the columns of a grid of numbers, where masked ones are missing."""
    values, mask = np.ma.getdata(grid), np.ma.getmaskarray(grid)
    if values.dtype.kind == "f":
        wide = values.astype(np.float32) if values.dtype.itemsize < 4 else values
        return list(np.where(mask, np.asarray(np.nan, wide.dtype), wide).T)
    whole = values.astype(np.uint8 if values.dtype == bool else values.dtype.newbyteorder("="))
    return [pd.arrays.IntegerArray(*column) for column in zip(whole.T.copy(), mask.T.copy(), strict=True)]


def in_digits(shown: Any, hidden: Any) -> list[Any]:
    """Return the columns of a grid of colours, given as bytes, as text, where hidden ones are missing."""
    digits = np.ascontiguousarray(BYTES[shown]).view(f"S{2 * shown.shape[2]}")[..., 0]
    text = np.char.add("#", digits.astype(str)).astype(object)
    text[hidden] = np.nan
    return list(text.T)


def in_bytes(values: Any) -> Any:
    """Return colours as bytes; None if that would round them."""
    if values.dtype == np.uint8:
        return values
    with np.errstate(invalid="ignore"):
        found = np.round(np.nan_to_num(values) * 255).astype(np.uint8)
    return found if np.array_equal(to_fractions(found, values.dtype), values) else None


def to_fractions(found: Any, dtype: Any) -> Any:
    """Return bytes as fractions of the largest, as matplotlib reads them from files."""
    return np.divide(found, 255, dtype=dtype)


def is_in(points: Points) -> bool:
    """Say whether there is a grid, of numbers or of colours."""
    return "value" in points or "r" in points


def read(points: Points, entry: dict[str, Any], rows: int | None = None) -> Grid:
    """Return a grid that `write` put into columns, or its first `rows` rows.

    Raises
    ------
    ColumnError
        If a cell is no number, or no colour.
    RecipeError
        If its type is none.
    """
    kind = entry.get("dtype", USUAL)
    try:
        dtype = np.dtype(kind)
    except TypeError as cause:
        raise RecipeError(f"no type of numbers {kind!r}") from cause
    if dtype.kind not in "fiub" or dtype.itemsize > LONGEST:
        raise RecipeError(f"no type of numbers {kind!r}")
    if "channels" not in entry:
        return read_numbers(points, "value", dtype, rows)
    if entry["channels"] not in CHANNELS:
        raise RecipeError(f"colours of {entry['channels']} channels: expected one of {', '.join(map(str, CHANNELS))}")
    if "value" in points:
        return read_colors(points, dtype, entry["channels"], rows)
    planes = [read_numbers(points, channel, dtype, rows) for channel in CHANNELS[entry["channels"]]]
    return (np.ma.stack if any(map(np.ma.isMaskedArray, planes)) else np.stack)(planes, axis=2)


def read_numbers(points: Points, part: str, dtype: Any, rows: int | None) -> Grid:
    """Return a grid of numbers."""
    values = padded(points.numbers(part), rows, np.nan)
    missing = np.isnan(values)
    if dtype.kind != "f":
        values = np.where(missing, 0, values)
        if values.size and np.abs(values).max() > LARGEST_EXACT:
            values = whole_numbers(points, part, rows)
    return np.ma.masked_array(values.astype(dtype), missing) if missing.any() else values.astype(dtype)


def whole_numbers(points: Points, part: str, rows: int | None) -> Any:
    """Return a grid of whole numbers, however large; an empty cell is 0."""
    cells = padded(points.columns[part], rows, "")
    try:
        return np.vectorize(lambda cell: int(cell or "0"), otypes=[object])(cells)
    except ValueError as cause:
        raise points.misread(part, int, "a whole number") from cause


def padded(cells: Any, rows: int | None, missing: Any) -> Any:
    """Return so many rows of a grid, whose last ones are missing if they are empty in the CSV."""
    if rows is None or len(cells) >= rows:
        return cells[:rows]
    return np.vstack([cells, np.full((rows - len(cells), cells.shape[1]), missing, dtype=cells.dtype)])


def read_colors(points: Points, dtype: Any, channels: int, rows: int | None) -> Grid:
    """Return a grid of colours that are text."""
    cells = padded(points.columns["value"], rows, "")
    hidden = cells == ""
    blank = "#" + "00" * channels
    shown = np.where(hidden, blank, cells)
    try:
        found = from_text(shown, dtype, channels)
    except ValueError as cause:
        raise points.misread(
            "value", lambda cell: from_text(np.array([[cell]]), dtype, channels), "a colour"
        ) from cause
    if not hidden.any():
        return found
    return np.ma.masked_array(found, np.repeat(hidden[..., np.newaxis], channels, axis=2))


def from_text(cells: Any, dtype: Any, channels: int) -> Any:
    """Return an array of colours from their hexadecimal digits."""
    text = cells.astype(str)
    if not ((np.char.str_len(text) == 1 + 2 * channels) & np.char.startswith(text, "#")).all():
        raise ValueError(f"not all are # and {2 * channels} digits")
    width = text.dtype.itemsize // 4
    letters = np.ascontiguousarray(text).view("U1").reshape(*text.shape, width)[..., 1:]
    digits = bytes.fromhex("".join(letters.ravel().tolist()))
    found = np.frombuffer(digits, dtype=np.uint8).reshape(*text.shape, channels)
    return found.copy() if dtype == np.uint8 else to_fractions(found, dtype)


def names_of(places: Any, axis: Any = None) -> list[str]:
    """Return names for the columns of a grid by where they stand; by number, if that would not tell them apart."""
    kind, written = units.shown(axis, np.asarray(places, dtype=float)) if axis else (None, places)
    found = [str(place) if kind or not isinstance(place, float) else f"{place:.12g}" for place in written]
    if len(set(found)) < len(found) or not {"x", "y", ""}.isdisjoint(found):
        return [str(number) for number in range(len(found))]
    return found
