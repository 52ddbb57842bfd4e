"""Who is told of every file that was read or written.

The list is the process's own, like the base directories: a read in a worker thread is seen, too. A process may name
in its environment who is to be told in the Python processes that it starts.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
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
        Where a remote file is, secrets masked.
    before : os.stat_result, optional
        What the system told of the file just before it was read: if it now tells something else, what was read may not
        be what is there.
    """

    mode: Literal["read", "write"]
    path: Path
    url: str | None = None
    before: os.stat_result | None = None


class Inherited:
    """The observer that the program which started this process has named in the environment.

    It is asked for at the first access, so that it costs a process without any nothing.

    Parameters
    ----------
    named : str
        Where the function is that returns it, or None, as `module:function`, a space, and what that is called with.
    """

    def __init__(self, named: str) -> None:
        self.named = named

    def __call__(self, access: Access) -> None:
        """Tell it of an access."""
        if self.observer is not None:
            self.observer(access)

    def foretold(self, path: Path) -> None:
        """Tell it of a write that is to come."""
        if (told := getattr(self.observer, "foretold", None)) is not None:
            told(path)

    @cached_property
    def observer(self) -> Callable[[Access], object] | None:
        """The observer; None if there is none any more, or it is not installed here, which is told."""
        from scitex_io.plugins import EntryPoint

        function, _, argument = self.named.partition(" ")
        try:
            observer: Callable[[Access], object] | None = EntryPoint("", function).load()(argument)
        except Exception as cause:
            warn(f"what this process reads and writes is not recorded by the run that started it: {cause!r}")
            return None
        return observer


OBSERVER = "SCITEX_OBSERVER"  # the environment variable

observers: list[Callable[[Access], object]] = [Inherited(os.environ[OBSERVER])] if OBSERVER in os.environ else []


def on_its_own() -> None:
    """Tell the observer that the environment has named of nothing any more, nor have the processes started from now on.

    This process is a run itself.
    """
    os.environ.pop(OBSERVER, None)
    observers[:] = [observer for observer in observers if not isinstance(observer, Inherited)]


@contextmanager
def observing(observer: Callable[[Access], object]) -> Iterator[None]:
    """Tell `observer` of every `Access`, from any thread, while the block lasts.

    What the observer raises does not reach the load or the save: it becomes a warning with its cause.

    Parameters
    ----------
    observer : callable
        Called with one `Access` after each completed read or write. If it has a method `foretold`, that is called with
        the absolute path of each file that a script says it will write without `save`, which may never be completed.

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


def foretell(path: Path) -> None:
    """Tell the observers that want to hear it that a file is about to be written, by whatever means."""
    for observer in tuple(observers):
        if (told := getattr(observer, "foretold", None)) is not None:
            try:
                told(path)
            except Exception as cause:
                warn(f"{observer!r} failed on the coming write of {path}: {cause!r}")
