"""Lines in three dimensions: Line3D, and many of them together: Line3DCollection."""

from typing import Any

import numpy as np
from mpl_toolkits.mplot3d.art3d import Line3D, Line3DCollection

from scitex_plt.artists import lines
from scitex_plt.artists.styles3d import (
    CLIPPED,
    SHARED,
    columns_of_each,
    mapped,
    original,
    read_values,
    rgba,
    style_of_each,
    told,
    write_values,
)
from scitex_plt.artists.vertices3d import (
    as_points,
    read_groups,
    read_points,
    refuse_other_coordinates,
    write_groups,
    write_points,
)
from scitex_plt.properties import Property, Style, apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values.plain import Plain, Unsupported, to_color

PROPERTIES = (*lines.PROPERTIES, CLIPPED)


def extract(line: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `line`; its points go to `series`."""
    refuse_other_coordinates(line, axes)
    write_points(series, axes, as_points(*line.get_data_3d()))
    style = differences(line, Line3D([], [], []), PROPERTIES)
    return {"style": style} if style else {}


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> Line3D:
    """Add the line that `entry` describes to `axes`."""
    found = read_points(points, axes)
    axes.auto_scale_xyz(*found.T, axes.has_data())
    line = Line3D(*found.T)
    apply(entry.get("style", {}), line, PROPERTIES)
    added: Line3D = axes.add_line(line)
    return added


def color(collection: Any) -> Plain:
    """Return the colours as they were set, or as they are drawn where nobody set one."""
    value = collection._original_edgecolor
    return rgba(collection._edgecolors) if value is None and collection.get_array() is None else original(value)


MANY = (
    *SHARED,
    Property(
        "facecolor",
        lambda lines: original(lines._original_facecolor),
        lambda lines, v: lines.set_facecolor(to_color(v)),
    ),
    Property("color", color, lambda lines, value: lines.set_edgecolor(to_color(value))),
)
EACH = ("alpha", "color", "facecolor", "linewidth")


def extract_many(collection: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of many lines; their points go to `series`."""
    refuse_other_coordinates(collection, axes)
    if collection.get_hatch() is not None or getattr(collection, "_gapcolor", None) is not None:
        raise Unsupported("its hatch, or the colour of its gaps")
    segments = collection._segments3d
    write_groups(series, axes, segments, "line")
    write_values(series, collection)
    style = differences(collection, fresh(), told(MANY, axes) + mapped(collection))
    columns_of_each(style, series, EACH, len(segments))
    return {"style": style} if style else {}


def redraw_many(entry: dict[str, Any], axes: Any, points: Points | None) -> Line3DCollection:
    """Add the lines that `entry` describes to `axes`."""
    segments = read_groups(points, axes, "line")
    collection = fresh()
    collection.set_segments(segments)
    if segments:
        axes.auto_scale_xyz(*np.concatenate(segments).T, axes.has_data())
    read_values(collection, points, len(segments))
    apply(entry.get("style", {}) | style_of_each(points, EACH), collection, MANY + mapped(collection))
    added: Line3DCollection = axes.add_collection(collection, autolim=False)
    return added


def fresh() -> Line3DCollection:
    """Return lines without points."""
    return Line3DCollection([])


def look_many(collection: Any) -> Style:
    """Return what a legend shows of many lines."""
    return differences(collection, fresh(), MANY)
