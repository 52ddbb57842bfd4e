"""Small artists in a drawing area, measured in points: what stands beside the words of a legend, and in boxes.

They are told by the rows of the artist table, their numbers in the recipe itself: they are no data.
"""

from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.collections import PathCollection
from matplotlib.colors import is_color_like, to_rgba
from matplotlib.offsetbox import DrawingArea
from matplotlib.patches import Patch
from mpl_toolkits.mplot3d.art3d import Path3DCollection

from scitex_plt.errors import ColumnError, RecipeError
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.table import Table
from scitex_plt.values import plain
from scitex_plt.values.plain import Unsupported


def rows() -> Any:
    """Return the table of artists, which holds those made of samples, too: it is imported late."""
    from scitex_plt import artists

    return artists


class Area:
    """A drawing area as the rows know axes: something with coordinates, to which artists are added."""

    name = "rectilinear"

    def __init__(self, area: DrawingArea, transform: Any = None) -> None:
        self.area = area
        self.transData = area.get_transform() if transform is None else transform
        self.transAxes = self.transFigure = self.dpi_scale_trans = None
        self.figure = self
        self.xaxis = self.yaxis = None
        self.add_line = self.add_patch = self.add_collection = self.add_text = partial(self.add)
        self.add_artist = self.add_text

    def add(self, artist: Any, **options: Any) -> Any:
        """Add an artist."""
        if not artist.is_transform_set():
            artist.set_transform(self.transData)
        self.area.add_artist(artist)
        return artist

    def convert_xunits(self, values: Any) -> Any:
        """Return places as they are."""
        return values

    convert_yunits = convert_xunits

    def get_xaxis_transform(self) -> None:
        """Return nothing: an area has no axis."""

    get_yaxis_transform = get_xaxis_transform


class Inline(Table):
    """Columns that stand in the recipe itself."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.path, self.taken = Path("the recipe"), 0
        texts = {
            name: pd.Series(["" if cell is None or cell != cell else str(cell) for cell in cells], dtype=object)
            for name, cells in columns.items()
        }
        self.frame = pd.DataFrame(texts).fillna("")


def base_of(sample: Any, area: DrawingArea) -> Any:
    """Return the transform of a sample that is the area's; None if it has another."""
    for name in ("_transform", "_offset_transform"):
        transform = getattr(sample, name, None)
        parts = getattr(transform, "_a", None), getattr(transform, "_b", None)
        if parts[0] is area.dpi_transform and parts[1] is area.offset_transform:
            return transform
    return None


def sample_entry(sample: Any, area: DrawingArea) -> dict[str, Any]:
    """Return what a recipe says of an artist in a drawing area.

    Raises
    ------
    Unsupported
        If it cannot be told.
    """
    row = rows().BY_TYPE.get(PathCollection if type(sample) is Path3DCollection else type(sample))
    if row is None or not isinstance(sample, Artist):
        raise Unsupported("its entries for artists that have no row")
    if sample.get_clip_on() and (sample.get_clip_box() is not None or sample.get_clip_path() is not None):
        raise Unsupported("what cuts off its entries")
    series = Series("")
    try:
        said = row.extract(sample, Area(area, base_of(sample, area)), series)
    except AttributeError as cause:
        raise Unsupported("its entries, which need axes") from cause
    if series.kinds:
        raise Unsupported("the units of its entries")
    entry: dict[str, Any] = {row.kind: plain.label(sample.get_label())}
    if series.columns:
        entry["data"] = {part: plain.plain(cells(values)) for part, values in series.columns.items()}
    entry.update(said)
    if isinstance(sample, Patch):
        style, usual = entry.get("style", {}), Patch()
        for name, color in own_colors(sample).items():
            if name in style or color != plain.color(getattr(usual, f"_{name}")):
                entry["style"] = style = style | {name: color}
    return entry


def cells(values: Any) -> list[Any]:
    """Return what a column holds, None where there is no number: one that is none is unlike itself."""
    return [None if value != value else value for value in values]


def own_colors(patch: Any) -> dict[str, Any]:
    """Return the colours in which a patch is drawn that are not those it was set to: handlers of legends do so."""
    found = {}
    opacities = {"edgecolor": patch.get_alpha(), "facecolor": patch.get_alpha() if patch.get_fill() else 0}
    for name, opacity in opacities.items():
        drawn, was_set = getattr(patch, f"_{name}"), getattr(patch, f"_original_{name}", None)
        if was_set is None or not is_color_like(was_set) or to_rgba(was_set, opacity) != to_rgba(drawn):
            found[name] = plain.color(drawn)
    return found


def drawn_as(area: DrawingArea) -> list[Any]:
    """Return how the artists in a drawing area look in the end, whatever they were told."""
    found = []
    for sample in area.get_children():
        names = ["_edgecolor", "_facecolor"]
        if isinstance(sample, Patch) and sample.get_hatch():
            names.append("_hatch_color")
        colors = [getattr(sample, name, None) for name in names]
        found.append([rows().BY_TYPE[type(sample)].look(sample), [plain.color(color) for color in colors]])
    return found


def redraw_sample(entry: dict[str, Any], area: DrawingArea) -> Any:
    """Add an artist that `sample_entry` told to a drawing area."""
    known = rows().BY_KIND
    row = next((known[key] for key in entry if key in known), None)
    if row is None:
        raise RecipeError(f"no artist has the keys {', '.join(entry)}")
    points = None
    try:
        if "data" in entry:
            names = {"data": {part: part for part in entry["data"]}, "points": max(map(len, entry["data"].values()))}
            points = Points(Inline(entry["data"]), names)
        return row.redraw(entry, Area(area), points)
    except ColumnError as cause:
        raise RecipeError(str(cause)) from cause
    except AttributeError as cause:
        raise RecipeError(f"a {row.kind} needs axes: {cause}") from cause


def samples_of(area: DrawingArea) -> list[dict[str, Any]]:
    """Return what a recipe says of all artists in a drawing area."""
    return [sample_entry(sample, area) for sample in area.get_children()]
