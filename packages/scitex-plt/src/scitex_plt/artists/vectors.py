"""Vectors at places: arrows and their key, and wind barbs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import matplotlib
import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.quiver import Barbs, Quiver, QuiverKey
from matplotlib.text import Text

from scitex_plt.artists import scatters
from scitex_plt.artists.collection_style import SIZED, filled, look, refuse_unlike, style_of_columns, style_to_columns
from scitex_plt.artists.member_paths import axes_of
from scitex_plt.artists.texts import STYLE
from scitex_plt.coordinates import system_of, transform_of
from scitex_plt.errors import RecipeError
from scitex_plt.freshness import renewable
from scitex_plt.properties import Style, apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.units import Numbers, converted
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported

Columns = dict[str, Numbers]


@dataclass(frozen=True)
class Vectors:
    """One kind of vectors: how its options and its numbers are read, and how it is made from them."""

    type: type[PolyCollection]
    options: Callable[[Any], dict[str, Plain]]
    columns: Callable[[Any], Columns]
    """The numbers of each vector; x, y, u and v are among them."""
    make: Callable[[Any, dict[str, Any], Columns], Any]
    """(axes, entry, columns) → vectors, not in the axes yet."""

    def extract(self, vectors: Any, axes: Any, series: Series) -> dict[str, Any]:
        """Return what a recipe says of vectors; their numbers go to `series`."""
        system = system_of(vectors.get_offset_transform(), axes)
        entry: dict[str, Any] = self.options(vectors)
        if system != "data":
            entry["coordinates"] = system
        if is_single(vectors):
            entry["precision"] = "single"
        columns = self.columns(vectors)
        for name, values in columns.items():
            series.add_coordinates(name, values, axes_of(axes, system).get(name))
        some = few(columns)
        with renewable() as spare:
            again = self.make(spare.renewed(), entry, {name: each[some] for name, each in columns.items()})
            style = differences(vectors, again, scatters.properties_of(vectors, SIZED))
            refuse_unlike(vectors, again)
            if self.type is Barbs and not same_corners(paths_of(vectors, columns, some), again.get_paths()):
                raise Unsupported("its lines, which are not those of its vectors")
        if style := style_to_columns(style, series, len(columns["x"])):
            entry["style"] = style
        return entry

    def redraw(self, entry: dict[str, Any], axes: Any, points: Points | None) -> Any:
        """Add the vectors that `entry` describes to `axes`."""
        if points is None:
            raise RecipeError("vectors without data")
        columns = {
            name: converted(points.coordinates(name), axes, name) if name in "xy" else points.numbers(name)
            for name in COLUMNS
            if name in points
        }
        made = self.make(axes, entry, columns)
        if "coordinates" in entry:
            made.set_offset_transform(transform_of(entry["coordinates"], axes))
        style = entry.get("style", {}) | style_of_columns(points)
        apply(style, made, scatters.properties_of(made, SIZED))
        return axes.add_collection(made)


COLUMNS = ("x", "y", "u", "v", "value", "angle", "flipped")
"""What vectors may have."""


def few(columns: Columns) -> Any:
    """Return the rows of some of the vectors: what holds for these holds for all."""
    return slice(None, None, 1 + len(columns["x"]) // 50)


def paths_of(barbs: Any, columns: Columns, some: Any) -> list[Any]:
    """Return the paths of some of the barbs; those without u or v have none."""
    shown = np.isfinite(columns["u"]) & np.isfinite(columns["v"])
    places = (np.cumsum(shown) - 1)[some][shown[some]]
    return [barbs.get_paths()[place] for place in places]


def is_single(vectors: Any) -> bool:
    """Say whether vectors are numbers of single precision, from which matplotlib finds other lines."""
    return all(np.ma.asarray(values).dtype == np.float32 for values in components(vectors))


def components(vectors: Any) -> Any:
    """Return u and v."""
    return (vectors.U, vectors.V) if isinstance(vectors, Quiver) else (vectors.u, vectors.v)


def same_corners(paths: Any, others: Any) -> bool:
    """Say whether paths have the same corners."""
    return len(paths) == len(others) and all(
        np.array_equal(one.vertices, other.vertices, equal_nan=True) for one, other in zip(paths, others, strict=True)
    )


def numbers_of(entry: dict[str, Any], columns: Columns) -> list[Any]:
    """Return x, y, u, v and perhaps values as matplotlib takes them."""
    kind = np.float32 if entry.get("precision") == "single" else np.float64
    numbers = [columns["x"], columns["y"], columns["u"].astype(kind), columns["v"].astype(kind)]
    return [*numbers, columns["value"]] if "value" in columns else numbers


ARROW = {
    "scale": None,
    "headwidth": 3,
    "headlength": 5,
    "headaxislength": 4.5,
    "minshaft": 1,
    "minlength": 1,
    "units": "width",
    "scale_units": None,
    "angles": "uv",
    "width": None,
    "pivot": "tail",
}
"""What arrows are told → what is usual."""


def arrow_options(arrows: Any) -> dict[str, Plain]:
    """Return what arrows were told, or found out when they were drawn, where that is unusual."""
    found = {name: getattr(arrows, name) for name in ARROW if name != "angles" or isinstance(arrows.angles, str)}
    return {name: plain.plain(value) for name, value in found.items() if value != ARROW[name]}


def arrow_columns(arrows: Any) -> Columns:
    """Return the numbers of arrows; a vector that is not drawn has none."""
    places = filled(arrows.get_offsets())
    if not np.array_equal(places, filled(arrows.XY), equal_nan=True):
        raise Unsupported("its places, which were moved")
    masked = np.broadcast_to(arrows.Umask, len(places))
    columns = {"x": places[:, 0], "y": places[:, 1]}
    for name, values in (("u", arrows.U), ("v", arrows.V)):
        columns[name] = np.where(masked, np.nan, values)
    if (array := arrows.get_array()) is not None:
        columns["value"] = np.broadcast_to(filled(array), len(places))
    if not isinstance(arrows.angles, str):
        columns["angle"] = np.broadcast_to(filled(arrows.angles).ravel(), len(places))
    return columns


def make_arrows(axes: Any, entry: dict[str, Any], columns: Columns) -> Any:
    """Return arrows."""
    options = {name: entry[name] for name in ARROW if name in entry}
    if "angle" in columns:
        options["angles"] = columns["angle"]
    return Quiver(axes, *numbers_of(entry, columns), **options)


BARB = {
    "pivot": ("_pivot", "tip"),
    "length": ("_length", 7),
    "sizes": ("sizes", {}),
    "fill_empty": ("fill_empty", False),
    "barb_increments": ("barb_increments", {}),
    "rounding": ("rounding", True),
}
"""What barbs are told → where they keep it, and what is usual."""


def barb_options(barbs: Any) -> dict[str, Plain]:
    """Return what barbs were told, where that is unusual."""
    found = {name: (getattr(barbs, kept), usual) for name, (kept, usual) in BARB.items()}
    return {name: plain.plain(value) for name, (value, usual) in found.items() if value != usual}


def barb_columns(barbs: Any) -> Columns:
    """Return the numbers of barbs; a barb that is not drawn has no u or v."""
    columns = {name: filled(getattr(barbs, name)).ravel() for name in "xyuv"}
    shown = np.isfinite(columns["u"]) & np.isfinite(columns["v"])
    places = np.column_stack([columns["x"], columns["y"]])[shown]
    if not np.array_equal(places, filled(barbs.get_offsets()), equal_nan=True):
        raise Unsupported("its places, which were moved")
    if (array := barbs.get_array()) is not None:
        columns["value"] = np.full(len(shown), np.nan)
        columns["value"][shown] = filled(array)
    if np.any(barbs.flip):
        columns["flipped"] = np.broadcast_to(barbs.flip, len(shown)).astype(float)
    return columns


def make_barbs(axes: Any, entry: dict[str, Any], columns: Columns) -> Any:
    """Return barbs."""
    options = {name: entry[name] for name in BARB if name in entry}
    if "flipped" in columns:
        options["flip_barb"] = columns["flipped"] == 1
    return Barbs(axes, *numbers_of(entry, columns), **options)


KINDS: dict[str, Vectors] = {
    "arrows": Vectors(Quiver, arrow_options, arrow_columns, make_arrows),
    "barbs": Vectors(Barbs, barb_options, barb_columns, make_barbs),
}
"""Kind in a recipe → vectors."""

KEYED = ("X", "Y", "U", "angle", "labelpos")
"""What a key to arrows is told besides its words."""


def extract_key(key: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of a key to arrows; it has no columns."""
    if key.Q.axes is not axes:
        raise Unsupported("the arrows that it explains, which are in other axes")
    if matplotlib.__version_info__ < (3, 11):
        raise Unsupported("its arrow, which matplotlib 3.10 makes anew whenever it draws it")
    entry: dict[str, Any] = {name: plain.plain(getattr(key, name)) for name in KEYED}
    entry |= {
        "label": key.label,
        "coordinates": key.coord,
        "labelsep": key._labelsep_inches,
        "arrows of": arrow_options(key.Q),
        "color": plain.colors(key.color),
    }
    usual = Text(
        text=key.label, horizontalalignment=key.halign[key.labelpos], verticalalignment=key.valign[key.labelpos]
    )
    if key.text.get_text() != key.label:
        raise Unsupported("its words, which are not its label")
    if style := differences(key.text, usual, STYLE):
        entry["words"] = style
    vector = PolyCollection([])
    style = differences(key.vector, vector, scatters.properties_of(key.vector, SIZED))
    refuse_unlike(key.vector, vector)
    if key.vector.get_array() is not None:
        raise Unsupported("the values of its arrow")
    entry["vector"] = style
    if style := differences(key, made_key(entry, key.Q), COMMON_OF_KEY):
        entry["style"] = style
    return entry


