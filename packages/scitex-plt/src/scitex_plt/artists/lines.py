"""Lines and markers: Line2D."""

from typing import Any

from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle

from scitex_plt import plain
from scitex_plt.columns import Points, Series
from scitex_plt.coordinates import is_data, system_of, transform_of
from scitex_plt.drawings.packing import pack_affine, unpack_affine
from scitex_plt.linestyles import LINESTYLE
from scitex_plt.plain import Plain, Unsupported
from scitex_plt.properties import COMMON, Property, Style, apply, colored, differences, named

OWN_MARKER = {"capstyle": "_user_capstyle", "joinstyle": "_user_joinstyle", "transform": "_user_transform"}
"""What a marker has that its name does not tell, if a user changed it → where it keeps it."""


def marker(line: Any) -> Plain:
    """Return a marker by its name, number, or (sides, style, angle); with what else it was told, if it was."""
    value = line.get_marker()
    if value is not None and not isinstance(value, str | int | tuple):
        raise Unsupported("its marker")
    name = "None" if value is None else plain.plain(value)
    own = {key: told for key, at in OWN_MARKER.items() if (told := vars(line._marker).get(at)) is not None}
    if not own:
        return name
    if "transform" in own:
        if not own["transform"].is_affine:
            raise Unsupported("the transform of its marker")
        own["transform"] = pack_affine(own["transform"])
    return {"marker": name, **{key: plain.plain(told) for key, told in own.items()}}


def set_marker(line: Line2D, value: Any) -> None:
    """Set a marker that `marker` returned."""
    if not isinstance(value, dict):
        line.set_marker(named_marker(value))
        return
    own: dict[str, Any] = {key: value[key] for key in OWN_MARKER if key in value}
    if "transform" in own:
        own["transform"] = unpack_affine(own["transform"])
    line.set_marker(MarkerStyle(named_marker(value["marker"]), line.get_fillstyle(), **own))


def named_marker(value: Any) -> Any:
    """Return a marker's name, number, or (sides, style, angle) as matplotlib takes it."""
    return tuple(value) if isinstance(value, list) else value


def every(value: Any) -> Plain:
    """Return which points bear a marker."""
    if isinstance(value, tuple | slice):
        raise Unsupported("its markevery")
    return plain.plain(value)


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

PROPERTIES = (*COMMON, *(prop for prop in LOOK if prop.name != "alpha"), named("markevery", every))


def extract(line: Line2D, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `line`; its points go to `series`."""
    entry: dict[str, Any] = {}
    system = system_of(line.get_transform(), axes)
    series.add_coordinates("x", line.get_xdata(orig=False), axes.xaxis if is_data(system, "x") else None)
    series.add_coordinates("y", line.get_ydata(orig=False), axes.yaxis if is_data(system, "y") else None)
    if system != "data":
        entry["coordinates"] = system
    if style := differences(line, Line2D([], []), PROPERTIES):
        entry["style"] = style
    return entry


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> Line2D:
    """Add the line that `entry` describes to `axes`."""
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
