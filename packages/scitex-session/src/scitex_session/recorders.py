"""Who keeps the record of a run: plug-ins of `scitex_session.recorders`, opened around every run.

A recorder is a function that takes the run, secrets masked, and returns a context manager. While it opens it may set
`run.seed` and add to `run.notes`, the first lines of the log, and to `run.reserved`, the names of files that it keeps
in the run directory, which no save may have; when it closes and could not complete its record it sets
`run.concluded` to False, so that `session clean` asks it to do that later. It may yield None, or what is to be opened
in every worker process that is started anew (`multiprocessing` with `spawn` or `forkserver`, and what is built on it):
a callable without parameters that can be pickled, such as `functools.partial(function_of_a_module, path)`. It returns a
context manager, which is open there until the worker ends. A forked worker has the recorder as it is.

A recorder that fails does not stop the science: what it raises becomes a warning with its cause. One that keeps what it
records can be asked for it later, if it has the functions of `scitex_session.history.keepers.Keeper`.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from scitex_io.notices import warn
from scitex_io.plugins import entry_points
from scitex_session.run import Run
from scitex_session.runs.recorded_run import RecordedRun

GROUP = "scitex_session.recorders"

InWorker = Callable[[], AbstractContextManager[object]]


@contextmanager
def recording(run: Run) -> Iterator[list[InWorker]]:
    """Open every recorder while the block lasts.

    Yields
    ------
    list of callable
        What recorders want to be opened in worker processes.
    """
    recorded = RecordedRun(run)
    in_workers: list[InWorker] = []
    with ExitStack() as recorders:
        for name, plugin in entry_points(GROUP).items():
            closing = ExitStack()
            try:
                in_worker = closing.enter_context(plugin.load()(recorded))
                in_workers += [in_worker] if in_worker is not None else []
            except Exception as cause:
                tell(name, "begin", run, cause)
            recorders.callback(close, closing, name, run)
        yield in_workers


def close(closing: ExitStack, name: str, run: Run) -> None:
    """Close one recorder."""
    try:
        closing.close()
    except Exception as cause:
        tell(name, "end", run, cause)


def tell(name: str, stage: str, run: Run, cause: Exception) -> None:
    """Say that a recorder failed."""
    warn(f"recorder {name!r} failed to {stage} the record of run {run.id}: {cause!r}")
