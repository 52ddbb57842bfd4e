"""The resource `logger`: a standard logger named after the script, which writes to stderr and so to the log."""

from collections.abc import Iterator
from contextlib import contextmanager

from scitex_session.logging import Logger, getLogger
from scitex_session.run import Run


@contextmanager
def logger(run: Run) -> Iterator[Logger]:
    """Yield the logger, which says what is of level INFO or above; a configuration of the user's own is respected."""
    named = getLogger(run.script.stem)
    level = named.level
    if not named.hasHandlers() and not level:
        named.setLevel("INFO")
    try:
        yield named
    finally:
        named.setLevel(level)
