"""The points of artists in three dimensions: columns x, y and z, and which of them belong together."""

from typing import Any

import numpy as np

from scitex_plt.coordinates import system_of
from scitex_plt.errors import ColumnError
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.units import Numbers
from scitex_plt.values.plain import Unsupported

SIDES = "xyz"


def refuse_other_coordinates(artist: Any, axes: Any) -> None:
    """Raise Unsupported if what an artist is projected to is not placed in the data of the axes."""
    if system_of(artist.get_transform(), axes) != "data":
        raise Unsupported("its transform")


def write_points(series: Series, axes: Any, points: Any) -> None:
    """Add the columns of points, an array of shape (n, 3)."""
    for side, values in zip(SIDES, np.transpose(points), strict=True):
        series.add_coordinates(side, values, getattr(axes, f"{side}axis"))


def read_points(points: Points | None, axes: Any) -> Numbers:
    """Return points as an array of shape (n, 3)."""
    if points is None:
        return np.empty((0, 3))
    columns = [getattr(axes, f"convert_{side}units")(points.coordinates(side)) for side in SIDES]
    return np.column_stack([np.asarray(column, dtype=float) for column in columns])


def as_points(x: Any, y: Any, z: Any) -> Numbers:
    """Return three coordinates as an array of shape (n, 3); what is masked is NaN."""
    filled: list[Any] = [np.ma.filled(np.ma.asarray(side, dtype=float), np.nan) for side in (x, y, z)]
    return np.stack(np.broadcast_arrays(*map(np.atleast_1d, filled)), axis=-1)


def write_groups(series: Series, axes: Any, groups: Any, name: str) -> None:
    """Add the columns of several groups of points, such as the corners of faces.

    Where points are shared they stand there once: then a column `corner` says which they are, from 0. A column called
    `name` says to which group a point, or a corner, belongs.
    """
    counts = [len(group) for group in groups]
    if 0 in counts:
        raise Unsupported(f"a {name} without points")
    points = joined(groups)
    number = np.repeat(np.arange(len(counts)), counts)
    found = np.ascontiguousarray(points).view(np.dtype((np.void, 24))).ravel()
    _, first, inverse = np.unique(found, return_index=True, return_inverse=True)
    if 2 * len(first) > len(points):
        write_points(series, axes, points)
        series.add(name, number)
        return
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    write_points(series, axes, points[first[order]])
    series.add(name, number)
    series.add("corner", place[inverse.ravel()])


def joined(groups: Any) -> Numbers:
    """Return all points of groups as an array of shape (n, 3); what is masked is NaN."""
    if not len(groups):
        return np.empty((0, 3))
    masked = isinstance(groups, np.ma.MaskedArray) or any(isinstance(group, np.ma.MaskedArray) for group in groups)
    points = groups if isinstance(groups, np.ndarray) else (np.ma if masked else np).concatenate(groups)
    return np.ma.filled(np.ma.asarray(points, dtype=float), np.nan).reshape(-1, 3)


def read_groups(points: Points | None, axes: Any, name: str) -> list[Numbers]:
    """Return groups of points, each an array of shape (n, 3)."""
    if points is None:
        return []
    found = read_points(points, axes)
    number = whole(points, name)
    if "corner" in points:
        corner = whole(points, "corner")
        if len(corner) and (corner.min() < 0 or corner.max() >= len(found)):
            raise ColumnError(f"{points.table.path}: column {points.names['corner']!r}: expected 0 to {len(found) - 1}")
        found = found[corner]
    else:
        found = found[: len(number)]
    return np.split(found, np.flatnonzero(np.diff(number)) + 1) if len(found) else []


def whole(points: Points, part: str) -> Any:
    """Return a column of whole numbers, as far as it goes."""
    numbers = points.numbers(part)
    numbers = numbers[: 1 + int(np.flatnonzero(~np.isnan(numbers)).max(initial=-1))]
    if not np.array_equal(numbers, np.round(numbers)):
        raise ColumnError(f"{points.table.path}: column {points.names[part]!r}: expected whole numbers, in every row")
    return numbers.astype(int)
