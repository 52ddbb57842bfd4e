"""The data beside a picture: one group of columns an artist, named by axes, artist and part, as in `A.signal.y`."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axis import Axis

from scitex_plt import bounds
from scitex_plt.errors import ColumnError
from scitex_plt.tables import categories, units
from scitex_plt.tables.units import Numbers

if TYPE_CHECKING:
    from scitex_plt.tables.table import Table


class Series:
    """The columns of one artist, on their way to the CSV."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.columns: dict[str, Any] = {}
        self.kinds: dict[str, str] = {}
        self.grids: dict[str, tuple[str, str]] = {}
        self.told: dict[str, Any] = {}
        """What the recipe says under `data`."""

    def add(self, part: str, values: Any) -> None:
        """Add a column of numbers or text."""
        self.columns[part] = values

    def add_coordinates(self, part: str, numbers: Any, axis: Axis | None) -> None:
        """Add a column of places along `axis`, as dates or names where it shows them; None is no axis."""
        numbers = np.ma.filled(np.ma.asarray(numbers, dtype=float), np.nan)
        kind, written = units.shown(axis, numbers) if axis else (None, numbers)
        if kind:
            self.kinds[part] = kind
        self.add(part, written)

    def add_names(self, side: str, places: Numbers, axis: Axis | None) -> None:
        """Add a column of the names beside which places along `axis` stand, if there are any."""
        if names := categories.names_beside(axis, places):
            self.add(f"{side}_category", names)

    def add_grid(self, part: str, names: list[str], columns: Iterable[Any]) -> None:
        """Add a grid, column by column, each under a name of its own."""
        self.grids[part] = names[0], names[-1]
        self.columns.update(zip(names, columns, strict=True))

    @property
    def entry(self) -> dict[str, Any]:
        """What a recipe says of these columns: their names, what is no number, the points if the end is blank."""
        self.told = dict(self.parts())
        entry: dict[str, Any] = {"data": self.told}
        if self.kinds:
            entry["kinds"] = self.kinds
        length = max(map(len, self.columns.values()))
        if length and all(blank(column[-1]) for column in self.columns.values()):
            entry["points"] = length
        return entry

    def parts(self) -> Iterator[tuple[str, Any]]:
        """Yield each part and its column; a grid has the first and the last of its columns."""
        within = ""
        begins = {first: (part, last) for part, (first, last) in self.grids.items()}
        for name in self.columns:
            if name in begins:
                part, within = begins[name]
                yield part, [f"{self.name}.{name}", f"{self.name}.{within}"]
            elif not within:
                yield name, f"{self.name}.{name}"
            if name == within:
                within = ""

    def unroll(self) -> None:
        """Turn each grid into one column, row after row."""
        for part, (first, last) in self.grids.items():
            names = list(self.columns)
            across = names[names.index(first) : names.index(last) + 1]
            self.columns[part] = joined([self.columns.pop(name) for name in across])
            self.told[part] = {"column": f"{self.name}.{part}", "across": len(across)}
        self.grids = {}


def joined(columns: list[Any]) -> Any:
    """Return columns as one, row after row."""
    if not isinstance(columns[0], pd.arrays.IntegerArray):
        return np.stack(columns, axis=1).ravel()
    values = [column.to_numpy(dtype=column.dtype.numpy_dtype, na_value=0) for column in columns]
    missing = [column.isna() for column in columns]
    return pd.arrays.IntegerArray(joined(values), joined(missing))


def share_places(series: Iterable[Series]) -> None:
    """Let series in the same axes that have the same places along x have one column of them, that of the first."""
    first: dict[Any, str] = {}
    for one in series:
        axes, _, _ = one.name.partition(".")
        own = f"{one.name}.{SHARED}"
        places = one.columns.get(SHARED, ())
        if len(places) > 1 and one.told.get(SHARED) == own:
            name = first.setdefault((axes, content(places)), own)
            if name != own:
                del one.columns[SHARED]
                one.told[SHARED] = name


SHARED = "x"
"""The part that series may share."""


def content(values: Any) -> Any:
    """Return what tells columns apart, and can be looked up."""
    numeric = isinstance(values, np.ndarray) and values.dtype != object
    return (values.dtype.str, values.tobytes()) if numeric else tuple(values)


def unroll_wide(series: Iterable[Series]) -> None:
    """Turn grids into single columns in a table of more cells than a CSV holds: most are empty, or it is no CSV."""
    several = list(series)
    lengths = [len(column) for one in several for column in one.columns.values()]
    if max(lengths, default=0) * len(lengths) > MOST_IN_CSV:
        for one in several:
            one.unroll()


MOST_IN_CSV = 1_000_000
"""How many cells a CSV has at most, the empty ones too."""


def blank(cell: object) -> bool:
    """Say whether a cell stays empty in the CSV."""
    return cell is pd.NA or cell == "" or cell != cell


def frame(series: Iterable[Series]) -> pd.DataFrame:
    """Return one table of all columns; the shorter ones end in empty cells."""
    columns = {f"{one.name}.{part}": values for one in series for part, values in one.columns.items()}
    length = max(map(len, columns.values()), default=0)
    return pd.DataFrame({name: lengthened(values, length) for name, values in columns.items()})


