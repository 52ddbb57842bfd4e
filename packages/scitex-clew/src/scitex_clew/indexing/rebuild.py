"""The index made anew from the run directories, which hold everything."""

import os
import re
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scitex_clew.errors import CrateError, DamagedIndexError
from scitex_clew.exporting.metadata import is_export
from scitex_clew.indexing import diagnosis, index_file
from scitex_clew.indexing.ownership import opened_for
from scitex_clew.project import Project
from scitex_clew.records import crate, journal
from scitex_clew.records.record import RunRecord
from scitex_clew.records.run_directory import RUNNING, is_outside, read_record
from scitex_io.roots import PROJECT_MARKERS, project_root

RUN_DIRECTORY = re.compile(r"_out/(FINISHED_(ERROR|SUCCESS)|RUNNING)/\d{8}_\d{6}_[A-Z0-9]{4}\Z")
BEGINNING = 60.0  # seconds within which a run that has a directory has a journal, however loaded the machine is


@dataclass(frozen=True)
class Rebuilt:
    """What was found.

    Attributes
    ----------
    database : Path
        The index.
    runs : int
        How many runs are in it now.
    complaints : tuple of str
        What could not be read, runs without a record, and records without the run that they come from, one line each.
    set_aside : Path or None
        Where an index was moved to that was damaged, or of a later version.
    fault : str or None
        What was wrong with that.
    """

    database: Path
    runs: int
    complaints: tuple[str, ...]
    set_aside: Path | None
    fault: str | None = None


def reindex(directory: Path | str = ".", *, others: Iterable[Path | str] = (), force: bool = False) -> Rebuilt:
    """Rebuild the index of the project around `directory` from the crates and journals of its runs.

    It also has the runs below other directories, from when they are first given.

    A damaged index is moved aside, never emptied in place. What the index knew of runs in directories that cannot be
    read now, or without a record that can be, stays in it.

    Parameters
    ----------
    directory : path
        Anywhere in the project; the working directory by default.
    others : iterable of path, optional
        Directories outside of the project, such as another project that this one has read from.
    force : bool, optional
        Whether an index of a later version is moved aside, too.

    Raises
    ------
    DamagedIndexError
        If the index is of a later version.
    ForeignIndexError
        If `SCITEX_CLEW_DB` names the index of another project.
    sqlite3.OperationalError
        If it is locked or cannot be written.

    Examples
    --------
    >>> import scitex_clew
    >>> scitex_clew.reindex().complaints
    ()
    """
    project = Project.of(Path(directory))
    index_file.discard_abandoned(project.database)
    try:
        index_file.create(project.database)
        return rebuilt(project, [Path(os.path.realpath(other)) for other in others], force=force)
    except (OSError, sqlite3.OperationalError) as error:
        raise sqlite3.OperationalError(f"the index is as it was: {error}; {advice(error)}") from error


def rebuilt(project: Project, others: list[Path], *, force: bool) -> Rebuilt:
    """Rebuild the index of a project, in the place of which there is something."""
    try:
        runs, complaints = replace_all(project, others)
    except DamagedIndexError as error:
        if index_file.is_later(project.database) and not force:
            raise
        set_aside, fault = move_aside(project.database), str(error.__cause__)
        index_file.create(project.database)
        runs, complaints = replace_all(project, others)
        return Rebuilt(project.database, runs, tuple(complaints), set_aside, fault)
    return Rebuilt(project.database, runs, tuple(complaints), None)


def is_run(path: Path) -> bool:
    """Say whether a path is that of a run directory, by its name."""
    return RUN_DIRECTORY.search(str(path)) is not None and path.is_dir()


def advice(error: OSError | sqlite3.OperationalError) -> str:
    """Return what to do about an index that cannot be written."""
    text = str(error)
    if "locked" in text:
        return "another program is writing it: wait for that, or end it, and try again"
    if "full" in text:
        return "make room and try again"
    return "see that you may write there, or put the index elsewhere: SCITEX_CLEW_DB=FILE"


def replace_all(project: Project, others: Collection[Path] = ()) -> tuple[int, list[str]]:
    """Put what the run directories hold in place of the index; return how many runs, and complaints.

    Those outside of the project are looked for in `others`, and where the index knows of some.

    The directories are read within the transaction: a run that ends meanwhile enters itself afterwards.
    """
    with opened_for(project, writing=True) as opened:
        if (fault := diagnosis.foreign_schema(opened.connection)) is not None:
            raise sqlite3.DatabaseError(fault)
        outside = {around(place) for place in opened.directories().values() if is_outside(place)}
        search = Search(project, {*others, *outside})
        opened.replace_all(search.records(), search.kept)
        return opened.number(), [*search.complaints, *search.without_runs(others)]


def around(directory: str) -> Path:
    """Return where the runs are that lie beside one: its `<script>_out`, or itself if somebody put it alone."""
    return Path(directory).parents[1] if RUN_DIRECTORY.search(directory) else Path(directory)


