"""Colour bars: axes that explain the colours of an artist.

What `Colorbar` draws by itself (colours, outline, dividers, ends, ticks) is drawn again by a `Colorbar` of the artist
redrawn, or, where that is not in the recipe, of the same colour map and norm. That it draws the same is checked when
the figure is saved, on a colour bar made for the purpose; what a user changed or added is told as on any other axes.
"""

import copy
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.cbook import CallbackRegistry
from matplotlib.cm import ScalarMappable
from matplotlib.colorbar import Colorbar, _ColorbarAxesLocator  # type: ignore[attr-defined]
from matplotlib.contour import ContourSet

from scitex_plt.artists.collection_style import linestyles, numbers, set_linestyles
from scitex_plt.artists.images import MAPPED
from scitex_plt.artists.meshes import QUADS
from scitex_plt.properties import COMMON, Property, apply, colored, differences, named
from scitex_plt.values import plain
from scitex_plt.values.colormapping import colormap, to_colormap
from scitex_plt.values.norms import is_mapped, norm, to_norm
from scitex_plt.values.plain import Unsupported

OPTIONS: dict[str, Any] = {
    "boundaries": None,
    "drawedges": False,
    "extend": None,
    "extendfrac": None,
    "extendrect": False,
    "orientation": "vertical",
    "spacing": "uniform",
    "ticklocation": None,
    "values": None,
}
"""What a colour bar is told → what it does if it is not told."""

OF_CONTOURS = frozenset({"boundaries", "extend", "values"})
"""What a colour bar of contours takes from them."""

SIDES = {"horizontal": "bottom", "vertical": "right"}
"""Orientation → where the ticks stand."""

SMALLEST, CLOSE = 1e-280, 1e-12
"""Which limits matplotlib certainly does not take for one and the same."""

SOLIDS = (*QUADS, *MAPPED)

DIVIDERS: tuple[Property, ...] = (
    *COMMON,
    named("linewidth", numbers, get=lambda lines: lines._us_lw),
    Property("linestyle", linestyles, set_linestyles),
    colored("edgecolor", get=lambda lines: lines._original_edgecolor),
)


def bar_of(axes: Any) -> Any:
    """Return the colour bar that axes are, None if they are ordinary ones."""
    return getattr(axes, "_colorbar", None)


def refuse_other_bars(axes: Any) -> None:
    """Raise Unsupported for a colour bar that cannot be told."""
    bar = bar_of(axes)
    if type(bar) is not Colorbar or bar.ax is not axes:
        raise Unsupported("its own kind of colour bar")
    if type(axes.get_axes_locator()) is not _ColorbarAxesLocator:
        raise Unsupported("its place, which a locator finds")
    if any(len(getattr(axes, f"get_shared_{side}_axes")().get_siblings(axes)) > 1 for side in "xy"):
        raise Unsupported("its axes, shared with others")
    if bar.solids_patches:
        raise Unsupported("its hatches")
    if is_own_scale(bar):
        raise Unsupported("its scale")


def is_own_scale(bar: Any) -> bool:
    """Say whether the scale of a colour bar is not the one that it chose."""
    scale = bar.long_axis._scale
    if bar._short_axis().get_scale() != "linear":
        return True
    if bar.boundaries is not None or "boundaries" in (told := norm(bar.norm)) or isinstance(bar.mappable, ContourSet):
        return bool(scale.name not in ("function", "linear", "log"))
    if getattr(bar.norm, "_scale", None):
        return scale is not bar.norm._scale
    return bool(scale.name != ("function" if "name" in told else "linear"))


def place_of(axes: Any) -> Any:
    """Return left, bottom, right and top of the place that a colour bar with its ends takes up."""
    locator = axes.get_axes_locator()._orig_locator
    if locator is None:
        return axes.get_position(original=True).extents
    return locator(axes, axes.get_figure(root=True)._get_renderer()).extents


def drawn_by(axes: Any) -> list[Any]:
    """Return what a colour bar itself has put into its axes."""
    bar = bar_of(axes)
    if bar is None:
        return []
    return [bar.dividers, *bar._extend_patches, *([] if bar.solids is None else [bar.solids])]


