"""What a run used: time by the clock, time of the processors, memory."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from scitex_session.run import Run

# Of the clocks that nobody sets, the one that goes on while the machine sleeps.
CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
KIBIBYTE = 1 if sys.platform == "darwin" else 1024  # the unit of ru_maxrss, getrusage(2)


@contextmanager
def measured(run: Run) -> Iterator[None]:
    """Tell the run what it used while the block lasted."""
    wall, cpu = time.clock_gettime(CLOCK), processor_time()
    try:
        yield
    finally:
        run.wall_time = time.clock_gettime(CLOCK) - wall
        run.cpu_time = processor_time() - cpu
        run.peak_memory = peak_memory()


def processor_time() -> float:
    """Return how long processors have worked for this process and its finished children, in seconds."""
    return sum(os.times()[:4])


def peak_memory() -> int:
    """Return the most that this process, or the largest of its finished children, ever had in memory, in bytes."""
    children = KIBIBYTE * getrusage(RUSAGE_CHILDREN).ru_maxrss
    return max(own_peak() or KIBIBYTE * getrusage(RUSAGE_SELF).ru_maxrss, children)


def own_peak() -> int | None:
    """Return the most that this program ever had in memory, in bytes; None where the system does not tell.

    `ru_maxrss` would also tell of the program that started this one, see getrusage(2).
    """
    with suppress(OSError), open("/proc/self/status", encoding="ascii", errors="replace") as status:  # noqa: PTH123
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return None
