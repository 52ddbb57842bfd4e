"""Where artists are cut off: by the frame of their axes, as usual, by nothing, by their outline, or by a path."""

from typing import Any

import numpy as np
from matplotlib.patches import Patch
from matplotlib.transforms import Transform, TransformedPatchPath, TransformedPath

from scitex_plt.coordinates import system_of, transform_of
from scitex_plt.drawings.packing import pack_path, unpack_path
from scitex_plt.values.plain import Plain, Unsupported

NOTHING = "none"
OUTLINE = "outline"


def clip_of(artist: Any, owner: Any) -> Plain:
    """Return what cuts an artist off; None if that is the frame of its axes, or if it is not cut off at all.

    Raises
    ------
    Unsupported
        If it is a box or a path that cannot be told.
    """
    box, path = artist.get_clip_box(), artist._clippath
    if not artist.get_clip_on() or not hasattr(owner, "transData"):
        if path is not None and artist.get_clip_on():
            raise Unsupported("its clip path")
        return None
    if path is not None and not is_frame(path, owner):
        if box is not None and not np.allclose(box.extents, owner.bbox.extents):
            raise Unsupported("its clip box")
        if is_outline(path, artist):
            said: dict[str, Any] = {"path": OUTLINE}
        else:
            said = {"path": pack_path(path_of(path)), "in": system_of(base_of(path), owner)}
        return said if box is None else {**said, "box": True}
    if box is None and path is None:
        return NOTHING
    if box is not None and not np.allclose(box.extents, owner.bbox.extents):
        raise Unsupported("its clip box")
    return None


def is_frame(path: TransformedPath, axes: Any) -> bool:
    """Say whether a clip path is the frame of axes."""
    return isinstance(path, TransformedPatchPath) and path._patch is axes.patch  # type: ignore[attr-defined]


def is_outline(path: TransformedPath, artist: Any) -> bool:
    """Say whether a clip path is the outline of the patch that it cuts off, as for the bars of seaborn's objects."""
    return (
        isinstance(artist, Patch)
        and type(path) is TransformedPath
        and np.array_equal(path_of(path).vertices, artist.get_path().vertices)
        and base_of(path) == artist.get_transform()
    )


def path_of(path: TransformedPath) -> Any:
    """Return a clip path in the coordinates that `base_of` starts from."""
    if not isinstance(path, TransformedPatchPath):
        return path._path  # type: ignore[attr-defined]
    patch = path._patch  # type: ignore[attr-defined]
    return patch.get_patch_transform().transform_path(patch.get_path())


def base_of(path: TransformedPath) -> Transform:
    """Return the transform of a clip path."""
    if not isinstance(path, TransformedPatchPath):
        return path._transform  # type: ignore[attr-defined,no-any-return]
    return path._patch.get_data_transform()  # type: ignore[attr-defined,no-any-return]


def cut(artist: Any, clip: Any, owner: Any) -> None:
    """Cut an artist off as `clip_of` told: by the frame of its axes, unless it says more."""
    if hasattr(owner, "transData") and artist.get_clip_box() is None and artist._clippath is None:
        artist.set_clip_path(owner.patch)
    if clip is None:
        return
    if clip == NOTHING or not clip.get("box"):
        artist.set_clip_box(None)
    artist.set_clip_path(None)
    if clip == NOTHING:
        return
    if clip["path"] == OUTLINE:
        artist.set_clip_path(artist.get_path(), artist.get_transform())
    else:
        artist.set_clip_path(unpack_path(clip["path"]), transform_of(clip["in"], owner))
