"""Runs that ended without a word, put where they belong: `FINISHED_ERROR`, with what is known of them."""

import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from scitex_io.atomic import clear
from scitex_io.notices import warn
from scitex_session.errors import RunInUseError
from scitex_session.history.keepers import End, keeper
from scitex_session.history.past_run import OUTCOMES, PastRun
from scitex_session.runs.liveness import MARKER
from scitex_session.runs.run_directory import FINISHED

EMPTY_FOR = 3600.0  # seconds after which a directory without anything in it is not one that is being made
END = re.compile(rb"^# (error|success), ", re.MULTILINE)


class Cleaned(NamedTuple):
    """What became of a run.

    Attributes
    ----------
    run : PastRun
        The run as it was found.
    directory : Path or None
        Where it is now; None if it is gone because there was nothing in it, or stays where it was.
    reason : str
        What is known of its end, or why nothing was done.
    """

    run: PastRun
    directory: Path | None
    reason: str


def cleaned(runs: list[PastRun], *, dry: bool = False) -> Iterator[Cleaned]:
    """Put away every run that is dead, and yield what became of each; live ones are not touched.

    Neither are those of other hosts and containers, nor those whose children still write.

    Parameters
    ----------
    runs : list of PastRun
        The runs to look at.
    dry : bool, optional
        Whether to only say what would be done.
    """
    for run in runs:
        if run.state == "dead":
            try:
                with claimed(run):
                    yield put_away(run, dry=dry)
            except (BlockingIOError, FileNotFoundError):
                yield Cleaned(run, None, "left alone: somebody else is just putting it away")
        elif run.state == "unknown" and is_left_empty(run.directory):
            if not dry:
                with suppress(OSError):  # somebody has put something in it
                    run.directory.rmdir()
            yield Cleaned(run, None, "removed: it was empty, killed before it began")


@contextmanager
def claimed(run: PastRun) -> Iterator[None]:
    """Be the only one who puts a run away while the block lasts.

    Raises
    ------
    BlockingIOError
        If somebody else is.
    FileNotFoundError
        If somebody else has.
    """
    with (run.directory / MARKER).open("rb") as marker:
        fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
        run.directory.stat()
        yield


def put_away(run: PastRun, *, dry: bool) -> Cleaned:
    """Move one dead run, complete its log and its record, and say what became of it."""
    writers = processes_in(run.directory)
    if writers:
        some = ", ".join(map(str, writers))
        return Cleaned(run, None, f"left alone: its process ended, but others still have its files open: {some}")
    outcome = OUTCOMES.get(run.directory.parent.name)
    last = last_sign_of_life(run.directory)
    known = "it had come to its end" if outcome else "ended without an outcome: killed or crashed"
    reason = f"{known}; last sign of life {last.isoformat(' ', 'seconds')}"
    if dry:
        return Cleaned(run, run.directory if outcome else final(run), reason)
    if outcome is None:
        end_log(run.log, f"# error, put away later: {reason}\n")
    directory = run.directory if outcome else moved(run)
    remove_unfinished(directory)
    if (recorder := keeper()) is not None:
        try:
            done = recorder.conclude(directory, End(last, outcome or "error", None if outcome else reason))
        except Exception as cause:
            warn(f"the record of run {run.id} cannot be completed: {cause}")
        else:
            if not done:  # it stays marked, so that it is put away again
                return Cleaned(run, directory, f"{reason}; its record is not complete yet")
    (directory / MARKER).unlink(missing_ok=True)
    return Cleaned(run, directory, reason)


def final(run: PastRun) -> Path:
    """Return where a run that failed belongs."""
    return run.output / FINISHED["error"] / run.id


def moved(run: PastRun) -> Path:
    """Move a run to where failed ones are, and return that place.

    Raises
    ------
    FileNotFoundError
        If it is not there any more.
    RunInUseError
        If it cannot be moved.
    """
    place = final(run)
    try:
        place.parent.mkdir(exist_ok=True)
        return run.directory.rename(place)
    except FileNotFoundError:
        raise
    except OSError as cause:
        raise RunInUseError(f"run {run.id} cannot be moved to {place}: {cause.strerror}") from cause


def end_log(log: Path, line: str) -> None:
    """Add a last line to a log, unless an end stands there; what is on a full disk cannot be told."""
    with suppress(OSError), log.open("ab+") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 4096, 0))
        tail = file.read()
        if not END.search(tail):
            file.write(b"\n" * (tail[-1:] not in (b"", b"\n")) + line.encode())


def remove_unfinished(directory: Path) -> None:
    """Remove what the killed run was just writing: nobody has ever seen it under its name."""
    for folder, _, _ in os.walk(directory):
        clear(Path(folder))


def last_sign_of_life(directory: Path) -> datetime:
    """Return when something in a run directory was last written, in local time."""
    files = (path for path in directory.rglob("*") if path.is_file() and not path.is_symlink())
    latest = max((path.stat().st_mtime for path in files), default=directory.stat().st_mtime)
    return datetime.fromtimestamp(latest).astimezone()


def is_left_empty(directory: Path) -> bool:
    """Say whether a directory has been empty for long."""
    try:
        return not any(directory.iterdir()) and time.time() - directory.stat().st_mtime > EMPTY_FOR
    except OSError:
        return False


def processes_in(directory: Path) -> list[int]:
    """Return the processes that have a file of a directory open, where the system tells; see proc_pid_fd(5)."""
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if has_open(path, directory)]


def has_open(process: Path, directory: Path) -> bool:
    """Say whether a process has a file of `directory` open, or works in it."""
    with suppress(OSError):  # it has just ended, or is somebody else's
        links = [process / "cwd", *(process / "fd").iterdir()]
        return int(process.name) != os.getpid() and any(leads_into(link, directory) for link in links)
    return False


def leads_into(link: Path, directory: Path) -> bool:
    """Say whether a link of the process file system leads into a directory."""
    with suppress(OSError):
        return link.readlink().is_relative_to(directory)
    return False
