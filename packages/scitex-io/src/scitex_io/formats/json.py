"""Plain data as JSON, in UTF-8, that every standard parser accepts.

JSON has no NaN and no infinities: they are written as `null`, and a warning names where they stood.
"""

import json
import math
import warnings
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from scitex_io.compression import reading, writing
from scitex_io.conversion.plain import Where, leaves, plain, refuse_unwritable
from scitex_io.errors import ObjectError

DUMPS = {"ensure_ascii": False, "allow_nan": False, "check_circular": False}
HOOKS = {"cls", "object_hook", "object_pairs_hook"}


def load(path: Path, **options: Any) -> Any:
    """Return the plain data.

    Two entries of one name in an object are an error, unless `object_pairs_hook`, `object_hook` or `cls` decides.
    The tokens `NaN`, `Infinity` and `-Infinity`, which some programs write, are read as floats.

    Parameters
    ----------
    path : Path
        The file.
    **options
        Those of `json.loads`, such as `parse_float=decimal.Decimal`.
    """
    with reading(path) as file:
        return json.loads(file.read(), **loads_options(options))


def save(obj: Any, path: Path, *, default: Callable[[Any], Any] | None = None, **options: Any) -> None:
    """Write plain data, indented by 2.

    Parameters
    ----------
    obj : object
        What has a plain form: see `scitex_io.conversion.plain`. Keys become text.
    path : Path
        The file.
    default : callable, optional
        Given an object that has no plain form, returns one that has.
    **options
        Those of `json.dumps`, such as `indent=None`, `sort_keys=True`, or `allow_nan=True`, which writes NaN and
        infinities as tokens that many parsers refuse.
    """
    data = plain(obj, key=key_as_text, other=default)
    options = {"indent": 2} | DUMPS | options
    try:
        write(data, path, options)
    except RecursionError as cause:
        raise ObjectError(f"this {type(obj).__name__} is nested too deeply") from cause
    except ValueError:
        refuse_unwritable(data)
        if not (undefined := undefined_in(data)):
            raise
        write(with_null(data), path, options)
        warnings.warn(null_at(undefined), stacklevel=4)


def loads_options(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options with a hook that refuses what a dict would lose, if there is no other."""
    return options if HOOKS & options.keys() else options | {"object_pairs_hook": unique}


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the entries of an object as a dict."""
    entries = dict(pairs)
    if len(entries) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in entries if names.count(name) > 1)
        raise ValueError(f"an object has two entries of the name {twice!r}; object_pairs_hook=dict takes the last")
    return entries


def key_as_text(key: Any, where: Where | None) -> str:
    """Return a key that is no text as JSON writes it: `1`, `true`, `null`."""
    return json.dumps(key)


def write(data: Any, path: Path, options: dict[str, Any]) -> None:
    """Write the file, a part at a time if it is indented: that goes through Python anyway."""
    encoder = options.get("cls", json.JSONEncoder)(**{name: options[name] for name in options if name != "cls"})
    chunks: Iterator[str] = iter([encoder.encode(data)]) if encoder.indent is None else encoder.iterencode(data)
    with writing(path) as file:
        while text := "".join(islice(chunks, 100_000)):
            file.write(text.encode())
        file.write(b"\n")


def undefined_in(data: Any, where: Where | None = None) -> list[Where | None]:
    """Return the places of NaN and infinities."""
    return [place for place, value in leaves(data, where) if isinstance(value, float) and not math.isfinite(value)]


def with_null(data: Any) -> Any:
    """Return `data` with None for NaN and infinities."""
    if isinstance(data, float) and not math.isfinite(data):
        return None
    if isinstance(data, dict):
        return {key: with_null(value) for key, value in data.items()}
    if isinstance(data, list):
        return [with_null(value) for value in data]
    return data


def null_at(undefined: list[Where | None]) -> str:
    """Say where NaN and infinities stood."""
    places = ", ".join(str(place or "the top") for place in undefined[:5])
    more = f" and {len(undefined) - 5} more places" if len(undefined) > 5 else ""
    return f"JSON has no NaN and no infinities: null is written at {places}{more}"
