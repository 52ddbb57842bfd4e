"""The ticks of one axis: where they stand, what they say, how they look.

Ticks that matplotlib finds by itself are found again. All others, whoever placed or worded them, are frozen to
the places and words that were drawn.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import numpy as np
from matplotlib.projections.polar import RadialAxis, ThetaAxis
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator, TickHelper
from mpl_toolkits.mplot3d import axis3d

from scitex_plt import plain
from scitex_plt.artists import lines, texts
from scitex_plt.linestyles import to_linestyle
from scitex_plt.plain import Unsupported
from scitex_plt.properties import Property, Style, apply, differences

WHICH = ("major", "minor")

PARTS: dict[str, tuple[Property, ...]] = {
    "gridline": lines.PROPERTIES,
    "label1": texts.STYLE,
    "label2": texts.STYLE,
    "tick1line": lines.PROPERTIES,
    "tick2line": lines.PROPERTIES,
}
"""What one tick consists of."""

SIZES: dict[str, Callable[[Any], Any]] = {
    "direction": attrgetter("_tickdir"),
    "length": attrgetter("_size"),
    "pad": attrgetter("_base_pad"),
    "width": attrgetter("_width"),
}
"""Tick parameter → how a tick tells it."""

LINESTYLES = ("grid_linestyle", "grid_ls")
"""The tick parameters that are line styles."""

FOUND_ANEW = frozenset(
    (
        "_axes",
        "_format",
        "_formatter",
        "_freq",
        "_locs",
        "_orderOfMagnitude",
        "_sublabels",
        "axis",
        "format",
        "locs",
        "offset",
        "orderOfMagnitude",
    )
)
"""What locators and formatters work out for themselves on every draw."""

ALIGNMENT = ("horizontalalignment", "verticalalignment")

IN_SPACE: dict[str, tuple[str, ...]] = {
    "tick1line": ("linestyle", "linewidth", "marker", "visible"),
    "tick2line": ("visible",),
}
"""Part of a tick → what an axis of three sets on every draw."""


def properties_of(axis: Any, part: str) -> tuple[Property, ...]:
    """Return the properties of a part of ticks, but for those that the axis sets anew on every draw."""
    if isinstance(axis, axis3d.Axis):
        left_out = IN_SPACE.get(part, ())
    elif isinstance(axis, ThetaAxis | RadialAxis) and part.startswith("label"):
        left_out = ("rotation", *ALIGNMENT) if in_wedge(axis) else ("rotation",)
    else:
        return PARTS[part]
    return tuple(prop for prop in PARTS[part] if prop.name not in left_out)


def in_wedge(axis: Any) -> bool:
    """Say whether an axis is that of the radii of polar axes that do not show all angles."""
    if not isinstance(axis, RadialAxis):
        return False
    low, high = axis.axes.get_xlim()
    return not np.isclose(abs(high - low), 2 * np.pi, rtol=0, atol=1e-13)


def extract(axis: Any, reference: Any, *, shared: bool) -> dict[str, Any]:
    """Return what of the ticks of `axis` is not as on the reference, and bring the reference there.

    Where the ticks stand is left out if it is `shared` with another axis.
    """
    found: dict[str, Any] = {}
    for which in WHICH:
        entry = {} if shared else frozen(axis, reference, which)
        if params := differing_params(axis, reference, which):
            entry["params"] = params
        if parts := differing_parts(axis, reference, which):
            entry["parts"] = parts
            if "at" not in entry:
                entry["count"] = len(made_ticks(axis, which))
        if entry:
            found[f"{which}_ticks"] = entry
    return found


def redraw(found: dict[str, Any], axis: Any) -> None:
    """Give `axis` the ticks that `extract` found."""
    for which in WHICH:
        entry = found.get(f"{which}_ticks", {})
        freeze(entry, axis, which)
        if "params" in entry:
            set_params(axis, which, entry["params"])
        if "parts" in entry:  # ticks made later would not have all of the style of the first
            getattr(axis, f"get_{which}_ticks")(entry.get("count", len(entry.get("at", ()))))
        for part, style in entry.get("parts", {}).items():
            for tick in ticks_of(axis, which):
                apply(style, getattr(tick, part), PARTS[part])


def frozen(axis: Any, reference: Any, which: str) -> dict[str, Any]:
    """Return where ticks were drawn, and what they said, where that is not matplotlib's own to find."""
    ticker, usual = getattr(axis, which), getattr(reference, which)
    found: dict[str, Any] = {}
    if isinstance(ticker.locator, NullLocator):
        return found if isinstance(usual.locator, NullLocator) else {"at": []}
    worded = not alike(ticker.formatter, usual.formatter)
    if worded or not alike(ticker.locator, usual.locator):
        places = np.asarray(getattr(axis, f"get_{which}ticklocs")(), dtype=float)
        found["at"] = plain.plain(places)
        if worded:
            found["labels"] = [str(label) for label in ticker.formatter.format_ticks(places)]
            if offset := ticker.formatter.get_offset():
                found["offset"] = offset
    return found


