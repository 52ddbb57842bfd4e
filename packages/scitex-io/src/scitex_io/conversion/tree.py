"""Python objects as trees of arrays: the model behind `.h5` and `.zarr`.

Mappings are branches; arrays, numbers and texts are leaves. Whatever is more than that, such as a tuple or a
DataFrame, is one of these two with a mark that tells what it was, so that a program without Python reads the same
file naturally. What has no such form is refused by its key path.
"""

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import partial
from importlib import import_module
from pathlib import Path, PurePath
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes
from zoneinfo import ZoneInfo

import numpy

from scitex_io.errors import ObjectError

UNNAMEABLE = re.compile(r"[/\\\x00\ud800-\udfff]|^(\.{0,2}|zarr\.json)$")
TO_ESCAPE = re.compile(rf"%|{UNNAMEABLE.pattern}")
SEQUENCES: dict[str, Callable[[Iterable[Any]], Any]] = {
    "frozenset": frozenset,
    "list": list,
    "set": set,
    "tuple": tuple,
}
MICROSECOND = timedelta(microseconds=1)


class Leaf(NamedTuple):
    """A value without parts.

    Attributes
    ----------
    value : None, str, or numpy array or scalar
        What is stored; an array of objects holds only text.
    mark : str
        What it was in Python, a word that an argument may follow; empty if `value` says it all.
    """

    value: Any
    mark: str = ""


class Branch(NamedTuple):
    """Named parts.

    Attributes
    ----------
    parts : iterable of (str, object, str)
        Their names, what they are, not yet encoded, and the key paths to them.
    mark : str
        What it was in Python, a word that an argument may follow; empty for a dict with text for keys.
    """

    parts: Iterable[tuple[str, Any, str]]
    mark: str = ""


def encoded(obj: Any, where: str = "") -> Leaf | Branch:
    """Return the uppermost node of the tree that `obj` is.

    Parameters
    ----------
    obj : object
        What to save.
    where : str, optional
        Its key path.

    Raises
    ------
    ObjectError
        If `obj` has no form as a tree of arrays.
    """
    if encoder := ENCODERS.get(type(obj)):
        return encoder(obj, where)
    if isinstance(obj, Mapping):
        return mapping(obj, where)
    if isinstance(obj, numpy.generic):
        return Leaf(obj) if not isinstance(obj, numpy.object_) else refused(obj, where)
    if type(obj) is numpy.ma.MaskedArray:
        return masked(obj, where)
    if type(obj) in (numpy.ndarray, numpy.memmap):
        return array(obj, where)
    if isinstance(obj, Path):
        return Leaf(str(obj), "path") if is_text(str(obj)) else refused(obj, where)
    if type(obj).__module__.partition(".")[0] == "pandas":
        return import_module("scitex_io.conversion.frames").encoded(obj, where)  # type: ignore[no-any-return]
    return refused(obj, where)


def refused(obj: Any, where: str, advice: str = "") -> Leaf:
    """Raise the error for an object that has no form as a tree of arrays."""
    advice = advice or ADVICE.get(kind_of(obj), "convert it, or save it as .pkl")
    raise ObjectError(f"{type(obj).__name__} at {where or 'the top'} has no form as a tree of arrays: {advice}")


def kind_of(obj: Any) -> str:
    """Return the word under which `ADVICE` has this object."""
    if hasattr(obj, "__dataclass_fields__"):
        return "dataclass"
    if isinstance(obj, tuple):
        return "namedtuple"
    if isinstance(obj, numpy.ndarray):
        return "ndarray"
    if isinstance(obj, PurePath):
        return "path"
    return "Enum" if (enum := sys.modules.get("enum")) and isinstance(obj, enum.Enum) else ""


ADVICE = {
    "Enum": "save its .value",
    "dataclass": "save dataclasses.asdict() of it",
    "namedtuple": "save tuple() or ._asdict() of it",
    "ndarray": "save numpy.asarray() of it",
    "path": "save str() of it",
}


def mapping(obj: Mapping[Any, Any], where: str) -> Branch:
    """Encode a mapping, whose keys are text, or all of them whole numbers."""
    keys = list(obj)
    parts = [f"{where}.{key}".lstrip(".") for key in keys]
    if keys and all(type(key) is int for key in keys):
        return Branch(zip(map(str, keys), obj.values(), parts, strict=True), "dict int")
    for key in keys:
        if not isinstance(key, str):
            raise ObjectError(
                f"the key {key!r} in {where or 'the top'} is a {type(key).__name__}: keys are text, or all of them int"
            )
    if any(map(UNNAMEABLE.search, keys)):
        return Branch(zip(map(escaped, keys), obj.values(), parts, strict=True), "dict escaped")
    return Branch(zip(map(str, keys), obj.values(), parts, strict=True))


