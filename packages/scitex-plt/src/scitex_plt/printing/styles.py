"""Styles for print: journals' column widths, small type, thin lines, text that stays text, and a safe palette.

A style is a dictionary of rcParams, which is what `matplotlib.pyplot.style` takes; so pyplot's own `style` applies it,
and takes it away again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, cast

import matplotlib
from matplotlib import style
from matplotlib.rcsetup import cycler

from scitex_plt.errors import OptionError
from scitex_plt.printing.millimetres import MM_PER_INCH

OKABE_ITO: Mapping[str, str] = MappingProxyType(
    {
        "blue": "#0072B2",
        "vermillion": "#D55E00",
        "bluish green": "#009E73",
        "reddish purple": "#CC79A7",
        "orange": "#E69F00",
        "sky blue": "#56B4E9",
        "yellow": "#F0E442",
        "black": "#000000",
    }
)
"""The palette of Okabe and Ito, colour → hex code, which people with any colour vision can tell apart.

Okabe M., Ito K., *Color Universal Design* (2008); recommended by Wong B., *Points of view: Color blindness*, Nature
Methods 8, 441 (2011). The order is ours: what is hard to see on white comes late.
"""


@dataclass(frozen=True)
class Journal:
    """What a journal asks of figures: columns → width of the figure, and sizes of type in points."""

    widths_mm: Mapping[float, float]
    type_pt: float
    small_pt: float


JOURNALS: dict[str, Journal] = {
    "aps": Journal({1: 86, 1.5: 140, 2: 178}, 8, 7),
    "cell": Journal({1: 85, 1.5: 114, 2: 174}, 7, 6),
    "elsevier": Journal({1: 90, 1.5: 140, 2: 190}, 8, 7),
    "ieee": Journal({1: 88.9, 2: 181.9}, 8, 8),
    "nature": Journal({1: 89, 2: 183}, 7, 6),
    "plos": Journal({1: 132, 1.5: 190.5}, 8, 8),
    "pnas": Journal({1: 87, 1.5: 114, 2: 178}, 7, 6),
    "science": Journal({1: 57, 2: 121, 3: 184}, 7, 6),
}
"""Journal, or publisher, → what its guide for authors asks for. Guides change: have a last look at them."""

ASPECT = 3 / 4
"""Height over width of a figure whose height nobody gives."""

SANS = ["Arial", "Helvetica", "Liberation Sans", "DejaVu Sans"]
"""What journals ask for; then one with Arial's widths, then the one that comes with matplotlib."""

PRINTED: dict[str, Any] = {
    "axes.linewidth": 0.5,
    "axes.prop_cycle": cycler(color=list(OKABE_ITO.values())),
    "boxplot.boxprops.linewidth": 0.5,
    "boxplot.capprops.linewidth": 0.5,
    "boxplot.flierprops.markersize": 3,
    "boxplot.medianprops.linewidth": 0.75,
    "boxplot.whiskerprops.linewidth": 0.5,
    "font.family": "sans-serif",
    "font.sans-serif": SANS,
    "grid.linewidth": 0.4,
    "hatch.linewidth": 0.5,
    "lines.linewidth": 0.75,
    "lines.markersize": 3,
    "patch.linewidth": 0.5,
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
    "savefig.dpi": 300,
    "svg.fonttype": "none",
    "xtick.major.size": 2,
    "xtick.major.width": 0.5,
    "xtick.minor.size": 1.25,
    "xtick.minor.width": 0.4,
    "ytick.major.size": 2,
    "ytick.major.width": 0.5,
    "ytick.minor.size": 1.25,
    "ytick.minor.width": 0.4,
}
"""The rcParams that all journals share: thin lines, and text that an editor of PDF or SVG can still edit."""

TYPE = ("axes.labelsize", "axes.titlesize", "figure.labelsize", "figure.titlesize", "font.size")
SMALL_TYPE = ("legend.fontsize", "legend.title_fontsize", "xtick.labelsize", "ytick.labelsize")


