"""A table of very many cells as numpy's arrays, one a column, each as long as it is filled; it needs no library.

A file from a stranger must not fill the memory, however far it is compressed: what an array is said to hold is counted
before it is read. A text stands in the memory once, however often it is said.

The format is that of numpy.lib.format; an archive of arrays is a zip file, of which only what numpy writes is read.
"""

import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

import numpy as np
import pandas as pd

from scitex_plt.errors import ColumnError
from scitex_plt.tables.table import are_floats

LARGEST = 4 * 2**30
"""Of all columns, in bytes, when they are no longer compressed."""

MOST_COLUMNS = 1_000_000
ENTRY = b"PK\x01\x02"
"""How each entry in the list of contents of a zip file begins."""

ENDING = ".npy"
BEGINS = b"\x93NUMPY\x01\x00"
HEADER = re.compile(
    rb"\{'descr': '([<>][fiu][248]|\|[biu]1|[<>]U[0-9]{1,6})', "
    rb"'fortran_order': (?:False|True), 'shape': \(([0-9]{1,12}),\), \} *\n"
)
"""That of an array of one dimension, of numbers or text."""

SURROGATES = 0xD800 >> 11
"""The upper bits of the numbers, of 16 bits, that are no letters by themselves."""

AT_ONCE = 100_000
"""How many texts are read at a time, before they are told apart."""


def prepared(table: pd.DataFrame) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the arrays of a table by name, and the options with which they are written: none.

    Empty cells at the end of a column are left out, unless they are at the end of the table.
    """
    lengths = {str(name): filled_length(values) for name, values in table.items()}
    if max(lengths.values()) < len(table):
        lengths = dict.fromkeys(lengths, len(table))
    return {name: to_array(table[name].iloc[:length]) for name, length in lengths.items()}, {}


def filled_length(values: pd.Series) -> int:
    """Return how many cells of a column there are before its empty end."""
    last: Any = values.last_valid_index()
    return 0 if last is None else int(last) + 1


def to_array(values: pd.Series) -> Any:
    """Return a column as an array: whole numbers with gaps as floats, if these hold them, else as text."""
    cells: Any = values.array
    if isinstance(cells, pd.arrays.IntegerArray):
        if not values.hasnans:
            return cells.to_numpy(dtype=cells.dtype.name.lower())
        if are_floats(values):
            return cells.to_numpy(dtype=float, na_value=np.nan)
    elif pd.api.types.is_numeric_dtype(values.dtype):
        return values.to_numpy()
    return values.to_numpy(dtype=object, na_value="").astype(str)


def header(path: Path) -> list[str]:
    """Return the names of the columns in a file.

    Raises
    ------
    ColumnError
        If it is no archive of arrays.
    """
    with opened(path) as archive:
        return [name.removesuffix(ENDING) for name in archive.namelist()]


def read(path: Path, *, most_cells: int) -> pd.DataFrame:
    """Return the columns of a file: numbers as they are, and text, where an empty cell is "".

    Raises
    ------
    ColumnError
        If it is no archive of arrays, holds something else, or too much.
    """
    columns: dict[str, Any] = {}
    longest = taken = 0
    with opened(path) as archive:
        members = archive.infolist()
        for member in members:
            with archive.open(member) as file:
                kind, length = declared(file, member.filename)
                longest = max(longest, length)
                taken += length * kind.itemsize
                if len(members) * longest > most_cells:
                    raise ColumnError(f"{path}: more than {most_cells} cells")
                if taken > LARGEST:
                    raise ValueError(f"more than {LARGEST} bytes")
                values = np.frombuffer(file.read(length * kind.itemsize), kind, length)
            columns[member.filename.removesuffix(ENDING)] = texts(values) if kind.kind == "U" else values
    return pd.DataFrame({name: lengthened(values, longest) for name, values in columns.items()})


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    """Open an archive whose list of contents is of a sensible length, and say what is wrong with it."""
    try:
        with path.open("rb") as file:
            if sum(part.count(ENTRY) for part in iter(lambda: file.read(2**20), b"")) > MOST_COLUMNS:
                raise ValueError(f"more than {MOST_COLUMNS} columns")
        with ZipFile(path) as archive:
            yield archive
    except FileNotFoundError:
        raise
    except (BadZipFile, EOFError, MemoryError, OSError, RuntimeError, ValueError, zlib.error) as cause:
        if isinstance(cause, ColumnError):
            raise
        raise ColumnError(f"{path}: not numpy's arrays: {' '.join(str(cause).split())}") from cause


def declared(file: IO[bytes], name: str) -> tuple[np.dtype[Any], int]:
    """Return the type and the length of the array that begins in a file."""
    begins = file.read(len(BEGINS) + 2)
    found = HEADER.fullmatch(file.read(int.from_bytes(begins[-2:], "little")))
    if not begins.startswith(BEGINS) or found is None:
        raise ValueError(f"{name} is no array of one dimension, of numbers or text")
    return np.dtype(found[1].decode()), int(found[2])


def texts(values: Any) -> Any:
    """Return an array of text as one of objects; equal ones are one object."""
    known: dict[str, str] = {}
    code = np.dtype(np.uint32).newbyteorder(values.dtype.byteorder)
    found = np.empty(len(values), dtype=object)
    for start in range(0, len(values), AT_ONCE):
        piece = values[start : start + AT_ONCE]
        codes = piece.view(code)
        if ((codes > sys.maxunicode) | (codes >> 11 == SURROGATES)).any():
            raise ValueError("a text of letters that there are not")
        found[start : start + AT_ONCE] = [known.setdefault(text, text) for text in piece.tolist()]
    return found


def lengthened(values: Any, length: int) -> Any:
    """Return an array as a column with empty cells at its end; whole numbers stay such."""
    column: Any = pd.Series(values, dtype=values.dtype)
    if len(values) == length:
        return column
    if values.dtype.kind in "biu":
        column = pd.Series(pd.array(values))  # which has empty cells
    return column.reindex(range(length), fill_value="" if values.dtype == object else None)
