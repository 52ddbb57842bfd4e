"""What a session asks of its recorder about runs that are over, or that ended without a word."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scitex_clew.errors import ForeignIndexError, NoIndexError
from scitex_clew.indexing import entering
from scitex_clew.indexing.current import current_index
from scitex_clew.indexing.ownership import opened_for
from scitex_clew.project import Project
from scitex_clew.recording.observer import NEVER
from scitex_clew.recording.recorder import (
    Looks,
    crated,
    discard_journal,
    to_milliseconds,
    with_files,
    with_parents,
)
from scitex_clew.records import crate, journal
from scitex_clew.records.journal import Entry
from scitex_clew.records.leavings import promises_kept
from scitex_clew.records.plain import tree
from scitex_clew.records.run_directory import RUNNING, read_record
from scitex_clew.verifying.verification import Verification

if TYPE_CHECKING:
    from scitex_clew.recording.protocols import End


def record(directory: Path) -> dict[str, Any] | None:
    """Return what is recorded of the run in a directory: the fields of `RunRecord`, as JSON can hold them.

    None if there is neither a crate nor a journal.

    Raises
    ------
    CrateError
        If there is one that cannot be read.
    """
    project = Project.of_run(directory)
    found = read_record(project, project.portable(directory))
    return None if found is None else tree(found)  # type: ignore[return-value]


def readers(directory: Path) -> list[str]:
    """Return the ids of the runs that read what the run in a directory wrote, oldest first.

    What several runs wrote alike was read from one of them: the one that wrote it to the path that was read, else the
    last before the reader.

    Raises
    ------
    DamagedIndexError, NoIndexError
        If there is no index that can be read, so that nobody knows.
    """
    project = Project.of_run(directory)
    with current_index(project) as known:
        return [
            reader for producer, reader in Verification(known, project).inheritances() if producer == directory.name
        ]


def conclude(directory: Path, end: "End") -> bool:
    """Make a crate of what the journal in a run directory tells, if there is one, and of how the run ended.

    One that is there already is entered into the index, which may not know of it.

    Parameters
    ----------
    directory : Path
        The run directory at its final place; the journal may still name the earlier one.
    end : End
        What is known of the end.

    Returns
    -------
    bool
        Whether it is done. There may have been no room for the crate.

    Raises
    ------
    CrateError
        If the journal cannot be read.
    """
    project = Project.of_run(directory)
    if (directory / crate.NAME).exists():  # killed after that, perhaps before the index knew
        if (whole := read_record(project, project.portable(directory))) is not None:
            entering.enter(project, whole)
            discard_journal(directory)
        return True
    try:
        started, entries, promised = journal.contents(directory / journal.NAME)
    except FileNotFoundError:  # killed before it had one: the index alone may know of it
        forget(directory.parents[1] / RUNNING / directory.name)
        return True
    known = {entry.path for entry in entries if entry.mode == "write"}
    kept = (name for name, _ in promises_kept(started, promised, project.locate) if name not in known)
    entries += (Entry("write", name, None, 0, NEVER) for name in kept)  # which are hashed now
    record = with_files(started, directory, entries, Looks(project), end.without_secrets)
    if record.ended is None:
        ended = max(to_milliseconds(end.ended), record.started)  # somebody may have set the clock back
        record = record._replace(ended=ended, outcome=end.outcome, error=end.error)
    done = crated(project, with_parents(record, project))
    if done:
        discard_journal(directory)
    return done


def forget(directory: Path) -> None:
    """Take the run in a directory out of the project's index, if it is there.

    Raises
    ------
    DamagedIndexError, sqlite3.Error
        If there is an index that cannot be written.
    """
    project = Project.of_run(directory)
    with suppress(ForeignIndexError, NoIndexError), opened_for(project, writing=True) as opened:
        opened.forget(directory.name, project.portable(directory))
