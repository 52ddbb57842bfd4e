"""Annotations taken apart: the type, what surrounds it, and what is asked of its values besides."""

from collections.abc import Callable
from types import UnionType
from typing import Annotated, Any, NamedTuple, NewType, Union, get_args, get_origin

CHECKERS = frozenset({"annotated_types", "pydantic", "pydantic_core"})
"""Whose metadata constrains values, so that pydantic checks them."""


class Check(NamedTuple):
    """A constraint of our own; goes into `Annotated`.

    Attributes
    ----------
    convert : callable
        Takes a value of the type and returns it; raises ValueError if it does not fit.
    """

    convert: Callable[[Any], Any]


def bare(annotation: Any) -> Any:
    """Return an annotation without what surrounds the type: `Annotated`, `NewType`, `type X = …`, `InitVar`."""
    return taken_apart(annotation)[0]


def metadata(annotation: Any) -> tuple[Any, ...]:
    """Return what `Annotated` adds to a type, what is nearest to the type first."""
    return taken_apart(annotation)[1]


def taken_apart(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return the type, and what `Annotated` adds to it."""
    extras: tuple[Any, ...] = ()
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *added = get_args(annotation)
            extras = (*added, *extras)
        elif isinstance(annotation, NewType):
            annotation = annotation.__supertype__
        elif type(annotation).__name__ == "TypeAliasType":
            annotation = annotation.__value__
        elif type(annotation).__name__ == "InitVar":
            annotation = annotation.type
        else:
            return annotation, extras


def constraints_of(annotation: Any) -> tuple[Any, ...]:
    """Return what an annotation asks of its values besides their type."""
    return tuple(filter(is_constraint, metadata(annotation)))


def is_constraint(extra: Any) -> bool:
    """Say whether metadata is a constraint: our own, or one that pydantic checks."""
    cls = type(extra)
    if hasattr(cls, "__pydantic_fields__"):  # a model, which is a value
        return False
    return (
        isinstance(extra, Check)
        or hasattr(extra, "__get_pydantic_core_schema__")
        or any(base.__module__.partition(".")[0] in CHECKERS for base in cls.__mro__)
    )


def is_constrained(annotation: Any, outer: tuple[Any, ...] = ()) -> bool:
    """Say whether an annotation has constraints, inside containers and unions too."""
    if any(annotation is alias for alias in outer):  # `type Tree = list[Tree]`
        return False
    within = (*outer, annotation)
    return bool(constraints_of(annotation)) or any(is_constrained(part, within) for part in get_args(bare(annotation)))


def unconstrained(annotation: Any, containers: frozenset[Any]) -> Any:
    """Return an annotation without `Annotated`, inside unions and these containers too."""
    annotation = bare(annotation)
    parts = get_args(annotation)
    if is_union(annotation):
        return Union[tuple(unconstrained(part, containers) for part in parts)]  # noqa: UP007
    if parts and get_origin(annotation) in containers:
        return get_origin(annotation)[tuple(unconstrained(part, containers) for part in parts)]
    return annotation


def is_group(annotation: Any) -> bool:
    """Say whether a type is a dataclass or a pydantic model, whose fields have a flag each."""
    return isinstance(annotation, type) and (
        hasattr(annotation, "__dataclass_fields__") or hasattr(annotation, "__pydantic_fields__")
    )


def is_union(annotation: Any) -> bool:
    """Say whether an annotation is `A | B`, however it is written."""
    return get_origin(annotation) in (Union, UnionType)
