"""`add_brackets`: brackets over groups that were compared, with stars for their p values.

Places are computed in fractions of the axes' height, where a gap is as high as it looks whatever the scale, and
written down in data coordinates, so that brackets move with the data.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Transform

from scitex_plt.errors import OptionError
from scitex_plt.tables.categories import categories_of, named_ticks

Segments = Any
"""Lines from (x, y) to (x, y) in fractions of the axes, left to right: an array of shape (number, 2, 2)."""

THRESHOLDS = ((0.001, "***"), (0.01, "**"), (0.05, "*"))
"""Below which p value which stars stand, the smallest first."""

NOT_SIGNIFICANT = "n.s."
POINTS_PER_INCH = 72
GAP, TIP, LETTERS = 3.0, 3.0, 1.3
"""In points: from the data to the tips, and the length of these. In font sizes: the height of a line of text."""

BESIDE = 0.25
"""How far beside its ends a bracket keeps clear of data, as a part of the shortest bracket: groups have a width."""

UNMARKED = ("", " ", "None", "none", None)

STRETCHES = 200
"""How often room is made before it is clear that there is none: each time, what is left to make shrinks."""


@dataclass(frozen=True)
class Bracket:
    """One bracket: what was compared, and what was drawn for it."""

    p: float
    line: Line2D
    text: Text


def stars(p: float, thresholds: Sequence[tuple[float, str]] = THRESHOLDS) -> str:
    """Return the stars of a p value.

    Parameters
    ----------
    p : float
        From 0 to 1.
    thresholds : sequence of (float, str), optional
        What stands for a p value below each bound, the smallest bound first: by default `***` below 0.001, `**` below
        0.01, `*` below 0.05.

    Returns
    -------
    str
        The stars, or `n.s.`.

    Raises
    ------
    OptionError
        If `p` is not from 0 to 1.

    Examples
    --------
    >>> [stars(p) for p in (0.0002, 0.04, 0.05)]
    ['***', '*', 'n.s.']
    """
    if not 0 <= p <= 1:
        raise OptionError(f"a p value is from 0 to 1, not {p!r}")
    return next((text for bound, text in thresholds if p < bound), NOT_SIGNIFICANT)


def add_brackets(
    axes: Axes,
    pairs: Sequence[tuple[Any, Any]],
    p_values: Sequence[float],
    *,
    text: Callable[[float], str] = stars,
    **style: Any,
) -> list[Bracket]:
    """Draw a bracket over each pair of groups that was compared, above all data between them.

    Brackets that overlap are stacked, the shortest lowest; those of an earlier call are treated like data. If they
    need more room, the upper limit of the y axis is raised.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Axes with the data in them.
    pairs : sequence of (x, x)
        The places of the two groups along the x axis: numbers, or the names of categories or of ticks.
    p_values : sequence of float
        The p value of each pair.
    text : callable, optional
        What is written over a bracket, given its p value; by default `stars`: `***` below 0.001, `**` below 0.01, `*`
        below 0.05, else `n.s.`.
    **style
        `color`, `linewidth` and `fontsize`; by default the colour and the width of the axes' frame, and the font size
        of text.

    Returns
    -------
    list of Bracket
        In the order of `pairs`, each with its `p`, `line` and `text`.

    Raises
    ------
    OptionError
        If there are more pairs than p values or fewer, one is not a pair, a p value is not from 0 to 1, an option is
        not known, or the axes are too low for so many brackets.

    Examples
    --------
    >>> import scitex_plt as plt
    >>> fig, ax = plt.subplots()
    >>> _ = ax.bar(["control", "low", "high"], [1.0, 1.4, 2.2])
    >>> drawn = add_brackets(ax, [("control", "low"), ("control", "high")], [0.03, 0.0004])
    >>> [bracket.text.get_text() for bracket in drawn]
    ['*', '***']
    """
    if np.ndim(p_values) != 1 or any(isinstance(pair, str) or len(np.atleast_1d(pair)) != 2 for pair in pairs):
        raise OptionError('expected a list of pairs and a list of p values, such as [("control", "drug")], [0.03]')
    if len(pairs) != len(p_values):
        raise OptionError(f"expected one p value a pair: there are {len(pairs)} pairs and {len(p_values)} p values")
    if unknown := sorted(set(style) - {"color", "fontsize", "linewidth"}):
        raise OptionError(f"no option {unknown[0]!r}: expected color, fontsize or linewidth")
    for p in p_values:
        stars(p)  # refuses what is no p value
    params: Any = matplotlib.rcParams
    color = style.get("color", params["axes.edgecolor"])
    linewidth = style.get("linewidth", params["axes.linewidth"])
    fontsize = FontProperties(size=style.get("fontsize", params["font.size"])).get_size_in_points()

    places = [sorted(place_of(x, axes) for x in pair) for pair in pairs]
    axes.get_xlim()  # asking for limits brings them up to date
    bottom, _ = axes.get_ylim()
    view: Any = (axes.transScale + axes.transLimits).frozen()
    to_data = view.inverted()
    ends = [view.transform([(x, bottom) for x in place])[:, 0] for place in places]
    point = axes.figure.dpi / POINTS_PER_INCH / axes.bbox.height
    heights, top = stacked(segments(axes), ends, point, fontsize)
    drawn = []
    for (left, right), (start, end), height, p in zip(places, ends, heights, p_values, strict=True):
        (middle, tip), (_, bar) = to_data.transform(
            [((start + end) / 2, at) for at in (height, height + TIP * point * top)]
        )
        line = Line2D([left, left, right, right], [tip, bar, bar, tip], color=color, linewidth=linewidth)
        axes.add_line(line)
        words = axes.text(middle, bar, text(p), ha="center", va="bottom", color=color, size=fontsize)
        drawn.append(Bracket(p, line, words))
    if top > 1:
        axes.set_ylim(top=to_data.transform((0, top))[1])
    return drawn


def place_of(x: Any, axes: Any) -> float:
    """Return where `x` lies along the x axis; asked for a name it does not know, matplotlib would add it there."""
    if not isinstance(x, str):
        return float(np.ravel(axes.convert_xunits(x))[0])
    names = categories_of(axes.xaxis) or named_ticks(axes.xaxis)
    known = {name: place for place, name in names.items()}
    if x not in known:
        raise OptionError(f"no category {x!r} on the x axis: there are {', '.join(known) or 'none'}")
    return known[x]


def stacked(there: Segments, ends: Sequence[Any], point: float, fontsize: float) -> tuple[list[float], float]:
    """Return how high the tips of each bracket are, and the new top, in fractions of the axes as they are.

    Room is made by raising the upper limit, whereupon a point is a larger part of what is shown. So the top is raised
    until all fits under it.

    Parameters
    ----------
    there : Segments
        What is in the way.
    ends : sequence of (float, float)
        The left and the right end of each bracket.
    point : float
        A point as a fraction of the axes' height.
    fontsize : float
        In points.

    Raises
    ------
    OptionError
        If no top is high enough.
    """
    top = 1.0
    for _ in range(STRETCHES):
        heights, needed = stack(there, ends, point * top, fontsize)
        if needed <= top * (1 + 1e-9):
            return heights, top
        top = needed
    raise OptionError(f"no room for {len(ends)} brackets: make the axes higher, or the text smaller")


def stack(there: Segments, ends: Sequence[Any], point: float, fontsize: float) -> tuple[list[float], float]:
    """Put each bracket as low as it may lie, the shortest first, and return their heights and the top of all."""
    beside = BESIDE * min((right - left for left, right in ends), default=0.0)
    heights, tops = [0.0] * len(ends), there[:0]
    for number in sorted(range(len(ends)), key=lambda number: (ends[number][1] - ends[number][0], ends[number][0])):
        left, right = ends[number]
        below = max(0.0, highest(there, left - beside, right + beside), highest(tops, left, right))
        heights[number] = below + GAP * point
        top = heights[number] + (TIP + LETTERS * fontsize) * point
        tops = np.concatenate([tops, [[(left, top), (right, top)]]])
    return heights, float(tops[..., 1].max(initial=0.0))


def highest(there: Segments, left: float, right: float) -> float:
    """Return the highest point of all segments between `left` and `right`."""
    (x0, y0), (x1, y1) = (there[:, end].T for end in (0, 1))
    within = (x0 <= right) & (x1 >= left)
    x0, y0, x1, y1 = x0[within], y0[within], x1[within], y1[within]
    slope = np.divide(y1 - y0, x1 - x0, out=np.zeros_like(y0), where=x1 > x0)
    start, end = y0 + slope * np.clip(left - x0, 0, None), y1 - slope * np.clip(x1 - right, 0, None)
    return float(np.maximum(start, end).max(initial=-np.inf))


def segments(axes: Axes) -> Segments:
    """Return all that is drawn in the data's coordinates as line segments."""
    frame = {axes.patch, *axes.spines.values()}
    pieces = [
        np.stack([line[:-1], line[1:]], axis=1)
        for artist in axes.get_children()
        if artist.get_visible() and artist not in frame
        for line in outlines(artist, axes.transData)
    ]
    found = np.concatenate([np.empty((0, 2, 2)), *pieces])
    found = axes.transAxes.inverted().transform(found.reshape(-1, 2)).reshape(-1, 2, 2)
    found = found[np.isfinite(found).all(axis=(1, 2))]
    backwards = found[:, 0, 0] > found[:, 1, 0]
    found[backwards] = found[backwards, ::-1]
    return found


