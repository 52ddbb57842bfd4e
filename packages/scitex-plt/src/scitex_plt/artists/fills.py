"""Areas between two curves, as of fill_between, stackplot and violins: one position and two values a row.

An area that no longer tells its curves (its ends were interpolated, say) is told by the corners of its polygons.
"""

from typing import Any

import numpy as np
from matplotlib import collections
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from scitex_plt.artists.collection_style import SIZED, refuse_unlike, style_of_columns
from scitex_plt.artists.collections import Family, is_unmoved, write_values
from scitex_plt.artists.member_paths import are_closed, axes_of
from scitex_plt.coordinates import system_of, transform_of
from scitex_plt.properties import apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.units import Numbers, converted, unit_of

FILL: Any = getattr(collections, "FillBetweenPolyCollection", None)
"""matplotlib's areas between curves; None before 3.10, whose areas are polygons."""

Curves = tuple[Numbers, Numbers, Numbers]

STEPPED = ("pre", "post")
"""The steps whose corners tell where the points were, without rounding."""


def extract(fill: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of an area; its curves, or else its corners, go to `series`."""
    entry: dict[str, Any] = {"along": fill.t_direction}
    if fill._step is not None:
        entry["step"] = fill._step
    if fill._interpolate:
        entry["interpolate"] = True
    curves = curves_of(fill)
    system = system_of(fill.get_transform(), axes)
    if curves is None or not is_unmoved(fill) or not is_separable(fill, curves, axes_of(axes, system)):
        return entry | POLYGONS.extract(fill, axes, series)
    if system != "data":
        entry["coordinates"] = system
    for name, values in zip(names_along(fill.t_direction), curves, strict=True):
        series.add_coordinates(name, values, axes_of(axes, system)[name[0]])
    write_values(fill, series, None, None)
    again = made(entry, curves)
    style = differences(fill, again, SIZED)
    refuse_unlike(fill, again)
    if style:
        entry["style"] = style
    return entry


def names_along(side: str) -> tuple[str, str, str]:
    """Return the columns of an area along x or y."""
    return ("x", "y1", "y2") if side == "x" else ("y", "x1", "x2")


def made(entry: dict[str, Any], curves: Curves) -> Any:
    """Return the area between two curves, without style."""
    masked = [np.ma.masked_invalid(values) for values in curves]
    fill = FILL(entry["along"], *masked, step=entry.get("step"))
    fill._interpolate = entry.get("interpolate", False)
    return fill


def curves_of(fill: Any) -> Curves | None:
    """Return position and two values of an area, with a row of blanks between separate regions.

    None if the polygons are not those that matplotlib makes of them.
    """
    paths = fill.get_paths()
    if fill._step not in (None, *STEPPED) or not are_closed(paths) or not all(map(len, paths)):
        return None
    regions: list[Numbers] = []
    for path in paths:
        if regions:
            regions.append(np.array([[regions[-1][-1, 0], np.nan, np.nan]]))
        regions.append(region_of(path, fill.t_direction, fill._step))
    rows = np.concatenate([*regions, np.empty((0, 3))])
    curves = rows[:, 0], rows[:, 1], rows[:, 2]
    again = made({"along": fill.t_direction, "step": fill._step}, curves).get_paths()
    same = len(again) == len(paths) and all(
        np.array_equal(one.vertices, other.vertices) for one, other in zip(paths, again, strict=True)
    )
    return curves if same else None


def region_of(path: Path, side: str, step: str | None) -> Numbers:
    """Return position and two values along one polygon: it runs along the first curve and back along the second."""
    corners = np.asarray(path.vertices)[:-1, :: 1 if side == "x" else -1]
    count = (len(corners) - 2) // 2
    first, second = corners[1 : count + 1], corners[: count + 1 : -1]
    rows = np.column_stack([first, second[: len(first), 1]])
    return rows if step is None else rows[::2]


def is_separable(fill: Any, curves: Curves, axes: dict[str, Any]) -> bool:
    """Say whether blanks can separate regions: among categories there is none."""
    across = axes["y" if fill.t_direction == "x" else "x"]
    return len(fill.get_paths()) < 2 or across is None or not isinstance(unit_of(across), list)


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> Any:
    """Add the area that `entry` describes to `axes`."""
    names = names_along(entry["along"])
    if points is None or names[0] not in points or names[1] not in points:
        return POLYGONS.redraw(entry, axes, points)
    x, one, other = (converted(points.coordinates(name), axes, name[0]) for name in names)
    fill = made(entry, (x, one, other))
    if "coordinates" in entry:
        fill.set_transform(transform_of(entry["coordinates"], axes))
    apply(entry.get("style", {}) | style_of_columns(points), fill, SIZED)
    return axes.add_collection(fill)


def empty(entry: dict[str, Any]) -> Any:
    """Return an area without curves."""
    fill = FILL(entry.get("along", "x"), *[np.ma.empty(0)] * 3)
    fill._step, fill._interpolate = entry.get("step"), entry.get("interpolate", False)
    return fill


def settle(fill: Any) -> None:
    """Tell an area how far its polygons reach."""
    corners = np.concatenate([*(path.vertices for path in fill.get_paths()), np.empty((0, 2))])
    fill._bbox = Bbox.null()
    fill._bbox.update_from_data_xy(corners[np.isfinite(corners).all(axis=1)])


POLYGONS = Family(FILL, empty, SIZED, member="polygon", settle=settle)
"""Areas by their corners."""
