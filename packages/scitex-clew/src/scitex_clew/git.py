"""The state of the git repository around a script, asked for beside the script's own work."""

import os
import select
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from scitex_clew.project import ancestors
from scitex_clew.record import GitState

SHELL = "/bin/sh"
QUESTION = """(
    git -C "$1" --no-optional-locks status --porcelain=v2 --branch --untracked-files=no -z
    git -C "$1" rev-parse --show-toplevel "HEAD:./$2"
) &"""
PATIENCE = 10.0  # seconds to wait for an answer when the run is over
FIELDS_BEFORE_PATH = {"1": 8, "2": 9, "u": 10}


class GitQuestion(NamedTuple):
    """Git at work: the pipe that its answer comes through."""

    pipe: int

    def answer(self, written: Collection[str] = ()) -> GitState | None:
        """Wait for git and return what it said, or None if it failed or took too long.

        Parameters
        ----------
        written : collection of str
            Absolute paths that the run itself wrote, perhaps before git looked: they make nothing dirty.
        """
        try:
            return parse(read_all(self.pipe, time.monotonic() + PATIENCE), written)
        except TimeoutError:
            return None
        finally:
            os.close(self.pipe)


def ask(script: Path) -> GitQuestion | None:
    """Ask git about the repository around `script`; None outside of one, or without a shell.

    Git is started by a shell that ends at once: it is no child of this process, whose script may wait for its own.
    """
    folder, name = os.path.split(os.path.realpath(script))
    if not any(os.path.lexists(f"{above}/.git") for above in ancestors(folder)):
        return None
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    receiving, sending = os.pipe()
    streams = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, sending, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    try:
        shell = os.posix_spawn(SHELL, ("sh", "-c", QUESTION, "sh", folder, name), environment, file_actions=streams)
    except OSError:
        os.close(receiving)
        return None
    finally:
        os.close(sending)
    with suppress(ChildProcessError):  # where the program ignores SIGCHLD
        os.waitpid(shell, 0)
    return GitQuestion(receiving)


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


def parse(text: str, written: Collection[str]) -> GitState | None:
    """Return the state that the two commands have printed.

    Format: https://git-scm.com/docs/git-status#_porcelain_format_version_2, each line ended by a NUL; then the
    repository's root and, if the commit holds the script, the hash of that, each ended by a newline.
    """
    *lines, located = text.split("\0")
    root, _, blob = located.partition("\n")
    headers = dict(line[2:].split(" ", 1) for line in lines if line.startswith("# branch."))
    if "branch.oid" not in headers or not root:
        return None
    commit, branch = headers["branch.oid"], headers.get("branch.head", "(detached)")
    return GitState(
        commit=None if commit == "(initial)" else commit,
        branch=None if branch == "(detached)" else branch,
        dirty=any(f"{root}/{path}" not in written for path in changed(lines)),
        tracked=blob.strip().isalnum(),
    )


def changed(lines: list[str]) -> list[str]:
    """Return the paths that differ from the commit; of a renamed file both."""
    paths, rest = [], iter(lines)
    for line in rest:
        if line.startswith(tuple(FIELDS_BEFORE_PATH)):
            paths.append(line.split(" ", FIELDS_BEFORE_PATH[line[0]])[-1])
        if line.startswith("2"):
            paths.append(next(rest, ""))
    return paths
