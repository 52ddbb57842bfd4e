"""The state of the git repository around a script, asked for beside the script's own work."""

import os
import select
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from scitex_clew.project import ancestors
from scitex_clew.record import GitState

QUESTION = ("git", "--no-optional-locks", "status", "--porcelain=v2", "--branch", "--untracked-files=no")
PATIENCE = 10.0  # seconds to wait for an answer when the run is over


class GitQuestion(NamedTuple):
    """A `git status` that is running: its process id and the pipe that its answer comes through."""

    pid: int
    pipe: int

    def answer(self) -> GitState | None:
        """Wait for git and return what it said, or None if it failed or took too long."""
        try:
            text = read_all(self.pipe, time.monotonic() + PATIENCE)
        except TimeoutError:
            with suppress(ProcessLookupError):
                os.kill(self.pid, 9)
            text = ""
        finally:
            os.close(self.pipe)
        with suppress(ChildProcessError):  # the script may have waited for every child
            os.waitpid(self.pid, 0)
        return parse(text)


def ask(directory: Path) -> GitQuestion | None:
    """Start `git status` in `directory`; None outside of a repository, or without git."""
    if not any(os.path.lexists(f"{folder}/.git") for folder in ancestors(str(directory))):
        return None
    receiving, sending = os.pipe()
    command = (QUESTION[0], "-C", str(directory), *QUESTION[1:])
    streams = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, sending, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    try:
        return GitQuestion(os.posix_spawnp(QUESTION[0], command, os.environ, file_actions=streams), receiving)
    except OSError:
        os.close(receiving)
        return None
    finally:
        os.close(sending)


def read_all(pipe: int, deadline: float) -> str:
    """Return everything that comes through `pipe` until its other end is closed."""
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise TimeoutError
        part = os.read(pipe, 65536)
        if not part:
            return os.fsdecode(b"".join(parts))
        parts.append(part)


def parse(text: str) -> GitState | None:
    """Return the state that `git status --porcelain=v2 --branch` has printed.

    Format: https://git-scm.com/docs/git-status#_porcelain_format_version_2
    """
    headers = dict(line[2:].split(" ", 1) for line in text.splitlines() if line.startswith("# branch."))
    if "branch.oid" not in headers:
        return None
    commit, branch = headers["branch.oid"], headers.get("branch.head", "(detached)")
    return GitState(
        commit=None if commit == "(initial)" else commit,
        branch=None if branch == "(detached)" else branch,
        dirty=any(not line.startswith("#") for line in text.splitlines()),
    )