COMMON_OF_KEY = tuple(
    prop for prop in scatters.PROPERTIES if prop.name in ("alpha", "gid", "rasterized", "visible", "zorder")
)
"""The style of a key as a whole."""


def made_key(entry: dict[str, Any], arrows: Any) -> QuiverKey:
    """Return a key to arrows."""
    options = {name: entry[name] for name in ("angle", "coordinates", "labelpos", "labelsep")}
    key: Any = QuiverKey(arrows, entry["X"], entry["Y"], entry["U"], entry["label"], **options)
    key.color = plain.to_color(entry["color"])
    apply(entry.get("words", {}), key.text, STYLE)
    key.vector = PolyCollection([])
    apply(entry["vector"], key.vector, SIZED)
    return key  # type: ignore[no-any-return]


def arrows_like(options: dict[str, Any], axes: Any) -> Any:
    """Return the arrows in axes that were told so; if there are none, arrows that are in no axes."""
    for one in axes.get_children():
        if type(one) is Quiver and arrow_options(one) == options:
            return one
    arrows: Any = Quiver(axes, [0.0], [0.0], [1.0], [1.0], **options)
    arrows.axes = axes
    arrows.set_figure(axes.get_figure(root=False))
    return arrows


def redraw_key(entry: dict[str, Any], axes: Any, points: Points | None) -> Any:
    """Add the key that `entry` describes to `axes`."""
    key = made_key(entry, arrows_like(entry["arrows of"], axes))
    apply(entry.get("style", {}), key, COMMON_OF_KEY)
    return axes.add_artist(key)


def look_of_key(key: Any) -> Style:
    """Return what a legend shows of a key."""
    return look(key.vector)
