"""The ticks of one axis: where they stand, what they say, how they look.

Ticks that matplotlib finds by itself are found again. All others, whoever placed or worded them, are frozen to
the places and words that were drawn.
"""

from collections.abc import Callable
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any

import numpy as np
from matplotlib.axis import Axis, Ticker, XTick, YTick
from matplotlib.projections.polar import RadialAxis, ThetaAxis
from matplotlib.ticker import (
    AutoLocator,
    FixedFormatter,
    FixedLocator,
    NullFormatter,
    NullLocator,
    ScalarFormatter,
)
from mpl_toolkits.mplot3d import axis3d

from scitex_plt import bounds
from scitex_plt.artists import lines, texts
from scitex_plt.furniture import tickers
from scitex_plt.furniture.tickers import alike
from scitex_plt.omissions import REFUSALS
from scitex_plt.properties import Property, Style, apply, differences, named
from scitex_plt.values import plain
from scitex_plt.values.linestyles import to_linestyle
from scitex_plt.values.plain import Plain, Unsupported

WHICH = ("major", "minor")

PARTS: dict[str, tuple[Property, ...]] = {
    "gridline": lines.PROPERTIES,
    "label1": texts.STYLE,
    "label2": texts.STYLE,
    "tick": (named("visible"),),
    "tick1line": lines.PROPERTIES,
    "tick2line": lines.PROPERTIES,
}
"""What one tick consists of, besides itself."""

ACROSS: dict[str, Property] = {
    "x": named("y", get=lambda text: text.get_position()[1]),
    "y": named("x", get=lambda text: text.get_position()[0]),
}
"""Axis → the place of a tick's label across it; along it, it stands where its tick does."""

USUAL: dict[str, dict[str, Callable[[], Any]]] = {
    "major": {"locator": AutoLocator, "formatter": ScalarFormatter},
    "minor": {"locator": NullLocator, "formatter": NullFormatter},
}
"""What an axis of numbers finds and words its ticks with."""

SIZES: dict[str, Callable[[Any], Any]] = {
    "direction": attrgetter("_tickdir"),
    "length": attrgetter("_size"),
    "pad": attrgetter("_base_pad"),
    "width": attrgetter("_width"),
}
"""Tick parameter → how a tick tells it."""

LINESTYLES = ("grid_linestyle", "grid_ls")
"""The tick parameters that are line styles."""

WHEREABOUTS = frozenset(
    (
        "_axes",
        "_callbacks",
        "_clippath",
        "_fontproperties",
        "_invalidx",
        "_invalidy",
        "_label",
        "_loc",
        "_marker",
        "_mouseover",
        "_parent_figure",
        "_path",
        "_remove_method",
        "_renderer",
        "_sticky_edges",
        "_stale",
        "_subslice",
        "_text",
        "_transform",
        "_transformSet",
        "_transformed_path",
        "_x",
        "_x_filled",
        "_xorig",
        "_xy",
        "_y",
        "_yorig",
        "clipbox",
        "gridline",
        "ind_offset",
        "label1",
        "label2",
        "stale_callback",
        "tick1line",
        "tick2line",
    )
)
"""What parts of ticks do not share, however alike they look: where they are, and to what they belong."""

MARKER = attrgetter("_fillstyle", "_marker", "_user_capstyle", "_user_joinstyle", "_user_transform")
"""What tells markers apart."""

ALIGNMENT = ("horizontalalignment", "verticalalignment")

IN_SPACE: dict[str, tuple[str, ...]] = {
    "tick1line": ("linestyle", "linewidth", "marker", "visible"),
    "tick2line": ("visible",),
}
"""Part of a tick → what an axis of three sets on every draw."""


def extract(axis: Any, reference: Any, leader: Any | None) -> dict[str, Any]:
    """Return what of the ticks of `axis` is not as on the reference, and bring the reference there.

    Where the ticks stand is left out if it is the business of `leader`, an axis that shares it.
    """
    found: dict[str, Any] = {}
    for which in WHICH:
        own = leader is not None and getattr(axis, which) is not getattr(leader, which)
        if own:
            make_own(reference, which)
        entry = {} if leader is not None and not own else placed(axis, reference, which)
        if own:
            entry["own"] = True
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
        if entry.get("own"):
            make_own(axis, which)
        place(entry, axis, which)
        if "params" in entry:
            set_params(axis, which, entry["params"])
        if "parts" in entry:  # ticks made later would not have all of the style of the first
            number = entry.get("count", len(entry.get("at", ())))
            bounds.refuse("number of ticks", number)
            getattr(axis, f"get_{which}_ticks")(number)
        set_parts(axis, which, entry.get("parts", {}))


def make_own(axis: Any, which: str) -> None:
    """Let `axis` find the places of its ticks by itself, as if it shared them with no other."""
    setattr(axis, which, Ticker())
    for part, usual in USUAL[which].items():
        getattr(axis, f"set_{which}_{part}")(usual())


