"""The table beside a recipe: of a CSV all is text, of the other forms numbers are numbers."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from scitex_plt.errors import ColumnError, MissingFileError
from scitex_plt.reading import note
from scitex_plt.tables.columns import filled
from scitex_plt.tables.forms import LARGE, form_of

LARGEST = 2**30
"""Of a table, in bytes."""

MOST_CELLS = 200_000_000
"""Of a table, the empty ones too; all its artists may take twice as many."""

LARGEST_EXACT = 2**53
"""Whole numbers beyond this are not what floats are."""


class Table:
    """The table beside a recipe."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.taken = 0
        try:
            refuse_large(path)
            note(path)
            self.frame: pd.DataFrame = form_of(path).read(path, most_cells=MOST_CELLS)
        except FileNotFoundError as cause:
            raise MissingFileError(f"{path}: no such file: the recipe's data must lie beside it") from cause

    def line(self, row: int) -> str:
        """Return where a row stands in the file."""
        return f"{self.path}: row {row}" if self.path.suffix in LARGE else f"{self.path}:{row + 2}"

    def cells(self, column: str) -> Any:
        """Return the cells of one column."""
        if column not in self.frame:
            raise ColumnError(f"{self.path}: no column {column!r}: the data are not, or no longer, those of the recipe")
        self.taken += len(self.frame)
        if self.taken > 2 * MOST_CELLS:
            raise ColumnError(f"{self.path}: the recipe takes more than {2 * MOST_CELLS} cells")
        values = self.frame[column]
        return array(values, floats=are_floats(values))

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
        columns = self.frame.loc[:, first:last]
        return array(columns, floats=all(are_floats(values) for _, values in columns.items()))


def array(cells: pd.Series | pd.DataFrame, *, floats: bool) -> Any:
    """Return cells as an array of numbers or of objects."""
    return cells.to_numpy(dtype=float, na_value=np.nan) if floats else cells.to_numpy(dtype=object, na_value="")


def are_floats(values: pd.Series) -> bool:
    """Say whether a column is of numbers that floats hold."""
    if pd.api.types.is_integer_dtype(values.dtype):
        return bool(values.min() >= -LARGEST_EXACT and values.max() <= LARGEST_EXACT) if values.count() else True
    return pd.api.types.is_numeric_dtype(values.dtype)


def refuse_large(path: Path) -> None:
    """Raise ColumnError if there is no file, or one that would fill the memory."""
    if path.exists() and not path.is_file():
        raise ColumnError(f"{path}: not a table: no file")
    if path.stat().st_size > LARGEST:
        raise ColumnError(f"{path}: larger than {LARGEST} bytes")
