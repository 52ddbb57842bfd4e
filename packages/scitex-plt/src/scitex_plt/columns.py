"""The CSV beside a picture: one group of columns an artist, named by axes, artist and part, as in `A.signal.y`."""

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axis import Axis

from scitex_plt import bounds, units
from scitex_plt.errors import ColumnError, MissingFileError
from scitex_plt.units import Numbers


class Series:
    """The columns of one artist, on their way to the CSV."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.columns: dict[str, Any] = {}
        self.kinds: dict[str, str] = {}

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

    @property
    def entry(self) -> dict[str, Any]:
        """What a recipe says of these columns: their names, what is no number, the points if the end is blank."""
        entry: dict[str, Any] = {"data": {part: f"{self.name}.{part}" for part in self.columns}}
        if self.kinds:
            entry["kinds"] = self.kinds
        length = max(map(len, self.columns.values()))
        if length and all(blank(column[-1]) for column in self.columns.values()):
            entry["points"] = length
        return entry


def blank(cell: object) -> bool:
    """Say whether a cell stays empty in the CSV."""
    return cell == "" or cell != cell


def frame(series: Iterable[Series]) -> pd.DataFrame:
    """Return one table of all columns; the shorter ones end in empty cells."""
    return pd.DataFrame(
        {f"{one.name}.{part}": pd.Series(values) for one in series for part, values in one.columns.items()}
    )


LARGEST = 2**30
"""Of a CSV, in bytes."""

MOST_CELLS = 200_000_000
"""Of a CSV, the empty ones too; all its artists may take twice as many."""


class Table:
    """The CSV beside a recipe, as text."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.taken = 0
        try:
            refuse_endless(path)
            with warnings.catch_warnings():
                warnings.simplefilter("error", pd.errors.ParserWarning)
                self.frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8", index_col=False)
        except FileNotFoundError as cause:
            raise MissingFileError(f"{path}: no such file: the recipe's data must lie beside it") from cause
        except (ValueError, MemoryError, OverflowError, pd.errors.ParserWarning) as cause:
            if isinstance(cause, ColumnError):
                raise
            raise ColumnError(f"{path}: not a table of comma-separated values: {cause}") from cause

    def cells(self, column: str) -> Any:
        """Return the text of one column."""
        if column not in self.frame:
            raise ColumnError(f"{self.path}: no column {column!r}: the CSV is not, or no longer, that of the recipe")
        self.taken += len(self.frame)
        if self.taken > 2 * MOST_CELLS:
            raise ColumnError(f"{self.path}: the recipe takes more than {2 * MOST_CELLS} cells")
        return self.frame[column].to_numpy(dtype=object)


def refuse_endless(path: Path) -> None:
    """Raise ColumnError if there is no file, or one that would fill the memory."""
    if path.exists() and not path.is_file():
        raise ColumnError(f"{path}: not a table of comma-separated values: no file")
    if path.stat().st_size > LARGEST:
        raise ColumnError(f"{path}: larger than {LARGEST} bytes")
    rows = cells = 0
    with path.open("rb") as file:
        header = file.readline(LARGEST).count(b",") + 1
        while part := file.read(2**20):
            rows += part.count(b"\n") + part.count(b"\r")
            cells += part.count(b",")
            if max(cells, (rows + 1) * header) > MOST_CELLS:
                raise ColumnError(f"{path}: more than {MOST_CELLS} cells")


class Points:
    """The columns of one artist, come back from the CSV."""

    def __init__(self, table: Table, entry: dict[str, Any]) -> None:
        self.table = table
        self.names: dict[str, str] = entry["data"]
        self.kinds: dict[str, str] = entry.get("kinds", {})
        columns = {part: table.cells(name) for part, name in self.names.items()}
        filled = np.logical_or.reduce([column != "" for column in columns.values()])
        length = max(int(entry.get("points", 0)), 1 + int(np.flatnonzero(filled).max(initial=-1)))
        self.columns = {part: column[:length] for part, column in columns.items()}

    def __contains__(self, part: str) -> bool:
        return part in self.names

    def text(self, part: str) -> list[str]:
        """Return a column of text."""
        cells = [str(cell) for cell in self.columns[part]]
        for cell in cells:
            bounds.refuse_text(cell)
            bounds.refuse(part, cell)
        return cells

    def numbers(self, part: str) -> Numbers:
        """Return a column of numbers; an empty cell is NaN."""
        cells = self.columns[part]
        try:
            found = np.where(cells == "", "nan", cells).astype(float)
        except ValueError as cause:
            raise self.misread(part, float, "a number") from cause
        if part == "linewidth" and not np.all((np.abs(found) >= 1e-4) | (found == 0) | np.isnan(found)):
            raise ColumnError(f"{self.table.path}: column {self.names[part]!r}: a width that nobody sees")
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
            raise self.misread(part, np.datetime64, "an ISO date") from cause

    def misread(self, part: str, read: Any, expected: str) -> ColumnError:
        """Return the error for the first cell that `read` does not take."""
        for line, cell in enumerate(self.text(part), start=2):
            try:
                read(cell or "nan")
            except ValueError:
                where = f"{self.table.path}:{line}: column {self.names[part]!r}"
                return ColumnError(f"{where}: {cell!r} is not {expected}")
        return ColumnError(f"{self.table.path}: column {self.names[part]!r}: not {expected}")
