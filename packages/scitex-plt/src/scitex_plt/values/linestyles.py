"""Line styles of lines and patches: by name where that is what was drawn, else as an offset and lengths.

Dashes are scaled when they are set, under the rcParams of that moment; what counts is what came of it.
"""

from math import isclose
from typing import Any

import matplotlib
from matplotlib.lines import Line2D

from scitex_plt.properties import Property
from scitex_plt.values.plain import Plain, plain

SOLID = ("-", "None", "solid")
"""What has no dashes, however it is scaled."""


def linestyle(artist: Any) -> Plain:
    """Return the line style of a line or a patch, as it has to be set under the rcParams of now."""
    if artist.get_linestyle() in SOLID and artist._dash_pattern == (0, None):
        return plain(artist.get_linestyle())
    width, drawn = artist.get_linewidth(), plain(artist._dash_pattern)
    for style in (artist.get_linestyle(), artist._unscaled_dash_pattern):
        usual: Any = Line2D([], [], linewidth=width, linestyle=style)
        if plain(usual._dash_pattern) == drawn:
            return plain(style)
    offset, lengths = artist._dash_pattern
    scale = (matplotlib.rcParams["lines.scale_dashes"] and width) or 1
    if lengths and isclose(offset, sum(lengths)):  # what is left of a negative one that was next to nothing
        offset = 0.0
    return plain((offset / scale, lengths and [length / scale for length in lengths]))


def to_linestyle(value: Any) -> Any:
    """Return what `linestyle` returned as matplotlib takes it."""
    return tuple(value) if isinstance(value, list) else value


LINESTYLE = Property("linestyle", linestyle, lambda artist, value: artist.set_linestyle(to_linestyle(value)))
