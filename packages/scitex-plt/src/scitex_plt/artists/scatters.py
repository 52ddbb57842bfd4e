"""Scattered markers: PathCollection.

What each point has of its own (size, colour, number on a colour map) is a column; what all share is style.
"""

from operator import attrgetter
from typing import Any

import matplotlib
import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from scitex_plt import plain
from scitex_plt.colormapping import colormap, set_colormap
from scitex_plt.columns import Points, Series
from scitex_plt.coordinates import is_data, system_of, transform_of
from scitex_plt.norms import norm, set_norm
from scitex_plt.plain import Plain, Unsupported
from scitex_plt.properties import COMMON, Property, Style, apply, colored, differences, named
from scitex_plt.units import Numbers


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


def marker(collection: PathCollection) -> Plain:
    """Return the name of the marker that a scatter draws, or its path if it has no name."""
    paths = collection.get_paths()
    if len(paths) != 1:
        raise Unsupported("its several paths")
    for name, path in MARKERS.items():
        if alike(path, paths[0]):
            return name
    return {"vertices": plain.plain(paths[0].vertices), "codes": plain.plain(paths[0].codes)}


def set_marker(collection: PathCollection, value: Any) -> None:
    """Set a marker that `marker` returned."""
    path = Path(value["vertices"], value["codes"]) if isinstance(value, dict) else path_of(value)
    collection.set_paths([path])


def one_or_many(values: Any) -> Plain:
    """Return a list of values, or the value itself where there is only one."""
    found = plain.plain(np.atleast_1d(np.ma.getdata(values)))
    return found[0] if isinstance(found, list) and len(found) == 1 else found


def numbers(values: Any) -> Plain:
    """Return a list of numbers, or the number itself where there is only one."""
    return None if values is None else one_or_many(np.ma.asarray(values, dtype=float))


def linestyles(collection: Any) -> Plain:
    """Return the line styles, pairs of an offset and lengths; they are scaled when they are set."""
    styles = collection._us_linestyles
    _, scaled = collection._bcast_lwls(collection._us_lw, styles)
    if plain.plain(scaled) != plain.plain(collection._linestyles):
        raise Unsupported("its dashes, scaled under other rcParams")
    return plain.plain(styles)


def set_linestyles(collection: PathCollection, value: Any) -> None:
    """Set line styles that are pairs of an offset and lengths."""
    collection.set_linestyle([(offset, lengths) for offset, lengths in value])


def set_sizes(collection: PathCollection, value: Any) -> None:
    """Set one area of all markers, in points squared, or the area of each."""
    collection.set_sizes(np.atleast_1d(value))


EACH = (
    named("alpha", numbers),
    Property("size", lambda collection: numbers(collection.get_sizes()), set_sizes),
    named("linewidth", numbers, get=attrgetter("_us_lw")),
    colored("facecolor", get=attrgetter("_original_facecolor")),
    colored("edgecolor", get=attrgetter("_original_edgecolor")),
)
"""The properties that a point may have of its own. Colours are as they were set: alpha and colour map come on top."""

MAPPED = (
    named("cmap", colormap, set=set_colormap),
    named("norm", norm, get=attrgetter("norm"), set=set_norm),
)
"""The properties of a scatter whose colours stand for numbers."""

PROPERTIES: tuple[Property, ...] = (
    *(prop for prop in COMMON if prop.name != "alpha"),
    Property("marker", marker, set_marker),
    Property("linestyle", linestyles, set_linestyles),
    named("capstyle"),
    named("joinstyle"),
    named("antialiased", one_or_many, get=attrgetter("_antialiaseds")),
    named("hatch"),
    *EACH,
)


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


def properties_of(collection: PathCollection) -> tuple[Property, ...]:
    """Return the rows for a scatter: those of a colour map only if it has numbers to map."""
    return PROPERTIES if collection.get_array() is None else (*PROPERTIES, *MAPPED)


def extract(collection: PathCollection, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `collection`; its points go to `series`."""
    if not isinstance(collection.get_transform(), IdentityTransform):
        raise Unsupported("the transform of its markers")
    entry: dict[str, Any] = {}
    system = system_of(collection.get_offset_transform(), axes)
    offsets: Numbers = np.ma.filled(np.ma.asarray(collection.get_offsets(), dtype=float), np.nan)
    series.add_coordinates("x", offsets[:, 0], axes.xaxis if is_data(system, "x") else None)
    series.add_coordinates("y", offsets[:, 1], axes.yaxis if is_data(system, "y") else None)
    if (array := collection.get_array()) is not None:
        series.add("value", np.ma.filled(np.ma.asarray(array, dtype=float), np.nan))
    if system != "data":
        entry["coordinates"] = system
    style = differences(collection, fresh(), properties_of(collection))
    for prop in EACH:
        value = style.get(prop.name)
        if isinstance(value, list) and len(value) == len(offsets):
            series.add(prop.name, style.pop(prop.name))
    if style:
        entry["style"] = style
    return entry


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> PathCollection:
    """Add the scatter that `entry` describes to `axes`."""
    collection = fresh()
    if points is not None:
        x, y = axes.convert_xunits(points.coordinates("x")), axes.convert_yunits(points.coordinates("y"))
        collection.set_offsets(np.column_stack([x, y]))
        if "value" in points:
            collection.set_array(np.ma.masked_invalid(points.numbers("value")))
    collection.set_offset_transform(transform_of(entry.get("coordinates", "data"), axes))
    apply(entry.get("style", {}) | style_of_each(points), collection, properties_of(collection))
    added: PathCollection = axes.add_collection(collection)
    return added


def style_of_each(points: Points | None) -> Style:
    """Return the style that the points have of their own."""
    if points is None:
        return {}
    return {
        prop.name: points.text(prop.name) if prop.name.endswith("color") else points.numbers(prop.name).tolist()
        for prop in EACH
        if prop.name in points
    }


def look(collection: PathCollection) -> Style:
    """Return what a legend shows of a scatter."""
    colors = {"facecolor": collection.get_facecolor(), "edgecolor": collection.get_edgecolor()}
    return {name: plain.colors(value) if len(value) else "none" for name, value in colors.items()}
