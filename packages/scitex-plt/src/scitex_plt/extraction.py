"""The data of a figure alone, as one table."""

import pandas as pd
from matplotlib.figure import Figure

from scitex_plt import references
from scitex_plt.describing.description import refuse_other_axes
from scitex_plt.describing.entries import read_artists, read_outside
from scitex_plt.describing.findings import Findings
from scitex_plt.describing.shown import shown_in
from scitex_plt.layout import nesting
from scitex_plt.layout.nesting import lettered
from scitex_plt.omissions import warn_of
from scitex_plt.tables.columns import frame, share_places, unroll_wide
from scitex_plt.values.plain import Unsupported


def data(figure: Figure) -> pd.DataFrame:
    """Return the data that a figure shows.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Any figure, however it was made. It is not drawn, and stays as it is.

    Returns
    -------
    pandas.DataFrame
        One group of columns for each line and scatter, named by axes, label and part: `A.signal.x`, `A.signal.y`.
        Shorter columns end in missing values. Dates are ISO dates, categories their names.

    Raises
    ------
    NotAFigureError
        If `figure` is not a matplotlib figure.

    Warns
    -----
    PltWarning
        If the figure shows something whose data cannot be read yet.

    Examples
    --------
    >>> import scitex_plt as plt
    >>> fig, ax = plt.subplots()
    >>> _ = ax.plot([1.0, 2.0], [3.0, 5.0], label="signal")
    >>> plt.data(fig)
       A.signal.x  A.signal.y
    0         1.0         3.0
    1         2.0         5.0
    """
    found = Findings(names={axes: where for where, axes in lettered(figure)})
    with references.among(dict(lettered(figure)), found.artists):
        for where, axes in lettered(figure):
            try:
                refuse_other_axes(axes)
            except Unsupported:
                shown_in(axes, where, found)
            else:
                read_artists(axes, where, found)
        for name, one in (("figure", figure), *nesting.subfigures(figure)):
            read_outside({}, one, name, found)
    warn_of(found.omissions, "the figure's data")
    share_places(one for one in found.series if one.name not in found.drawn)
    unroll_wide(found.series)
    return frame(found.series)
