"""A table as comma-separated values, all of it text."""

import csv
import warnings
from itertools import islice
from pathlib import Path

import pandas as pd

from scitex_plt.errors import ColumnError

LARGEST_LINE = 2**30
"""In bytes."""


def header(path: Path) -> list[str]:
    """Return the names of the columns in a file."""
    return (lines(path, 1) or [[]])[0]


def lines(path: Path, number: int) -> list[list[str]]:
    """Return the first lines of a file; none if it is no CSV."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(islice(csv.reader(file), number))
    except (UnicodeDecodeError, csv.Error):
        return []


def read(path: Path, *, most_cells: int) -> pd.DataFrame:
    """Return the columns of a file as text.

    Raises
    ------
    ColumnError
        If it is no table, or too large.
    """
    refuse_endless(path, most_cells)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            found = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8", index_col=False)
    except UnicodeDecodeError as cause:
        raise ColumnError(f"{path}: not in UTF-8, byte {cause.start}: save it as CSV UTF-8") from cause
    except (ValueError, MemoryError, OverflowError, pd.errors.ParserWarning) as cause:
        raise ColumnError(f"{path}: not a table of comma-separated values: {' '.join(str(cause).split())}") from cause
    return found


def refuse_endless(path: Path, most_cells: int) -> None:
    """Raise ColumnError if a file has too many cells, or is of the kind that some countries' spreadsheets save."""
    rows = cells = 0
    with path.open("rb") as file:
        names = file.readline(LARGEST_LINE)
        if b";" in names and b"," not in names:
            raise ColumnError(f"{path}: columns stand between semicolons: expected commas, and points within numbers")
        columns = names.count(b",") + 1
        while part := file.read(2**20):
            rows += part.count(b"\n") + part.count(b"\r")
            cells += part.count(b",")
            if max(cells, (rows + 1) * columns) > most_cells:
                raise ColumnError(f"{path}: more than {most_cells} cells")
