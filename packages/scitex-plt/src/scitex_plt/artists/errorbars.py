"""Error bars: the points, from where to where their bars run, and caps at their ends.

In the CSV a point is a row: `x`, `y`, and the ends of its bars, `y_low` and `y_high`, `x_low` and `x_high`, blank where
it has none. Where points are limits, `y_limit` or `x_limit` says `lower` or `upper`.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.container import BarContainer, ErrorbarContainer
from matplotlib.lines import Line2D
from matplotlib.markers import CARETDOWNBASE, CARETLEFTBASE, CARETRIGHTBASE, CARETUPBASE, MarkerStyle
from matplotlib.transforms import Affine2D, _ScaledRotation
from mpl_toolkits.mplot3d.art3d import Line3DCollection

from scitex_plt import references
from scitex_plt.artists import errorbars3d, lines, lines3d
from scitex_plt.artists.collection_style import look as look_of_bars
from scitex_plt.artists.collections import FAMILIES
from scitex_plt.drawings.packing import pack_affine
from scitex_plt.errors import RecipeError
from scitex_plt.properties import Style, apply
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.units import Numbers, converted
from scitex_plt.values import plain
from scitex_plt.values.plain import Unsupported

BARS = FAMILIES["lines"]
CAPS = {"x": "|", "y": "_"}
"""Side → the marker that its caps are."""

TIPS: dict[str, tuple[Any, Any]] = {"x": (CARETRIGHTBASE, CARETLEFTBASE), "y": (CARETUPBASE, CARETDOWNBASE)}
"""Side → the markers where bars end that start at lower limits, and at upper ones; on an inverted axis, they change."""

POLAR = "polar"
TURNED = "_"
"""The marker that matplotlib turns for all caps in polar axes."""

STEPS = 2
"""In how many steps bars follow an angle."""

OTHER = {"x": "y", "y": "x"}

LIMITS = ("lower", "upper")


@dataclass(frozen=True)
class Bars:
    """The bars along one side: where they stand, and from where to where they run."""

    side: str
    along: Numbers
    low: Numbers
    high: Numbers

    def caps(self, limits: Any, *, capped: bool, inverted: bool) -> Iterator[tuple[Any, Numbers, Numbers]]:
        """Yield marker and place, along and across, of all caps in the order in which they are drawn."""
        free = limits == ""
        if capped and free.any():
            for end in (self.low, self.high):
                yield CAPS[self.side], self.along[free], end[free]
        tips = TIPS[self.side][::-1] if inverted else TIPS[self.side]
        ends = (self.high, self.low), (self.low, self.high)
        for limit, tip, (end, start) in zip(LIMITS, tips, ends, strict=True):
            if (mine := limits == limit).any():
                yield tip, self.along[mine], end[mine]
                if capped:
                    yield CAPS[self.side], self.along[mine], start[mine]


def extract(errors: ErrorbarContainer, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `errors`; the points and the ends of their bars go to `series`."""
    if hasattr(axes, "zaxis"):
        return errorbars3d.extract(errors, axes, series)
    line, caps, collections = errors.lines
    sides = [side for side, has in (("x", errors.has_xerr), ("y", errors.has_yerr)) if has]
    if len(collections) != len(sides) or not sides:
        raise Unsupported("its bars, which are not one set a side")
    found = [bars_of(collection, side) for side, collection in zip(sides, collections, strict=True)]
    points = centers(line, found)
    for side in points:
        series.add_coordinates(side, points[side], getattr(axes, f"{side}axis"))
    entry: dict[str, Any] = {}
    number = max(map(len, points.values()))
    start, step = every = every_of(found, points)
    if every != (0, 1):
        entry["errorevery"] = [start, step]
    entry["bar_style"] = {}
    for bars, collection in zip(found, collections, strict=True):
        for part, values in (("low", bars.low), ("high", bars.high)):
            column = np.full(number, np.nan)
            column[start::step] = values
            series.add_coordinates(f"{bars.side}_{part}", column, getattr(axes, f"{bars.side}axis"))
        entry["bar_style"][bars.side] = style_of_bars(collection, bars.side, axes)
    if line is not None:
        entry["line_style"] = style_alone(lines.extract(line, axes, Series("line")))
    if drawn := [cap for cap in caps if len(np.atleast_1d(cap.get_xdata()))]:
        told, limits = style_of_caps(drawn, found, axes)
        if axes.name == POLAR and [mark_of(cap, axes) for cap in turned_caps(errors, axes)] != [
            [told["cap_style"], {"marker": TURNED, "transform": pack_affine(turn(*at, axes))}] for at in ends_of(caps)
        ]:
            raise Unsupported("its caps, which are not turned as its bars are")
        entry |= told
        for side, values in limits.items():
            column = np.full(number, "", dtype=object)
            column[start::step] = values
            series.add(f"{side}_limit", column)
    if label := plain.label(errors.get_label()):
        entry["label"] = label
    for owner in axes.containers:
        if getattr(owner, "errorbar", None) is errors:
            with suppress(Unsupported):  # bars that are told one by one have none
                entry["bars"] = references.told(owner)
    return entry


