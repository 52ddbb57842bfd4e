"""Tables in Parquet, through pyarrow: what pandas holds comes back as it was."""

from pathlib import Path
from typing import Any

from pyarrow import parquet

from scitex_io.conversion.arrow import from_arrow, to_arrow


def load(path: Path, **options: Any) -> Any:
    """Return the table as a DataFrame, or the Series that was saved.

    Parameters
    ----------
    path : Path
        The file.
    **options
        Those of `pyarrow.parquet.read_table`, such as `columns=["x"]`, `filters=[("x", ">", 0)]`, `memory_map=True`.
    """
    with path.open("rb"):  # so that what the system says of the file is said by Python
        return from_arrow(parquet.read_table(path, **{"partitioning": None} | options))


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
        Those of `pyarrow.parquet.write_table`, such as `compression="zstd"`.
    """
    parquet.write_table(to_arrow(obj, ".parquet", index=index), path, **options)
