"""The configuration that a script sees: read-only, a mapping, with attributes, every value with its source."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scitex_config.errors import UnknownKeyError
from scitex_config.value import Source, Value, sourced


class Config(Mapping[str, Any]):
    r"""A read-only mapping of configuration values; `CONFIG["MODEL"]["dropout"]` is `CONFIG.MODEL.dropout`.

    A key that is also the name of a method, such as `items`, is reached in brackets only.

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
        raise AttributeError(self._unknown(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._root.value)

    def __len__(self) -> int:
        return len(self._root.value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"CONFIG is read-only: {name!r} is set in ./config/*.yaml or by a flag --{name}")

    def __repr__(self) -> str:
        return f"Config({self.to_dict()!r})"

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
        entries = {self._dotted(name): value for name, value in walk(self._root)}
        if self._dotted(key) not in entries:
            raise UnknownKeyError(self._unknown(key))
        return entries[self._dotted(key)]

    def leaves(self) -> Iterator[tuple[str, Value]]:
        """Yield (dotted key, value) of everything that is not a mapping."""
        return ((key, value) for key, value in walk(self._root) if not value.is_mapping)

    def overridden(self, values: Mapping[str, Value]) -> "Config":
        """Return a configuration in which these dotted keys have other values, mappings as a whole.

        Parameters
        ----------
        values : mapping of str to Value
            By dotted key; the keys must exist. The values are plain.

        Raises
        ------
        UnknownKeyError
            If there is no such key.
        """
        root = self._root
        for key, value in values.items():
            self.value_of(key)
            root = replaced(root, key, sourced(value.value, value.source))
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


def replaced(root: Value, dotted: str, value: Value) -> Value:
    """Return `root` with `value` at its dotted key, which exists."""
    entries = dict(root.value)
    for name, inner in root.value.items():
        if dotted == str(name):
            entries[name] = value
        elif inner.is_mapping and dotted.startswith(f"{name}."):
            entries[name] = replaced(inner, dotted.removeprefix(f"{name}."), value)
    return Value(entries, root.source)
