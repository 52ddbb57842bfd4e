"""Tables as comma-separated values, in UTF-8, through pandas.

An index that says more than the row's number is written as the first column, or columns. Numbers come back exactly.
What is text now and would be read back as something else is warned of.
"""

import warnings
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Any

import pandas

from scitex_io.compression import reading, writing
from scitex_io.conversion import rows, tables
from scitex_io.errors import FormatError, ObjectError
from scitex_io.notices import ABOUT_CHANGES

# From 3.1 on, pandas reads floats exactly by itself, and deprecates the option.
EXACT = {} if tuple(map(int, pandas.__version__.split(".")[:2])) >= (3, 1) else {"float_precision": "round_trip"}
REMEDY = "load it with dtype=str, keep_default_na=False, or save as .parquet"
OF_THE_TEXT = frozenset(
    {
        *["comment", "delimiter", "dialect", "doublequote", "encoding", "encoding_errors", "escapechar"],
        *["lineterminator", "quotechar", "quoting", "sep", "skip_blank_lines", "skipinitialspace", "skiprows"],
    }
)


def load(path: Path, **options: Any) -> Any:
    """Return the table as a DataFrame.

    Leading columns without a name are its index, as pandas, R and `save` write one; any of the options `header`,
    `index_col`, `names` and `usecols` turns this off. With `chunksize` or `iterator`, what pandas returns for these.

    Parameters
    ----------
    path : Path
        The file.
    **options
        Those of `pandas.read_csv`, such as `sep=";"`, `decimal=","`, `encoding="latin-1"`, `parse_dates=["t"]`.
    """
    if is_for_c(options):
        options = EXACT | options
    try:
        if options.get("chunksize") or options.get("iterator"):
            return pandas.read_csv(path, **options)
        frame = whole(path, options)
    except UnicodeDecodeError as cause:
        given = options.get("encoding") or "UTF-8"
        raise FormatError(f"{path}: not {given} ({cause.reason}): say encoding='latin-1' or what it is") from cause
    if tables.OF_THE_HEADER & options.keys() or not isinstance(frame, pandas.DataFrame):
        return frame
    if frame.shape[1] == 1 and (separator := next((mark for mark in ";\t|" if mark in str(frame.columns[0])), None)):
        warnings.warn(
            f"the only column is called {frame.columns[0]!r}: say sep={separator!r} if these are several", stacklevel=4
        )
    return tables.with_index(frame, partial(names, path, options))


def is_for_c(options: dict[str, Any]) -> bool:
    """Say whether pandas reads with its parser in C, which has options of its own."""
    separator = options.get("sep", options.get("delimiter", ","))
    return "engine" not in options and separator is not None and len(separator) == 1


def whole(path: Path, options: dict[str, Any]) -> Any:
    """Return the table, of which every column is of one kind."""
    frame = parsed(path, options)
    chosen = options.keys() & {"converters", "dtype", "low_memory"} or not is_for_c(options)
    if chosen or not any(is_mixed(frame.iloc[:, position]) for position in range(frame.shape[1])):
        return frame
    # pandas decides part by part: a column of digits with a word far below would be half numbers, half text.
    return parsed(path, options | {"low_memory": False})


def parsed(path: Path, options: dict[str, Any]) -> Any:
    """Return what pandas reads."""
    with reading(path) as file:
        if isinstance(getattr(file, "raw", None), FileIO):  # not compressed; by its path it is read faster
            return pandas.read_csv(path, **{"compression": None} | options)
        return pandas.read_csv(file, **options)


def is_mixed(values: Any) -> bool:
    """Say whether a column holds text as well as numbers."""
    return values.dtype == object and pandas.api.types.infer_dtype(values).startswith("mixed")


def names(path: Path, options: dict[str, Any], count: int) -> list[Any]:
    """Return the first `count` names of columns as they stand in the file."""
    shape = {name: value for name, value in options.items() if name in OF_THE_TEXT}
    with reading(path) as file:
        raw: Any = pandas.read_csv(file, header=None, nrows=1, dtype=str, keep_default_na=False, **shape)
    return list(raw.iloc[0, :count])


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write a table: a DataFrame, a Series, a dict of columns, a list of records or rows, a 1-D or 2-D array.

    Parameters
    ----------
    obj : object
        What to save; it comes back as a DataFrame.
    path : Path
        The file.
    **options
        Those of `pandas.DataFrame.to_csv`, such as `sep=";"`, `decimal=","`, `float_format="%.6g"`, `index=False`.

    Warns
    -----
    UserWarning
        If pandas would read text as another value, such as `"NA"` or `"001"`, or what belongs to the table is not
        written.
    """
    save_as(".csv", obj, path, options)


def save_as(extension: str, obj: Any, path: Path, options: dict[str, Any]) -> None:
    """Write a table of text, of the format with this extension."""
    frame: Any = tables.to_frame(obj, extension)
    tables.refuse_labels(frame, extension)
    options = {"index": not tables.is_row_number(frame.index)} | options
    changes = list(tables.without_metadata(frame))
    returns = False
    columns = dict(tables.columns_of(frame, index=options["index"]))
    for name, values in columns.items():
        tables.refuse_cells(name, values, extension)
        if ABOUT_CHANGES.get():
            changes += [f"{name!r} has {change}" for change in tables.misread(values)]
        returns = returns or "\r" in name or tables.has_return(values)
    tables.warn_of(changes, extension, REMEDY, stacklevel=5)
    # A carriage return is quoted only by a writer that ends its lines with one.
    options = {"lineterminator": "\r\n" if returns else "\n"} | options
    quick = options.keys() == {"index", "lineterminator"} and not options["index"] and rows.are_quick(columns)
    try:
        with writing(path) as file:
            if quick:
                rows.write(columns, file, options["lineterminator"])
            else:
                frame.to_csv(file, **options)
    except UnicodeEncodeError as cause:
        character = cause.object[cause.start : cause.end]
        raise ObjectError(
            f"{cause.encoding} has no {character!r}: save it in another encoding, or change it"
        ) from cause
