"""Runs executed again: each in a scratch directory of its own, its outputs compared, the verdict recorded."""

import filecmp
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from pathlib import Path

from scitex_clew.errors import RerunError
from scitex_clew.hashing import content
from scitex_clew.indexing.current import current_index
from scitex_clew.indexing.index_file import hide_from_git
from scitex_clew.project import RERUNS, Project
from scitex_clew.recording.recorder import crated
from scitex_clew.records.journal import sorted_accesses
from scitex_clew.records.record import FileAccess, RunRecord
from scitex_clew.records.run_directory import read_record
from scitex_clew.rerunning import committed, guard
from scitex_clew.rerunning.configuration import merged, replaceable
from scitex_clew.rerunning.contents import Contents
from scitex_clew.rerunning.plan import MASK, NEEDED, Plan, planned
from scitex_clew.rerunning.recorded import NAME, written
from scitex_clew.rerunning.reports import Rerun
from scitex_clew.rerunning.scratch import Scratch, areas_of
from scitex_clew.rerunning.tolerance import Tolerance
from scitex_clew.rerunning.verdict import compared, deviations, environment, original, outputs, strays, unread
from scitex_clew.verifying.origins import project_named, run_named
from scitex_io.paths import is_remote

CODE = ("module", "script")
LAST_WORDS = 3  # lines


@dataclass(frozen=True)
class Executed:
    """A run that was executed again: its scratch directory, its new record, and what is reported."""

    plan: Plan
    scratch: Scratch
    record: RunRecord | None
    report: Rerun


def rerun(
    name: Path | str,
    directory: Path | str = ".",
    *,
    chain: bool = False,
    code: bool = False,
    jobs: int = 1,
    rtol: float = Tolerance().relative,
    atol: float = Tolerance().absolute,
    extra: Sequence[str] = (),
) -> tuple[Rerun, ...]:
    """Execute a run again, out of reach of the originals, and compare what it writes with what it wrote.

    It gets the recorded command line, seed, code, configuration and inputs, each by its recorded content, in a
    directory of its own below `.scitex/reruns`.

    Parameters
    ----------
    name : path
        The id of the run, or enough of it to be the only one; or its directory, or a file that it wrote.
    directory : path
        Anywhere in the project; the working directory by default.
    chain : bool, optional
        Whether all that it descends from is executed, too; each run then reads what came out of its parents.
    code : bool, optional
        Whether the whole code of the recorded commit is used, with the uncommitted changes that were recorded.
    jobs : int, optional
        How many runs are executed at the same time, if they do not depend on each other.
    rtol, atol : float, optional
        Up to which relative, and up to which absolute difference numbers count as close; one of them is enough.
    extra : sequence of str, optional
        Arguments in place of those that are not recorded because they hold secrets.

    Returns
    -------
    tuple of Rerun
        Parents first; the run itself is the last.

    Raises
    ------
    AmbiguousRunError, UnknownRunError
        If several runs, or none, have such an id.
    NoIndexError
        If no run has been recorded there.
    RerunError
        If a run cannot be executed again: something that it needs is not recorded, or is not what it was; or if a
        tolerance is no number of at least 0.
    UnknownFileError
        If no run wrote what the file holds.

    Examples
    --------
    >>> import scitex_clew
    >>> for known in scitex_clew.runs():
    ...     print(scitex_clew.rerun(known.id)[-1].verdict)
    """
    tolerance = Tolerance.checked(rtol, atol)
    project = project_named(name, directory)
    with current_index(project) as index:
        plans = planned(index, project, run_named(index, project, directory, name), extra, chain=chain)
        contents = Contents(index, project)
        rerunning = Rerunning(project, contents, tolerance=tolerance, code=code)
        rerunning.find_sources(plans)
        before = guard.looked_at(guard.originals((plan.record for plan in plans), project))
        rerunning.folder = reruns_directory(project)
        found = in_order(plans, rerunning.execute, jobs)
        faults = [f"{path} was changed while this lasted" for path in guard.changed(before, project)]
    if faults:
        found[-1] = replace(found[-1], report=replace(found[-1].report, faults=(*found[-1].report.faults, *faults)))
    for executed in found:
        keep(executed)
    return tuple(executed.report for executed in found)


