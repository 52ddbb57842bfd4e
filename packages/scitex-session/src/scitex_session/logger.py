"""The resource `logger`: a standard logger named after the script, which writes to stderr and so to the log."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from scitex_session.run import Run

FORMAT = "%(asctime)s %(levelname)s %(message)s"


@contextmanager
def logger(run: Run) -> Iterator[logging.Logger]:
    """Yield the logger; a configuration of the user's own is respected."""
    named = logging.getLogger(run.script.stem)
    if named.hasHandlers():
        yield named
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT))
    handler.addFilter(lambda record: not logging.getLogger().handlers)  # configured meanwhile, they write it
    named.addHandler(handler)
    level, named.level = named.level, named.level or logging.INFO
    try:
        yield named
    finally:
        named.removeHandler(handler)
        named.level = level
