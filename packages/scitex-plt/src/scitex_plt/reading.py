"""Files that a user asks for: found where scitex-io looks, and told to those whom it tells of what was read.

A process that has not used scitex-io has no run directory, and nobody to tell.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from scitex_plt.errors import MissingFileError

NOTED: ContextVar[dict[Path, os.stat_result] | None] = ContextVar("noted", default=None)
"""What was read because a user has asked for it, and what the system told of it then; None if nobody has asked."""


def asked_for(path: str | os.PathLike[str]) -> Path:
    """Return the file that a path means: in a run that in the run directory, else that in the working directory.

    Raises
    ------
    MissingFileError
        If a run has neither, or it is a folder.
    """
    paths = sys.modules.get("scitex_io.paths")
    try:
        found: Path = paths.to_read(path) if paths and paths.base_directories else Path(path)
    except FileNotFoundError as cause:
        raise MissingFileError(str(cause)) from cause
    if found.is_dir():
        raise MissingFileError(f"{found}: a folder: expected a recipe, or a picture")
    return found


@contextmanager
def observed() -> Iterator[None]:
    """Tell the observers, when the block ends, of the files that were read in it."""
    noted: dict[Path, os.stat_result] = {}
    token = NOTED.set(noted)
    try:
        yield
    finally:
        NOTED.reset(token)
    if observers := sys.modules.get("scitex_io.observers"):
        for path, before in noted.items():
            observers.notify(observers.Access("read", path, before=before))


def note(path: Path) -> None:
    """Note that a file is about to be read."""
    if (noted := NOTED.get()) is not None:
        noted.setdefault(Path(os.path.abspath(path)), path.stat())
