"""Polar axes: x is the angle theta, in radians, and y the radius."""

from operator import attrgetter
from typing import Any

import numpy as np
from matplotlib.projections.polar import PolarAxes

from scitex_plt.errors import RecipeError
from scitex_plt.properties import named

VIEW = (
    named("theta_offset"),
    named("theta_direction"),
    named("rlabel_position"),
    named("rorigin", get=attrgetter("_originViewLim.locked_y0")),
)
"""Where theta is 0 (in radians from the east) and where it grows; where radii are written (in degrees); the radius
in the middle."""

MOST_TURNS = 1000


class BoundedTransform(PolarAxes.PolarTransform):  # type: ignore[misc]
    """The transform of polar axes, for lines of so many turns as can be drawn: each becomes arcs of its own."""

    def transform_path_non_affine(self, path: Any) -> Any:
        """Return the path in the plane.

        Raises
        ------
        RecipeError
            If it has too many turns.
        """
        if len(path) and path._interpolation_steps > 1:
            turns = np.nansum(np.abs(np.diff(path.vertices[:, 0]))) / (2 * np.pi)
            if not turns <= max(MOST_TURNS, len(path)):
                raise RecipeError(f"a line of {turns:.0e} turns around the middle is beyond what can be drawn")
        return super().transform_path_non_affine(path)


def bound_turns(axes: Any) -> None:
    """Let polar axes draw no line of more turns than can be drawn."""
    axes.transProjection.__class__ = BoundedTransform