def escaped(key: str) -> str:
    """Return a key as a name that may stand in a file: as URLs escape theirs, and `%` alone for the empty key."""
    return TO_ESCAPE.sub(lambda found: "".join(f"%{byte:02X}" for byte in to_bytes(found[0])), key) or "%"


def unescaped(name: str) -> str:
    """Return the key that was escaped as `name`."""
    return "" if name == "%" else from_bytes(unquote_to_bytes(name))


def to_bytes(text: str) -> bytes:
    """Return `text` in UTF-8, surrogates included."""
    return text.encode("utf-8", "surrogatepass")


def from_bytes(data: bytes) -> str:
    """Return the text that `to_bytes` wrote."""
    return data.decode("utf-8", "surrogatepass")


def is_text(text: str) -> bool:
    """Say whether `text` is more than code points: without NUL and surrogates, any library takes it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def text(obj: str, where: str) -> Leaf:
    """Encode a text, as bytes if no library would take it as text."""
    return Leaf(obj) if is_text(obj) else Leaf(numpy.frombuffer(to_bytes(obj), "u1"), "str")


def whole_number(obj: int, where: str, mark: str = "int") -> Leaf:
    """Encode an int, as text if it has more than 64 bits."""
    if -(2**63) <= obj < 2**63:
        return Leaf(numpy.int64(obj), mark)
    if 0 < obj < 2**64:
        return Leaf(numpy.uint64(obj), mark)
    try:
        return Leaf(str(obj), mark)
    except ValueError as cause:
        raise ObjectError(f"the int at {where or 'the top'} is too long to be written as text: {cause}") from cause


def moment(obj: datetime, where: str) -> Leaf:
    """Encode a datetime; of its time zone the name is kept beside the offset."""
    if isinstance(obj.tzinfo, ZoneInfo) and obj.tzinfo.key:
        return Leaf(obj.isoformat(), f"datetime {obj.tzinfo.key}")
    if obj.tzinfo is None or type(obj.tzinfo) is timezone:
        return Leaf(obj.isoformat(), "datetime")
    return refused(obj, where, f"its time zone {obj.tzinfo!r} has no name: convert it to UTC or a zoneinfo.ZoneInfo")


def moment_from(text: str, zone: str) -> datetime:
    """Return the datetime that `moment` wrote."""
    found = datetime.fromisoformat(text)
    return found.astimezone(ZoneInfo(zone)) if zone else found


def time_of_day(obj: time, where: str) -> Leaf:
    """Encode a time of day."""
    if obj.tzinfo is None or type(obj.tzinfo) is timezone:
        return Leaf(obj.isoformat(), "time")
    return refused(obj, where, "a time zone has no offset without a date: save a datetime")


def sequence(obj: Any, where: str) -> Leaf | Branch:
    """Encode a list or tuple: as one array if its elements are numbers, or texts, of one type."""
    mark = type(obj).__name__
    if (whole := uniform(list(obj))) is not None:
        return Leaf(whole, mark)
    return Branch(((str(number), element, f"{where}[{number}]") for number, element in enumerate(obj)), mark)


def sequence_from(make: Callable[[Iterable[Any]], Any], parts: Any, argument: str) -> Any:
    """Return the list, tuple or set that was one array, or a branch."""
    return make(parts.values() if isinstance(parts, dict) else parts.tolist())


def unordered(obj: Any, where: str) -> Leaf | Branch:
    """Encode a set, in an order that does not change from one process to the next."""
    node = sequence(sorted(obj, key=lambda element: (type(element).__name__, repr(element))), where)
    return node._replace(mark=type(obj).__name__)


def uniform(elements: list[Any]) -> Any:
    """Return a list, or a list of equally long lists, as the array that gives back just the same; else None."""
    kinds = element_types(elements)
    try:
        if kinds == {str}:
            found = numpy.array(elements, dtype=object)
            return found if all_text(found) else None
        if kinds and not kinds <= {bool, int, float, complex}:
            return None
        found = numpy.array(elements)
    except (OverflowError, ValueError):
        return None
    return found if len(kinds) <= 1 and found.dtype.kind in KINDS.get(next(iter(kinds), float), "") else None


KINDS = {bool: "b", int: "iu", float: "f", complex: "c"}


def element_types(elements: list[Any]) -> set[type]:
    """Return the types of the elements, and of the elements of those that are lists."""
    kinds = set(map(type, elements))
    if list in kinds:
        kinds.remove(list)
        for element in elements:
            if type(element) is list:
                kinds |= element_types(element)
    return kinds


def all_text(found: Any) -> bool:
    """Say whether every element of an array of objects is text that any library takes."""
    return all(type(element) is str for element in found.flat) and is_text("".join(found.flat))


def array(obj: Any, where: str) -> Leaf | Branch:
    """Encode an array; one of objects is text, or a list and a shape."""
    if not obj.dtype.hasobject:
        return Leaf(obj, "" if obj.ndim else "array")
    if obj.dtype != object:
        return refused(obj, where, "its fields hold Python objects; save a dict of its columns")
    if obj.ndim and all_text(obj):
        return Leaf(obj)
    return Branch([("shape", list(obj.shape), where), ("items", obj.ravel().tolist(), where)], "objects")


def objects_from(parts: dict[str, Any]) -> Any:
    """Return the array of objects that `array` wrote."""
    found = numpy.empty(len(parts["items"]), dtype=object)
    found[:] = parts["items"]
    return found.reshape(parts["shape"])


def masked(obj: Any, where: str) -> Branch:
    """Encode a masked array, with what is under the mask."""
    parts = {"data": obj.data, "mask": obj.mask, "fill_value": numpy.asarray(obj.fill_value)}
    return Branch(((name, part, where) for name, part in parts.items()), "masked")


def masked_from(parts: dict[str, Any]) -> Any:
    """Return the masked array that `masked` wrote."""
    mask = parts["mask"] if isinstance(parts["mask"], numpy.ndarray) else numpy.ma.nomask
    return numpy.ma.array(parts["data"], mask=mask, fill_value=parts["fill_value"])


ENCODERS: dict[type, Callable[[Any, str], Leaf | Branch]] = {
    type(None): lambda obj, where: Leaf(None),
    bool: lambda obj, where: Leaf(numpy.bool_(obj), "bool"),
    bytes: lambda obj, where: Leaf(numpy.frombuffer(obj, "u1"), "bytes"),
    complex: lambda obj, where: Leaf(numpy.complex128(obj), "complex"),
    date: lambda obj, where: Leaf(obj.isoformat(), "date"),
    datetime: moment,
    float: lambda obj, where: Leaf(numpy.float64(obj), "float"),
    frozenset: unordered,
    int: whole_number,
    list: sequence,
    set: unordered,
    str: text,
    time: time_of_day,
    timedelta: lambda obj, where: whole_number(obj // MICROSECOND, where, "timedelta"),
    tuple: sequence,
}
LEAVES: dict[str, Callable[[Any, str], Any]] = {
    "": lambda value, argument: value,
    "array": lambda value, argument: numpy.asarray(value),
    "bool": lambda value, argument: bool(value),
    "bytes": lambda value, argument: value.tobytes(),
    "complex": lambda value, argument: complex(value),
    "date": lambda value, argument: date.fromisoformat(value),
    "datetime": moment_from,
    "float": lambda value, argument: float(value),
    "int": lambda value, argument: int(value),
    "path": lambda value, argument: Path(value),
    "str": lambda value, argument: from_bytes(value.tobytes()),
    "time": lambda value, argument: time.fromisoformat(value),
    "timedelta": lambda value, argument: timedelta(microseconds=int(value)),
    **{name: partial(sequence_from, make) for name, make in SEQUENCES.items()},
}
BRANCHES: dict[str, Callable[[dict[str, Any], str], Any]] = {
    "": lambda parts, argument: parts,
    "dict": lambda parts, argument: {KEYS[argument](name): part for name, part in parts.items()},
    "masked": lambda parts, argument: masked_from(parts),
    "objects": lambda parts, argument: objects_from(parts),
    **{name: partial(sequence_from, make) for name, make in SEQUENCES.items()},
}
KEYS: dict[str, Callable[[str], Any]] = {"escaped": unescaped, "int": int}


def leaf(value: Any, mark: str) -> Any:
    """Return the object that was encoded as a leaf."""
    return decoder(LEAVES, "LEAVES", mark)(value, mark.partition(" ")[2])


def branch(parts: dict[str, Any], mark: str) -> Any:
    """Return the object that was encoded as a branch, given its parts as objects."""
    return decoder(BRANCHES, "BRANCHES", mark)(parts, mark.partition(" ")[2])


def decoder(table: dict[str, Callable[[Any, str], Any]], name: str, mark: str) -> Callable[[Any, str], Any]:
    """Return what decodes nodes with this mark; the marks of pandas are looked at only on a miss."""
    kind = mark.partition(" ")[0]
    if found := table.get(kind):
        return found
    if found := getattr(import_module("scitex_io.conversion.frames"), name).get(kind):
        return found  # type: ignore[no-any-return]
    raise ValueError(f"unknown mark {mark!r}: written by a later version of scitex-io, or damaged")
