"""matplotlib figures that carry their data and can be drawn again.

This is pyplot with more: every name of `matplotlib.pyplot` is here too, and matplotlib is imported when the first
of them is used.

    >>> import scitex_plt as plt
    >>> fig, ax = plt.subplots()
    >>> _ = ax.plot([1.0, 2.0], [3.0, 5.0], label="signal")
    >>> list(plt.data(fig))
    ['A.signal.x', 'A.signal.y']
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scitex_plt.errors import (
        ColumnError,
        MissingFileError,
        NotAFigureError,
        PltError,
        PltWarning,
        RecipeError,
    )
    from scitex_plt.extraction import data
    from scitex_plt.reproduction import reproduce

__all__ = [
    "ColumnError",
    "MissingFileError",
    "NotAFigureError",
    "PltError",
    "PltWarning",
    "RecipeError",
    "data",
    "reproduce",
]

HOMES = {
    "ColumnError": "scitex_plt.errors",
    "MissingFileError": "scitex_plt.errors",
    "NotAFigureError": "scitex_plt.errors",
    "PltError": "scitex_plt.errors",
    "PltWarning": "scitex_plt.errors",
    "RecipeError": "scitex_plt.errors",
    "data": "scitex_plt.extraction",
    "reproduce": "scitex_plt.reproduction",
}


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(f"module 'scitex_plt' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(HOMES.get(name, "matplotlib.pyplot")), name)


def __dir__() -> list[str]:
    from matplotlib import pyplot

    return sorted({*globals(), *__all__, *dir(pyplot)})
