"""Loggers during a run: what they say is in the log, with time and level, whether or not the script asks for one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from scitex_session.imports import once_imported
from scitex_session.run import Run


@contextmanager
def loggers_heard(run: Run) -> Iterator[None]:
    """Be the handler of last resort while the block lasts, as soon as anybody imports `logging`."""
    with ExitStack() as until_end:

        def begin() -> None:
            from scitex_session.output.console import last_resort

            until_end.enter_context(last_resort(run.script.stem))

        with once_imported({"logging": begin}):
            yield
