"""Colour maps, by name: a recipe is drawn in another process, which knows those of matplotlib alone."""

from typing import Any

import matplotlib

from scitex_plt.plain import Plain, Unsupported


def colormap(value: Any) -> Plain:
    """Return the name of a colour map of matplotlib's own.

    Raises
    ------
    Unsupported
        If it is another, be it registered under a name or not.
    """
    known: Any = matplotlib.colormaps
    if value.name in known._builtin_cmaps and known[value.name] == value:
        return str(value.name)
    raise Unsupported("its own colour map")
