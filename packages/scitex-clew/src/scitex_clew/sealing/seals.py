"""One hash that names a file and all that it came from, so that nobody can change any of it unseen.

The record of a run holds the hash of the record of each run that gave it something to read, and of each file. A seal is
the SHA-256 of the hash of a file and the hash of the record of the run that wrote it. Whoever edits a file, the index
and the record of some ancestor changes the hash of that record, which its children hold.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scitex_clew.errors import CrateError, SealError
from scitex_clew.hashing import beginning, content, digest
from scitex_clew.indexing.current import current_index
from scitex_clew.indexing.index import Index
from scitex_clew.project import Project
from scitex_clew.records import crate
from scitex_clew.records.record import FileAccess, RunRecord
from scitex_clew.records.run_directory import read_record
from scitex_clew.sealing.ties import Ties, contradictions, unnamed, unreadable
from scitex_clew.verifying.lineage import ancestors, may_follow, readers
from scitex_clew.verifying.moved import moved
from scitex_clew.verifying.origins import place_of, producer_of, project_of, recorded_name
from scitex_io.paths import is_remote

HASH = 64
SHORTEST = 8


@dataclass(frozen=True)
class Seal:
    """A hash, and what it names.

    Attributes
    ----------
    seal : str
        The hash, in hexadecimal.
    path : str
        The file, as records name it.
    sha256 : str
        What it holds.
    run : str
        Id of the run that wrote it.
    """

    seal: str
    path: str
    sha256: str
    run: str


@dataclass(frozen=True)
class Checked:
    """What a seal was confirmed against.

    Attributes
    ----------
    seal : Seal or None
        The seal; None if nothing has it.
    runs : tuple of str
        Ids of the runs that were looked at, the one that wrote the file first.
    faults : tuple of str
        What is not what it was, one line each; none if all is confirmed.
    code : tuple of str
        Scripts and modules that are not what they were, one line each, which is no fault.
    unseen : tuple of str
        What nobody has looked at: remote files, and those without a recorded hash.
    """

    seal: Seal | None
    runs: tuple[str, ...]
    faults: tuple[str, ...]
    code: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        """Whether all is what it was."""
        return not self.faults


def seal(path: Path | str, directory: Path | str = ".") -> Seal:
    """Return the hash that names a file, the run that wrote it, and all that this run descends from.

    Parameters
    ----------
    path : path
        The file; or a URL: what counts is what a run read or wrote there last.
    directory : path
        Anywhere in the project; the working directory by default.

    Raises
    ------
    NoIndexError
        If no run has been recorded there.
    SealError
        If the run has no record, because it has not ended or its directory is gone; or if the record of a run that it
        descends from was not there when that was read from, is gone, cannot be read, or is not what the record of a
        later run says.
    UnknownFileError
        If no run wrote what the file holds.
    """
    project = project_of(path, directory)
    file = place_of(path, directory)
    with current_index(project) as index:
        id = producer_of(index, project, file)
        known = index.recorded_at(file)[-1][2] if isinstance(file, str) else None
        run = next(run for run in index.runs() if run.id == id)
        wrong = list(flaws(index, project, id))
    if not isinstance(file, str) and not file.exists():
        wrong.append(f"it is not there any more; see: scitex clew file {path}")
    if wrong:
        raise SealError(f"{path} cannot be sealed: {'; '.join(wrong)}")
    try:
        present = known or content(file).sha256
        record = content(project.locate(run.directory) / crate.NAME).sha256
        return sealed(recorded_name(project, file), present, id, record)
    except OSError as error:
        raise SealError(f"{path} cannot be sealed: {error}") from error


def sealed(path: str, sha256: str, run: str, record: str) -> Seal:
    """Return the seal of a file, by its hash and the hash of the record of the run that wrote it."""
    return Seal(digest(f"{sha256}\n{record}\n".encode("ascii")), path, sha256, run)


def flaws(index: Index, project: Project, id: str) -> Iterator[str]:
    """Yield why a run and all that it descends from cannot be sealed, by their records and those of their readers."""
    history = {id, *ancestors(index, id)}
    own = Ties(index, project, [id])
    yield from own.unnamed()
    yield from map(str, found := own.contradictions())
    told = {contradiction.run for contradiction in found}
    yield from map(str, lost := tuple(unreadable(index, project, history - told)))
    told.update(contradiction.run for contradiction in lost)
    for contradiction in contradictions(index, project, readers(index, history)):
        if contradiction.run in history - told:
            yield str(contradiction)


def check(seal: str, directory: Path | str = ".") -> Checked:
    """Confirm a seal: look at the file, and at every file and every record that it came from.

    Parameters
    ----------
    seal : str
        The hash, or its first eight characters or more if they are enough to tell it from others.
    directory : path
        Anywhere in the project; the working directory by default.

    Raises
    ------
    NoIndexError
        If no run has been recorded there.
    SealError
        If it is no seal, or several files have one that begins so.
    """
    project = Project.of(Path(directory))
    given, seal = seal, seal.strip().lower()
    if re.fullmatch(f"[0-9a-f]{{{SHORTEST},{HASH}}}", seal) is None:
        raise SealError(
            f"{given!r} is no seal: that has {HASH} characters of 0-9 and a-f, of which at least {SHORTEST} are given"
        )
    with current_index(project) as index:
        found = [known for known in seals(index, project) if known.seal.startswith(seal)]
        if len({known.seal for known in found}) > 1:
            raise SealError(f"{seal!r} fits {len(found)} files: give more of it")
        if not found:
            return Checked(None, (), (unknown(seal, project),))
        faults: list[str] = []
        looked_at, records = confirmed_history(index, project, found[0].run, faults)
        files = Files(project, index, records)
        faults += files.faults()
    code, unseen = tuple(files.code()), tuple(files.unseen())
    return Checked(found[0], tuple(looked_at), tuple(dict.fromkeys(faults)), code, unseen)


def unknown(seal: str, project: Project) -> str:
    """Return that nothing has a seal, and what to do about it."""
    return (
        f"nothing in {project.root} has the seal {seal!r}: the file, or the record of the run that wrote it, was "
        "changed or is not there; what was just received is indexed by: scitex clew index"
    )


def seals(index: Index, project: Project) -> Iterator[Seal]:
    """Yield the seal of every output, by the records as they are now."""
    accesses = index.accesses()
    for run in index.runs():
        try:
            record = content(project.locate(run.directory) / crate.NAME).sha256
        except OSError:
            continue  # it has not ended, or is gone
        for access in accesses.get(run.id, ()):
            if access.role == "output":
                yield sealed(access.path, access.sha256, run.id, record)


def confirmed_history(
    index: Index, project: Project, last: str, faults: list[str]
) -> tuple[dict[str, None], list[RunRecord]]:
    """Return the ids of a run and of all that it descends from, and their records; note what is wrong with these."""
    directories = {run.id: run.directory for run in index.runs()}
    looked_at: dict[str, None] = {}
    records = []
    waiting: list[tuple[str, str | None]] = [(last, None)]
    while waiting:
        id, expected = waiting.pop()
        if id in looked_at and expected is None:
            continue
        known = id in looked_at
        looked_at[id] = None
        record = confirmed(project, id, directories.get(id), expected, faults)
        if record is not None and not known:
            records.append(record)
            waiting.extend(record.parents.items())
            faults.extend(unnamed(parent, id) for parent, sha256 in record.parents.items() if sha256 is None)
    return looked_at, records


def confirmed(
    project: Project, id: str, directory: str | None, expected: str | None, faults: list[str]
) -> RunRecord | None:
    """Return the record of a run if there is one; note what is wrong with it."""
    if directory is None:
        faults.append(f"run {id} is not in the index")
        return None
    try:
        present = content(project.locate(directory) / crate.NAME).sha256
        if expected is not None and present != expected:
            faults.append(f"the record of run {id} was changed: {directory}/{crate.NAME}")
        return read_record(project, directory)
    except (CrateError, OSError) as error:
        faults.append(f"the record of run {id} cannot be read: {error}")
        return None


class Files:
    """One look at all that the runs of a history read and wrote, every file hashed.

    Parameters
    ----------
    project : Project
        The project.
    index : Index
        Its index.
    records : iterable of RunRecord
        The runs.
    """

    def __init__(self, project: Project, index: Index, records: Iterable[RunRecord]) -> None:
        self.project = project
        self.records = sorted(records, key=lambda record: (record.started, record.id))
        paths = {access.path for record in self.records for access in record.accesses if not is_remote(access.path)}
        self.present = {path: self.present_hash(path) for path in paths}
        gone = {
            (access.sha256, access.size)
            for record in self.records
            for access in record.accesses
            if access.path in paths and self.present[access.path] is None
        }
        self.moved = moved(project, index, gone)

    def present_hash(self, path: str) -> str | None:
        """Return the hash of what a file holds now; None if there is none."""
        try:
            return content(self.project.locate(path)).sha256
        except OSError:
            return None

    def faults(self) -> Iterator[str]:
        """Yield a line for each file, but for code, that is not what was recorded: what was written first."""
        told: set[tuple[str, str]] = set()
        for roles, verb in ((("output", "log", "diff"), "written"), (("config", "input"), "read")):
            for record in self.records:
                for access in record.accesses:
                    if access.role in roles and (access.path, access.sha256) not in told:
                        for problem in self.problem(access, record):
                            told.add((access.path, access.sha256))
                            yield f"{access.path} {problem} ({verb} by run {record.id})"

    def code(self) -> Iterator[str]:
        """Yield a line for each script and module that is not what was recorded."""
        for record in self.records:
            for access in record.accesses:
                if access.role in ("script", "module"):
                    for problem in self.problem(access, record):
                        yield f"{access.path} {problem} since run {record.id}"

    def problem(self, access: FileAccess, record: RunRecord) -> Iterator[str]:
        """Yield what has become of a file, unless that is well.

        It is if it was moved, or if a run of this very history has written anew what is there.
        """
        if is_remote(access.path) or self.present[access.path] == access.sha256:
            return
        if self.present[access.path] is None:
            if access.sha256 not in self.moved:
                yield "is gone"
        elif not self.is_rewritten(access, record) and not self.has_grown(access):
            yield "was changed"

    def is_rewritten(self, access: FileAccess, record: RunRecord) -> bool:
        """Say whether what is there now was written by a later run, or by the run itself, which had read it before."""
        own = access.role != "output"
        later = [run for run in self.records if (own if run is record else may_follow(run, record))]
        now = self.present[access.path]
        return any(
            other.role == "output" and (other.path, other.sha256) == (access.path, now)
            for run in later
            for other in run.accesses
        )

    def has_grown(self, access: FileAccess) -> bool:
        """Say whether a file is a log, and is what was recorded and more: a child may have gone on printing."""
        if access.role != "log":
            return False
        try:
            return beginning(self.project.locate(access.path), access.size) == access.sha256
        except OSError:
            return False

    def unseen(self) -> Iterator[str]:
        """Yield the names of what cannot be looked at."""
        remote = (access.path for record in self.records for access in record.accesses if is_remote(access.path))
        unhashed = (path for record in self.records for path in record.unhashed)
        yield from sorted({*remote, *unhashed})
