"""`set_xyt`: both labels and the title of axes in one call.

Axes made by `scitex_plt.subplots` have it as a method, too. It is bound to each of them: a subclass of Axes would be
another type to whoever asks for the type, pickles and recipes among them, and a method added to Axes itself would be
there for the whole process.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from matplotlib.axes import Axes


def set_xyt(axes: Axes, x: str | None = None, y: str | None = None, title: str | None = None) -> None:
    """Set the labels of both axes and the title.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The axes. Those that `scitex_plt.subplots` made have this as a method: `ax.set_xyt(x, y, title)`.
    x, y, title : str, optional
        The texts; what is None stays as it is, and an empty text takes away what is there.

    Examples
    --------
    >>> import scitex_plt as plt
    >>> fig, ax = plt.subplots()
    >>> ax.set_xyt("Time (s)", "Voltage (mV)", "Recording")
    >>> ax.get_ylabel()
    'Voltage (mV)'
    """
    for text, put in ((x, axes.set_xlabel), (y, axes.set_ylabel), (title, axes.set_title)):
        if text is not None:
            put(text)


def give_set_xyt(several: Iterable[Any]) -> None:
    """Give each axes the method `set_xyt`; a partial, because a bound method would not come back from a pickle."""
    for axes in several:
        axes.set_xyt = partial(set_xyt, axes)
