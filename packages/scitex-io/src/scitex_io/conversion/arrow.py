"""Tables between pandas and Arrow, which Parquet and Feather hold, without loss.

What pandas' own metadata leaves out stands, as JSON, under the key `scitex` in the metadata of the field or of the
schema: that the object is a Series, that text or other values are Python objects, a dtype, the categories.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Any

import numpy
import pandas
import pandas.core.arrays.arrow.extension_types  # type: ignore[import-not-found]  # registers periods and intervals with Arrow
import pyarrow
from pyarrow import compute

from scitex_io.conversion.tables import to_frame
from scitex_io.errors import ObjectError

KEY = b"scitex"
OBJECT_TEXT = pandas.Series([""]).dtype == object
BINARY = {pyarrow.string(): pyarrow.binary(), pyarrow.large_string(): pyarrow.large_binary()}
MEBIBYTE = 1 << 20
STEP = 10_000


def to_arrow(obj: Any, extension: str, *, index: bool | None = None) -> pyarrow.Table:
    """Return a table that `from_arrow` gives back as it was.

    Parameters
    ----------
    obj : DataFrame, Series, pyarrow.Table, or what makes a DataFrame
        What to save.
    extension : str
        Of the format, for messages.
    index : bool, optional
        Whether the index is kept; by default it is, 0, 1, 2, … at no cost.

    Raises
    ------
    ObjectError
        If it makes no table, or something in it would not come back; the message names the column.
    """
    if isinstance(obj, pyarrow.Table):
        return obj
    frame = obj if isinstance(obj, pandas.DataFrame) else to_frame(obj, extension)
    refuse_labels(frame)
    refuse_attributes(frame)
    try:
        table = pyarrow.Table.from_pandas(frame, preserve_index=index)
    except (pyarrow.ArrowException, OverflowError, TypeError, ValueError) as cause:
        parts = cause.args[0] if cause.args and isinstance(cause.args[0], tuple) else cause.args
        told = "; ".join(map(str, parts))
        raise ObjectError(f"a {extension} cannot hold this table: {told}: convert it, or save as .pkl") from cause
    refuse_changed_labels(frame, table, extension)
    return noted(table, obj, frame, extension)


def refuse_labels(frame: pandas.DataFrame) -> None:
    """Raise if names of columns are of several kinds, or a name of the index is no text: Arrow's names are text."""
    if frame.columns.nlevels == 1 and frame.columns.inferred_type.startswith("mixed"):
        raise ObjectError(
            f"names of columns are of several kinds: {', '.join(map(repr, frame.columns[:5]))}; make them text"
        )
    if wrong := [name for name in frame.index.names if name is not None and not isinstance(name, str)]:
        raise ObjectError(f"the index is called {wrong[0]!r}: give it a text as its name")


def refuse_attributes(frame: pandas.DataFrame) -> None:
    """Raise if the attributes of the table have no form in JSON, as which they are kept."""
    for name, value in frame.attrs.items():
        try:
            kept = isinstance(name, str) and same(value, json.loads(json.dumps(value)))
        except (TypeError, ValueError):
            kept = False
        if not kept:
            raise ObjectError(f"attrs[{name!r}] is no plain data: keep only texts, numbers, lists and dicts in attrs")


def refuse_changed_labels(frame: pandas.DataFrame, table: pyarrow.Table, extension: str) -> None:
    """Raise if names of columns that are no text would come back as others, or not at all."""
    labels = frame.columns
    if labels.inferred_type == "string" or isinstance(labels, pandas.RangeIndex):
        return
    try:
        found = table.slice(0, 0).to_pandas().columns
    except (KeyError, TypeError, ValueError, pyarrow.ArrowException):
        found = None
    if found is None or not found.equals(labels) or list(found.names) != list(labels.names):
        raise ObjectError(f"a {extension} cannot hold names of columns of type {labels.dtype}: make them text")


