"""The index as it is at this moment: what runs without an end have read and written is in their journals alone."""

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain

from scitex_clew.errors import CrateError
from scitex_clew.indexing.index import NONE, Index, IndexedRun, Stamps
from scitex_clew.indexing.index_file import copied
from scitex_clew.indexing.ownership import opened_for
from scitex_clew.project import Project
from scitex_clew.records import journal
from scitex_clew.records.record import RunRecord
from scitex_clew.records.run_directory import read_record


@contextmanager
def current_index(project: Project) -> Iterator[Index]:
    """Open the index of `project`, completed in memory if there are runs without an end.

    Raises
    ------
    DamagedIndexError, ForeignIndexError, NoIndexError
        If there is no index that can be read, or it is that of another project.
    """
    with opened_for(project) as index:
        open_ended = index.open_ended_runs()
        records = [record for run in open_ended if (record := full_record(project, run)) is not None]
        stamps = dict(chain.from_iterable(stamps_of(project, record).items() for record in records))
        with completed(index, records, stamps) as current:
            yield current


@contextmanager
def completed(index: Index, records: Collection[RunRecord], stamps: Stamps = NONE) -> Iterator[Index]:
    """Yield an index that has `records` in place of what it knew of these runs, in memory if there are any."""
    if not records:
        yield index
        return
    with closing(copied(index.connection)) as memory:
        copy = Index(memory, index)
        for record in records:
            copy.write(record, stamps)
        yield copy


def stamps_of(project: Project, record: RunRecord) -> Stamps:
    """Return what tells of the files of a run without an end that they still hold what is in its journal."""
    with suppress(CrateError, OSError):
        started, entries, _ = journal.contents(project.locate(record.directory) / journal.NAME)
        return journal.stamps(journal.moved(entry, started.directory, record.directory) for entry in entries)
    return NONE


def full_record(project: Project, run: IndexedRun) -> RunRecord | None:
    """Return all that is known of a run; None if its directory is gone or holds nothing of it that can be read."""
    try:
        record = read_record(project, run.directory)
    except (CrateError, OSError):
        return None
    return record if record is not None and (record.script, record.id) == (run.script, run.id) else None
