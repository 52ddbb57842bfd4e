"""Plain data: what JSON, YAML and TOML can hold.

Mappings and dataclasses become dicts, tuples, ranges and sets lists, numpy scalars and arrays plain numbers and lists,
paths text, enumerations their value, dates and times text in ISO 8601 unless the format has them. Whatever else there
is, is refused by its key path: nothing is lost in silence. What is plain already is not copied.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Set
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from pathlib import PurePath
from types import NoneType
from typing import Any, NamedTuple, NoReturn

from scitex_io.errors import ObjectError

SCALARS = frozenset({NoneType, bool, float, int, str})
TEXT = frozenset({str})
ADVICE = {
    "DataFrame": "save it as .parquet or .csv, or save its to_dict()",
    "Series": "save it as .csv, or save its to_dict()",
    "Timedelta": "save its total_seconds()",
    "bytes": "save its base64 form, or save it as .pkl",
    "complex": "save its real and imag",
    "timedelta": "save its total_seconds()",
}


class Where(NamedTuple):
    """A place in a tree: the place of what contains it, and its key or its index there."""

    parent: "Where | None"
    name: Any
    is_index: bool = False

    def __str__(self) -> str:
        """Return the key path, such as `layers[0].name`."""
        where = str(self.parent or "")
        return f"{where}[{self.name}]" if self.is_index else inside(where, self.name)


def inside(where: str, name: Any) -> str:
    """Return the key path of an entry of the mapping at `where`."""
    return f"{where}.{name}".lstrip(".")


def plain(
    obj: Any,
    *,
    keep: tuple[type, ...] = (),
    key: Callable[[Any, Where | None], Any] = lambda key, where: key,
    other: Callable[[Any], Any] | None = None,
    where: Where | None = None,
) -> Any:
    """Return `obj` as dicts, lists, str, int, float, bool and None.

    Parameters
    ----------
    obj : object
        What to convert; it is not changed, and where it is plain already, the result shares its parts.
    keep : tuple of type, optional
        Those of `bytes`, `date`, `datetime` and `time` that the format has.
    key : callable, optional
        What becomes of the plain keys of mappings that are not str; by default they stay as they are.
    other : callable, optional
        Given an object that has no plain form, returns one that has, or raises.
    where : Where, optional
        The place of `obj`, for messages.

    Raises
    ------
    ObjectError
        If something in `obj` has no plain form, or two keys of a mapping have the same.
    """

    def converted(obj: Any, where: Where | None) -> Any:
        kind = type(obj)
        if kind in SCALARS or (kind is list and SCALARS.issuperset(map(type, obj))):
            return obj
        if isinstance(obj, (list, tuple, range)):
            return [
                value if type(value) in SCALARS else converted(value, Where(where, i, True))
                for i, value in enumerate(obj)
            ]
        if kind is dict or isinstance(obj, Mapping):
            return mapping(obj, where)
        if isinstance(obj, Set):
            return sorted_plain([converted(value, where) for value in obj])
        if isinstance(obj, Enum):
            return converted(obj.value, where)
        if isinstance(obj, (date, time)):
            moment = python_moment(obj, where)
            return in_whole_minutes(moment) if isinstance(moment, keep) else moment.isoformat()
        if isinstance(obj, PurePath):
            return str(obj)
        for base in (bool, int, float, str, *keep):
            if isinstance(obj, base):
                return base(obj)
        if (numpy := sys.modules.get("numpy")) and isinstance(obj, (numpy.generic, numpy.ndarray)):
            values = python_values(numpy, obj, where)
            return values if obj.dtype.kind in "biufU" else converted(values, where)
        if (dataclasses := sys.modules.get("dataclasses")) and hasattr(kind, "__dataclass_fields__"):
            return mapping({field.name: getattr(obj, field.name) for field in dataclasses.fields(obj)}, where)
        if other:
            return converted(other(obj), where)
        refuse(kind.__name__, where, ADVICE.get(kind.__name__, "convert it, or save it as .pkl"))

    def mapping(obj: Mapping[Any, Any], where: Where | None) -> dict[Any, Any]:
        if type(obj) is dict and SCALARS.issuperset(map(type, obj.values())) and TEXT.issuperset(map(type, obj)):
            return obj
        entries = {
            name if type(name) is str else plain_key(name, where): value
            if type(value) in SCALARS
            else converted(value, Where(where, name))
            for name, value in obj.items()
        }
        if len(entries) != len(obj):
            raise ObjectError(f"two keys in {where or 'the top'} become the same: {', '.join(map(repr, obj))}")
        return entries

    def plain_key(name: Any, where: Where | None) -> Any:
        value = converted(name, where)
        if isinstance(value, (dict, list)):
            raise ObjectError(f"a {type(name).__name__} is a key in {where or 'the top'}: plain data has scalar keys")
        return value if isinstance(value, str) else key(value, where)

    try:
        return converted(obj, where)
    except RecursionError as cause:
        raise ObjectError(f"this {type(obj).__name__} is nested too deeply, or contains itself") from cause


def refuse(what: str, where: Where | None, advice: str) -> NoReturn:
    """Raise the error for something that has no plain form."""
    raise ObjectError(f"{what} at {where or 'the top'} has no plain form: {advice}")


def sorted_plain(values: list[Any]) -> list[Any]:
    """Return the elements of a set in an order that does not change from one process to the next."""
    try:
        return sorted(values, key=lambda value: (type(value).__name__, "" if value is None else value))
    except TypeError:
        return sorted(values, key=repr)


def python_moment(obj: Any, where: Where | None) -> Any:
    """Return a date or time of Python's own; pandas' are some, too."""
    if obj != obj:  # pandas.NaT
        refuse(str(obj), where, "save it as .csv or .pkl")
    if getattr(obj, "nanosecond", 0):
        refuse("a Timestamp with nanoseconds", where, "round it, or save it as text")
    return obj.to_pydatetime() if hasattr(obj, "to_pydatetime") else obj


def in_whole_minutes(moment: Any) -> Any:
    """Return the same moment in UTC if its offset from there has seconds, which YAML and TOML cannot say."""
    offset = moment.utcoffset() if isinstance(moment, datetime) else None
    return moment.astimezone(UTC) if offset and offset % timedelta(minutes=1) else moment


def python_values(numpy: Any, obj: Any, where: Where | None) -> Any:
    """Return a numpy scalar or array as Python's own values, in lists."""
    if numpy.ma.isMaskedArray(obj):
        refuse("a masked array", where, "save its filled() or its tolist()")
    if obj.dtype.kind == "M":
        return python_moments(numpy, obj, where)
    if obj.dtype.kind not in "biufSUO" or obj.dtype.char == "g":
        refuse(f"an array of {obj.dtype}", where, "save it as .npy or .npz")
    return obj.tolist()


