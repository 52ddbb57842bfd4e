"""Collections: many lines, polygons, patches or shapes that are drawn together.

Either their paths are the data, or one shape (or a few) is drawn at many places, which are the data then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib import collections
from matplotlib.collections import Collection, PathCollection
from matplotlib.transforms import IdentityTransform

from scitex_plt.artists import scatters
from scitex_plt.artists.collection_style import (
    SIZED,
    UNSIZED,
    filled,
    refuse_unlike,
    spread,
    style_of_columns,
    style_to_columns,
)
from scitex_plt.artists.member_paths import (
    are_segments,
    axes_of,
    pack_shapes,
    read_paths,
    read_segments,
    starts_in,
    steps_of,
    take_steps,
    unpack_shapes,
    write_paths,
    write_segments,
)
from scitex_plt.artists.outside import as_axes
from scitex_plt.coordinates import system_of, transform_of
from scitex_plt.properties import Property, apply, colored, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.units import Numbers, converted
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported

Geometry = dict[str, Any]


@dataclass(frozen=True)
class Family:
    """One kind of collection: what is its own besides paths, places and style."""

    type: type[Collection]
    make: Callable[[Geometry], Collection]
    """What `read` told, or an entry of a recipe → a collection, without style and places."""
    properties: tuple[Property, ...] = UNSIZED
    member: str = "member"
    """The column that tells the paths apart; "" if the paths follow from what `read` tells."""
    read: Callable[[Any], Geometry] = lambda collection: {}
    settle: Callable[[Any], None] = lambda collection: None
    """Called once the collection has its paths."""

    def extract(self, collection: Any, axes: Any, series: Series) -> dict[str, Any]:
        """Return what a recipe says of `collection`; its data goes to `series`."""
        axes = as_axes(axes)
        geometry = self.read(collection)
        entry: dict[str, Any] = geometry | steps_of(collection.get_paths(), axes)
        write = self.write_members if self.member and not is_placed(collection) else self.write_places
        said, members, starts = write(collection, axes, series)
        entry |= said
        write_values(collection, series, members, starts)
        again = self.make(geometry)
        if (array := collection.get_array()) is not None:
            again.set_array(array)
        properties = scatters.properties_of(collection, self.properties)
        style = differences(collection, again, properties)
        refuse_unlike(collection, again)
        if style := style if members is None else style_to_columns(style, series, members, starts):
            entry["style"] = style
        return entry

    def write_members(self, collection: Any, axes: Any, series: Series) -> tuple[dict[str, Any], Any, Any]:
        """Write the paths to columns; return what the recipe says, how many there are, and where each starts."""
        system = system_of(collection.get_transform(), axes)
        entry: dict[str, Any] = {} if system == "data" else {"coordinates": system}
        if collection._offsets is not None and not is_unmoved(collection):
            entry["moved"] = {
                "by": plain.plain(filled(collection.get_offsets())),
                "in": system_of(collection.get_offset_transform(), axes),
            }
        paths = collection.get_paths()
        starts = None
        if paths and are_segments(paths):
            write_segments(paths, series, axes_of(axes, system))
        elif paths:
            numbers = np.arange(len(paths))
            said, starts = write_paths(paths, series, axes_of(axes, system), self.member, numbers)
            entry |= said
            if not all(map(len, paths)):
                return entry | {"members": len(paths)}, None, None
        return entry, len(paths), starts

    def write_places(self, collection: Any, axes: Any, series: Series) -> tuple[dict[str, Any], Any, Any]:
        """Write the places to columns; return what the recipe says, how many there are, and None."""
        system = system_of(collection.get_offset_transform(), axes)
        entry: dict[str, Any] = {} if system == "data" else {"coordinates": system}
        offsets = filled(collection.get_offsets())
        for side, values in zip("xy", offsets.T, strict=True):
            series.add_coordinates(side, values, axes_of(axes, system)[side])
        if self.member:
            entry["shapes"] = pack_shapes(collection.get_paths())
        if self.type is not collections.EllipseCollection:
            its = system_of(collection.get_transform(), axes)
            entry |= {} if its == "pixels" else {"shapes in": its}
        return entry, len(offsets), None

    def redraw(self, entry: dict[str, Any], axes: Any, points: Points | None) -> Any:
        """Add the collection that `entry` describes to axes or to a figure."""
        axes = as_axes(axes)
        made: Any = self.make(entry)
        is_shaped = not self.member or "shapes" in entry
        starts: Any = slice(None)
        if is_shaped:
            place(made, entry, axes, points)
        else:
            made._paths = members_of(entry, points, axes, self.member)
            if points is not None and self.member in points:
                starts = starts_in(points.numbers(self.member))
            if "coordinates" in entry:
                made.set_transform(transform_of(entry["coordinates"], axes))
            if "moved" in entry:
                made.set_offsets(np.array(entry["moved"]["by"], dtype=float))
                made.set_offset_transform(transform_of(entry["moved"]["in"], axes))
        take_steps(made.get_paths(), entry)
        self.settle(made)
        if points is not None and "value" in points:
            made.set_array(np.ma.masked_invalid(points.numbers("value")[starts]))
        style = entry.get("style", {}) | style_of_columns(points, starts)
        apply(style, made, scatters.properties_of(made, self.properties))
        return axes.add_collection(made)


def members_of(entry: dict[str, Any], points: Points | None, axes: Any, member: str) -> Any:
    """Return the paths that `Family.write_members` wrote."""
    if points is None or member not in points:
        return read_segments(points, axes)
    numbers = points.numbers(member)
    count = entry.get("members", 1 + int(np.nanmax(numbers, initial=-1)))
    return read_paths(entry, points, axes, member, np.arange(count))


def place(made: Any, entry: dict[str, Any], axes: Any, points: Points | None) -> None:
    """Put shapes at the places that `Family.write_places` wrote."""
    if "shapes" in entry:
        made._paths = unpack_shapes(entry["shapes"])
    offsets = np.empty((0, 2))
    if points is not None:
        offsets = np.column_stack([converted(points.coordinates(side), axes, side) for side in "xy"])
    made.set_offsets(offsets)
    made.set_offset_transform(transform_of(entry.get("coordinates", "data"), axes))
    if type(made) is not collections.EllipseCollection:
        made.set_transform(transform_of(entry.get("shapes in", "pixels"), axes))


def is_unmoved(collection: Any) -> bool:
    """Say whether the paths of a collection stand where they say."""
    offsets = collection._offsets
    if not isinstance(collection.get_offset_transform(), IdentityTransform):
        if offsets is None:
            raise Unsupported("the transform of its offsets")
        return False
    return offsets is None or (len(offsets) == 1 and not np.any(offsets))


def is_placed(collection: Any) -> bool:
    """Say whether the places are the data, not the paths: no shape is there but to be put somewhere."""
    return not is_unmoved(collection) and len(collection.get_offsets()) >= max(2, len(collection.get_paths()))


def write_values(collection: Any, series: Series, members: int | None, starts: Any) -> None:
    """Write the numbers that colours stand for to a column."""
    if (array := collection.get_array()) is None:
        return
    values = filled(array)
    if members is None or values.shape != (members,):
        raise Unsupported("its values, which are not one a member")
    series.add("value", values if starts is None else spread(values, series, starts))


def extract_markers(collection: PathCollection, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of markers, or of paths of several shapes."""
    is_scatter = isinstance(collection.get_transform(), IdentityTransform) and scatters.is_of_one_marker(collection)
    if is_scatter and collection._offsets is not None:  # type: ignore[attr-defined]
        return scatters.extract(collection, axes, series)
    return {"made of": "paths"} | PATHS.extract(collection, axes, series)


