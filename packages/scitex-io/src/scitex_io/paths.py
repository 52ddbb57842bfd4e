"""Where a relative path points: the stack of base directories, innermost last.

The stack is the process's own, not a context variable, so that a worker thread inside a session writes
where the session does.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scitex_io.errors import NotFoundError

base_directories: list[Path] = []


@contextmanager
def base_directory(directory: str | os.PathLike[str]) -> Iterator[Path]:
    """Let relative paths point into `directory` while the block lasts.

    A relative save goes there. A relative load looks there first, then in the working directory.
    It holds for every thread of the process, and the innermost block counts.

    Parameters
    ----------
    directory : str or os.PathLike
        Where relative paths shall point; it need not exist yet.

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
    try:
        yield base
    finally:
        # By identity: blocks of two threads need not end in the order in which they began.
        del base_directories[next(i for i, entry in enumerate(base_directories) if entry is base)]


def absolute(path: str | os.PathLike[str]) -> Path:
    """Return `path`, absolute from the working directory, symbolic links kept."""
    return Path(os.path.abspath(at_home(path)))


def at_home(path: str | os.PathLike[str]) -> Path:
    """Return `path` with a leading `~/` expanded; `~x.json` is a file's name."""
    given = Path(path)
    return given.expanduser() if given.parts[:1] == ("~",) else given


def to_write(path: str | os.PathLike[str]) -> Path:
    """Return the absolute path that a save of `path` writes."""
    given = at_home(path)
    return absolute(base_directories[-1] / given) if base_directories else absolute(given)


def to_read(path: str | os.PathLike[str]) -> Path:
    """Return the absolute path of the existing file that a load of `path` reads.

    Raises
    ------
    NotFoundError
        If there is none; the message names every place that was looked at.
    """
    places = list(dict.fromkeys([to_write(path), absolute(path)]))
    for place in places:
        if place.exists():
            return place
    raise NotFoundError(f"no file {os.fspath(path)!r}: looked for {' and '.join(map(str, places))}")
