"""Voxels, and patches in space as bars are: many artists that matplotlib makes one by one, told together."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.container import Container
from mpl_toolkits.mplot3d.art3d import Patch3D, Poly3DCollection

from scitex_plt.artists import patches, patches3d, polygons3d
from scitex_plt.artists.styles3d import rgba, style_of_each, told
from scitex_plt.artists.vertices3d import read_groups, refuse_other_coordinates, whole, write_groups
from scitex_plt.coordinates import system_of
from scitex_plt.properties import Property, Style, apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain
from scitex_plt.values.plain import Unsupported

FEW = 4
"""How many artists are still told one by one."""

SIDES_OF_A_VOXEL = 6
COLORS = ("facecolor", "edgecolor")


class Patches3D(Container):
    """Patches in space that look alike but for their colours."""


class Voxels(Container):
    """Bodies in space that look alike but for their colours."""


GROUPED: dict[type, type[Container]] = {Patch3D: Patches3D, Poly3DCollection: Voxels}


def groups_among(drawn: list[Artist]) -> Iterator[Container]:
    """Yield the groups among artists: those of a kind that were drawn one after the other."""
    for kind, run in groupby(drawn, key=kind_of):
        members = list(run)
        if kind is not None and len(members) > FEW:
            yield GROUPED[kind](members, label="")


def kind_of(artist: Any) -> type | None:
    """Return the type of an artist that may be one of a group."""
    if type(artist) not in GROUPED or plain.label(artist.get_label()):
        return None
    if type(artist) is Poly3DCollection and (
        artist.get_array() is not None or len(polygons3d.corners_of(artist)[0]) > SIDES_OF_A_VOXEL
    ):
        return None
    return type(artist)


def without_colors(properties: tuple[Property, ...]) -> tuple[Property, ...]:
    """Return properties but for the colours."""
    return tuple(prop for prop in properties if prop.name not in COLORS)


def shared_style(members: list[Any], fresh: Any, properties: tuple[Property, ...]) -> Style:
    """Return the style of the members of a group, which must be the same for all."""
    for prop in properties:
        values = [prop.get(member) for member in members]
        if any(value != values[0] for value in values):
            raise Unsupported(f"its members, of different {prop.name}")
    return differences(members[0], fresh, properties)


def extract_voxels(voxels: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of bodies; the corners of their faces go to `series`."""
    members = voxels.get_children()
    for member in members:
        refuse_other_coordinates(member, axes)
        if member.get_hatch() is not None or member._codes3d is not None or np.any(polygons3d.corners_of(member)[1]):
            raise Unsupported("what its faces are")
    faces = [polygons3d.corners_of(member)[0] for member in members]
    counts = [len(several) for several in faces]
    write_groups(series, axes, [face for several in faces for face in several], "face")
    series.add("part", np.repeat(np.arange(len(members)), counts))
    fresh = Poly3DCollection([])
    style = shared_style(members, fresh, told(without_colors(polygons3d.PROPERTIES), axes))
    for name in COLORS:
        rows = [of_each(getattr(member, f"_{name}3d"), count) for member, count in zip(members, counts, strict=True)]
        if 0 < sum(map(len, rows)) < sum(counts):
            raise Unsupported("its faces, of which some have no colour")
        value = rgba(np.concatenate(rows))
        if isinstance(value, list):
            series.add(name, value)
        elif value != rgba(getattr(fresh, f"_{name}3d")):
            style[name] = value
    return {"style": style} if style else {}


def of_each(colors: Any, count: int) -> Any:
    """Return the colour of each of so many faces; none if they have none."""
    if len(colors) not in (0, 1, count):
        raise Unsupported("the colours of its faces")
    return colors if len(colors) == 0 else np.broadcast_to(colors, (count, 4))


def redraw_voxels(entry: dict[str, Any], axes: Any, points: Points | None) -> Voxels:
    """Add the bodies that `entry` describes to `axes`."""
    faces = read_groups(points, axes, "face")
    style = entry.get("style", {})
    colors: dict[str, Any] = style_of_each(points, COLORS)
    members = []
    for place in parts(points, len(faces)):
        member = Poly3DCollection(np.stack([faces[number] for number in place]))
        own = {name: [values[number] for number in place] for name, values in colors.items()}
        apply(style | own, member, polygons3d.PROPERTIES)
        members.append(member)
    made: Voxels = placed(
        Voxels, members, faces, entry, axes, lambda member: axes.add_collection(member, autolim=False)
    )
    return made


def parts(points: Points | None, count: int) -> list[Any]:
    """Return the numbers of the faces of each part."""
    if points is None:
        return []
    number = whole(points, "part")[:count]
    return np.split(np.arange(len(number)), np.flatnonzero(np.diff(number)) + 1)


def extract_patches(group: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of patches; their corners go to `series`."""
    members = group.get_children()
    if any(system_of(member.get_data_transform(), axes) != "data" for member in members):
        raise Unsupported("its transform")
    write_groups(series, axes, [np.array(member._segment3d, dtype=float) for member in members], "patch")
    style = shared_style(members, patches3d.fresh(), told(without_colors(patches3d.PROPERTIES), axes))
    for prop in patches.PROPERTIES:
        if prop.name in COLORS:
            values = [prop.get(member) for member in members]
            if any(value != values[0] for value in values):
                series.add(prop.name, values)
            elif values[0] != prop.get(patches3d.fresh()):
                style[prop.name] = values[0]
    return {"style": style} if style else {}


def redraw_patches(entry: dict[str, Any], axes: Any, points: Points | None) -> Patches3D:
    """Add the patches that `entry` describes to `axes`."""
    corners = read_groups(points, axes, "patch")
    colors: dict[str, Any] = style_of_each(points, COLORS)
    members = []
    for number, found in enumerate(corners):
        member = patches3d.fresh()
        member.set_3d_properties(found[:, :2], found[:, 2])
        own = {name: values[number] for name, values in colors.items()}
        apply(entry.get("style", {}) | own, member, patches3d.PROPERTIES)
        members.append(member)
    made: Patches3D = placed(Patches3D, members, corners, entry, axes, axes.add_patch)
    return made


def placed(
    kind: type[Any], members: list[Any], points: list[Any], entry: dict[str, Any], axes: Any, add: Callable[[Any], Any]
) -> Any:
    """Add the members of a group to `axes`, in the order in which they were drawn if that is told."""
    if points:
        axes.auto_scale_xyz(*np.concatenate(points).T, axes.has_data())
    for member, zorder in zip(members, entry.get("zorders", [None] * len(members)), strict=True):
        if zorder is not None:
            member.set_zorder(zorder)
        add(member)
    return kind(members, label="")


def look(group: Any) -> Style:
    """Return what a legend shows of a group: the first of them."""
    members = group.get_children()
    if not members:
        return {}
    return polygons3d.look(members[0]) if isinstance(group, Voxels) else patches.look(members[0])
