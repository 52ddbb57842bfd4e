"""Axes with three axes: from where they are seen, and what stands around their data.

matplotlib works out on every draw where ticks, labels and lines of these axes come to stand, and in which order
collections and patches are drawn. What it works out is not told, only what it works from.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.container import Container
from matplotlib.patches import Patch
from mpl_toolkits.mplot3d import Axes3D

from scitex_plt.artists import lines, patches
from scitex_plt.artists.texts import STYLE, reword, worded
from scitex_plt.furniture import frames, ticks, titles
from scitex_plt.furniture.axis import SCALES, label_pad, limits, scale_of, set_label_pad
from scitex_plt.omissions import Omissions
from scitex_plt.properties import Property, apply, differences, named
from scitex_plt.tables import units
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported

SIDES = "xyz"

ORTHOGRAPHIC = "ortho"


def kept(name: str, attribute: str) -> Property:
    """Return the property that an artist keeps in the attribute of that name, and works from."""
    return named(name, get=attrgetter(attribute), set=lambda artist, value: setattr(artist, attribute, value))


def focal_length(axes: Any) -> Plain:
    """Return the focal length; a word if parallels stay parallel."""
    return ORTHOGRAPHIC if np.isinf(axes._focal_length) else float(axes._focal_length)


def set_focal_length(axes: Any, value: Any) -> None:
    """Set the focal length."""
    axes.set_proj_type(*((ORTHOGRAPHIC,) if value == ORTHOGRAPHIC else ("persp", value)))


def vertical_axis(axes: Any) -> Plain:
    """Return the name of the axis that points up."""
    return SIDES[axes._vertical_axis]


def set_vertical_axis(axes: Any, value: Any) -> None:
    """Let the axis of that name point up."""
    axes._vertical_axis = SIDES.index(value)


def set_box_aspect(axes: Any, value: Any) -> None:
    """Set how long the axes are; `Axes3D.set_box_aspect` would scale them once more."""
    axes._box_aspect = np.array(value, dtype=float)


def set_window(axes: Any, value: Any) -> None:
    """Set the part of the plane of projection that is shown."""
    left, bottom, right, top = value
    axes._viewLim.intervalx, axes._viewLim.intervaly = (left, right), (bottom, top)


VIEW = (
    kept("elev", "elev"),
    kept("azim", "azim"),
    kept("roll", "roll"),
    named("vertical_axis", get=vertical_axis, set=set_vertical_axis),
    named("focal_length", get=focal_length, set=set_focal_length),
    kept("distance", "_dist"),
    named("box_aspect", get=attrgetter("_box_aspect"), set=set_box_aspect),
    kept("aspect", "_aspect"),
    kept("adjustable", "_adjustable"),
    kept("computed_zorder", "computed_zorder"),
    named("window", get=attrgetter("_viewLim.extents"), set=set_window),
)
"""From where the axes are seen: angles in degrees, the rest in matplotlib's own measures."""


def set_axis_on(axes: Any, on: bool) -> None:
    """Show or hide all three axes with all that belongs to them."""
    (axes.set_axis_on if on else axes.set_axis_off)()


AXES = (
    named("label"),
    named("alpha"),
    named("anchor", set=frames.set_anchor),
    named("axis_on", get=attrgetter("_axis3don"), set=set_axis_on),
    kept("grid", "_draw_grid"),
    named("gid"),
    named("rasterization_zorder"),
    named("visible"),
    named("zorder"),
)


def grid(axis: Any) -> Plain:
    """Return the style of the grid lines."""
    said = dict(axis._axinfo["grid"])
    return {name: plain.color(value) if name == "color" else plain.plain(value) for name, value in said.items()}


def set_grid(axis: Any, value: Any) -> None:
    """Set the style of the grid lines."""
    said = value | {"color": plain.to_color(value["color"])}
    if isinstance(said["linestyle"], list):
        said["linestyle"] = tuple(said["linestyle"])
    axis._axinfo["grid"] = said


def measures(axis: Any) -> Plain:
    """Return the measures of the ticks."""
    said = axis._axinfo["tick"]
    major, minor = said["linewidth"][True], said["linewidth"][False]
    if said.keys() != {"inward_factor", "outward_factor", "linewidth"}:
        raise Unsupported("the measures of its ticks")
    return plain.plain(
        {"inward": said["inward_factor"], "outward": said["outward_factor"], "major": major, "minor": minor}
    )


def set_measures(axis: Any, value: Any) -> None:
    """Set the measures of the ticks."""
    axis._axinfo["tick"] = {
        "inward_factor": value["inward"],
        "outward_factor": value["outward"],
        "linewidth": {True: value["major"], False: value["minor"]},
    }


AXIS = (
    named("ticks_position"),
    named("label_position"),
    named("label_pad", get=label_pad, set=set_label_pad),
    named("rotate_label", get=attrgetter("_rotate_label")),
    named("remove_overlapping_locs"),
    named("grid", get=grid, set=set_grid),
    named("measures", get=measures, set=set_measures),
    named("visible"),
    named("zorder"),
)

