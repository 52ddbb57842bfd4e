"""Straight lines in curved axes: drawn straight on the page, or along the axes in so many steps."""

from typing import Any

from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon, Rectangle, StepPatch
from matplotlib.path import Path

from scitex_plt import projections
from scitex_plt.errors import RecipeError
from scitex_plt.plain import Unsupported

MOST = 10_000


def bent(artist: Any, axes: Any) -> dict[str, int]:
    """Return in how many steps the lines of an artist follow the axes; nothing if they are drawn straight.

    Raises
    ------
    Unsupported
        If they differ among each other, or if the lines of a rectangle are straight: all rectangles of a process
        share one path, and with it the steps.
    """
    if not projections.is_curved(axes):
        return {}
    steps = {path._interpolation_steps for path in paths_of(artist)}  # type: ignore[attr-defined]
    if len(steps) > 1 or (isinstance(artist, Rectangle) and steps == {1}):
        raise Unsupported("how its lines are bent")
    return {"interpolated": int(*steps)} if steps - {1} else {}


def bend(artist: Any, said: dict[str, Any]) -> None:
    """Let the lines of an artist follow the axes in as many steps as `bent` told."""
    if "interpolated" in said:
        if not 1 <= int(said["interpolated"]) <= MOST:
            raise RecipeError(f"interpolated {said['interpolated']!r}: expected 1 to {MOST} steps")
        for path in paths_of(artist):
            path._interpolation_steps = int(said["interpolated"])  # type: ignore[attr-defined]


def paths_of(artist: Any) -> list[Path]:
    """Return the paths of an artist that it keeps, and that may be bent."""
    if isinstance(artist, Line2D | PathPatch | Polygon | Rectangle | StepPatch):
        return [artist.get_path()]
    if isinstance(artist, LineCollection | PolyCollection):
        return list(artist.get_paths())
    return []
