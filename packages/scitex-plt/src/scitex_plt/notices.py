"""Warnings that point at the user's own line, whichever of our functions stand in between."""

import sys
import warnings

from scitex_plt.errors import PltWarning


def warn(message: str) -> None:
    """Warn of `message` at the innermost line that is not SciTeX's."""
    level, frame = 1, sys._getframe(0)
    while frame.f_back and frame.f_globals.get("__name__", "").partition("_")[0] == "scitex":
        level, frame = level + 1, frame.f_back
    warnings.warn(message, PltWarning, stacklevel=level)