def noted(table: pyarrow.Table, obj: Any, frame: pandas.DataFrame, extension: str) -> pyarrow.Table:
    """Return `table` with what it does not tell of `obj` in its metadata."""
    fields = {
        position: table.schema.field(position).with_metadata({KEY: json.dumps(note)})
        for position, values in columns_of(frame, table)
        if (note := note_of(str(table.schema.names[position]), values, table.column(position), extension))
    }
    whole = {}
    if isinstance(obj, pandas.Series):
        whole["series"] = "without name" if obj.name is None else "with name"
    if not OBJECT_TEXT and frame.columns.dtype == object and frame.columns.inferred_type == "string":
        whole["columns"] = "object"
    if not fields and not whole:
        return table
    metadata = dict(table.schema.metadata) | ({KEY: json.dumps(whole).encode()} if whole else {})
    schema = pyarrow.schema([fields.get(position, field) for position, field in enumerate(table.schema)], metadata)
    return pyarrow.Table.from_arrays(table.columns, schema=schema)


def columns_of(frame: pandas.DataFrame, table: pyarrow.Table) -> Iterator[tuple[int, Any]]:
    """Yield the position in `table`, and the values, of each column and each level of the index that it holds."""
    for position in range(frame.shape[1]):
        yield position, frame.iloc[:, position]
    levels = table.num_columns - frame.shape[1]
    for level in range(levels):
        yield frame.shape[1] + level, frame.index.get_level_values(level)


def note_of(name: str, values: Any, column: pyarrow.ChunkedArray, extension: str) -> dict[str, str] | None:
    """Return what is to be known of a column in order to restore it, if Arrow and pandas do not know it."""
    dtype = values.dtype
    if isinstance(dtype, pandas.CategoricalDtype):
        if isinstance(dtype.categories.dtype, pandas.StringDtype) or (OBJECT_TEXT and dtype.categories.dtype == object):
            return None
        return {"categories": packed(dtype.categories), "ordered": "yes" if dtype.ordered else "no"}
    if pandas.api.types.is_object_dtype(dtype):
        return note_of_objects(name, values, column, extension)
    if isinstance(dtype, pandas.ArrowDtype):
        return {"dtype": "arrow"}
    if isinstance(dtype, pandas.StringDtype) and dtype.storage == "python" and dtype.na_value is pandas.NA:
        return {"dtype": "string[python]"}
    if dtype.kind == "M" and "[s" in str(dtype):
        return {"dtype": str(dtype)}
    return None


def note_of_objects(name: str, values: Any, column: pyarrow.ChunkedArray, extension: str) -> dict[str, str] | None:
    """Return the note of a column of objects, each of which must come back."""
    kind = pandas.api.types.infer_dtype(values, skipna=True)
    if kind == "string":
        return None if OBJECT_TEXT else {"objects": "text"}
    if kind == "empty":
        return None
    arrays = False
    for start in range(0, len(values), STEP):
        found = column.slice(start, STEP).to_pylist()
        for one, other in zip(values.array[start : start + STEP].tolist(), found, strict=True):
            arrays = arrays or isinstance(one, numpy.ndarray)
            if not same(one, other):
                raise ObjectError(
                    f"column {name!r} holds {one!r:.60} (of type {type(one).__name__}), which would come back from a "
                    f"{extension} as {other!r:.60}: make the column of one type, or save as .pkl"
                )
    return None if arrays else {"objects": "python"}


def same(one: Any, other: Any) -> bool:
    """Say whether an object came back: None is what comes back of anything missing."""
    if isinstance(one, numpy.generic):
        one = one.item()
    if isinstance(one, numpy.ndarray) and one.ndim == 1 and one.dtype.kind in "biuf":
        return isinstance(other, list) and same(one.tolist(), other)
    if other is None:
        return one is None or (pandas.api.types.is_scalar(one) and bool(pandas.isna(one)))
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    return bool(one == other or one != one)


def packed(categories: pandas.Index) -> str:
    """Return categories as text: the stream of an Arrow table in base 64."""
    sink = pyarrow.BufferOutputStream()
    table = to_arrow(pandas.DataFrame({"categories": categories}), ".arrow")
    with pyarrow.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return b64encode(sink.getvalue()).decode()


