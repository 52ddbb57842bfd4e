"""What makes a table, and what a format without types and without an index can hold of one.

Used by the formats whose cells are text, or little more: CSV, Excel and HTML.
"""

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import PurePath
from typing import Any

import numpy
import pandas

from scitex_io.errors import ObjectError

# What a cell may be, by families that a column is not to mix: pandas reads a column of text as numbers only as a whole.
FAMILIES: tuple[Any, ...] = (
    (str, PurePath),
    (bool, numpy.bool_),
    (date, time, timedelta, numpy.datetime64, numpy.timedelta64),
    (int, float, numpy.integer, numpy.floating),
)
NO_CELLS = (bytes, complex, dict, list, Decimal, numpy.complexfloating, numpy.void)
# Options of pandas' readers by which the user says where names of columns and the index are.
OF_THE_HEADER = frozenset({"header", "index_col", "names", "usecols"})
EXACT_INTEGERS = 2**53
# What pandas takes for a missing value, as the documentation of `pandas.read_csv` lists it.
MISSING = frozenset(
    {
        *["", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN"],
        *["<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"],
    }
)
# What pandas may take for a number or a truth value; whether it does, is for pandas to say.
LITERAL = re.compile(
    r"\s*([-+]?\s*(\d[\d,]*\.?\d*|\.\d+)([eE][-+]?\d+)?|[-+]?inf(inity)?|true|false)\s*", re.IGNORECASE
)


def to_frame(obj: Any, extension: str) -> pandas.DataFrame:
    """Return `obj` as a DataFrame, without a copy if it is one.

    Parameters
    ----------
    obj : DataFrame, Series, mapping of columns, list of records or rows, array of one or two dimensions
        What is to be saved. A list of single values, or an array of one dimension, is one column.
    extension : str
        Of the format, for the message.

    Raises
    ------
    ObjectError
        If it makes no table, or one without columns.
    """
    if isinstance(obj, pandas.DataFrame):
        frame = obj
    elif isinstance(obj, pandas.Series):
        frame = obj.to_frame()
    else:
        refuse_no_table(obj, extension)
        try:
            frame = pandas.DataFrame(obj)
        except (TypeError, ValueError) as cause:
            raise ObjectError(f"a {extension} holds a table, not this {type(obj).__name__}: {cause}") from cause
    if frame.columns.empty:
        raise ObjectError(f"a {extension} holds a table with columns: this {type(obj).__name__} has none")
    return frame


def refuse_no_table(obj: Any, extension: str) -> None:
    """Raise unless `obj` is made of columns, of records or rows of one length, or of single values."""
    if isinstance(obj, Mapping):
        for name, value in obj.items():
            if not is_column(value):
                raise ObjectError(
                    f"a {extension} holds columns: {name!r} is {article(value)}; "
                    "a table of one row is saved as [obj], other mappings as .yaml or .json"
                )
    elif isinstance(obj, (list, tuple)):
        lengths = {len(row) if is_column(row) else 0 for row in obj if not isinstance(row, Mapping)}
        if len(lengths) > 1 or (lengths and any(isinstance(row, Mapping) for row in obj)):
            raise ObjectError(f"a {extension} holds a table: the rows of this {type(obj).__name__} differ in length")
    elif not isinstance(obj, numpy.ndarray) or obj.ndim not in (1, 2):
        what = f"an array of {obj.ndim} dimensions" if isinstance(obj, numpy.ndarray) else article(obj)
        raise ObjectError(f"a {extension} holds a table, not {what}")


def is_column(value: Any) -> bool:
    """Say whether `value` has elements, and is no text and no mapping."""
    return pandas.api.types.is_list_like(value, allow_sets=False) and not isinstance(value, Mapping)


def article(value: Any) -> str:
    """Return the name of the type of `value`, for a message."""
    return "None" if value is None else f"a value of type {type(value).__name__}"


def is_row_number(index: pandas.Index) -> bool:
    """Say whether `index` is just 0, 1, 2, …, without a name, which says nothing."""
    if index.nlevels > 1 or index.name is not None:
        return False
    return index.empty or (index.dtype.kind in "iu" and index.equals(pandas.RangeIndex(len(index))))


def refuse_labels(frame: pandas.DataFrame, extension: str) -> None:
    """Raise unless the names of columns and index are single, distinct texts, or the index has no names at all."""
    if frame.columns.nlevels > 1:
        rows = frame.columns.nlevels
        raise ObjectError(f"a {extension} has one row of column names, not {rows}: join them, or save as .parquet")
    names = list(map(str, frame.columns))
    if not is_row_number(frame.index):
        names = [*names_of_levels(frame.index, names), *names]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ObjectError(f"two columns are called {twice!r}: a {extension} needs different names; rename one")
    if "" in names or frame.columns.hasnans:
        raise ObjectError(f"a column has an empty name: a {extension} cannot tell it from an index; rename it")


def names_of_levels(index: pandas.Index, columns: list[str]) -> list[str]:
    """Return the names of the levels of an index, all of which have one, or none."""
    without = [f"Unnamed: {level}" for level, name in enumerate(index.names) if name is None]
    if without and len(without) < index.nlevels:
        raise ObjectError(f"some levels of the index have a name and some have none: name all of {list(index.names)}")
    if taken := [name for name in without if name in columns]:
        raise ObjectError(f"a column is called {taken[0]!r}, as pandas calls an index without a name: name the index")
    return [] if without else list(map(str, index.names))


def columns_of(frame: pandas.DataFrame, *, index: bool) -> Iterator[tuple[str, Any]]:
    """Yield the name and the values of what is written: the levels of the index first, if they are."""
    if index:
        for level in range(frame.index.nlevels):
            yield str(frame.index.names[level] or "the index"), frame.index.get_level_values(level)
    for position, name in enumerate(frame.columns):
        yield str(name), frame.iloc[:, position]


def refuse_cells(name: str, values: Any, extension: str) -> None:
    """Raise if a column holds something that has no plain form as text or number."""
    dtype = values.dtype
    if isinstance(dtype, pandas.CategoricalDtype):
        return refuse_cells(name, dtype.categories, extension)
    if dtype == numpy.longdouble != numpy.float64 or issubclass(dtype.type, NO_CELLS):
        refused: Any = dtype
    elif pandas.api.types.is_object_dtype(dtype):
        cells = (kind for kind in kinds_of(values) if not any(issubclass(kind, family) for family in FAMILIES))
        refused = next((kind.__name__ for kind in cells), None)
    else:
        refused = None
    if refused is not None:
        raise ObjectError(
            f"column {name!r} holds {refused}, which a cell of a {extension} cannot: convert it, or save as .pkl"
        )


def kinds_of(values: Any) -> list[type]:
    """Return the types in a column of objects, without those of missing values, by name."""
    if pandas.api.types.infer_dtype(values, skipna=True) == "string":
        return [str]
    return sorted(set(map(type, values.dropna())), key=lambda kind: kind.__name__)


def misread(values: Any) -> Iterator[str]:
    """Yield what of a column that is not refused comes back from text as another value, once each kind."""
    if isinstance(values.dtype, pandas.CategoricalDtype):
        values = values.dtype.categories
    if values.dtype.kind in "iu" and values.hasnans and int(values.dropna().abs().max()) > EXACT_INTEGERS:
        yield "integers beyond 2**53 beside gaps, as rounded"
    elif values.dtype == object:
        kinds = kinds_of(values)
        if len({next(base for base in FAMILIES if issubclass(kind, base)) for kind in kinds}) > 1:
            yield f"{' and '.join(kind.__name__ for kind in kinds)} in one column, as text"
        elif str in kinds:
            yield from misread_text(values)
    elif isinstance(values.dtype, pandas.StringDtype) or values.dtype.kind in "OU":
        yield from misread_text(values)


def misread_text(values: Any) -> Iterator[str]:
    """Yield what of a column of text pandas would take for a missing value, and what for a number or a truth value."""
    first = None
    lost: set[str] = set()
    for part in texts(values):
        lost |= MISSING.intersection(part)
        if first is None:
            first = next((text for text in part if text not in MISSING), None)
    if lost:
        yield f"{' and '.join(map(repr, sorted(lost)))} as missing"
    if first is not None and LITERAL.fullmatch(first):
        text = "\n".join(
            f'"{text}"' for part in texts(values) for text in part if '"' not in text and text not in MISSING
        )
        read = pandas.read_csv(StringIO(text), header=None, low_memory=False)[0]
        if not isinstance(read.iloc[0], str):
            yield f"{first!r} as {read.iloc[0]}"


def texts(values: Any) -> Iterator[list[str]]:
    """Yield the text in a column, some thousand rows at a time, so that nothing large is copied."""
    array = values.array
    for start in range(0, len(array), 10_000):
        yield [text for text in array[start : start + 10_000].tolist() if isinstance(text, str)]


def extremes(column: pandas.Series) -> list[Any]:
    """Return the least and the greatest of a column of numbers or times, and all values of a column of objects."""
    if isinstance(column.dtype, pandas.StringDtype) or column.dtype.kind in "bU":
        return []
    present = column.dropna()
    if column.dtype == object:
        return present.tolist()
    return [present.min(), present.max()] if len(present) and hasattr(present.array, "_reduce") else []


def has_return(values: Any) -> bool:
    """Say whether a carriage return stands in the text of a column."""
    if isinstance(values.dtype, pandas.CategoricalDtype):
        values = values.dtype.categories
    may = values.dtype == object or isinstance(values.dtype, pandas.StringDtype)
    return may and any("\r" in "".join(part) for part in texts(values))


def without_metadata(frame: pandas.DataFrame) -> Iterator[str]:
    """Yield what of the table itself, beside its cells, is not written."""
    if frame.attrs:
        yield f"attrs ({', '.join(map(str, frame.attrs))})"
    if frame.columns.name is not None:
        yield f"the name of the columns ({frame.columns.name})"


def warn_of(changes: list[str], extension: str, hint: str, stacklevel: int) -> None:
    """Warn the user of what does not come back; `hint` says how to load it nevertheless."""
    if changes:
        told = "; ".join(changes)
        warnings.warn(f"a {extension} does not keep all of this table: {told} ({hint})", stacklevel=stacklevel + 1)


def with_index(frame: Any, header: Callable[[int], list[Any]]) -> Any:
    """Return a table whose leading columns without a name are its index, as one without a name is written.

    Parameters
    ----------
    frame : DataFrame
        As pandas read it: it calls such columns `Unnamed: 0`, and so on.
    header : callable
        Given a number, return that many of the names as they stand in the file, where a column may be called so.
    """
    if not isinstance(frame, pandas.DataFrame):
        return frame
    count = 0
    while count < frame.columns.size and frame.columns[count] == f"Unnamed: {count}":
        count += 1
    if not 0 < count < frame.columns.size or any(header(count)):
        return frame
    indexed = frame.set_index(list(frame.columns[:count]))
    indexed.index.names = [None] * count
    return indexed
