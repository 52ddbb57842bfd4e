"""What a parameter may hold: how a flag's text or a configured value becomes a value of the annotated type.

The type comes from the annotation, else from the default. Text and YAML meet in one conversion each, so that
`--lr 1e-3` and `lr: 1e-3` are the same number and the same mistakes are refused.
"""

import types
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

from scitex_config import ConfigSyntaxError, parse_scalar
from scitex_session.errors import SignatureError

TRUE = ("1", "on", "t", "true", "y", "yes")
FALSE = ("0", "f", "false", "n", "no", "off")


class Kind(NamedTuple):
    """What a parameter may hold.

    Attributes
    ----------
    name : str
        As help and errors call it.
    convert : callable
        Makes the value from a flag's text or a configured value; raises ValueError if it does not fit.
    choices : tuple of str
        The texts there are to choose from, if there is such a list.
    """

    name: str
    convert: Callable[[Any], Any]
    choices: tuple[str, ...] = ()


def kind_of(annotation: Any, default: Any) -> Kind:
    """Return the kind of a parameter.

    Parameters
    ----------
    annotation : object
        The resolved annotation, or None if there is none.
    default : object
        The default, or None if there is none.

    Raises
    ------
    SignatureError
        If values of this type cannot be read from text.
    """
    if annotation in (None, Any):
        annotation = Any if default is None else type(default)
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return optional(get_args(annotation))
    if origin is Literal:
        return one_of({str(value): value for value in get_args(annotation)})
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return one_of({member.name: member for member in annotation})
    if (kind := KINDS.get(origin or annotation)) is None:
        raise SignatureError(f"values of type {annotation!r} cannot be read from a flag; known are {known()}")
    return kind


def known() -> str:
    """Name the types that there are."""
    return ", ".join(kind.name for kind in KINDS.values()) + ", Enum, Literal and `| None` of these"


def optional(members: tuple[Any, ...]) -> Kind:
    """Return the kind of `T | None`: the text `none` or `null` is None, unless T is str."""
    rest = [member for member in members if member is not types.NoneType]
    if len(rest) != 1:
        raise SignatureError(f"a union of {', '.join(map(repr, rest))} cannot be read from a flag: use one type")
    inner = kind_of(rest[0], None)

    def convert(value: Any) -> Any:
        is_none = value is None or (rest[0] is not str and str(value).lower() in ("none", "null"))
        return None if is_none else inner.convert(value)

    return Kind(inner.name, convert, inner.choices)


def one_of(values: dict[str, Any]) -> Kind:
    """Return the kind of a closed list of values, each written as its text."""

    def convert(value: Any) -> Any:
        for text, member in values.items():
            if value is member or str(value) == text or (isinstance(member, Enum) and value == member.value):
                return member
        raise ValueError(f"{value!r} is not one of {', '.join(values)}")

    return Kind("|".join(values), convert, tuple(values))


def to_bool(value: Any) -> bool:
    """Return a bool."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in TRUE + FALSE:
        return value.lower() in TRUE
    raise ValueError(f"{value!r} is not a bool")


def to_int(value: Any) -> int:
    """Return an int; a float or a bool is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return int(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError(f"{value!r} is not a valid integer") from None


def to_float(value: Any) -> float:
    """Return a float; `1e-3`, `inf` and `nan` are some, a bool is none."""
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


def to_anything(value: Any) -> Any:
    """Return what YAML makes of text, and anything else as it is."""
    try:
        return parse_scalar(value) if isinstance(value, str) else value
    except ConfigSyntaxError as cause:
        raise ValueError(str(cause)) from None


def to_container(type_: type, written: type) -> Callable[[Any], Any]:
    """Return the conversion to a container that is written as YAML: `--layers '[64, 32]'`."""

    def convert(value: Any) -> Any:
        value = to_anything(value)
        if not isinstance(value, (written, type_)):
            example = "'{a: 1}'" if written is dict else "'[1, 2]'"
            raise ValueError(f"{value!r} is not a {type_.__name__}: write {example}")
        return type_(value)

    return convert


KINDS: dict[Any, Kind] = {
    Any: Kind("value", to_anything),
    Path: Kind("path", to_path),
    bool: Kind("bool", to_bool),
    dict: Kind("dict", to_container(dict, dict)),
    float: Kind("float", to_float),
    int: Kind("int", to_int),
    list: Kind("list", to_container(list, list)),
    set: Kind("set", to_container(set, list)),
    str: Kind("text", to_str),
    tuple: Kind("tuple", to_container(tuple, list)),
}
NUMBER = Kind("number", to_number)
