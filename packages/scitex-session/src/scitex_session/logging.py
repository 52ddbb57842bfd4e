"""Logging as sessions do it: Python's own, with time and level, colour on a terminal, and levels SUCCESS and FAIL.

>>> from scitex_session.logging import getLogger
>>> logger = getLogger("train")
>>> logger.success("converged after %s epochs", 12)

Nothing here is in the way of a configuration of your own: what a session adds is `logging.lastResort`, the handler that
Python uses for what no other handler is there for. So the messages of other packages come out, and reach the log, too.
"""

import logging
from typing import Any, cast

from scitex_session.output.console import Console

__all__ = ["FAIL", "SUCCESS", "Logger", "configure", "getLogger"]

SUCCESS = 25
"""The level of something that went well, between INFO and WARNING."""
FAIL = 35
"""The level of something that did not, though the script goes on; between WARNING and ERROR."""

logging.addLevelName(SUCCESS, "SUCCESS")
logging.addLevelName(FAIL, "FAIL")


class Logger(logging.Logger):
    """A standard logger with the two levels more."""

    def success(self, message: object, *args: object, **options: Any) -> None:
        """Log a message at level SUCCESS."""
        self.log(SUCCESS, message, *args, **{**options, "stacklevel": options.get("stacklevel", 1) + 1})

    def fail(self, message: object, *args: object, **options: Any) -> None:
        """Log a message at level FAIL."""
        self.log(FAIL, message, *args, **{**options, "stacklevel": options.get("stacklevel", 1) + 1})


def getLogger(name: str | None = None) -> Logger:
    """Return the standard logger of a name, which also has `success` and `fail`.

    Parameters
    ----------
    name : str, optional
        Its name; without one, the root logger.

    Returns
    -------
    Logger
        The same that `logging.getLogger` returns; one of somebody's own class stays as it is.

    Examples
    --------
    >>> import logging
    >>> from scitex_session.logging import getLogger
    >>> getLogger("fit") is logging.getLogger("fit")
    True
    """
    logger = logging.getLogger(name)
    if type(logger) is logging.Logger:
        logger.__class__ = Logger
    elif type(logger) is logging.RootLogger:
        logger.__class__ = Root
    return cast(Logger, logger)


class Root(Logger, logging.RootLogger):
    """The root logger with the two levels more."""


def configure(level: int | str = "INFO") -> None:
    """Let everything from `level` on come out, of every logger, other packages' included.

    If nobody has configured logging, messages go to stderr, with time and level. A session does so for the levels that
    Python shows by default, WARNING and above, and for its own logger from INFO on.

    Parameters
    ----------
    level : int or str, default "INFO"
        Such as `"DEBUG"`, `"SUCCESS"` or `logging.WARNING`.

    Raises
    ------
    ValueError
        If there is no such level.

    Examples
    --------
    >>> from scitex_session.logging import configure
    >>> configure("SUCCESS")
    """
    root = logging.getLogger()
    root.setLevel(level.upper() if isinstance(level, str) else level)
    if not root.handlers:
        root.addHandler(Console())
