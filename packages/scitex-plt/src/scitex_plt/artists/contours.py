"""Contours, lines or bands: the points of each level's lines, as they were found; labels on them are texts."""

from typing import Any

import numpy as np
from matplotlib.contour import ContourSet, QuadContourSet
from matplotlib.tri import TriContourSet

from scitex_plt.artists.collection_style import UNSIZED, refuse_unlike
from scitex_plt.artists.collections import is_unmoved
from scitex_plt.artists.member_paths import axes_of, read_paths, steps_of, take_steps, write_paths
from scitex_plt.coordinates import system_of, transform_of
from scitex_plt.freshness import renewable
from scitex_plt.properties import apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.tables.units import Numbers
from scitex_plt.values import plain
from scitex_plt.values.colormapping import colormap, to_colormap
from scitex_plt.values.norms import norm, to_norm
from scitex_plt.values.plain import Unsupported

KINDS: dict[str, type[ContourSet]] = {
    "contours": QuadContourSet,
    "contours of lines": ContourSet,
    "contours of triangles": TriContourSet,
}
"""Kind in a recipe → contours."""

HIDDEN = ("hatch", "hatch_linewidth", "hatchcolor")
"""What bands tell in another way: each has a hatch of its own."""


def extract(contours: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `contours`; their lines go to `series`."""
    if not is_unmoved(contours):
        raise Unsupported("its offsets")
    paths = contours.get_paths()
    entry = described(contours) | steps_of(paths, axes)
    system = system_of(contours.get_transform(), axes)
    if system != "data":
        entry["coordinates"] = system
    with renewable() as spare:
        entry |= styled(contours, made(entry, spare.renewed(), type(contours)))
    if any(map(len, paths)):
        said, _ = write_paths(paths, series, axes_of(axes, system), "level", values_of(contours))
        entry |= said
    return entry


def styled(contours: Any, again: Any) -> dict[str, Any]:
    """Return the ends and the style of `contours` that are not those of contours made again, and set them there.

    Raises
    ------
    Unsupported
        If the two differ in more than that.
    """
    entry: dict[str, Any] = {}
    if ends := ends_of(contours, again):
        entry |= ends
        color_ends(again, entry)
    if len(contours.get_paths()) != len(values_of(again)) or not np.array_equal(again.cvalues, contours.cvalues):
        raise Unsupported("its levels")
    if not np.array_equal(contours.get_array(), contours.cvalues):
        raise Unsupported("its values, which are not its levels")
    style = differences(contours, again, PROPERTIES)
    refuse_unlike(contours, again)
    alpha = contours.get_alpha()
    if not np.array_equal(contours.to_rgba(contours.cvalues, alpha), again.to_rgba(again.cvalues, alpha)):
        raise Unsupported("its colours")
    if style:
        entry["style"] = style
    return entry


PROPERTIES = tuple(prop for prop in UNSIZED if prop.name not in HIDDEN[1:])
"""The style of contours."""


def described(contours: Any) -> dict[str, Any]:
    """Return what makes contours besides their lines and their style."""
    entry: dict[str, Any] = {"levels": plain.plain(contours.levels)}
    if contours.filled:
        entry["filled"] = True
    if contours.extend != "neither":
        entry["extend"] = contours.extend
    if any(contours.hatches):
        entry["hatches"] = plain.plain(contours.hatches)
    entry["range"] = plain.plain([contours.zmin, contours.zmax])
    entry["reach"] = plain.plain([np.array(contours._mins, dtype=float), np.array(contours._maxs, dtype=float)])
    if contours.colors is None:
        return entry | {"cmap": colormap(contours.cmap), "norm": norm(contours.norm)}
    several = isinstance(contours.colors, str) and len(contours.colors) > 1 and set(contours.colors) <= set("bgrcmykw")
    return entry | {"colors": plain.colors(list(contours.colors) if several else contours.colors)}


def made(entry: dict[str, Any], axes: Any, kind: type[ContourSet]) -> Any:
    """Return the contours that `entry` describes, in axes, without lines and style."""
    levels: Numbers = np.array(entry["levels"], dtype=float)
    filled = entry.get("filled", False)
    options: dict[str, Any] = {"colors": plain.to_color(entry["colors"])} if "colors" in entry else mapping(entry)
    corners = np.array(entry["reach"], dtype=float)
    contours: Any = ContourSet(
        axes,
        levels,
        [[corners]] * (len(levels) - filled),
        filled=filled,
        extend=entry.get("extend", "neither"),
        hatches=entry.get("hatches", (None,)),
        **options,
    )
    contours.__class__ = kind
    contours.zmin, contours.zmax = entry["range"]
    color_ends(contours, entry)
    return contours


def ends_of(contours: Any, usual: Any) -> dict[str, Any]:
    """Return the colours below all bands and above them, where these are not the usual ones."""
    found: dict[str, Any] = {}
    if contours.colors is not None and contours.extend != "neither":
        for name in ("under", "over"):
            color, its = (getattr(each.cmap, f"get_{name}")() for each in (contours, usual))
            if not np.array_equal(color, its):
                found[name] = plain.color(color)
    return found


def color_ends(contours: Any, entry: dict[str, Any]) -> None:
    """Colour what is below all bands and above them as `ends_of` told."""
    ends = {name: plain.to_color(entry[name]) for name in ("under", "over") if name in entry}
    if ends:
        contours.set_cmap(contours.cmap.with_extremes(**ends))


def mapping(entry: dict[str, Any]) -> dict[str, Any]:
    """Return colour map and norm as matplotlib takes them."""
    return {"cmap": to_colormap(entry["cmap"]), "norm": to_norm(entry["norm"])}


def values_of(contours: Any) -> Numbers:
    """Return the level of each line, or the lower level of each band; the band below all has minus infinity."""
    lowers: Numbers = np.array(contours._levels[:-1] if contours.filled else contours.levels, dtype=float)
    if contours._extend_min and contours.filled:
        lowers[0] = -np.inf
    return lowers


def redraw(entry: dict[str, Any], axes: Any, points: Points | None, kind: type[ContourSet]) -> Any:
    """Add the contours that `entry` describes to `axes`."""
    contours = made(entry, axes, kind)
    contours._paths = read_paths(entry, points, axes, "level", values_of(contours))
    take_steps(contours._paths, entry)
    if "coordinates" in entry:
        contours.set_transform(transform_of(entry["coordinates"], axes))
    apply(entry.get("style", {}), contours, PROPERTIES)
    contours.update_scalarmappable()
    return contours
