"""Plain data as JSON, in UTF-8, that every standard parser accepts.

JSON has no NaN and no infinities: they are written as `null`, and a warning names where they stood.
"""

import json
import math
import warnings
from pathlib import Path
from typing import Any

from scitex_io.errors import FormatError, ObjectError
from scitex_io.plain import plain


def load(path: Path, **options: Any) -> Any:
    """Return the plain data; options are those of `json.loads`."""
    try:
        return json.loads(path.read_bytes(), **options)
    except (UnicodeDecodeError, json.JSONDecodeError) as cause:
        raise FormatError(f"{path}: not JSON: {cause}") from cause


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write plain data; options are those of `json.dumps`."""
    options = {"indent": 2, "ensure_ascii": False, "allow_nan": False} | options
    data = plain(obj, leaf=temporal_as_text, key=key_as_text)
    if not options["allow_nan"]:
        undefined: list[str] = []
        data = without_undefined(data, "", undefined)
        if undefined:
            warnings.warn(
                f"JSON has no NaN and no infinities: null is written at {', '.join(undefined[:5])}"
                + (f" and {len(undefined) - 5} more places" if len(undefined) > 5 else ""),
                stacklevel=3,
            )
    try:
        path.write_bytes((json.dumps(data, **options) + "\n").encode())
    except (TypeError, ValueError) as cause:
        raise ObjectError(f"JSON cannot hold this {type(obj).__name__}: {cause}") from cause


def key_as_text(key: Any) -> str:
    """Return a key as JSON has it."""
    return key if isinstance(key, str) else json.dumps(key)


def temporal_as_text(obj: Any) -> Any:
    """Return dates and times in ISO 8601."""
    return obj.isoformat()


def without_undefined(data: Any, where: str, undefined: list[str]) -> Any:
    """Return `data` with None for NaN and infinities, whose key paths are added to `undefined`."""
    if isinstance(data, float) and not math.isfinite(data):
        undefined.append(where or "the top")
        return None
    if isinstance(data, dict):
        return {key: without_undefined(value, f"{where}.{key}".lstrip("."), undefined) for key, value in data.items()}
    if isinstance(data, list):
        return [without_undefined(value, f"{where}[{i}]", undefined) for i, value in enumerate(data)]
    return data
