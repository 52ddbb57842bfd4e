"""Patches that stand somewhere in space: Patch3D and PathPatch3D."""

from typing import Any

import numpy as np
from matplotlib.patches import Patch
from matplotlib.path import Path
from mpl_toolkits.mplot3d.art3d import Patch3D, PathPatch3D

from scitex_plt.artists import patches
from scitex_plt.artists.styles3d import CLIPPED, told
from scitex_plt.artists.vertices3d import as_points, read_points, write_points
from scitex_plt.coordinates import system_of
from scitex_plt.properties import apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values.plain import Unsupported

PROPERTIES = (*patches.PROPERTIES, CLIPPED)


def extract(patch: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `patch`; its corners go to `series`."""
    if system_of(patch.get_data_transform(), axes) != "data":
        raise Unsupported("its transform")
    write_points(series, axes, as_points(*zip(*patch._segment3d, strict=True)))
    style = differences(patch, fresh(), told(PROPERTIES, axes))
    return {"style": style} if style else {}


def extract_path(patch: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of a patch with a path; its points, and what each is, go to `series`."""
    entry = extract(patch, axes, series)
    if patch._code3d is not None:
        series.add("code", np.asarray(patch._code3d, dtype=int))
    return entry


def fresh() -> Any:
    """Return a patch without corners; matplotlib makes one of another patch."""
    patch: Any = Patch()
    patch.__class__ = Patch3D
    return patch


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> Patch3D:
    """Add the patch that `entry` describes to `axes`."""
    found = read_points(points, axes)
    patch = fresh()
    patch.set_3d_properties(found[:, :2], found[:, 2])
    added: Patch3D = placed(patch, found, entry, axes)
    return added


def redraw_path(entry: dict[str, Any], axes: Any, points: Points | None) -> PathPatch3D:
    """Add the patch with a path that `entry` describes to `axes`."""
    found = read_points(points, axes)
    codes = points.numbers("code").astype(Path.code_type) if points is not None and "code" in points else None
    patch = PathPatch3D(Path(found[:, :2], codes), zs=found[:, 2])
    added: PathPatch3D = placed(patch, found, entry, axes)
    return added


def placed(patch: Any, found: Any, entry: dict[str, Any], axes: Any) -> Any:
    """Add a patch to `axes`."""
    axes.auto_scale_xyz(*found.T, axes.has_data())
    apply(entry.get("style", {}), patch, PROPERTIES)
    return axes.add_patch(patch)


look = patches.look
