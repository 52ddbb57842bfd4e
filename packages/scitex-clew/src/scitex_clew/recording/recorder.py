"""The recorder that a session opens around every run: from the start record to the crate in its directory.

It can also look back, for `scitex session`: what it answers then is in `looking_back`.
"""

import os
import pwd
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from datetime import datetime
from functools import cache, partial
from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from scitex_clew.errors import ClewError
from scitex_clew.hashing import content, digest
from scitex_clew.indexing import entering, index, index_file
from scitex_clew.project import Project
from scitex_clew.recording import packages
from scitex_clew.recording.observer import link_name, observing
from scitex_clew.records import crate, git, journal, process
from scitex_clew.records.journal import Entry, Journal
from scitex_clew.records.plain import plain
from scitex_clew.records.record import FileAccess, Parameter, Role, RunRecord
from scitex_clew.stamps import Stamp, is_settled
from scitex_io.atomic import replacing
from scitex_io.notices import warn
from scitex_io.observers import OBSERVER, on_its_own
from scitex_io.paths import files_in, is_remote
from scitex_io.roots import project_root

if TYPE_CHECKING:
    from scitex_clew.recording.protocols import End, Run

LONGEST = 1 << 20  # bytes of a module whose text is kept
MOST = 16 << 20  # bytes of all such
READ: tuple[Role, ...] = ("config", "input", "module")
CHILD = "scitex_clew.recording.children:observer"
OWN = (crate.NAME, git.DIFF, git.STATE, journal.NAME)
"""The files in a run directory that are ours."""


class Recorder:
    """What a session knows of us."""

    def __call__(self, run: "Run") -> AbstractContextManager[Callable[[], AbstractContextManager[None]] | None]:
        """Return what records `run` while it is open."""
        return recording(run)

    def record(self, directory: Path) -> dict[str, Any] | None:
        """Return what is recorded of the run in a directory, as JSON can hold it; None if nothing is."""
        from scitex_clew.recording.looking_back import record

        return record(directory)

    def readers(self, directory: Path) -> list[str]:
        """Return the ids of the runs that read what the run in a directory wrote."""
        from scitex_clew.recording.looking_back import readers

        return readers(directory)

    def conclude(self, directory: Path, end: "End") -> bool:
        """Complete the record of a run that ended without a word, its directory being where it shall stay."""
        from scitex_clew.recording.looking_back import conclude

        return conclude(directory, end)

    def forget(self, directory: Path) -> None:
        """Take the run in a directory, which is about to be removed, out of the index."""
        from scitex_clew.recording.looking_back import forget

        forget(directory)


recorder = Recorder()


@contextmanager
def recording(run: "Run") -> Iterator[Callable[[], AbstractContextManager[None]] | None]:
    """Record `run` while the block lasts, and leave an RO-Crate in its directory.

    Nothing that goes wrong here stops the run: it becomes a warning. What it yields is to be opened in worker processes
    that are started anew.

    Parameters
    ----------
    run : Run
        The run, its directory made. When the block ends the directory is the final one, and the end is known.
    """
    on_its_own()
    run.reserved.update(OWN)
    project = Project.of_run(run.directory)
    looks = Looks(project)
    record = started(run, looks)
    told = entering.begin(project, record)  # before the journal, or a kill between the two would be seen by nobody
    try:
        diary = Journal(run.directory, record)
    except OSError as error:
        warn(f"this run is not recorded, its journal cannot be written: {error}")
        if told is None:
            entering.leave(project, record)
        yield None
        return
    with closing(diary):
        question = git.ask(run.script, run.directory)  # last, or the index would wait for the disk with it

        with observing(diary, project), children_recorded(run.directory):
            yield partial(recording_worker, run.directory, project)
        if question is not None and not question.wait():
            warn("git took too long to answer: what is recorded of it may be incomplete")
        looks.shows = diary.shows_writes
        record = finished(run, record, diary.entries(), looks, told)
        if not run.directory.exists():
            warn(f"{run.directory} was removed while the run lasted: its record is in the index alone")
            entering.enter(project, record, looks.stamps, told)
        elif crated(project, record, looks.stamps, told):
            discard_journal(run.directory)
        else:
            run.concluded = False
            diary.end(record)
            if diary.unwritten:
                warn(f"the journal lacks the last {len(diary.unwritten)} lines, for which there was no room")


