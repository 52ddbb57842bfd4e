"""Text that stands somewhere in space: Text3D."""

from operator import attrgetter
from typing import Any

import numpy as np
from matplotlib.text import Text
from mpl_toolkits.mplot3d.art3d import Text3D

from scitex_plt.artists.styles3d import CLIPPED
from scitex_plt.artists.texts import STYLE
from scitex_plt.artists.vertices3d import refuse_other_coordinates
from scitex_plt.properties import apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain

PROPERTIES = (*STYLE, CLIPPED)

place_of = attrgetter("_x", "_y", "_z")


def extract(text: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `text`; it has no columns."""
    refuse_other_coordinates(text, axes)
    entry: dict[str, Any] = {"words": text.get_text(), "position": plain.plain([float(at) for at in place_of(text)])}
    if np.any(direction := np.asarray(text._dir_vec, dtype=float)):
        entry["direction"] = plain.plain(direction)
    if style := differences(text, Text(), PROPERTIES):
        entry["style"] = style
    return entry


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> Text3D:
    """Add the text that `entry` describes to `axes`."""
    direction = tuple(entry["direction"]) if "direction" in entry else None
    text: Text3D = axes.text(*entry["position"], entry["words"], zdir=direction)
    apply(entry.get("style", {}), text, PROPERTIES)
    return text