def outlines(artist: Any, data: Transform) -> Iterator[Any]:
    """Yield the outlines of an artist on the screen, each an array of points; none if it has no place in the data."""
    transform = artist.get_transform()
    if isinstance(artist, Text):
        if transform.contains_branch(data) or getattr(artist, "xycoords", "") == "data":
            extent = artist.get_window_extent()
            yield np.array([(extent.x0, extent.y1), (extent.x1, extent.y1)])
    elif isinstance(artist, Line2D | Patch):
        if transform.contains_branch(data):
            yield from transform.transform_path(artist.get_path()).to_polygons(closed_only=False)
        if isinstance(artist, Line2D) and transform.contains_branch(data) and artist.get_marker() not in UNMARKED:
            yield from tops(transform.transform(artist.get_xydata()), artist.get_markersize(), artist.figure.dpi)
    elif isinstance(artist, Collection):
        if transform.contains_branch(data):
            for path in artist.get_paths():
                yield from transform.transform_path(path).to_polygons(closed_only=False)
        elif artist.get_offset_transform().contains_branch(data):
            places = np.ma.filled(artist.get_offset_transform().transform(artist.get_offsets()), np.nan)
            areas = getattr(artist, "get_sizes", lambda: ())()
            yield from tops(places, np.sqrt(max(areas, default=0.0)), artist.figure.dpi)


def tops(places: Any, size: float, dpi: float) -> Iterator[Any]:
    """Yield the upper edges of markers `size` points large at `places`."""
    half = size / 2 * dpi / POINTS_PER_INCH
    edge = np.array([(-half, half), (half, half)])
    for place in places:
        yield place + edge
