"""Path effects and sketchiness: how lines are drawn otherwise than plainly."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from matplotlib import patheffects

from scitex_plt import strokes
from scitex_plt.errors import RecipeError
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported

EFFECTS: dict[type, tuple[str, ...]] = {
    patheffects.Normal: (),
    patheffects.PathPatchEffect: (),
    patheffects.SimpleLineShadow: ("shadow_color", "alpha", "rho"),
    patheffects.SimplePatchShadow: ("shadow_rgbFace", "alpha", "rho"),
    patheffects.Stroke: (),
    patheffects.TickedStroke: ("spacing", "angle", "length"),
    patheffects.withSimplePatchShadow: ("shadow_rgbFace", "alpha", "rho"),
    patheffects.withStroke: (),
    patheffects.withTickedStroke: ("spacing", "angle", "length"),
}
"""Effect → what it is told besides the offset and the properties of what it draws."""

BY_NAME: dict[str, type] = {effect.__name__: effect for effect in EFFECTS}

MOST_TICKS = 1_000_000
LONGEST_TICK = 1000
"""Of a stroke with ticks, in its spacings."""

ATTRIBUTES = {"shadow_color": "_shadow_color", "shadow_rgbFace": "_shadow_rgbFace", "rho": "_rho", "alpha": "_alpha"}
COLORS = ("color", "edgecolor", "facecolor", "foreground", "shadow_color", "shadow_rgbFace")


def effects_of(artist: Any) -> Plain:
    """Return the path effects of an artist, each by its name and what it was told.

    Raises
    ------
    Unsupported
        If one is none of matplotlib's.
    """
    return told(artist.get_path_effects() or ())


def told(effects: Iterable[Any]) -> Plain:
    """Return path effects, each by its name and what it was told."""
    return [effect_of(effect) for effect in effects]


def to_effects(said: Any) -> list[Any]:
    """Return the path effects that `told` told."""
    return [effect(one) for one in said]


def effect_of(effect: Any) -> dict[str, Plain]:
    """Return what a recipe says of one path effect."""
    if type(effect) not in EFFECTS:
        raise Unsupported("its path effects")
    said: dict[str, Any] = {"effect": type(effect).__name__, "offset": plain.plain(effect._offset)}
    for name in EFFECTS[type(effect)]:
        value = getattr(effect, ATTRIBUTES.get(name, f"_{name}"))
        said[name] = plain.color(value) if name in COLORS else plain.plain(value)
    if isinstance(effect, patheffects.PathPatchEffect):
        return said | patch_options(effect.patch)
    return said | {name: plain.color(value) if name in COLORS else plain.plain(value) for name, value in more(effect)}


def more(effect: Any) -> Any:
    """Yield (name, value) of the properties of what an effect draws."""
    return getattr(effect, "_gc", {}).items()


def patch_options(patch: Any) -> dict[str, Plain]:
    """Return what the patch of a PathPatchEffect was told."""
    return {
        "edgecolor": plain.color(patch.get_edgecolor()),
        "facecolor": plain.color(patch.get_facecolor()),
        "hatch": patch.get_hatch(),
        "linewidth": plain.plain(patch.get_linewidth()),
    }


def set_effects(artist: Any, said: Any) -> None:
    """Give an artist the path effects that `effects_of` told."""
    artist.set_path_effects(to_effects(said))


def effect(said: dict[str, Any]) -> Any:
    """Return one path effect."""
    options = {name: plain.to_color(value) if name in COLORS else value for name, value in said.items()}
    name = options.pop("effect")
    if name not in BY_NAME:
        raise RecipeError(f"no path effect {name!r}: expected one of {', '.join(BY_NAME)}")
    if name.endswith("TickedStroke") and not abs(options.get("length", 0)) <= LONGEST_TICK:
        raise RecipeError(f"path effect {name!r} with ticks of {options['length']:g} is beyond what can be drawn")
    kind: Callable[..., Any] = BY_NAME[name]
    made = kind(**options | {"offset": tuple(options["offset"])})
    if isinstance(made, patheffects.TickedStroke):
        made.draw_path = partial(draw_ticks, made)  # type: ignore[method-assign]
    return made


def draw_ticks(stroke: Any, renderer: Any, gc: Any, path: Any, transform: Any, rgbFace: Any) -> None:
    """Draw a stroke with ticks, if there are not more of them than can be drawn."""
    period = renderer.points_to_pixels(stroke._spacing) * strokes.MOST / MOST_TICKS
    strokes.refuse_countless(renderer, [(path, transform)], period, filled=True)
    type(stroke).draw_path(stroke, renderer, gc, path, transform, rgbFace)


def set_sketch(artist: Any, said: Any) -> None:
    """Give an artist its sketchiness: scale, length, randomness."""
    artist.set_sketch_params(*(said or (None,)))
