"""What a parameter may hold: how a flag's text or a configured value becomes a value of the annotated type.

The type comes from the annotation, else from the default. Text and YAML meet in one conversion each, so that
`--lr 1e-3` and `lr: 1e-3` are the same number and the same mistakes are refused.
"""

import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, NewType, TypeVar, Union, get_args, get_origin

from scitex_config import ConfigSyntaxError, parse_scalar
from scitex_session.errors import SignatureError

Seed = NewType("Seed", int)
"""An int from 0 to 2**32 - 1, which every random generator takes for a seed."""

TRUE = ("1", "on", "t", "true", "y", "yes")
FALSE = ("0", "f", "false", "n", "no", "off")
Texts = tuple[str, ...]
Moment = TypeVar("Moment", date, datetime, time)


class Kind(NamedTuple):
    """What a parameter may hold.

    Attributes
    ----------
    name : str
        As help and errors call it.
    convert : callable
        Makes the value from a configured value, or from what `parse` made; raises ValueError if it does not fit.
    choices : tuple of str
        The texts there are to choose from, if there is such a list.
    parse : callable, optional
        Makes what `convert` takes from the texts of a flag. Without it, `convert` takes the one text.
    most : int
        How many values a flag takes at most; 0 is any number.
    metavar : str
        What help writes for the value, if not the name.
    """

    name: str
    convert: Callable[[Any], Any]
    choices: Texts = ()
    parse: Callable[[Texts], Any] | None = None
    most: int = 1
    metavar: str = ""

    def read(self, texts: Texts) -> Any:
        """Return the value that the texts of a flag stand for.

        Raises
        ------
        ValueError
            If they do not fit.
        """
        return self.convert(self.parse(texts) if self.parse else texts[-1])

    @property
    def placeholder(self) -> str:
        """What help writes for the value."""
        return self.metavar or (f"[{'|'.join(self.choices)}]" if self.choices else self.name.upper())


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
    annotation = bare(annotation)
    if annotation in (None, Any):
        return ANYTHING if default is None else kind_like(default)
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return union(get_args(annotation))
    if origin is Literal:
        return one_of({str(value): value for value in get_args(annotation)})
    if origin in CONTAINERS:
        return annotated_container(origin, get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return one_of({member.name: member for member in annotation})
    if is_group(annotation):
        from scitex_session.groups import kind_of_group

        return kind_of_group(annotation)
    if (kind := KINDS.get(annotation)) is None:
        raise SignatureError(f"values of type {annotation!r} cannot be read from a flag; known are {known()}")
    return kind


def bare(annotation: Any) -> Any:
    """Return an annotation without what surrounds the type: `Annotated`, `NewType`, `type X = …`."""
    while annotation is not Seed:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif isinstance(annotation, NewType):
            annotation = annotation.__supertype__
        elif type(annotation).__name__ == "TypeAliasType":
            annotation = annotation.__value__
        else:
            break
    return annotation


def is_group(annotation: Any) -> bool:
    """Say whether a type is a dataclass or a pydantic model, whose fields have a flag each."""
    return isinstance(annotation, type) and (
        hasattr(annotation, "__dataclass_fields__") or hasattr(annotation, "__pydantic_fields__")
    )


def kind_like(value: Any, integer: Kind | None = None) -> Kind:
    """Return the kind of values like this one; the elements of a container are all of one kind, or anything.

    Parameters
    ----------
    value : object
        Such as a default.
    integer : Kind, optional
        What stands for ints.
    """
    type_ = type(value)
    if type_ is int and integer:
        return integer
    if type_ in CONTAINERS and CONTAINERS[type_] is list and value:
        return container(type_, [common(kind_like(element, integer) for element in value)])
    if issubclass(type_, Enum):
        return kind_of(type_, None)
    for base in type_.__mro__:
        if base in KINDS:
            return KINDS[base]
    return kind_of(type_, None)


def common(kinds: Iterable[Kind]) -> Kind:
    """Return the one kind that all are, a number if some are floats and some ints, else anything."""
    names = {kind.name: kind for kind in kinds}
    if len(names) == 1:
        return next(iter(names.values()))
    return NUMBER if names.keys() <= {"float", "int", "number"} else ANYTHING


def known() -> str:
    """Name the types that there are."""
    names = ", ".join(dict.fromkeys(kind.name for kind in KINDS.values()))
    return f"{names}, Enum, Literal, dataclasses, pydantic models, and `|` of these"


def union(members: tuple[Any, ...]) -> Kind:
    """Return the kind of `A | B | None`: the first that a value fits, text last and bool before it.

    The text `none` or `null` is None, unless the type is text.
    """
    rest = [bare(member) for member in members if member is not types.NoneType]
    rest.sort(key=lambda member: {bool: 1, str: 2}.get(member, 0))
    kinds = [kind_of(member, None) for member in rest]
    if len(kinds) > 1 and any(kind.parse or is_group(member) for kind, member in zip(kinds, rest, strict=True)):
        raise SignatureError(
            f"a union of {', '.join(kind.name for kind in kinds)} cannot be read from a flag: "
            "beside another type and None there can be single values only"
        )
    inner = kinds[0] if len(kinds) == 1 else either(kinds)
    return optional(inner, none_is_text=str in rest) if types.NoneType in members else inner


def either(kinds: list[Kind]) -> Kind:
    """Return the kind of values that are of one of several kinds."""

    def convert(value: Any) -> Any:
        for kind in kinds:
            try:
                return kind.convert(value)
            except ValueError:
                continue
        raise ValueError(f"{value!r} is not one of {', '.join(kind.name for kind in kinds)}")

    choices = tuple(choice for kind in kinds for choice in kind.choices)
    return Kind(
        "|".join(kind.name for kind in kinds),
        convert,
        choices,
        metavar="|".join("|".join(kind.choices) or kind.placeholder for kind in kinds),
    )


def optional(inner: Kind, *, none_is_text: bool) -> Kind:
    """Return the kind of `T | None`."""

    def is_none(value: Any) -> bool:
        return value is None or (not none_is_text and isinstance(value, str) and value.lower() in ("none", "null"))

    def convert(value: Any) -> Any:
        return None if is_none(value) else inner.convert(value)

    def parse(texts: Texts) -> Any:
        assert inner.parse is not None
        return None if len(texts) == 1 and is_none(texts[0]) else inner.parse(texts)

    return inner._replace(convert=convert, parse=parse if inner.parse else None)


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
        return parse_scalar(text)
    except ConfigSyntaxError as cause:
        raise ValueError(str(cause)) from None


def to_seed(value: Any) -> int:
    """Return an int that every generator takes for a seed."""
    seed = to_int(value)
    if not 0 <= seed < 2**32:
        raise ValueError(f"{seed} is not a seed: expected 0 to {2**32 - 1}")
    return seed


def annotated_container(type_: Any, arguments: tuple[Any, ...]) -> Kind:
    """Return the kind of a container as its annotation has it, such as `tuple[int, ...]`."""
    if type_ is not tuple:
        return container(type_, [kind_of(argument, None) for argument in arguments])
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return container(tuple, [kind_of(arguments[0], None)])
    return fixed_tuple([kind_of(argument, None) for argument in arguments])


def container(type_: Any, kinds: list[Kind]) -> Kind:
    """Return the kind of a container whose elements are of this kind, or of these for keys and values."""
    named = f"[{', '.join(kind.name for kind in kinds)}]" if kinds else ""
    name = f"{type_.__name__.lower()}{named}"
    if CONTAINERS[type_] is dict:
        return mapping(name, *(kinds or (KINDS[str]._replace(convert=lambda key: key), ANYTHING)))
    element = kinds[0] if kinds else ANYTHING
    made: Any = MADE.get(type_, type_)

    def convert(value: Any) -> Any:
        if not isinstance(value, (list, made)):
            raise ValueError(f"{value!r} is not a {made.__name__}: write '[1, 2]'")
        try:
            return made(map(elementwise(element), value))
        except TypeError as cause:  # an element that cannot be in a set
            raise ValueError(f"{value!r} is not a {made.__name__}: {cause}") from None

    return Kind(
        name, convert, element.choices, lambda texts: elements(texts, [element]), 0, f"{element.placeholder}..."
    )


def fixed_tuple(kinds: list[Kind]) -> Kind:
    """Return the kind of tuples with so many elements of these kinds."""

    def convert(value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            raise ValueError(f"{value!r} is not a tuple: write '[1, 2]'")
        if len(value) != len(kinds):
            raise ValueError(f"{list(value)!r} holds {len(value)}, not {len(kinds)}")
        return tuple(elementwise(kind)(element) for kind, element in zip(kinds, value, strict=True))

    return Kind(
        f"tuple[{', '.join(kind.name for kind in kinds)}]",
        convert,
        parse=lambda texts: elements(texts, kinds),
        most=len(kinds),
        metavar=" ".join(kind.placeholder for kind in kinds),
    )


def mapping(name: str, keys: Kind, values: Kind) -> Kind:
    """Return the kind of mappings, of which a flag gives some as `name=value`."""

    def convert(value: Any) -> Any:
        if not isinstance(value, dict):
            raise ValueError(f"{value!r} is not a dict: write '{{a: 1}}' or a=1")
        try:
            return {keys.convert(key): elementwise(values)(element) for key, element in value.items()}
        except TypeError as cause:  # what cannot be a key
            raise ValueError(f"{value!r} is not a dict: {cause}") from None

    def parse(texts: Texts) -> Any:
        merged: dict[Any, Any] = {}
        for text in texts:
            key, separator, value = text.partition("=")
            if text.startswith("{") or not separator:
                whole = to_anything(text)
                if not isinstance(whole, dict):
                    raise ValueError(f"{whole!r} is not a dict: write '{{a: 1}}' or a=1")
                merged |= whole
            else:
                merged[key] = element_of(values, value)
        return merged

    return Kind(name, convert, parse=parse, most=0, metavar=f"NAME={values.placeholder}...")


def elements(texts: Texts, kinds: list[Kind]) -> Any:
    """Return the elements that a flag gives: one text each, or all in one as a YAML list."""
    if len(texts) == 1 and texts[0].startswith("[") and texts[0].endswith("]"):
        return to_anything(texts[0])
    return [element_of(kinds[min(position, len(kinds) - 1)], text) for position, text in enumerate(texts)]


def element_of(kind: Kind, text: str) -> Any:
    """Return what an element's `convert` takes, from its text."""
    return kind.parse((text,)) if kind.parse else text


def elementwise(kind: Kind) -> Callable[[Any], Any]:
    """Return the conversion of an element, which explains what a comma does not do."""

    def convert(element: Any) -> Any:
        try:
            return kind.convert(element)
        except ValueError as cause:
            if isinstance(element, str) and "," in element:
                raise ValueError(f"{cause}: separate values by spaces") from None
            raise

    return convert


def as_it_is(value: Any) -> Any:
    """Return the value."""
    return value


CONTAINERS: dict[Any, type] = {
    Iterable: list,
    Mapping: dict,
    Sequence: list,
    dict: dict,
    frozenset: list,
    list: list,
    set: list,
    tuple: list,
}
"""What a container is written as in YAML."""

MADE: dict[Any, type] = {Iterable: list, Sequence: list}
"""What is made where the annotation names no class."""

ANYTHING = Kind("value", as_it_is, parse=lambda texts: to_anything(texts[-1]))
NUMBER = Kind("number", to_number)
KINDS: dict[Any, Kind] = {
    Any: ANYTHING,
    Path: Kind("path", to_path),
    Seed: Kind("int", to_seed),
    bool: Kind("bool", to_bool),
    date: Kind("date", to_date),
    datetime: Kind("datetime", to_datetime),
    float: Kind("float", to_float),
    int: Kind("int", to_int),
    str: Kind("text", to_str),
    time: Kind("time", to_time),
}
KINDS |= {type_: container(type_, []) for type_ in CONTAINERS}
