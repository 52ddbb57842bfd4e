"""Faces in three dimensions, as surfaces, bars, voxels and areas are made of: Poly3DCollection."""

from typing import Any

import numpy as np
from matplotlib.colors import to_rgba_array
from mpl_toolkits.mplot3d.art3d import Poly3DCollection

from scitex_plt.artists.styles3d import (
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
from scitex_plt.artists.vertices3d import read_groups, refuse_other_coordinates, whole, write_groups
from scitex_plt.properties import Property, Style, apply, differences, named
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported


def zsort(collection: Any) -> Plain:
    """Return what of its corners tells how far away a face is."""
    for name, function in Poly3DCollection._zsort_functions.items():
        if function is collection._zsortfunc:
            return str(name)
    raise Unsupported("how its faces are sorted")


def surface_color(name: str) -> Property:
    """Return the colour of faces or of their edges.

    It is as it was set where the colour map has a say in it; else as it is drawn, but for the order of drawing.
    """

    def is_as_drawn(collection: Any) -> bool:
        if collection.get_array() is None:
            return True
        value = getattr(collection, f"_original_{name}")
        return name == "edgecolor" and not (value is None or (isinstance(value, str) and value in ("face", "none")))

    def get(collection: Any) -> Plain:
        if is_as_drawn(collection):
            return rgba(getattr(collection, f"_{name}3d"))
        return original(getattr(collection, f"_original_{name}"))

    def put(collection: Any, value: Any) -> None:
        value = plain.to_color(value)
        getattr(collection, f"set_{name}")(value)
        if is_as_drawn(collection):
            setattr(collection, f"_{name}3d", to_rgba_array(value))

    return Property(name, get, put)


PROPERTIES = (
    *SHARED,
    surface_color("facecolor"),
    surface_color("edgecolor"),
    named("zsort", get=zsort),
    named("sort_zpos", get=lambda collection: collection._sort_zpos),
    named("closed", get=lambda collection: collection._closed, set=lambda c, value: setattr(c, "_closed", value)),
)
EACH = ("alpha", "edgecolor", "facecolor", "linewidth")


def extract(collection: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `collection`; the corners of its faces go to `series`."""
    refuse_other_coordinates(collection, axes)
    if collection.get_hatch() is not None:
        raise Unsupported("its hatch")
    faces = faces_of(collection)
    write_groups(series, axes, faces, "face")
    codes = collection._codes3d
    if codes is not None and len(codes):
        if [len(code) for code in codes] != [len(face) for face in faces]:
            raise Unsupported("the codes of its faces")
        series.add("code", np.concatenate([np.asarray(code, dtype=int) for code in codes]))
    write_values(series, collection)
    style = differences(collection, fresh(collection), told(PROPERTIES, axes) + mapped(collection))
    columns_of_each(style, series, EACH, len(faces))
    if any(isinstance(style.get(name), list) for name in ("facecolor", "edgecolor")):
        raise Unsupported("its colours, which are not as many as its faces")
    return {"style": style} if style else {}


def faces_of(collection: Any) -> Any:
    """Return the corners of each face."""
    faces, invalid = corners_of(collection)
    if not np.any(invalid):
        return faces
    valid = ~np.broadcast_to(invalid, faces.shape[:2])
    counts = valid.sum(axis=1)
    if not np.array_equal(valid, np.arange(faces.shape[1]) < counts[:, None]):
        raise Unsupported("its corners, of which some are masked")
    return [face[:count] for face, count in zip(faces, counts, strict=True)]


def corners_of(collection: Any) -> tuple[Any, Any]:
    """Return the corners of each face, and which of them there are not."""
    if hasattr(collection, "_faces"):
        return collection._faces, collection._invalid_vertices
    return [collection._vec[:3, part].T for part in collection._segslices], False  # before matplotlib 3.11


def fresh(collection: Any) -> Any:
    """Return faces without corners, with numbers for their colours if those of `collection` have such."""
    made = Poly3DCollection([])
    if collection.get_array() is not None:
        made.set_array([])
    return made


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> Poly3DCollection:
    """Add the faces that `entry` describes to `axes`."""
    faces = read_groups(points, axes, "face")
    if faces:
        axes.auto_scale_xyz(*np.concatenate(faces).T, axes.has_data())
    even = len({len(face) for face in faces}) == 1
    collection = Poly3DCollection(np.stack(faces) if even else faces)
    if points is not None and "code" in points:
        codes = np.split(whole(points, "code"), np.cumsum([len(face) for face in faces])[:-1])
        collection.set_verts_and_codes(faces, [code.tolist() for code in codes])
    read_values(collection, points, len(faces))
    apply(entry.get("style", {}) | style_of_each(points, EACH), collection, PROPERTIES + mapped(collection))
    added: Poly3DCollection = axes.add_collection(collection, autolim=False)
    return added


def look(collection: Any) -> Style:
    """Return what a legend shows of faces: the colours of the first."""
    colors = {name: getattr(collection, f"_{name}3d") for name in ("facecolor", "edgecolor")}
    return {name: rgba(value[:1]) for name, value in colors.items()}
