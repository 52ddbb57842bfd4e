"""Is everything still what it was? The recorded runs compared with the files as they are now."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path

from scitex_clew.current import current_index, full_record
from scitex_clew.hashing import beginning, content
from scitex_clew.index import Index, IndexedRun, opened
from scitex_clew.lineage import ancestors, links
from scitex_clew.process import alive
from scitex_clew.project import Project
from scitex_clew.record import FileAccess
from scitex_clew.reports import Cause, FileReport, ProjectStatus, RunReport, RunStatus, RunVerdict
from scitex_io.paths import is_remote


def status(directory: Path | str = ".") -> ProjectStatus:
    """Verify every recorded run of the project around `directory`.

    Parameters
    ----------
    directory : path
        Anywhere in the project; the working directory by default.

    Raises
    ------
    NoIndexError
        If no run has been recorded there.

    Examples
    --------
    >>> import scitex_clew
    >>> rebuilt = scitex_clew.reindex()
    >>> scitex_clew.status().well
    True
    """
    project = Project.of(Path(directory))
    with current_index(project) as index:
        return ProjectStatus(project.root, tuple(Verification(index, project).reports()))


def run(id: str, directory: Path | str = ".") -> RunStatus:
    """Verify one run, with everything it descends from.

    Parameters
    ----------
    id : str
        The id of the run, or enough of it to be the only one.
    directory : path
        Anywhere in the project; the working directory by default.

    Raises
    ------
    AmbiguousRunError, UnknownRunError
        If several runs, or none, have such an id.
    NoIndexError
        If no run has been recorded there.

    Examples
    --------
    >>> import scitex_clew
    >>> for known in scitex_clew.runs():
    ...     print(known.id, scitex_clew.run(known.id).report.verdict)
    """
    project = Project.of(Path(directory))
    with current_index(project) as index:
        found = index.find(id)
        reports = Verification(index, project).reports({found, *ancestors(index, found)})
        report = next(report for report in reports if report.run.id == found)
    return RunStatus(project.root, report, full_record(project, report.run))


def runs(directory: Path | str = ".") -> list[IndexedRun]:
    """Return the recorded runs of the project around `directory`, oldest first, without verifying them.

    Parameters
    ----------
    directory : path
        Anywhere in the project; the working directory by default.

    Raises
    ------
    NoIndexError
        If no run has been recorded there.

    Examples
    --------
    >>> import scitex_clew
    >>> rebuilt = scitex_clew.reindex()
    >>> len(scitex_clew.runs()) == rebuilt.runs
    True
    """
    with opened(Project.of(Path(directory)).database) as index:
        return index.runs()


class Verification:
    """One look at the files of a project; each is hashed at most once."""

    def __init__(self, index: Index, project: Project) -> None:
        self.project = project
        self.runs = {run.id: run for run in index.runs()}
        self.accesses = index.accesses()
        ties = links(index)
        self.parents = grouped((link.child, link.parent) for link in ties)
        self.children = grouped((link.parent, link.child) for link in ties)
        self.writers = writers(self.runs.values(), self.accesses)
        self.producers = producers(self.writers)
        self.heirs = grouped(self.inheritances())
        self.latest = {(run.script, run.call): run for run in self.runs.values() if run.outcome == "success"}
        self.present: dict[str, str | None] = {}

    def reports(self, ids: Iterable[str] | None = None) -> Iterator[RunReport]:
        """Yield the reports of the runs `ids`, which must include their ancestors; of every run by default."""
        wanted = set(self.runs if ids is None else ids)
        chosen = [run for run in self.runs.values() if run.id in wanted]
        files = {run.id: tuple(self.files(run)) for run in chosen}
        causes = spread({run.id: direct_causes(run.id, files[run.id]) for run in chosen}, self.heirs)
        for run in chosen:
            later = self.repetition(run)
            found = verdict(run, files[run.id], causes[run.id], repeated=later is not None)
            yield RunReport(
                run=run,
                verdict=found,
                superseded_by=later if found == "superseded" else None,
                files=files[run.id],
                causes=causes[run.id],
                code_changed=any(file.access.role == "script" and file.verdict != "verified" for file in files[run.id]),
                parents=self.parents.get(run.id, ()),
                children=self.children.get(run.id, ()),
            )

    def files(self, run: IndexedRun) -> Iterator[FileReport]:
        """Yield the verdicts on what a run read and wrote; what it read and then wrote anew counts once."""
        own = {access.path for access in self.accesses.get(run.id, ()) if access.role == "output"}
        for access in self.accesses.get(run.id, ()):
            if access.role in ("output", "log", "diff") or access.path not in own:
                yield self.file(access, run)

    def file(self, access: FileAccess, run: IndexedRun) -> FileReport:
        """Return the verdict on one access of `run`."""
        if is_remote(access.path):
            return FileReport(access, "remote")
        present = self.hash(access.path)
        if present == access.sha256:
            return FileReport(access, "verified")
        if present is None:
            return FileReport(access, "missing")
        if access.role == "log" and self.has_grown(access):
            return FileReport(access, "verified")
        for later in self.writers.get((access.path, present), ()):
            if later.id != run.id and later.started >= run.started:
                return FileReport(access, "superseded", later.id)
        return FileReport(access, "modified")

    def has_grown(self, log: FileAccess) -> bool:
        """Say whether a log is what was recorded and more: a child that outlived the run may have gone on printing."""
        return beginning(self.project.locate(log.path), log.size) == log.sha256

    def inheritances(self) -> Iterator[tuple[str, str]]:
        """Yield (producer, reader) of every content that a run read: the reader is as stale as that producer.

        A content has one producer for a reader, though the same content may tie it to more parents.
        """
        for run in self.runs.values():
            for access in self.accesses.get(run.id, ()):
                read = access.size > 0 and access.role in ("script", "config", "input")
                if read and (producer := self.producer(access, run)) is not None:
                    yield producer.id, run.id

    def producer(self, access: FileAccess, reader: IndexedRun) -> IndexedRun | None:
        """Return the run that gave `reader` what it read.

        Of those that wrote it to the very path, else of those that wrote it anywhere, it is the last that began
        before the reader, else before the reader's end.
        """
        for written in (self.writers.get((access.path, access.sha256), []), self.producers.get(access.sha256, [])):
            for moment in (reader.started, reader.ended or datetime.max.replace(tzinfo=UTC)):
                for run in reversed(written[: bisect_right(written, moment, key=attrgetter("started"))]):
                    if run.id != reader.id:
                        return run
        return None

    def repetition(self, run: IndexedRun) -> str | None:
        """Return the id of the last successful run with the same script and call, if that is a later one."""
        last = self.latest.get((run.script, run.call))
        return last.id if last is not None and (last.started, last.id) > (run.started, run.id) else None

    def hash(self, path: str) -> str | None:
        """Return the hash of a file as it is now; None if there is none that can be read."""
        if path not in self.present:
            try:
                self.present[path] = content(self.project.locate(path)).sha256
            except OSError:
                self.present[path] = None
        return self.present[path]


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return first → all of its seconds, each once, in their order."""
    found: dict[str, dict[str, None]] = {}
    for first, second in pairs:
        found.setdefault(first, {})[second] = None
    return {first: tuple(seconds) for first, seconds in found.items()}