@contextmanager
def children_recorded(directory: Path) -> Iterator[None]:
    """Have each Python process that is started within the block put its accesses into the journal in `directory`.

    A process that opens a session is a run of its own from then on.
    """
    os.environ[OBSERVER] = f"{CHILD} {directory}"
    try:
        yield
    finally:
        os.environ.pop(OBSERVER, None)


def crated(
    project: Project, record: RunRecord, stamps: index.Stamps = index.NONE, told: Exception | None = None
) -> bool:
    """Write the crate of a run that is over, and what is in it into the index; say whether the crate is there."""
    directory = project.locate(record.directory)
    whole = True
    try:
        crate.write(directory, record)
    except OSError as error:
        whole = False
        warn(f"the crate of this run cannot be written, its journal stays in {directory}: {error}")
    entering.enter(project, record, stamps, told)
    return whole


def discard_journal(directory: Path) -> None:
    """Remove what the crate of a run directory has replaced."""
    (directory / journal.NAME).unlink(missing_ok=True)
    git.forget(directory)


@contextmanager
def recording_worker(directory: Path, project: Project) -> Iterator[None]:
    """Put every access of this worker process into the journal of the run in `directory` while the block lasts."""
    on_its_own()
    with closing(Journal(directory)) as diary, observing(diary, project), children_recorded(directory):
        yield


def started(run: "Run", looks: "Looks") -> RunRecord:
    """Return what is known of a run when it starts."""
    project, system = looks.project, os.uname()
    return RunRecord(
        id=run.id,
        script=project.portable(run.script),
        directory=project.portable(run.directory),
        description=run.description,
        command=tuple(run.command),
        working_directory=project.portable(run.working_directory),
        started=to_milliseconds(run.started),
        parameters=tuple(
            Parameter(name, plain(parameter.value), str(parameter.source)) for name, parameter in run.parameters.items()
        ),
        config={key: plain(value) for key, value in run.config.to_dict().items()},
        config_sources={key: str(value.source) for key, value in run.config.leaves()},
        source=run.source,
        host=run.host,
        pid=run.pid,
        process=process.identity(run.pid),
        user=user(),
        platform=f"{system.sysname} {system.release} {system.machine}",
        python=sys.version.partition(" ")[0],
        accesses=journal.sorted_accesses(
            looks.accesses("script", [run.script]),
            looks.accesses("config", run.config.files),
            looks.linked("config", run.config.files),
        ),
    )


def finished(run: "Run", record: RunRecord, entries: list[Entry], looks: "Looks", told: Exception | None) -> RunRecord:
    """Return what is known of a run when it is over and its directory has its final place."""
    record = with_files(record, run.directory, entries, looks, run.without_secrets)
    modules, edited = own_modules(run, looks)
    record = record._replace(
        accesses=journal.sorted_accesses(record.accesses, modules),
        modules={path: run.code_without_secrets(text) for path, text in texts(modules, looks.project)},
        unhashed=(*record.unhashed, *edited),
    )
    return with_parents(record, looks.project, told)._replace(
        seed=run.seed,
        ended=run.ended and to_milliseconds(run.ended),
        outcome=run.outcome,
        exit_code=run.exit_code,
        error=run.error,
        traceback=run.traceback,
        wall_time=run.wall_time and round(run.wall_time, 3),
        cpu_time=run.cpu_time and round(run.cpu_time, 3),
        peak_memory=run.peak_memory,
        unaudited=run.unaudited,
        packages=packages.imported(),
    )