def placed(axis: Any, reference: Any, which: str) -> dict[str, Any]:
    """Return what finds the ticks and words them, where that is not as on the reference.

    What cannot be told, as what a user made, is frozen to the places and words that were drawn.
    """
    mine, usual = getattr(axis, which), getattr(reference, which)
    nothing: dict[str, Any] = {} if isinstance(usual.locator, NullLocator) else {"at": []}
    if isinstance(mine.locator, NullLocator):
        return nothing
    is_found_again = is_own(mine.locator, axis) or told_locator(mine.locator, axis) is not None
    as_usual = is_found_again and alike(mine.locator, usual.locator), alike(mine.formatter, usual.formatter)
    if all(as_usual):
        return {}
    places = np.asarray(getattr(axis, f"get_{which}ticklocs")())
    words = words_at(axis, which, places)
    found = {"locator": as_usual[0] or told_locator(mine.locator, axis)}
    if found["locator"] is None:
        if not len(places) and not mine.formatter.get_offset():
            return nothing
        found = {"at": plain.plain(places)}
    formatter = as_usual[1] or told_formatter(mine.formatter, mine.locator)
    if formatter is not None:
        found["formatter"] = formatter
        if words != reworded(found, usual, axis, which, places):
            formatter = None
    if formatter is None:
        found = {"at": plain.plain(places), "labels": words}
        if offset := mine.formatter.get_offset():
            found["offset"] = offset
    return {name: said for name, said in found.items() if said is not True}


def is_own(locator: Any, axis: Any) -> bool:
    """Say whether a locator looks at the room that its axis has, not at that of another with which it is shared."""
    return not isinstance(locator.axis, Axis) or locator.axis is axis


def words_at(axis: Any, which: str, places: Any) -> list[str]:
    """Return what the ticks say, as matplotlib last asked for it: to ask a user's own formatter may change it."""
    drawn = made_ticks(axis, which)[: len(places)]
    if [tick.get_loc() for tick in drawn] == list(places):
        return [tick.label1.get_text() for tick in drawn]
    return [str(word) for word in getattr(axis, which).formatter.format_ticks(places)]


def frozen_through(inverse: Any, axis: Any, found: dict[str, Any]) -> dict[str, Any]:
    """Return the ticks of a secondary axis, frozen to the places on the axis beside it, which `inverse` finds."""
    frozen = {}
    for which in WHICH:
        places = np.asarray(getattr(axis, f"get_{which}ticklocs")())
        formatter = getattr(axis, which).formatter
        entry = {name: said for name, said in found.get(f"{which}_ticks", {}).items() if name in ("params", "parts")}
        entry |= {"at": plain.plain(np.asarray(inverse(places), dtype=float))} if len(places) else {"at": []}
        if len(places):
            entry["labels"] = words_at(axis, which, places)
            if offset := formatter.get_offset():
                entry["offset"] = offset
        frozen[f"{which}_ticks"] = entry
    return frozen


def told_locator(locator: Any, axis: Any) -> Plain:
    """Return what a recipe says of a locator; None if it is to be frozen."""
    try:
        said = tickers.told(locator)
    except REFUSALS:
        return None
    again = tickers.made(said)
    again.set_axis(axis)
    return said if np.array_equal(again(), locator()) else None


def told_formatter(formatter: Any, locator: Any) -> Plain:
    """Return what a recipe says of a formatter; None if it is to be frozen."""
    try:
        return tickers.told(formatter, locator)
    except REFUSALS:
        return None


def reworded(found: dict[str, Any], usual: Any, axis: Any, which: str, places: Any) -> list[str]:
    """Return what the ticks of `axis` will say once they are drawn as `found` tells."""
    locator = getattr(axis, which).locator
    if found.get("locator", True) is not True:
        locator = tickers.made(found["locator"])
        locator.set_axis(axis)
        locator()
    formatter = usual.formatter if found["formatter"] is True else tickers.made(found["formatter"], locator)
    before = formatter.axis
    formatter.set_axis(axis)
    words = [str(word) for word in formatter.format_ticks(places)]
    formatter.axis = before
    return words


def place(entry: dict[str, Any], axis: Any, which: str) -> None:
    """Let ticks be found and worded as an entry says."""
    if "at" in entry:
        locator = FixedLocator(entry["at"]) if entry["at"] else NullLocator()
        getattr(axis, f"set_{which}_locator")(locator)
    if "locator" in entry:
        getattr(axis, f"set_{which}_locator")(tickers.made(entry["locator"]))
    if "labels" in entry:
        formatter = FixedFormatter(entry["labels"])
        formatter.set_offset_string(entry.get("offset", ""))
        getattr(axis, f"set_{which}_formatter")(formatter)
    if "formatter" in entry:
        locator = getattr(axis, which).locator
        getattr(axis, f"set_{which}_formatter")(tickers.made(entry["formatter"], locator))


def differing_params(axis: Any, reference: Any, which: str) -> Style:
    """Return the tick parameters that differ from those of `reference`, and set them there."""
    params = new_in(axis.get_tick_params(which), reference.get_tick_params(which))
    set_params(reference, which, params)
    if made_ticks(axis, which):
        size = new_in(sizes(axis, which), sizes(reference, which))
        set_params(reference, which, size)
        params |= size
    return dict(sorted(params.items()))


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