def python_moments(numpy: Any, obj: Any, where: Where | None) -> Any:
    """Return numpy's moments as Python's dates, or datetimes, if they are no finer and no farther away."""
    unit = "D" if numpy.datetime_data(obj.dtype)[0] in ("D", "M", "W", "Y") else "us"
    rounded = obj.astype(f"datetime64[{unit}]")
    years = obj.astype("datetime64[Y]").astype(int) + 1970
    if not (numpy.all(rounded == obj) and numpy.all((years >= 1) & (years <= 9999))):
        refuse(f"an array of {obj.dtype} with NaT, nanoseconds or far years", where, "save it as .npy or .npz")
    return rounded.tolist()


def leaves(data: Any, where: Where | None = None) -> Iterator[tuple[Where | None, Any]]:
    """Yield (place, value) of every key and scalar in plain data."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield Where(where, name), name
            yield from leaves(value, Where(where, name))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from leaves(value, Where(where, i, True))
    else:
        yield where, data


def refuse_unwritable(data: Any, where: Where | None = None) -> None:
    """Raise `ObjectError` if there is a text or a number in plain data that no text file can hold."""
    for place, value in leaves(data, where):
        try:
            str(value).encode()
        except UnicodeEncodeError as cause:
            at = ascii(str(place or "the top"))
            raise ObjectError(f"the text at {at} cannot be written: half a character, {cause.reason}") from cause
        except ValueError as cause:
            raise ObjectError(f"the int at {place or 'the top'} cannot be written: {cause}") from cause