def own_modules(run: "Run", looks: "Looks") -> tuple[list[FileAccess], list[str]]:
    """Return the modules of the script's own project that are imported, and those that were edited since the run began.

    What such a one held when it was imported nobody knows.
    """
    found, edited = [], []
    inside = f"{project_root(run.script.parent)}/"
    real = cache(os.path.realpath)  # of folders, of which many modules share one
    paths = {getattr(module, "__file__", None) for module in list(sys.modules.values())} - {str(run.script)}
    for path in sorted(path for path in paths if isinstance(path, str) and path.endswith(".py")):
        if "/site-packages/" in path or not f"{real(os.path.dirname(path))}/".startswith(inside):  # noqa: PTH120
            continue
        with suppress(OSError):
            if os.stat(path).st_mtime > run.started.timestamp():  # noqa: PTH116
                edited.append(looks.project.portable(path))
            else:
                found.append(Path(path))
    return looks.accesses("module", found), edited


def texts(modules: Iterable[FileAccess], project: Project) -> Iterator[tuple[str, str]]:
    """Yield path and text of modules, the smallest first, unless they were edited since they were hashed."""
    room = MOST
    for module in sorted(modules, key=lambda module: (module.size, module.path)):
        room -= module.size
        if module.size > LONGEST or room < 0:
            return
        with suppress(OSError):
            if digest(data := project.locate(module.path).read_bytes()) == module.sha256:
                yield module.path, data.decode("utf-8", "replace")


def with_parents(record: RunRecord, project: Project, told: Exception | None = None) -> RunRecord:
    """Return a record that names the runs that gave its run what it read; warn if nobody knows them, unless told."""
    if not any(access.role in READ and access.size > 0 for access in record.accesses):
        return record
    from scitex_clew.recording.parents import parents_of  # here, because a run that reads nothing needs none of it

    try:
        return record._replace(parents=parents_of(record, project, READ))
    except (ClewError, OSError, sqlite3.Error) as error:
        if told is None or index_file.is_held(told):
            warn(f"the record of this run does not name the runs that it has read from: {error}")
        return record


def with_files(
    record: RunRecord, folder: Path, entries: list[Entry], looks: "Looks", without_secrets: Callable[[str], str]
) -> RunRecord:
    """Return a record with all that its run has read and written, and with what git said.

    Parameters
    ----------
    record : RunRecord
        What was known when the run started.
    folder : Path
        The run directory at its final place.
    entries : list of Entry
        What is in the journal.
    looks : Looks
        Hashes what has no hash yet.
    without_secrets : callable
        Returns a diff without its secrets.
    """
    project = looks.project
    directory = project.portable(folder)
    entries = [journal.moved(known, record.directory, directory) for known in entries]
    entries = [journal.hashed(known, project.locate) for known in entries]
    looks.add(entries)
    log = folder / f"{PurePosixPath(record.script).stem}.log"
    last = {known.path: known for known in entries if known.mode == "write"}
    repository = git.state(folder, {str(project.locate(path)) for path in last})
    diff = keep_diff(folder, {str(project.locate(path)) for path in last}, without_secrets) if repository else None
    others = (path for path in files_in(folder) if path not in (log, diff, folder / crate.NAME))
    found = {project.portable(path) for path in others if path.is_file() and not path.is_symlink()}
    outputs = [looks.settled(last.get(path), path) for path in sorted(found | last.keys())]
    inputs = [access for access in journal.accesses(entries, directory) if access.role == "input"]
    rewritten = {path for path in last if not path.startswith(f"{directory}/")}
    if rewritten:  # such a file counts by its own name, however it was called when it was read
        inputs = [access for access in inputs if not is_link_to(access.path, rewritten, project)]
    unhashed = sorted(
        {
            known.path
            for role, known in journal.roles(entries, directory)
            if known.sha256 is None and (role == "input" or is_remote(known.path))
        }
    )
    if unhashed:
        some = ", ".join(unhashed[:4]) + (", ..." if len(unhashed) > 4 else "")
        warn(f"{some}: recorded without a hash, because of a change before that was known")
    return record._replace(
        directory=directory,
        git=repository,
        accesses=journal.sorted_accesses(
            record.accesses,
            inputs,
            filter(None, outputs),
            looks.accesses("log", [log]),
            looks.accesses("diff", [diff] if diff else []),
        ),
        unhashed=tuple(unhashed),
    )


