"""Trees of arrays: `.h5`, `.hdf5`, `.mat`, `.zarr`."""

from collections import namedtuple
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from conformance.objects import MOMENTS, OBJECTS, frame, structured
from conformance.outcomes import Outcome, Refusal, becomes, equal, refused

COMMON = [name for name, make in OBJECTS.items() if not make.__module__.startswith("conformance.families")]
TREES: dict[str, Outcome | Refusal] = {
    **equal("nested dict of arrays"),
    **equal(*COMMON, "sound"),
    "dataclass": refused("Point at the top .* save dataclasses.asdict"),
    "enum": refused("Colour at the top .* save its .value"),
    "ordered dict": becomes(dict),
}
VARIABLES: dict[str, Outcome | Refusal] = {
    **equal("nested dict of arrays", "dict", "dict of arrays", "dict of columns", "empty dict", "nested dict"),
    "dict of big ints": refused("the int at a has more than 64 bits"),
    "dict with none": refused("NoneType at a has no form in MATLAB: leave it out"),
    "int keys": refused("the key 1 in the top is no name in MATLAB"),
    "list": refused("a .mat holds variables by name, not one list: save a dict"),
    "ordered dict": becomes(dict),
    "unicode keys": refused("the key 'größe' in the top is no name"),
}
OUTCOMES = {".h5": TREES, ".hdf5": TREES, ".mat": VARIABLES, ".zarr": TREES}


AWKWARD_KEYS = ["a/b", "", ".", "..", "a.b", "50%", "a%2Fb", "zarr.json", "\\", "nul\0", "\ud800", "c", " ", "größe/名"]
PADDED = np.dtype([("flag", "?"), ("x", ">f8"), ("when", "M8[ms]"), ("name", "U3"), ("pair", "i2", (2,))], align=True)


def records() -> Any:
    """Return an array with fields of every sort."""
    row = (True, 0.5, np.datetime64("2026-02-13"), "ü\0x", (1, 2))
    return np.array([row, row], dtype=PADDED)


def indexed(index: pd.Index) -> pd.DataFrame:
    """Return a table with this index."""
    return frame().set_axis(index, axis=0)


