"""Whether a run in `RUNNING` still lives: its marker names host and process, and what tells that from another one.

A process id alone is not enough: it is used again after the process has ended, after a restart of the machine, and in
every container.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

MARKER = ".running"

Liveness = Literal["live", "dead", "elsewhere", "unknown"]


def marker(id: str) -> dict[str, Any]:
    """Return what is to be known of the process that a run lives in, which is this one."""
    return {
        "id": id,
        "host": os.uname().nodename,
        "pid": os.getpid(),
        "process_started": process_start(os.getpid()),
        "machine": machine(),
        "boot": boot(),
        "processes": process_namespace(),
    }


def liveness(directory: Path) -> Liveness:
    """Say whether the run in a directory of `RUNNING` still lives.

    Parameters
    ----------
    directory : Path
        `<script>_out/RUNNING/<id>`.

    Returns
    -------
    {"live", "dead", "elsewhere", "unknown"}
        `"elsewhere"` if it belongs to another host or container, whose processes cannot be seen from here;
        `"unknown"` if there is no marker that can be read, or it has just moved away.
    """
    try:
        known = json.loads((directory / MARKER).read_text(encoding="utf-8"))
        if known["host"] != os.uname().nodename:
            return "elsewhere"
        if known["boot"] != boot():  # a restart, unless it is another machine of the same name
            return "dead" if known["machine"] and known["machine"] == machine() else "elsewhere"
        if known["processes"] != process_namespace():
            return "elsewhere"
        return "live" if is_alive(known["pid"], known["process_started"]) else "dead"
    except (OSError, ValueError, KeyError, TypeError):
        return "unknown"


def is_alive(pid: int, started: str | None) -> bool:
    """Say whether a process of this machine is still there."""
    if started is not None:
        return process_start(pid) == started
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def dead_runs(running: Path) -> Iterator[Path]:
    """Yield the directories in `<script>_out/RUNNING` whose runs ended without a word, oldest first."""
    try:
        names = sorted(os.listdir(running))  # noqa: PTH208
    except OSError:
        return
    yield from (running / name for name in names if liveness(running / name) == "dead")


def process_start(pid: int) -> str | None:
    """Return when a process began, in the kernel's own count; None if it is gone, or nobody says.

    A process that has ended and waits for its parent to take note is gone. Source: fields 3 and 22 of
    `/proc/[pid]/stat`, proc(5).
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]


def machine() -> str | None:
    """Return what tells this machine from others of its name, machine-id(5); None if nobody says."""
    return first_line("/etc/machine-id")


def boot() -> str | None:
    """Return what tells this start of the machine from the others, random(4); None if nobody says."""
    return first_line("/proc/sys/kernel/random/boot_id")


def first_line(path: str) -> str | None:
    """Return what stands in a small file; None if there is none, or nothing in it."""
    try:
        return Path(path).read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def process_namespace() -> str | None:
    """Return what tells the process ids that are seen here from another container's; None if nobody says."""
    try:
        return os.readlink("/proc/self/ns/pid")  # noqa: PTH115
    except OSError:
        return None
