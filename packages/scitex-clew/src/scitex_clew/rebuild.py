"""The index made anew from the run directories, which hold everything."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scitex_clew import crate, index, journal
from scitex_clew.errors import CrateError, DamagedIndexError
from scitex_clew.exporting.metadata import is_export
from scitex_clew.project import Project
from scitex_clew.record import RunRecord
from scitex_clew.run_directory import read_record
from scitex_io.paths import PROJECT_MARKERS


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
        Crates and journals that could not be read, one line each.
    set_aside : Path or None
        Where a damaged index was moved to.
    """

    database: Path
    runs: int
    complaints: tuple[str, ...]
    set_aside: Path | None


def reindex(directory: Path | str = ".") -> Rebuilt:
    """Rebuild the index of the project around `directory` from the crates and journals of its runs.

    A damaged index is moved aside, never emptied in place.

    Parameters
    ----------
    directory : path
        Anywhere in the project; the working directory by default.

    Examples
    --------
    >>> import scitex_clew
    >>> scitex_clew.reindex().complaints
    ()
    """
    project = Project.of(Path(directory))
    set_aside = None
    index.create(project.database)
    try:
        runs, complaints = replace_all(project)
    except DamagedIndexError:
        set_aside = move_aside(project.database)
        index.create(project.database)
        runs, complaints = replace_all(project)
    return Rebuilt(project.database, runs, tuple(complaints), set_aside)


def replace_all(project: Project) -> tuple[int, list[str]]:
    """Put what the run directories hold in place of the index; return how many runs, and complaints.

    The directories are read within the transaction: a run that ends meanwhile enters itself afterwards.
    """
    complaints: list[str] = []
    with index.opened(project.database) as opened:
        opened.replace_all(found_records(project, complaints))
        return len(opened.runs()), complaints


def found_records(project: Project, complaints: list[str]) -> Iterator[RunRecord]:
    """Yield the runs of every run directory below the project's root, in the order of their names."""
    seen: dict[str, str] = {}
    for folder in sorted(run_directories(project.root), key=lambda folder: (folder.name, folder)):
        directory = project.portable(folder)
        try:
            record = read_record(project, directory)
        except (CrateError, OSError) as error:
            if not is_export(folder / crate.NAME):  # which holds crates of runs
                complaints.append(str(error))
            continue
        if record is None:
            continue
        if record.id in seen:
            complaints.append(f"run {record.id} is in {seen[record.id]} and again in {directory}; the first counts")
            continue
        seen[record.id] = directory
        yield record


def run_directories(root: Path) -> Iterator[Path]:
    """Yield the directories below `root` that hold a crate or a journal.

    Hidden ones are not looked into, nor are those that are roots themselves: their runs are in their own index.
    """
    for folder, folders, names in os.walk(root):
        if crate.NAME in names or journal.NAME in names:
            yield Path(folder)
        nested = Path(folder) != root and not {*folders, *names}.isdisjoint(PROJECT_MARKERS)
        folders[:] = [] if nested else sorted(name for name in folders if not name.startswith("."))


def move_aside(database: Path) -> Path:
    """Rename a damaged index, with the files that SQLite keeps beside it, and return its new path."""
    mark = f".damaged-{time.time_ns()}"
    for ending in ("-wal", "-shm", ""):
        part = database.with_name(database.name + ending)
        if part.exists():
            part.rename(database.with_name(database.name + mark + ending))
    return database.with_name(database.name + mark)
