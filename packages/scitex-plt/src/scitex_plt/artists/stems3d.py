"""Stems in three dimensions: as in two, but that they may run along `x`, `y` or `z`.

In the CSV a stem is a row: `x`, `y` and `z` of its marker. Its line follows from that, and so does the line from which
all start.
"""

from typing import Any

import numpy as np
from matplotlib.container import StemContainer

from scitex_plt.artists import lines3d
from scitex_plt.artists.errorbars3d import added, style_of_bars, style_of_line
from scitex_plt.artists.vertices3d import as_points, read_points, write_points
from scitex_plt.properties import apply
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.units import Numbers
from scitex_plt.values.plain import Unsupported, label

ORIENTATIONS = {"z": 2, "y": 1, "x": 0}
"""Orientation → along which coordinate stems run."""


def extract(stems: StemContainer, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `stems`; the places of their markers go to `series`."""
    markers, collection, base = stems
    heads, feet = (as_points(*line.get_data_3d()) for line in (markers, base))
    found = np.asarray(collection._segments3d, dtype=float)
    if not len(heads) or not np.array_equal(found, np.stack([feet, heads], axis=1), equal_nan=True):
        raise Unsupported("its lines, which do not lead from its base to its markers")
    fitting = [
        side for side in ORIENTATIONS if np.array_equal(feet, feet_of(heads, side, foot(feet, side)), equal_nan=True)
    ]
    if not fitting:
        raise Unsupported("its base, which is not straight below its markers")
    entry: dict[str, Any] = {} if fitting[0] == "z" else {"orientation": fitting[0]}
    if bottom := foot(feet, fitting[0]):
        entry["bottom"] = bottom
    write_points(series, axes, heads)
    entry["line_style"] = style_of_bars(collection, axes)
    entry["marker_style"], entry["base_style"] = style_of_line(markers, axes), style_of_line(base, axes)
    if said := label(stems.get_label()):
        entry["label"] = said
    return entry


def foot(feet: Numbers, side: str) -> float:
    """Return where the first stem starts along a side."""
    return float(feet[0, ORIENTATIONS[side]])


def feet_of(heads: Numbers, side: str, bottom: float) -> Numbers:
    """Return where the stems start that run along a side."""
    feet = heads.copy()
    feet[:, ORIENTATIONS[side]] = bottom
    return feet


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> StemContainer:
    """Add the stems that `entry` describes to `axes`."""
    heads = read_points(points, axes)
    feet = feet_of(heads, entry.get("orientation", "z"), float(entry.get("bottom", 0.0)))
    base = added(entry["base_style"], axes, feet.T)
    collection = lines3d.fresh()
    collection.set_segments(list(np.stack([feet, heads], axis=1)))
    apply(entry["line_style"], collection, lines3d.MANY)
    axes.auto_scale_xyz(*np.concatenate([feet, heads]).T, axes.has_data())
    axes.add_collection(collection, autolim=False)
    markers = added(entry["marker_style"], axes, heads.T)
    made = StemContainer(
        (markers, collection, base),
        label=entry.get("label", "_nolegend_"),
    )
    for member, zorder in zip(made.get_children(), entry.get("zorders", ()), strict=False):
        member.set_zorder(zorder)
    axes.add_container(made)
    return made