def redraw_markers(entry: dict[str, Any], axes: Any, points: Points | None) -> PathCollection:
    """Add the markers or paths that `entry` describes to `axes`."""
    if "made of" in entry:
        made: PathCollection = PATHS.redraw(entry, axes, points)
        return made
    return scatters.redraw(entry, axes, points)


PATHS = Family(PathCollection, lambda geometry: PathCollection([]), SIZED, member="path")
"""Paths of several shapes, which are not scattered markers."""


def extract_ellipses(ellipses: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of ellipses: their sizes are columns where each has its own."""
    entry = ELLIPSES.extract(ellipses, axes, series)
    for part, values in sizes_of(ellipses).items():
        if len(values) == len(ellipses.get_offsets()):
            series.add(part, values)
        else:
            entry[part] = plain.plain(values)
    return entry


def redraw_ellipses(entry: dict[str, Any], axes: Any, points: Points | None) -> Any:
    """Add the ellipses that `entry` describes to `axes`."""
    columns = {part: points.numbers(part) for part in ("width", "height", "angle") if points and part in points}
    return ELLIPSES.redraw(entry | columns, axes, points)


def sizes_of(ellipses: Any) -> dict[str, Numbers]:
    """Return widths, heights, and angles in degrees."""
    angles = np.round(ellipses.get_angles(), 10)
    if not np.array_equal(np.deg2rad(angles), ellipses._angles):
        angles = ellipses.get_angles()
    return {"width": ellipses.get_widths(), "height": ellipses.get_heights(), "angle": angles}


def make_ellipses(entry: Geometry) -> Any:
    """Return ellipses."""
    sizes = [entry.get(part, []) for part in ("width", "height", "angle")]
    return collections.EllipseCollection(*sizes, units=entry["units"])


ELLIPSES = Family(
    collections.EllipseCollection, make_ellipses, member="", read=lambda ellipses: {"units": ellipses._units}
)


def sides_of(collection: Any) -> dict[str, Plain]:
    """Return the number of corners and the rotation of polygons."""
    return {"corners": plain.plain(collection.get_numsides()), "rotation": plain.plain(collection.get_rotation())}


def with_sides(kind: Any) -> Family:
    """Return the family of polygons with so many corners."""
    return Family(
        kind,
        lambda geometry: kind(geometry["corners"], rotation=geometry["rotation"]),
        SIZED,
        member="",
        read=sides_of,
    )


GAPS = colored("gapcolor", get=lambda collection: getattr(collection, "_original_gapcolor", None))

LINES = (*UNSIZED, GAPS)
"""The properties of many lines."""

FAMILIES: dict[str, Family] = {
    "asterisks": with_sides(collections.AsteriskPolygonCollection),
    "circles": Family(
        collections.CircleCollection, lambda geometry: collections.CircleCollection([1.0]), SIZED, member=""
    ),
    "lines": Family(collections.LineCollection, lambda geometry: collections.LineCollection([]), LINES, member="line"),
    "patches": Family(collections.PatchCollection, lambda geometry: collections.PatchCollection([]), member="patch"),
    "polygons": Family(
        collections.PolyCollection, lambda geometry: collections.PolyCollection([]), SIZED, member="polygon"
    ),
    "regular polygons": with_sides(collections.RegularPolyCollection),
    "stars": with_sides(collections.StarPolygonCollection),
}
"""Kind in a recipe → family."""


def extract_events(collection: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of events along an axis."""
    axes = as_axes(axes)
    side = "x" if collection.is_horizontal() else "y"
    system = system_of(collection.get_transform(), axes)
    positions = np.array([path.vertices[0]["xy".index(side)] for path in collection.get_paths()], dtype=float)
    entry: dict[str, Any] = {} if system == "data" else {"coordinates": system}
    entry |= {
        "orientation": collection.get_orientation(),
        "lineoffset": plain.plain(collection.get_lineoffset()),
        "linelength": plain.plain(collection.get_linelength()),
    }
    again = events(entry, positions)
    if not all(
        np.array_equal(one.vertices, other.vertices)
        for one, other in zip(collection.get_paths(), again.get_paths(), strict=True)
    ):
        raise Unsupported("its lines, which are not those of its positions")
    if not is_unmoved(collection):
        raise Unsupported("its offsets")
    if len(positions):
        series.add_coordinates("positions", positions, axes_of(axes, system)[side])
    write_values(collection, series, len(positions), None)
    style = differences(collection, again, scatters.properties_of(collection, LINES))
    refuse_unlike(collection, again)
    if style := style_to_columns(style, series, len(positions)):
        entry["style"] = style
    return entry


def events(entry: dict[str, Any], positions: Any) -> Any:
    """Return events without style."""
    options = {name: entry[name] for name in ("orientation", "lineoffset", "linelength")}
    return collections.EventCollection(positions, **options)


def redraw_events(entry: dict[str, Any], axes: Any, points: Points | None) -> Any:
    """Add the events that `entry` describes to axes or to a figure."""
    axes = as_axes(axes)
    side = "x" if entry["orientation"] == "horizontal" else "y"
    made = events(entry, [] if points is None else converted(points.coordinates("positions"), axes, side))
    if "coordinates" in entry:
        made.set_transform(transform_of(entry["coordinates"], axes))
    if points is not None and "value" in points:
        made.set_array(np.ma.masked_invalid(points.numbers("value")))
    apply(entry.get("style", {}) | style_of_columns(points), made, scatters.properties_of(made, LINES))
    return axes.add_collection(made)