def members(errors: ErrorbarContainer, axes: Any) -> list[Any]:
    """Return the artists that are drawn for error bars: in polar axes there is one for each cap."""
    caps = errors.lines[1] if axes.name == POLAR else ()
    if not caps:
        return list(errors.get_children())
    return [*(one for one in errors.get_children() if one not in caps), *turned_caps(errors, axes)]


def turned_caps(errors: ErrorbarContainer, axes: Any) -> list[Line2D]:
    """Return what is drawn in polar axes in place of the caps: as many markers, after the bars.

    Raises
    ------
    Unsupported, ValueError
        If it is not there.
    """
    drawn = axes.get_children()
    after = max(map(drawn.index, errors.lines[2])) + 1
    expected = [at for _, *at in ends_of(errors.lines[1])]
    found: list[Line2D] = drawn[after : after + len(expected)]
    places = [np.concatenate(one.get_data()) for one in found if type(one) is Line2D]
    if len(places) != len(expected) or not np.array_equal(places, expected, equal_nan=True):
        raise Unsupported("its caps, which are not those of its bars")
    return found


def ends_of(caps: Any) -> list[tuple[str, float, float]]:
    """Return side, angle and radius of each cap in polar axes."""
    return [
        (side_of(cap), float(theta), float(radius))
        for cap in caps
        for theta, radius in zip(cap.get_xdata(orig=False), cap.get_ydata(orig=False), strict=True)
    ]


def side_of(cap: Line2D) -> str:
    """Return along which side the bars run that have such caps."""
    side = next((side for side in "xy" if is_along(side, (cap.get_marker(), cap))), None)
    if side is None:
        raise Unsupported("its caps, which are not those of its bars")
    return side


def turn(side: str, theta: float, radius: float, axes: Any) -> Any:
    """Return what turns the marker of a cap in polar axes so that it lies across its bar."""
    turned: Any = _ScaledRotation(theta=theta, trans_shift=axes.transShift)
    return turned + Affine2D().rotate(np.pi / 2) if side == "y" else turned


def mark_of(cap: Line2D, axes: Any) -> list[Any]:
    """Return the style of a cap in polar axes, and its marker."""
    style = style_alone(lines.extract(cap, axes, Series("cap")))
    marker = style.pop("marker", None)
    return [style, marker]


def style_of_bars(collection: LineCollection, side: str, axes: Any) -> Style:
    """Return the style of bars, which in polar axes follow the angle along which they run."""
    entry = BARS.extract(collection, axes, Series("bars"))
    if axes.name == POLAR and side == "x" and entry.pop("steps", 1) != STEPS:
        raise Unsupported("its bars, which are not bent as usual")
    return style_alone(entry)


def bars_of(collection: LineCollection, side: str) -> Bars:
    """Return where bars stand, and from where to where they run."""
    segments: Any = [path.vertices for path in collection.get_paths()]
    if any(len(segment) != 2 for segment in segments):
        raise Unsupported("its bars, which are not straight")
    ends = np.array(segments, dtype=float).reshape(-1, 2, 2)
    along, across = (1, 0) if side == "x" else (0, 1)
    if not np.array_equal(ends[:, 0, along], ends[:, 1, along], equal_nan=True):
        raise Unsupported("its bars, which are not upright")
    return Bars(side, ends[:, 0, along], ends[:, 0, across], ends[:, 1, across])


