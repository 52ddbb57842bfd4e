"""Straight lines in curved axes: drawn straight on the page, or along the axes in so many steps."""

from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon, Rectangle, StepPatch
from matplotlib.path import Path

from scitex_plt import projections
from scitex_plt.errors import RecipeError
from scitex_plt.values.plain import Unsupported

MOST = 10_000


def bent(artist: Any, axes: Any) -> dict[str, int]:
    """Return in how many steps the lines of an artist follow the axes; nothing if they are drawn straight.

    Raises
    ------
    Unsupported
        If the lines of a rectangle are straight: all rectangles of a process share one path, and with it the steps.
    """
    path = path_of(artist) if projections.is_curved(axes) else None
    if path is None:
        return {}
    steps: int = path._interpolation_steps  # type: ignore[attr-defined]
    if steps == 1 and isinstance(artist, Rectangle):
        raise Unsupported("how its lines are bent")
    return {} if steps == 1 else {"interpolated": steps}


def bend(artist: Any, said: dict[str, Any]) -> None:
    """Let the lines of an artist follow the axes in as many steps as `bent` told."""
    if "interpolated" in said:
        if not 1 <= int(said["interpolated"]) <= MOST:
            raise RecipeError(f"interpolated {said['interpolated']!r}: expected 1 to {MOST} steps")
        path = path_of(artist)
        if path is not None:
            path._interpolation_steps = int(said["interpolated"])  # type: ignore[attr-defined]


def path_of(artist: Any) -> Path | None:
    """Return the path of an artist that it keeps, and that may be bent; collections tell of theirs themselves."""
    bendable = isinstance(artist, Line2D | PathPatch | Polygon | Rectangle | StepPatch)
    return artist.get_path() if bendable else None
