"""The data beside a picture: one group of columns an artist, named by axes, artist and part, as in `A.signal.y`."""

import warnings
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axis import Axis

from scitex_plt import bounds, categories, units
from scitex_plt.errors import ColumnError, MissingFileError, MissingLibraryError
from scitex_plt.units import Numbers


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
    """Turn grids into single columns if most of the table would else be empty: beside columns that are much longer."""
    several = list(series)
    lengths = [len(column) for one in several for column in one.columns.values()]
    room = max(lengths, default=0) * len(lengths)
    if room > ROOMY and room > EMPTY * sum(lengths):
        for one in several:
            one.unroll()


ROOMY, EMPTY = 1_000_000, 3
"""How many cells a table may have in any case, and how many times those that are not empty."""


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
        return values.to_numpy()
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


LARGEST = 2**30
"""Of a table, in bytes."""

MOST_CELLS = 200_000_000
"""Of a table, the empty ones too; all its artists may take twice as many."""


class Table:
    """The table beside a recipe: all of it as text, or, from Parquet, numbers as numbers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.taken = 0
        try:
            refuse_large(path)
            self.frame = in_parquet(path).read(path, most_cells=MOST_CELLS) if is_parquet(path) else read_csv(path)
        except FileNotFoundError as cause:
            raise MissingFileError(f"{path}: no such file: the recipe's data must lie beside it") from cause

    def line(self, row: int) -> str:
        """Return where a row stands in the file."""
        return f"{self.path}: row {row}" if is_parquet(self.path) else f"{self.path}:{row + 2}"

    def cells(self, column: str) -> Any:
        """Return the cells of one column."""
        if column not in self.frame:
            raise ColumnError(f"{self.path}: no column {column!r}: the data are not, or no longer, those of the recipe")
        self.taken += len(self.frame)
        if self.taken > 2 * MOST_CELLS:
            raise ColumnError(f"{self.path}: the recipe takes more than {2 * MOST_CELLS} cells")
        return array(self.frame[column])

    def part(self, name: Any) -> Any:
        """Return the cells of what a recipe names: a column, or a grid by its first and last one."""
        return self.cells(name) if isinstance(name, str) else self.grid(*name)

    def unrolled(self, column: str, across: int) -> Any:
        """Return the cells of a grid that is one column, so many a row."""
        cells = self.cells(column)
        rows = -(-(1 + int(np.flatnonzero(filled(cells)).max(initial=-1))) // across)
        found = np.full(rows * across, "" if cells.dtype == object else np.nan, dtype=cells.dtype)
        found[: len(cells)] = cells[: rows * across]
        return found.reshape(rows, across)

    def grid(self, first: str, last: str) -> Any:
        """Return the cells of all columns from one to another, as rows of a grid."""
        for column in (first, last):
            self.cells(column)
        return array(self.frame.loc[:, first:last])


def array(cells: Any) -> Any:
    """Return cells as an array of numbers if all of them are, else of objects."""
    return cells.to_numpy(dtype=float if np.all(cells.dtypes == np.dtype(float)) else object)


def filled(cells: Any) -> Any:
    """Say of each cell whether it holds something."""
    return cells != "" if cells.dtype == object else ~np.isnan(cells)


def refuse_large(path: Path) -> None:
    """Raise ColumnError if there is no file, or one that would fill the memory."""
    if path.exists() and not path.is_file():
        raise ColumnError(f"{path}: not a table: no file")
    if path.stat().st_size > LARGEST:
        raise ColumnError(f"{path}: larger than {LARGEST} bytes")


def is_parquet(path: Path) -> bool:
    """Say whether a table is in Parquet, by its name."""
    return path.suffix == ".parquet"


def in_parquet(path: Path) -> Any:
    """Return the module that knows Parquet, for the file at `path`.

    Raises
    ------
    MissingLibraryError
        If pyarrow is not installed, or too old.
    """
    try:
        return import_module("scitex_plt.parquet")
    except ImportError as cause:
        raise MissingLibraryError(f'{path}: reading it needs pyarrow: pip install "scitex-plt[parquet]"') from cause


def read_csv(path: Path) -> pd.DataFrame:
    """Return the table in a CSV, as text."""
    refuse_endless(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            found = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8", index_col=False)
    except UnicodeDecodeError as cause:
        raise ColumnError(f"{path}: not in UTF-8, byte {cause.start}: save it as CSV UTF-8") from cause
    except (ValueError, MemoryError, OverflowError, pd.errors.ParserWarning) as cause:
        raise ColumnError(f"{path}: not a table of comma-separated values: {' '.join(str(cause).split())}") from cause
    return found


def refuse_endless(path: Path) -> None:
    """Raise ColumnError if a CSV has too many cells, or is of the kind that some countries' spreadsheets save."""
    rows = cells = 0
    with path.open("rb") as file:
        names = file.readline(LARGEST)
        if b";" in names and b"," not in names:
            raise ColumnError(f"{path}: columns stand between semicolons: expected commas, and points within numbers")
        header = names.count(b",") + 1
        while part := file.read(2**20):
            rows += part.count(b"\n") + part.count(b"\r")
            cells += part.count(b",")
            if max(cells, (rows + 1) * header) > MOST_CELLS:
                raise ColumnError(f"{path}: more than {MOST_CELLS} cells")


class Points:
    """The columns of one artist, come back from the table."""

    def __init__(self, table: Table, entry: dict[str, Any]) -> None:
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
                made.add(part, cells)
            else:
                names = [self.column(part, place).removeprefix(f"{old}.") for place in range(cells.shape[1])]
                if isinstance(of, dict):
                    names = [f"{part} {place}" for place in range(cells.shape[1])]
                made.add_grid(part, names, cells.T)
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
