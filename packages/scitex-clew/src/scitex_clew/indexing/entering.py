"""A run enters the index of its project as it begins and as it ends; what goes wrong with that is a warning."""

import sqlite3

from scitex_clew.errors import ClewError
from scitex_clew.indexing import index, index_file
from scitex_clew.indexing.ownership import opened_for
from scitex_clew.project import Project
from scitex_clew.records import crate
from scitex_clew.records.record import RunRecord
from scitex_io.notices import warn

BRIEF = 1.0  # seconds that a run which begins waits for the index


def begin(project: Project, record: RunRecord) -> Exception | None:
    """Put a run that begins into the project's index; warn if that did not go well, and return why.

    An index that another process holds is not waited for long: the run is entered when it ends.
    """
    error = put(project, record, patience=BRIEF)
    if error is not None and index_file.is_held(error):
        warn(f"run {record.id} is not in the index yet, which another process holds: it is entered when the run ends")
    elif error is not None:
        warn_of_index(record, error)
    return error


def enter(
    project: Project, record: RunRecord, stamps: index.Stamps = index.NONE, told: Exception | None = None
) -> None:
    """Put a run that is over into the project's index; warn if that does not go well, unless it was told before."""
    error = put(project, record, stamps)
    if error is not None and (told is None or index_file.is_held(told)):
        warn_of_index(record, error)


def leave(project: Project, record: RunRecord) -> None:
    """Take a run that cannot be recorded out of the index again."""
    try:
        with opened_for(project, writing=True) as opened:
            opened.forget(record.id, record.directory)
    except (ClewError, OSError, sqlite3.Error) as error:
        warn(f"run {record.id} stays in the index as one that did not end: {error}")


def put(
    project: Project, record: RunRecord, stamps: index.Stamps = index.NONE, patience: float | None = None
) -> Exception | None:
    """Put a record into the project's index and return what went wrong, if anything did.

    Parameters
    ----------
    project : Project
        The project.
    record : RunRecord
        The record.
    stamps : mapping of (path, hash) to tuple, optional
        What tells of its files that they still hold what was recorded.
    patience : float, optional
        How many seconds to wait for another process's transaction.
    """
    try:
        create(project, record)
        with opened_for(project, patience, writing=True) as opened:
            opened.write(record, stamps)
    except (ClewError, OSError, sqlite3.Error) as error:
        return error
    return None


def create(project: Project, record: RunRecord) -> None:
    """Make the index, if there is none.

    If it replaces one that was lost, that is said, because it would be silent about the earlier runs.
    """
    if project.database.exists():
        return
    crates = project.locate(record.directory).parents[2].glob(f"*_out/FINISHED_*/*/{crate.NAME}")
    found = (path.parent for path in crates if path.parent.name != record.id)
    earlier = next(found, None)  # looked for first: what ends from now on is in the index
    if index_file.create(project.database) and earlier is not None:
        warn(f"{project.database} is new and lacks earlier runs, such as {earlier}; run: scitex clew index")


def warn_of_index(record: RunRecord, error: Exception) -> None:
    """Say that a run is not in the index, and how it comes into that."""
    advice = "" if "scitex clew index" in str(error) else "; once that is mended, run: scitex clew index"
    warn(f"run {record.id} is recorded in its directory but not in the index: {error}{advice}")
