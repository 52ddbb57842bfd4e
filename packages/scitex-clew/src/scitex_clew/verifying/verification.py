"""One look at the files of a project: what became of all that its runs read and wrote, and what follows from that."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from scitex_clew.hashing import beginning
from scitex_clew.indexing.index import Index, IndexedRun, full_path, parse_path
from scitex_clew.indexing.noting import note
from scitex_clew.indexing.rows import Row
from scitex_clew.project import Project
from scitex_clew.records.process import alive
from scitex_clew.records.record import FileAccess
from scitex_clew.stamps import Stamp
from scitex_clew.verifying.last_answer import UNKNOWN, settled_stamp
from scitex_clew.verifying.lineage import ancestors, links, may_follow
from scitex_clew.verifying.moved import moved
from scitex_clew.verifying.present import MISSING, UNREADABLE, UNSTABLE, Content, Present
from scitex_clew.verifying.reasons import word_of
from scitex_clew.verifying.reports import FINE, INHERITED, Cause, FileReport, RunReport, RunVerdict
from scitex_io.paths import is_remote

if TYPE_CHECKING:
    from scitex_clew.sealing.ties import Contradiction
    from scitex_clew.verifying.grounds import Grounds
    from scitex_clew.verifying.last_answer import LastAnswer

READ = ("input", "config")
WRITTEN = ("output", "log", "diff")

First = TypeVar("First")
Second = TypeVar("Second")

Call = tuple[str, str]
"""What runs have in common that are repetitions of each other: script and call."""

Way = Mapping[Call, Call | None]
"""The calls on the way of a cause that may come round again, each with the one that it was reached from."""


class Verification:
    """One look at the files of a project.

    Parameters
    ----------
    index : Index
        Its index.
    project : Project
        The project.
    ids : set of str, optional
        The runs to look at, their ancestors among them; by default all.
    full : bool, optional
        Whether every file is hashed.
    last : LastAnswer, optional
        The last answer. If the index is of the same edition, files that were right and have not been touched are not
        looked at for the runs that there were; the reports cannot then tell of them.
    """

    def __init__(
        self,
        index: Index,
        project: Project,
        ids: set[str] | None = None,
        *,
        full: bool = False,
        last: "LastAnswer | None" = None,
    ) -> None:
        self.index = index
        self.project = project
        self.whole = ids is None
        self.present = Present(project.root, full=full)
        self.now: dict[str, Content] = {}
        self.wrong_paths: set[str] = set()
        with index.snapshot():
            self.runs = index.runs() if ids is None else index.runs_named(ids)
            repetitions = self.runs if ids is None else index.successful_repetitions(ids)
            numbers = index.numbers(ids)
            self.writers = index.writing(ids)
            self.edition = index.edition() if index.disk is index else None
            # Only now: nobody can change what was read and leave the stamp as it is.
            self.before = settled_stamp(str(project.database)) if self.edition is not None else None
            self.still_right: dict[str, Stamp] = {}
            self.newest = 0
            self.partial = False
            if last is not None and self.edition and index.goes_on_from(last.edition) and last.spares_much():
                self.partial = True
                self.still_right, self.newest = last.still_right(), last.newest
                rows = index.rows_at(last.doubtful(), self.newest)
            else:
                rows = index.rows(ids)
        self.dead = {run.id for run in self.runs if run.ended is None and not alive(run.host, run.pid, run.process)}
        self.failed = self.dead | {run.id for run in self.runs if run.outcome == "error"}
        self.latest = {(run.script, run.call): run for run in repetitions if run.outcome == "success"}
        self.by_id = {run.id: run for run in self.runs}
        self.calls: dict[str, Call] = {run.id: (run.script, run.call) for run in self.runs}
        self.superseding: set[str] = set()
        self.writers_there: dict[str, list[IndexedRun]] = {}
        self.ancestry: dict[str, set[str]] = {}
        self.rows: dict[str, list[Row]] = {}
        self.readings: dict[str, list[Row]] = {}
        for row in rows:
            run = numbers[row[0]]
            self.rows.setdefault(run, []).append(row)
            if is_reading(row):
                self.readings.setdefault(run, []).append(row)
        self.producers = self.outputs_that_were_read()
        self.of_failed = {
            content for content, written in self.producers.items() if any(run.id in self.failed for run, _ in written)
        }

    def outputs_that_were_read(self) -> dict[int, list[tuple[IndexedRun, str]]]:
        """Return content → the runs that wrote it, and where, oldest first; of what no run read it is left out."""
        read = {row[4] for rows in self.readings.values() for row in rows}
        found: dict[int, list[tuple[IndexedRun, str]]] = {}
        for run in self.runs:
            for row in self.rows.get(run.id, ()):
                if row[4] in read and row[1] == "output":
                    found.setdefault(row[4], []).append((run, as_text(row[3])))
        return found

    def reports(self, contradictions: "Iterable[Contradiction]" = ()) -> tuple[RunReport, ...]:
        """Return the reports of the runs, oldest first, and note what was learnt of their files.

        Parameters
        ----------
        contradictions : iterable of Contradiction, optional
            Where the records of the runs do not fit each other.
        """
        wrong = {run.id: self.wrong_files(run) for run in self.runs}
        wrong = self.with_moved(self.with_versions(wrong))
        causes = self.spread({run.id: self.causes(run, wrong[run.id]) for run in self.runs})
        parents, children = self.kin()
        altered = grouped((told.run if told.run in self.calls else told.child, told) for told in contradictions)
        found = tuple(
            self.report(
                run,
                wrong[run.id],
                causes[run.id],
                parents.get(run.id, ()),
                children.get(run.id, ()),
                altered.get(run.id, ()),
            )
            for run in self.runs
        )
        note(self.index, [*self.present.learnt.values()])
        return found

    def grounds(self) -> "Grounds | None":
        """Return what the reports rest upon; None if that is not just the index and the files."""
        if self.edition is None or self.present.full or any(run.ended is None for run in self.runs):
            return None
        from scitex_clew.verifying.grounds import Grounds

        known = self.present.known
        right = {**self.still_right, **known}
        for path in self.wrong_paths:
            right.pop(path, None)
        others = (path for path in self.now if path not in right and not ("://" in path and is_remote(path)))
        return Grounds(self.before, self.edition, right, {path: known.get(path, UNKNOWN) for path in others})

    def report(
        self,
        run: IndexedRun,
        wrong: tuple[FileReport, ...],
        causes: tuple[Cause, ...],
        parents: tuple[str, ...],
        children: tuple[str, ...],
        altered: "tuple[Contradiction, ...]",
    ) -> RunReport:
        """Return the report of one run."""
        later = self.repetition(run)
        found = self.verdict(run, wrong, causes, altered, repeated=later is not None)
        superseded_by = later.id if later is not None and (found == "superseded" or run.outcome == "error") else None
        empty = run.ended is not None and run.id not in self.writers
        return RunReport(run, found, superseded_by, wrong, causes, parents, children, empty, self.files, altered)

    def verdict(
        self,
        run: IndexedRun,
        wrong: Iterable[FileReport],
        causes: tuple[Cause, ...],
        altered: "tuple[Contradiction, ...]",
        *,
        repeated: bool,
    ) -> RunVerdict:
        """Return the verdict on a run, the gravest first."""
        if run.ended is None:
            return "incomplete" if run.id in self.dead else "running"
        if any(told.run == run.id for told in altered):
            return "altered"
        written = {file.verdict for file in wrong if file.access.role in WRITTEN}
        for found in ("modified", "unstable", "missing", "unreadable"):
            if found in written:
                return found
        if run.outcome == "error":
            return "failed"
        kinds: set[RunVerdict] = {word_of(cause) for cause in causes}
        if altered:
            kinds.add("orphaned")
        if not kinds:
            return "verified"
        if repeated:
            return "superseded"
        return next(kind for kind in INHERITED if kind in kinds)

    def failures(self, id: str) -> tuple[IndexedRun, ...]:
        """Return the runs that failed or died among one and those that it descends from, oldest first.

        No file is looked at.
        """
        doubts = self.spread({run.id: self.doubts(run) for run in self.runs})[id]
        named = {id, *(cause.file.failed for cause in doubts)} & self.failed
        return tuple(run for run in self.runs if run.id in named)

    def wrong_files(self, run: IndexedRun) -> tuple[FileReport, ...]:
        """Return the verdicts on what a run read and wrote, but for what is verified.

        What it read and then wrote anew counts once, as written.
        """
        wrong: list[FileReport] = []
        directory = run.directory
        now, still_right, newest = self.now, self.still_right, self.newest
        for row in self.rows.get(run.id, ()):
            number, text, content = row[0], as_text(row[3]), row[4]
            if text[:2] == "./":
                path, home = f"{directory}{text[1:]}", number
            else:
                path, home = text, 0
            if path in still_right and number <= newest:
                continue
            if path not in now:
                now[path] = MISSING if "://" in path and is_remote(path) else self.present.content(home, row, path)
            if now[path] != content and now[path] != row[5]:
                self.wrong_paths.add(path)
                wrong.append(self.judge(run, file_access(row, path)))
        if not wrong:
            return ()
        own = {file.access.path for file in wrong if file.access.role == "output"} | self.rewritten(run)
        return tuple(file for file in wrong if file.access.role in WRITTEN or file.access.path not in own)

    def rewritten(self, run: IndexedRun) -> set[str]:
        """Return the paths outside of its directory that a run wrote."""
        texts = (row[3] for row in self.rows.get(run.id, ()) if row[1] == "output" and row[3][:2] not in ("./", b"./"))
        return {text if isinstance(text, str) else parse_path(text) for text in texts}

    def judge(self, run: IndexedRun, access: FileAccess) -> FileReport:
        """Return the verdict on one access of a file that is not what was recorded."""
        now = self.now[access.path]
        if is_remote(access.path):
            return FileReport(access, "remote")
        if now == UNSTABLE:
            return FileReport(access, "unstable")
        if now == MISSING:
            return FileReport(access, "missing")
        if now == UNREADABLE:
            return FileReport(access, "unreadable")
        if access.role == "log" and self.has_grown(access):
            return FileReport(access, "verified")
        if access.path not in self.writers_there:
            self.writers_there[access.path] = self.writers_of(access.path, now)
        for later in self.writers_there[access.path]:
            if later.id != run.id and may_follow(later, run):
                self.superseding.add(later.id)
                return FileReport(access, "superseded", later.id)
        return FileReport(access, "modified")

    def writers_of(self, path: str, now: Content) -> list[IndexedRun]:
        """Return the runs that wrote to a path what is there now, oldest first."""
        present = now.hex() if isinstance(now, bytes) else self.index.sha256_of(now)
        places = (path, self.project.portable(self.project.locate(path)))  # it may be a link by now
        ids = {writer for writer, place in self.index.writers(present) if place in places}
        return self.index.runs_named(ids) if ids else []

    def has_grown(self, log: FileAccess) -> bool:
        """Say whether a log is what was recorded and more: a child that outlived the run may have gone on printing."""
        try:
            return beginning(self.project.locate(log.path), log.size) == log.sha256
        except OSError:
            return False

    def with_versions(self, wrong: dict[str, tuple[FileReport, ...]]) -> dict[str, tuple[FileReport, ...]]:
        """Return reports in which what a later run had replaced, before somebody touched that, is superseded."""
        lost = ("missing", "modified")
        paths = {file.access.path for files in wrong.values() for file in files if file.verdict in lost}
        last = self.index.last_written(paths)
        writers = {run.id: run for run in self.index.runs_named({id for id, _ in last.values()})} if last else {}

        def told(run: IndexedRun, file: FileReport) -> FileReport:
            if file.verdict not in lost or file.access.path not in last:
                return file
            id, sha256 = last[file.access.path]
            since = run.ended if file.access.role in WRITTEN else run.started
            ended = writers[id].ended
            if id == run.id or sha256 == file.access.sha256 or since is None or ended is None or ended <= since:
                return file
            self.superseding.add(id)
            return FileReport(file.access, "superseded", id)

        return {id: tuple(told(self.by_id[id], file) for file in files) for id, files in wrong.items()}

    def with_moved(self, wrong: dict[str, tuple[FileReport, ...]]) -> dict[str, tuple[FileReport, ...]]:
        """Return reports in which files whose content is somewhere else are moved and not missing."""
        gone = {file.access for files in wrong.values() for file in files if file.verdict == "missing"}
        if not gone:
            return wrong
        places = moved(self.project, self.index, ((access.sha256, access.size) for access in gone))
        return {run: tuple(told_moved(file, places) for file in files) for run, files in wrong.items()}

    def files(self, run: IndexedRun, wrong: tuple[FileReport, ...]) -> tuple[FileReport, ...]:
        """Return the verdicts on all that a run read and wrote; what it wrote anew after that it superseded itself."""
        known = {file.access: file for file in wrong}
        every = [file_access(row, full_path(as_text(row[3]), run.directory)) for row in self.all_rows(run.id)]
        own = {access.path: access for access in every if access.role == "output"}

        def judged(access: FileAccess) -> FileReport:
            written = access if access.role in WRITTEN else own.get(access.path, access)
            if written.sha256 != access.sha256:
                return FileReport(access, "superseded", run.id)
            return known.get(written, FileReport(written, "verified"))._replace(access=access)

        return tuple(map(judged, sorted(every)))

    def all_rows(self, id: str) -> list[Row]:
        """Return everything that a run read and wrote, also what was not looked at."""
        return self.index.rows([id]) if self.partial else self.rows.get(id, [])

    def causes(self, run: IndexedRun, wrong: Iterable[FileReport]) -> tuple[Cause, ...]:
        """Return what is to be said of the files that a run read.

        They are not what they were, or would be, or were never to be relied on. What a run has replaced that descends
        from this one, so that both are versions in a line, is no cause.
        """
        found = [
            Cause(run.id, file)
            for file in wrong
            if file.access.role in READ and file.verdict not in FINE and not self.is_next_version(file, run)
        ]
        if not self.producers or run.id not in self.readings:
            return tuple(found)
        told = self.rewritten(run) | {cause.file.access.path for cause in found}
        for row in self.readings[run.id]:
            if row[1] in READ and row[4] in self.producers and as_text(row[3]) not in told:
                later = self.successor(run, row)
                if later is not None:
                    access = file_access(row, full_path(as_text(row[3]), run.directory))
                    found.append(Cause(run.id, FileReport(access, "outdated", later.id)))
        return (*self.doubts(run), *found)

    def doubts(self, run: IndexedRun) -> tuple[Cause, ...]:
        """Return what a run read of runs that failed or died, unless a successful repetition of these wrote it too."""
        found: list[Cause] = []
        for row in self.readings.get(run.id, ()) if self.of_failed else ():
            producer = self.producer(run, row) if row[4] in self.of_failed else None
            if producer is not None and producer.id in self.failed and not self.came_out(row[5].hex(), producer):
                access = file_access(row, full_path(as_text(row[3]), run.directory))
                found.append(Cause(run.id, FileReport(access, "doubtful", failed=producer.id)))
        return tuple(found)

    def came_out(self, sha256: str, run: IndexedRun) -> bool:
        """Say whether a successful repetition of a run wrote a content, and had not read it."""
        repetitions = {repetition.id for repetition in self.index.successful_repetitions({run.id})}
        wrote = repetitions and {writer for writer, _ in self.index.writers(sha256)} & repetitions
        content = bytes.fromhex(sha256)
        return any(
            all(row[5] != content or row[1] in WRITTEN for row in self.index.rows([repetition])) for repetition in wrote
        )

    def successor(self, reader: IndexedRun, row: Row) -> IndexedRun | None:
        """Return the last repetition of the run that gave `reader` a content, if that content did not come out again.

        None too if the reader was given it by no run, and if the repetition began only after the reader.
        """
        producer = self.producer(reader, row)
        later = self.repetition(producer) if producer is not None else None
        if later is None or later.id == reader.id or any(run.id == later.id for run, _ in self.producers[row[4]]):
            return None
        if later.id not in self.by_id and any(run == later.id for run, _ in self.index.writers(row[5].hex())):
            return None
        return None if self.descends(later.id, reader.id) else later

    def is_next_version(self, file: FileReport, reader: IndexedRun) -> bool:
        """Say whether what a run read was replaced by one that descends from it."""
        return file.superseded_by is not None and self.descends(file.superseded_by, reader.id)

    def descends(self, later: str, earlier: str) -> bool:
        """Say whether a run goes back to another one, by the runs that gave each what it read."""
        if later not in self.ancestry:
            found: set[str] = set()
            waiting = [later]
            while waiting:
                new = {*self.all_givers.get(waiting.pop(), ())} - found
                found |= new
                waiting += new
            self.ancestry[later] = found
        return earlier in self.ancestry[later]

    @cached_property
    def all_givers(self) -> dict[str, tuple[str, ...]]:
        """As `givers`, and of the runs as well that have repeated these or replaced their files."""
        ids = {*self.calls, *(run.id for run in self.latest.values()), *self.superseding}
        if self.whole or len(ids) == len(self.calls):
            return self.givers
        return Verification(self.index, self.project, {*ids, *ancestors(self.index, *ids)}).givers

    @cached_property
    def heirs(self) -> dict[str, tuple[str, ...]]:
        """Producer → readers of every content that a run read: a reader is as stale as the run that gave it that."""
        return grouped(self.inheritances())

    @cached_property
    def givers(self) -> dict[str, tuple[str, ...]]:
        """Reader → the runs that gave it what it read."""
        return grouped((reader, producer) for producer, readers in self.heirs.items() for reader in readers)

    def spread(self, causes: Mapping[str, tuple[Cause, ...]]) -> dict[str, tuple[Cause, ...]]:
        """Return the causes of every run, those handed down to it among them.

        Heirs mostly come after the runs that they inherit from, so that going through them in order once is nearly all.
        """
        recurring = self.recurring() if any(causes.values()) else set()
        found: dict[str, dict[Cause, Way]] = {}
        for run, own in causes.items():
            call = self.calls[run]
            found[run] = dict.fromkeys(own, {call: None} if call in recurring else {})
        waiting = {run for run, own in found.items() if own}
        while waiting:
            for parent in found:
                if parent not in waiting:
                    continue
                waiting.discard(parent)
                for heir in self.heirs.get(parent, ()):
                    if heir in found and not found[parent].keys() <= found[heir].keys():
                        comes_round = self.calls[heir] in recurring
                        new = self.handed(parent, heir, found) if comes_round else found[parent]
                        found[heir] |= new
                        waiting |= {heir} if new else set()
        return {run: tuple(own) for run, own in found.items()}

    def recurring(self) -> set[Call]:
        """Return the calls with several runs that are in a loop or after one: a run may descend from its repetition."""
        numbers = Counter(self.calls.values())
        edges = {(self.calls[run], self.calls[heir]) for run, heirs in self.heirs.items() for heir in heirs}
        return {call for call in after_loops(edges) if numbers[call] > 1}

    def handed(self, parent: str, heir: str, known: Mapping[str, Mapping[Cause, Way]]) -> dict[Cause, Way]:
        """Return the causes that a run hands down to one whose call may come round, but those that it has.

        If it has come round, and has read anew what led to the first time, then that first time concerns it no more. It
        is another matter that a run has failed: what came of that is doubtful, however often it was passed on.
        """
        call = self.calls[heir]
        found: dict[Cause, Way] = {}
        for cause, way in known[parent].items():
            if cause in known[heir]:
                continue
            if call not in way or cause.file.verdict == "doubtful":
                found[cause] = {call: self.calls[parent], **way}
            elif not self.has_read_anew(heir, cause, way[call]):
                found[cause] = way
        return found

    def has_read_anew(self, run: str, cause: Cause, giver: Call | None) -> bool:
        """Say whether a run has read from a run of a certain call, else what a cause is about, in whatever version."""
        path = cause.file.access.path
        if giver is None:
            giver = self.source(cause.reader, path)
        if any(self.calls.get(known) == giver for known in self.givers.get(run, ())):
            return True
        if giver is not None:
            return False
        return any(is_reading(row) and as_text(row[3]) == path for row in self.all_rows(run))

    def source(self, reader: str, path: str) -> Call | None:
        """Return the call of the run that gave another one the file at a path."""
        run = self.by_id[reader]
        for row in self.readings.get(reader, ()):
            if as_text(row[3]) == path and row[4] in self.producers:
                producer = self.producer(run, row)
                return None if producer is None else self.calls[producer.id]
        return None

    def inheritances(self) -> Iterator[tuple[str, str]]:
        """Yield (producer, reader) of every content that a run read.

        A content has one producer for a reader, though the same content may tie it to more parents.
        """
        for run in self.runs:
            for row in self.readings.get(run.id, ()):
                if row[4] in self.producers:
                    producer = self.producer(run, row)
                    if producer is not None:
                        yield producer.id, run.id

    def producer(self, reader: IndexedRun, row: Row) -> IndexedRun | None:
        """Return the run that gave `reader` what it read.

        It is the one in whose directory that was, whatever the clocks say. Else, of those that wrote it to the very
        path, or of those that wrote it anywhere, it is the last that began before the reader, or before its end.
        """
        anywhere = self.producers[row[4]]
        path = full_path(as_text(row[3]), reader.directory)
        there = [(run, text) for run, text in anywhere if full_path(text, run.directory) == path]
        for run, text in there:
            if text[:2] == "./" and run.id != reader.id:
                return run
        for written in (there, anywhere):
            starts = [run for run, _ in written]
            for moment in (reader.started, reader.ended or datetime.max.replace(tzinfo=UTC)):
                for run in reversed(starts[: bisect_right(starts, moment, key=attrgetter("started"))]):
                    if run.id != reader.id:
                        return run
        return None

    def repetition(self, run: IndexedRun) -> IndexedRun | None:
        """Return the last successful run with the same script and call, if that is a later one."""
        last = self.latest.get((run.script, run.call))
        return last if last is not None and (last.started, last.id) > (run.started, run.id) else None

    def kin(self) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
        """Return run → its parents, and run → its children."""
        if self.whole:
            started = {run.id: number for number, run in enumerate(self.runs)}
            pairs = sorted(self.ties(), key=lambda pair: (started[pair[0]], started[pair[1]]))
        else:
            ties = links(self.index, [run.id for run in self.runs])
            pairs = [(tie.parent, tie.child) for tie in ties]
        return grouped((child, parent) for parent, child in pairs), grouped(pairs)

    def ties(self) -> Iterator[tuple[str, str]]:
        """Yield (parent, child) of all runs, as the view `links` of the index has them."""
        for reader in self.runs if self.producers else ():
            for row in self.readings.get(reader.id, ()):
                path = full_path(as_text(row[3]), reader.directory)
                for writer, text in self.producers.get(row[4], ()):
                    before = reader.ended is None or writer.started <= reader.ended
                    within = text[:2] == "./" and full_path(text, writer.directory) == path
                    if writer.id != reader.id and (before or within):
                        yield writer.id, reader.id


def is_reading(row: Row) -> bool:
    """Say whether a row tells of something that was read and not empty: empty files tie nothing together."""
    return row[1] not in WRITTEN and row[6] > 0


def as_text(path: str | bytes) -> str:
    """Return a stored path as text."""
    return path if isinstance(path, str) else parse_path(path)


def file_access(row: Row, path: str) -> FileAccess:
    """Return the access that a row of the index tells of."""
    return FileAccess(row[1], path, row[5].hex(), row[6])


def told_moved(file: FileReport, places: Mapping[str, str]) -> FileReport:
    """Return a report in which a missing file has moved, if its content is somewhere else."""
    place = places.get(file.access.sha256) if file.verdict == "missing" else None
    return file if place is None else FileReport(file.access, "moved", moved_to=place)


def grouped(pairs: Iterable[tuple[First, Second]]) -> dict[First, tuple[Second, ...]]:
    """Return first → all of its seconds, each once, in their order."""
    found: dict[First, dict[Second, None]] = {}
    for first, second in pairs:
        found.setdefault(first, {})[second] = None
    return {first: tuple(seconds) for first, seconds in found.items()}


def after_loops(edges: Iterable[tuple[Call, Call]]) -> set[Call]:
    """Return what lies in a loop or comes after one, by taking away again and again what has nothing before it."""
    edges = list(edges)
    before = Counter(after for _, after in edges)
    afterwards = grouped(edges)
    waiting = [first for first in afterwards if first not in before]
    while waiting:
        for after in afterwards.get(waiting.pop(), ()):
            before[after] -= 1
            if not before[after]:
                waiting.append(after)
    return {call for call, number in before.items() if number}
