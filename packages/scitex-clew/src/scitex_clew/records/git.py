"""The state of the git repository around a script, asked for beside the script's own work.

Git writes what it has to say into hidden files of the run directory, so that it is there also when the run is killed.
"""

import os
import re
import select
import signal
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from scitex_clew.records.record import GitState
from scitex_io.roots import ancestors

SHELL = "/bin/sh"
LARGEST_DIFF = 1 << 24  # bytes
QUESTION = f"""(
    git -C "$1" --no-optional-locks status --porcelain=v2 --branch --untracked-files=no -z
    git -C "$1" rev-parse --show-toplevel "HEAD:./$2"
    ulimit -f {LARGEST_DIFF // 512}
    git -C "$1" --no-optional-locks -c diff.relative=false diff HEAD --patch-with-raw -z --binary --no-renames \\
        --no-color --no-ext-diff --no-textconv --src-prefix=a/ --dst-prefix=b/ >&3
) &"""
STATE = ".clew.git"
DIFF = ".clew.diff"
PATIENCE = 10.0  # seconds to wait for an answer when the run is over
FIELDS_BEFORE_PATH = {"1": 8, "2": 9, "u": 10}
BLOCKED = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
CREATED = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


class GitQuestion(NamedTuple):
    """Git at work: a pipe whose other end is closed when it has answered."""

    pipe: int

    def wait(self) -> bool:
        """Wait until git has answered, and say whether it did; it may take too long."""
        try:
            ready, _, _ = select.select([self.pipe], [], [], PATIENCE)
            return bool(ready)
        finally:
            os.close(self.pipe)


def ask(script: Path, directory: Path) -> GitQuestion | None:
    """Ask git about the repository around `script`; None outside of one, or without a shell.

    Git is started by a shell that ends at once: it is no child of this process, whose script may wait for its own.

    Parameters
    ----------
    script : Path
        The script.
    directory : Path
        Where the answers are written; it may be moved meanwhile.
    """
    folder, name = os.path.split(os.path.realpath(script))
    if not any(os.path.lexists(f"{above}/.git") for above in ancestors(folder)):
        return None
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    receiving, sending = os.pipe()
    streams = [
        (os.POSIX_SPAWN_DUP2, sending, 4),
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, directory / STATE, CREATED, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 3, directory / DIFF, CREATED, 0o644),
    ]
    try:
        shell = os.posix_spawn(
            SHELL,
            ("sh", "-c", QUESTION, "sh", folder, name),
            environment,
            file_actions=streams,
            setsigmask=BLOCKED,  # Ctrl-C goes to every process of the terminal's group
        )
    except OSError:
        os.close(receiving)
        return None
    finally:
        os.close(sending)
    with suppress(ChildProcessError):  # where the program ignores SIGCHLD
        os.waitpid(shell, 0)
    return GitQuestion(receiving)


def state(directory: Path, written: Collection[str] = ()) -> GitState | None:
    """Return the state that git has written into a run directory; None if it has not, or failed.

    Parameters
    ----------
    directory : Path
        The run directory.
    written : collection of str
        Absolute paths that the run itself wrote, perhaps before git looked: they make nothing dirty.
    """
    try:
        return parse(os.fsdecode((directory / STATE).read_bytes()), written)
    except OSError:
        return None


def parse(text: str, written: Collection[str]) -> GitState | None:
    """Return the state that the first two commands have printed.

    Format: https://git-scm.com/docs/git-status#_porcelain_format_version_2, each line ended by a NUL; then the
    repository's root and, if the commit holds the script, the hash of that, each ended by a newline.
    """
    lines, root, blob = taken_apart(text)
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


def taken_apart(text: str) -> tuple[list[str], str, str]:
    """Return the lines of the status, the root of the repository, and what was said of the script."""
    *lines, located = text.split("\0")
    root, _, blob = located.partition("\n")
    return lines, root, blob


def changed(lines: Iterable[str]) -> list[str]:
    """Return the paths that differ from the commit; of a renamed file both."""
    paths, rest = [], iter(lines)
    for line in rest:
        if line.startswith(tuple(FIELDS_BEFORE_PATH)):
            paths.append(line.split(" ", FIELDS_BEFORE_PATH[line[0]])[-1])
        if line.startswith("2"):
            paths.append(next(rest, ""))
    return paths


def diff(directory: Path, written: Collection[str] = ()) -> str | None:
    """Return how tracked files differed from the commit, as git writes it, so that `git apply` takes it.

    Parameters
    ----------
    directory : Path
        The run directory.
    written : collection of str
        Absolute paths that the run itself wrote: they are left out.

    Returns
    -------
    str or None
        The diff, bytes that are no UTF-8 as surrogates; empty if nothing differed; None if git has not answered, or
        the diff is larger than 16 MiB.
    """
    try:
        text = os.fsdecode((directory / DIFF).read_bytes())
        _, root, _ = taken_apart(os.fsdecode((directory / STATE).read_bytes()))
    except OSError:
        return None
    if len(os.fsencode(text)) >= LARGEST_DIFF:
        return None
    # First a record a file, of two parts each ended by a NUL; one more NUL; then the patches, in the same order.
    raw, _, patches = text.partition("\0\0")
    paths = raw.split("\0")[1::2]
    parts = re.split(r"^(?=diff --git )", patches, flags=re.MULTILINE)[1:]
    if len(parts) != len(paths):  # after a merge that has conflicts
        return patches
    return "".join(part for path, part in zip(paths, parts, strict=True) if f"{root}/{path}" not in written)


def forget(directory: Path) -> None:
    """Remove what git has written into a run directory."""
    for name in (STATE, DIFF):
        with suppress(FileNotFoundError):
            (directory / name).unlink()
