"""Tables as comma-separated values, through pandas.

The index is written when it says more than the row's number. Numbers come back exactly as they were.
"""

from pathlib import Path
from typing import Any

import pandas

from scitex_io.errors import FormatError, ObjectError

# From 3.1 on, pandas reads floats exactly by itself, and deprecates the option.
EXACT = {} if tuple(map(int, pandas.__version__.split(".")[:2])) >= (3, 1) else {"float_precision": "round_trip"}


def load(path: Path, **options: Any) -> Any:
    """Return the table as a DataFrame; options are those of `pandas.read_csv`."""
    try:
        return pandas.read_csv(path, **{**EXACT, **options})
    except UnicodeDecodeError as cause:
        raise FormatError(f"{path}: not UTF-8 ({cause.reason}): say encoding='latin-1' or what it is") from cause
    except (pandas.errors.EmptyDataError, pandas.errors.ParserError) as cause:
        raise FormatError(f"{path}: not a table of comma-separated values: {cause}") from cause


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write a DataFrame, or what makes one: Series, dict of columns, list of rows, 2-D array.

    Options are those of `pandas.DataFrame.to_csv`.
    """
    table = to_table(obj)
    if table.columns.empty:
        raise ObjectError(f"a .csv holds a table with columns: this {type(obj).__name__} has none")
    options.setdefault("index", not is_row_number(table.index))
    table.to_csv(path, **options)


def to_table(obj: Any) -> pandas.DataFrame:
    """Return `obj` as a DataFrame."""
    if isinstance(obj, pandas.DataFrame):
        return obj
    if isinstance(obj, pandas.Series):
        return obj.to_frame()
    try:
        return pandas.DataFrame(obj)
    except (TypeError, ValueError) as cause:
        raise ObjectError(f"a .csv holds a table, not {type(obj).__name__}: {cause}") from cause


def is_row_number(index: pandas.Index) -> bool:
    """Say whether `index` is pandas' own 0, 1, 2, …, which says nothing."""
    return isinstance(index, pandas.RangeIndex) and index.start == 0 and index.step == 1 and index.name is None
