"""What pandas has, as branches of a tree of arrays: DataFrames and Series, their indices and their columns."""

from collections.abc import Callable
from typing import Any

import numpy
import pandas

from scitex_io.conversion.tree import Branch, Leaf, refused

PARQUET = "convert it, or save the table as .parquet"


def encoded(obj: Any, where: str) -> Leaf | Branch:
    """Return the uppermost node of the tree that an object of pandas is."""
    if type(obj) is pandas.DataFrame:
        return frame(obj, where)
    if type(obj) is pandas.Series:
        return series(obj, where)
    if isinstance(obj, pandas.Index):
        return index(obj, where)
    if isinstance(obj, pandas.api.extensions.ExtensionArray):
        return column(obj, where)
    if isinstance(obj, (pandas.Timedelta, pandas.Timestamp)) and obj is not pandas.NaT:
        return parts("scalar", where, values=plainest(pandas.Series([obj])))
    return refused(obj, where, PARQUET)


def parts(mark: str, where: str, **entries: Any) -> Branch:
    """Return a branch with these parts."""
    return Branch(((name, part, f"{where}.{name}".lstrip(".")) for name, part in entries.items()), mark)


def frame(obj: pandas.DataFrame, where: str) -> Branch:
    """Encode a table: by the names of its columns where these are names, else by their numbers."""
    columns = [plainest(obj.iloc[:, number]) for number in range(obj.shape[1])]
    named = obj.columns.is_unique and all(type(name) is str for name in obj.columns)
    data = dict(zip(obj.columns, columns, strict=True)) if named else tuple(columns)
    return parts("frame", where, columns=obj.columns, index=obj.index, data=data, **attributes(obj))


def frame_from(parts: dict[str, Any]) -> pandas.DataFrame:
    """Return the table that `frame` wrote."""
    columns = parts["data"].values() if isinstance(parts["data"], dict) else parts["data"]
    table = pandas.DataFrame(
        {number: as_series(values, parts["index"]) for number, values in enumerate(columns)}, index=parts["index"]
    )
    table.columns = parts["columns"]
    table.attrs = parts.get("attrs", {})
    return table


def series(obj: pandas.Series, where: str) -> Branch:
    """Encode a Series."""
    return parts("series", where, values=plainest(obj), index=obj.index, name=obj.name, **attributes(obj))


def series_from(parts: dict[str, Any]) -> Any:
    """Return the Series that `series` wrote."""
    found: Any = as_series(parts["values"], parts["index"]).rename(parts["name"])
    found.attrs = parts.get("attrs", {})
    return found


def attributes(obj: Any) -> dict[str, Any]:
    """Return the attributes of a table, if it has any, as a part."""
    return {"attrs": obj.attrs} if obj.attrs else {}


def as_series(values: Any, index: pandas.Index) -> Any:
    """Return values as a Series of just their type, which pandas would otherwise guess anew."""
    return pandas.Series(values, index=index, dtype=values.dtype)


def plainest(obj: Any) -> Any:
    """Return the values of a Series or an index, as numpy has them if it can."""
    return obj.to_numpy() if isinstance(obj.dtype, numpy.dtype) else obj.array


def index(obj: pandas.Index, where: str) -> Branch:
    """Encode an index of any kind."""
    if isinstance(obj, pandas.RangeIndex):
        return parts("range", where, start=obj.start, stop=obj.stop, step=obj.step, name=obj.name)
    if isinstance(obj, pandas.MultiIndex):
        codes = [numpy.asarray(codes) for codes in obj.codes]
        return parts("multiindex", where, levels=list(obj.levels), codes=codes, names=list(obj.names))
    return parts("index", where, values=plainest(obj), name=obj.name, freq=getattr(obj, "freqstr", None))


def index_from(parts: dict[str, Any]) -> Any:
    """Return the index that `index` wrote."""
    found = pandas.Index(parts["values"], dtype=parts["values"].dtype, name=parts["name"])
    if parts["freq"] is not None:
        found.freq = parts["freq"]
    return found


def range_from(parts: dict[str, Any]) -> pandas.RangeIndex:
    """Return the index of equal steps that `index` wrote."""
    return pandas.RangeIndex(parts["start"], parts["stop"], parts["step"], name=parts["name"])


def multiindex_from(parts: dict[str, Any]) -> pandas.MultiIndex:
    """Return the index of several levels that `index` wrote."""
    return pandas.MultiIndex(levels=parts["levels"], codes=parts["codes"], names=parts["names"])


def column(obj: Any, where: str) -> Leaf | Branch:
    """Encode an array of a type that only pandas has."""
    if isinstance(obj.dtype, pandas.CategoricalDtype):
        return parts("categories", where, codes=obj.codes, categories=obj.categories, ordered=bool(obj.ordered))
    name = str(obj.dtype)
    if isinstance(obj.dtype, pandas.StringDtype):
        return strings(obj, f"strings {name}", where)
    if isinstance(obj.dtype, pandas.DatetimeTZDtype) and is_known(obj.dtype):
        return parts(f"zoned {name}", where, utc=obj.tz_convert(None).to_numpy())
    if type(obj).__name__ in ("BooleanArray", "FloatingArray", "IntegerArray"):
        missing = obj.isna()
        data = obj.to_numpy(dtype=obj.dtype.numpy_dtype, na_value=obj.dtype.type(0))
        return parts(f"nullable {name}", where, data=data, missing=missing)
    return refused(obj, where, f"it is a column of {name}; {PARQUET}")


def is_known(dtype: Any) -> bool:
    """Say whether a type is found again by its name."""
    try:
        return bool(pandas.api.types.pandas_dtype(str(dtype)) == dtype)
    except TypeError:
        return False


def strings(obj: Any, mark: str, where: str) -> Branch:
    """Encode a column of text."""
    text = obj.to_numpy(dtype=object, na_value="")
    missing = obj.isna()
    return parts(mark, where, text=text, missing=missing) if missing.any() else parts(mark, where, text=text)


def strings_from(parts: dict[str, Any], name: str) -> Any:
    """Return the column that `strings` wrote."""
    if name not in ("str", "string"):
        raise ValueError(f"a column of text has the type {name!r}")
    text = parts["text"]
    text[parts.get("missing", slice(0))] = None
    return pandas.array(text, dtype="str" if name == "str" else "string")


def nullable_from(parts: dict[str, Any], name: str) -> Any:
    """Return the column with gaps that `column` wrote."""
    found: Any = pandas.array(parts["data"], dtype=name)
    found[parts["missing"]] = pandas.NA
    return found


LEAVES: dict[str, Callable[[Any, str], Any]] = {}
BRANCHES: dict[str, Callable[[dict[str, Any], str], Any]] = {
    "categories": lambda parts, argument: pandas.Categorical.from_codes(
        parts["codes"], parts["categories"], ordered=parts["ordered"]
    ),
    "frame": lambda parts, argument: frame_from(parts),
    "index": lambda parts, argument: index_from(parts),
    "multiindex": lambda parts, argument: multiindex_from(parts),
    "nullable": nullable_from,
    "range": lambda parts, argument: range_from(parts),
    "scalar": lambda parts, argument: pandas.Series(parts["values"])[0],
    "series": lambda parts, argument: series_from(parts),
    "strings": strings_from,
    "zoned": lambda parts, argument: pandas.DatetimeIndex(parts["utc"]).tz_localize("UTC").astype(argument).array,
}
