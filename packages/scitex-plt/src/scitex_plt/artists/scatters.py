"""Scattered markers: PathCollection.

What each point has of its own (size, colour, number on a colour map) is a column; what all share is style.
"""

from typing import Any

import matplotlib
import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from scitex_plt.artists.collection_style import SIZED, filled, refuse_unlike, style_of_columns, style_to_columns
from scitex_plt.artists.images import MAPPED
from scitex_plt.artists.outside import as_axes
from scitex_plt.coordinates import is_data, system_of, transform_of
from scitex_plt.properties import Property, apply, differences
from scitex_plt.tables.categories import categories_of
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.units import converted
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported


def path_of(name: Any) -> Path:
    """Return the path that a scatter draws for the marker of that name."""
    style = MarkerStyle(name)
    return style.get_path().transformed(style.get_transform())


def alike(one: Path, other: Path) -> bool:
    """Say whether two paths are the same."""
    return np.array_equal(one.vertices, other.vertices) and np.array_equal(one.codes, other.codes)  # type: ignore[arg-type]


MARKERS = {
    name: path_of(name)
    for name in MarkerStyle.markers
    if isinstance(name, str) and name.strip() not in ("", "None", "none")
}
"""matplotlib's own markers, by name."""

NOTHING = "none"
"""The marker that is nothing."""


def is_of_one_marker(collection: PathCollection) -> bool:
    """Say whether one shape stands at every place, be it listed once or, as seaborn does, once a point.

    Points that have all else in common are drawn in another way, to other pixels, if their shape is listed once.
    """
    shapes: Any = collection.get_paths()
    if len(shapes) < 2:
        return len(shapes) == 1
    places: Any = collection.get_offsets()
    differ = len(collection.get_facecolor()) > 1 and len(shapes) <= len(places)
    return differ and all(shape is shapes[0] or alike(shape, shapes[0]) for shape in shapes)


def marker(collection: PathCollection) -> Plain:
    """Return the name of the marker that a scatter draws, or its path if it has no name."""
    shape = collection.get_paths()[0]
    for name, path in MARKERS.items():
        if alike(path, shape):
            return name
    if not len(shape):
        return NOTHING
    return {"vertices": plain.plain(shape.vertices), "codes": plain.plain(shape.codes)}


def set_marker(collection: PathCollection, value: Any) -> None:
    """Set a marker that `marker` returned."""
    path = Path(value["vertices"], value["codes"]) if isinstance(value, dict) else path_of(value)
    collection.set_paths([path])


PROPERTIES: tuple[Property, ...] = (Property("marker", marker, set_marker), *SIZED)


def fresh() -> PathCollection:
    """Return a scatter with nothing set but what `Axes.scatter` sets itself."""
    params = matplotlib.rcParams
    collection = PathCollection(
        [path_of(params["scatter.marker"])],
        [params["lines.markersize"] ** 2],
        edgecolors=params["scatter.edgecolors"],
    )
    collection.set_transform(IdentityTransform())
    return collection


def properties_of(collection: Any, properties: tuple[Property, ...] = PROPERTIES) -> tuple[Property, ...]:
    """Return the rows for a collection: those of a colour map only if it has numbers to map."""
    return properties if collection.get_array() is None else (*properties, *MAPPED)


def extract(collection: PathCollection, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `collection`; its points go to `series`."""
    if not isinstance(collection.get_transform(), IdentityTransform):
        raise Unsupported("the transform of its markers")
    entry: dict[str, Any] = {}
    axes = as_axes(axes)
    system = system_of(collection.get_offset_transform(), axes)
    offsets = filled(collection.get_offsets())
    array = collection.get_array()
    if len(offsets):  # what stands for others in a legend has none
        for side, places in zip("xy", offsets.T, strict=True):
            axis = getattr(axes, f"{side}axis") if is_data(system, side) else None
            series.add_coordinates(side, places, axis)
            if axis and categories_of(axis):
                series.add_names(side, places, axis)
    if array is not None:
        series.add("value", filled(array))
    if system != "data":
        entry["coordinates"] = system
    again = fresh()
    style = style_to_columns(differences(collection, again, properties_of(collection)), series, len(offsets))
    refuse_unlike(collection, again)
    if style:
        entry["style"] = style
    return entry


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> PathCollection:
    """Add the scatter that `entry` describes to axes or to a figure."""
    collection = fresh()
    axes = as_axes(axes)
    collection.set_offsets(np.empty((0, 2)))
    if points is not None and "x" in points:
        collection.set_offsets(np.column_stack([converted(points.coordinates(side), axes, side) for side in "xy"]))
    if points is not None and "value" in points:
        collection.set_array(np.ma.masked_invalid(points.numbers("value")))
    collection.set_offset_transform(transform_of(entry.get("coordinates", "data"), axes))
    apply(entry.get("style", {}) | style_of_columns(points), collection, properties_of(collection))
    added: PathCollection = axes.add_collection(collection)
    return added
