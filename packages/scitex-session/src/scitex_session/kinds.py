"""What a parameter may hold: how a flag's text or a configured value becomes a value of the annotated type.

The type comes from the annotation, else from the default. Text and YAML meet in one conversion each, so that
`--lr 1e-3` and `lr: 1e-3` are the same number and the same mistakes are refused.
"""

import types
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, Literal, NamedTuple, NewType, Union, get_args, get_origin

from scitex_config import ConfigSyntaxError, parse_scalar
from scitex_session.errors import SignatureError

Seed = NewType("Seed", int)
"""An int from 0 to 2**32 - 1, which every random generator takes for a seed."""

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
    if origin in CONTAINERS:
        return container(origin, get_args(annotation))
    if (kind := KINDS.get(annotation)) is None:
        raise SignatureError(f"values of type {annotation!r} cannot be read from a flag; known are {known()}")
    return kind


def known() -> str:
    """Name the types that there are."""
    return ", ".join(dict.fromkeys(kind.name for kind in KINDS.values())) + ", Enum, Literal and `| None` of these"


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


def to_seed(value: Any) -> int:
    """Return an int that every generator takes for a seed."""
    seed = to_int(value)
    if not 0 <= seed < 2**32:
        raise ValueError(f"{seed} is not a seed: expected 0 to {2**32 - 1}")
    return seed


def container(type_: Any, arguments: tuple[Any, ...]) -> Kind:
    """Return the kind of a container, its elements of the types that its annotation names."""
    written = CONTAINERS[type_]
    fitting: Any = (written, type_)
    example = "'{a: 1}'" if written is dict else "'[1, 2]'"
    repeated = type_ is tuple and len(arguments) == 2 and arguments[1] is Ellipsis
    kinds = [kind_of(argument, None) for argument in (arguments[:1] if repeated else arguments)]

    def convert(value: Any) -> Any:
        value = to_anything(value)
        if not isinstance(value, fitting):
            raise ValueError(f"{value!r} is not a {type_.__name__}: write {example}")
        if not kinds:
            return type_(value)
        if written is dict:
            return {kinds[0].convert(name): kinds[1].convert(element) for name, element in value.items()}
        if type_ is tuple and not repeated:
            if len(value) != len(kinds):
                raise ValueError(f"{value!r} has {len(value)} elements: expected {len(kinds)}")
            return tuple(kind.convert(element) for kind, element in zip(kinds, value, strict=True))
        return type_(kinds[0].convert(element) for element in value)

    def checked(value: Any) -> Any:
        try:
            return convert(value)
        except TypeError as cause:  # an element that cannot be in a set or be a key
            raise ValueError(f"{value!r} is not a {type_.__name__}: {cause}") from None

    return Kind(type_.__name__, checked)


CONTAINERS: dict[Any, type] = {dict: dict, list: list, set: list, tuple: list}
"""What a container is written as in YAML."""

KINDS: dict[Any, Kind] = {
    Any: Kind("value", to_anything),
    Path: Kind("path", to_path),
    Seed: Kind("int", to_seed),
    bool: Kind("bool", to_bool),
    float: Kind("float", to_float),
    int: Kind("int", to_int),
    str: Kind("text", to_str),
}
KINDS |= {type_: container(type_, ()) for type_ in CONTAINERS}
NUMBER = Kind("number", to_number)
ANYTHING: Kind = KINDS[Any]
