"""Bars and histograms: rectangles that belong together.

A bar is a row of the CSV: its place, its length, and what it has of its own.
"""

from typing import Any

import numpy as np
from matplotlib.container import BarContainer
from matplotlib.patches import Rectangle

from scitex_plt.artists import patches
from scitex_plt.artists.patches import PROPERTIES
from scitex_plt.coordinates import is_data, system_of, transform_of
from scitex_plt.properties import Style, apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.units import Numbers, converted
from scitex_plt.values import plain
from scitex_plt.values.plain import Unsupported

EACH = ("label", "alpha", "edgecolor", "facecolor", "hatch", "linewidth")
"""What a bar may have of its own."""

NUMBERS = frozenset({"alpha", "linewidth"})
LEFT_TO_FIRST = frozenset({"label"})


def extract(bars: BarContainer, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `bars`; places, lengths and what they do not share go to `series`."""
    if bars.orientation not in ("vertical", "horizontal"):
        raise Unsupported("its orientation")
    if not bars.patches or any(type(bar) is not Rectangle or bar.angle for bar in bars.patches):
        raise Unsupported("what its bars are")
    systems = [system_of(bar.get_data_transform(), axes) for bar in bars.patches]
    if any(system != systems[0] for system in systems):
        raise Unsupported("its bars, of different coordinates")
    entry: dict[str, Any] = {}
    upright = bars.orientation == "vertical"
    along, across = "xy" if upright else "yx"
    axis = {side: getattr(axes, f"{side}axis") if is_data(systems[0], side) else None for side in "xy"}
    x, y, width, height = map(np.array, zip(*map(box, bars.patches), strict=True))
    begin, thickness, base, length = (x, width, y, height) if upright else (y, height, x, width)
    for part, values in places(begin, thickness).items():
        if part == "width" and np.all(values == values[0]):
            entry["width"] = float(values[0])
        else:
            series.add_coordinates(
                part if part != "center" else along, values, axis[along] if part != "width" else None
            )
    if not touching(begin, thickness):
        series.add_names(along, begin + thickness / 2, axis[along])
    series.add_coordinates("height" if upright else "length", length, None if base.any() else axis[across])
    if base.any():
        series.add_coordinates("base", base, axis[across])
    if not upright:
        entry["orientation"] = "horizontal"
    if systems[0] != "data":
        entry["coordinates"] = systems[0]
    if is_labelled_by_first(bars):
        entry["labelled"] = "first"
    if style := shared_style(bars.patches, series, LEFT_TO_FIRST if "labelled" in entry else frozenset()):
        entry["style"] = style
    if label := label_of(bars):
        entry["label"] = label
    return entry


def is_labelled_by_first(bars: BarContainer) -> bool:
    """Say whether the first bar has the label of all, as those of a histogram have."""
    labels = [plain.label(bar.get_label()) for bar in bars.patches]
    return not plain.label(bars.get_label()) and labels[:1] != [""] and not any(labels[1:])


def label_of(bars: BarContainer) -> str:
    """Return the label of bars."""
    return plain.label((bars.patches[0] if is_labelled_by_first(bars) else bars).get_label()) if bars.patches else ""


def box(bar: Any) -> tuple[float, float, float, float]:
    """Return left, bottom, width and height of a bar in numbers."""
    try:
        return float(bar._x0), float(bar._y0), float(bar._width), float(bar._height)
    except (TypeError, ValueError):
        left, bottom, right, top = map(float, bar._convert_units())
        return left, bottom, right - left, top - bottom


def places(begin: Numbers, width: Numbers) -> dict[str, Numbers]:
    """Return where bars stand: by the edges that they share, by their centres, or by where they begin.

    It is the first of these from which the very same numbers come out again.
    """
    end, center, together = begin + width, begin + width / 2, touching(begin, width)
    if together and np.array_equal(end - begin, width):
        return {"left": begin, "right": end}
    if not together and np.array_equal(center - width / 2, begin):
        return {"center": center, "width": width}
    return {"left": begin, "width": width}


def touching(begin: Numbers, width: Numbers) -> bool:
    """Say whether each of several bars begins where the one before ends."""
    gaps = begin[1:] - (begin + width)[:-1]
    return len(begin) > 1 and bool((width > 0).all() and (abs(gaps) < width[1:] * 1e-5).all())


def shared_style(bars: Any, series: Series, left_out: frozenset[str]) -> Style:
    """Return the style that all bars share; what each has of its own goes to `series`."""
    own = {}
    properties = [prop for prop in PROPERTIES if prop.name not in left_out]
    for prop in properties:
        values = [prop.get(bar) for bar in bars]
        if any(value != values[0] for value in values):
            if prop.name not in EACH:
                raise Unsupported(f"its bars, of different {prop.name}")
            own[prop.name] = values
    style = differences(bars[0], Rectangle((0, 0), 1, 1), properties)
    for name, values in own.items():
        style.pop(name, None)
        missing: Any = np.nan if name in NUMBERS else ""
        series.add(name, [missing if value is None else value for value in values])
    return style


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> BarContainer:
    """Add the bars that `entry` describes to `axes`."""
    upright = entry.get("orientation") != "horizontal"
    found = boxes(entry, axes, points, upright=upright) if points else []
    transform = transform_of(entry.get("coordinates", "data"), axes)
    bars = []
    for number, (x, y, width, height) in enumerate(found):
        bar = Rectangle((x, y), width, height)
        apply(entry.get("style", {}) | own_style(points, number), bar, PROPERTIES)
        bar.get_path()._interpolation_steps = 100  # type: ignore[attr-defined]
        edges = bar.sticky_edges.y if upright else bar.sticky_edges.x
        edges.append(y if upright else x)
        if "coordinates" in entry:
            bar.set_transform(transform)
        if not plain.label(bar.get_label()):
            bar.set_label("_nolegend_")
        bars.append(axes.add_patch(bar))
    label = entry.get("label", "_nolegend_")
    if "labelled" in entry and bars:
        bars[0].set_label(label)
        label = "_nolegend_"
    lengths = [box[3 if upright else 2] for box in found]
    container = BarContainer(
        bars,
        datavalues=np.array(lengths),
        orientation="vertical" if upright else "horizontal",
        label=label,
    )
    axes.add_container(container)
    return container


def boxes(entry: dict[str, Any], axes: Any, points: Points, *, upright: bool) -> list[tuple[Any, ...]]:
    """Return left, bottom, width and height of each bar."""
    along, across = "xy" if upright else "yx"

    def column(part: str, side: str) -> Numbers:
        return converted(points.coordinates(part), axes, side)

    length = column("height" if upright else "length", across)
    base = column("base", across) if "base" in points else np.zeros_like(length)
    if "right" in points:
        begin = column("left", along)
        width = column("right", along) - begin
    else:
        width = column("width", along) if "width" in points else np.full_like(length, entry["width"])
        begin = column("left", along) if "left" in points else column(along, along) - width / 2
    columns = (begin, base, width, length) if upright else (base, begin, length, width)
    return list(zip(*(values.tolist() for values in columns), strict=True))


def own_style(points: Points | None, number: int) -> Style:
    """Return the style that one bar has of its own."""
    if points is None:
        return {}
    style: Style = {}
    for name in EACH:
        if name in points:
            cell = points.text(name)[number]
            value = float(cell) if cell and name in NUMBERS else cell
            style[name] = value if cell or name == "label" else None
    return style


def look(bars: BarContainer) -> Style:
    """Return what a legend shows of bars: the first of them."""
    return patches.look(bars.patches[0]) if bars.patches else {}
