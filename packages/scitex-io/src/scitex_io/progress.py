"""A bar on the terminal, or in the notebook, for a load or a save that takes longer than two seconds.

It is tqdm's, if that is installed, and goes to the terminal itself, not to stderr: what is redirected, or captured by a
session for its log, stays free of it. `SCITEX_PROGRESS=0` in the environment switches it off.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threading import Event

DELAY = 2.0
INTERVAL = 0.2
COUNTERS = Path("/proc/self/io")


@contextmanager
def shown(verb: str, path: Path, name: str | None = None) -> Iterator[None]:
    """Show, after a while, how far the block is with the file at `path`.

    Parameters
    ----------
    verb : {"reading", "writing"}
        What the block does.
    path : Path
        The file as it is on the disk.
    name : str, optional
        What the user calls it.
    """
    if os.environ.get("SCITEX_PROGRESS") == "0" or not (is_notebook() or is_terminal()):
        yield
        return
    from threading import Event, Thread  # not needed by those whom nobody watches

    done = Event()
    watcher = Thread(target=watch, args=(done, verb, path, name or path.name), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def is_notebook() -> bool:
    """Say whether this process is the kernel of a notebook."""
    return "ipykernel" in sys.modules


def is_terminal() -> bool:
    """Say whether people see what is written to stderr."""
    return sys.stderr is not None and not sys.stderr.closed and sys.stderr.isatty()


def watch(done: "Event", verb: str, path: Path, name: str) -> None:
    """Draw the bar until the work is done, if it is not done soon."""
    start = bytes_read()
    if done.wait(DELAY):
        return
    with suppress(ImportError, OSError), bar(f"{verb} {name}", size(path) if verb == "reading" else None) as drawn:
        while not done.wait(INTERVAL):
            position = size(path) if verb == "writing" else min(bytes_read() - start, drawn.total)
            drawn.update(position - drawn.n)


@contextmanager
def bar(description: str, total: int | None) -> Iterator[Any]:
    """Open a bar that counts bytes and leaves nothing behind."""
    look = {"desc": description, "total": total, "unit": "B", "unit_scale": True, "leave": False}
    if is_notebook():
        from tqdm import notebook

        if notebook.IProgress is None:  # then it leaves half a bar behind, which fails when it is deleted
            raise ImportError("a bar in a notebook needs ipywidgets")
        with notebook.tqdm(**look) as drawn:
            yield drawn
    else:
        from tqdm import tqdm

        with terminal() as screen, tqdm(**look, file=screen, dynamic_ncols=True) as drawn:
            yield drawn


@contextmanager
def terminal() -> Iterator[IO[str]]:
    """Open the terminal that this process belongs to.

    Raises
    ------
    OSError
        If there is none, or the process is in its background.
    """
    with Path(os.ctermid()).open("w", encoding="utf-8") as screen:
        if os.tcgetpgrp(screen.fileno()) != os.getpgrp():
            raise OSError("in the background")
        yield screen


def bytes_read() -> int:
    """Return how many bytes this process has read so far, or 0 where the system does not count."""
    with suppress(OSError, ValueError, IndexError):
        return int(COUNTERS.read_bytes().split()[1])
    return 0


def size(path: Path) -> int:
    """Return the present size of a file, or of all files in a directory."""
    with suppress(OSError):
        files = path.rglob("*") if path.is_dir() else [path]
        return sum(file.stat().st_size for file in files)
    return 0