def differing_parts(axis: Any, reference: Any, which: str) -> dict[str, Any]:
    """Return the style that was set on the ticks themselves: one for all, or a list with that of each."""
    ticks = made_ticks(axis, which)
    if not ticks or isinstance(getattr(axis, which).locator, NullLocator):
        return {}
    found: dict[str, Any] = {}
    for part in PARTS:
        properties = properties_of(axis, part)
        usual = part_of(ticks_of(reference, which)[0], part)
        if not isinstance(axis, axis3d.Axis):
            refuse_moved(ticks, usual, part)
        first = state_of(part_of(ticks[0], part), properties)
        is_usual = same(first, state_of(usual, properties))
        style = {} if is_usual else differences(part_of(ticks[0], part), usual, properties)
        others = [tick for tick in ticks[1:] if not same(state_of(part_of(tick, part), properties), first)]
        if any(differences(part_of(tick, part), usual, properties) for tick in others):
            if in_wedge(axis) or isinstance(axis, axis3d.Axis):
                raise Unsupported("its ticks, each of its own style")
            number = len(getattr(axis, f"get_{which}ticklocs")())
            found[part] = [
                differences(part_of(tick, part), part_of(reference._get_tick(which == "major"), part), properties)
                for tick in ticks[:number]
            ]
        elif style and in_wedge(axis):
            raise Unsupported("the style of its ticks, which are made anew in a wedge")
        elif style:
            found[part] = style
    return found


def state_of(part: Any, properties: tuple[Property, ...]) -> list[Any]:
    """Return what tells a part of a tick from that of another: most are alike, and soon told so."""
    attributes = vars(part)
    state = [*telling(tuple(attributes))(attributes), plain.label(part.get_label())]
    if (marker := attributes.get("_marker")) is not None:
        state += MARKER(marker)
    if (font := attributes.get("_fontproperties")) is not None:
        state.append(vars(font))
    state += [prop.get(part) for prop in properties if prop in ACROSS.values()]
    return state


@cache
def telling(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what takes those attributes of a part of a tick, of all it has, that tell how it looks."""
    return itemgetter(*(name for name in names if name not in WHEREABOUTS))


def same(state: list[Any], other: list[Any]) -> bool:
    """Say whether two states are the same."""
    try:
        return state == other
    except ValueError:  # of arrays, which are not the same one
        return repr(state) == repr(other)


def set_parts(axis: Any, which: str, parts: dict[str, Any]) -> None:
    """Set the style of ticks that `differing_parts` returned."""
    for part, style in parts.items():
        properties = properties_of(axis, part)
        if isinstance(style, dict):
            for tick in ticks_of(axis, which):
                apply(style, part_of(tick, part), properties)
        else:
            for tick, one in zip(getattr(axis, f"get_{which}_ticks")(len(style)), style, strict=True):
                apply(one, part_of(tick, part), properties)


def part_of(tick: Any, part: str) -> Any:
    """Return a part of a tick, or itself."""
    return tick if part == "tick" else getattr(tick, part)


def properties_of(axis: Any, part: str) -> tuple[Property, ...]:
    """Return the properties of a part of the ticks of an axis, but for those that it sets anew on every draw."""
    if isinstance(axis, axis3d.Axis):
        left_out = IN_SPACE.get(part, ())
    elif isinstance(axis, ThetaAxis | RadialAxis) and part.startswith("label"):
        left_out = ("rotation", *ALIGNMENT) if in_wedge(axis) else ("rotation",)
    else:
        return (*PARTS[part], ACROSS[axis.axis_name]) if part.startswith("label") else PARTS[part]
    return tuple(prop for prop in PARTS[part] if prop.name not in left_out)


def in_wedge(axis: Any) -> bool:
    """Say whether an axis is that of the radii of polar axes that do not show all angles."""
    if not isinstance(axis, RadialAxis):
        return False
    low, high = axis.axes.get_xlim()
    return not np.isclose(abs(high - low), 2 * np.pi, rtol=0, atol=1e-13)


def refuse_moved(ticks: list[Any], usual: Any, part: str) -> None:
    """Raise Unsupported if the labels of ticks were moved by a transform of their own."""
    if part.startswith("label") and type(ticks[0]) in (XTick, YTick):
        place = shift(usual)
        if any(shift(getattr(tick, part)) != place for tick in ticks):
            raise Unsupported("its tick labels, which were moved")


def shift(label: Any) -> Any:
    """Return how far, in inches, a label stands from its tick."""
    last = getattr(label.get_transform(), "_b", None)
    return getattr(last, "_t", None)


def made_ticks(axis: Any, which: str) -> list[Any]:
    """Return the ticks that have been made so far; asking the axis outright would make one."""
    ticks: list[Any] = vars(axis).get(f"{which}Ticks", [])
    return ticks


def ticks_of(axis: Any, which: str) -> list[Any]:
    """Return the ticks that are there, at least one; all later ones are made after the first."""
    ticks: list[Any] = getattr(axis, f"{which}Ticks")
    return ticks