def reruns_directory(project: Project) -> Path:
    """Make a directory for the runs that are now executed again: in the project if that can be written."""
    name = time.strftime("%Y%m%d_%H%M%S_")
    try:
        parent = project.root / RERUNS
        parent.mkdir(parents=True, exist_ok=True)
        hide_from_git(parent.parent)
        return Path(tempfile.mkdtemp(prefix=name, dir=parent))
    except OSError:
        return Path(os.path.realpath(tempfile.mkdtemp(prefix=f"scitex_rerun_{name}")))


def in_order(
    plans: Sequence[Plan], execute: Callable[[Plan, Mapping[str, Executed]], Executed], jobs: int
) -> list[Executed]:
    """Execute plans, each after those that it reads from, and return what came of them in their order."""
    known = {plan.record.id: plan for plan in plans}
    order = TopologicalSorter({plan.record.id: set(plan.givers.values()) for plan in plans})
    order.prepare()
    done: dict[str, Executed] = {}
    working: dict[Future[Executed], str] = {}
    with ThreadPoolExecutor(jobs) as pool:
        while order.is_active():
            for id in order.get_ready():
                working[pool.submit(execute, known[id], done)] = id
            for future in wait(working, return_when=FIRST_COMPLETED).done:
                id = working.pop(future)
                done = {**done, id: future.result()}
                order.done(id)
    return [done[plan.record.id] for plan in plans]


