"""The whole earth on a page: the projections Aitoff, Hammer, Lambert and Mollweide."""

from typing import Any

import numpy as np

from scitex_plt.properties import named
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain


def grid_ends(axes: Any) -> Plain:
    """Return the latitude at which the lines of longitude end, in degrees."""
    return float(np.rad2deg(axes._longitude_cap))


VIEW = (named("longitude_grid_ends", get=grid_ends),)


def center(axes: Any) -> dict[str, Any]:
    """Return the place, in radians, around which Lambert's projection shows the earth."""
    transform = axes.transProjection
    return {
        "center_longitude": plain.plain(float(transform._center_longitude)),
        "center_latitude": plain.plain(float(transform._center_latitude)),
    }
