"""The objects that every format is asked to hold, made anew at each call; a family adds its own to `OBJECTS`."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd


class Colour(Enum):
    RED = "red"


@dataclass
class Point:
    x: float
    label: str


DTYPES = [
    *["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"],
    *["float16", "float32", "float64", "complex64", "complex128"],
]
MOMENTS = ["2026-02-13T14:30:00", "2026-02-14T00:00:00.5", "NaT"]


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {"x": [0.1, 1 / 3, -1e300], "n": [1, 2, 3], "ok": [True, False, True], "label": ["a", "b,c", 'ü"']}
    )


def with_attributes() -> pd.DataFrame:
    table = frame()
    table.attrs["unit"] = "mV"
    return table


def structured() -> Any:
    return np.array([(1, 0.5, b"ab"), (2, 1.5, b"c")], dtype=[("n", "<i4"), ("x", "<f8"), ("s", "S3")])


def state() -> dict[str, Any]:
    return {"layer": {"w": np.eye(2), "b": np.zeros(2)}, "bias": np.arange(3)}


OBJECTS: dict[str, Callable[[], Any]] = {
    # scalars
    "none": lambda: None,
    "true": lambda: True,
    "int": lambda: -7,
    "big int": lambda: 2**70,
    "float": lambda: 1e-05,
    "nan": lambda: float("nan"),
    "infinity": lambda: float("-inf"),
    "complex": lambda: 1 + 2j,
    "str": lambda: "ü: '1e-3'\n",
    "empty str": lambda: "",
    "bytes": lambda: b"\x00\xff",
    "path": lambda: Path("a/b"),
    "datetime": lambda: datetime(2026, 2, 13, 14, 30, 0, 5000),
    "aware datetime": lambda: datetime(2026, 2, 13, 14, 30, tzinfo=UTC),
    "date": lambda: date(2026, 2, 13),
    "time": lambda: time(12, 30, 45),
    "timedelta": lambda: timedelta(seconds=1.5),
    "enum": lambda: Colour.RED,
    "dataclass": lambda: Point(0.5, "p"),
    "numpy float32": lambda: np.float32(0.1),
    "numpy int64": lambda: np.int64(3),
    "numpy bool": lambda: np.bool_(True),
    "numpy datetime": lambda: np.datetime64("2026-02-13"),
    "timestamp": lambda: pd.Timestamp("2026-02-13 14:30"),
    # containers
    "list": lambda: [3, 1, 2],
    "mixed list": lambda: [1, "a", None, 2.5, [True]],
    "empty list": list,
    "tuple": lambda: (1, 2),
    "set": lambda: {2, 1},
    "list of dicts": lambda: [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}],
    "dict": lambda: {"lr": 1e-05, "epochs": 3, "name": "no", "on": True, "t": "12:30:45"},
    "nested dict": lambda: {"a": {"b": {"c": [1, 2]}, "d": {}}, "e": "f"},
    "empty dict": dict,
    "dict with none": lambda: {"a": None, "b": 1},
    "dict of columns": lambda: {"x": [1, 2], "y": [0.5, 1.5]},
    "unicode keys": lambda: {"größe": 1, "名": 2},
    "int keys": lambda: {1: "a", 2: "b"},
    "ordered dict": lambda: OrderedDict(b=1, a=2),
    "dict of big ints": lambda: {"a": 2**70, "b": -(2**70)},
    # arrays
    **{f"array {dtype}": lambda dtype=dtype: np.array([0, 1, 1]).astype(dtype) for dtype in DTYPES},
    "array str": lambda: np.array(["a", "ünï"]),
    "array bytes": lambda: np.array([b"a", b"bc"]),
    "array datetime64": lambda: np.array(MOMENTS, "datetime64[ns]"),
    "array timedelta64": lambda: np.array([1, 2], "timedelta64[ms]"),
    "array structured": structured,
    "array object": lambda: np.array([{"a": 1}, None], dtype=object),
    "array 0-d": lambda: np.array(1.5),
    "array empty": lambda: np.zeros((0, 3)),
    "array 1x1": lambda: np.array([[2.5]]),
    "array 2-d": lambda: np.arange(6.0).reshape(2, 3),
    "array 3-d": lambda: np.arange(24, dtype="int16").reshape(2, 3, 4),
    "array fortran": lambda: np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "array big endian": lambda: np.arange(3, dtype=">f8"),
    "array nan": lambda: np.array([1.0, np.nan, np.inf]),
    "array masked": lambda: np.ma.array([1.0, 2.0], mask=[True, False]),
    "dict of arrays": lambda: {"a": np.eye(2), "b": np.arange(3)},
    "nested dict of arrays": state,
    "list of arrays": lambda: [np.arange(2), np.arange(3)],
    # tables
    "frame": frame,
    "frame with index": lambda: frame().set_axis(pd.Index(["u", "v", "w"]), axis=0),
    "frame with named index": lambda: frame().set_index("label"),
    "frame with dates as index": lambda: frame().set_axis(pd.date_range("2026-01-01", periods=3, name="day"), axis=0),
    "frame with two indices": lambda: frame().set_index(["n", "label"]),
    "frame of columns in two rows": lambda: pd.DataFrame(
        [[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")])
    ),
    "frame of numbered columns": lambda: pd.DataFrame([[1.5, 2.5]]),
    "frame of equal columns": lambda: pd.DataFrame([[1, 2]], columns=["a", "a"]),
    "frame of nullable types": lambda: pd.DataFrame(
        {"n": pd.array([1, None], "Int64"), "b": pd.array([True, None], "boolean")}
    ),
    "frame of categories": lambda: pd.DataFrame(
        {"c": pd.Categorical(["lo", "hi"], categories=["lo", "hi"], ordered=True)}
    ),
    "frame of moments": lambda: pd.DataFrame({"t": pd.to_datetime(MOMENTS, format="ISO8601")}),
    "frame of zoned moments": lambda: pd.DataFrame(
        {"t": pd.to_datetime(["2026-02-13T14:30"]).tz_localize("Europe/Berlin")}
    ),
    "frame of durations": lambda: pd.DataFrame({"d": pd.to_timedelta([1, 2], unit="s")}),
    "frame with gaps": lambda: pd.DataFrame({"x": [1.0, np.nan], "s": ["a", None]}),
    "frame of awkward text": lambda: pd.DataFrame({"s": ["NA", "001", "", "None", "1e3", " x "]}),
    "frame with an Unnamed: 0": lambda: pd.DataFrame({"Unnamed: 0": [1, 2], "y": [3, 4]}),
    "frame of lists": lambda: pd.DataFrame({"v": [[1, 2], [3]]}),
    "frame of mixed objects": lambda: pd.DataFrame({"v": pd.Series([1, "a"], dtype=object)}),
    "frame of complex": lambda: pd.DataFrame({"z": [1 + 2j, 3j]}),
    "frame without rows": lambda: pd.DataFrame({"x": pd.Series([], dtype="float64"), "s": pd.Series([], dtype="str")}),
    "frame without columns": lambda: pd.DataFrame(index=[1, 2]),
    "frame with attributes": with_attributes,
    "series": lambda: pd.Series([1.5, 2.5]),
    "named series": lambda: pd.Series([1, 2], index=["a", "b"], name="n"),
}
