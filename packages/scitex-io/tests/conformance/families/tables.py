"""Tables: CSV and TSV, Parquet, Feather and Arrow, Excel, HTML."""

from typing import Any

import numpy as np
import pandas as pd

from conformance.objects import DTYPES
from conformance.outcomes import Outcome, Refusal, becomes, equal, refused

REAL = [f"array {dtype}" for dtype in DTYPES if not dtype.startswith("complex")]
SINGLE = ["none", "true", "int", "nan", "str", "bytes", "path", "datetime", "enum", "dataclass", "timestamp", "set"]
ROWS = ["array 1x1", "array 2-d", "array fortran"]
NO_TABLE = refused(r"holds a table, not ")


def frame(obj: Any) -> pd.DataFrame:
    """Return what pandas makes of columns, records, rows or an array."""
    return obj.to_frame() if isinstance(obj, pd.Series) else pd.DataFrame(obj)


def named(obj: Any) -> pd.DataFrame:
    """Return the table with text for names of columns."""
    table = frame(obj)
    return table.set_axis(list(map(str, table.columns)), axis=1)


def plain(obj: Any) -> pd.DataFrame:
    """Return the table with text for names, and the types that text has: int64, float64, bool, str."""
    table = named(obj)
    kinds = {"b": "bool", "i": "int64", "u": "int64", "f": "float64"}
    return table.astype({name: kinds[dtype.kind] for name, dtype in table.dtypes.items() if dtype.kind in kinds})


def typed(obj: Any) -> pd.DataFrame:
    """Return the table with the types that Excel has, where a whole number is one."""
    table = plain(obj).set_axis(frame(obj).columns, axis=1)
    whole = [name for name in table if table[name].dtype.kind == "f" and (table[name] % 1 == 0).all()]
    return table.astype(dict.fromkeys(whole, "int64"))


def filled(obj: Any) -> Any:
    """Return a masked array with NaN for what is masked."""
    return obj.filled(np.nan)


def text(*cells: str | None, name: str = "0") -> pd.DataFrame:
    """Return a column of text."""
    return pd.DataFrame({name: pd.Series(cells, dtype="str")})


def untyped(obj: pd.DataFrame) -> pd.DataFrame:
    """Return an empty table of no types."""
    return obj.astype(object)


