"""The properties that tell one artist from another of its kind, as tables of rows.

A style is what has to be set on a fresh artist to make it like the one at hand: `differences` brings a reference
there step by step and returns the steps, `apply` takes the same steps in the same order.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import methodcaller
from typing import Any

from scitex_plt.errors import RecipeError
from scitex_plt.values import effects, plain
from scitex_plt.values.plain import Plain, Unsupported

Style = dict[str, Plain]


@dataclass(frozen=True)
class Property:
    """One property: its name in the recipe, its plain value, and how it is set."""

    name: str
    get: Callable[[Any], Plain]
    set: Callable[[Any, Any], object]


def named(
    name: str,
    convert: Callable[[Any], Plain] = plain.plain,
    *,
    get: Callable[[Any], Any] | None = None,
    set: Callable[[Any, Any], object] | None = None,
) -> Property:
    """Return the property with matplotlib's own accessors `get_<name>` and `set_<name>`, or with those given."""
    read = get or methodcaller(f"get_{name}")
    return Property(
        name,
        lambda artist: convert(read(artist)),
        set or (lambda artist, value: getattr(artist, f"set_{name}")(value)),
    )


def colored(name: str, *, get: Callable[[Any], Any] | None = None) -> Property:
    """Return the property of that name, which is a colour or several."""
    return named(
        name,
        plain.colors,
        get=get,
        set=lambda artist, value: getattr(artist, f"set_{name}")(plain.to_color(value)),
    )


COMMON = (
    named("label", plain.label),
    named("alpha"),
    named("clip_on"),
    named("gid"),
    named("in_layout"),
    Property("path_effects", effects.effects_of, effects.set_effects),
    named("rasterized"),
    named("sketch_params", set=effects.set_sketch),
    named("snap"),
    named("url"),
    named("visible"),
    named("zorder"),
)
"""The properties of every artist."""

REFUSED: dict[str, tuple[Any, ...]] = {
    "agg_filter": (None,),
    "edgegapcolor": (None,),
    "usetex": (False,),
}
"""Property → the values a recipe can do without. An artist with another value is not described."""


def refuse_unsupported(artist: Any) -> None:
    """Raise Unsupported if `artist` has a property which no row describes."""
    for name, allowed in REFUSED.items():
        get = getattr(artist, f"get_{name}", None)
        if get and get() not in allowed:
            raise Unsupported(f"its {name.replace('_', ' ')}")


def differences(artist: Any, reference: Any, properties: Iterable[Property]) -> Style:
    """Return what has to be set on `reference` to make it like `artist`, and set it.

    Raises
    ------
    Unsupported
        If `artist` has a property that a recipe cannot hold.
    """
    refuse_unsupported(artist)
    style = {}
    for prop in properties:
        value = prop.get(artist)
        if value != prop.get(reference):
            style[prop.name] = value
            prop.set(reference, value)
    return style


def apply(style: Style, artist: Any, properties: Iterable[Property]) -> None:
    """Set on `artist` what `differences` found.

    Raises
    ------
    RecipeError
        If the style names a property that is not in the table.
    """
    rows = tuple(properties)
    known = {prop.name for prop in rows}
    if unknown := sorted(set(style) - known):
        raise RecipeError(f"no property {unknown[0]!r}: expected one of {', '.join(sorted(known))}")
    for prop in rows:
        if prop.name in style:
            prop.set(artist, style[prop.name])
