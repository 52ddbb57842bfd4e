"""Contours that stand in space, as lines or filled: those of grids and those of triangles."""

from typing import Any

import numpy as np
from matplotlib import cbook
from matplotlib.collections import LineCollection
from matplotlib.contour import ContourSet, QuadContourSet
from matplotlib.path import Path
from matplotlib.tri._tricontour import TriContourSet
from mpl_toolkits.mplot3d import art3d

from scitex_plt.artists.images import MAPPED
from scitex_plt.artists.styles3d import SHARED, original, told
from scitex_plt.artists.vertices3d import read_points, refuse_other_coordinates, whole, write_points
from scitex_plt.properties import Property, Style, apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain
from scitex_plt.values.plain import Unsupported

stood: Any = cbook._make_class_factory(art3d.Collection3D, "{}3D")  # type: ignore[attr-defined]

QuadContourSet3D: type[Any] = stood(QuadContourSet)
TriContourSet3D: type[Any] = stood(TriContourSet)

PROPERTIES = (
    *SHARED,
    Property(
        "facecolor",
        lambda contours: original(contours._original_facecolor),
        lambda contours, value: contours.set_facecolor(plain.to_color(value)),
    ),
    Property(
        "edgecolor",
        lambda contours: original(contours._original_edgecolor),
        lambda contours, value: contours.set_edgecolor(plain.to_color(value)),
    ),
)

LEFT = ("label", "zorder")
"""What contours have that lines have not, unless somebody set it."""


def extract(contours: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of contours; their points go to `series`, with the number of their level from 0."""
    refuse_other_coordinates(contours, axes)
    if contours.extend != "neither" or any(hatch is not None for hatch in contours.hatches):
        raise Unsupported("its hatches, or what lies beyond its levels")
    if contours.labelTexts:
        raise Unsupported("its labels")
    places: list[Any] = [
        np.ma.filled(np.ma.asarray(found, dtype=float), np.nan) for found, _ in contours._3dverts_codes
    ]
    codes = [code for _, code in contours._3dverts_codes]
    if any(code is None and len(found) for found, code in zip(places, codes, strict=True)):
        raise Unsupported("the codes of its lines")
    write_points(series, axes, np.concatenate(places))
    series.add("level", np.repeat(np.arange(len(places)), list(map(len, places))))
    series.add("code", np.concatenate([code for code in codes if code is not None]).astype(int))
    entry: dict[str, Any] = {
        "levels": plain.plain(np.asarray(contours.levels, dtype=float)),
        "values": plain.plain(np.asarray(contours.get_array(), dtype=float)),
    }
    if contours.filled:
        entry["filled"] = True
    reference = LineCollection([])
    reference.set_array([])
    if style := differences(contours, reference, told(PROPERTIES, axes) + MAPPED):
        entry["style"] = style
    return entry


def redraw_as(kind: type[Any]) -> Any:
    """Return the function that redraws contours of that type."""

    def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> Any:
        """Add the contours that `entry` describes to `axes`."""
        levels, filled = entry["levels"], entry.get("filled", False)
        found = read_points(points, axes)
        number = whole(points, "level") if points is not None else np.empty(0, dtype=int)
        codes = whole(points, "code").astype(Path.code_type) if points is not None else np.empty(0, Path.code_type)
        axes.auto_scale_xyz(*found.T, axes.has_data())
        layers = [(found[number == level], codes[number == level]) for level in range(len(levels) - filled)]
        lines = [[place[:, :2]] if len(place) else [] for place, _ in layers]
        kinds = [[code] if len(code) else [] for _, code in layers]
        contours: Any = ContourSet(axes, levels, lines, kinds, filled=filled)
        contours.__class__ = kind
        contours._3dverts_codes = layers
        contours.set_array(entry["values"])
        usual = LineCollection([])
        style: Style = {prop.name: prop.get(usual) for prop in PROPERTIES if prop.name not in LEFT}
        style = {name: value for name, value in style.items() if value is not None}
        apply(style | entry.get("style", {}), contours, PROPERTIES + MAPPED)
        return contours

    return redraw


def look(contours: Any) -> Style:
    """Return what a legend shows of contours: nothing, as it has none of them."""
    return {}


KINDS = {"contours3d": QuadContourSet3D, "tricontours3d": TriContourSet3D}
"""Kind in a recipe → type."""
