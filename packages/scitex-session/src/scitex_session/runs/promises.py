"""Files that a script said it would write by itself: told to the recorders when the run ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from scitex_io.notices import warn
from scitex_io.observers import Access, notify
from scitex_io.paths import files_in
from scitex_session.run import Run


@contextmanager
def promises_kept(run: Run) -> Iterator[None]:
    """Tell of what `run.output` was asked for, when the block ends; warn of what was never written."""
    try:
        yield
    finally:
        for place in dict.fromkeys(run.promised):
            if not place.exists():
                warn(f"{place} was to be an output of the run and was never written")
                continue
            for file in files_in(place):
                notify(Access("write", file))
