"""Text, or a value of the configuration, becomes a Python value, or ValueError says why it does not.

Text and YAML meet in one conversion each, so that `--lr 1e-3` and `lr: 1e-3` are the same number and the same mistakes
are refused.
"""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

from scitex_config import ConfigSyntaxError, parse_scalar

TRUE = ("1", "on", "t", "true", "y", "yes")
FALSE = ("0", "f", "false", "n", "no", "off")
MAX_DEPTH = 200  # levels of a list or a mapping in a flag, as in a file of the configuration
TOO_DEEP = f"it is nested more than {MAX_DEPTH} levels deep"
Moment = TypeVar("Moment", date, datetime, time)


def to_bool(value: Any) -> bool:
    """Return a bool."""
    value = unboxed(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in TRUE + FALSE:
        return value.lower() in TRUE
    raise ValueError(f"{value!r} is not a bool")


def to_int(value: Any) -> int:
    """Return an int; a float or a bool is none."""
    value = unboxed(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return int(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError(f"{value!r} is not a valid integer") from None


def to_float(value: Any) -> float:
    """Return a float; `1e-3`, `inf` and `nan` are some, a bool is none."""
    value = unboxed(value)
    try:
        return float(value if isinstance(value, (str, float, int)) and not isinstance(value, bool) else "")
    except ValueError:
        raise ValueError(f"{value!r} is not a valid float") from None


def to_number(value: Any) -> int | float:
    """Return an int if it is one, else a float."""
    try:
        return to_int(value)
    except ValueError:
        return to_float(value)


def to_str(value: Any) -> str:
    """Return text; what YAML took for something else is refused, as `1.10` would come back as 1.1."""
    if isinstance(value, str):
        return value
    raise ValueError(f"{value!r} is not text: put it in quotes")


def to_path(value: Any) -> Path:
    """Return a path."""
    if isinstance(value, (str, Path)):
        return Path(value)
    raise ValueError(f"{value!r} is not a path")


def to_date(value: Any) -> date:
    """Return a date."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return from_iso(date, value, "2024-01-31")


def to_datetime(value: Any) -> datetime:
    """Return a date with its time; a date alone is its midnight."""
    if isinstance(value, datetime):
        return value
    return from_iso(datetime, value.isoformat() if isinstance(value, date) else value, "2024-01-31T12:30:00")


def to_time(value: Any) -> time:
    """Return a time of day."""
    return value if isinstance(value, time) else from_iso(time, value, "12:30:00")


def from_iso(type_: type[Moment], value: Any, example: str) -> Moment:
    """Return a date or a time from text in the format of ISO 8601."""
    try:
        return type_.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"{value!r} is not a {type_.__name__}: write it as {example}") from None


def to_anything(text: str) -> Any:
    """Return what YAML makes of text."""
    try:
        value = parse_scalar(text)
    except ConfigSyntaxError as cause:
        deep = isinstance(cause.__cause__, RecursionError)
        raise ValueError(TOO_DEEP if deep else str(cause)) from None
    refuse_depth(value)
    return value


def refuse_depth(value: Any) -> None:
    """Raise if lists and mappings are nested too deeply, also by an anchor that contains itself."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        nested = {id(outer): outer for outer in level if isinstance(outer, (dict, list))}.values()
        if not nested:
            return
        level = [inner for outer in nested for inner in (outer.values() if isinstance(outer, dict) else outer)]
    raise ValueError(TOO_DEEP)


def to_seed(value: Any) -> int | None:
    """Return an int that every random generator takes for a seed, or None, which leaves them alone."""
    seed = unboxed(value)
    if seed is None:
        return None
    if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 2**32:
        raise ValueError(f"{seed!r} is not a seed: expected 0 to {2**32 - 1}")
    return seed


def is_none(value: Any) -> bool:
    """Say whether a value is None, or a text that says so."""
    return value is None or (isinstance(value, str) and value.lower() in ("none", "null"))


def as_it_is(value: Any) -> Any:
    """Return the value."""
    return value


def unboxed(value: Any) -> Any:
    """Return the Python number in a scalar of numpy, or of a library like it; anything else as it is."""
    shape = getattr(value, "shape", None)
    return value.item() if isinstance(shape, tuple) and not shape and hasattr(value, "item") else value
