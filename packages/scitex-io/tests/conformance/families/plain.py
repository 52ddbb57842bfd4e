"""Plain data, text and bibliographies."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any, NoReturn

import bibtexparser
import numpy as np
from bibtexparser.model import Entry, Field

from conformance.objects import OBJECTS
from conformance.outcomes import Outcome, Refusal, becomes, equal, refused

FRAMES = [name for name in OBJECTS if name.startswith("frame")]
NUMBERS = [
    "bool",
    *(f"{kind}{bits}" for kind in ("int", "uint") for bits in (8, 16, 32, 64)),
    *(["float16", "float32", "float64"]),
]
ARRAYS = [
    *[f"array {name}" for name in NUMBERS],
    *[
        "array str",
        "array 0-d",
        "array empty",
        "array 1x1",
        "array 2-d",
        "array 3-d",
        "array fortran",
        "array big endian",
    ],
]
TREES = ["dict of arrays", "nested dict of arrays", "list of arrays"]
NULLS = "JSON has no NaN and no infinities"


class Bibliography(bibtexparser.Library):
    """What only a .bib can hold: pickles refuse it, too."""

    def __reduce__(self) -> NoReturn:
        raise TypeError("not in a pickle")


def bibliography() -> Bibliography:
    fields = [Field("author", 'Donald E. Knuth and Müller, {J. "}'), Field("year", "1984"), Field("month", "jan")]
    return Bibliography([Entry("article", "Knuth:84", fields), Entry("misc", "empty", [])])


OBJECTS["bibliography"] = bibliography


def listed(obj: Any) -> Any:
    """Return arrays as lists, at any depth."""
    if isinstance(obj, np.ndarray):
        return listed(obj.tolist())
    if isinstance(obj, dict):
        return {key: listed(value) for key, value in obj.items()}
    return [listed(value) for value in obj] if isinstance(obj, (list, tuple)) else obj


def all_become(expected: Callable[[Any], Any], *names: str) -> dict[str, Outcome]:
    return {name: becomes(expected) for name in names}


def values_first(obj: Any) -> Any:
    """Return a dict in the order of TOML, which has tables last."""
    if not isinstance(obj, dict):
        return listed(obj)
    tables = {key: values_first(value) for key, value in obj.items() if isinstance(value, dict)}
    return {key: values_first(value) for key, value in obj.items() if key not in tables} | tables


DICTS = ["dict", "nested dict", "empty dict", "dict of columns", "unicode keys"]
LISTS = ["list", "mixed list", "empty list", "list of dicts"]
SCALARS = ["none", "true", "int", "big int", "float", "str", "empty str"]
REFUSED: dict[str, Outcome | Refusal] = {
    **dict.fromkeys(FRAMES, refused("DataFrame at the top has no plain form: save it as .parquet or .csv")),
    **dict.fromkeys(["series", "named series"], refused("Series at the top has no plain form")),
    **dict.fromkeys(["array complex64", "array complex128"], refused("save it as .npy")),
    "complex": refused("save its real and imag"),
    "timedelta": refused(r"save its total_seconds\(\)"),
    "array datetime64": refused("with NaT"),
    "array masked": refused("a masked array at the top has no plain form"),
}
PLAIN: dict[str, Outcome | Refusal] = {
    **equal(*DICTS, *LISTS, *SCALARS, "dict with none", "dict of big ints"),
    **all_become(str, "path"),
    **all_become(list, "tuple"),
    **all_become(sorted, "set"),
    **all_become(dict, "ordered dict"),
    **all_become(asdict, "dataclass"),
    **all_become(lambda obj: obj.value, "enum"),
    **all_become(lambda obj: obj.isoformat(), "time"),
    **all_become(lambda obj: obj.item(), "numpy float32", "numpy int64", "numpy bool"),
    **all_become(listed, "array object", "sound", *ARRAYS, *TREES),
    **REFUSED,
}
JSON: dict[str, Outcome | Refusal] = {
    **PLAIN,
    **all_become(lambda obj: obj.isoformat(), "date", "datetime", "aware datetime", "timestamp"),
    "numpy datetime": becomes(str),
    "int keys": becomes(lambda obj: {str(key): value for key, value in obj.items()}),
    "nan": becomes(lambda obj: None, warns=f"{NULLS}: null is written at the top"),
    "infinity": becomes(lambda obj: None, warns=NULLS),
    "array nan": becomes(lambda obj: [1.0, None, None], warns=rf"{NULLS}: null is written at [1], [2]"),
    "bytes": refused("bytes at the top has no plain form: save its base64 form"),
}
LINES: dict[str, Outcome | Refusal] = {
    **equal("list of dicts", *LISTS),
    **all_become(list, "tuple"),
    **all_become(sorted, "set"),
    **all_become(listed, "list of arrays", "array object", "sound", *(name for name in ARRAYS if name != "array 0-d")),
    "array nan": JSON["array nan"],
    "dict": refused("a .jsonl holds a list of plain data, not dict"),
    "str": refused("not str"),
    "frame": refused(r"save obj.to_dict\('records'\)"),
    "array complex128": refused(r"an array of complex128 at \[0\]"),
}
YAML: dict[str, Outcome | Refusal] = {
    **PLAIN,
    **equal("bytes", "date", "datetime", "aware datetime", "int keys", "nan", "infinity"),
    **all_become(lambda obj: obj.to_pydatetime(), "timestamp"),
    "numpy datetime": becomes(lambda obj: date(2026, 2, 13)),
    **all_become(listed, "array nan", "array bytes"),
}
TOML: dict[str, Outcome | Refusal] = {
    **equal(*DICTS),
    **all_become(dict, "ordered dict"),
    **all_become(asdict, "dataclass"),
    **all_become(values_first, "nested dict", "dict of arrays", "nested dict of arrays"),
    "list": refused("a .toml holds a mapping, not list"),
    "dict with none": refused("None at a: TOML has no null"),
    "int keys": refused("1 is a key in the top: the keys of a .toml are text"),
    "dict of big ints": refused("the int at a has more than the 64 bits"),
}
TEXT: dict[str, Outcome | Refusal] = {
    **equal("str", "empty str"),
    "list": refused("a text file holds str, not list"),
}
BIB: dict[str, Outcome | Refusal] = {
    "bibliography": becomes(
        lambda obj: [
            {"ENTRYTYPE": entry.entry_type, "ID": entry.key} | {field.key: field.value for field in entry.fields}
            for entry in obj.entries
        ]
    ),
    **equal("empty list"),
    "list of dicts": refused(r"what is at \[0\] is no entry"),
    "frame": refused("a .bib holds a list of entries, each a dict, not DataFrame"),
}
OUTCOMES: dict[str, dict[str, Outcome | Refusal]] = {
    **dict.fromkeys([".json"], JSON),
    **dict.fromkeys([".jsonl", ".ndjson"], LINES),
    **dict.fromkeys([".log", ".md", ".txt"], TEXT),
    **dict.fromkeys([".toml"], TOML),
    **dict.fromkeys([".yaml", ".yml"], YAML),
    **dict.fromkeys([".bib"], BIB),
}