def is_link_to(path: str, places: set[str], project: Project) -> bool:
    """Say whether a file is one of `places` by another name."""
    return path not in places and not is_remote(path) and project.portable(project.locate(path)) in places


def keep_diff(folder: Path, written: set[str], without_secrets: Callable[[str], str]) -> Path | None:
    """Write the diff of tracked files into a run directory and return its path; None if there is nothing to write."""
    text = git.diff(folder, written)
    if text is None:
        warn("how tracked files differ from the commit is not kept: git did not say, or it is more than 16 MiB")
    if not text:
        return None
    path = next(path for path in diff_paths(folder) if not path.exists())
    try:
        with replacing(path) as temporary:
            temporary.write_bytes(os.fsencode(without_secrets(text)))
    except OSError as error:
        warn(f"how tracked files differ from the commit is not kept: {error}")
        return None
    return path


def diff_paths(folder: Path) -> Iterator[Path]:
    """Yield the names that the diff may have in a run directory, where the script may have saved something itself."""
    yield folder / "git.diff"
    yield from (folder / f"git.{number}.diff" for number in count(1))


class Looks:
    """The looks that a run takes at its files, and what tells of each that it still holds what was recorded."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.shows: Callable[[os.stat_result], bool] = is_settled
        self.stamps: dict[tuple[str, str], Stamp] = {}

    def add(self, entries: Iterable[Entry]) -> None:
        """Add what others have seen."""
        self.stamps |= journal.stamps(entries)

    def access(self, role: Role, path: Path, name: str) -> FileAccess:
        """Return the present content of a file, which records call by a name.

        Raises
        ------
        OSError
            If it is no file.
        """
        present = content(path, self.shows)
        if present.lasting:
            self.stamps[name, present.sha256] = present.stamp
        return FileAccess(role, name, present.sha256, present.size)

    def accesses(self, role: Role, paths: Iterable[Path]) -> list[FileAccess]:
        """Return the present content of those of `paths` that are files."""
        found = []
        for path in paths:
            with suppress(OSError):
                found.append(self.access(role, path, self.project.portable(path)))
        return found

    def linked(self, role: Role, paths: Iterable[Path]) -> list[FileAccess]:
        """Return the present content of those of `paths` that lead over a symbolic link, by the name of that."""
        found = []
        for path in paths:
            link = link_name(self.project, path, self.project.portable(path))
            with suppress(OSError):
                if link is not None:
                    found.append(self.access(role, path, link))
        return found

    def settled(self, known: Entry | None, path: str) -> FileAccess | None:
        """Return an output as it is at the end, hashed again if it was touched; None if it was removed.

        A remote one is what was sent.
        """
        if known is not None and is_remote(path):
            return FileAccess("output", path, known.sha256, known.size) if known.sha256 else None
        file = self.project.locate(path)
        try:
            status = file.stat()
            if known and known.sha256 and (status.st_size, status.st_mtime_ns) == (known.size, known.mtime_ns):
                return FileAccess("output", path, known.sha256, known.size)
            return self.access("output", file, path)
        except OSError:
            return None


def to_milliseconds(time: datetime) -> datetime:
    """Return `time` cut to the precision that records have."""
    return time.replace(microsecond=time.microsecond // 1000 * 1000)


def user() -> str:
    """Return the login name of the user, or the number if there is none."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