def lengthened(values: Any, length: int) -> Any:
    """Return a column with empty cells at its end, if it is shorter than others."""
    if isinstance(values, pd.arrays.IntegerArray) and len(values) == length and not values.isna().any():
        return values.to_numpy(dtype=values.dtype.name.lower())  # which pandas before 2.2 is to be told
    if not (isinstance(values, np.ndarray) and values.dtype.kind in "biuf"):
        values = column(values)
    if len(values) == length:
        return values
    if isinstance(values, np.ndarray) and values.dtype.kind == "f":
        return np.concatenate([values, np.full(length - len(values), np.nan, values.dtype)])
    return pd.Series(values).reindex(range(length))


def column(values: Any) -> pd.Series:
    """Return a column of a table; a text that says nothing is a missing value, as it is when the CSV is read."""
    found = pd.Series(values)
    return found if pd.api.types.is_numeric_dtype(found.dtype) else found.mask(found == "")


def as_numbers(cells: Any) -> Any:
    """Return cells of text as numbers, if these are written the same; else as they are."""
    if cells.dtype != object:
        return cells
    there = filled(cells)
    written = cells[there].tolist()
    with suppress(ValueError, OverflowError):
        if [*map(repr, map(float, written))] == written:
            return np.where(there, cells, "nan").astype(float)
        if [*map(str, map(int, written))] == written:
            return pd.array([int(cell) if cell else None for cell in cells], "Int64")
    return cells


def filled(cells: Any) -> Any:
    """Say of each cell whether it holds something."""
    return cells != "" if cells.dtype == object else ~np.isnan(cells)


class Points:
    """The columns of one artist, come back from the table."""

    def __init__(self, table: "Table", entry: dict[str, Any]) -> None:
        self.table = table
        self.names: dict[str, Any] = entry["data"]
        self.kinds: dict[str, str] = entry.get("kinds", {})
        columns = {part: table.part(name) for part, name in self.names.items() if not isinstance(name, dict)}
        used = np.logical_or.reduce([np.atleast_2d(filled(cells).T).any(axis=0) for cells in columns.values()])
        length = max(int(entry.get("points", 0)), 1 + int(np.flatnonzero(used).max(initial=-1)))
        self.columns = {part: column[:length] for part, column in columns.items()}
        self.columns |= {part: table.unrolled(**name) for part, name in self.names.items() if isinstance(name, dict)}

    def series(self, old: str, name: str) -> Series:
        """Return these columns, which were those of the artist `old`, as those of the artist `name`."""
        made = Series(name)
        made.kinds = dict(self.kinds)
        for part, of in self.names.items():
            cells = self.columns[part]
            if isinstance(of, str):
                made.add(part, as_numbers(cells))
            else:
                names = [self.column(part, place).removeprefix(f"{old}.") for place in range(cells.shape[1])]
                if isinstance(of, dict):
                    names = [f"{part} {place}" for place in range(cells.shape[1])]
                made.add_grid(part, names, map(as_numbers, cells.T))
        return made

    def __contains__(self, part: str) -> bool:
        return part in self.names

    def text(self, part: str) -> list[str]:
        """Return a column of text."""
        found = self.columns[part]
        cells = [str(cell) if there else "" for cell, there in zip(found, filled(found), strict=True)]
        for cell in cells:
            bounds.refuse_text(cell)
            bounds.refuse(part, cell)
        return cells

    def numbers(self, part: str) -> Numbers:
        """Return a column of numbers; an empty cell is NaN."""
        cells = self.columns[part]
        try:
            found = np.where(filled(cells), cells, "nan" if cells.dtype == object else np.nan).astype(float)
        except ValueError as cause:
            raise self.misread(part, float, "a number") from cause
        if part == "size" and np.any(found > 1e9):
            raise ColumnError(f"{self.table.path}: column {self.names[part]!r}: a marker larger than can be drawn")
        return found

    def coordinates(self, part: str) -> Any:
        """Return a column of places along an axis: moments, names or numbers."""
        kind = self.kinds.get(part)
        if kind == "category":
            return self.text(part)
        if kind != "date":
            return self.numbers(part)
        try:
            return units.to_dates(self.text(part))
        except ValueError as cause:
            raise self.misread(part, lambda cell: units.to_dates([cell]), "an ISO date") from cause

    def misread(self, part: str, read: Any, expected: str) -> ColumnError:
        """Return the error for the first cell that `read` does not take."""
        cells = self.columns[part]
        for place, cell in np.ndenumerate(cells):
            try:
                if cell != "":
                    read(cell)
            except ValueError:
                where = f"{self.table.line(place[0])}: column {self.column(part, *place[1:])!r}"
                return ColumnError(f"{where}: {cell!r} is not {expected}")
        return ColumnError(f"{self.table.path}: column {self.column(part)!r}: not {expected}")

    def column(self, part: str, place: int = 0) -> str:
        """Return the name of the column of a part, or of that number in a grid."""
        name = self.names[part]
        if isinstance(name, str):
            return name
        if isinstance(name, dict):
            return str(name["column"])
        found: list[str] = list(self.table.frame.columns)
        return found[found.index(name[0]) + place]
