"""The recorder that a session opens around every run: from the start record to the crate in its directory."""

import os
import pwd
import sqlite3
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scitex_clew import crate, git, index, journal, packages, process
from scitex_clew.errors import ClewError
from scitex_clew.hashing import content
from scitex_clew.journal import Entry, Journal
from scitex_clew.observer import observing
from scitex_clew.plain import plain
from scitex_clew.project import Project
from scitex_clew.record import FileAccess, Parameter, Role, RunRecord
from scitex_io.paths import is_remote

if TYPE_CHECKING:
    from scitex_clew.protocols import Run


@contextmanager
def recorder(run: "Run") -> Iterator[Callable[[], AbstractContextManager[None]] | None]:
    """Record `run` while the block lasts, and leave an RO-Crate in its directory.

    Nothing that goes wrong here stops the run: it becomes a warning. What it yields is to be opened in worker processes
    that are started anew.

    Parameters
    ----------
    run : Run
        The run, its directory made. When the block ends the directory is the final one, and the end is known.
    """
    project = Project.of(run.script.parent)
    record = started(run, project)
    try:
        diary = Journal(run.directory, record)
    except OSError as error:
        warn(f"this run is not recorded, its journal cannot be written: {error}")
        yield None
        return
    with closing(diary):
        indexed = add_to_index(project, record)
        question = git.ask(run.script)  # last, or the index would wait for the disk with it

        with observing(diary, project):
            yield partial(recording_worker, run.directory, project)
        entries = diary.entries()
        record = finished(run, record, entries, project)
        if question is not None:
            written = {str(project.locate(known.path)) for known in entries if known.mode == "write"}
            record = record._replace(git=question.answer(written))
    try:
        crate.write(run.directory, record)
    except OSError as error:
        warn(f"the crate of this run cannot be written, its journal stays in {run.directory}: {error}")
        return
    if indexed:
        add_to_index(project, record)
    (run.directory / journal.NAME).unlink(missing_ok=True)


@contextmanager
def recording_worker(directory: Path, project: Project) -> Iterator[None]:
    """Put every access of this worker process into the journal of the run in `directory` while the block lasts."""
    with closing(Journal(directory)) as diary, observing(diary, project):
        yield


def started(run: "Run", project: Project) -> RunRecord:
    """Return what is known of a run when it starts."""
    system = os.uname()
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
        host=run.host,
        pid=run.pid,
        process=process.identity(run.pid),
        user=user(),
        platform=f"{system.sysname} {system.release} {system.machine}",
        python=sys.version.partition(" ")[0],
        accesses=journal.sorted_accesses(
            accesses("script", [run.script], project), accesses("config", run.config.files, project)
        ),
    )


def finished(run: "Run", record: RunRecord, entries: list[Entry], project: Project) -> RunRecord:
    """Return what is known of a run when it is over and its directory has its final place."""
    directory = project.portable(run.directory)
    entries = [journal.moved(known, record.directory, directory) for known in entries]
    entries = [journal.hashed(known, project.locate) for known in entries]
    log = run.directory / f"{run.script.stem}.log"
    last = {known.path: known for known in entries if known.mode == "write"}
    found = {project.portable(path) for path in files(run.directory) if path != log}
    outputs = [settled(last.get(path), path, project) for path in sorted(found | last.keys())]
    inputs = [access for access in journal.accesses(entries, directory) if access.role == "input"]
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
        seed=run.seed,
        ended=run.ended and to_milliseconds(run.ended),
        outcome=run.outcome,
        exit_code=run.exit_code,
        error=run.error,
        traceback=run.traceback,
        packages=packages.imported(),
        accesses=journal.sorted_accesses(
            record.accesses, inputs, filter(None, outputs), accesses("log", [log], project)
        ),
        unhashed=tuple(unhashed),
    )


def settled(known: Entry | None, path: str, project: Project) -> FileAccess | None:
    """Return an output as it is at the end, hashed again if it was touched; None if it was removed.

    A remote one is what was sent.
    """
    if known is not None and is_remote(path):
        return FileAccess("output", path, known.sha256, known.size) if known.sha256 else None
    file = project.locate(path)
    try:
        status = file.stat()
        if known and known.sha256 and (status.st_size, status.st_mtime_ns) == (known.size, known.mtime_ns):
            return FileAccess("output", path, known.sha256, known.size)
        present = content(file)
    except OSError:
        return None
    return FileAccess("output", path, present.sha256, present.size)


def files(directory: Path) -> Iterator[Path]:
    """Yield the files of a run directory, except hidden ones, links and the crate."""
    metadata = directory / crate.NAME
    for folder, folders, names in os.walk(directory):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(folder, name) for name in names if not name.startswith("."))
        yield from (path for path in paths if path.is_file() and not path.is_symlink() and path != metadata)


def accesses(role: Role, paths: tuple[Path, ...] | list[Path], project: Project) -> list[FileAccess]:
    """Return the present content of those of `paths` that are files."""
    found = []
    for path in paths:
        with suppress(OSError):
            present = content(path)
            found.append(FileAccess(role, project.portable(path), present.sha256, present.size))
    return found


def add_to_index(project: Project, record: RunRecord) -> bool:
    """Put a record into the project's index and say whether that went well; warn if it did not."""
    try:
        if index.create(project.database):
            warn_of_earlier_runs(project, record)
        with index.opened(project.database) as opened:
            opened.write(record)
    except (ClewError, OSError, sqlite3.Error) as error:
        warn(
            f"run {record.id} is recorded in its directory but not in the index: {error}; "
            "once that is mended, run: scitex clew index"
        )
        return False
    return True


def warn_of_earlier_runs(project: Project, record: RunRecord) -> None:
    """Say so if a new index replaces one that was lost, because it would be silent about the earlier runs."""
    crates = project.locate(record.script).parent.glob(f"*_out/FINISHED_*/*/{crate.NAME}")
    if (earlier := next(crates, None)) is not None:
        warn(f"{project.database} is new and lacks earlier runs, such as {earlier.parent}; run: scitex clew index")


def to_milliseconds(time: datetime) -> datetime:
    """Return `time` cut to the precision that records have."""
    return time.replace(microsecond=time.microsecond // 1000 * 1000)


def user() -> str:
    """Return the login name of the user, or the number if there is none."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def warn(message: str) -> None:
    """Tell the user once."""
    warnings.warn(message, RuntimeWarning, stacklevel=3)
