"""Files that a script said it would write by itself: told to the recorders when the run ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from scitex_io.notices import warn
from scitex_io.observers import Access, notify
from scitex_session.run import Run


@contextmanager
def promises_kept(run: Run) -> Iterator[None]:
    """Tell of what `run.output` was asked for, when the block ends; warn of what was never written."""
    try:
        yield
    finally:
        for file in dict.fromkeys(run.promised):
            if file.exists():
                notify(Access("write", file))
            else:
                warn(f"{file} was to be an output of the run and was never written")
