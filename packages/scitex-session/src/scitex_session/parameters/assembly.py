"""A dataclass or a model of its layers: flags over the configuration over defaults, each value with its source."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from scitex_config import Source, Value
from scitex_session.errors import ParameterError
from scitex_session.parameters.annotations import is_constrained
from scitex_session.parameters.groups import make, nearest, takes_unknown_keys
from scitex_session.parameters.lookup import DEFAULT, configured, dashed
from scitex_session.parameters.signature import REQUIRED, Declared


class Assembled(NamedTuple):
    """A group that has been put together.

    Attributes
    ----------
    value : object
        The instance; None if a value is missing.
    leaves : dict of str to Value
        The values of its fields by dotted path, inner groups through.
    missing : list of Declared
        The fields that have no value.
    touched : bool
        Whether any layer above the defaults says something of it.
    """

    value: Any
    leaves: dict[str, Value]
    missing: list[Declared]
    touched: bool


def assembled(
    declared: Declared, given: Mapping[str, Value], written: Value | None, foreign: frozenset[str] = frozenset()
) -> Assembled:
    """Return a group made of its layers.

    Parameters
    ----------
    declared : Declared
        The group.
    given : mapping of str to Value
        The values of flags, by dotted path, converted.
    written : Value or None
        What the configuration holds.
    foreign : frozenset of str, optional
        Keys of the configuration that are somebody else's.

    Raises
    ------
    ParameterError
        If a configured value does not fit, is unknown, or the class refuses the values.
    """
    if written is not None and written.value is None and declared.default is None:
        return Assembled(None, {declared.path: written}, [], True)
    entries = entries_of(declared, written, foreign) if written is not None else {}
    values: dict[str, Any] = {}
    leaves: dict[str, Value] = {}
    missing: list[Declared] = []
    touched = written is not None
    for name, field in declared.fields.items():
        if field.group is not None:
            inner = assembled(field, given, entries.get(name))
            leaves |= inner.leaves
            missing += inner.missing
            touched = touched or inner.touched
            if inner.touched or field.default is REQUIRED:
                values[name] = inner.value
        elif (value := layer_of(field, given, entries)) is not None:
            leaves[field.path] = value
            values[name] = value.value
            touched = touched or field.path in given
        elif field.default is REQUIRED:
            missing.append(field)
        else:
            leaves[field.path] = Value(field.default, DEFAULT)
    values |= {name: entry.plain() for name, entry in entries.items() if name not in declared.fields}
    if not touched and declared.default is not REQUIRED:
        whole = declared.default
        return Assembled(whole, leaves if whole is not None else {declared.path: Value(None, DEFAULT)}, [], False)
    if missing:
        return Assembled(None, leaves, missing, touched)
    written_at = {path: value.source for path, value in leaves.items() if value.source != DEFAULT}
    sources = written_at or {declared.path: DEFAULT}
    made = accepted(declared, make(declared.group, declared.path, base_of(declared) | values, sources), sources)
    return Assembled(made, final(declared, made, leaves), [], touched)


def base_of(declared: Declared) -> dict[str, Any]:
    """Return the values of the default instance of a group, if there is one, by field."""
    kept = [name for name, field in declared.fields.items() if field.kept]
    return {name: getattr(declared.default, name) for name in kept if isinstance(declared.default, declared.group)}


def accepted(declared: Declared, made: Any, sources: Mapping[str, Source]) -> Any:
    """Return an instance that also satisfies the constraints that the parameter has besides those of its class."""
    if not is_constrained(declared.annotation):
        return made
    try:
        return declared.kind.convert(made)
    except ValueError as cause:
        places = nearest("", sources)
        raise ParameterError(f"{', '.join(map(str, places))}: {declared.path}: {cause}", places) from cause


def layer_of(field: Declared, given: Mapping[str, Value], entries: Mapping[str, Value]) -> Value | None:
    """Return the value of a field that a flag or the configuration has; None if neither has one."""
    if field.path in given:
        return given[field.path]
    return configured(field, entries[field.name]) if field.name in entries else None


def final(declared: Declared, made: Any, leaves: Mapping[str, Value]) -> dict[str, Value]:
    """Return the leaves with the values that the instance has: its class may have changed what it was given."""
    values = {leaf.path: value_in(made, declared, leaf.path) for leaf in declared.leaves() if leaf.kept}
    return {path: Value(values.get(path, value.value), value.source) for path, value in leaves.items()}


def value_in(made: Any, declared: Declared, path: str) -> Any:
    """Return the value of a leaf in an instance."""
    for name in path.removeprefix(declared.path).lstrip(".").split("."):
        made = getattr(made, name, None)
    return made


def leaves_of(declared: Declared, instance: Any, source: Source) -> dict[str, Value]:
    """Return the leaves of an instance, all from one source."""
    if not isinstance(instance, declared.group):
        return {declared.path: Value(instance, source)}
    kept = (leaf.path for leaf in declared.leaves() if leaf.kept)
    return {path: Value(value_in(instance, declared, path), source) for path in kept}


def entries_of(declared: Declared, written: Value, foreign: frozenset[str]) -> dict[str, Value]:
    """Return what the configuration holds for a group, by the names of its fields.

    Raises
    ------
    ParameterError
        If it is no mapping, or has a key that is no field.
    """
    title = declared.group.__name__
    if not written.is_mapping:
        raise ParameterError(
            f"{written.source}: {declared.path}: {written.value!r} is not a mapping of the fields of {title}: "
            f"{', '.join(declared.fields)}",
            [written.source],
        )
    named = {dashed(name): name for name in declared.fields}
    entries = {}
    for key, value in written.value.items():
        name = named.get(dashed(str(key)), str(key))
        if name in declared.fields or takes_unknown_keys(declared.group):
            entries[name] = value
        elif key not in foreign:
            raise ParameterError(
                f"{value.source}: {declared.path}.{key}: {title} has no field {key!r} ".replace(": .", ": ")
                + nearest_of(str(key), declared),
                [value.source],
            )
    return entries


def nearest_of(key: str, declared: Declared) -> str:
    """Return what to say of a key that is not there."""
    import difflib

    near = difflib.get_close_matches(key, declared.fields, n=1, cutoff=0.5)
    return f"(did you mean {near[0]!r}?)" if near else f"(there are: {', '.join(declared.fields)})"
