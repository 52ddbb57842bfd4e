"""Connections: an arrow from a place in one axes to a place in another, ConnectionPatch."""

from typing import Any

from matplotlib.patches import ArrowStyle, ConnectionPatch, ConnectionStyle

from scitex_plt import references
from scitex_plt.artists import patches
from scitex_plt.artists.annotations import coordinates, number, to_coordinates
from scitex_plt.properties import apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain

ENDS = {"from": ("xy1", "coords1", "axesA"), "to": ("xy2", "coords2", "axesB")}
"""End → where a connection keeps its place, the coordinates of that, and the axes that these are of."""

USUAL: dict[str, Any] = {
    "arrowstyle": "-",
    "connectionstyle": "arc3",
    "mutation_aspect": None,
    "mutation_scale": 10.0,
    "shrinkA": 0.0,
    "shrinkB": 0.0,
}
"""What a connection is told if nothing else is said."""

CONNECTED = ("patchA", "patchB")


def extract(patch: Any, owner: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of a connection; it has no columns."""
    entry: dict[str, Any] = {name: end_of(patch, owner, *kept) for name, kept in ENDS.items()}
    said = {
        "arrowstyle": patches.style_named(patch.get_arrowstyle(), ArrowStyle, "its arrow style"),
        "connectionstyle": patches.style_named(patch.get_connectionstyle(), ConnectionStyle, "its connection style"),
        "mutation_aspect": plain.plain(patch._mutation_aspect),
        "mutation_scale": float(patch.get_mutation_scale()),
        "shrinkA": float(patch.shrinkA),
        "shrinkB": float(patch.shrinkB),
    }
    entry |= {name: value for name, value in said.items() if value != USUAL[name]}
    entry |= {name: references.told(one) for name in CONNECTED if (one := getattr(patch, name)) is not None}
    if (clip := patch.get_annotation_clip()) is not None:
        entry["annotation_clip"] = bool(clip)
    if style := differences(patch, made(entry, owner), patches.PROPERTIES):
        entry["style"] = style
    return entry


def end_of(patch: Any, owner: Any, place: str, system: str, axes: str) -> dict[str, Any]:
    """Return where a connection begins or ends."""
    own = getattr(patch, axes)
    home = owner if own is None else own
    told = coordinates(getattr(patch, system), owner)
    sides = zip("xy", getattr(patch, place), strict=True)
    said: dict[str, Any] = {
        "xy": [number(value, side, home) if told == "data" else float(value) for side, value in sides]
    }
    if own is not None:
        said["axes"] = references.name_of_axes(own)
    return said if told == "data" else said | {"coordinates": told}


def made(entry: dict[str, Any], owner: Any) -> ConnectionPatch:
    """Return a connection, with nothing of its style set."""
    said = USUAL | entry
    begin, end = said["from"], said["to"]
    connection = ConnectionPatch(
        tuple(begin["xy"]),
        tuple(end["xy"]),
        to_coordinates(begin.get("coordinates", "data"), owner),
        to_coordinates(end.get("coordinates", "data"), owner),
        axesA=references.axes_named(begin["axes"]) if "axes" in begin else None,
        axesB=references.axes_named(end["axes"]) if "axes" in end else None,
        arrowstyle=patches.style_of_name(said["arrowstyle"], ArrowStyle),
        connectionstyle=patches.style_of_name(said["connectionstyle"], ConnectionStyle),
        **{name: references.found(said[name]) for name in CONNECTED if name in said},
        **{name: said[name] for name in ("mutation_aspect", "mutation_scale", "shrinkA", "shrinkB")},
    )
    connection.set_annotation_clip(said.get("annotation_clip"))
    return connection


def redraw(entry: dict[str, Any], owner: Any, points: Points | None) -> ConnectionPatch:
    """Add the connection that `entry` describes to axes or to a figure."""
    connection = made(entry, owner)
    apply(entry.get("style", {}), connection, patches.PROPERTIES)
    owner.add_artist(connection)
    return connection
