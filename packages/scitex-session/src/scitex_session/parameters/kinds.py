"""What a parameter may hold: how a flag's text or a configured value becomes a value of the annotated type.

The type comes from the annotation, else from the default.
"""

import math
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Mapping,
    MutableMapping,
    MutableSequence,
    MutableSet,
    Sequence,
    Set,
)
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, Literal, NamedTuple, Tuple, Union, get_args, get_origin  # noqa: UP035

from scitex_session.errors import SignatureError
from scitex_session.parameters.annotations import Check, bare, constraints_of, is_group, is_union
from scitex_session.parameters.conversions import (
    as_it_is,
    is_none,
    to_anything,
    to_bool,
    to_date,
    to_datetime,
    to_float,
    to_int,
    to_number,
    to_path,
    to_seed,
    to_str,
    to_time,
    unboxed,
)

Texts = tuple[str, ...]


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
    depth : int
        How many brackets deep it is written at least: 1 for a list of numbers, 2 for a list of lists.
    """

    name: str
    convert: Callable[[Any], Any]
    choices: Texts = ()
    parse: Callable[[Texts], Any] | None = None
    most: int = 1
    metavar: str = ""
    depth: int = 0

    def read(self, texts: Texts) -> Any:
        """Return the value that the texts of a flag stand for.

        Raises
        ------
        ValueError
            If they do not fit.
        """
        return self.convert(self.parse(texts) if self.parse else texts[-1])

    def is_whole(self, text: str) -> bool:
        """Say whether one text of a flag is the whole list, and not an element of it."""
        return is_whole(text, self.depth)

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
    kind = kind_of_type(bare(annotation), default)
    constraints = constraints_of(annotation)
    return constrained(kind, bare(annotation), constraints) if constraints else kind


def kind_of_type(annotation: Any, default: Any) -> Kind:
    """Return the kind of a parameter whose annotation is a bare type."""
    if annotation in (None, Any):
        return ANYTHING if default is None else kind_like(default)
    origin = get_origin(annotation)
    if annotation is Tuple:  # noqa: UP006
        return KINDS[tuple]
    if is_union(annotation):
        return union(get_args(annotation))
    if origin is Literal:
        return one_of(get_args(annotation))
    if origin in CONTAINERS:
        return annotated_container(origin, get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return one_of(annotation.__members__.values())
    if is_group(annotation):
        from scitex_session.parameters.groups import kind_of_group

        return kind_of_group(annotation)
    if (kind := KINDS.get(annotation)) is None:
        raise SignatureError(f"values of type {annotation!r} cannot be read from a flag; known are {known()}")
    return kind


def constrained(kind: Kind, type_: Any, constraints: tuple[Any, ...]) -> Kind:
    """Return the kind of values that also satisfy constraints."""
    checks = [constraint.convert for constraint in constraints if isinstance(constraint, Check)]
    if foreign := tuple(constraint for constraint in constraints if not isinstance(constraint, Check)):
        from scitex_session.parameters.constraints import checked_by_pydantic

        checks.append(checked_by_pydantic(outermost(type_), foreign))

    def convert(value: Any) -> Any:
        value = kind.convert(value)
        for check in checks:
            value = check(value)
        return value

    return kind._replace(convert=convert)


def outermost(annotation: Any) -> Any:
    """Return a type without its elements and fields, which are converted and checked on their own."""
    annotation = bare(annotation)
    origin = get_origin(annotation) or annotation
    if is_union(annotation):
        return Union[tuple(map(outermost, get_args(annotation)))]  # noqa: UP007
    if is_group(annotation):
        return Any
    return MADE.get(origin, origin) if origin in CONTAINERS else annotation


def kind_like(value: Any, integer: Kind | None = None) -> Kind:
    """Return the kind of values like this one; the elements of a container are all of one kind, or anything.

    Parameters
    ----------
    value : object
        Such as a default.
    integer : Kind, optional
        What stands for ints.
    """
    value = unboxed(value)
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
    rest = [member for member in members if member is not NoneType]
    rest.sort(key=lambda member: {bool: 1, str: 2}.get(bare(member), 0))
    kinds = [kind_of(member, None) for member in rest]
    if len(kinds) > 1 and any(kind.parse or is_group(bare(member)) for kind, member in zip(kinds, rest, strict=True)):
        raise SignatureError(
            f"a union of {', '.join(kind.name for kind in kinds)} cannot be read from a flag: "
            "beside another type and None there can be single values only"
        )
    inner = kinds[0] if len(kinds) == 1 else either(kinds)
    return optional(inner, none_is_text=str in map(bare, rest)) if NoneType in members else inner


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

    def says_none(value: Any) -> bool:
        return is_none(value) and not (none_is_text and isinstance(value, str))

    def convert(value: Any) -> Any:
        return None if says_none(value) else inner.convert(value)

    def parse(texts: Texts) -> Any:
        assert inner.parse is not None
        return None if len(texts) == 1 and says_none(texts[0]) else inner.parse(texts)

    return inner._replace(convert=convert, parse=parse if inner.parse else None)


def one_of(members: Collection[Any]) -> Kind:
    """Return the kind of a closed list of values: each is written as its text, of an Enum as its name or its value."""
    named = {str(member.name if isinstance(member, Enum) else member): member for member in reversed([*members])}
    names = tuple(reversed(named))

    def convert(value: Any) -> Any:
        if isinstance(value, str) and value in named:
            return named[value]
        for member in members:
            if value is member or means(value, member.value if isinstance(member, Enum) else member):
                return member
        quotes = ": put it in quotes" if str(value) in named else ""
        raise ValueError(f"{value!r} is not one of {', '.join(names)}{quotes}")

    return Kind("|".join(names), convert, names)


def means(value: Any, wanted: Any) -> bool:
    """Say whether a value, or a text, is what is wanted when it is read as of that type: `true` is never 1."""
    if wanted is None:
        return is_none(value)
    try:
        kind = kind_like(wanted)
        return bool(wanted == (kind.read((value,)) if isinstance(value, str) else kind.convert(value)))
    except SignatureError:  # no type of ours, so that there is no text for it
        return bool(wanted == value)
    except ValueError:
        return False


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
        if not isinstance(value, (list, tuple, made)):
            raise ValueError(f"{value!r} is not a {made.__name__}: write '[1, 2]'")
        try:
            return made(map(elementwise(element), value))
        except TypeError as cause:  # an element that cannot be in a set
            raise ValueError(f"{value!r} is not a {made.__name__}: {cause}") from None

    depth = 1 + element.depth
    return Kind(
        name,
        convert,
        element.choices,
        parse=lambda texts: elements(texts, [element], depth),
        most=0,
        metavar=f"{element.placeholder}...",
        depth=depth,
    )


def fixed_tuple(kinds: list[Kind]) -> Kind:
    """Return the kind of tuples with so many elements of these kinds."""

    def convert(value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            raise ValueError(f"{value!r} is not a tuple: write '[1, 2]'")
        if len(value) != len(kinds):
            raise ValueError(f"{list(value)!r} holds {len(value)}, not {len(kinds)}")
        return tuple(elementwise(kind)(element) for kind, element in zip(kinds, value, strict=True))

    depth = 1 + max((kind.depth for kind in kinds), default=0)
    return Kind(
        f"tuple[{', '.join(kind.name for kind in kinds)}]",
        convert,
        parse=lambda texts: elements(texts, kinds or [ANYTHING], depth),
        most=len(kinds),
        metavar=" ".join(kind.placeholder for kind in kinds),
        depth=depth,
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


def elements(texts: Texts, kinds: list[Kind], depth: int) -> Any:
    """Return the elements that a flag gives: one text each, or all in one as a YAML list.

    A list inside a list is in brackets in any case: `1 2` could be one of two numbers, or two of one.
    """
    if len(texts) == 1 and is_whole(texts[0], depth):
        return to_anything(texts[0])
    found = [(kinds[min(position, len(kinds) - 1)], text) for position, text in enumerate(texts)]
    return [to_anything(text) if kind.depth else element_of(kind, text) for kind, text in found]


def is_whole(text: str, depth: int) -> bool:
    """Say whether a text is a whole list: in brackets, and as many of them as the list is written with at least."""
    if not (depth and text.startswith("[") and text.endswith("]")):
        return False
    try:
        return depth == 1 or nesting(to_anything(text)) >= depth
    except ValueError:  # whoever reads it says why
        return True


def nesting(value: Any) -> float:
    """Return how many lists there are inside each other; in an empty one there can be any number."""
    return 1 + max(map(nesting, value), default=math.inf) if isinstance(value, list) else 0


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


CONTAINERS: dict[Any, type] = {
    Collection: list,
    Iterable: list,
    Mapping: dict,
    MutableMapping: dict,
    MutableSequence: list,
    MutableSet: list,
    Sequence: list,
    Set: list,
    dict: dict,
    frozenset: list,
    list: list,
    set: list,
    tuple: list,
}
"""What a container is written as in YAML."""

MADE: dict[Any, type] = {
    Collection: list,
    Iterable: list,
    Mapping: dict,
    MutableMapping: dict,
    MutableSequence: list,
    MutableSet: set,
    Sequence: list,
    Set: set,
}
"""What is made where the annotation names no class."""

ANYTHING = Kind("value", as_it_is, parse=lambda texts: to_anything(texts[-1]))
NUMBER = Kind("number", to_number)
KINDS: dict[Any, Kind] = {
    Any: ANYTHING,
    Path: Kind("path", to_path),
    bool: Kind("bool", to_bool),
    date: Kind("date", to_date),
    datetime: Kind("datetime", to_datetime),
    float: Kind("float", to_float),
    int: Kind("int", to_int),
    str: Kind("text", to_str),
    time: Kind("time", to_time),
}
KINDS |= {type_: container(type_, []) for type_ in CONTAINERS}
SEED = Check(to_seed)
