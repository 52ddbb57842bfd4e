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
        MissingLibraryError,
        NotAFigureError,
        OptionError,
        PltError,
        PltWarning,
        RecipeError,
    )
    from scitex_plt.extraction import data
    from scitex_plt.labels import set_xyt
    from scitex_plt.printing.brackets import add_brackets, stars
    from scitex_plt.printing.composition import compose
    from scitex_plt.printing.millimetres import subplots
    from scitex_plt.printing.panels import label_panels
    from scitex_plt.printing.scalebars import add_scale_bar
    from scitex_plt.printing.styles import OKABE_ITO, column_width_mm, journal
    from scitex_plt.reproduction import reproduce
    from scitex_plt.verification import Comparison, verify

__all__ = [
    "OKABE_ITO",
    "ColumnError",
    "Comparison",
    "MissingFileError",
    "MissingLibraryError",
    "NotAFigureError",
    "OptionError",
    "PltError",
    "PltWarning",
    "RecipeError",
    "add_brackets",
    "add_scale_bar",
    "column_width_mm",
    "compose",
    "data",
    "journal",
    "label_panels",
    "reproduce",
    "set_xyt",
    "stars",
    "subplots",
    "verify",
]

HOMES = {
    "OKABE_ITO": "scitex_plt.printing.styles",
    "ColumnError": "scitex_plt.errors",
    "Comparison": "scitex_plt.verification",
    "MissingFileError": "scitex_plt.errors",
    "MissingLibraryError": "scitex_plt.errors",
    "NotAFigureError": "scitex_plt.errors",
    "OptionError": "scitex_plt.errors",
    "PltError": "scitex_plt.errors",
    "PltWarning": "scitex_plt.errors",
    "RecipeError": "scitex_plt.errors",
    "add_brackets": "scitex_plt.printing.brackets",
    "add_scale_bar": "scitex_plt.printing.scalebars",
    "column_width_mm": "scitex_plt.printing.styles",
    "compose": "scitex_plt.printing.composition",
    "data": "scitex_plt.extraction",
    "journal": "scitex_plt.printing.styles",
    "label_panels": "scitex_plt.printing.panels",
    "reproduce": "scitex_plt.reproduction",
    "set_xyt": "scitex_plt.labels",
    "stars": "scitex_plt.printing.brackets",
    "subplots": "scitex_plt.printing.millimetres",
    "verify": "scitex_plt.verification",
}


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(f"module 'scitex_plt' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(HOMES.get(name, "matplotlib.pyplot")), name)


def __dir__() -> list[str]:
    from matplotlib import pyplot

    return sorted({*globals(), *__all__, *dir(pyplot)})
