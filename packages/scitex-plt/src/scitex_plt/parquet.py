"""Data that are too many for a CSV: the same columns in Parquet, through pyarrow.

A file from a stranger must not fill the memory. What is compressed by Snappy becomes 21 times as large at most; other
compressions know no bound. A text stands in the memory once, however often it is said.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow
from pyarrow import parquet, types

from scitex_plt.errors import ColumnError

if int(pyarrow.__version__.partition(".")[0]) < 15:  # before 14.0.1, a file could run code
    raise ImportError(f"pyarrow {pyarrow.__version__}: expected 15 or later", name="pyarrow")

COMPRESSIONS = frozenset({"SNAPPY", "UNCOMPRESSED"})


def options(table: pd.DataFrame) -> dict[str, Any]:
    """Return how a table is written: plainly, as numbers hardly compress, but for texts, of which few differ."""
    texts = [name for name, kind in table.dtypes.items() if not pd.api.types.is_numeric_dtype(kind)]
    return {"compression": "none", "use_dictionary": texts or False}


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
        raise ColumnError(f"{path}: not Parquet: {cause}") from cause


def read(path: Path, *, most_cells: int) -> pd.DataFrame:
    """Return the columns of a file: float64, where an empty cell is NaN, or text, where it is "".

    Raises
    ------
    ColumnError
        If it is not Parquet, holds something else, or too much.
    """
    try:
        with parquet.ParquetFile(path) as file:
            refuse_endless(path, file.metadata, most_cells)
            schema = file.schema_arrow
        for field in schema:
            if not (is_number(field.type) or is_text(field.type)):
                raise ColumnError(f"{path}: column {field.name!r} holds {field.type}: expected numbers or text")
        by_number = [field.name for field in schema if is_text(field.type)]
        with parquet.ParquetFile(path, read_dictionary=by_number) as file:
            table = file.read()
        return pd.DataFrame({name: cells(table.column(name)) for name in table.column_names})
    except (OSError, ValueError, pyarrow.ArrowException) as cause:
        if isinstance(cause, ColumnError):
            raise
        raise ColumnError(f"{path}: not Parquet: {cause}") from cause


def refuse_endless(path: Path, metadata: Any, most_cells: int) -> None:
    """Raise ColumnError if there are more cells than can be taken, or they are compressed beyond any bound."""
    if max(metadata.num_rows, 1) * metadata.num_columns > most_cells:
        raise ColumnError(f"{path}: more than {most_cells} cells")
    for group in range(metadata.num_row_groups):
        for column in range(metadata.num_columns):
            if (found := metadata.row_group(group).column(column).compression) not in COMPRESSIONS:
                raise ColumnError(f"{path}: compressed by {found}: expected one of {', '.join(sorted(COMPRESSIONS))}")


def is_number(kind: Any) -> bool:
    """Say whether a column of that type is of numbers, or of truth values."""
    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_boolean(kind))


def is_text(kind: Any) -> bool:
    """Say whether a column of that type is of text."""
    kind = kind.value_type if types.is_dictionary(kind) else kind  # as pandas writes categories
    return bool(types.is_string(kind) or types.is_large_string(kind))


def cells(column: Any) -> pd.Series:
    """Return the cells of a column."""
    if is_number(column.type):
        return pd.Series(column.cast(pyarrow.float64()).to_numpy())
    return pd.Series(np.concatenate([np.empty(0, dtype=object), *map(texts, column.chunks)]), dtype=object)


def texts(chunk: Any) -> Any:
    """Return texts that are written by numbers; equal ones are one object."""
    known = np.array([*(text or "" for text in chunk.dictionary.to_pylist()), ""], dtype=object)
    return known[chunk.indices.fill_null(len(known) - 1).to_numpy()]