def journal(name: str, *, columns: float = 1, height_mm: float | None = None) -> dict[str, Any]:
    """Return the style of a journal, for pyplot's `style.use` and `style.context`.

    Type is 6 to 8 pt, lines are thin, colours are those of `OKABE_ITO`, text in SVG and PDF stays text, and figures
    are as wide as the journal's columns. Save the figure while the style holds: what becomes of text is decided then.

    Parameters
    ----------
    name : str
        One of `aps`, `cell`, `elsevier`, `ieee`, `nature`, `plos`, `pnas`, `science`.
    columns : float, optional
        How many columns the figure is wide: 1, or what else the journal has, such as 1.5 or 2.
    height_mm : float, optional
        The height of the figure; by default three quarters of the width.

    Returns
    -------
    dict
        rcParams. It is yours to change.

    Raises
    ------
    OptionError
        If there is no such journal, or it has no such width.

    Examples
    --------
    >>> import scitex_plt as plt
    >>> with plt.style.context(plt.journal("nature")):
    ...     fig, ax = plt.subplots()
    >>> round(float(25.4 * fig.get_figwidth()), 6)
    89.0
    """
    if name not in JOURNALS:
        raise OptionError(f"no journal {name!r}: {instead(name, JOURNALS)}")
    row = JOURNALS[name]
    width = column_width_mm(name, columns)
    height = ASPECT * width if height_mm is None else height_mm
    return (
        PRINTED
        | {"figure.figsize": [width / MM_PER_INCH, height / MM_PER_INCH], "font.sans-serif": list(SANS)}
        | dict.fromkeys(TYPE, row.type_pt)
        | dict.fromkeys(SMALL_TYPE, row.small_pt)
    )


def column_width_mm(name: str, columns: float = 1) -> float:
    """Return how wide a figure of that many columns is in a journal, in millimetres.

    Parameters
    ----------
    name : str
        The journal, as in `journal`.
    columns : float, optional
        How many columns.

    Returns
    -------
    float
        Millimetres, such as for the `figure_width_mm` of `subplots`.

    Raises
    ------
    OptionError
        If there is no such journal, or it has no such width.

    Examples
    --------
    >>> column_width_mm("nature", 2)
    183
    """
    if name not in JOURNALS:
        raise OptionError(f"no journal {name!r}: {instead(name, JOURNALS)}")
    widths = JOURNALS[name].widths_mm
    if columns not in widths:
        raise OptionError(
            f"{name} has no figures of {columns:g} columns: expected {', '.join(f'{n:g}' for n in widths)}"
        )
    return widths[columns]


def style_of(style: str | Mapping[str, Any]) -> dict[str, Any]:
    """Return the rcParams of a style that is named, or given as such.

    Raises
    ------
    OptionError
        If there is no such style, or rcParam, or it cannot have such a value.
    """
    if isinstance(style, str):
        return style_named(style)
    if not isinstance(style, Mapping):
        raise OptionError(f"style: expected the name of a journal or of a style, or rcParams, not {style!r}")
    if unknown := sorted(style.keys() - matplotlib.rcParams.keys()):
        raise OptionError(f"style: no rcParam {unknown[0]!r}: {instead(unknown[0], list(matplotlib.rcParams))}")
    try:
        matplotlib.RcParams(style)
    except ValueError as cause:
        raise OptionError(f"style: {cause}") from cause
    return dict(style)


def style_named(name: str) -> dict[str, Any]:
    """Return the rcParams of a style: a journal's, else one that matplotlib knows.

    Parameters
    ----------
    name : str
        A journal as in `journal`, or one of `matplotlib.style.available`.

    Returns
    -------
    dict
        rcParams.

    Raises
    ------
    OptionError
        If there is no such style.
    """
    if name in JOURNALS:
        return journal(name)
    known = cast(Mapping[str, Mapping[str, Any]], style.library)
    if name == "default":
        return dict(cast(Mapping[str, Any], matplotlib.rcParamsDefault))
    if name not in known:
        raise OptionError(f"no style {name!r}: {instead(name, [*JOURNALS, *sorted(known)])}")
    return dict(known[name])


def instead(name: str, known: Any) -> str:
    """Return what somebody who asked for `name` may have meant."""
    if close := get_close_matches(name.lower(), known, 1):
        return f"did you mean {close[0]!r}?"
    return f"there are {', '.join(known)}"