def freeze(entry: dict[str, Any], axis: Any, which: str) -> None:
    """Fix the places and words of ticks to those of the entry, if it has any."""
    if "at" in entry:
        locator = FixedLocator(entry["at"]) if entry["at"] else NullLocator()
        getattr(axis, f"set_{which}_locator")(locator)
    if "labels" in entry:
        formatter = FixedFormatter(entry["labels"])
        formatter.set_offset_string(entry.get("offset", ""))
        getattr(axis, f"set_{which}_formatter")(formatter)


def alike(one: Any, other: Any) -> bool:
    """Say whether two locators, or two formatters, will always do the same."""
    if isinstance(one, TickHelper):
        return type(one) is type(other) and alike(state(one), state(other))
    if isinstance(one, dict):
        return (
            isinstance(other, dict) and one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
        )
    return bool(np.array_equal(one, other)) if isinstance(one, np.ndarray) else bool(one == other)


def state(helper: TickHelper) -> dict[str, Any]:
    """Return what a locator or formatter was set to, without what it works out itself."""
    anew = FOUND_ANEW - {"locs"} if isinstance(helper, FixedLocator) else FOUND_ANEW
    return {name: value for name, value in vars(helper).items() if name not in anew}


def differing_params(axis: Any, reference: Any, which: str) -> Style:
    """Return the tick parameters that differ from those of `reference`, and set them there."""
    params = new_in(axis.get_tick_params(which), reference.get_tick_params(which))
    set_params(reference, which, params)
    if made_ticks(axis, which):
        size = new_in(sizes(axis, which), sizes(reference, which))
        set_params(reference, which, size)
        params |= size
    return params


def new_in(found: dict[str, Any], usual: dict[str, Any]) -> Style:
    """Return what of `found` is not in `usual`."""
    return {name: plain.plain(value) for name, value in found.items() if name not in usual or usual[name] != value}


def set_params(axis: Any, which: str, params: Style) -> None:
    """Set the tick parameters that `differing_params` returned."""
    axis.set_tick_params(which=which, **readable(params))


def readable(params: Style) -> dict[str, Any]:
    """Return tick parameters as matplotlib takes them."""
    return {name: to_linestyle(value) if name in LINESTYLES else value for name, value in params.items()}


def sizes(axis: Any, which: str) -> dict[str, Any]:
    """Return the measures of the first tick, which come from the rcParams if nobody set them; all are made like it."""
    first = ticks_of(axis, which)[0]
    return {name: read(first) for name, read in SIZES.items()}


def differing_parts(axis: Any, reference: Any, which: str) -> dict[str, Style]:
    """Return the style that was set on the ticks themselves, which must be the same for all."""
    ticks = made_ticks(axis, which)
    if not ticks or isinstance(getattr(axis, which).locator, NullLocator):
        return {}
    found = {}
    for part in PARTS:
        properties = properties_of(axis, part)
        usual = getattr(ticks_of(reference, which)[0], part)
        style = differences(getattr(ticks[0], part), usual, properties)
        if any(differences(getattr(tick, part), usual, properties) for tick in ticks):
            raise Unsupported("its ticks, each of its own style")
        if style and in_wedge(axis):
            raise Unsupported("the style of its ticks, which are made anew in a wedge")
        if style:
            found[part] = style
    return found


def made_ticks(axis: Any, which: str) -> list[Any]:
    """Return the ticks that have been made so far; asking the axis outright would make one."""
    ticks: list[Any] = vars(axis).get(f"{which}Ticks", [])
    return ticks


def ticks_of(axis: Any, which: str) -> list[Any]:
    """Return the ticks that are there, at least one; all later ones are made after the first."""
    ticks: list[Any] = getattr(axis, f"{which}Ticks")
    return ticks
