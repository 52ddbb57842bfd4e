"""Meshes: cells, or corners, whose colours stand for numbers, on any grid.

Where the lines of a mesh run along the axes, the CSV has their places as x and y and the numbers as a grid, as for
images. All other meshes are told corner by corner: its place, and the number of the cell that begins there.
"""

from operator import attrgetter
from typing import Any

import matplotlib
import numpy as np
from matplotlib.collections import PolyQuadMesh, QuadMesh, TriMesh
from matplotlib.transforms import IdentityTransform
from matplotlib.tri import Triangulation

from scitex_plt.artists import grids
from scitex_plt.artists.collection_style import linestyles, linewidths, numbers, one_or_many, set_linestyles
from scitex_plt.artists.images import MAPPED, along, stick
from scitex_plt.coordinates import System, is_data, system_of, transform_of
from scitex_plt.properties import COMMON, Property, Style, apply, colored, differences, named
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported

OPAQUE = tuple(prop for prop in COMMON if prop.name != "alpha")


def alpha(mesh: Any) -> Plain:
    """Return the alpha of a mesh, one for all."""
    value = mesh.get_alpha()
    if np.ndim(value):
        raise Unsupported("its alpha, of each cell")
    return plain.plain(value)


COLORED: tuple[Property, ...] = (
    Property("alpha", alpha, lambda mesh, value: mesh.set_alpha(value)),
    *OPAQUE,
    named("linewidth", numbers, get=linewidths),
    colored("facecolor", get=attrgetter("_original_facecolor")),
    colored("edgecolor", get=attrgetter("_original_edgecolor")),
)
"""The colours are as they were set: alpha and colour map come on top."""

QUADS: tuple[Property, ...] = (
    *COLORED,
    named("antialiased", get=attrgetter("_antialiased"), set=lambda mesh, value: setattr(mesh, "_antialiased", value)),
)

POLYGONS: tuple[Property, ...] = (
    *COLORED,
    Property("linestyle", linestyles, set_linestyles),
    named("capstyle"),
    named("joinstyle"),
    named("antialiased", one_or_many, get=attrgetter("_antialiaseds")),
    named("hatch"),
)


def fresh_quads(corners: Any, shading: str = "flat") -> QuadMesh:
    """Return a mesh with nothing set but what `Axes.pcolormesh` sets itself."""
    snap = matplotlib.rcParams["pcolormesh.snap"]
    return QuadMesh(corners, shading=shading, antialiased=False, edgecolors="none", snap=snap)  # type: ignore[arg-type]


def fresh_polygons(corners: Any) -> PolyQuadMesh:
    """Return a mesh with nothing set but what `Axes.pcolor` sets itself."""
    return PolyQuadMesh(corners, linewidths=(0.25,), edgecolors="none", antialiased=False, snap=False)


