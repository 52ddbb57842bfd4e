"""The runs that gave a run what it read, by which its record is tied to theirs."""

from collections.abc import Collection
from contextlib import suppress

from scitex_clew.errors import CrateError
from scitex_clew.hashing import content
from scitex_clew.indexing.current import completed
from scitex_clew.indexing.index import Index, IndexedRun
from scitex_clew.indexing.ownership import opened_for
from scitex_clew.project import Project
from scitex_clew.records import crate
from scitex_clew.records.record import Role, RunRecord
from scitex_clew.records.run_directory import read_record


def parents_of(record: RunRecord, project: Project, roles: Collection[Role]) -> dict[str, str | None]:
    """Return the runs that gave a run what it read, as far as they are indexed, and the hashes of their crates.

    A run that has no crate at this moment, because it still lives, was killed, or its directory is gone, has None.

    Parameters
    ----------
    record : RunRecord
        The run.
    project : Project
        Its project.
    roles : collection of str
        What was read: those of its files that had one of these roles.

    Raises
    ------
    ClewError, OSError, sqlite3.Error
        If there is no index that can be read, so that nobody knows.
    """
    read = [access for access in record.accesses if access.role in roles and access.size > 0]
    found: dict[str, str | None] = {}
    with opened_for(project) as index, completed(index, unended_givers(index, project, record)) as known:
        for access in read:
            giver = known.giver(access, record.id, record.started)
            if giver is not None and giver.id not in found:
                found[giver.id] = hash_of_record(giver, project)
    return dict(sorted(found.items()))


def hash_of_record(run: IndexedRun, project: Project) -> str | None:
    """Return the hash of the crate of a run; None if it has none."""
    with suppress(OSError):
        return content(project.locate(run.directory) / crate.NAME).sha256
    return None


def unended_givers(index: Index, project: Project, reader: RunRecord) -> list[RunRecord]:
    """Return the runs without an end that have written what `reader` has read."""
    read = {access.path for access in reader.accesses}
    contents = {access.sha256 for access in reader.accesses}
    runs = (run for run in index.open_ended_runs() if run.id != reader.id)
    records = (record for run in runs if (record := so_far(run, project, read)) is not None)
    return [
        record
        for record in records
        if any(access.role == "output" and access.sha256 in contents for access in record.accesses)
    ]


def so_far(run: IndexedRun, project: Project, read: set[str]) -> RunRecord | None:
    """Return what is known of a run without an end; of files that were not read, hashes may be lacking."""
    try:
        record = read_record(project, run.directory, to_hash=read)
    except (CrateError, OSError):  # who asks for the run itself is told
        return None
    return record if record is not None and (record.script, record.id) == (run.script, run.id) else None
