"""The directory of a run: made in `RUNNING`, moved by one rename to the place that says how the run ended."""

import errno
import json
import os
import time
from pathlib import Path
from typing import NamedTuple

from scitex_io.notices import warn
from scitex_session.errors import RunDirectoryError
from scitex_session.run import Run
from scitex_session.runs.liveness import MARKER, marker
from scitex_session.runs.outcome import Outcome
from scitex_session.runs.places import begin_mirror, outputs_of

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
LINKLESS = (errno.ENOSYS, errno.ENOTSUP, errno.EPERM)  # what a file system without symbolic links answers
IN_THE_WAY = (FileExistsError, NotADirectoryError)  # something of the user's, who has to say which is to stay
LOST = Outcome("error", 1, "its directory was removed while it ran, and what it had saved until then")
FINISHED = {"error": "FINISHED_ERROR", "success": "FINISHED_SUCCESS"}


class Refusal(NamedTuple):
    """A place where a run directory could not be made, and why."""

    place: Path
    cause: OSError

    def __str__(self) -> str:
        return f"{self.place.resolve()} ({self.cause.strerror})"


def new_run_directory(script: Path) -> tuple[Path, list[Refusal]]:
    """Make the directory of a new run in the first place that can be written; its name is the run's id.

    Returns
    -------
    directory : Path
        The directory. No other run of the script there has its id.
    refusals : list of Refusal
        The places before that, which could not be written.

    Raises
    ------
    RunDirectoryError
        If none of them can.
    """
    refusals: list[Refusal] = []
    for output in outputs_of(script):
        try:
            begin_mirror(output, script)
            return made_in(output), refusals
        except OSError as cause:
            refusals.append(Refusal(output, cause))
            if isinstance(cause, IN_THE_WAY) and os.path.lexists(output):
                raise refused(refusals, "something else is there: move that, or the script") from cause
    advice = "make room, make one of them writable, or start the script in a directory that is"
    raise refused(refusals, advice) from refusals[0].cause


def refused(refusals: list[Refusal], advice: str) -> RunDirectoryError:
    """Return the error that says why there can be no run, and what to do."""
    return RunDirectoryError(f"cannot make the run directory in {', nor in '.join(map(str, refusals))}; {advice}")


def made_in(output: Path) -> Path:
    """Make the directory of a new run in `<script>_out`, marked as one that lives."""
    while True:
        directory = output / "RUNNING" / new_id()
        directory.parent.mkdir(parents=True, exist_ok=True)
        try:
            directory.mkdir()
        except FileExistsError:
            continue  # another process had the same second and the same four letters
        if not any((output / place / directory.name).exists() for place in FINISHED.values()):
            mark_running(directory)
            return directory
        directory.rmdir()


def new_id() -> str:
    """Return `YYYYMMDD_HHMMSS_XXXX`, in local time."""
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in os.urandom(4))
    return f"{time.strftime('%Y%m%d_%H%M%S')}_{letters}"


def mark_running(directory: Path) -> None:
    """Write down which process the run lives in, so that one that was killed can be told from a live one.

    If there is no room for that, the directory is gone again.
    """
    try:
        (directory / MARKER).write_text(json.dumps(marker(directory.name)), encoding="utf-8")
    except OSError:
        (directory / MARKER).unlink(missing_ok=True)
        directory.rmdir()
        raise


def settle(run: Run) -> None:
    """Move the run's directory to where its outcome belongs; a successful one becomes `LATEST`."""
    assert run.result is not None
    output = run.directory.parents[1]
    settled = output / FINISHED[run.result.name] / run.id
    try:
        settled.parent.mkdir(exist_ok=True)
        run.directory.rename(settled)
    except OSError as cause:
        warn(f"run {run.id} could not be moved to {settled}: {cause}")
        run.result = Outcome("error", run.result.exit_code or 1, f"its directory could not be moved: {cause.strerror}")
        return
    run.directory = settled
    if run.result.name == "success":
        try:
            point_latest_to(settled)
        except OSError as cause:
            if cause.errno not in LINKLESS or is_first(settled):  # each later one would say the same
                warn(f"{output / 'LATEST'} does not lead to run {run.id}: {cause}")


def is_first(directory: Path) -> bool:
    """Say whether a run directory has none beside it."""
    return os.listdir(directory.parent) == [directory.name]  # noqa: PTH208


def is_another(run: Run) -> bool:
    """Say whether the run's directory is not the one that was made for it: somebody removed that."""
    try:
        return run.directory.stat().st_ino != run.inode
    except FileNotFoundError:
        return False  # that will be told


def mark_ended(run: Run) -> None:
    """Take away the note of which process the run lives in, unless something is left to do; if it was moved."""
    if run.concluded and run.directory.parent.name in FINISHED.values():
        try:
            (run.directory / MARKER).unlink(missing_ok=True)
        except OSError as cause:
            warn(f"{run.directory / MARKER} cannot be removed: {cause}")


def point_latest_to(directory: Path) -> None:
    """Let `<script>_out/LATEST` be a link to `directory`, replaced at once."""
    output = directory.parent.parent
    link = output / f".LATEST.{directory.name}"
    link.symlink_to(directory.relative_to(output))
    try:
        link.replace(output / "LATEST")
    finally:
        link.unlink(missing_ok=True)
