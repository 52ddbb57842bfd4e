"""A list of plain data, one JSON value a line, in UTF-8; any iterable may be saved, and is not held in memory."""

import json
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from scitex_io.compression import reading, writing
from scitex_io.conversion.plain import Where, plain, refuse_unwritable
from scitex_io.errors import FormatError, ObjectError
from scitex_io.formats.json import DUMPS, key_as_text, loads_options, null_at, undefined_in, with_null

NO_LISTS = (str, bytes, bytearray, memoryview, Mapping)
TABLES = {"pandas", "polars", "pyarrow", "xarray"}


def load(path: Path, **options: Any) -> list[Any]:
    """Return the values of all lines that are not blank.

    Parameters
    ----------
    path : Path
        The file.
    **options
        Those of `json.loads`, for each line.
    """
    options = loads_options(options)
    values = []
    with reading(path) as file:
        for number, line in enumerate(file, 1):
            if text := line.decode("utf-8-sig" if number == 1 else "utf-8").strip(" \t\r\n"):
                try:
                    values.append(json.loads(text, **options))
                except (RecursionError, ValueError) as cause:
                    raise FormatError(f"{path}:{number}: not JSON: {cause}") from cause
    return values


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write the elements of any iterable, each on its line.

    Parameters
    ----------
    obj : iterable
        A list, tuple, set, array, generator or the like; a mapping, a text or a table is none.
    path : Path
        The file.
    **options
        Those of `json.dumps`, for each line, but `indent`. NaN and infinities become `null` as in .json.
    """
    if options.get("indent") is not None:
        raise ValueError("a .jsonl has one value a line: leave indent out, or save as .json")
    undefined: list[Where | None] = []
    with writing(path) as file:
        for number, item in enumerate(items(obj)):
            file.write(line(item, Where(None, number, True), DUMPS | options, undefined))
    if undefined:
        warnings.warn(null_at(undefined), stacklevel=4)


def items(obj: Any) -> Iterator[Any]:
    """Return an iterator over what makes the lines."""
    if isinstance(obj, (set, frozenset)):
        obj = plain(obj)  # in an order that does not change
    is_table = type(obj).__module__.partition(".")[0] in TABLES
    if isinstance(obj, NO_LISTS) or is_table or not isinstance(obj, Iterable) or getattr(obj, "shape", None) == ():
        hint = "save obj.to_dict('records')" if is_table else "save a list"
        raise ObjectError(f"a .jsonl holds a list of plain data, not {type(obj).__name__}: {hint}")
    return iter(obj)


def line(item: Any, where: Where, options: dict[str, Any], undefined: list[Where | None]) -> bytes:
    """Return the line of one value, and add the places of its NaN and infinities to `undefined`."""
    data = plain(item, key=key_as_text, other=options.get("default"), where=where)
    try:
        return f"{json.dumps(data, **options)}\n".encode()
    except RecursionError as cause:
        raise ObjectError(f"what is at {where} is nested too deeply") from cause
    except ValueError:
        refuse_unwritable(data, where)
        if not (found := undefined_in(data, where)):
            raise
        undefined += found
        return f"{json.dumps(with_null(data), **options)}\n".encode()