class Rerunning:
    """What the runs that are executed again have in common.

    Parameters
    ----------
    project : Project
        The project.
    contents : Contents
        Where contents are found.
    tolerance : Tolerance
        Up to which difference numbers count as close.
    code : bool
        Whether the code of the recorded commit is used.
    """

    def __init__(self, project: Project, contents: Contents, *, tolerance: Tolerance, code: bool) -> None:
        self.project = project
        self.contents = contents
        self.tolerance = tolerance
        self.code = code
        self.folder = project.root
        self.repositories: dict[str, Path] = {}
        self.sources: dict[tuple[str, FileAccess], Path | bytes] = {}
        self.notes: dict[str, str] = {}

    def find_sources(self, plans: Iterable[Plan]) -> None:
        """Find all that the runs need, before anything is executed.

        Raises
        ------
        RerunError
            If something is not what it was, and what it was is nowhere.
        """
        for plan in plans:
            record = plan.record
            if self.code:
                self.repositories[record.id] = committed.repository(self.project, record)
            needed = [access for access in needed_files(record) if access not in plan.givers]
            sources = {access: self.source(access, record) for access in needed}
            copied = {
                kind(access) for access in needed if sources[access] is not None and self.is_copied(access, record)
            }
            lost = [access for access in needed if sources[access] is None and kind(access) not in copied]
            if self.code and lost:
                lost = list(self.uncommitted(record, lost))
            files = replaceable(plan, lost) if lost else []
            if files:
                self.notes[record.id] = merged_note(lost)
                sources |= dict.fromkeys(files, merged(record))
            elif lost:
                worst = min(lost, key=lambda access: access.role == "config")  # the record has the configuration
                raise RerunError(self.irretrievable(record, worst))
            self.sources |= {(record.id, access): source for access, source in sources.items() if source is not None}

    def source(self, access: FileAccess, record: RunRecord) -> Path | bytes | None:
        """Return where a content that a run needs is now, or itself; None if it is nowhere, or cannot be put there."""
        found = self.contents.find(access, record)
        return found if found == self.project.locate(access.path) or self.is_copied(access, record) else None

    def is_copied(self, access: FileAccess, record: RunRecord) -> bool:
        """Say whether a run is given a copy of a file, and does not read it where it is."""
        path = self.project.locate(access.path)
        return any(path.is_relative_to(area) for area in areas_of(record, self.project))

    def uncommitted(self, record: RunRecord, lost: Iterable[FileAccess]) -> Iterator[FileAccess]:
        """Yield what the recorded commit with its uncommitted changes does not have as it was, either."""
        with tempfile.TemporaryDirectory(prefix="scitex_rerun_") as folder:
            top = self.repositories[record.id]
            scratch = Scratch.new(Path(os.path.realpath(folder), record.id), self.project, record, top)
            committed.check_out(scratch, record, top)
            for access in lost:
                place = scratch.place(self.project.locate(access.path))
                if place is None or not self.contents.holds(place, access):
                    yield access

    def irretrievable(self, record: RunRecord, access: FileAccess) -> str:
        """Return that something which a run needs is nowhere, and what helps, or would have helped."""
        there = "is not what it was" if os.path.exists(self.project.locate(access.path)) else "is gone"  # noqa: PTH110
        hint = "; put it back"
        if access.role in CODE and not self.code and record.git is not None and record.git.commit is not None:
            hint = f"; {lacking(record, access)}, but its commit may have it: --code"
        elif access.role in CODE:
            hint = f"; {lacking(record, access)}: commit it to git before a run, and --code finds it"
        elif access.role == "config" and MASK in json.dumps(dict(record.config)):
            hint = "; the merged configuration in the record cannot stand in, because secrets in it are masked"
        elif giver := self.contents.index.giver(access, record.id, record.started):
            hint = f"; put it back, or have run {giver.id}, which wrote it, executed again, too: --chain"
        found = self.contents.find(access, record)
        where = f"in {self.project.portable(found)}" if isinstance(found, Path) else "nowhere"
        return (
            f"run {record.id} cannot be executed again: its {access.role} {access.path} {there}, and what it read, "
            f"SHA-256 {access.sha256[:12]}, is found {where}{hint}"
        )

    def execute(self, plan: Plan, done: Mapping[str, Executed]) -> Executed:
        """Execute a run again, those that it reads from being done."""
        record = plan.record
        scratch = Scratch.new(self.folder / record.id, self.project, record, self.repositories.get(record.id))
        place = self.project.portable(scratch.folder)
        blank = Rerun(record.id, record.script, None, datetime.now(UTC), place, *self.tolerance, "")
        notes = committed.check_out(scratch, record, self.repositories[record.id]) if self.code else []
        notes += [self.notes[record.id]] if record.id in self.notes else []
        if lacking := list(self.fill(scratch, plan, done)):
            return Executed(plan, scratch, None, replace(blank, faults=tuple(lacking), notes=tuple(notes)))
        notes += [
            f"{path} is taken as it is now: its content was not recorded" for path in self.unhashed(scratch, plan)
        ]
        displaced = self.displaced(scratch, plan)
        isolation = guard.isolation(scratch)
        blank = replace(blank, isolation=isolation, notes=tuple(notes))
        ended = start(scratch, plan, displaced, mounted=isolation == guard.MOUNT_AND_HOOK)
        new = new_record(scratch, record)
        refused = guard.refused(scratch)
        if new is None:
            words = " ".join(last_words(scratch))
            report = replace(blank, faults=(*refused, f"it made no run and exited with code {ended}: {words}"))
            return Executed(plan, scratch, None, report)
        report = replace(
            blank,
            rerun=new.id,
            directory=self.project.portable(scratch.copy.locate(new.directory)),
            outputs=tuple(compared(scratch, record, new, self.contents, self.tolerance)),
            faults=(*refused, *strays(scratch, new), *deviations(scratch, record, new, ended)),
            notes=(*notes, *unread(scratch, record, new), *environment(record, new)),
        )
        return Executed(plan, scratch, new, report)

    def fill(self, scratch: Scratch, plan: Plan, done: Mapping[str, Executed]) -> Iterator[str]:
        """Put all that a run needs into its scratch directory; yield what its parents did not give."""
        record = plan.record
        needed = needed_files(record)
        filled: set[Path] = set()
        for access in needed:
            path = self.project.locate(access.path)
            source = self.sources.get((record.id, access))
            if access in plan.givers:
                source = output_of(done[plan.givers[access]], access.sha256)
                if source is None:
                    yield f"it was not executed: the rerun of {plan.givers[access]} did not write {access.path}"
            if source is not None:
                scratch.put(path, source, over=self.code and path not in filled)
                filled.add(path)
        scratch.link(self.project.locate(access.path) for access in needed)

    def displaced(self, scratch: Scratch, plan: Plan) -> dict[Path, Path]:
        """Return the originals that are not what the run is given, each with its copy."""
        known = {access: self.project.locate(access.path) for access in needed_files(plan.record)}
        same = {path for access, path in known.items() if self.sources.get((plan.record.id, access)) == path}
        copies = {scratch.original(copy): copy for copy in scratch.files()}
        return {
            original: copy
            for original, copy in copies.items()
            if original not in same and original.is_file() and not have_the_same(original, copy)
        }

    def unhashed(self, scratch: Scratch, plan: Plan) -> Iterator[str]:
        """Put files whose content at the time nobody knows into the scratch directory; yield their names."""
        for name in plan.record.unhashed:
            path = self.project.locate(name)
            if not is_remote(name) and path.is_file() and (place := scratch.place(path)) and not place.exists():
                scratch.put(path, path)
                yield name


