"""Worker processes that are started anew join the run: they save into its directory, and are recorded.

A forked worker has all of the run as it is. One that `multiprocessing` starts by `spawn` or `forkserver`, and so one of
joblib, of `concurrent.futures` or of torch's DataLoader, knows nothing. What it gets from its parent, in every case, is
the pickled process object with the parent's settings in it. The run puts its membership among these; to unpickle that
is to join. No environment variable could do this: any other script that the run starts would take it for its own.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from scitex_session.imports import once_imported
from scitex_session.recorders import InWorker
from scitex_session.run import Run

KEY = "scitex_session"
POOLS = ("joblib.externals.loky.reusable_executor", "loky.reusable_executor")


class Membership:
    """What a worker needs to join a run; pickled with its process object.

    Parameters
    ----------
    directory : str
        The run directory.
    reserved : frozenset of str
        The names in it that no save may have.
    openers : sequence of callable
        What the run's recorders want to be opened in it.
    """

    def __init__(self, directory: str, reserved: frozenset[str], openers: Sequence[InWorker]) -> None:
        self.directory = directory
        self.reserved = reserved
        self.openers = tuple(openers)
        self.process = os.getpid()
        self.opened = ExitStack()

    def __reduce__(self) -> tuple[Any, ...]:
        return join, (self.directory, self.reserved, self.openers)

    def enter(self) -> None:
        """Open what the recorders ask for, and work in the run directory and log as the run does; until its end."""
        for opener in self.openers:
            try:
                self.open(opener())
            except Exception as cause:
                from scitex_io.notices import warn

                warn(f"this worker is not recorded, {opener!r} failed: {cause!r}")
        self.open(once_imported({"logging": self.enter_logging, "scitex_io": self.enter_io}))

    def leave_at_end(self) -> None:
        """Close what is open when the worker ends; what it forks leaves that to it."""
        from multiprocessing.util import Finalize

        if os.getpid() == self.process:
            Finalize(self, self.opened.close, exitpriority=0)

    def enter_io(self) -> None:
        """Let relative paths point into the run directory."""
        from scitex_io.paths import base_directory

        self.open(base_directory(self.directory, reserved=self.reserved))

    def enter_logging(self) -> None:
        """Log as the run does."""
        from scitex_session.output.console import last_resort

        self.open(last_resort())

    def open(self, context: Any) -> None:
        """Keep a context manager open until the worker ends."""
        self.opened.enter_context(context)


def join(directory: str, reserved: frozenset[str], openers: Sequence[InWorker]) -> Membership:
    """Join a run, if this process is being set up as a worker."""
    from multiprocessing.process import current_process
    from multiprocessing.util import register_after_fork

    membership = Membership(directory, reserved, openers)
    if getattr(current_process(), "_inheriting", False):
        membership.enter()
        membership.leave_at_end()
        register_after_fork(membership, Membership.leave_at_end)  # a fork server has it forgotten
    return membership


@contextmanager
def workers_joining(run: Run, openers: Sequence[InWorker]) -> Iterator[None]:
    """Let the worker processes that are started within the block join the run.

    Parameters
    ----------
    run : Run
        The run.
    openers : sequence of callable
        What is to be opened in each worker, picklable; each returns a context manager.
    """
    membership = Membership(os.fspath(run.directory), frozenset(run.reserved), openers)
    end_idle_workers()
    with once_imported({"multiprocessing.process": lambda: settings().update({KEY: membership})}):
        try:
            yield
        finally:
            if os.getpid() == run.pid and "multiprocessing.process" in sys.modules:
                settings().pop(KEY, None)
                end_idle_workers()


def settings() -> dict[str, Any]:
    """Return what this process hands on to those that it starts; nothing, should Python keep it elsewhere one day."""
    process: Any = sys.modules["multiprocessing.process"]
    return getattr(process.current_process(), "_config", {})


def end_idle_workers() -> None:
    """End what is kept for the next call: it writes to the directory and the log of the run in which it started.

    These are the workers of joblib, and the server that forks for `multiprocessing`, unless it has children.
    """
    for name in POOLS:
        with suppress(Exception):  # of others' insides
            if (pool := getattr(sys.modules.get(name), "_executor", None)) is not None:
                pool.shutdown(wait=True)
    with suppress(Exception):
        server = sys.modules.get("multiprocessing.forkserver")
        if server is not None and not sys.modules["multiprocessing"].active_children():
            server._forkserver._stop()