def extract(mesh: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of a mesh of four-cornered cells; corners and numbers go to `series`."""
    if mesh._offsets is not None and np.any(mesh.get_offsets()):
        raise Unsupported("its offsets")
    if not isinstance(mesh.get_offset_transform(), IdentityTransform):
        raise Unsupported("its offsets")
    system = system_of(mesh.get_transform(), axes)
    entry: dict[str, Any] = {}
    if system != "data":
        entry["coordinates"] = system
    if mesh._shading != "flat":
        entry["shading"] = str(mesh._shading)
    cells = cells_of(mesh)
    if is_straight(mesh._coordinates):
        extract_straight(mesh._coordinates, cells, system, axes, series, entry)
    else:
        extract_corners(mesh._coordinates, cells, system, axes, series, entry)
    small = np.zeros((2, 2, 2))
    usual = fresh_quads(small) if type(mesh) is QuadMesh else fresh_polygons(small)
    if style := one_style(differences(mesh, usual, properties_of(mesh, mapped=cells is not None and cells.ndim == 2))):
        entry["style"] = style
    return entry


def properties_of(mesh: Any, *, mapped: bool) -> tuple[Property, ...]:
    """Return the rows for a mesh: those of a colour map only if it has numbers to map."""
    rows = POLYGONS if type(mesh) is PolyQuadMesh else QUADS
    return (*rows, *MAPPED) if mapped else rows


def one_style(style: Style) -> Style:
    """Return a style that all cells share."""
    for name in COLORED:
        if isinstance(style.get(name.name), list) and name.name != "sketch_params" and name.name != "path_effects":
            raise Unsupported(f"its cells, each of its own {name.name}")
    return style


def cells_of(mesh: Any) -> Any:
    """Return the numbers or colours of a mesh as a grid; None if it has none."""
    array = mesh.get_array()
    if array is None:
        return None
    rows, columns = np.subtract(mesh._coordinates.shape[:2], 1 if mesh._shading == "flat" else 0)
    return array.reshape(rows, columns) if array.ndim == 1 else array


def is_straight(corners: Any) -> bool:
    """Say whether the lines of a mesh run along x and y."""
    if np.ma.getmaskarray(corners).any():
        return False
    return bool((corners[..., 0] == corners[:1, :, 0]).all() and (corners[..., 1] == corners[:, :1, 1]).all())


def extract_straight(
    corners: Any, cells: Any, system: System, axes: Any, series: Series, entry: dict[str, Any]
) -> None:
    """Put a mesh along x and y into `series`."""
    x, y = (np.ma.getdata(places).astype(float) for places in (corners[0, :, 0], corners[:, 0, 1]))
    if not np.isfinite(x).all() or not np.isfinite(y).all():
        raise Unsupported("its corners, which are nowhere")
    series.add_coordinates("y", y, axes.yaxis if is_data(system, "y") else None)
    series.add_coordinates("x", x, axes.xaxis if is_data(system, "x") else None)
    if cells is not None:
        places = (x[:-1] + x[1:]) / 2 if entry.get("shading", "flat") == "flat" else x
        names = grids.names_of(places.tolist(), axes.xaxis if is_data(system, "x") else None)
        grids.write(series, cells, names, entry)


def extract_corners(corners: Any, cells: Any, system: System, axes: Any, series: Series, entry: dict[str, Any]) -> None:
    """Put a mesh of any form into `series`, corner by corner."""
    if np.isnan(np.ma.filled(corners, 0)).any():
        raise Unsupported("its corners, which are nowhere")
    entry["shape"] = list(corners.shape[:2])
    for side, place in (("x", 0), ("y", 1)):
        places: Any = np.ma.filled(np.ma.asarray(corners[..., place], dtype=float), np.nan)
        series.add_coordinates(side, places.ravel(), getattr(axes, f"{side}axis") if is_data(system, side) else None)
    if cells is None:
        return
    room: Any = np.ma.zeros((*corners.shape[:2], *cells.shape[2:]), dtype=cells.dtype)
    room[:] = np.ma.masked
    room[: cells.shape[0], : cells.shape[1]] = cells
    grids.write(series, room.reshape(-1, 1, *cells.shape[2:]), ["value"], entry)


def redraw_quads(entry: dict[str, Any], axes: Any, points: Points | None) -> QuadMesh:
    """Add the mesh that `entry` describes to `axes`."""
    corners, cells = placed(entry, axes, points)
    mesh = fresh_quads(corners, entry.get("shading", "flat"))
    return added(mesh, cells, entry, axes)  # type: ignore[no-any-return]


def redraw_polygons(entry: dict[str, Any], axes: Any, points: Points | None) -> PolyQuadMesh:
    """Add the mesh of polygons that `entry` describes to `axes`."""
    corners, cells = placed(entry, axes, points)
    return added(fresh_polygons(corners), cells, entry, axes)  # type: ignore[no-any-return]


def placed(entry: dict[str, Any], axes: Any, points: Points | None) -> tuple[Any, Any]:
    """Return the corners of a mesh and its numbers or colours, None if it has none."""
    if points is None:
        raise ValueError("a mesh without corners")
    flat = entry.get("shading", "flat") == "flat"
    if "shape" not in entry:
        x, y = along(points, "x", axes.convert_xunits), along(points, "y", axes.convert_yunits)
        cells = grids.read(points, entry, len(y) - flat) if grids.is_in(points) else None
        return np.stack(np.meshgrid(x, y), axis=-1), cells
    rows, columns = entry["shape"]
    x = np.asarray(axes.convert_xunits(points.coordinates("x")), dtype=float)
    y = np.asarray(axes.convert_yunits(points.coordinates("y")), dtype=float)
    corners = np.stack([x, y], axis=-1).reshape(rows, columns, 2)
    corners = np.ma.masked_invalid(corners) if np.isnan(corners).any() else corners
    if not grids.is_in(points):
        return corners, None
    cells = grids.read(points, entry, rows * columns)
    cells = cells.reshape(rows, columns, *cells.shape[2:])
    return corners, cells[: rows - flat, : columns - flat]


def added(mesh: Any, cells: Any, entry: dict[str, Any], axes: Any) -> Any:
    """Give a mesh its numbers and its style, and add it to axes."""
    if cells is not None:
        mesh.set_array(cells)
    apply(entry.get("style", {}), mesh, properties_of(mesh, mapped=cells is not None and cells.ndim == 2))
    if "coordinates" in entry:
        mesh.set_transform(transform_of(entry["coordinates"], axes))
    axes.add_collection(mesh, autolim=False)
    if "coordinates" not in entry:
        corners = mesh._coordinates.reshape(-1, 2)
        low, high = corners.min(axis=0), corners.max(axis=0)
        stick(mesh, axes, [low[0], high[0]], [low[1], high[1]])
    return mesh


def extract_triangles(mesh: TriMesh, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of a mesh of triangles, which are shaded from corner to corner."""
    system = system_of(mesh.get_transform(), axes)
    entry: dict[str, Any] = {} if system == "data" else {"coordinates": system}
    triangulation = mesh._triangulation  # type: ignore[attr-defined]
    series.add_coordinates("x", triangulation.x, axes.xaxis if is_data(system, "x") else None)
    series.add_coordinates("y", triangulation.y, axes.yaxis if is_data(system, "y") else None)
    array = mesh.get_array()
    if array is None:
        raise Unsupported("its colours, which stand for no numbers")
    grids.write(series, array.reshape(-1, 1), ["value"], entry)
    corners = triangulation.get_masked_triangles()
    for place in range(3):
        series.add(f"corner{place + 1}", corners[:, place].astype(np.int64))
    if style := one_style(differences(mesh, fresh_triangles(Triangulation([0, 1, 0], [0, 0, 1])), TRIANGLES)):
        entry["style"] = style
    return entry


TRIANGLES = (*COLORED, *MAPPED)


def fresh_triangles(triangulation: Any) -> TriMesh:
    """Return a mesh of triangles with nothing set but what `Axes.tripcolor` sets itself."""
    return TriMesh(triangulation)


def redraw_triangles(entry: dict[str, Any], axes: Any, points: Points | None) -> TriMesh:
    """Add the mesh of triangles that `entry` describes to `axes`."""
    if points is None:
        raise ValueError("a mesh without corners")
    x, y = along(points, "x", axes.convert_xunits), along(points, "y", axes.convert_yunits)
    corners = np.stack([along(points, f"corner{place}", np.asarray) for place in (1, 2, 3)], axis=-1)
    mesh = fresh_triangles(Triangulation(x, y, corners.astype(int)))
    mesh.set_array(grids.read(points, entry, len(x)).ravel())
    apply(entry.get("style", {}), mesh, TRIANGLES)
    if "coordinates" in entry:
        mesh.set_transform(transform_of(entry["coordinates"], axes))
    axes.add_collection(mesh)
    return mesh


def look(mesh: Any) -> Style:
    """Return what a legend shows of a mesh: nothing."""
    return {}


KINDS: dict[str, tuple[type[Any], Any, Any]] = {
    "mesh": (QuadMesh, extract, redraw_quads),
    "mesh of polygons": (PolyQuadMesh, extract, redraw_polygons),
    "mesh of triangles": (TriMesh, extract_triangles, redraw_triangles),
}
"""Kind → its class, and how it is read and drawn again."""
