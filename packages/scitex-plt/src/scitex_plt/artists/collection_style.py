"""The style of collections: of scatters, and of all other artists that are many of one kind.

What each member has of its own (colour, width, number on a colour map) is a column, if every member has it; what
all share is style. Colours are as they were set: alpha and colour map come on top.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import matplotlib
import numpy as np
from matplotlib.collections import Collection
from matplotlib.colors import to_rgba_array
from matplotlib.lines import Line2D

from scitex_plt.properties import COMMON, Property, Style, colored, named
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.units import Numbers
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported

NAMED_LINESTYLES: tuple[Any, ...] = ("-", "--", "-.", ":")


def one_or_many(values: Any) -> Plain:
    """Return a list of values, or the value itself where there is only one."""
    found = plain.plain(np.atleast_1d(np.ma.getdata(values)))
    return found[0] if isinstance(found, list) and len(found) == 1 else found


def numbers(values: Any) -> Plain:
    """Return a list of numbers, or the number itself where there is only one."""
    return None if values is None else one_or_many(np.ma.asarray(values, dtype=float))


def filled(values: Any) -> Numbers:
    """Return numbers with NaN for those that are masked."""
    return np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)


def linewidths(collection: Any) -> Any:
    """Return the line widths that are drawn, or the one that all are; what was set is not copied into legends."""
    drawn = np.atleast_1d(collection._linewidths)
    return drawn[:1] if len(drawn) and np.all(drawn == drawn[0]) else drawn


def patterns() -> list[tuple[str, Plain]]:
    """Return the line styles that have names, and their patterns under the rcParams of now."""
    made: list[tuple[str, Any]] = [(name, Line2D([], [], linestyle=name)) for name in NAMED_LINESTYLES]
    return [(name, plain.plain(line._unscaled_dash_pattern)) for name, line in made]


def linestyles(collection: Any) -> Plain:
    """Return the line styles: each by name where it has one, else as an offset and lengths.

    Dashes are scaled when they are set, under the rcParams of that moment; what counts is what came of it.
    """
    styles = collection._us_linestyles
    _, scaled = collection._bcast_lwls(linewidths(collection), styles)
    if plain.plain(scaled) != plain.plain(collection._linestyles):
        scaling = matplotlib.rcParams["lines.scale_dashes"]
        styles = [
            (
                offset / ((scaling and width) or 1),
                lengths and [length / ((scaling and width) or 1) for length in lengths],
            )
            for (offset, lengths), width in zip(collection._linestyles, collection._linewidths, strict=True)
        ]
    if all(lengths is None for _, lengths in styles):
        return "-" if len(styles) == 1 else ["-"] * len(styles)
    names = patterns()
    found = [next((name for name, its in names if its == one), one) for one in map(plain.plain, styles)]
    return found[0] if len(found) == 1 and isinstance(found[0], str) else found


def set_linestyles(collection: Any, value: Any) -> None:
    """Set line styles that `linestyles` returned."""
    if isinstance(value, str):
        collection.set_linestyle(value)
    else:
        collection.set_linestyle([one if isinstance(one, str) else (one[0], one[1]) for one in value])


def set_sizes(collection: Any, value: Any) -> None:
    """Set one area of all members, in points squared, or the area of each."""
    collection.set_sizes(np.atleast_1d(value) if value != [] else None)


def as_set(name: str) -> Callable[[Any], Any]:
    """Return a function that reads colours as they were set.

    Where nobody set any, that is None if rcParams of now give what is drawn, else what is drawn.
    """

    def read(collection: Any) -> Any:
        value = getattr(collection, f"_original_{name}")
        if value is None and collection.get_array() is None:
            drawn = getattr(collection, f"_{name}s")
            value = None if alike(drawn, USUAL[name](collection), collection.get_alpha()) else drawn
        return "none" if value is not None and len(value) == 0 else value

    return read


def alike(drawn: Any, usual: Any, alpha: Any) -> bool:
    """Say whether what is drawn is a usual colour."""
    if isinstance(drawn, str) or usual in ("edge", "face"):
        return isinstance(drawn, str) and drawn == usual
    return np.array_equal(drawn, to_rgba_array(usual, alpha))


def usual_edgecolor(collection: Any) -> Any:
    """Return the colour of edges that nobody set."""
    shown = matplotlib.rcParams["patch.force_edgecolor"] or collection._edge_default or not collection.get_fill()
    return collection._get_default_edgecolor() if shown else "none"


USUAL: dict[str, Callable[[Any], Any]] = {
    "edgecolor": usual_edgecolor,
    "facecolor": lambda collection: collection._get_default_facecolor(),
    "hatchcolor": lambda collection: matplotlib.rcParams["hatch.color"],
}
"""Property → the colour where nobody set one."""

EACH = (
    named("alpha", numbers),
    Property("size", lambda collection: numbers(collection.get_sizes()), set_sizes),
    named("linewidth", numbers, get=lambda collection: linewidths(collection)),
    colored("facecolor", get=as_set("facecolor")),
    colored("edgecolor", get=as_set("edgecolor")),
)
"""The properties that a member may have of its own."""

HATCHED: tuple[Property, ...] = tuple(
    prop
    for prop in (
        named("hatch"),
        colored("hatchcolor", get=as_set("hatchcolor")),
        named("hatch_linewidth"),
    )
    if hasattr(Collection, f"set_{prop.name}")
)
"""What matplotlib lets one set of a hatch: the older it is, the less."""

SHARED: tuple[Property, ...] = (
    *(prop for prop in COMMON if prop.name != "alpha"),
    Property("linestyle", linestyles, set_linestyles),
    named("capstyle"),
    named("joinstyle"),
    named("antialiased", one_or_many, get=attrgetter("_antialiaseds")),
    named("urls"),
    *HATCHED,
)
"""The properties that are told of all members together."""

UNSIZED = (*SHARED, *(prop for prop in EACH if prop.name != "size"))
"""The properties of a collection whose members are as large as their paths."""

SIZED = (*SHARED, *EACH)
"""The properties of a collection whose members have areas in points."""


def style_to_columns(style: Style, series: Series, members: int, starts: Any = None) -> Style:
    """Move what each of so many members has of its own to columns; return the rest.

    Parameters
    ----------
    style : dict
        The style of all.
    series : Series
        The columns to fill.
    members : int
        How many there are.
    starts : (members,) array of int, optional
        The row in which each begins, where members have several.
    """
    rest: Style = {}
    for name, value in style.items():
        if name in NAMES_OF_EACH and isinstance(value, list) and len(value) == members:
            series.add(name, value if starts is None else spread(value, series, starts))
        else:
            rest[name] = value
    return rest


NAMES_OF_EACH = frozenset(prop.name for prop in EACH)


def spread(values: Any, series: Series, starts: Any) -> Any:
    """Return one value a member as a column: in the first row of each member, with blanks below."""
    length = max(map(len, series.columns.values()))
    is_text = isinstance(values[0], str)
    column: Any = np.full(length, "", dtype=object) if is_text else np.full(length, np.nan)
    column[starts] = values
    return column


def style_of_columns(points: Points | None, starts: Any = slice(None)) -> Style:
    """Return the style that the members have of their own; `starts` are the rows in which they begin."""
    if points is None:
        return {}
    return {
        prop.name: np.array(points.text(prop.name), dtype=object)[starts].tolist()
        if prop.name.endswith("color")
        else points.numbers(prop.name)[starts].tolist()
        for prop in EACH
        if prop.name in points
    }


def refuse_unlike(collection: Any, again: Any) -> None:
    """Raise Unsupported if a collection does not look as its style says, which is how `again` looks.

    Colours that are mapped from numbers are found when a figure is drawn; they are not compared.
    """
    names = ["linewidths", "antialiaseds"] if collection.get_array() is not None else [*DRAWN]
    for name in names:
        one, other = (getattr(each, f"_{name}") for each in (collection, again))
        if isinstance(one, str) != isinstance(other, str) or not np.array_equal(one, other):
            raise Unsupported(f"its {name}")
    if not all(same_dashes(*pair) for pair in zip(collection._linestyles, again._linestyles, strict=True)):
        raise Unsupported("its dashes")


DRAWN = ("antialiaseds", "edgecolors", "facecolors", "linewidths")
"""What is drawn of a collection, besides its paths and dashes."""


def same_dashes(one: Any, other: Any) -> bool:
    """Say whether two patterns of dashes are the same but for rounding."""
    if one[1] is None or other[1] is None:
        return one[1] is other[1]
    return len(one[1]) == len(other[1]) and np.allclose((one[0], *one[1]), (other[0], *other[1]), rtol=1e-12)


def look(collection: Any) -> Style:
    """Return what a legend shows of a collection."""
    colors = {"facecolor": collection.get_facecolor(), "edgecolor": collection.get_edgecolor()}
    return {name: plain.colors(value) if len(value) else "none" for name, value in colors.items()}
