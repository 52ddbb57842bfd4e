"""One axis, x or y: what it shows and from where to where, its label and its ticks."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from scitex_plt.artists.texts import STYLE, reword, worded
from scitex_plt.errors import RecipeError
from scitex_plt.furniture import ticks
from scitex_plt.furniture.colorbars import bar_of
from scitex_plt.layout import nesting
from scitex_plt.omissions import Omissions
from scitex_plt.properties import Property, apply, differences, named
from scitex_plt.tables import units
from scitex_plt.values import formulas, plain
from scitex_plt.values.plain import Plain, Unsupported

SCALES: dict[str, tuple[str, ...]] = {
    "asinh": ("linear_width",),
    "linear": (),
    "log": ("base", "nonpositive"),
    "logit": ("nonpositive",),
    "symlog": ("base", "linscale", "linthresh"),
    "function": ("functions",),
    "functionlog": ("base", "functions"),
}
"""Scale → its parameters."""

DRAWING = ("get_transform", "limit_range_for_scale", "val_in_range")
"""The methods of a scale that touch what is drawn, but for the ticks, which are told by themselves."""

SIDES = {"radius": "y", "theta": "x"}
"""Name of a polar axis → the side that it is for matplotlib."""


def side_of(axis: Any) -> str:
    """Return the side that an axis is for matplotlib: x or y."""
    name: str = axis.axis_name
    return SIDES.get(name, name)


def tick_position(axis: Any) -> str:
    """Return the side on which the offset of an x axis' tick labels stands."""
    return getattr(axis, "_tick_position", "bottom")


def offset_position(axis: Any) -> str:
    """Return the side on which the offset of a y axis' tick labels stands."""
    return "right" if axis.offsetText.get_position()[0] == 1 else "left"


def label_pad(axis: Any) -> float:
    """Return the distance of the label from the tick labels, in points."""
    return float(axis.labelpad)


def set_label_pad(axis: Any, value: float) -> None:
    """Set the distance of the label from the tick labels."""
    axis.labelpad = value


PROPERTIES: dict[str, tuple[Property, ...]] = {
    side: (
        first,
        named("label_position"),
        named("label_pad", get=label_pad, set=set_label_pad),
        named("remove_overlapping_locs"),
        named("visible"),
        named("zorder"),
    )
    for side, first in {
        "x": named("ticks_position", get=tick_position),
        "y": named("offset_position", get=offset_position),
    }.items()
}

LABEL: dict[str, tuple[Property, ...]] = {
    "x": (*STYLE, named("x", get=lambda text: text.get_position()[0])),
    "y": (*STYLE, named("y", get=lambda text: text.get_position()[1])),
}
"""The label's style and its place along the axis; matplotlib finds the distance from it."""


def extract(axis: Any, reference: Any, leader: Any | None, where: str, omissions: Omissions) -> dict[str, Any]:
    """Return what of `axis` is not as on the reference.

    An axis that shares its scale and the places of its ticks with `leader` leaves them to it.
    """
    side = side_of(axis)
    found: dict[str, Any] = {}
    secondary = axis is getattr(axis.axes, "_axis", None)  # its scale and limits follow from those of its parent
    if not secondary and bar_of(axis.axes) is None and (scale := scale_of(axis, reference)):
        found["scale"] = scale
    if unit := units.unit_of(axis):
        found["unit"] = unit
        units.set_unit(reference, unit)
    with omissions.noting(where, axis):
        if style := differences(axis, reference, PROPERTIES[side]):
            found["style"] = style
    with omissions.noting(where, axis):
        found |= label(axis, reference)
    with omissions.noting(where, axis):
        found |= ticks.extract(axis, reference, leader and getattr(leader, f"{side}axis"))
        if secondary and nesting.formulas_of(axis.axes) is None:
            found |= ticks.frozen_through(way_back(axis), axis, found)
    with omissions.noting(where, axis):
        if style := differences(axis.offsetText, reference.offsetText, STYLE):
            found["offset"] = style
    return found if secondary else found | limits(axis)


def way_back(axis: Any) -> formulas.Function:
    """Return the function from a secondary axis to the axis beside it.

    Raises
    ------
    Unsupported
        If it does not lead back to where that one begins and ends: the two would not stand as they are drawn.
    """
    _, inverse = axis.axes._functions
    beside = np.sort(getattr(axis.axes._parent, f"{axis.axis_name}axis").get_view_interval())
    found = np.sort(np.asarray(inverse(axis.get_view_interval()), dtype=float))
    if not np.allclose(found, beside, atol=1e-9 * np.ptp(beside), rtol=0.0):
        raise Unsupported("its functions, which do not lead back")
    return inverse  # type: ignore[no-any-return]