class Search:
    """A walk through the run directories of a project, and through those outside of it that somebody has named.

    Attributes
    ----------
    complaints : list of str
        What cannot be read, and what is not there, one line each.
    kept : list of str
        The directories that cannot be read, and those of runs without a record that can be.
    closed : bool
        Whether there are directories that cannot be read, so that nobody knows which runs are in there.
    """

    def __init__(self, project: Project, others: Iterable[Path] = ()) -> None:
        self.project = project
        within = {other for other in others if other.is_relative_to(project.root)}
        self.others = set(others) - within
        self.nested = {other for other in within if project_root(other) != str(project.root)}
        self.complaints = [
            f"{other} is a project of its own within this one: its runs are in its own index"
            for other in sorted(self.nested)
        ]
        self.kept: list[str] = []
        self.closed = False
        self.directories: dict[str, str] = {}  # of every run that was found
        self.readers: dict[str, str] = {}  # run → one that has read what it wrote

    def records(self) -> Iterator[RunRecord]:
        """Yield the run of every run directory, in the order of their names."""
        folders = sorted(
            {path for root in (self.project.root, *self.others) for path in self.folders(root)},
            key=lambda folder: (folder.name, folder),
        )
        unsettled = []
        for folder in folders:
            try:
                record = self.record(folder)
            except (CrateError, OSError):
                unsettled.append(folder)
            else:
                yield from self.new(record)
        for folder in unsettled:
            try:
                record = self.record(folder)
            except (CrateError, OSError) as error:
                self.complain(folder, error)
            else:
                yield from self.new(record)
        found = self.directories.keys() | {folder.name for folder in folders}
        for parent in sorted(self.readers.keys() - found) if not self.closed else ():
            reader = self.readers[parent]
            self.complaints.append(f"run {parent}, which run {reader} has read from: no directory here is its own")

    def without_runs(self, others: Iterable[Path]) -> Iterator[str]:
        """Yield of which directories nothing has come, though somebody named them, after `records`."""
        found = list(map(self.project.locate, self.directories.values()))
        for other in others:
            if other not in self.nested and not any(folder.is_relative_to(other) for folder in found):
                yield f"{other} holds no run"

    def folders(self, root: Path) -> Iterator[Path]:
        """Yield the directories below a root that hold a crate or a journal, or should by their names, links resolved.

        Hidden ones are not looked into, nor are those that are roots themselves: their runs are in their own index.
        Of links only those are followed that have the name of a `<script>_out`.
        """
        for folder, folders, names in os.walk(root, onerror=self.pass_by):
            if crate.NAME in names or journal.NAME in names or RUN_DIRECTORY.search(folder):
                yield Path(folder)
            nested = folder != str(root) and not {*folders, *names}.isdisjoint(PROJECT_MARKERS)
            folders[:] = [] if nested else sorted(name for name in folders if not name.startswith("."))
            links = (Path(folder, name) for name in folders if name.endswith("_out"))
            yield from (
                path.resolve() for link in links if link.is_symlink() for path in link.glob("[FR]*/*") if is_run(path)
            )

    def pass_by(self, error: OSError) -> None:
        """Note that a directory cannot be read, unless it has just been moved."""
        if not isinstance(error, FileNotFoundError):
            self.complaints.append(f"{error.filename} cannot be read: {error.strerror}; what was known of it stays")
            self.kept.append(self.project.portable(error.filename))
            self.closed = True

    def record(self, folder: Path) -> RunRecord:
        """Return the run in a directory, whose path has no links.

        Raises
        ------
        CrateError, OSError
            If there is none, or none that can be read.
        """
        record = read_record(self.project, self.project.named(str(folder)))
        if record is None:
            raise CrateError(f"{folder} holds no record of a run: there is neither {crate.NAME} nor {journal.NAME}")
        return record

    def new(self, record: RunRecord) -> Iterator[RunRecord]:
        """Yield a run unless there was one with its id."""
        if record.id not in self.directories:
            self.directories[record.id] = record.directory
            for parent, sha256 in record.parents.items():
                if sha256 is not None:  # it had a record then
                    self.readers.setdefault(parent, record.id)
            yield record
        elif (known := self.directories[record.id]) != record.directory:
            self.complaints.append(f"run {record.id} is in {known} and again in {record.directory}; the first counts")

    def complain(self, folder: Path, error: CrateError | OSError) -> None:
        """Note what is wrong with a directory, unless it was just made or moved, or holds crates of runs itself."""
        if isinstance(error, OSError):
            self.pass_by(OSError(error.errno, error.strerror, str(folder)))
        elif is_beginning(folder):
            self.kept.append(self.project.named(str(folder)))  # it may be in the index, which waits for no journal
        elif folder.exists() and not is_export(folder / crate.NAME):
            self.complaints.append(f"{error}; what was known of it stays")
            self.kept.append(self.project.named(str(folder)))


def is_beginning(folder: Path) -> bool:
    """Say whether the run of a directory may be about to begin its journal: nothing in there has any age."""
    if folder.parent.name != RUNNING:
        return False
    try:
        with os.scandir(folder) as entries:
            found = {entry.name: entry.stat(follow_symlinks=False) for entry in entries}
        oldest = min((status.st_mtime for status in found.values()), default=folder.stat().st_mtime)
    except OSError:
        return False  # it has just been moved
    begun = journal.NAME in found and found[journal.NAME].st_size > 0
    return not begun and time.time() - oldest < BEGINNING


def move_aside(database: Path) -> Path:
    """Rename a damaged index, with the files that SQLite keeps beside it, and return its new path."""
    mark = f".damaged-{time.time_ns()}"
    for ending in reversed(index_file.BESIDE):
        part = database.with_name(database.name + ending)
        if part.exists():
            part.rename(database.with_name(database.name + mark + ending))
    return database.with_name(database.name + mark)
