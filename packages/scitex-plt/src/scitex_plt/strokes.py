"""Dashes and sketched waves, counted before they are drawn: matplotlib draws any number, in C, where nothing stops it.

How many there are is seen only here: dashes are as long as their line is wide, and a line may lead anywhere.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from scitex_plt.errors import RecipeError

MOST = 10_000_000
"""Of dashes and waves, all together in one call of the renderer."""

CURVES = (Path.CURVE3, Path.CURVE4)


METHODS = ("draw_path", "draw_path_collection")


@contextmanager
def counted(renderer: Any) -> Iterator[None]:
    """Raise RecipeError, within the block, at what would be drawn with more dashes, or waves, than can be drawn."""

    def one(gc: Any, path: Path, transform: Any, rgbFace: Any = None) -> None:
        if period := shortest(renderer, gc, [gc.get_dashes()], [gc.get_linewidth()]):
            refuse_countless(renderer, [(path, transform)], period, filled=rgbFace is not None or gc.get_hatch())
        usual("draw_path")(gc, path, transform, rgbFace)

    def many(gc: Any, transform: Any, paths: Any, transforms: Any, offsets: Any, *others: Any, **options: Any) -> None:
        _, facecolors, edgecolors, linewidths, linestyles, *_ = others
        if len(edgecolors) and (period := shortest(renderer, gc, linestyles, linewidths)):
            drawn = list(placed(paths, transforms, transform))
            filled = len(facecolors) or gc.get_hatch()
            refuse_countless(renderer, drawn, period / max(1, len(offsets) / max(1, len(drawn))), filled=filled)
        usual("draw_path_collection")(gc, transform, paths, transforms, offsets, *others, **options)

    usual, own = unbound(renderer), vars(renderer)
    before = {name: own[name] for name in METHODS if name in own}
    own.update(zip(METHODS, (one, many), strict=True))
    try:
        yield
    finally:
        for name in METHODS:
            del own[name]
        own.update(before)


def unbound(renderer: Any) -> Callable[[str], Any]:
    """Return name → method of a renderer; of one that hands on to another, that of whichever it is then."""
    if isinstance(renderer, MixedModeRenderer):
        return lambda name: getattr(renderer._renderer, name)
    return {name: getattr(renderer, name) for name in METHODS}.__getitem__


def shortest(renderer: Any, gc: Any, linestyles: Sequence[Any], linewidths: Sequence[float]) -> float | None:
    """Return after how many pixels the first of some patterns, or a wave, begins anew; None if all lines are plain."""
    periods = []
    if any(dashes is not None for _, dashes in linestyles):
        for (_, dashes), width in zip(*cycled(linestyles, linewidths), strict=True):
            if dashes is not None and width:
                periods.append(renderer.points_to_pixels(float(np.sum(dashes))))
    if gc.get_sketch_params() is not None:
        periods.append(1.0)  # a sketched line is cut into pieces of a pixel
    return max(min(periods), 1e-300) if periods else None


def cycled(*lists: Sequence[Any]) -> list[list[Any]]:
    """Return lists of properties as long as the longest: the shorter ones are gone through again."""
    number = max(map(len, lists)) if all(map(len, lists)) else 0
    return [[values[which % len(values)] for which in range(number)] for values in lists]


def placed(paths: Any, transforms: Any, then: Any) -> Iterator[tuple[Path, Any]]:
    """Yield each path of a collection, and where it is drawn but for its offset."""
    for number in range(max(len(paths), len(transforms))):
        own = Affine2D(np.asarray(transforms[number % len(transforms)])) if len(transforms) else Affine2D()
        if len(paths):
            yield paths[number % len(paths)], own + then


def refuse_countless(renderer: Any, drawn: list[tuple[Path, Any]], period: float, *, filled: Any) -> None:
    """Raise RecipeError if there are more than MOST periods along all paths."""
    number = sum(length(renderer, path, transform, filled=filled) for path, transform in drawn) / period
    if not number <= MOST:
        raise RecipeError(f"a line of {number:.0e} dashes or waves is beyond what can be drawn")


def length(renderer: Any, path: Path, transform: Any, *, filled: Any) -> float:
    """Return about how long a path is, in pixels: straight lines are cut at the edge of the picture if that is all."""
    with np.errstate(all="ignore"):
        corners = transform.transform(path.vertices)
        corners = corners[np.isfinite(corners).all(axis=1)]
        if not (filled or (path.codes is not None and np.isin(path.codes, CURVES).any())):
            corners = corners.clip(0, renderer.get_canvas_width_height())
        return float(2 * np.ptp(corners, axis=0).sum()) if len(corners) else 0.0
