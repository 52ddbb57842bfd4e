"""Data that are too many for a CSV: the same columns in Parquet, through pyarrow.

A file from a stranger must not fill the memory, however far it is compressed: it is read piece by piece, one column of
one group of rows at a time. A text stands in the memory once, however often it is said.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow
from pyarrow import parquet, types

from scitex_plt.errors import ColumnError

if int(pyarrow.__version__.partition(".")[0]) < 15:  # before 14.0.1, a file could run code
    raise ImportError(f"pyarrow {pyarrow.__version__}: expected 15 or later", name="pyarrow")

LARGEST = 4 * 2**30
"""Of all columns, in bytes, when they are no longer compressed."""


def prepared(table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return a table and how it is written: plainly, as numbers hardly compress, but for texts, of which few differ."""
    texts = [name for name, kind in table.dtypes.items() if not pd.api.types.is_numeric_dtype(kind)]
    return table, {"compression": "none", "use_dictionary": texts or False}


def header(path: Path) -> list[str]:
    """Return the names of the columns in a file.

    Raises
    ------
    ColumnError
        If it is not Parquet.
    """
    try:
        return list(parquet.read_schema(path).names)
    except (OSError, pyarrow.ArrowException) as cause:
        raise ColumnError(f"{path}: not Parquet: {' '.join(str(cause).split())}") from cause


def read(path: Path, *, most_cells: int) -> pd.DataFrame:
    """Return the columns of a file: numbers as they are, and text, where an empty cell is "".

    Raises
    ------
    ColumnError
        If it is not Parquet, holds something else, or too much.
    """
    try:
        schema = parquet.read_schema(path)
        for field in schema:
            if not (is_number(field.type) or is_text(field.type)):
                raise ColumnError(f"{path}: column {field.name!r} holds {field.type}: expected numbers or text")
        by_number = [field.name for field in schema if is_text(field.type)]
        with parquet.ParquetFile(path, read_dictionary=by_number) as file:
            if max(file.metadata.num_rows, 1) * len(schema) > most_cells:
                raise ColumnError(f"{path}: more than {most_cells} cells")
            pieces: dict[str, list[Any]] = {name: [] for name in schema.names}
            for name, piece in pieces_of(file, schema.names):
                pieces[name].append(cells(piece))
        return pd.DataFrame({name: joined(several) for name, several in pieces.items()})
    except (LookupError, OSError, ValueError, pyarrow.ArrowException) as cause:
        if isinstance(cause, ColumnError):
            raise
        raise ColumnError(f"{path}: not Parquet: {' '.join(str(cause).split())}") from cause


def pieces_of(file: Any, names: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield each column of each group of rows, and its name, until there are too many bytes."""
    taken = 0
    for group in range(file.num_row_groups):
        for name in names:
            for piece in file.read_row_group(group, columns=[name], use_threads=False).column(0).chunks:
                taken += piece.nbytes
                if taken > LARGEST:
                    raise ValueError(f"more than {LARGEST} bytes")
                yield name, piece


def is_number(kind: Any) -> bool:
    """Say whether a column of that type is of numbers, or of truth values."""
    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_boolean(kind))


def is_text(kind: Any) -> bool:
    """Say whether a column of that type is of text."""
    kind = kind.value_type if types.is_dictionary(kind) else kind  # as pandas writes categories
    return bool(types.is_string(kind) or types.is_large_string(kind))


def cells(piece: Any) -> Any:
    """Return the cells of a piece of a column; texts are written there by numbers, and equal ones become one object."""
    if types.is_floating(piece.type):
        return piece.to_numpy(zero_copy_only=False)
    if is_number(piece.type):
        whole = piece.cast(pyarrow.uint8()) if types.is_boolean(piece.type) else piece
        missing = piece.is_null().to_numpy(zero_copy_only=False)
        return pd.arrays.IntegerArray(whole.fill_null(0).to_numpy(zero_copy_only=False), missing)
    piece = piece if types.is_dictionary(piece.type) else piece.dictionary_encode()
    used, places = np.unique(piece.indices.fill_null(-1).to_numpy(), return_inverse=True)
    texts = piece.dictionary.take(pyarrow.array(used, mask=used < 0))
    return np.array([text or "" for text in texts.to_pylist()], dtype=object)[places]


def joined(pieces: list[Any]) -> Any:
    """Return the cells of a column."""
    columns: list[Any] = [pd.Series(piece, dtype=piece.dtype) for piece in pieces]
    return pd.concat(columns, ignore_index=True) if columns else pd.Series(dtype=object)
