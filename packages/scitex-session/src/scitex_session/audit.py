"""Every file that a script opens in its project, for those who ask for that (`@session(audit=True)`).

Python tells its audit hooks of each file that it opens (https://peps.python.org/pep-0578/). What is read is told to the
recorders at once, what is written when the run ends. Left out are the run directory, which is recorded in any case,
hidden files, installed packages, and Python's own code. Files that a library opens without Python, such as HDF5 or
SQLite do, are not seen, nor are those of other programs. Worker processes put what they write into a hidden file of the
run directory, of which the run tells with its own.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from stat import S_ISREG
from threading import local
from typing import Any

from scitex_io.observers import Access, notify
from scitex_io.roots import project_root
from scitex_session.recorders import InWorker
from scitex_session.run import Run

CODE = (".py", ".pyc", ".pyd", ".pyi", ".so")
EVENTS = ("open", "os.link", "os.rename")
UNTOLD = {"__pycache__", "node_modules", "site-packages"}
WRITTEN = ".audited"  # in the run directory


class Audit:
    """What one process of a run opens.

    Parameters
    ----------
    roots : tuple of str
        The project of the script, and that of the run directory, absolute, each with a slash at its end.
    own : str
        The run directory while the run lasts, as these.
    started : float
        When the run began, in seconds since the epoch.
    process : int, optional
        The process of the run itself; what others write is told by that one.
    """

    def __init__(self, roots: tuple[str, ...], own: str, started: float, process: int | None = None) -> None:
        self.roots = roots
        self.own = own
        self.started = started
        self.process = process
        self.read: set[tuple[str, int, int]] = set()
        self.written: dict[str, None] = {}
        self.thread = local()

    def opened(self, name: Any, flags: int) -> None:
        """Take note of a file that is just being opened."""
        path = self.audited(name)
        if path is None:
            return
        if not flags & os.O_TRUNC and path not in self.written:  # what is added to is an input, too
            self.note_read(path)
        if flags & os.O_ACCMODE != os.O_RDONLY:
            self.note_written(path)

    def renamed(self, source: Any, target: Any) -> None:
        """Take note of a file, or a directory with files that the run wrote, that is just being given another name.

        What was there before the run is an input. What was not, the run has made, by whatever means.
        """
        path, new = Path(os.path.realpath(os.fsdecode(source))), self.audited(target)
        if path.is_file():
            old = self.audited(source)
            if old is not None and old not in self.written and path.stat().st_mtime < self.started:
                self.note_read(old)
            if new is not None:
                self.note_written(new)
        elif new is not None:
            for name in [name for name in self.written if name.startswith(f"{path}/")]:
                self.note_written(new + name[len(str(path)) :])

    def audited(self, name: Any) -> str | None:
        """Return where a file really is; None if nobody wants to hear of it."""
        path = os.path.realpath(os.fsdecode(name))
        inside = next((path[len(root) :] for root in self.roots if path.startswith(root)), None)
        return None if inside is None or path.startswith(self.own) or is_untold(inside) else path

    def note_read(self, path: str) -> None:
        """Tell of what is read, once for each state that the file is in."""
        with suppress(OSError):  # there is no such file, which the script will be told
            status = os.stat(path)  # noqa: PTH116
            state = (path, status.st_mtime_ns, status.st_size)
            if state not in self.read and S_ISREG(status.st_mode):
                self.read.add(state)
                notify(Access("read", Path(path)))

    def note_written(self, path: str) -> None:
        """Remember what is written until the run ends."""
        if path in self.written:
            return
        self.written[path] = None
        if os.getpid() != self.process:
            with suppress(FileNotFoundError):  # the run is over
                line = os.open(self.own + WRITTEN, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
                try:
                    os.write(line, os.fsencode(path) + b"\0")
                finally:
                    os.close(line)

    def tell_of_written(self) -> None:
        """Tell of what the run and its workers have written, if it is still there."""
        try:
            of_workers = os.fsdecode(Path(self.own, WRITTEN).read_bytes()).split("\0")[:-1]
            Path(self.own, WRITTEN).unlink()
        except FileNotFoundError:
            of_workers = []
        for path in dict.fromkeys([*self.written, *of_workers]):
            if os.path.isfile(path):  # noqa: PTH113
                notify(Access("write", Path(path)))


active: list[Audit] = []
installed: list[bool] = []


def hook(event: str, arguments: tuple[Any, ...]) -> None:
    """Hear of everything that Python does; of files, unless it is we who open them."""
    if event not in EVENTS or not active or isinstance(arguments[0], int):
        return
    audit = active[-1]
    if getattr(audit.thread, "busy", False):
        return
    audit.thread.busy = True
    try:
        if event == "open":
            audit.opened(arguments[0], arguments[2])
        elif arguments[2:] == (-1, -1):  # names in directories that are open are not looked up
            audit.renamed(arguments[0], arguments[1])
    finally:
        audit.thread.busy = False


@contextmanager
def audited(run: Run) -> Iterator[InWorker]:
    """Tell the recorders of every file that is opened in the project while the block lasts.

    Yields
    ------
    callable
        What is to be opened in worker processes.
    """
    own = f"{os.path.realpath(run.directory)}/"
    folders = (run.script.parent, run.directory.parents[2])
    roots = tuple(dict.fromkeys(f"{project_root(folder)}/" for folder in folders))
    audit = Audit(roots, own, run.started.timestamp(), run.pid)
    try:
        with listening(audit):
            yield partial(audited_worker, roots, own, audit.started)
    finally:
        audit.tell_of_written()


@contextmanager
def audited_worker(roots: tuple[str, ...], own: str, started: float) -> Iterator[None]:
    """Do the same in a worker process of a run."""
    with listening(Audit(roots, own, started)):
        yield


@contextmanager
def listening(audit: Audit) -> Iterator[None]:
    """Let one process be audited while the block lasts."""
    if not installed:
        sys.addaudithook(hook)  # for good: Python never lets go of one
        installed.append(True)
    active.append(audit)
    try:
        yield
    finally:
        active.remove(audit)


def is_untold(path: str) -> bool:
    """Say whether a path in the project is of a file that nobody wants to hear of."""
    parts = path.split("/")
    return path.endswith(CODE) or any(part.startswith(".") or part in UNTOLD for part in parts)
