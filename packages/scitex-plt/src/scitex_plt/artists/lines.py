"""Lines and markers: Line2D."""

from typing import Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path

from scitex_plt.artists.outside import as_axes
from scitex_plt.coordinates import is_data, system_of, transform_of
from scitex_plt.drawings.packing import pack_affine, unpack_affine
from scitex_plt.properties import COMMON, Property, Style, apply, colored, differences, named
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain
from scitex_plt.values.linestyles import LINESTYLE
from scitex_plt.values.plain import Plain, Unsupported

STROKES = {"capstyle": "_user_capstyle", "joinstyle": "_user_joinstyle"}
"""How the lines of a marker end and meet → where a marker keeps it, if a user said so."""


def marker(line: Any) -> Plain:
    """Return a marker: its name, number, or (sides, style, angle); more, if it is a path or a user changed it."""
    value = line.get_marker()
    said = marker_named(value)
    own: dict[str, Plain] = {}
    for name, kept in STROKES.items():
        if (style := vars(line._marker).get(kept)) is not None:
            own[name] = plain.plain(style)
    if (transform := vars(line._marker).get("_user_transform")) is not None:
        if not transform.is_affine:
            raise Unsupported("the transform of its marker")
        own["transform"] = pack_affine(transform)
    if not own:
        return said
    return {**(said if isinstance(said, dict) else {"marker": said}), **own}


def marker_named(value: Any) -> Plain:
    """Return a marker by its name, number, or (sides, style, angle), or as a path."""
    if value is None:
        return "None"
    if isinstance(value, str | int) or (isinstance(value, tuple) and np.ndim(value) == 1):
        return plain.plain(value)
    path = value if isinstance(value, Path) else Path(np.asarray(value, dtype=float))
    return {"vertices": plain.plain(path.vertices)} | ({} if path.codes is None else {"codes": plain.plain(path.codes)})


def set_marker(line: Any, value: Any) -> None:
    """Set a marker that `marker` returned."""
    if not isinstance(value, dict):
        line.set_marker(tuple(value) if isinstance(value, list) else value)
        return
    shape = value.get("marker", "o")
    if "vertices" in value:
        shape = Path(value["vertices"], value.get("codes"))
    options = {name: value[name] for name in STROKES if name in value}
    if "transform" in value:
        options["transform"] = unpack_affine(value["transform"])
    shape = tuple(shape) if isinstance(shape, list) else shape
    line.set_marker(MarkerStyle(shape, line.get_fillstyle(), **options))


def every(value: Any) -> Plain:
    """Return which points bear a marker: a step, places, or {from, every} or {slice}."""
    if isinstance(value, tuple):
        start, step = value
        return {"from": plain.plain(start), "every": plain.plain(step)}
    if isinstance(value, slice):
        return {"slice": plain.plain([value.start, value.stop, value.step])}
    return plain.plain(value)


def set_every(line: Any, value: Any) -> None:
    """Set which points bear a marker, as `every` returned it."""
    if isinstance(value, dict):
        value = slice(*value["slice"]) if "slice" in value else (value["from"], value["every"])
    line.set_markevery(value)


LOOK: tuple[Property, ...] = (
    named("alpha"),
    colored("color"),
    named("linewidth"),
    LINESTYLE,
    named("drawstyle"),
    colored("gapcolor"),
    named("dash_capstyle"),
    named("dash_joinstyle"),
    named("solid_capstyle"),
    named("solid_joinstyle"),
    named("antialiased"),
    named("fillstyle"),
    Property("marker", marker, set_marker),
    named("markersize"),
    named("markeredgewidth"),
    colored("markeredgecolor"),
    colored("markerfacecolor"),
    colored("markerfacecoloralt"),
)
"""What a legend shows of a line. The colours of a marker follow the line's, unless they are set themselves."""

PROPERTIES = (*COMMON, *(prop for prop in LOOK if prop.name != "alpha"), named("markevery", every, set=set_every))


def extract(line: Line2D, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `line`; its points go to `series`."""
    entry: dict[str, Any] = {}
    axes = as_axes(axes)
    system = system_of(line.get_transform(), axes)
    x, y = np.asarray(line.get_xdata(orig=False)), np.asarray(line.get_ydata(orig=False))
    if x.size:  # what stands for others in a legend has none
        series.add_coordinates("x", x, axes.xaxis if is_data(system, "x") else None)
        series.add_coordinates("y", y, axes.yaxis if is_data(system, "y") else None)
    if system != "data":
        entry["coordinates"] = system
    if style := differences(line, Line2D([], []), PROPERTIES):
        entry["style"] = style
    return entry


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> Line2D:
    """Add the line that `entry` describes to axes or to a figure."""
    axes = as_axes(axes)
    x, y = (points.coordinates("x"), points.coordinates("y")) if points else ([], [])
    line = Line2D(x, y)
    apply(entry.get("style", {}), line, PROPERTIES)
    if "coordinates" in entry:
        line.set_transform(transform_of(entry["coordinates"], axes))
    added: Line2D = axes.add_line(line)
    return added


def look(line: Line2D) -> Style:
    """Return what a legend shows of `line`."""
    return differences(line, Line2D([], []), LOOK)


def with_look(style: Style) -> Line2D:
    """Return a line without points that looks as `look` said."""
    line = Line2D([], [])
    apply(style, line, LOOK)
    return line
