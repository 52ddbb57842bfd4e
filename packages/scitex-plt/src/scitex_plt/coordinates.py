"""The coordinate systems of a recipe: by name, or put together from named ones.

| in a recipe | is |
|---|---|
| `axes`, `data`, `figure`, … | a system of the axes or the figure |
| `{x: data, y: axes}` | one system for x, another for y |
| `{affine: a b c d e f, then: data}` | moved, scaled or turned, before the other system |
| `{delta: data}` | the other system, but for where it has its origin |
| `{in: data, offset: [x, y]}` | moved by inches, after the other system |
| `{of: B, system: data}` | a system of other axes |
"""

from collections.abc import Callable
from typing import Any

from matplotlib.transforms import (
    Affine2D,
    AffineDeltaTransform,
    Bbox,
    BboxTransformTo,
    BlendedAffine2D,
    BlendedGenericTransform,
    CompositeAffine2D,
    CompositeGenericTransform,
    IdentityTransform,
    ScaledTranslation,
    Transform,
    blended_transform_factory,
)

from scitex_plt import references
from scitex_plt.drawings.packing import pack_affine, unpack_affine
from scitex_plt.errors import RecipeError
from scitex_plt.values.plain import Unsupported, plain

System = str | dict[str, Any]

FIGURE_SYSTEMS: dict[str, Callable[[Any], Transform]] = {
    "figure": lambda figure: figure.transFigure,
    "inches": lambda figure: figure.dpi_scale_trans,
    "subfigure": lambda figure: figure.transSubfigure,
}

AXES_SYSTEMS: dict[str, Callable[[Any], Transform]] = {
    "axes": lambda axes: axes.transAxes,
    "data": lambda axes: axes.transData,
    "figure": lambda axes: axes.figure.transFigure,
    "inches": lambda axes: axes.figure.dpi_scale_trans,
    "subfigure": lambda axes: axes.figure.transSubfigure,
    "x data, y axes": lambda axes: axes.get_xaxis_transform(),
    "y data, x axes": lambda axes: axes.get_yaxis_transform(),
}

OTHERS = {name: AXES_SYSTEMS[name] for name in ("axes", "data")}
"""The systems of other axes that have names; all others are put together from these."""


def system_of(transform: Transform, owner: Any) -> System:
    """Return the coordinate system, of axes or of a figure, that `transform` starts from.

    Raises
    ------
    Unsupported
        If it is none that can be told.
    """
    for name, of in systems(owner).items():
        if transform is of(owner):
            return name
    if isinstance(transform, IdentityTransform):
        return "pixels"
    if isinstance(transform, BlendedAffine2D | BlendedGenericTransform):
        return {side: system_of(getattr(transform, f"_{side}"), owner) for side in "xy"}
    if isinstance(transform, CompositeAffine2D | CompositeGenericTransform):
        first, second = transform._a, transform._b  # type: ignore[union-attr]
        if is_fixed(first):
            return {"affine": pack_affine(first), "then": system_of(second, owner)}
        if type(second) is ScaledTranslation and second._scale_trans is inches(owner):  # type: ignore[attr-defined]
            return {"in": system_of(first, owner), "offset": plain(second._t)}  # type: ignore[attr-defined]
    if type(transform) is AffineDeltaTransform:
        return {"delta": system_of(transform._base_transform, owner)}  # type: ignore[attr-defined]
    if type(transform) is Affine2D:
        return {"affine": pack_affine(transform), "then": "pixels"}
    for name, axes in references.NAMED.get().axes.items():
        for system, of in OTHERS.items():
            if axes is not owner and transform is of(axes):
                return {"of": name, "system": system}
    raise Unsupported("its transform")


def is_fixed(transform: Any) -> bool:
    """Say whether a transform is affine, by numbers that nothing changes."""
    if isinstance(transform, CompositeAffine2D | CompositeGenericTransform):
        return is_fixed(transform._a) and is_fixed(transform._b)  # type: ignore[union-attr]
    return type(transform) is Affine2D or (type(transform) is BboxTransformTo and type(transform._boxout) is Bbox)  # type: ignore[attr-defined]


def transform_of(system: System, owner: Any) -> Transform:
    """Return the transform of a coordinate system that `system_of` has told.

    Raises
    ------
    RecipeError
        If it is none.
    """
    if system == "pixels":
        return IdentityTransform()
    if isinstance(system, str):
        known = systems(owner)
        if system not in known:
            raise RecipeError(f"no coordinates {system!r}: expected one of {', '.join(known)}")
        return known[system](owner)
    if "of" in system:
        return transform_of(system["system"], references.axes_named(system["of"]))
    if "affine" in system:
        return unpack_affine(system["affine"]) + transform_of(system["then"], owner)
    if "delta" in system:
        base: Any = transform_of(system["delta"], owner)
        return AffineDeltaTransform(base)
    if "offset" in system:
        x, y = system["offset"]
        return transform_of(system["in"], owner) + ScaledTranslation(x, y, inches(owner))
    return blended_transform_factory(*(transform_of(system[side], owner) for side in "xy"))


def is_data(system: System, side: str) -> bool:
    """Say whether numbers along x, or y, of a system are data."""
    if isinstance(system, str):
        return system == "data" or system.startswith(f"{side} data")
    if "affine" in system or "of" in system:
        return False
    inner = next((key for key in ("delta", "in") if key in system), side)
    return is_data(system[inner], side)


def inches(owner: Any) -> Any:
    """Return the transform from inches to pixels."""
    return systems(owner)["inches"](owner)


def systems(owner: Any) -> dict[str, Callable[[Any], Transform]]:
    """Return the coordinate systems of axes, or of a figure, that have names."""
    return AXES_SYSTEMS if hasattr(owner, "transData") else FIGURE_SYSTEMS
