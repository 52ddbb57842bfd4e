"""Telling the user of what went wrong beside the work that was asked for, which has not failed."""

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ABOUT_CHANGES = ContextVar("ABOUT_CHANGES", default=True)
"""Whether the user is told of what a format does not keep of an object."""


@contextmanager
def without_changes() -> Iterator[None]:
    """Do not tell of what a format does not keep, where who reads the file knows."""
    token = ABOUT_CHANGES.set(False)
    try:
        yield
    finally:
        ABOUT_CHANGES.reset(token)


def warn(message: str) -> None:
    """Warn at the line of the user's that all this was done for.

    Where warnings are errors (`python -W error`) the message goes to stderr: nothing that was asked for has failed.

    Parameters
    ----------
    message : str
        What happened, and what to do.
    """
    level, frame = 2, sys._getframe(1)
    while frame.f_back is not None and is_between(frame.f_globals.get("__name__", "")):
        level, frame = level + 1, frame.f_back
    try:
        warnings.warn(message, RuntimeWarning, stacklevel=level)
    except RuntimeWarning:
        if sys.stderr is not None:
            print(f"RuntimeWarning: {message}", file=sys.stderr)


def is_between(module: str) -> bool:
    """Say whether a module is one of ours, or stands between ours and the user's."""
    return module.startswith("scitex_") or module == "contextlib"