def needed_files(record: RunRecord) -> list[FileAccess]:
    """Return what a run must find where it was."""
    return [access for access in record.accesses if access.role in NEEDED and not is_remote(access.path)]


def kind(access: FileAccess) -> tuple[str, str]:
    """Return what the accesses of a file by a link and by its own name have in common."""
    return access.role, access.sha256


def lacking(record: RunRecord, access: FileAccess) -> str:
    """Return why the text of a script or a module in the record of a run is not what the run executed."""
    if MASK in record.text_of(access):
        return "secrets are masked in its text in the record"
    return "the record does not have its text"


def merged_note(lost: Iterable[FileAccess]) -> str:
    """Return that the merged configuration stands in for files, and for which reason."""
    names = ", ".join(dict.fromkeys(access.path for access in lost))
    return (
        f"what {names} held is found nowhere: the merged configuration in the record stood in for all configuration "
        "files (dates and infinities are text in it)"
    )


def have_the_same(original: Path, copy: Path) -> bool:
    """Say whether two files have the same content; one that nobody may read has no other."""
    try:
        return filecmp.cmp(original, copy, shallow=False)
    except OSError:
        return True


def start(scratch: Scratch, plan: Plan, displaced: Mapping[Path, Path], *, mounted: bool) -> int:
    """Execute the recorded command line in a scratch directory, and return its exit code."""
    record = plan.record
    folder = scratch.place(scratch.project.locate(record.working_directory))
    assert folder is not None
    program = record.program
    if len(program) == 1 and (Path(program[0]).is_absolute() or not (folder / program[0]).is_file()):
        program = (str(scratch.place(scratch.project.locate(record.script))),)
    command = [sys.executable, *program, *map(scratch.here, plan.arguments)]
    if mounted:
        command = guard.in_namespace(scratch, folder, command, displaced)
    environment = guard.guarded(scratch, guard.originals([record], scratch.project), () if mounted else displaced)
    with (scratch.folder / "terminal").open("wb") as terminal:
        return subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=terminal,
            stderr=terminal,
            check=False,
        ).returncode


def last_words(scratch: Scratch) -> list[str]:
    """Return the last lines that a program has printed."""
    text = (scratch.folder / "terminal").read_text("utf-8", "replace")
    return [line for line in text.splitlines() if line.strip()][-LAST_WORDS:]


def new_record(scratch: Scratch, record: RunRecord) -> RunRecord | None:
    """Return the record of the run in a scratch directory; None if there is none."""
    script = scratch.place(scratch.project.locate(record.script))
    assert script is not None
    found = sorted(script.parent.glob(f"{script.stem}_out/*/*/.clew.jsonl")) + sorted(
        script.parent.glob(f"{script.stem}_out/FINISHED_*/*/ro-crate-metadata.json")
    )
    own = [path.parent for path in found if not path.parent.is_symlink()]
    return read_record(scratch.copy, scratch.copy.portable(own[-1])) if own else None


def output_of(parent: Executed, sha256: str) -> Path | None:
    """Return the file that the rerun of a run wrote where that had written a content; None if it did not."""
    if parent.record is None:
        return None
    new = {original(path, parent.scratch): access for path, access in outputs(parent.record).items()}
    for path, access in outputs(parent.plan.record).items():
        if access.sha256 == sha256 and path in new:
            return parent.scratch.copy.locate(new[path].path)
    return None


def keep(executed: Executed) -> None:
    """Write the verdict down: beside the copy, where it is found again, and in the new run as one of its outputs."""
    new, scratch = executed.record, executed.scratch
    text = written(executed.report)
    (scratch.folder / NAME).write_text(text, encoding="utf-8")
    if new is None:
        return
    folder = scratch.copy.locate(new.directory)
    names = (NAME, *(f"rerun.{number}.json" for number in range(1, 100)))
    path = next(folder / name for name in names if not (folder / name).exists())
    path.write_text(text, encoding="utf-8")
    present = content(path)
    access = FileAccess("output", scratch.copy.portable(path), present.sha256, present.size)
    crated(scratch.copy, new._replace(accesses=sorted_accesses(new.accesses, [access])))
