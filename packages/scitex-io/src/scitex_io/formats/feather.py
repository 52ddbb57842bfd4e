"""Tables in Feather, which is Arrow's file format, through pyarrow: what pandas holds comes back as it was.

Arrow's stream format, and the first version of Feather, are read as well.
"""

from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import feather

from scitex_io.conversion.arrow import from_arrow, refuse_damaged, to_arrow

FILES = (b"ARROW1", b"FEA1")


def load(path: Path, **options: Any) -> Any:
    """Return the table as a DataFrame, or the Series that was saved.

    Parameters
    ----------
    path : Path
        The file.
    **options
        Those of `pyarrow.feather.read_table`, such as `columns=["x"]`, `memory_map=True`; of a stream, `columns`.
    """
    with path.open("rb") as file:
        if file.peek(6).startswith(FILES):
            table = feather.read_table(path, **{"memory_map": False} | options)
        else:
            table = streamed(file, **options)
    refuse_damaged(table)
    return from_arrow(table)


def streamed(file: Any, *, columns: list[str] | None = None) -> pyarrow.Table:
    """Return the table of an Arrow stream."""
    with pyarrow.ipc.open_stream(file) as stream:
        table = stream.read_all()
    return table if columns is None else table.select(columns)


def save(obj: Any, path: Path, *, index: bool | None = None, **options: Any) -> None:
    """Write a table.

    Parameters
    ----------
    obj : DataFrame, Series, pyarrow.Table, dict of columns, list of records or rows, array of one or two dimensions
        What to save.
    path : Path
        The file.
    index : bool, optional
        Whether the index is kept. By default it is.
    **options
        Those of `pyarrow.feather.write_feather`, such as `compression="uncompressed"`.
    """
    feather.write_feather(to_arrow(obj, ".feather", index=index), str(path), **options)