def writers(
    runs: Iterable[IndexedRun], accesses: dict[str, list[FileAccess]]
) -> dict[tuple[str, str], list[IndexedRun]]:
    """Return (path, hash) → the runs that wrote this content there, oldest first."""
    found: dict[tuple[str, str], list[IndexedRun]] = {}
    for run in runs:
        for access in accesses.get(run.id, ()):
            if access.role == "output":
                found.setdefault((access.path, access.sha256), []).append(run)
    return found


def producers(writers: Mapping[tuple[str, str], Iterable[IndexedRun]]) -> dict[str, list[IndexedRun]]:
    """Return hash → the runs that wrote this content anywhere, oldest first."""
    found: dict[str, list[IndexedRun]] = {}
    for (_, sha256), runs in writers.items():
        found.setdefault(sha256, []).extend(runs)
    return {sha256: sorted(runs, key=lambda run: (run.started, run.id)) for sha256, runs in found.items()}


def direct_causes(run: str, files: Iterable[FileReport]) -> tuple[Cause, ...]:
    """Return what became of the files a run read, if they are not what they were."""
    read = (file for file in files if file.access.role in ("input", "config"))
    return tuple(Cause(run, file) for file in read if file.verdict not in ("verified", "remote"))


def spread(causes: dict[str, tuple[Cause, ...]], heirs: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[Cause, ...]]:
    """Return the causes of staleness of every run, those handed down to it among them."""
    found = {run: dict.fromkeys(own) for run, own in causes.items()}
    waiting = [run for run, own in found.items() if own]
    while waiting:
        parent = waiting.pop()
        for heir in heirs.get(parent, ()):
            if heir in found and not found[parent].keys() <= found[heir].keys():
                found[heir] |= found[parent]
                waiting.append(heir)
    return {run: tuple(own) for run, own in found.items()}


def verdict(run: IndexedRun, files: Iterable[FileReport], causes: tuple[Cause, ...], *, repeated: bool) -> RunVerdict:
    """Return the verdict on a run, the gravest first."""
    if run.ended is None:
        return "running" if alive(run.host, run.pid, run.process) else "incomplete"
    written = {file.verdict for file in files if file.access.role in ("output", "log", "diff")}
    if "modified" in written:
        return "modified"
    if "missing" in written:
        return "missing"
    if causes:
        return "superseded" if repeated else "stale"
    return "verified"
