"""Stems: markers, the lines on which they stand, and the line from which these start.

In the CSV a stem is a row: `x` and `y` of its marker. Its line follows from that.
"""

from typing import Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.container import StemContainer
from matplotlib.lines import Line2D

from scitex_plt.artists import lines, stems3d
from scitex_plt.artists.errorbars import BARS, style_alone
from scitex_plt.properties import Style, apply
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.units import Numbers, converted
from scitex_plt.values.plain import Unsupported, label

ORIENTATIONS = {"vertical": 1, "horizontal": 0}
"""Orientation → along which coordinate stems run."""


def extract(stems: StemContainer, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `stems`; the places of their markers go to `series`."""
    if hasattr(axes, "zaxis"):
        return stems3d.extract(stems, axes, series)
    markers, collection, base = stems
    heads, found = places_of(markers), lines_of(collection)
    bottoms = {name: float(places_of(base)[0, across]) for name, across in ORIENTATIONS.items()} if len(heads) else {}
    fitting = [name for name, at in bottoms.items() if is_made_of(heads, at, ORIENTATIONS[name], found, base)]
    if not fitting:
        raise Unsupported("its lines, which do not lead from its base to its markers")
    entry: dict[str, Any] = {} if fitting[0] == "vertical" else {"orientation": fitting[0]}
    if bottom := bottoms[fitting[0]]:
        entry["bottom"] = bottom
    for side, places in zip("xy", heads.T, strict=True):
        series.add_coordinates(side, places, getattr(axes, f"{side}axis"))
    entry["line_style"] = style_alone(BARS.extract(collection, axes, Series("lines")))
    entry["marker_style"] = style_alone(lines.extract(markers, axes, Series("markers")))
    entry["base_style"] = style_alone(lines.extract(base, axes, Series("base")))
    if said := label(stems.get_label()):
        entry["label"] = said
    return entry


def places_of(line: Line2D) -> Numbers:
    """Return the points of a line, one a row."""
    return np.column_stack([np.asarray(line.get_xdata(orig=False)), np.asarray(line.get_ydata(orig=False))])


def lines_of(collection: LineCollection) -> list[Any]:
    """Return both ends of each line."""
    return [path.vertices for path in collection.get_paths()]


def is_made_of(heads: Numbers, bottom: float, across: int, found: list[Any], base: Line2D) -> bool:
    """Say whether lines and base are those of stems with such heads."""
    return (
        len(found) == len(heads)
        and all(map(are_alike, found, ends_of(heads, bottom, across)))
        and np.array_equal(places_of(base), base_of(heads, bottom, across), equal_nan=True)
    )


def are_alike(one: Numbers, other: Numbers) -> bool:
    """Say whether two lines are the same, or neither can be drawn."""
    return np.array_equal(one, other) or bool(np.isnan(one).any() and np.isnan(other).any())


def ends_of(heads: Numbers, bottom: float, across: int) -> Numbers:
    """Return both ends of the line of each stem."""
    feet = heads.copy()
    feet[:, across] = bottom
    return np.stack([feet, heads], axis=1)


def base_of(heads: Numbers, bottom: float, across: int) -> Numbers:
    """Return both ends of the line from which stems start."""
    along = heads[:, 1 - across]
    ends = np.full((2, 2), bottom)
    ends[:, 1 - across] = np.min(along), np.max(along)
    return ends


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> StemContainer:
    """Add the stems that `entry` describes to `axes`."""
    if hasattr(axes, "zaxis"):
        return stems3d.redraw(entry, axes, points)
    across, bottom = ORIENTATIONS[entry.get("orientation", "vertical")], float(entry.get("bottom", 0.0))
    heads = np.empty((0, 2))
    if points is not None:
        heads = np.column_stack([converted(points.coordinates(side), axes, side) for side in "xy"])
    collection: Any = LineCollection(list(ends_of(heads, bottom, across)))
    apply(entry["line_style"], collection, BARS.properties)
    axes.add_collection(collection)
    base = base_of(heads, bottom, across) if len(heads) else heads
    markers, base_line = (added(entry[f"{part}_style"], axes, at) for part, at in (("marker", heads), ("base", base)))
    made = StemContainer((markers, collection, base_line), label=entry.get("label", "_nolegend_"))
    axes.add_container(made)
    return made


def added(style: Style, axes: Any, places: Numbers) -> Line2D:
    """Add a line to axes."""
    line = Line2D(*places.T)
    apply(style, line, lines.PROPERTIES)
    axes.add_line(line)
    return line


def look(stems: StemContainer) -> Style:
    """Return what a legend shows of stems: their markers, before all."""
    return lines.look(stems.markerline)
