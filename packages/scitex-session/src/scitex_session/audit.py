"""Every file that a script opens in its project, for those who ask for that (`@session(audit=True)`).

Python tells its audit hooks of each file that it opens (https://peps.python.org/pep-0578/). What is read is told to the
recorders at once, what is written when the run ends. Left out are the run directory, which is recorded in any case,
hidden files, installed packages, and Python's own code. Files that a library opens without Python, such as HDF5 or
SQLite do, are not seen, nor are those of other programs.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import local
from typing import Any

from scitex_io.observers import Access, notify
from scitex_io.paths import project_root
from scitex_session.run import Run

CODE = (".py", ".pyc", ".pyd", ".pyi", ".so")
UNTOLD = {"__pycache__", "node_modules", "site-packages"}


class Audit:
    """What one run opens.

    Parameters
    ----------
    run : Run
        The run.
    """

    def __init__(self, run: Run) -> None:
        self.root = f"{project_root(run.script.parent)}/"
        self.own = f"{os.path.realpath(run.directory)}/"
        self.read: set[tuple[str, int, int]] = set()
        self.written: dict[str, None] = {}
        self.thread = local()

    def opened(self, name: Any, flags: int) -> None:
        """Take note of a file that is just being opened."""
        path = os.path.realpath(os.fsdecode(name))
        if not path.startswith(self.root) or path.startswith(self.own) or is_untold(path[len(self.root) :]):
            return
        if flags & os.O_ACCMODE != os.O_WRONLY and not flags & os.O_TRUNC:
            self.note_read(path)
        if flags & os.O_ACCMODE != os.O_RDONLY:
            self.written[path] = None

    def note_read(self, path: str) -> None:
        """Tell of what is read, once for each state that the file is in."""
        with suppress(OSError):  # there is no such file, which the script will be told
            status = os.stat(path)  # noqa: PTH116
            state = (path, status.st_mtime_ns, status.st_size)
            if state not in self.read:
                self.read.add(state)
                notify(Access("read", Path(path)))

    def tell_of_written(self) -> None:
        """Tell of what was written and is still there."""
        for path in self.written:
            if os.path.isfile(path):  # noqa: PTH113
                notify(Access("write", Path(path)))


active: list[Audit] = []
installed: list[bool] = []


def hook(event: str, arguments: tuple[Any, ...]) -> None:
    """Hear of everything that Python does; of opened files, unless it is we who open them."""
    if event != "open" or not active or isinstance(arguments[0], int):
        return
    audit = active[-1]
    if getattr(audit.thread, "busy", False):
        return
    audit.thread.busy = True
    try:
        audit.opened(arguments[0], arguments[2])
    finally:
        audit.thread.busy = False


@contextmanager
def audited(run: Run) -> Iterator[None]:
    """Tell the recorders of every file that is opened in the project while the block lasts."""
    if not installed:
        sys.addaudithook(hook)  # for good: Python never lets go of one
        installed.append(True)
    audit = Audit(run)
    active.append(audit)
    try:
        yield
    finally:
        active.remove(audit)
        audit.tell_of_written()


def is_untold(path: str) -> bool:
    """Say whether a path in the project is of a file that nobody wants to hear of."""
    parts = path.split("/")
    return path.endswith(CODE) or any(part.startswith(".") or part in UNTOLD for part in parts)