def scale_of(axis: Any, reference: Any) -> Plain:
    """Return the scale by its name, or with parameters of its own; None if linear. The reference gets it too.

    Raises
    ------
    Unsupported
        If it is none of matplotlib's named scales: nothing on these axes could be drawn.
    """
    name = name_of(axis._scale)
    if name not in SCALES:
        raise Unsupported(f"the scale {axis.get_scale()!r} of its {axis.axis_name} axis")
    if name == "linear":
        return None
    params = {key: parameter(axis, name, key) for key in SCALES[name]}
    set_scale(reference, {"name": name, "functions": params["functions"]} if "functions" in params else name)
    usual = {key: key != "functions" and parameter(reference, name, key) for key in params}
    own = {key: value for key, value in params.items() if value != usual[key]}
    if not own:
        return name
    entry = {"name": name, **own}
    set_scale(reference, entry)
    return entry


def name_of(scale: Any) -> str | None:
    """Return the name of the scale of matplotlib's that draws as `scale` does, as those made from it do; else None."""
    own = type(scale)
    kind = next(kind for kind in own.__mro__ if kind.__module__ == "matplotlib.scale")
    alike = all(getattr(own, name, None) is getattr(kind, name, None) for name in DRAWING)
    return getattr(kind, "name", None) if alike else None


def parameter(axis: Any, scale: str, name: str) -> Plain:
    """Return one parameter of the scale of `axis`."""
    transform = axis.get_transform()
    if name == "functions":
        return formulas.formulas_of(getattr(transform, "_a", transform))
    if scale == "functionlog":
        transform = transform._b
    if name == "nonpositive":
        return "clip" if transform._clip else "mask"
    return float(getattr(transform, name))


def set_scale(axis: Any, entry: Any) -> None:
    """Set a scale that `scale_of` returned."""
    params = {"name": entry} if isinstance(entry, str) else dict(entry)
    name = params.pop("name")
    if unknown := {name} - SCALES.keys() or params.keys() - SCALES[name]:
        raise RecipeError(f"no scale has {', '.join(map(repr, unknown))}: expected one of {', '.join(SCALES)}")
    if "functions" in params:
        params["functions"] = formulas.functions_of(params["functions"])
    getattr(axis.axes, f"set_{side_of(axis)}scale")(name, **params)


def label(axis: Any, reference: Any) -> dict[str, Any]:
    """Return the label and, where a user chose it, its place."""
    text = axis.label
    if not text.get_text():
        return {}
    side = side_of(axis)
    found: dict[str, Any] = {}
    if not axis._autolabelpos:
        if text.get_transform() is not axis.axes.transAxes:
            raise Unsupported("its transform")
        found["label_at"] = plain.plain(text.get_position())
        reference.set_label_coords(*found["label_at"])
    return {"label": worded(text, reference.label, LABEL[side]), **found}


def limits(axis: Any) -> dict[str, Any]:
    """Return from where to where an axis runs."""
    axes, side = axis.axes, side_of(axis)
    found: dict[str, Any] = {"limits": plain.plain(getattr(axes, f"get_{side}lim")())}
    if not getattr(axes, f"get_autoscale{side}_on")():
        found["autoscale"] = False
    return found


def prepare(found: dict[str, Any], axis: Any) -> None:
    """Set what must be known before anything is drawn on `axis`: its scale, and its dates or categories."""
    if "scale" in found:
        set_scale(axis, found["scale"])
    units.set_unit(axis, found.get("unit"))


def redraw(found: dict[str, Any], axis: Any) -> None:
    """Give `axis` the label and the ticks that `extract` found."""
    side = side_of(axis)
    apply(found.get("style", {}), axis, PROPERTIES[side])
    if "label_at" in found:
        axis.set_label_coords(*found["label_at"])
    reword(found.get("label", ""), axis.label, LABEL[side])
    ticks.redraw(found, axis)
    apply(found.get("offset", {}), axis.offsetText, STYLE)


def set_limits(found: dict[str, Any], axis: Any) -> None:
    """Set the limits that `extract` found, also where the locator of the ticks would have them wider.

    Axes that share them have been told theirs; a colour bar has to know, because its ends change places with them.
    """
    if "limits" not in found:
        return
    low, high = found["limits"]
    emit = bar_of(axis.axes) is not None
    set_on = getattr(Axes, f"set_{side_of(axis)}lim")  # those of maps refuse, even the limits that they have
    set_on(axis.axes, low, high, emit=emit, auto=found.get("autoscale", True))
    if axis.axes.name == "rectilinear" and plain.plain(axis.get_view_interval()) != [low, high]:
        axis.set_view_interval(low, high, ignore=True)
