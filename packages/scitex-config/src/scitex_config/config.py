"""The configuration that a script sees: read-only, a mapping, with attributes, every value with its source."""

from collections.abc import Iterator, Mapping
from functools import reduce
from pathlib import Path
from typing import Any

from scitex_config.errors import UnknownKeyError
from scitex_config.value import Source, Value, sourced

WIDTH = 100  # columns: what is longer is printed on several lines


class Config(Mapping[str, Any]):
    r"""A read-only mapping of configuration values; `CONFIG["MODEL"]["dropout"]` is `CONFIG.MODEL.dropout`.

    A key that is also the name of a method, such as `items`, is reached in brackets only. A configuration equals any
    mapping with the same values, has no hash as a dict has none, and can be copied and pickled.

    Parameters
    ----------
    root : Value
        The mapping, with its sources.
    files : tuple of Path, optional
        The files that were read, in the order in which they were merged.
    prefix : str, optional
        The dotted path of this mapping, for messages.

    Examples
    --------
    >>> from scitex_config import load_config
    >>> _ = Path("config").mkdir(), Path("config/model.yaml").write_text("MODEL:\n  dropout: 0.1\n")
    >>> CONFIG = load_config("config")
    >>> CONFIG.MODEL.dropout
    0.1
    >>> str(CONFIG.source_of("MODEL.dropout"))
    'config/model.yaml:2'
    """

    __slots__ = ("_files", "_prefix", "_root")

    def __init__(self, root: Value, files: tuple[Path, ...] = (), prefix: str = "") -> None:
        object.__setattr__(self, "_root", root)
        object.__setattr__(self, "_files", files)
        object.__setattr__(self, "_prefix", prefix)

    def __getitem__(self, key: str) -> Any:
        try:
            value = self._root.value[key]
        except (KeyError, TypeError):
            raise KeyError(self._unknown(key)) from None
        return Config(value, self._files, self._dotted(key)) if value.is_mapping else value.plain()

    def __getattr__(self, name: str) -> Any:
        if name in self._root.value:
            return self[name]
        if name.startswith("__"):  # Python asks for many of these, and a suggestion costs
            raise AttributeError(name)
        raise AttributeError(self._unknown(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._root.value)

    def __len__(self) -> int:
        return len(self._root.value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"CONFIG is read-only: {name!r} is set in ./config/*.yaml or by a flag --{name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"CONFIG is read-only: {name!r} stays")

    def __repr__(self) -> str:
        line = f"Config({self.to_dict()!r})"
        if len(line) <= WIDTH:
            return line
        from pprint import pformat
        from textwrap import indent

        return f"Config(\n{indent(pformat(self.to_dict(), width=WIDTH - 4, sort_dicts=False), '    ')}\n)"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print in IPython as elsewhere."""
        printer.text(repr(self))

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *filter(str.isidentifier, map(str, self))})

    def __reduce__(self) -> tuple[Any, ...]:
        return Config, (self._root, self._files, self._prefix)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that were read, absolute, in the order in which they were merged."""
        return self._files  # type: ignore[no-any-return]

    @property
    def root(self) -> Value:
        """The whole as one value, a mapping whose entries know their sources."""
        return self._root  # type: ignore[no-any-return]

    def to_dict(self) -> dict[str, Any]:
        """Return a copy as plain dicts."""
        return self._root.plain()  # type: ignore[no-any-return]

    def source_of(self, key: str) -> Source:
        """Return where the value of a dotted key was written.

        Parameters
        ----------
        key : str
            Such as `"MODEL.dropout"`.

        Raises
        ------
        UnknownKeyError
            If there is no such key.
        """
        return self.value_of(key).source

    def value_of(self, key: str) -> Value:
        """Return the value of a dotted key with its source.

        Parameters
        ----------
        key : str
            Such as `"MODEL.dropout"`.

        Raises
        ------
        UnknownKeyError
            If there is no such key.
        """
        if (path := path_to(self._root, key)) is None:
            raise UnknownKeyError(self._unknown(key))
        value: Value = reduce(lambda outer, name: outer.value[name], path, self._root)
        return value

    def entries(self) -> Iterator[tuple[str, Value]]:
        """Yield (dotted key, value) of everything, a mapping before what is in it."""
        return walk(self._root)

    def leaves(self) -> Iterator[tuple[str, Value]]:
        """Yield (dotted key, value) of everything that is not a mapping."""
        return ((key, value) for key, value in self.entries() if not value.is_mapping)

    def overridden(self, values: Mapping[str, Value], *, create: bool = False) -> "Config":
        """Return a configuration in which these dotted keys have other values, mappings as a whole.

        Parameters
        ----------
        values : mapping of str to Value
            By dotted key. The values are plain.
        create : bool, optional
            Whether a key may be new. By default it must exist.

        Raises
        ------
        UnknownKeyError
            If there is no such key.
        """
        root = self._root
        for key, value in values.items():
            path = path_to(root, key) or (tuple(key.split(".")) if create else None)
            if path is None:
                raise UnknownKeyError(self._unknown(key))
            root = replaced(root, path, sourced(value.value, value.source))
        return Config(root, self._files, self._prefix)

    def _dotted(self, key: object) -> str:
        return f"{self._prefix}.{key}".lstrip(".")

    def _unknown(self, key: object) -> str:
        import difflib

        near = difflib.get_close_matches(str(key), [name for name, _ in walk(self._root)], n=1, cutoff=0.5)
        known = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(map(str, self)) or 'none'}"
        return f"no configuration key {self._dotted(key)!r} ({known})"


def walk(value: Value, prefix: str = "") -> Iterator[tuple[str, Value]]:
    """Yield (dotted key, value) of every entry below a mapping, outer before inner."""
    for name, inner in value.value.items():
        key = f"{prefix}.{name}".lstrip(".")
        yield key, inner
        if inner.is_mapping:
            yield from walk(inner, key)


def path_to(value: Value, dotted: str) -> tuple[Any, ...] | None:
    """Return the keys that a dotted key leads through, which may hold dots themselves; None if there is no such key."""
    for name, inner in value.value.items():
        text = str(name)
        if dotted == text:
            return (name,)
        if inner.is_mapping and dotted.startswith(f"{text}."):
            rest = path_to(inner, dotted.removeprefix(f"{text}."))
            if rest is not None:
                return (name, *rest)
    return None


def replaced(root: Value, path: tuple[Any, ...], value: Value) -> Value:
    """Return `root` with `value` at the end of a path of keys, which are made where they do not exist."""
    first, *rest = path
    inner = root.value.get(first)
    if rest:
        below = inner if inner is not None and inner.is_mapping else Value({}, value.source)
        value = replaced(below, tuple(rest), value)
    return Value({**root.value, first: value}, root.source)
