"""Who keeps the record of a run: plug-ins of `scitex_session.recorders`, opened around every run.

A recorder that fails does not stop the science: what it raises becomes a warning with its cause.
"""

import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from scitex_io.plugins import entry_points
from scitex_session.run import Run

GROUP = "scitex_session.recorders"


@contextmanager
def recording(run: Run) -> Iterator[None]:
    """Open every recorder while the block lasts."""
    with ExitStack() as recorders:
        for name, plugin in entry_points(GROUP).items():
            closing = ExitStack()
            try:
                closing.enter_context(plugin.load()(run))
            except Exception as cause:
                warn(name, "begin", run, cause)
            recorders.callback(close, closing, name, run)
        yield


def close(closing: ExitStack, name: str, run: Run) -> None:
    """Close one recorder."""
    try:
        closing.close()
    except Exception as cause:
        warn(name, "end", run, cause)


def warn(name: str, stage: str, run: Run, cause: Exception) -> None:
    """Say that a recorder failed."""
    warnings.warn(
        f"recorder {name!r} failed to {stage} the record of run {run.id}: {cause!r}",
        RuntimeWarning,
        stacklevel=2,
    )
