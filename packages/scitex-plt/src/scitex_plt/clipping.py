"""Where artists are cut off: a recipe knows the frame of their axes alone."""

from typing import Any

import numpy as np

from scitex_plt.plain import Unsupported


def refuse_other_clipping(artist: Any, axes: Any) -> None:
    """Raise Unsupported if `artist` is cut off by anything but the frame of `axes`."""
    box, path = artist.get_clip_box(), artist.get_clip_path()
    framed = box is None or np.allclose(box.extents, axes.bbox.extents)
    if artist.get_clip_on() and (path is not None or not framed):
        raise Unsupported("its clip path")
