"""Patches: areas with an outline, each kind by the words of its own constructor.

Polygons and steps hold data, which goes to columns, and so do outlines of straight lines among the data, as those of
the boxes of box plots; the geometry of all others stands in the recipe, as that of a text does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import methodcaller
from typing import Any

import numpy as np
from matplotlib import patches
from matplotlib.patches import ArrowStyle, BoxStyle, ConnectionStyle, Patch
from matplotlib.path import Path

from scitex_plt import references
from scitex_plt.artists.member_paths import closed_path, is_closed
from scitex_plt.artists.outlines import OUTLINE
from scitex_plt.artists.outside import as_axes
from scitex_plt.coordinates import System, is_data, system_of, transform_of
from scitex_plt.drawings.packing import pack_path, unpack_path
from scitex_plt.errors import RecipeError
from scitex_plt.properties import COMMON, Property, Style, apply, colored, differences, named
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.units import converted
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported

Geometry = dict[str, Any]

HATCHED: tuple[Property, ...] = tuple(
    prop
    for prop in (
        colored("hatchcolor", get=lambda patch: original(patch, "hatchcolor", "_hatch_color")),
        named("hatch_linewidth"),
    )
    if hasattr(Patch, f"set_{prop.name}")
)
"""What matplotlib lets one set of a hatch: the older it is, the less."""

LOOK: tuple[Property, ...] = (
    named("alpha"),
    named("fill"),
    colored("edgecolor", get=lambda patch: original(patch, "edgecolor", "_edgecolor")),
    colored("facecolor", get=lambda patch: original(patch, "facecolor", "_facecolor")),
    *OUTLINE,
    *HATCHED,
)
"""What a legend shows of a patch. The colours are as they were set: alpha comes on top."""

PROPERTIES: tuple[Property, ...] = (*LOOK[:1], *(prop for prop in COMMON if prop.name != "alpha"), *LOOK[1:])


def original(patch: Any, name: str, effective: str) -> Any:
    """Return a colour as it was set, or, where none was, as it is drawn."""
    value = getattr(patch, f"_original_{name}", None)
    return getattr(patch, effective) if value is None else value


@dataclass(frozen=True)
class Shape:
    """One kind of patch: how its geometry is read, and how it is made from that."""

    type: type[Patch]
    read: Callable[[Any], Geometry]
    make: Callable[[Geometry], Patch]

    def extract(self, patch: Any, owner: Any, series: Series) -> dict[str, Any]:
        """Return what a recipe says of `patch`."""
        system = system_of(patch.get_data_transform(), owner)
        geometry = self.read(patch)
        entry: dict[str, Any] = {}
        if columns := COLUMNS.get(self.type):
            columns.write(geometry, series, owner, system)
        entry |= {name: plain.plain(value) for name, value in geometry.items()}
        if system != "data":
            entry["coordinates"] = system
        if style := differences(patch, self.make(self.read(patch)), PROPERTIES):
            entry["style"] = style
        return entry

    def redraw(self, entry: dict[str, Any], owner: Any, points: Points | None) -> Patch:
        """Add the patch that `entry` describes to axes or to a figure."""
        geometry = dict(entry)
        if columns := COLUMNS.get(self.type):
            geometry |= columns.read(entry, points, owner)
        patch = self.make(geometry)
        apply(entry.get("style", {}), patch, PROPERTIES)
        if not hasattr(owner, "transData"):
            patch.set_transform(transform_of(entry.get("coordinates", "figure"), owner))
            owner.add_artist(patch)
            return patch
        if "coordinates" in entry:
            patch.set_transform(transform_of(entry["coordinates"], owner))
        added: Patch = owner.add_patch(patch)
        return added


@dataclass(frozen=True)
class Columns:
    """How the data of a shape goes to columns and comes back."""

    write: Callable[[Geometry, Series, Any, System], None]
    """(geometry, from which the data is taken; series; axes or figure; system)."""
    read: Callable[[dict[str, Any], Points | None, Any], Geometry]
    """(entry, points, axes or figure) → geometry."""


def write_corners(geometry: Geometry, series: Series, owner: Any, system: System) -> None:
    """Move the corners of a polygon to columns."""
    corners = geometry.pop("xy")
    for side, values in zip("xy", np.transpose(corners), strict=True):
        series.add_coordinates(side, values, getattr(owner, f"{side}axis") if is_data(system, side) else None)


def read_corners(entry: dict[str, Any], points: Points | None, owner: Any) -> Geometry:
    """Return the corners of a polygon."""
    if points is None:
        return {"xy": np.empty((0, 2))}
    axes = as_axes(owner)
    return {"xy": np.column_stack([converted(points.coordinates(side), axes, side) for side in "xy"])}


def write_steps(geometry: Geometry, series: Series, owner: Any, system: System) -> None:
    """Move edges, values and base of steps to columns; the edges are one more."""
    along, across = "xy" if geometry["orientation"] == "vertical" else "yx"
    axes = {side: getattr(owner, f"{side}axis") if is_data(system, side) else None for side in "xy"}
    series.add_coordinates("edges", geometry.pop("edges"), axes[along])
    series.add_coordinates("values", geometry.pop("values"), axes[across])
    if np.ndim(geometry["baseline"]) == 1:
        series.add_coordinates("baseline", geometry.pop("baseline"), axes[across])


def read_steps(entry: dict[str, Any], points: Points | None, owner: Any) -> Geometry:
    """Return edges, values and base of steps."""
    if points is None:
        raise RecipeError("steps without data")
    along, across = "xy" if entry["orientation"] == "vertical" else "yx"
    edges = getattr(owner, f"convert_{along}units")(points.coordinates("edges"))
    found: Geometry = {"edges": edges}
    for part in ("values", "baseline"):
        if part in points:
            found[part] = np.asarray(getattr(owner, f"convert_{across}units")(points.coordinates(part)))[:-1]
    return found


def write_angles(geometry: Geometry, series: Series, owner: Any, system: System) -> None:
    """Move the angles between which a wedge lies to columns."""
    for part in ANGLES:
        series.add(part, np.array([geometry.pop(part)], dtype=float))


def read_angles(entry: dict[str, Any], points: Points | None, owner: Any) -> Geometry:
    """Return the angles between which a wedge lies."""
    if points is None:
        raise RecipeError("a wedge without data")
    return {part: float(points.numbers(part)[0]) for part in ANGLES}


ANGLES = ("theta1", "theta2")


def write_outline(geometry: Geometry, series: Series, owner: Any, system: System) -> None:
    """Move the corners of an outline to columns, if straight lines join them and they stand among the data.

    Any other stays in the recipe, as text.
    """
    outline = geometry["outline"]
    closed = is_closed(outline)
    if not len(outline) or not (closed or outline.codes is None) or not all(is_data(system, side) for side in "xy"):
        geometry["outline"] = pack_path(outline)
        return
    del geometry["outline"]
    if closed:
        geometry["closed"] = True
    write_corners({"xy": outline.vertices[:-1] if closed else outline.vertices}, series, owner, system)


def read_outline(entry: dict[str, Any], points: Points | None, owner: Any) -> Geometry:
    """Return an outline."""
    if "outline" in entry:
        return {"outline": unpack_path(entry["outline"])}
    corners = read_corners(entry, points, owner)["xy"]
    return {"outline": closed_path(corners) if entry.get("closed") else Path(corners)}


COLUMNS: dict[type, Columns] = {
    patches.PathPatch: Columns(write_outline, read_outline),
    patches.Polygon: Columns(write_corners, read_corners),
    patches.StepPatch: Columns(write_steps, read_steps),
    patches.Wedge: Columns(write_angles, read_angles),
}


def place(patch: Any, x: Any, y: Any) -> list[float]:
    """Return a place in numbers, also where it was given as dates or names."""
    axes: Any = patch.axes
    return [float(x), float(y)] if axes is None else [float(axes.convert_xunits(x)), float(axes.convert_yunits(y))]


def read_rectangle(patch: Any) -> Geometry:
    """Return the geometry of a rectangle."""
    try:
        x, y, width, height = map(float, (patch._x0, patch._y0, patch._width, patch._height))
    except (TypeError, ValueError):
        x, y, right, top = map(float, patch._convert_units())
        width, height = right - x, top - y
    found: Geometry = {"xy": [x, y], "width": width, "height": height}
    if patch.angle:
        found |= {"angle": patch.angle, "rotation_point": plain.plain(patch.rotation_point)}
    return found


def make_rectangle(geometry: Geometry) -> Patch:
    """Return a rectangle."""
    around = geometry.get("rotation_point", "xy")
    return patches.Rectangle(
        geometry["xy"],
        geometry["width"],
        geometry["height"],
        angle=geometry.get("angle", 0),
        rotation_point=around if isinstance(around, str) else tuple(around),  # type: ignore[arg-type]
    )


def read_wedge(patch: Any) -> Geometry:
    """Return the geometry of a wedge."""
    return {
        "center": place(patch, *patch.center),
        "radius": patch.r,
        "theta1": patch.theta1,
        "theta2": patch.theta2,
        "width": patch.width,
    }


def read_ellipse(patch: Any) -> Geometry:
    """Return the geometry of an ellipse."""
    found = {"center": place(patch, *patch._center), "width": patch._width, "height": patch._height}
    return found | {"angle": patch._angle}


def style_named(style: Any, family: Any, what: str) -> Plain:
    """Return the style of a box, an arrow or a connection by its name and what it was told.

    Raises
    ------
    Unsupported
        If it is a function or a class of a user's own.
    """
    for name, kind in family._style_list.items():
        if type(style) is kind:
            usual = vars(kind())
            own = {key: plain.plain(value) for key, value in vars(style).items() if value != usual.get(key)}
            return {"name": name, **own} if own else str(name)
    raise Unsupported(what)


def style_of_name(said: Any, family: Any) -> Any:
    """Return the style that `style_named` told."""
    options = {"name": said} if isinstance(said, str) else dict(said)
    name = options.pop("name")
    if name not in family._style_list:
        raise RecipeError(f"no style {name!r}: expected one of {', '.join(family._style_list)}")
    style = family._style_list[name]()
    if unknown := options.keys() - vars(style).keys():
        raise RecipeError(f"the style {name!r} knows no {', '.join(sorted(unknown))}")
    vars(style).update(options)
    return style


def read_box(patch: Any) -> Geometry:
    """Return the geometry of a fancy box."""
    return {
        "xy": [float(patch.get_x()), float(patch.get_y())],
        "width": float(patch.get_width()),
        "height": float(patch.get_height()),
        "boxstyle": style_named(patch.get_boxstyle(), BoxStyle, "its box style"),
        "mutation_scale": patch.get_mutation_scale(),
        "mutation_aspect": patch._mutation_aspect,
    }


def make_box(geometry: Geometry) -> Patch:
    """Return a fancy box."""
    return patches.FancyBboxPatch(
        geometry["xy"],
        geometry["width"],
        geometry["height"],
        boxstyle=style_of_name(geometry["boxstyle"], BoxStyle),
        mutation_scale=geometry["mutation_scale"],
        mutation_aspect=geometry["mutation_aspect"],
    )


def read_arrow(patch: Any) -> Geometry:
    """Return the geometry of a fancy arrow between two places, or along a path."""
    if patch.patchA is not None or patch.patchB is not None:
        raise Unsupported("the patches that it connects")
    found: Geometry = {
        "arrowstyle": style_named(patch.get_arrowstyle(), ArrowStyle, "its arrow style"),
        "mutation_scale": patch.get_mutation_scale(),
        "mutation_aspect": patch._mutation_aspect,
    }
    if patch._posA_posB is None:
        return {"path": pack_path(patch._path_original), **found}
    ends = {name: place(patch, *end) for name, end in zip(("posA", "posB"), patch._posA_posB, strict=True)}
    connection = style_named(patch.get_connectionstyle(), ConnectionStyle, "its connection style")
    shrunk = {"shrinkA": patch.shrinkA, "shrinkB": patch.shrinkB}
    return {**ends, "connectionstyle": connection, **shrunk, **found}


def make_arrow(geometry: Geometry) -> Patch:
    """Return a fancy arrow."""
    options = {name: geometry[name] for name in ("mutation_scale", "mutation_aspect")}
    options["arrowstyle"] = style_of_name(geometry["arrowstyle"], ArrowStyle)
    if "path" in geometry:
        return patches.FancyArrowPatch(path=unpack_path(geometry["path"]), **options)
    options["connectionstyle"] = style_of_name(geometry["connectionstyle"], ConnectionStyle)
    options |= {name: geometry[name] for name in ("shrinkA", "shrinkB")}
    return patches.FancyArrowPatch(tuple(geometry["posA"]), tuple(geometry["posB"]), **options)


STRAIGHT = ("x", "y", "dx", "dy", "width", "head_width", "head_length", "length_includes_head", "shape", "overhang")


def read_straight_arrow(patch: Any) -> Geometry:
    """Return the geometry of an arrow that is a polygon."""
    return {name: getattr(patch, f"_{name}") for name in (*STRAIGHT, "head_starts_at_zero")}


def make_straight_arrow(geometry: Geometry) -> Patch:
    """Return an arrow that is a polygon."""
    return patches.FancyArrow(**{name: geometry[name] for name in (*STRAIGHT, "head_starts_at_zero")})


def make_steps(geometry: Geometry) -> Patch:
    """Return steps."""
    options = {name: geometry[name] for name in ("orientation", "baseline")}
    return patches.StepPatch(geometry["values"], geometry["edges"], **options)


def taken(*names: str) -> Callable[[Geometry], list[Any]]:
    """Return a function that takes values out of a geometry."""
    return lambda geometry: [geometry[name] for name in names]


SHAPES: dict[str, Shape] = {
    "annulus": Shape(
        patches.Annulus,
        lambda patch: {
            "center": place(patch, *patch.center),
            "radii": plain.plain(patch.radii),
            "width": patch.width,
            "angle": patch.angle,
        },
        lambda said: patches.Annulus(said["center"], tuple(said["radii"]), said["width"], said["angle"]),
    ),
    "arc": Shape(
        patches.Arc,
        lambda patch: read_ellipse(patch) | {"theta1": patch.theta1, "theta2": patch.theta2},
        lambda said: patches.Arc(
            *taken("center", "width", "height")(said), angle=said["angle"], theta1=said["theta1"], theta2=said["theta2"]
        ),
    ),
    "arrow": Shape(patches.FancyArrow, read_straight_arrow, make_straight_arrow),
    "block arrow": Shape(
        patches.Arrow,
        lambda patch: {name: float(getattr(patch, f"_{name}")) for name in ("x", "y", "dx", "dy", "width")},
        lambda said: patches.Arrow(*taken("x", "y", "dx", "dy")(said), width=said["width"]),
    ),
    "box": Shape(patches.FancyBboxPatch, read_box, make_box),
    "circle": Shape(
        patches.Circle,
        lambda patch: {"center": place(patch, *patch._center), "radius": patch.get_radius()},
        lambda said: patches.Circle(*taken("center", "radius")(said)),
    ),
    "circle of corners": Shape(
        patches.CirclePolygon,
        lambda patch: {"center": place(patch, *patch.xy), "radius": patch.radius, "corners": patch.numvertices},
        lambda said: patches.CirclePolygon(*taken("center", "radius")(said), resolution=said["corners"]),
    ),
    "ellipse": Shape(
        patches.Ellipse,
        read_ellipse,
        lambda said: patches.Ellipse(*taken("center", "width", "height")(said), angle=said["angle"]),
    ),
    "fancy arrow": Shape(patches.FancyArrowPatch, read_arrow, make_arrow),
    "path": Shape(
        patches.PathPatch,
        lambda patch: {"outline": patch.get_path()},
        lambda said: patches.PathPatch(said["outline"]),
    ),
    "polygon": Shape(
        patches.Polygon,
        lambda patch: {"xy": patch.get_xy(), "closed": patch.get_closed()},
        lambda said: patches.Polygon(said["xy"], closed=said["closed"]),
    ),
    "rectangle": Shape(patches.Rectangle, read_rectangle, make_rectangle),
    "regular polygon": Shape(
        patches.RegularPolygon,
        lambda patch: {
            "center": place(patch, *patch.xy),
            "corners": patch.numvertices,
            "radius": patch.radius,
            "orientation": patch.orientation,
        },
        lambda said: patches.RegularPolygon(
            *taken("center", "corners")(said), radius=said["radius"], orientation=said["orientation"]
        ),
    ),
    "shadow": Shape(
        patches.Shadow,
        lambda patch: {"of": references.told(patch.patch), "offset": plain.plain([patch._ox, patch._oy])},
        lambda said: patches.Shadow(references.found(said["of"]), *said["offset"]),
    ),
    "steps": Shape(
        patches.StepPatch,
        lambda patch: {
            "orientation": patch.orientation,
            "edges": patch._edges,
            "values": patch._values,
            "baseline": None if patch._baseline is None else patch._baseline.tolist(),
        },
        make_steps,
    ),
    "wedge": Shape(
        patches.Wedge,
        read_wedge,
        lambda said: patches.Wedge(*taken("center", "radius", "theta1", "theta2")(said), width=said["width"]),
    ),
}
"""Kind in a recipe → shape."""

EFFECTIVE = ("edgecolor", "facecolor", "fill", "hatch", "linestyle", "linewidth")


def look(patch: Patch) -> Style:
    """Return what a legend shows of a patch."""
    found = {name: methodcaller(f"get_{name}")(patch) for name in EFFECTIVE}
    return {name: plain.color(value) if name.endswith("color") else plain.plain(value) for name, value in found.items()}
