"""The paths of collections: as columns where they are the data, or as text where they are a shape that moves.

In columns each row is one point, and each path has a number, or another value of its own (the level of a contour).
Where all are straight lines between two points, each row is one of them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.path import Path

from scitex_plt.coordinates import System, is_data
from scitex_plt.drawings.packing import CODES, LETTERS, pack_path, unpack_path
from scitex_plt.errors import RecipeError
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.units import Numbers, converted
from scitex_plt.values.plain import Unsupported

ENDS = ("x1", "y1", "x2", "y2")
"""The columns of straight lines between two points."""

Starts = np.ndarray[Any, np.dtype[np.intp]]


def steps_of(paths: Sequence[Any], axes: Any) -> dict[str, Any]:
    """Return in how many steps each line is bent along axes that are not straight.

    Raises
    ------
    Unsupported
        If some lines have more than others.
    """
    found = set() if axes.name == "rectilinear" else {path._interpolation_steps for path in paths}
    if len(found) > 1:
        raise Unsupported("its paths, bent along the axes in different steps")
    return {} if found <= {1} else {"steps": found.pop()}


def take_steps(paths: Sequence[Any], entry: dict[str, Any]) -> None:
    """Let paths be bent in as many steps as `steps_of` said."""
    if "steps" in entry:
        for path in paths:
            path._interpolation_steps = entry["steps"]


def axes_of(owner: Any, system: System) -> dict[str, Any]:
    """Return for x and y the axis along which numbers of a system are data; None if they are not."""
    return {side: getattr(owner, f"{side}axis") if is_data(system, side) else None for side in "xy"}


def are_segments(paths: Sequence[Any]) -> bool:
    """Say whether all paths are straight lines between two points."""
    return all(path.codes is None and len(path.vertices) == 2 for path in paths)


def write_segments(paths: Sequence[Any], series: Series, axes: dict[str, Any]) -> None:
    """Write straight lines between two points to columns."""
    ends = np.array([path.vertices for path in paths]).reshape(-1, 4)
    for name, values in zip(ENDS, ends.T, strict=True):
        series.add_coordinates(name, values, axes[name[0]])


def read_segments(points: Points | None, owner: Any) -> list[Path]:
    """Return the straight lines that `write_segments` wrote."""
    if points is None:
        return []
    ends = [converted(points.coordinates(name), owner, name[0]) for name in ENDS]
    return [Path(corners) for corners in np.column_stack(ends).reshape(-1, 2, 2)]


def are_closed(paths: Sequence[Any]) -> bool:
    """Say whether every path is a polygon that ends where it starts."""
    return all(is_closed(path) for path in paths)


def is_closed(path: Any) -> bool:
    """Say whether a path is a polygon that ends where it starts."""
    codes, vertices = path.codes, np.asarray(path.vertices)
    if codes is None:
        return len(vertices) == 0
    return (
        len(codes) > 1
        and codes[0] == Path.MOVETO
        and codes[-1] == Path.CLOSEPOLY
        and bool((codes[1:-1] == Path.LINETO).all())
        and np.array_equal(vertices[0], vertices[-1], equal_nan=True)
    )


def closed_path(corners: Any) -> Path:
    """Return a polygon that ends where it starts."""
    return Path(np.concatenate([corners, corners[:1]]), closed=True)


def write_paths(
    paths: Sequence[Any], series: Series, axes: dict[str, Any], member: str, values: Any
) -> tuple[dict[str, Any], Starts]:
    """Write paths to columns.

    Parameters
    ----------
    paths : sequence of Path
        The paths.
    series : Series
        The columns to fill: `member`, x, y, and the command of each point, if it is neither a line nor a polygon.
    axes : dict
        Side → axis.
    member : str
        The name of the column which tells paths apart.
    values : (n,) array
        What stands in that column, for each path.

    Returns
    -------
    dict
        What the recipe says of the paths.
    (n,) array of int
        The row in which each path starts.
    """
    closed = bool(paths) and are_closed(paths)
    is_open = not closed and all(path.codes is None for path in paths)
    vertices = [np.asarray(path.vertices)[:-1] if closed and len(path) else np.asarray(path.vertices) for path in paths]
    lengths = np.array([len(each) for each in vertices], dtype=int)
    series.add(member, np.repeat(values, lengths))
    x, y = np.concatenate([*vertices, np.empty((0, 2))]).T
    series.add_coordinates("x", x, axes["x"])
    series.add_coordinates("y", y, axes["y"])
    if not closed and not is_open:
        series.add("command", commands(paths))
    return {"closed": True} if closed else {}, np.cumsum(lengths) - lengths


def commands(paths: Sequence[Any]) -> list[str]:
    """Return for each point of all paths the letter of what is drawn there."""
    return [LETTERS[code] for path in paths for code in codes_of(path)]


def codes_of(path: Any) -> list[int]:
    """Return the codes of a path, also where it leaves them out."""
    if path.codes is not None:
        return np.asarray(path.codes).tolist()  # type: ignore[no-any-return]
    return [int(Path.MOVETO), *[int(Path.LINETO)] * (len(path) - 1)] if len(path) else []


def read_paths(entry: dict[str, Any], points: Points | None, owner: Any, member: str, values: Any) -> list[Path]:
    """Return the paths that `write_paths` wrote, one for each of the values; those that have no rows are empty."""
    paths = [Path(np.empty((0, 2)))] * len(values)
    if points is None or not len(points.numbers(member)):
        return paths
    numbers = points.numbers(member)
    vertices = np.column_stack([converted(points.coordinates(side), owner, side) for side in "xy"])
    codes = codes_of_commands(points) if "command" in points else None
    places = {float(value): place for place, value in enumerate(values)}
    starts = starts_in(numbers)
    for start, stop in zip(starts, [*starts[1:], len(numbers)], strict=True):
        if float(numbers[start]) not in places:
            raise RecipeError(f"no {member} {numbers[start]:g}: expected one of those in the recipe")
        points_of_it = vertices[start:stop]
        if codes is not None:
            path = Path(points_of_it, codes[start:stop])
        elif entry.get("closed"):
            path = closed_path(points_of_it)
        else:
            path = Path(points_of_it)
        paths[places[float(numbers[start])]] = path
    return paths


def starts_in(numbers: Numbers) -> list[int]:
    """Return the rows in which the number of the path changes."""
    return [0, *(1 + np.flatnonzero(numbers[1:] != numbers[:-1])).tolist()] if len(numbers) else []


def codes_of_commands(points: Points) -> Any:
    """Return a column of letters as codes."""
    letters = points.text("command")
    if unknown := sorted(set(letters) - set(CODES)):
        raise RecipeError(f"no command {unknown[0]!r}: expected one of {' '.join(sorted(CODES))}")
    return np.array([CODES[letter] for letter in letters], dtype=Path.code_type)


def pack_shapes(paths: Sequence[Any]) -> list[str]:
    """Return shapes as text."""
    return [pack_path(path) for path in paths]


def unpack_shapes(texts: Sequence[str]) -> list[Any]:
    """Return the shapes that `pack_shapes` wrote; each polygon is closed at the point where it started."""
    return [closed_at_start(unpack_path(text)) for text in texts]


def closed_at_start(path: Any) -> Any:
    """Return a path whose polygons are closed at the points where they started."""
    if path.codes is None:
        return path
    vertices: Any = path.vertices
    start = np.maximum.accumulate(np.where(path.codes == Path.MOVETO, np.arange(len(path.codes)), 0))
    closing = path.codes == Path.CLOSEPOLY
    vertices[closing] = vertices[start][closing]
    return path