def extract(axes: Any, reference: Any, artists: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a recipe says of the colour bar that `axes` are, and make the reference one, too.

    Parameters
    ----------
    axes, reference : Axes
        The axes, and fresh ones.
    artists : mapping
        Every artist that the recipe describes, by its name in the recipe.
    """
    bar = bar_of(axes)
    said = explained(bar, artists)
    mappable = stand_in(bar)
    said |= told(bar, mappable)
    known = bar.mappable.colorbar
    usual = made(reference, said, mappable, bar.mappable.get_alpha() if "of" in said else bar.alpha)
    bar.mappable.colorbar = known
    if is_unlike(bar, usual):
        raise Unsupported("what it shows")
    refuse_hidden(axes)
    if bar.solids is not None and (style := differences(bar.solids, usual.solids, SOLIDS)):
        said["solids"] = style
    if style := differences(bar.dividers, usual.dividers, DIVIDERS):
        said["dividers"] = style
    return {"colorbar": said}


def explained(bar: Any, artists: Mapping[str, Any]) -> dict[str, Any]:
    """Return which artist of the recipe a colour bar explains, or else which colours."""
    for name, artist in artists.items():
        if artist is bar.mappable:
            return {"of": name}
    if isinstance(bar.mappable, ContourSet):
        raise Unsupported("a colour bar of contours that are not described")
    said = {"cmap": colormap(bar.mappable.cmap), "norm": norm(bar.mappable.norm)}
    for name, artist in artists.items():
        if is_mapped(artist) and artist.norm is bar.mappable.norm:
            said["norm"] = {"of": name}
            break
    return said if bar.alpha is None else said | {"alpha": plain.plain(bar.alpha)}


def stand_in(bar: Any) -> Any:
    """Return what a colour bar that is made for comparison may explain, so that the artist learns nothing."""
    mappable = bar.mappable
    if not isinstance(mappable, ContourSet):
        return colors(colormap(mappable.cmap), to_norm(norm(mappable.norm)))
    if not has_room(mappable.norm):
        raise Unsupported("the limits of its contours")
    found = copy.copy(mappable)
    found.callbacks = CallbackRegistry(signals=["changed"])
    return found


def has_room(of: Any) -> bool:
    """Say whether the limits of a norm lie so far apart that a colour bar does not move them."""
    if not of.scaled():
        return False
    largest = max(abs(of.vmin), abs(of.vmax))
    return bool(np.isfinite(largest) and largest > SMALLEST and of.vmax - of.vmin > CLOSE * largest)


def colors(cmap: Any, of: Any) -> ScalarMappable:
    """Return a colour map, as a recipe tells it, and a norm, for a colour bar to explain."""
    return ScalarMappable(norm=of, cmap=to_colormap(cmap))


def told(bar: Any, mappable: Any) -> dict[str, Any]:
    """Return the options of a colour bar that are not the usual ones."""
    usual = OPTIONS | {"extend": usual_extend(bar, mappable), "ticklocation": SIDES[bar.orientation]}
    passed_over = OF_CONTOURS if isinstance(mappable, ContourSet) else ()
    return {
        name: value
        for name in OPTIONS
        if name not in passed_over and (value := plain.plain(getattr(bar, name))) != usual[name]
    }


def usual_extend(bar: Any, mappable: Any) -> Any:
    """Return which ends a colour bar has if it is not told."""
    extend = getattr(mappable.cmap, "colorbar_extend", False)
    return extend if extend is not False else getattr(mappable.norm, "extend", "neither")


def made(axes: Any, said: dict[str, Any], mappable: Any, alpha: Any) -> Any:
    """Make a colour bar of axes."""
    options = {name: said[name] for name in OPTIONS if name in said}
    if isinstance(options.get("extendfrac"), list):
        options["extendfrac"] = tuple(options["extendfrac"])
    bar = Colorbar(axes, mappable, alpha=alpha, **options)
    for line in bar.lines:
        line.remove()
    bar.lines = []
    return bar


def is_unlike(bar: Any, usual: Any) -> bool:
    """Say whether two colour bars have other boundaries, colours or ends."""
    limits = [getattr(bar.ax, f"get_{side}lim")() for side in "xy"]
    for side, (low, high) in zip("xy", limits, strict=True):
        getattr(usual.ax, f"set_{side}lim")(low, high)
    return bool(shown(bar) != shown(usual))


def shown(bar: Any) -> Any:
    """Return what a colour bar shows, as far as its own constructor decides it."""
    ends = [(patch.get_path().vertices.tolist(), patch.get_facecolor()) for patch in bar._extend_patches]
    solids = bar.solids
    cells = None if solids is None else (solids.get_coordinates().tolist(), np.ma.filled(solids.get_array()).tolist())
    scale = bar.long_axis.get_scale()
    lines = [segment.tolist() for segment in bar.dividers.get_segments()]
    return scale, bar.outline.get_path().vertices.tolist(), ends, cells, lines


def refuse_hidden(axes: Any) -> None:
    """Raise Unsupported if a user's artist lies below the colours, which come first when it is drawn again."""
    bar = bar_of(axes)
    order = {artist: place for place, artist in enumerate(axes.get_children())}
    own = drawn_by(axes)
    furniture = {*own, *axes.spines.values(), axes.xaxis, axes.yaxis, axes.patch}
    for artist, place in order.items():
        if artist in furniture or bar.solids is None:
            continue
        if artist.get_zorder() == bar.solids.get_zorder() and place < order[bar.solids]:
            raise Unsupported("what lies below its colours")


def redraw(said: dict[str, Any], axes: Any, artists: Mapping[str, Any]) -> Any:
    """Make the colour bar that `extract` found of `axes`; `artists` are those redrawn, by their names."""
    if "of" in said:
        mappable = artists[said["of"]]
    else:
        of = artists[said["norm"]["of"]].norm if "of" in said["norm"] else to_norm(said["norm"])
        mappable = colors(said["cmap"], of)
    bar = made(axes, said, mappable, said.get("alpha"))
    if bar.solids is not None:
        apply(said.get("solids", {}), bar.solids, SOLIDS)
    apply(said.get("dividers", {}), bar.dividers, DIVIDERS)
    return bar


def keep_ticks(axes: Any) -> None:
    """Let a colour bar know its ticks, so that it keeps them when its colours change."""
    bar = bar_of(axes)
    bar.locator, bar.minorlocator = bar.locator, bar.minorlocator
    bar.formatter, bar.minorformatter = bar.formatter, bar.minorformatter