def centers(line: Line2D | None, found: list[Bars]) -> dict[str, Numbers]:
    """Return the places of the points, as far as anything tells them."""
    if line is not None:
        return {side: np.asarray(getattr(line, f"get_{side}data")(orig=False), dtype=float) for side in "xy"}
    return {OTHER[bars.side]: bars.along for bars in reversed(found)}


def every_of(found: list[Bars], points: dict[str, Numbers]) -> tuple[int, int]:
    """Return from which point on, and to every how many-th, there are bars.

    Raises
    ------
    Unsupported
        If the points that have bars are no such row.
    """
    number, bars = max(map(len, points.values())), len(found[0].along)
    if number == bars:
        rows = [(0, 1)]
    else:
        starts = range(number if bars else 0)
        rows = [(start, step) for start in starts for step in steps_between(number - start, bars)]
    for start, step in rows:
        if all(stand_at(one, points, start, step) for one in found):
            return start, step
    raise Unsupported("its bars, which do not stand at its points")


def steps_between(number: int, bars: int) -> range:
    """Return the steps with which a row of so many points has so many bars."""
    least = -(-number // bars)
    return range(least, (number - 1) // (bars - 1) + 1 if bars > 1 else least + 1)


def stand_at(bars: Bars, points: dict[str, Numbers], start: int, step: int) -> bool:
    """Say whether bars stand at every so many-th of the points, which lie between their ends."""
    along = points[OTHER[bars.side]][start::step]
    if not np.array_equal(bars.along, along, equal_nan=True):
        return False
    if step == 1 or bars.side not in points:
        return True
    across = points[bars.side][start::step]
    return not np.any((across < bars.low) | (across > bars.high))


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


def style_of_caps(caps: list[Line2D], found: list[Bars], axes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a recipe says of caps, and which bars start at a limit, by sides.

    The caps share their style but for their markers, and are those of the bars, in order.
    """
    entries = [lines.extract(cap, axes, Series("caps")) for cap in caps]
    if axes.name == POLAR:  # where these are in no axes: others are drawn in their place
        entries = [{"style": one.get("style", {})} for one in entries]
    styles = [style_alone(one) for one in entries]
    markers = [style.pop("marker", None) for style in styles]
    if any(style != styles[0] for style in styles):
        raise Unsupported("its caps, which differ")
    capped = any(marker in CAPS.values() for marker in markers)
    left, limits, inverted = list(zip(markers, caps, strict=True)), {}, []
    for bars in found:
        mine = list(takewhile(partial(is_along, bars.side), left))
        limits[bars.side], is_inverted = limits_of(bars, mine, capped=capped)
        left = left[len(mine) :]
        if is_inverted:
            inverted.append(bars.side)
    if left:
        raise Unsupported("its caps, which are not those of its bars")
    entry: dict[str, Any] = {"cap_style": styles[0]}
    if not capped:
        entry["capped"] = False
    if inverted:
        entry["inverted"] = inverted
    return entry, {side: values for side, values in limits.items() if values.any()}


def is_along(side: str, cap: tuple[Any, Line2D]) -> bool:
    """Say whether a cap, after its marker, is one of the bars along a side."""
    return cap[0] in (CAPS[side], *TIPS[side])


def limits_of(bars: Bars, caps: list[tuple[Any, Line2D]], *, capped: bool) -> tuple[Any, bool]:
    """Return which bars start at a limit, and whether the axis was inverted."""
    for inverted in (False, True):
        limits = np.full(len(bars.along), "", dtype=object)
        tips = TIPS[bars.side][::-1] if inverted else TIPS[bars.side]
        for marker, cap in caps:
            if marker in tips:
                limit = LIMITS[tips.index(marker)]
                mark(limits, limit, bars, places_of(cap, bars.side))
        expected = list(bars.caps(limits, capped=capped, inverted=inverted))
        if len(expected) == len(caps) and all(
            marker == own and np.array_equal(places_of(cap, bars.side), np.stack(at), equal_nan=True)
            for (own, *at), (marker, cap) in zip(expected, caps, strict=True)
        ):
            return limits, inverted
    raise Unsupported("its caps, which are not those of its bars")


def mark(limits: Any, limit: str, bars: Bars, tips: Numbers) -> None:
    """Note as limits those bars at whose ends there are tips, which come in the order of the bars."""
    ends = np.stack([bars.along, bars.high if limit == "lower" else bars.low])
    place = 0
    for number, end in enumerate(ends.T):
        if place < tips.shape[1] and np.array_equal(end, tips[:, place], equal_nan=True):
            limits[number] = limit
            place += 1


def places_of(cap: Line2D, side: str) -> Numbers:
    """Return where caps stand, along and across."""
    read = (getattr(cap, f"get_{one}data")(orig=False) for one in (OTHER[side], side))
    return np.stack([np.asarray(values, dtype=float) for values in read])


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> ErrorbarContainer:
    """Add the error bars that `entry` describes to `axes`."""
    if hasattr(axes, "zaxis"):
        return errorbars3d.redraw(entry, axes, points)

    def column(part: str) -> Numbers:
        if points is None or part not in points:
            return np.empty(0)
        return converted(points.coordinates(part), axes, part[0])

    line = None
    if "line_style" in entry:
        line = Line2D(column("x"), column("y"))
        apply(entry["line_style"], line, lines.PROPERTIES)
        axes.add_line(line)
    start, step = entry.get("errorevery", (0, 1))
    collections, caps = [], []
    for side, style in entry["bar_style"].items():
        parts = (OTHER[side], f"{side}_low", f"{side}_high")
        bars = Bars(side, *(column(part)[start::step] for part in parts))
        ends = (np.column_stack(in_order(side, bars.along, at)) for at in (bars.low, bars.high))
        collection: Any = LineCollection(list(np.stack(list(ends), axis=1)))
        apply(style, collection, BARS.properties)
        if axes.name == POLAR and side == "x":
            for path in collection.get_paths():
                path._interpolation_steps = STEPS
        collections.append(axes.add_collection(collection))
        if "cap_style" in entry:
            limits = limits_in(points, side)[start::step] if points else np.empty(0, dtype=object)
            is_inverted = side in entry.get("inverted", ())
            for marker, along, across in bars.caps(limits, capped=entry.get("capped", True), inverted=is_inverted):
                cap = Line2D(*in_order(side, along, across))
                apply({**entry["cap_style"], "marker": marker}, cap, lines.PROPERTIES)
                caps.append(cap)
    if axes.name == POLAR:
        for at in ends_of(caps):
            turned = MarkerStyle(TURNED, transform=turn(*at, axes))
            cap = Line2D([at[1]], [at[2]], marker=turned)
            apply(entry["cap_style"], cap, lines.PROPERTIES)
            axes.add_line(cap)
    else:
        for cap in caps:
            axes.add_line(cap)
    all_parts: Any = (line, tuple(caps), tuple(collections))
    made = ErrorbarContainer(
        all_parts,
        has_xerr="x" in entry["bar_style"],
        has_yerr="y" in entry["bar_style"],
        label=entry.get("label", "_nolegend_"),
    )
    axes.add_container(made)
    if "bars" in entry:
        give(made, references.member_of(entry["bars"]), axes)
    return made


def give(errors: ErrorbarContainer, bars: Any, axes: Any) -> None:
    """Let bars have error bars, which come before them among the containers, as those that `Axes.bar` makes do."""
    if not isinstance(bars, BarContainer) or bars not in axes.containers:
        raise RecipeError("bars: expected bars of these axes")
    bars.errorbar = errors
    axes.containers.remove(bars)
    axes.add_container(bars)


def in_order(side: str, along: Numbers, across: Numbers) -> tuple[Numbers, Numbers]:
    """Return places as x and y, whichever side bars run along."""
    return (across, along) if side == "x" else (along, across)


def limits_in(points: Points, side: str) -> Any:
    """Return for each point which limit it is along a side; empty text is none."""
    part = f"{side}_limit"
    if part not in points:
        return np.full(len(points.columns[f"{side}_low"]), "", dtype=object)
    limits = np.array(points.text(part), dtype=object)
    if unknown := sorted(set(limits) - {"", *LIMITS}):
        raise RecipeError(f"no limit {unknown[0]!r}: expected lower, upper or nothing")
    return limits


def look(errors: ErrorbarContainer) -> Style:
    """Return what a legend shows of error bars."""
    line, _, bars = errors.lines
    if line is not None:
        return lines.look(line)
    if not bars:
        return {}
    return lines3d.look_many(bars[0]) if isinstance(bars[0], Line3DCollection) else look_of_bars(bars[0])