# What comes back equal besides: too special to ask every format for.
MORE: dict[str, Callable[[], Any]] = {
    "awkward keys": lambda: {key: number for number, key in enumerate(AWKWARD_KEYS)},
    "int keys in depth": lambda: {"a": {-1: {"b/c": 1}, 2**70: "x"}},
    "text with NUL": lambda: {"s": "a\0b", "list": ["a", "\0"]},
    "text with half a character": lambda: {"s": "\ud800", "list": ["\udc80"]},
    "long text": lambda: "x\n" * 100_000,
    "ints at the edges": lambda: [-(2**63), 2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63) - 1, 10**4000],
    "list of large ints": lambda: [2**63, 2**64 - 1],
    "list of large and negative ints": lambda: [2**63, -1],
    "list of bool and int": lambda: [True, 1],
    "list of int and float": lambda: [1, 1.0],
    "list of text": lambda: ["", "ü", "a" * 1000],
    "list in list": lambda: [[1, 2], [3, 4]],
    "ragged list": lambda: [[1, 2], [3]],
    "list of empty lists": lambda: [[], []],
    "ragged list of text": lambda: [["a"], ["b", "c"]],
    "list of text in list": lambda: [["a", "b"], ["c", "d"]],
    "tuple in tuple": lambda: ((1, 2), (), ([1.5],)),
    "sets": lambda: [set(), {"a", "b"}, frozenset({1.5, "x", None}), {(1, 2)}],
    "empty bytes": lambda: b"",
    "times": lambda: [
        datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")),
        datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
        datetime.max.replace(tzinfo=UTC),
        date.min,
        time(1, 2, 3, 4, tzinfo=UTC),
        timedelta.max,
        timedelta.min,
    ],
    "path in dict": lambda: {"p": Path("/a/ü b")},
    "numpy scalars": lambda: [
        *[np.array(1).astype(dtype)[()] for dtype in ("f2", "c8", "u1", ">i4")],
        np.str_("ü"),
        np.bytes_(b"ab"),
        np.datetime64("2026-02-13T14:30", "ns"),
        np.timedelta64(3, "h"),
        records()[0],
    ],
    "array of records": records,
    "array of records, 0-d": lambda: structured()[0:1].reshape(()),
    "array of records in records": lambda: np.zeros(2, [("a", [("b", ">c8"), ("c", "S2")], (2,))]),
    "array of no records": lambda: np.zeros((0, 2), PADDED),
    "array of raw bytes": lambda: np.array([b"abc", b"\0d"], "V3"),
    "array of big-endian moments": lambda: np.array(MOMENTS, ">M8[us]"),
    "array of moments, 0-d": lambda: np.array("2026-02-13", "M8[D]"),
    "array of text, 2-d": lambda: np.array([["a", "ünï"], ["", "\0x"]]),
    "array of text, big-endian": lambda: np.array(["a", "ünï"], ">U5"),
    "array of text, 0-d": lambda: np.array("abc"),
    "array of no text": lambda: np.zeros((0, 2), "U4"),
    "array of empty text": lambda: np.array(["", ""]),
    "array of bytes, 2-d": lambda: np.array([[b"a", b"bc"], [b"", b"\xff"]]),
    "array of bytes, 0-d": lambda: np.array(b"ab"),
    "array of objects": lambda: np.array([["a", None], [1, 2.5]], dtype=object),
    "array of text as objects": lambda: np.array([["a", "ü"], ["", "x"]], dtype=object),
    "array of an object, 0-d": lambda: np.array(None, dtype=object),
    "array of no objects": lambda: np.zeros((0, 2), dtype=object),
    "array masked, 2-d": lambda: np.ma.array([[1, 2], [3, 4]], mask=[[0, 1], [1, 0]], fill_value=-9),
    "array masked nowhere": lambda: np.ma.array([1.5, 2.5]),
    "array with all of float16": lambda: np.arange(2**16, dtype="u2").view("f2"),
    "array, 6-d": lambda: np.arange(64.0).reshape((2,) * 6)[::-1],
    "frame of strings": lambda: pd.DataFrame({"s": pd.array(["a", None, "\0"], "string")}),
    "frame of nullable floats": lambda: pd.DataFrame(
        {"x": pd.array([1.5, None], "Float32"), "n": pd.array([1, 2], "UInt8")}
    ),
    "frame of columns in three rows": lambda: pd.DataFrame(
        [[1, 2]], columns=pd.MultiIndex.from_product([["a"], ["x", "y"], [1.5]], names=["u", None, "w"])
    ),
    "frame of columns with a slash": lambda: pd.DataFrame({"a/b": [1], "": [2]}),
    "frame of dates": lambda: pd.DataFrame({"d": [date(2026, 2, 13), None]}, dtype=object),
    "frame with zoned index": lambda: indexed(pd.date_range("2026", periods=3, tz="Asia/Tokyo", unit="s")),
    "frame with categories as index": lambda: indexed(pd.CategoricalIndex(["a", "b", "a"], name="k")),
    "frame with steps as index": lambda: indexed(pd.RangeIndex(10, 4, -2, name="i")),
    "frame with floats as index": lambda: indexed(pd.Index([0.5, 1.5, np.nan], name=("a", 1))),
    "frame in dict": lambda: {"results": {"scores": frame(), "n": 3}},
    "empty frame": pd.DataFrame,
    "index": lambda: pd.Index(["a", "b"], name="k"),
    "series of categories": lambda: pd.Series(pd.Categorical(["b", "a", None], categories=["b", "a"])),
    "series without elements": lambda: pd.Series([], dtype="float32", name=3),
    "series of objects": lambda: pd.Series([{"a": 1}, [1, 2], None, "x"], dtype=object),
    "timestamps": lambda: [
        pd.Timestamp("2026-02-13 14:30", tz="Europe/Berlin"),
        pd.Timestamp("2026-02-13").as_unit("s"),
        pd.Timedelta("1 days"),
    ],
}
REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "keys of two types": (lambda: {"a": {1: 2, "b": 3}}, "the key 1 in a is a int"),
    "key of another type": (lambda: {(1, 2): 3}, r"the key \(1, 2\) in the top is a tuple"),
    "unknown object in a list": (lambda: {"a": {"b": [1, object()]}}, r"object at a\.b\[1\] has no form"),
    "named tuple": (lambda: {"a": namedtuple("Pair", "x y")(1, 2)}, r"Pair at a .* save tuple\(\)"),
    "array of another class": (lambda: {"a": structured().view(np.recarray)}, r"recarray at a .* numpy.asarray"),
    "array with objects in fields": (lambda: np.zeros(1, [("o", "O")]), "its fields hold Python objects"),
    "column of periods": (
        lambda: {"t": pd.DataFrame({"p": pd.period_range("2026", periods=2)})},
        r"t\.data\.p .*parquet",
    ),
    "not a time": (lambda: [pd.NaT], r"NaTType at \[0\]"),
    "huge int": (lambda: {"n": 10**5000}, "the int at n is too long"),
}
