"""The directory of a run: made in `RUNNING`, moved by one rename to the place that says how the run ended."""

import errno
import json
import os
import time
from pathlib import Path

from scitex_io.notices import warn
from scitex_session.errors import RunDirectoryError
from scitex_session.liveness import MARKER, marker
from scitex_session.outcome import Outcome
from scitex_session.run import Run

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
LINKLESS = (errno.ENOSYS, errno.ENOTSUP, errno.EPERM)  # what a file system without symbolic links answers
FINISHED = {"error": "FINISHED_ERROR", "success": "FINISHED_SUCCESS"}


def output_directory(script: Path) -> Path:
    """Return where all runs of a script are: `<script>_out`, beside it."""
    return script.with_name(f"{script.stem}_out")


def new_run_directory(script: Path) -> Path:
    """Make the directory of a new run; its name is the run's id, which no other run of the script has.

    Raises
    ------
    RunDirectoryError
        If it cannot be made.
    """
    output = output_directory(script)
    try:
        while True:
            directory = output / "RUNNING" / new_id()
            directory.parent.mkdir(parents=True, exist_ok=True)
            try:
                directory.mkdir()
            except FileExistsError:
                continue  # another process had the same second and the same four letters
            if not any((output / place / directory.name).exists() for place in FINISHED.values()):
                return directory
            directory.rmdir()
    except OSError as cause:
        raise cannot_write(output, cause) from cause


def cannot_write(directory: Path, cause: OSError) -> RunDirectoryError:
    """Return the error that says why there can be no run."""
    return RunDirectoryError(
        f"cannot make the run directory in {directory}: {cause.strerror}; "
        "make room, make it writable, or move the script"
    )


def new_id() -> str:
    """Return `YYYYMMDD_HHMMSS_XXXX`, in local time."""
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in os.urandom(4))
    return f"{time.strftime('%Y%m%d_%H%M%S')}_{letters}"


def mark_running(run: Run) -> None:
    """Write down which process the run lives in, so that one that was killed can be told from a live one.

    Raises
    ------
    RunDirectoryError
        If that cannot be written; the directory is gone again.
    """
    try:
        (run.directory / MARKER).write_text(json.dumps(marker(run)), encoding="utf-8")
    except OSError as cause:
        (run.directory / MARKER).unlink(missing_ok=True)
        run.directory.rmdir()
        raise cannot_write(run.directory, cause) from cause


def settle(run: Run) -> None:
    """Move the run's directory to where its outcome belongs; a successful one becomes `LATEST`."""
    assert run.result is not None
    if is_another(run) and run.result.name == "success":
        run.result = Outcome("error", 1, "its directory was removed while it ran, and what it had saved until then")
    output = output_directory(run.script)
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