def unpacked(text: str) -> pandas.Index:
    """Return what `packed` took."""
    with pyarrow.ipc.open_stream(b64decode(text)) as stream:
        categories: Any = from_arrow(stream.read_all()).squeeze(axis="columns")
    index: pandas.Index = pandas.Index(categories.array, dtype=categories.dtype)
    return index


def refuse_damaged(table: pyarrow.Table) -> None:
    """Raise `pyarrow.ArrowInvalid` if an offset or an index points out of the table: Arrow trusts them, and crashes.

    What columns of numbers can have wrong was seen when the file was read. That text is Unicode is looked at value by
    value only where it is not ASCII.
    """
    table.validate()
    for column in table.columns:
        if pyarrow.types.is_primitive(column.type):
            continue
        binary = BINARY.get(column.type)
        if binary is None:
            column.validate(full=True)
        else:
            column.cast(binary).validate(full=True)
            if not all(is_ascii(chunk.buffers()[2]) for chunk in column.chunks):
                column.validate(full=True)


def is_ascii(buffer: Any) -> bool:
    """Say whether there is nothing but ASCII in a buffer."""
    size = 0 if buffer is None else buffer.size
    parts = ((start, min(MEBIBYTE, size - start)) for start in range(0, size, MEBIBYTE))
    return all(buffer.slice(*part).to_pybytes().isascii() for part in parts)


def from_arrow(table: pyarrow.Table) -> Any:
    """Return the table as pandas has it: what `to_arrow` took, or a DataFrame of what others wrote."""
    frame = table.to_pandas()
    metadata = table.schema.metadata or {}
    notes = {field.name: json.loads(field.metadata[KEY]) for field in table.schema if KEY in (field.metadata or {})}
    if notes:
        restore(frame, table, notes)
    whole = json.loads(metadata.get(KEY, b"{}"))
    if whole.get("columns") == "object":
        frame.columns = frame.columns.astype(object)
    if "series" in whole and frame.shape[1] == 1:
        series = frame.iloc[:, 0]
        return series.rename(None) if whole["series"] == "without name" else series
    return frame


def restore(frame: pandas.DataFrame, table: pyarrow.Table, notes: dict[str, dict[str, str]]) -> None:
    """Make columns and levels of the index what their notes say, in place."""
    described = json.loads(table.schema.metadata[b"pandas"])["index_columns"]
    levels = [name for name in described if isinstance(name, str) and name in table.column_names]
    columns = [name for name in table.column_names if name not in levels]
    for position, name in enumerate(columns):
        if name in notes:
            made = restored(frame.iloc[:, position], table.column(name), notes[name])
            frame.isetitem(position, pandas.Series(made, index=frame.index, dtype=made.dtype))
    if any(name in notes for name in levels):
        arrays = []
        for level, name in enumerate(levels):
            values = frame.index.get_level_values(level)
            if name in notes:
                made = restored(values, table.column(name), notes[name])
                values = pandas.Index(made, dtype=made.dtype)
            arrays.append(values)
        names = frame.index.names
        frame.index = arrays[0] if len(arrays) == 1 else pandas.MultiIndex.from_arrays(arrays)
        frame.index.names = names


def restored(values: Any, column: pyarrow.ChunkedArray, note: dict[str, str]) -> Any:
    """Return the values of a column as its note says."""
    if "objects" in note:
        if note["objects"] == "text" and values.dtype == object:
            return values
        made = numpy.fromiter(column.to_pylist(), dtype=object, count=len(column))
        return pandas.arrays.NumpyExtensionArray(made)
    if "categories" in note:
        return categorical(column, unpacked(note["categories"]), ordered=note["ordered"] == "yes")
    if note["dtype"] == "arrow":
        return pandas.arrays.ArrowExtensionArray(column)
    return values.astype(note["dtype"])


def categorical(column: pyarrow.ChunkedArray, categories: pandas.Index, *, ordered: bool) -> pandas.Categorical:
    """Return a column of categories, of which Parquet keeps the values alone."""
    if pyarrow.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    known = pyarrow.array(categories).cast(column.type)
    codes = compute.index_in(column, value_set=known).fill_null(-1)
    return pandas.Categorical.from_codes(codes.to_numpy(), categories, ordered=ordered)
