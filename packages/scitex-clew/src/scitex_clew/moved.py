"""Where the content of a file that is gone has been moved to."""

import os
from collections.abc import Iterable
from pathlib import Path

from scitex_clew.hashing import content
from scitex_clew.index import Index
from scitex_clew.project import Project
from scitex_io.paths import PROJECT_MARKERS

UNSEARCHED = {"__pycache__", "node_modules", "site-packages"}


def moved(project: Project, index: Index, gone: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Return hash → path of every content that is somewhere else in the project now.

    Only files of the right size are read. A file that records name in its place has not been moved there. Hidden
    directories, and projects within the project, are not looked into.

    Parameters
    ----------
    project : Project
        The project.
    index : Index
        Its index.
    gone : iterable of (str, int)
        Hash and size of each content that is not where it was.
    """
    wanted = {sha256: size for sha256, size in gone if size > 0}
    sizes = set(wanted.values())
    found: dict[str, str] = {}
    for path in files(project.root) if wanted else ():
        try:
            if path.stat(follow_symlinks=False).st_size in sizes:
                sha256, place = content(path).sha256, project.portable(path)
                if sha256 in wanted and sha256 not in found and not index.recorded_at(place):
                    found[sha256] = place
        except OSError:
            continue  # it has just gone, or cannot be read
        if len(found) == len(wanted):
            break
    return found


def files(root: Path) -> Iterable[os.DirEntry[str]]:
    """Yield every file of a project."""
    waiting = [str(root)]
    while waiting:
        try:
            entries = sorted(os.scandir(waiting.pop()), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.is_file(follow_symlinks=False) and not entry.name.startswith("."):
                yield entry
            elif entry.is_dir(follow_symlinks=False) and is_searched(entry):
                waiting.append(entry.path)


def is_searched(entry: os.DirEntry[str]) -> bool:
    """Say whether a directory may hold what was moved."""
    hidden = entry.name.startswith(".") or entry.name in UNSEARCHED
    return not hidden and not any(os.path.lexists(f"{entry.path}/{mark}") for mark in (*PROJECT_MARKERS, "pyvenv.cfg"))
