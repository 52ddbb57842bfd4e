"""A value and where it came from."""

from typing import Any, NamedTuple

from scitex_config.errors import ConfigConflictError


class Source(NamedTuple):
    """Where a value was written.

    Attributes
    ----------
    origin : str
        A file's path as it was found, or another place such as `"flag --lr"` or `"default"`.
    line : int, optional
        The line in the file, counted from 1.
    """

    origin: str
    line: int | None = None

    def __str__(self) -> str:
        return self.origin if self.line is None else f"{self.origin}:{self.line}"


class Value(NamedTuple):
    """A value and its source.

    Attributes
    ----------
    value : object
        A scalar, a list, or, for a mapping, a dict of `Value`.
    source : Source
        Where it was written.
    """

    value: Any
    source: Source

    @property
    def is_mapping(self) -> bool:
        """Whether this is a mapping of further values."""
        return isinstance(self.value, dict)

    def plain(self) -> Any:
        """Return the value without sources, as a fresh copy."""
        return unsourced(self.value)


def unsourced(value: Any) -> Any:
    """Return a copy of `value`, dicts and lists through, without sources."""
    if isinstance(value, Value):
        return unsourced(value.value)
    if isinstance(value, dict):
        return {key: unsourced(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [unsourced(inner) for inner in value]
    return value


def sourced(value: Any, source: Source) -> Value:
    """Return a plain value, dicts through, with one source for all of it."""
    if isinstance(value, dict):
        return Value({key: sourced(inner, source) for key, inner in value.items()}, source)
    return Value(value, source)


def merge(lower: Value, upper: Value, key: str = "") -> Value:
    """Return `upper` laid over `lower`: mappings deeply, anything else as a whole.

    Raises
    ------
    ConfigConflictError
        If only one of the two is a mapping.
    """
    if lower.is_mapping != upper.is_mapping:
        mapping, other = (lower, upper) if lower.is_mapping else (upper, lower)
        raise ConfigConflictError(
            f"{upper.source}: {key} is a mapping in {mapping.source} but not in {other.source}: rename one of them"
        )
    if not lower.is_mapping:
        return upper
    merged = dict(lower.value)
    for name, value in upper.value.items():
        merged[name] = merge(merged[name], value, f"{key}.{name}".lstrip(".")) if name in merged else value
    return Value(merged, upper.source)
