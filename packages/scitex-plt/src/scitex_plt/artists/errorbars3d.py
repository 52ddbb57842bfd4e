"""Error bars in three dimensions: as in two, with bars along `z`, too.

In the CSV a point is a row: `x`, `y` and `z`, and the ends of its bars, `x_low`, `x_high` and so on. A point without
a bar has one of no length.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.container import ErrorbarContainer
from mpl_toolkits.mplot3d.art3d import Line3D

from scitex_plt.artists import lines3d
from scitex_plt.artists.styles3d import told
from scitex_plt.artists.vertices3d import SIDES, as_points, refuse_other_coordinates
from scitex_plt.properties import Style, apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.units import Numbers
from scitex_plt.values import plain
from scitex_plt.values.plain import Unsupported

CAPS = {"x": "|", "y": "|", "z": "_"}
"""Side → the marker that its caps are."""


@dataclass(frozen=True)
class Bars:
    """The bars along one side: the points where they begin and end, arrays of shape (n, 3)."""

    side: str
    low: Numbers
    high: Numbers


def extract(errors: ErrorbarContainer, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `errors`; the points and the ends of their bars go to `series`."""
    line, caps, collections = errors.lines
    found = [bars_of(collection) for collection in collections]
    sides = [bars.side for bars in found]
    if not sides or sides != sorted(set(sides)):
        raise Unsupported("its bars, which are not one set a side")
    for side, values in centers(line, found).items():
        series.add_coordinates(side, values, getattr(axes, f"{side}axis"))
    for bars in found:
        place = SIDES.index(bars.side)
        series.add_coordinates(f"{bars.side}_low", bars.low[:, place], getattr(axes, f"{bars.side}axis"))
        series.add_coordinates(f"{bars.side}_high", bars.high[:, place], getattr(axes, f"{bars.side}axis"))
    entry: dict[str, Any] = {
        "bar_style": {side: style_of_bars(bars, axes) for side, bars in zip(sides, collections, strict=True)}
    }
    if line is not None:
        entry["line_style"] = style_of_line(line, axes)
    if caps:
        start, step = every_of(caps, found)
        if (start, step) != (0, 1):
            entry["errorevery"] = [start, step]
        entry["cap_style"] = style_of_caps(caps, sides, axes)
    if label := plain.label(errors.get_label()):
        entry["label"] = label
    return entry


def bars_of(collection: Any) -> Bars:
    """Return along which side bars run, and from where to where."""
    ends = np.asarray(collection._segments3d, dtype=float)
    if ends.ndim != 3 or ends.shape[1:] != (2, 3):
        raise Unsupported("its bars, which are not straight")
    low, high = ends[:, 0], ends[:, 1]
    along = [side for side, a, b in zip(SIDES, low.T, high.T, strict=True) if not np.array_equal(a, b, equal_nan=True)]
    if len(along) != 1:
        raise Unsupported("its bars, which do not run along one side")
    return Bars(along[0], low, high)


def centers(line: Any, found: list[Bars]) -> dict[str, Numbers]:
    """Return the places of the points, as far as anything tells them."""
    if line is None:
        known = {
            side: values for bars in found for side, values in zip(SIDES, bars.low.T, strict=True) if side != bars.side
        }
        return {side: known[side] for side in SIDES if side in known}
    points = as_points(*line.get_data_3d())
    for bars in found:
        others = [place for place, side in enumerate(SIDES) if side != bars.side]
        undrawn = np.isnan(bars.low).any(axis=1)  # of those of unknown length, no end is known at all
        if not np.all((points == bars.low)[:, others].all(axis=1) | undrawn):
            raise Unsupported("its bars, which do not stand at its points")
    return dict(zip(SIDES, points.T, strict=True))


def every_of(caps: Any, found: list[Bars]) -> tuple[int, int]:
    """Return from which point on, and at every how many-th, there are caps, two lines of them a side."""
    if len(caps) != 2 * len(found):
        raise Unsupported("its caps, which are not those of its bars")
    ends = [end for bars in found for end in (bars.low, bars.high)]
    places = [as_points(*cap.get_data_3d()) for cap in caps]
    number = len(places[0])
    for start in range(len(ends[0])):
        for step in range(1, len(ends[0]) + 1) if number > 1 else (len(ends[0]) - start,):
            if len(range(start, len(ends[0]), step)) < number:
                break
            if all(np.array_equal(end[start::step], at, equal_nan=True) for end, at in zip(ends, places, strict=True)):
                return start, step
    raise Unsupported("its caps, which are not those of its bars")


def style_of_bars(collection: Any, axes: Any) -> Style:
    """Return the style of the bars along one side."""
    refuse_other_coordinates(collection, axes)
    if collection.get_hatch() is not None or collection.get_array() is not None:
        raise Unsupported("its bars, which have more than colours")
    return differences(collection, lines3d.fresh(), told(lines3d.MANY, axes))


def style_of_line(line: Any, axes: Any) -> Style:
    """Return the style of a line, without its points."""
    found: Style = lines3d.extract(line, axes, Series("line")).get("style", {})
    return found


def style_of_caps(caps: Any, sides: list[str], axes: Any) -> Style:
    """Return the style that caps share but for their markers, which are those of their sides."""
    styles = [style_of_line(cap, axes) for cap in caps]
    if [style.pop("marker", None) for style in styles] != [CAPS[side] for side in sides for _ in range(2)]:
        raise Unsupported("its caps, which are not those of its bars")
    if any(style != styles[0] for style in styles):
        raise Unsupported("its caps, which differ")
    return styles[0]


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> ErrorbarContainer:
    """Add the error bars that `entry` describes to `axes`."""

    def column(part: str) -> Numbers:
        if points is None or part not in points:
            return np.empty(0)
        convert = getattr(axes, f"convert_{part[0]}units")
        return np.asarray(convert(points.coordinates(part)), dtype=float)

    line = None
    if "line_style" in entry:
        line = added(entry["line_style"], axes, [column(side) for side in SIDES])
    start, step = entry.get("errorevery", (0, 1))
    collections: list[Any] = []
    caps: list[Any] = []
    for side, style in entry["bar_style"].items():
        low, high = (
            [column(f"{side}_{end}") if one == side else column(one) for one in SIDES] for end in ("low", "high")
        )
        if "cap_style" in entry:
            for end in (low, high):
                style_of_end = {**entry["cap_style"], "marker": CAPS[side]}
                caps.append(added(style_of_end, axes, [values[start::step] for values in end]))
        collection = lines3d.fresh()
        collection.set_segments(list(np.stack([np.column_stack(low), np.column_stack(high)], axis=1)))
        apply(style, collection, lines3d.MANY)
        axes.auto_scale_xyz(*np.concatenate([low, high], axis=1), axes.has_data())
        collections.append(axes.add_collection(collection, autolim=False))
    sides, parts = entry["bar_style"].keys(), (line, tuple(caps), tuple(collections))
    made = ErrorbarContainer(
        parts,  # type: ignore[arg-type]
        has_xerr=bool(sides & {"x", "y"}),
        has_yerr="z" in sides,
        label=entry.get("label", "_nolegend_"),
    )
    for member, zorder in zip(made.get_children(), entry.get("zorders", ()), strict=False):
        member.set_zorder(zorder)
    axes.add_container(made)
    return made


def added(style: Style, axes: Any, places: Any) -> Line3D:
    """Add a line to axes."""
    line = Line3D(*places)
    apply(style, line, lines3d.PROPERTIES)
    axes.add_line(line)
    return line