PARTS: dict[str, tuple[Callable[[Any], Any], tuple[Property, ...]]] = {
    "line": (attrgetter("line"), lines.PROPERTIES),
    "pane": (attrgetter("pane"), patches.PROPERTIES),
    "gridlines": (attrgetter("gridlines"), (named("alpha"), named("visible"))),
}
"""Key → what belongs to an axis, and its properties."""

FOUND = ("horizontalalignment", "verticalalignment", "rotation_mode")
ROTATED = (*FOUND, "rotation")

OFFSET = tuple(prop for prop in STYLE if prop.name not in ROTATED)
"""The style of the words at the end of an axis that matplotlib does not find itself."""

UNTOLD = ("i", "juggled", "label", "tickdir")
"""What of an axis cannot be told if it was changed."""


def is_space(axes: Any) -> bool:
    """Say whether axes have three axes."""
    return isinstance(axes, Axes3D)


def extract(axes: Any, reference: Any, where: str, omissions: Omissions) -> dict[str, Any]:
    """Return what a recipe says of the frame, the titles and the three axes.

    Raises
    ------
    Unsupported
        If an axis cannot be told: it is not drawn by itself, but in parts, before and after other axes.
    """
    found: dict[str, Any] = {}
    if style := differences(axes, reference, AXES):
        found["style"] = style
    with omissions.noting(where, axes.patch):
        if style := differences(axes.patch, reference.patch, frames.BACKGROUND):
            found["background"] = style
    found |= titles.extract(axes, reference, where, omissions)
    for side in SIDES:
        found[side] = extract_axis(getattr(axes, f"{side}axis"), getattr(reference, f"{side}axis"))
    return found


def extract_axis(axis: Any, reference: Any) -> dict[str, Any]:
    """Return what of one axis is not as on the reference."""
    found: dict[str, Any] = {}
    if any(axis._axinfo[name] != reference._axinfo[name] for name in UNTOLD):
        raise Unsupported(f"the inner state of its {axis.axis_name} axis")
    if axis.get_scale() not in SCALES:
        raise Unsupported(f"the scale {axis.get_scale()!r} of its {axis.axis_name} axis")
    if scale := scale_of(axis, reference):
        found["scale"] = scale
    if unit := units.unit_of(axis):
        found["unit"] = unit
        units.set_unit(reference, unit)
    if style := differences(axis, reference, AXIS):
        found["style"] = style
    for key, (part_of, properties) in PARTS.items():
        if style := differences(part_of(axis), part_of(reference), properties):
            found[key] = style
    if axis.label.get_text():
        found["label"] = worded(axis.label, reference.label, label_properties(axis))
    found |= ticks.extract(axis, reference, None)
    if style := differences(axis.offsetText, reference.offsetText, OFFSET):
        found["offset"] = style
    return found | limits(axis)


def label_properties(axis: Any) -> tuple[Property, ...]:
    """Return the properties of an axis' label that matplotlib does not find itself."""
    turned = axis.get_rotate_label(axis.label.get_text())
    return tuple(prop for prop in STYLE if prop.name not in (ROTATED if turned else FOUND))


def redraw(found: dict[str, Any], axes: Any) -> None:
    """Give axes what `extract` found."""
    apply(found.get("style", {}), axes, AXES)
    apply(found.get("background", {}), axes.patch, frames.BACKGROUND)
    titles.redraw(found, axes)
    for side in SIDES:
        redraw_axis(found[side], getattr(axes, f"{side}axis"))
    for side in SIDES:
        low, high = found[side]["limits"]
        getattr(axes, f"{side}axis")._set_lim(low, high, emit=False, auto=found[side].get("autoscale", True))


def redraw_axis(found: dict[str, Any], axis: Any) -> None:
    """Give one axis what `extract_axis` found."""
    apply(found.get("style", {}), axis, AXIS)
    for key, (part_of, properties) in PARTS.items():
        apply(found.get(key, {}), part_of(axis), properties)
    reword(found.get("label", ""), axis.label, STYLE)
    ticks.redraw(found, axis)
    apply(found.get("offset", {}), axis.offsetText, OFFSET)


def hold_order(entry: dict[str, Any], axes: Axes, artists: dict[str, Any]) -> None:
    """Say in which order collections and patches were drawn, if one of them is a drawing.

    A drawing is neither collection nor patch: matplotlib would not count it when it works out the order anew.
    """
    if not axes.computed_zorder:  # type: ignore[attr-defined]
        return
    told = {id(one) for artist in artists.values() for one in members_of(artist)}
    ordered = [artist for artist in axes.get_children() if isinstance(artist, Collection | Patch)]
    if all(id(artist) in told or artist is axes.patch or not artist.get_visible() for artist in ordered):
        return
    entry.setdefault("view", {})["computed_zorder"] = False
    for said in entry.get("artists", []):
        artist = None if "drawing" in said else artists[f"{entry['axes']}.{said[next(iter(said))]}"]
        if isinstance(artist, Container):
            said["zorders"] = [plain.plain(one.get_zorder()) for one in members_of(artist)]
        elif isinstance(artist, Collection | Patch):
            said.setdefault("style", {})["zorder"] = plain.plain(artist.get_zorder())


def members_of(artist: Any) -> list[Any]:
    """Return the artists of a group, or the one artist."""
    return artist.get_children() if isinstance(artist, Container) else [artist]
