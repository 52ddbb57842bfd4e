"""Who is told of every file that was read or written.

The list is the process's own, like the base directories: a read in a worker thread is seen, too.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from scitex_io.notices import warn


class Access(NamedTuple):
    """One completed read or write of one file.

    Attributes
    ----------
    mode : {"read", "write"}
        What was done.
    path : Path
        The file, absolute; symbolic links are not resolved. Of a remote file, the copy that is here only while the
        observers are told.
    url : str, optional
        Where a remote file is.
    before : os.stat_result, optional
        What the system told of the file just before it was read: if it now tells something else, what was read may not
        be what is there.
    """

    mode: Literal["read", "write"]
    path: Path
    url: str | None = None
    before: os.stat_result | None = None


observers: list[Callable[[Access], object]] = []


@contextmanager
def observing(observer: Callable[[Access], object]) -> Iterator[None]:
    """Tell `observer` of every `Access`, from any thread, while the block lasts.

    What the observer raises does not reach the load or the save: it becomes a warning with its cause.

    Parameters
    ----------
    observer : callable
        Called with one `Access` after each completed read or write.

    Examples
    --------
    >>> import scitex_io
    >>> seen = []
    >>> with scitex_io.observing(seen.append):
    ...     _ = scitex_io.save([1, 2], "numbers.json")
    >>> [(access.mode, access.path.name) for access in seen]
    [('write', 'numbers.json')]
    """
    observers.append(observer)
    try:
        yield
    finally:
        del observers[next(i for i, entry in enumerate(observers) if entry is observer)]


def notify(access: Access) -> None:
    """Tell every observer of `access`."""
    for observer in tuple(observers):
        try:
            observer(access)
        except Exception as cause:
            warn(f"{observer!r} failed on {access.mode} of {access.url or access.path}: {cause!r}")
