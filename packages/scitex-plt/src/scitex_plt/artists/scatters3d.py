"""Markers scattered in three dimensions: Path3DCollection."""

from typing import Any, cast

import matplotlib
from mpl_toolkits.mplot3d.art3d import Path3DCollection, patch_collection_2d_to_3d

from scitex_plt.artists import collection_style, scatters
from scitex_plt.artists.styles3d import CLIPPED, mapped, read_values, told, write_values
from scitex_plt.artists.vertices3d import as_points, read_points, write_points
from scitex_plt.coordinates import system_of
from scitex_plt.properties import Property, apply, differences, named
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values.plain import Unsupported

EACH = tuple(
    prop
    if prop.name != "size"
    else Property(
        "size",
        lambda collection: collection_style.numbers(getattr(collection, "_sizes3d", collection.get_sizes())),
        collection_style.set_sizes,
    )
    for prop in collection_style.EACH
)
"""The properties that a point may have of its own; sizes in the order of the points, not in that of the last draw."""

SHADED = {"depthshade": True, "depthshade_minalpha": 0.3}
"""What tells how colours fade with the distance → what it is in versions without an rcParam for it."""


def shade(name: str) -> Property:
    """Return the property of that name, which is set when a scatter is made."""
    return named(
        name,
        get=lambda collection: getattr(collection, f"_{name}", usual(name)),
        set=lambda collection, value: setattr(collection, f"_{name}", value),
    )


def usual(name: str) -> Any:
    """Return how colours fade if nobody says otherwise."""
    return cast(Any, matplotlib.rcParams).get(f"axes3d.{name}", SHADED[name])


PROPERTIES = (
    *(prop for prop in scatters.PROPERTIES if prop.name not in {other.name for other in EACH}),
    *EACH,
    *map(shade, SHADED),
    CLIPPED,
)


def extract(collection: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `collection`; its points go to `series`."""
    if system_of(collection.get_offset_transform(), axes) != "data":
        raise Unsupported("its transform")
    if system_of(collection.get_transform(), axes) != "pixels":
        raise Unsupported("the transform of its markers")
    points = as_points(*collection._offsets3d)
    write_points(series, axes, points)
    write_values(series, collection)
    style = differences(collection, scatters.fresh(), told(PROPERTIES, axes) + mapped(collection))
    for prop in EACH:
        value = style.get(prop.name)
        if isinstance(value, list) and len(value) == len(points):
            series.add(prop.name, style.pop(prop.name))
    return {"style": style} if style else {}


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> Path3DCollection:
    """Add the scatter that `entry` describes to `axes`."""
    collection: Any = scatters.fresh()
    found = read_points(points, axes)
    axes.auto_scale_xyz(*found.T, axes.has_data())
    collection.set_offsets(found[:, :2])
    collection.set_offset_transform(axes.transData)
    read_values(collection, points, len(found))
    apply(
        entry.get("style", {}) | collection_style.style_of_columns(points), collection, PROPERTIES + mapped(collection)
    )
    fading = {name: getattr(collection, f"_{name}", usual(name)) for name in SHADED}
    clipped = getattr(collection, "_axlim_clip", False)
    axes.add_collection(collection, autolim=False)
    patch_collection_2d_to_3d(collection, zs=found[:, 2], zdir="z", depthshade=fading["depthshade"])
    apply(fading | {"axlim_clip": clipped}, collection, PROPERTIES)
    scatter: Path3DCollection = collection
    return scatter


look = collection_style.look
