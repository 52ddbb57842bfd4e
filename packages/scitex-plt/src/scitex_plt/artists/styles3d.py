"""What collections in three dimensions look like, beside their points."""

from operator import attrgetter
from typing import Any

import numpy as np

from scitex_plt.artists.collection_style import linestyles, numbers, one_or_many, set_linestyles
from scitex_plt.artists.images import MAPPED
from scitex_plt.properties import COMMON, Property, Style, named
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain

CLIPPED = named(
    "axlim_clip",
    get=lambda artist: getattr(artist, "_axlim_clip", False),
    set=lambda artist, value: setattr(artist, "_axlim_clip", value),
)
"""Whether what lies beyond the limits of the axes is left out; the older matplotlib is, the less it is asked."""

SHARED: tuple[Property, ...] = (
    *(prop for prop in COMMON if prop.name != "alpha"),
    named("alpha", numbers),
    named("linewidth", numbers, get=attrgetter("_us_lw")),
    Property("linestyle", linestyles, set_linestyles),
    named("capstyle"),
    named("joinstyle"),
    named("antialiased", one_or_many, get=attrgetter("_antialiaseds")),
    CLIPPED,
)
"""The properties of all collections."""


def told(properties: tuple[Property, ...], axes: Any) -> tuple[Property, ...]:
    """Return the properties that a recipe tells: zorder is left out where the axes find it on every draw."""
    if axes.computed_zorder:
        return tuple(prop for prop in properties if prop.name != "zorder")
    return properties


def mapped(collection: Any) -> tuple[Property, ...]:
    """Return the properties of a colour map, if the collection has numbers to map."""
    return () if collection.get_array() is None else MAPPED


def rgba(value: Any) -> Plain:
    """Return rows of a colour's four numbers as text, or the one that all are."""
    rows = np.atleast_2d(np.asarray(value, dtype=float))
    if not rows.size:
        return "none"
    if (rows == rows[0]).all():
        return plain.color(tuple(rows[0].tolist()))
    hexed = np.round(rows * 255)
    if not np.array_equal(hexed / 255, rows):
        return [" ".join(map(repr, row)) for row in rows.tolist()]
    return ["#" + bytes(row).hex() for row in hexed.astype(np.uint8)]


def original(value: Any) -> Plain:
    """Return colours as they were set."""
    return (
        rgba(value)
        if isinstance(value, np.ndarray) and value.ndim == 2 and value.shape[1] == 4
        else plain.colors(value)
    )


def columns_of_each(style: Style, series: Series, names: tuple[str, ...], count: int) -> None:
    """Move to columns what each of several members has of its own; fewer values than members are taken in turn."""
    for name in names:
        value = style.get(name)
        if isinstance(value, list) and len(value) == count:
            series.add(name, style.pop(name))


def style_of_each(points: Points | None, names: tuple[str, ...]) -> Style:
    """Return what each of several members has of its own."""
    style: Style = {}
    for name in names:
        if points is not None and name in points:
            cells = points.text(name)
            while cells and not cells[-1]:
                cells.pop()
            style[name] = cells if name.endswith("color") else [float(cell or "nan") for cell in cells]
    return style


def write_values(series: Series, collection: Any) -> None:
    """Add the column of the numbers behind the colours, if there are any."""
    if (array := collection.get_array()) is not None:
        series.add("value", np.ma.filled(np.ma.asarray(array, dtype=float), np.nan).ravel())


def read_values(collection: Any, points: Points | None, count: int) -> None:
    """Give a collection the numbers behind its colours."""
    if points is not None and "value" in points:
        collection.set_array(np.ma.masked_invalid(points.numbers("value")[:count]))
