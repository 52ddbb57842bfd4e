"""Error bars: the points, from where to where their bars run, and caps at their ends.

In the CSV a point is a row: `x`, `y`, and the ends of its bars, `y_low` and `y_high`, `x_low` and `x_high`.
"""

from typing import Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.container import ErrorbarContainer
from matplotlib.lines import Line2D

from scitex_plt import plain
from scitex_plt.artists import lines
from scitex_plt.artists.collection_style import look as look_of_bars
from scitex_plt.artists.collections import FAMILIES
from scitex_plt.columns import Points, Series
from scitex_plt.plain import Unsupported
from scitex_plt.properties import Style, apply
from scitex_plt.units import Numbers

BARS = FAMILIES["lines"]
CAPS = {"x": "|", "y": "_"}
"""Side → the marker that its caps are."""


def extract(errors: ErrorbarContainer, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `errors`; the points and the ends of their bars go to `series`."""
    line, caps, bars = errors.lines
    sides = [side for side, has in (("x", errors.has_xerr), ("y", errors.has_yerr)) if has]
    if len(bars) != len(sides) or not sides:
        raise Unsupported("its bars, which are not one set a side")
    found = {side: ends_of(bar, side) for side, bar in zip(sides, bars, strict=True)}
    points = centers(line, found)
    for side in points:
        series.add_coordinates(side, points[side], getattr(axes, f"{side}axis"))
    entry: dict[str, Any] = {"bar_style": {}}
    for side, bar in zip(sides, bars, strict=True):
        along, low, high = found[side]
        other = "y" if side == "x" else "x"
        if not np.array_equal(along, points[other], equal_nan=True):
            raise Unsupported("its bars, which do not stand at its points")
        for part, values in (("low", low), ("high", high)):
            series.add_coordinates(f"{side}_{part}", values, getattr(axes, f"{side}axis"))
        entry["bar_style"][side] = style_alone(BARS.extract(bar, axes, Series("bars")))
    if line is not None:
        entry["line_style"] = style_alone(lines.extract(line, axes, Series("line")))
    if caps:
        entry["cap_style"] = style_of_caps(caps, found, axes)
    if label := plain.label(errors.get_label()):
        entry["label"] = label
    return entry


def ends_of(bars: LineCollection, side: str) -> tuple[Numbers, Numbers, Numbers]:
    """Return where bars stand, and from where to where they run."""
    segments: Any = [path.vertices for path in bars.get_paths()]
    if any(len(segment) != 2 for segment in segments):
        raise Unsupported("its bars, which are not straight")
    ends = np.array(segments, dtype=float).reshape(-1, 2, 2)
    along, across = (1, 0) if side == "x" else (0, 1)
    if not np.array_equal(ends[:, 0, along], ends[:, 1, along], equal_nan=True):
        raise Unsupported("its bars, which are not upright")
    return ends[:, 0, along], ends[:, 0, across], ends[:, 1, across]


def centers(line: Line2D | None, found: dict[str, tuple[Numbers, Numbers, Numbers]]) -> dict[str, Numbers]:
    """Return the places of the points, as far as anything tells them."""
    if line is not None:
        return {side: np.asarray(getattr(line, f"get_{side}data")(orig=False), dtype=float) for side in "xy"}
    return {"y" if side == "x" else "x": along for side, (along, _, _) in reversed(found.items())}


def style_alone(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry, if it says no more than style.

    Raises
    ------
    Unsupported
        If it does.
    """
    if entry.keys() - {"style"}:
        raise Unsupported("its parts, which say more than style")
    return entry.get("style", {})  # type: ignore[no-any-return]


def style_of_caps(caps: Any, found: dict[str, tuple[Numbers, Numbers, Numbers]], axes: Any) -> Style:
    """Return the style that all caps share but for their markers; they must stand at the ends of the bars, in order."""
    styles = []
    expected = iter([(side, end) for side in found for end in (1, 2)])
    for cap in caps:
        side, end = next(expected, ("", 0))
        style = style_alone(lines.extract(cap, axes, Series("caps")))
        at = {"y" if side == "x" else "x": found[side][0], side: found[side][end]} if side else {}
        if not side or style.pop("marker", None) != CAPS[side] or not stands(cap, at):
            raise Unsupported("its caps, which are not those of its bars")
        styles.append(style)
    if next(expected, None) is not None or any(style != styles[0] for style in styles):
        raise Unsupported("its caps, which differ")
    return styles[0]


def stands(cap: Line2D, at: dict[str, Numbers]) -> bool:
    """Say whether caps stand at these places."""
    return all(
        np.array_equal(np.asarray(getattr(cap, f"get_{side}data")(orig=False), dtype=float), at[side], equal_nan=True)
        for side in "xy"
    )


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> ErrorbarContainer:
    """Add the error bars that `entry` describes to `axes`."""

    def column(part: str) -> Numbers:
        if points is None or part not in points:
            return np.empty(0)
        convert = getattr(axes, f"convert_{part[0]}units")
        return np.asarray(convert(points.coordinates(part)), dtype=float)

    line = None
    if "line_style" in entry:
        line = Line2D(column("x"), column("y"))
        apply(entry["line_style"], line, lines.PROPERTIES)
        axes.add_line(line)
    bars, caps = [], []
    for side, style in entry["bar_style"].items():
        along, low, high = column("y" if side == "x" else "x"), column(f"{side}_low"), column(f"{side}_high")
        start, end = (np.column_stack((at, along) if side == "x" else (along, at)) for at in (low, high))
        bar: Any = LineCollection(list(np.stack([start, end], axis=1)))
        apply(style, bar, BARS.properties)
        bars.append(axes.add_collection(bar))
        for at in (low, high) if "cap_style" in entry else ():
            cap = Line2D(*((at, along) if side == "x" else (along, at)))
            apply({**entry["cap_style"], "marker": CAPS[side]}, cap, lines.PROPERTIES)
            caps.append(cap)
    for cap in caps:
        axes.add_line(cap)
    parts: Any = (line, tuple(caps), tuple(bars))
    made = ErrorbarContainer(
        parts,
        has_xerr="x" in entry["bar_style"],
        has_yerr="y" in entry["bar_style"],
        label=entry.get("label", "_nolegend_"),
    )
    axes.add_container(made)
    return made


def look(errors: ErrorbarContainer) -> Style:
    """Return what a legend shows of error bars."""
    line, _, bars = errors.lines
    if line is not None:
        return lines.look(line)
    return look_of_bars(bars[0]) if bars else {}
