"""Which process a run is, and whether it still lives."""

import os


def identity(pid: int) -> str | None:
    """Return what tells this process from an older one of the same number: boot and start time.

    None where the system does not say (it has no `/proc`).
    """
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:  # noqa: PTH123
            fields = stat.read().rpartition(b")")[2].split()
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as boot:  # noqa: PTH123
            return f"{boot.read().strip()}:{fields[19].decode()}"
    except (OSError, IndexError):
        return None


def alive(host: str, pid: int, process: str | None) -> bool:
    """Say whether a process is still there; one of another host is taken to be."""
    if host != os.uname().nodename:
        return True
    if process is not None:
        return identity(pid) == process
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
