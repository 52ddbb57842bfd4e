"""Threads that outlive the run in which they were started: what they print and save then is not part of it."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from scitex_io.notices import warn


@contextmanager
def threads_told() -> Iterator[None]:
    """Warn of threads that were started within the block and go on after it, though Python will wait for them.

    Those of executors are not told of: they go on when they have nothing left to do.
    """
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not is_idle(thread)]
    if left:
        names = ", ".join(repr(thread.name) for thread in left)
        warn(
            f"the run ends before these threads do: {names}; what they print and save from now on is not in its log, "
            "its directory or its record: wait for them with join() before the function returns"
        )


def is_idle(thread: threading.Thread) -> bool:
    """Say whether a thread may have nothing to do: daemons, which nobody waits for, and those of executors."""
    executors = getattr(sys.modules.get("concurrent.futures.thread"), "_threads_queues", ())
    return thread.daemon or thread in executors or type(thread).__module__.startswith("concurrent.futures")
