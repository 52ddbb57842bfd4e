"""`subplots`: axes whose size on paper is given in millimetres, exactly."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib import pyplot
from matplotlib.figure import Figure

from scitex_plt.errors import OptionError
from scitex_plt.labels import give_set_xyt

MM_PER_INCH = 25.4
USUAL_WIDTH_MM, USUAL_HEIGHT_MM = 40.0, 30.0
USUAL_MARGINS_MM = (15.0, 4.0, 12.0, 8.0)
"""Left, right, bottom, top: room for the labels and the title at matplotlib's usual font size."""

NOT_WITH_MILLIMETRES = (
    "constrained_layout",
    "figsize",
    "gridspec_kw",
    "height_ratios",
    "layout",
    "tight_layout",
    "width_ratios",
)


def subplots(
    nrows: int = 1,
    ncols: int = 1,
    *,
    axes_width_mm: float | Sequence[float] | None = None,
    axes_height_mm: float | Sequence[float] | None = None,
    space_mm: float | tuple[float, float] | None = None,
    margins_mm: float | tuple[float, float, float, float] | None = None,
    figure_width_mm: float | None = None,
    **options: Any,
) -> tuple[Figure, Any]:
    """Make a figure and its axes, laid out by millimetre if any length is given in millimetres.

    Without a length this is `matplotlib.pyplot.subplots`. With one, the frame of every axes has that size in the saved
    file, whatever stands around it, and no layout engine moves it. Each axes has the method `set_xyt(x, y, title)`,
    see `set_xyt`.

    Parameters
    ----------
    nrows, ncols : int, optional
        How many rows and columns of axes.
    axes_width_mm : float or sequence of float, optional
        The width of all axes, or of each column; 40 by default.
    axes_height_mm : float or sequence of float, optional
        The height of all axes, or of each row, from the top; 30 by default.
    space_mm : float or (float, float), optional
        The space between neighbours, or that between columns and that between rows. By default it is the two margins
        that would lie there if each axes stood alone.
    margins_mm : float or (float, float, float, float), optional
        From the edges of the figure to the axes: left, right, bottom, top. By default 15, 4, 12 and 8.
    figure_width_mm : float, optional
        The width of the figure, such as that of a journal's column, instead of that of the axes, which share it.
    **options
        Those of `matplotlib.pyplot.subplots`: `sharex`, `sharey`, `squeeze`, `subplot_kw`, and those of a figure.

    Returns
    -------
    fig : matplotlib.figure.Figure
        A plain figure.
    ax : matplotlib.axes.Axes or numpy.ndarray of them
        As `matplotlib.pyplot.subplots` returns it.

    Raises
    ------
    OptionError
        If a length is not positive, there is no room for the axes, or an option says otherwise what lengths say.

    Notes
    -----
    What gives axes another box afterwards is stronger: an equal aspect (`imshow`; use `aspect="auto"`), and a colour
    bar that takes its place from axes (give it axes of its own: `fig.colorbar(image, cax=ax)`).

    Examples
    --------
    >>> import scitex_plt as plt
    >>> fig, ax = plt.subplots(axes_width_mm=40, axes_height_mm=30, margins_mm=10)
    >>> [round(float(25.4 * inches), 6) for inches in fig.get_size_inches()]
    [60.0, 50.0]
    """
    lengths = (axes_width_mm, axes_height_mm, space_mm, margins_mm, figure_width_mm)
    if any(length is not None for length in lengths):
        refuse_contradictions(options, axes_width_mm, figure_width_mm)
        left, right, bottom, top = four(USUAL_MARGINS_MM if margins_mm is None else margins_mm)
        between = (left + right, bottom + top) if space_mm is None else space_mm
        across, down = two(between)
        if figure_width_mm is None:
            widths = positive("axes_width_mm", USUAL_WIDTH_MM if axes_width_mm is None else axes_width_mm, ncols)
        else:
            free = figure_width_mm - left - right - across * (ncols - 1)
            widths = positive(f"the axes in figure_width_mm={figure_width_mm:g}", free / ncols, ncols)
        heights = positive("axes_height_mm", USUAL_HEIGHT_MM if axes_height_mm is None else axes_height_mm, nrows)
        width = left + widths.sum() + across * (ncols - 1) + right
        height = bottom + heights.sum() + down * (nrows - 1) + top
        options |= {
            "figsize": (width / MM_PER_INCH, height / MM_PER_INCH),
            "layout": "none",
            "gridspec_kw": {
                "left": left / width,
                "right": 1 - right / width,
                "bottom": bottom / height,
                "top": 1 - top / height,
                "wspace": across / widths.mean(),
                "hspace": down / heights.mean(),
                "width_ratios": widths,
                "height_ratios": heights,
            },
        }
    figure, axes = pyplot.subplots(nrows, ncols, **options)
    give_set_xyt(figure.axes)
    return figure, axes


def refuse_contradictions(options: dict[str, Any], axes_width_mm: object, figure_width_mm: object) -> None:
    """Raise OptionError if something is told twice."""
    if contradicting := [name for name in NOT_WITH_MILLIMETRES if options.get(name) is not None]:
        raise OptionError(f"{contradicting[0]} and lengths in millimetres exclude one another: leave one out")
    if axes_width_mm is not None and figure_width_mm is not None:
        raise OptionError("axes_width_mm and figure_width_mm exclude one another: leave one out")


def positive(name: str, lengths: float | Sequence[float], count: int) -> Any:
    """Return one length for each of `count` rows or columns.

    Raises
    ------
    OptionError
        If there are more or fewer, or one is not positive.
    """
    found = np.asarray(lengths, dtype=float)
    if found.shape not in ((), (count,)):
        raise OptionError(f"{name}: expected one length or {count}, not {lengths!r}")
    if not (np.isfinite(found).all() and (found > 0).all()):
        raise OptionError(f"{name}: expected lengths above 0 mm, not {lengths!r}")
    return np.broadcast_to(found, count)


def four(margins: float | tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return the margins left, right, below and above."""
    left, right, bottom, top = numbers("margins_mm", margins, 4)
    return left, right, bottom, top


def two(space: float | tuple[float, float]) -> tuple[float, float]:
    """Return the space between columns and that between rows."""
    across, down = numbers("space_mm", space, 2)
    return across, down


def numbers(name: str, given: float | tuple[float, ...], count: int) -> list[float]:
    """Return `count` lengths, none of them negative, from one or as many.

    Raises
    ------
    OptionError
        If there are more or fewer, or one is negative.
    """
    found = np.asarray(given, dtype=float)
    if found.shape not in ((), (count,)) or not (np.isfinite(found).all() and (found >= 0).all()):
        raise OptionError(f"{name}: expected one length or {count}, none below 0 mm, not {given!r}")
    return [float(length) for length in np.broadcast_to(found, count)]