def flat(obj: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the index as columns."""
    return obj.reset_index()


def flat_text(obj: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the dates of the index as a column of text."""
    return flat(obj).astype({"day": "str"})


def without_attributes(obj: pd.DataFrame) -> pd.DataFrame:
    """Return the table without its attributes."""
    obj.attrs = {}
    return obj


MOMENTS = ("2026-02-13 14:30:00.000", "2026-02-14 00:00:00.500", None)
MILLISECONDS = ("0 days 00:00:00.001000", "0 days 00:00:00.002000")

REFUSED: dict[str, Outcome | Refusal] = {
    **dict.fromkeys(SINGLE, NO_TABLE),
    "mixed list": refused("the rows of this list differ"),
    "empty list": refused("this list has none"),
    "list of arrays": refused("the rows of this list differ in length"),
    "dict": refused(r"'lr' is a value of type float; a table of one row is saved as \[obj\]"),
    "nested dict": refused("'a' is a value of type dict"),
    "empty dict": refused("this dict has none"),
    "dict with none": refused("'a' is None"),
    "dict of arrays": refused("must each be 1-dimensional"),
    "array 0-d": refused("not an array of 0 dimensions"),
    "array 3-d": refused("not an array of 3 dimensions"),
}

TEXT: dict[str, Outcome | Refusal] = {
    **equal("frame", "frame with index", "frame with gaps", "frame with an Unnamed: 0"),
    **dict.fromkeys(["list", "tuple", "list of dicts", "dict of columns"], becomes(plain)),
    **dict.fromkeys([*REAL, *ROWS, "array big endian", "array nan", "array str"], becomes(plain)),
    "array masked": becomes(lambda obj: plain(filled(obj))),
    "array empty": becomes(lambda obj: untyped(named(obj))),
    "array datetime64": becomes(lambda obj: text(*MOMENTS)),
    "array timedelta64": becomes(lambda obj: text(*MILLISECONDS)),
    "frame with named index": becomes(flat),
    "frame with dates as index": becomes(flat_text),
    "frame with two indices": becomes(flat),
    "frame of numbered columns": becomes(named),
    "frame of nullable types": becomes(lambda obj: pd.DataFrame({"n": [1.0, None], "b": [True, np.nan]})),
    "frame of categories": becomes(lambda obj: obj.astype("str")),
    "frame of moments": becomes(lambda obj: text(*MOMENTS, name="t")),
    "frame of zoned moments": becomes(lambda obj: text("2026-02-13 14:30:00+01:00", name="t")),
    "frame of durations": becomes(lambda obj: text("0 days 00:00:01", "0 days 00:00:02", name="d")),
    "frame of mixed objects": becomes(
        lambda obj: obj.astype("str"), warns="'v' has int and str in one column, as text"
    ),
    "frame without rows": becomes(untyped),
    "frame with attributes": becomes(without_attributes, warns="attrs (unit)"),
    "series": becomes(named),
    "named series": becomes(frame),
    **REFUSED,
    "array complex128": refused("column '0' holds complex128"),
    "array bytes": refused(r"column '0' holds \|S2"),
    "array structured": refused("column 's' holds bytes"),
    "array object": refused("column '0' holds dict"),
    "frame of columns in two rows": refused("has one row of column names, not 2"),
    "frame of equal columns": refused("two columns are called 'a'"),
    "frame of lists": refused("column 'v' holds list"),
    "frame of complex": refused("column 'z' holds complex128"),
    "frame without columns": refused("this DataFrame has none"),
}

CSV = TEXT | {
    "frame of awkward text": becomes(
        lambda obj: text(None, "001", None, None, "1e3", " x ", name="s"),
        warns="'s' has '' and 'NA' and 'None' as missing",
    ),
}

HTML = TEXT | {
    "frame of awkward text": refused("a row is nothing but empty texts"),
}

EXCEL = TEXT | {
    **equal("frame of numbered columns", "frame of mixed objects"),
    **dict.fromkeys(["list", "tuple", *REAL, *ROWS, "array big endian", "array str"], becomes(typed)),
    "array bool": becomes(frame),
    "array masked": becomes(lambda obj: frame(filled(obj))),
    "array nan": refused("column '0' holds inf"),
    "array empty": becomes(lambda obj: untyped(frame(obj))),
    "array datetime64": becomes(lambda obj: frame(obj).astype(moments())),
    "array timedelta64": refused(r"column '0' holds 0 days .* convert it by .dt.total_seconds"),
    "frame with dates as index": becomes(lambda obj: flat(obj).astype({"day": moments()})),
    "frame of moments": becomes(lambda obj: obj.astype(moments())),
    "frame of zoned moments": refused(r"column 't' holds .*: convert it by .dt.tz_localize\(None\)"),
    "frame of durations": refused("column 'd' holds 0 days"),
    "frame of awkward text": becomes(
        lambda obj: text("NA", "001", None, "None", "1e3", " x ", name="s"), warns="'s' has '' as missing"
    ),
    "series": becomes(frame),
}

ARROW: dict[str, Outcome | Refusal] = {
    **equal(
        *["frame", "frame with index", "frame with named index", "frame with dates as index", "frame with two indices"],
        *[
            "frame of columns in two rows",
            "frame of numbered columns",
            "frame of nullable types",
            "frame of categories",
        ],
        *[
            "frame of moments",
            "frame of zoned moments",
            "frame of durations",
            "frame with gaps",
            "frame of awkward text",
        ],
        *["frame with an Unnamed: 0", "frame of lists", "frame without rows", "frame without columns"],
        *["frame with attributes", "series", "named series"],
    ),
    **dict.fromkeys(["list", "tuple", "list of dicts", "dict of columns", *REAL, *ROWS], becomes(frame)),
    **dict.fromkeys(["array nan", "array empty", "array str", "array object"], becomes(frame)),
    **dict.fromkeys(["array datetime64", "array timedelta64", "array structured"], becomes(frame)),
    "array bytes": becomes(lambda obj: frame(obj.astype(object))),
    "array masked": becomes(lambda obj: frame(filled(obj))),
    **REFUSED,
    "array complex128": refused("column 0 with type complex128"),
    "array big endian": refused("column 0 with type >f8"),
    "frame of equal columns": refused("Duplicate column names"),
    "frame of mixed objects": refused("column v with type object"),
    "frame of complex": refused("column z with type complex128"),
}


def moments() -> str:
    """Return the type that moments from Python's datetime have: since pandas 3 with microseconds."""
    return "datetime64[us]" if pd.__version__ >= "3" else "datetime64[ns]"


OUTCOMES = {
    ".arrow": ARROW,
    ".csv": CSV,
    ".feather": ARROW,
    ".htm": HTML,
    ".html": HTML,
    ".parquet": ARROW,
    ".tsv": CSV,
    ".xlsx": EXCEL,
}
