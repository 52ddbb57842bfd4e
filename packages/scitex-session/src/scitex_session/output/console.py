"""The handler that writes log records to stderr: time, level and message, the level coloured on a terminal."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

COLOURS = {"CRITICAL": 31, "DEBUG": 2, "ERROR": 31, "FAIL": 31, "INFO": 36, "SUCCESS": 32, "WARNING": 33}
"""Level → parameter of the escape sequence SGR, ECMA-48 8.3.117."""


@contextmanager
def last_resort(own: str = "") -> Iterator[None]:
    """Write what no handler is there for to stderr while the block lasts, with time and level.

    Parameters
    ----------
    own : str, optional
        The logger whose name need not be said.
    """
    console = Console(own)
    before, logging.lastResort = logging.lastResort, console
    try:
        yield
    finally:
        if logging.lastResort is console:
            logging.lastResort = before


class Console(logging.StreamHandler[TextIO]):
    """A handler that writes to what stderr is at the moment.

    Parameters
    ----------
    own : str, optional
        The logger whose name need not be said.
    """

    def __init__(self, own: str = "") -> None:
        logging.Handler.__init__(self)
        self.formatter = Lines(own)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """Standard error."""
        return sys.stderr

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record, its level coloured if that can be seen."""
        line = super().format(record)
        if not shows_colours(self.stream):
            return line
        colour = COLOURS.get(record.levelname, 0)
        return line.replace(f" {record.levelname} ", f" \x1b[{colour}m{record.levelname}\x1b[0m ", 1)


class Lines(logging.Formatter):
    """Time, level and message; before the message the logger's name, if it is not the session's."""

    def __init__(self, own: str = "") -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")
        self.own = own

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        name = "" if record.name in (self.own, "__main__", "root") else f"{record.name}: "
        return f"{record.asctime} {record.levelname} {name}{record.message}"


def shows_colours(stream: TextIO) -> bool:
    """Say whether a stream is a terminal that shows colours, and nobody objects; https://no-color.org."""
    terminal = getattr(stream, "isatty", bool)()
    return bool(terminal) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
