"""Where a relative path points: the stack of base directories, innermost last.

The stack is the process's own, not a context variable, so that a worker thread inside a session writes
where the session does.
"""

import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeGuard

from scitex_io.errors import NotFoundError, OutsideError, ReservedNameError

# A file system of one letter would be a drive of Windows.
URL = re.compile(r"[a-z][a-z0-9+.-]+(::.+)?://")

base_directories: list[Path] = []
reserved_names: dict[Path, Collection[str]] = {}
"""Base directory → the names in it that no save may have."""


@contextmanager
def base_directory(directory: str | os.PathLike[str], *, reserved: Collection[str] = ()) -> Iterator[Path]:
    """Let relative paths point into `directory` while the block lasts.

    A relative save goes there. A relative load looks there first, then in the working directory.
    It holds for every thread of the process, and the innermost block counts.

    Parameters
    ----------
    directory : str or os.PathLike
        Where relative paths shall point; it need not exist yet.
    reserved : collection of str, optional
        The names of files that somebody else keeps directly in it: to save one of them is a `ReservedNameError`.

    Yields
    ------
    Path
        The directory, absolute.

    Examples
    --------
    >>> import scitex_io
    >>> with scitex_io.base_directory("results"):
    ...     scitex_io.save("done", "note.txt").parent.name
    'results'
    """
    base = absolute(directory)
    base_directories.append(base)
    if reserved:
        reserved_names[base] = reserved
    try:
        yield base
    finally:
        if reserved:
            reserved_names.pop(base, None)
        # By identity: blocks of two threads need not end in the order in which they began.
        del base_directories[next(i for i, entry in enumerate(base_directories) if entry is base)]


def absolute(path: str | os.PathLike[str]) -> Path:
    """Return `path`, absolute from the working directory, symbolic links kept."""
    return Path(os.path.abspath(at_home(path)))


def at_home(path: str | os.PathLike[str]) -> Path:
    """Return `path` with a leading `~/` expanded, or that of a `file://` URL; `~x.json` is a file's name."""
    if isinstance(path, str) and path.startswith("file://"):
        from urllib.parse import urlsplit
        from urllib.request import url2pathname

        return Path(url2pathname(urlsplit(path).path))
    given = Path(path)
    return given.expanduser() if given.parts[:1] == ("~",) else given


def to_write(path: str | os.PathLike[str]) -> Path:
    """Return the absolute path that a save of `path` writes.

    Raises
    ------
    OutsideError
        If a relative path leaves the base directory by `..`.
    ReservedNameError
        If somebody else keeps this file in a base directory.
    """
    if (inside := in_base_directory(path)) is None:
        raise OutsideError(
            f"{os.fspath(path)!r} leaves {base_directories[-1]}: give a name inside it, or an absolute path such as "
            f"{os.fspath(absolute(path))!r}"
        )
    refuse_reserved(inside)
    return inside


def refuse_reserved(path: Path) -> None:
    """Raise if somebody else keeps the file at a path, by whatever way that leads there."""
    for base, names in reserved_names.items():
        if path.name in names and os.path.realpath(path.parent) == os.path.realpath(base):
            raise ReservedNameError(f"{path.name!r} is a file that the run itself keeps in {base}: give another name")


def to_read(path: str | os.PathLike[str]) -> Path:
    """Return the absolute path of the existing file that a load of `path` reads.

    Raises
    ------
    NotFoundError
        If there is none; the message names every place that was looked at.
    """
    places = [place for place in dict.fromkeys([in_base_directory(path), absolute(path)]) if place]
    for place in places:
        if place.exists():
            return place
    raise NotFoundError(f"no file {os.fspath(path)!r}: looked for {' and '.join(map(str, places))}")


def in_base_directory(path: str | os.PathLike[str]) -> Path | None:
    """Return `path`, absolute from the base directory if there is one; None if it is relative and leaves it."""
    given = at_home(path)
    if not base_directories or given.is_absolute():
        return absolute(given)
    inside = absolute(base_directories[-1] / given)
    return inside if inside.is_relative_to(base_directories[-1]) else None


def files_in(path: Path) -> Iterator[Path]:
    """Yield a file, or every file below a directory in the order of their names, hidden ones left out."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


def is_remote(path: str | os.PathLike[str]) -> TypeGuard[str]:
    """Say whether `path` is a URL of a file that is elsewhere."""
    return isinstance(path, str) and URL.match(path) is not None and not path.startswith("file://")
