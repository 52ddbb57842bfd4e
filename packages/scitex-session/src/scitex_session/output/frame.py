"""What the log says besides the output: the run in its first lines, how it ended in its last; all begin with `# `.

They stand in the log alone, not on the terminal. Paths in the project begin at its root: a log is handed on.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from scitex_io.roots import project_root
from scitex_io.secrets import MASK
from scitex_session.run import Run
from scitex_session.runs.recorded_run import RecordedRun

LONGEST_VALUE = 200


@contextmanager
def framed(run: Run) -> Iterator[None]:
    """Begin the log before the block, and end it after.

    What cannot be written is left out: the output itself will not fit either, and that is told.
    """
    with suppress(OSError):
        write_head(run)
    try:
        yield
    finally:
        with suppress(OSError):
            write_end(run)


def write_head(run: Run) -> None:
    """Write what a run begins with."""
    with run.log.open("a", encoding="utf-8", errors="backslashreplace") as log:
        log.writelines(f"# {from_root(run, line)}\n" for line in head_lines(run))


def head_lines(run: Run) -> Iterator[str]:
    """Yield what a run begins with, secrets masked: itself, its command, what was chosen, what recorders say."""
    recorded = RecordedRun(run)
    script = f"{os.path.realpath(run.script.parent)}/{run.script.name}"
    yield f"run {run.id} of {script}, {run.started.isoformat(' ', 'seconds')}"
    yield f"command: {' '.join(map(quoted, recorded.command))}"
    chosen = [
        f"{name}={shortened(repr(value.value))} ({value.source})"
        for name, value in recorded.parameters.items()
        if str(value.source) != "default"
    ]
    if chosen:
        yield f"parameters: {', '.join(chosen)}"
    for note in run.notes:
        yield " ".join(note.split())


def write_end(run: Run) -> None:
    """End the log: with the traceback, if the caller and not the terminal got it, the outcome and the time it took."""
    if run.result is None:
        return  # it was interrupted once more while it was ending, and that will be told
    code = f", exit code {run.result.exit_code}"
    error = RecordedRun(run).error
    why = f": {shortened(' '.join(error.split()))}" if error else ""
    took = f", after {run.wall_time:.1f} s" if run.wall_time is not None else ""
    with run.log.open("ab+") as log:
        size = log.tell()
        log.seek(max(size - 1, 0))
        if log.read(1) not in (b"", b"\n"):
            log.write(b"\n")
        if run.result.traceback and not run.reported:
            log.write(run.result.traceback.encode("utf-8", "backslashreplace"))
        last = from_root(run, f"{run.result.name}{code}{took}{why}")
        log.write(f"# {last}\n".encode("utf-8", "backslashreplace"))


def from_root(run: Run, line: str) -> str:
    """Return a line in which paths in the project of a run begin at the project's root."""
    root = project_root(run.directory.parents[2])
    return re.sub(rf"(?<![\w.~/-]){re.escape(root)}/", "", line)


def quoted(word: str) -> str:
    """Return a word of a command line as a shell takes it."""
    if word and all(character.isalnum() or character in "@%+=:,./-_" for character in word.replace(MASK, "_")):
        return word
    import shlex

    return " ".join(shlex.quote(word).splitlines())


def shortened(text: str) -> str:
    """Return text of a length that leaves a line readable."""
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
