"""Where the content of a file that is gone has been moved to."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from scitex_clew.indexing.index import Index, full_path, own_path, parse_path, stored_path
from scitex_clew.indexing.noting import note
from scitex_clew.indexing.rows import Row, Seen
from scitex_clew.project import Project
from scitex_clew.stamps import stamp
from scitex_clew.verifying.present import Content, Present
from scitex_io.paths import is_remote
from scitex_io.roots import PROJECT_MARKERS

UNSEARCHED = {"__pycache__", "node_modules", "site-packages"}


def moved(project: Project, index: Index, gone: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Return hash → path of every content that is somewhere else in the project now.

    What another run had read of one that wrote it moved with the directory of that. Everything else is searched for:
    only files of the right size are read, and once only. Where a run wrote the content into its directory, or without
    having read it, that is the run's own, and has not been moved there. Hidden directories, and projects within the
    project, are not looked into.

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
    found = moved_with_runs(project, index, wanted)
    return found | searched(project, index, {sha256: wanted[sha256] for sha256 in wanted.keys() - found.keys()})


def moved_with_runs(project: Project, index: Index, wanted: Mapping[str, int]) -> dict[str, str]:
    """Return hash → path of what lies where the directory of the run that gave it to another one is now.

    If some run's own output with this content is gone, it is that which is asked for, and no other run's is it.
    """
    directories = index.directories() if wanted else {}
    written: dict[str, list[tuple[str, Row]]] = {}
    for row in index.written_rows(list(wanted)):
        path = full_path(parse_path(row[3]), directories[row[0]])
        if not is_remote(path):
            written.setdefault(row[5].hex(), []).append((path, row))
    present = Present(project.root)
    found: dict[str, str] = {}
    for sha256, outputs in written.items():
        if all(os.path.exists(project.locate(path)) for path, _ in outputs):  # noqa: PTH110
            place = next((path for path, row in outputs if gave(index, present, row, path)), None)
            found |= {} if place is None else {sha256: place}
    note(index, [*present.learnt.values()])
    return found


def gave(index: Index, present: Present, row: Row, path: str) -> bool:
    """Say whether a run has given to another one what it wrote to a path, and that is still there."""
    home = row[0] if path != parse_path(row[3]) else 0
    return index.gave(row[0], row[4]) and present.content(home, row, path) in (row[4], row[5])


def searched(project: Project, index: Index, wanted: Mapping[str, int]) -> dict[str, str]:
    """Return hash → path of what is found in a walk through the project."""
    if not wanted:
        return {}
    sizes = set(wanted.values())
    search = Search(project, index, wanted)
    found: dict[str, str] = {}
    for entry in files(project.root):
        try:
            size = entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue  # it has just gone
        if size in sizes and (sha256 := search.content(entry)) in wanted:
            found.setdefault(sha256, search.place(entry))
            if len(found) == len(wanted):
                break
    note(index, (), search.learnt)
    return found


class Search:
    """A walk through the files of a project, in search of some contents."""

    def __init__(self, project: Project, index: Index, wanted: Collection[str]) -> None:
        self.project = project
        self.seen = index.seen()
        self.homes = {directory: run for run, directory in index.directories().items()}
        self.originals = index.originals(list(wanted))
        self.present = Present(project.root)
        self.learnt: list[tuple[str, Seen]] = []

    def place(self, entry: os.DirEntry[str]) -> str:
        """Return what records would call a file."""
        return entry.path.removeprefix(f"{str(self.project.root).rstrip('/')}/")

    def content(self, entry: os.DirEntry[str]) -> str:
        """Return the hash of a file; nothing if a run wrote that there of its own, or it cannot be read."""
        place = self.place(entry)
        home, text = self.home(place)
        sha256, known = self.seen.get((home, stored_path(text)), (b"", None))
        now: Content = sha256
        if known != stamp(entry.stat(follow_symlinks=False)):
            now = self.present.hashed(home, 0, place)
            self.learnt += [(text, learnt) for learnt in self.present.learnt.values()]
            self.present.learnt.clear()
        return now.hex() if isinstance(now, bytes) and (now, place) not in self.originals else ""

    def home(self, place: str) -> tuple[int, str]:
        """Return the number of the run in whose directory a file is, else 0, and what the index calls it there."""
        folder = place.rpartition("/")[0]
        while folder and folder not in self.homes:
            folder = folder.rpartition("/")[0]
        return (self.homes[folder], own_path(place, folder)) if folder else (0, place)


def files(root: Path) -> Iterator[os.DirEntry[str]]:
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
