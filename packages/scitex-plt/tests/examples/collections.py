"""Collections, contours, vectors and lines without ends."""

import numpy as np
from matplotlib import collections, patches
from matplotlib.collections import (
    EllipseCollection,
    EventCollection,
    LineCollection,
    PatchCollection,
    PathCollection,
    PolyCollection,
)
from matplotlib.colors import FuncNorm, LogNorm
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.quiver import QuiverKey
from matplotlib.transforms import Affine2D
from versions import drawn_later

SQUARE = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
TRIANGLE = [(2.0, 0.0), (3.0, 0.0), (2.5, 2.0)]
X, Y = np.meshgrid(np.linspace(-2, 2, 9), np.linspace(-1, 1, 7))
PLACES = np.array([(0.0, 1.0), (1.0, 3.0), (2.5, 2.0)])


def added(make):
    """Return a function that adds the collection that `make` makes to axes."""
    return lambda axes: axes.add_collection(make(axes))


def lines(segments, **options):
    return added(lambda axes: LineCollection(segments, **options))


def polygons(corners, **options):
    return added(lambda axes: PolyCollection(corners, **options))


def many(several, **options):
    return added(lambda axes: PatchCollection(several, **options))


def shapes(kind, *args, **options):
    """Return a function that adds a collection of shapes at three places."""
    return added(lambda axes: kind(*args, offsets=PLACES, offset_transform=axes.transData, **options))


def elsewhere(axes):
    """Return a transform that no recipe tells."""
    return axes.transData + axes.transAxes.inverted()


def filled(axes):
    x = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
    return axes.fill_between(x, [1, 2, np.nan, 2, 1], -1, alpha=0.4, color="C2", label="band", hatch="//")


def interpolated(axes):
    x = np.array([0.0, 1.0, 2.0, 3.0])
    y = np.array([0.0, 2.0, -1.0, 3.0])
    return axes.fill_between(x, y, 0.5, where=y > 0.5, interpolate=True)


def key(axes, **options):
    arrows = axes.quiver([0, 1], [0, 1], [1, 2], [2, 1])
    return axes.quiverkey(arrows, 0.3, 0.9, 2, "2 m/s", **options)


def lone_key(axes):
    arrows = Figure().add_subplot().quiver([1, 2], [2, 1])
    return axes.add_artist(QuiverKey(arrows, 0.3, 0.9, 2, "2 m/s"))


def moved(axes):
    arrows = axes.quiver([0, 1], [0, 1], [1, 2], [2, 1])
    arrows.set_offsets([(3, 3), (4, 4)])
    return arrows


def moved_barbs(axes):
    barbs = axes.barbs([0, 1], [0, 1], [10, 20], [20, 10])
    barbs._offsets = barbs.get_offsets() + 1
    return barbs


def recolored(axes):
    contours = axes.contour(X, Y, X * Y)
    contours.set_array(contours.get_array() + 1)
    return contours


def bent_events(axes):
    events = EventCollection([1, 2])
    events._paths = [Path(SQUARE), Path(SQUARE)]
    return axes.add_collection(events)


KEYS = "it makes the arrow of a key anew whenever it draws it"

EXAMPLES = {
    "arrows": [
        lambda axes: axes.quiver([0, 1, 2], [0, 1, 0], [1, 2, np.nan], [2, 1, 1]),
        lambda axes: axes.quiver(X, Y, X, Y, X * Y, angles="xy", scale_units="xy", scale=2, pivot="mid", cmap="magma"),
        lambda axes: axes.quiver([0, 1], [0, 1], [1, 2], [2, 1], angles=[10, 20], color=["r", "b"], label="wind"),
    ],
    "asterisks": [shapes(collections.AsteriskPolygonCollection, 5, rotation=0.3, sizes=(50, 60, 70))],
    "barbs": [
        lambda axes: axes.barbs([0, 1, 2], [0, 1, 0], [10, 20, 60], [20, 10, 30]),
        lambda axes: axes.barbs(
            [0, 1, 2], [0, 1, 0], [10, 20, np.nan], [20, 10, 30], [1.0, 2.0, 3.0], length=8, flip_barb=[1, 0, 1]
        ),
        lambda axes: axes.barbs(
            [0], [0], [12], [5], flagcolor="r", barbcolor=["b"], fill_empty=True, sizes={"emptybarb": 0.2}
        ),
    ],
    "circles": [shapes(collections.CircleCollection, [40.0, 90.0, 20.0], facecolors=["r", "g", "b"])],
    "contours": [
        lambda axes: axes.contour(X, Y, X * Y),
        lambda axes: axes.contourf(X, Y, X * Y, levels=[-0.5, 0, 0.5], extend="both", cmap="magma", alpha=0.7),
        lambda axes: axes.contour(X, Y, X * Y, colors="k", linewidths=[1, 2], levels=4),
        lambda axes: axes.contourf(X, Y, X * Y, 3, colors=["r", "0.5", "b", "c"], hatches=["/", None]),
        lambda axes: axes.contour(X, Y, X, levels=[5, 6]),
        lambda axes: axes.contourf(X, Y, np.exp(X), norm=LogNorm(), levels=[0.1, 1, 10]),
    ],
    "contours of lines": [
        lambda axes: ContourSet(axes, [1, 2], [[np.array(SQUARE)], [np.array(TRIANGLE)]]),
        lambda axes: ContourSet(axes, [1, 2], [[np.array(SQUARE), np.array(TRIANGLE)]], filled=True, cmap="viridis"),
    ],
    "contours of triangles": [
        lambda axes: axes.tricontour(X.ravel(), Y.ravel(), (X * Y).ravel(), linestyles="--"),
        lambda axes: axes.tricontourf(X.ravel(), Y.ravel(), (X + Y).ravel()),
    ],
    "ellipses": [
        shapes(EllipseCollection, [10, 20, 30], [5, 5, 5], [0, 30, 45], units="points"),
        shapes(EllipseCollection, [1.0], [0.5], [33.3], units="xy", facecolors="none", edgecolors="g"),
    ],
    "endless line": [
        lambda axes: axes.axline((0, 1), slope=2, color="r"),
        lambda axes: axes.axline((0, 0.5), (1, 1), transform=axes.transAxes, ls="--"),
    ],
    "events": [
        lambda axes: axes.eventplot([3.0, 1.0, 2.0])[0],
        lambda axes: axes.add_collection(
            EventCollection([1, 2], orientation="vertical", lineoffset=3, linelength=0.5, color=["r", "b"])
        ),
        lambda axes: axes.eventplot([])[0],
    ],
    "fill": [
        filled,
        interpolated,
        lambda axes: axes.fill_betweenx([0, 1, 2], [1, 2, 3], [2, 2, 5], step="pre"),
        lambda axes: axes.fill_between([0, 1, 3], [1, 2, 3], step="mid", edgecolor="k"),
        lambda axes: axes.fill_between([0, 1], 0.2, 0.8, transform=axes.get_xaxis_transform(), where=[True, True]),
        lambda axes: axes.fill_between([], []),
    ],
    "lines": [
        lambda axes: axes.vlines([1, 2, 3], 0, [3, np.nan, 5], colors=["r", "g", (0.1, 0.2, 0.3)], lw=[1, 2, 3]),
        lines([SQUARE, TRIANGLE], linestyles=["--", (0, (1, 2, 3, 4))], array=[1.0, 2.0], cmap="magma"),
        lines([SQUARE, np.empty((0, 2)), TRIANGLE], colors="b", gapcolor="y", linestyle=":"),
        lines([]),
        added(
            lambda axes: LineCollection(
                [SQUARE], offsets=PLACES, offset_transform=axes.transData, transform=Affine2D().scale(9)
            )
        ),
        added(lambda axes: LineCollection([SQUARE, TRIANGLE], offsets=(3, 4), facecolors=["r", "none"])),
    ],
    "patches": [
        added(lambda axes: PatchCollection([patches.Circle((1, 1), 1), patches.Rectangle((0, 0), 1, 2)], alpha=[0, 1])),
        added(
            lambda axes: PatchCollection(
                [patches.Wedge((1, 1), 1, 0, 40)], match_original=True, transform=axes.transAxes
            )
        ),
    ],
    "polygons": [
        polygons([SQUARE, TRIANGLE], facecolors=["r", "b"], edgecolors="face", hatch="x"),
        polygons([SQUARE, TRIANGLE], closed=False, linewidths=[1, 2], array=[1, np.nan]),
        polygons([SQUARE, TRIANGLE], sizes=[4, 9], offsets=PLACES),
        lambda axes: axes.hexbin([0, 1, 2, 2], [0, 1, 0, 1], gridsize=4, label="hexagons"),
        lambda axes: axes.hexbin([1, 2, 3], [1, 10, 100], gridsize=3, yscale="log"),
    ],
    "quiver key": [
        drawn_later(KEYS, key),
        drawn_later(
            KEYS,
            lambda axes: key(axes, labelpos="E", coordinates="figure", color="r", labelcolor="g", angle=30, zorder=7),
        ),
    ],
    "regular polygons": [
        shapes(collections.RegularPolyCollection, 6, sizes=(80,), array=[1.0, 2.0, 3.0]),
        shapes(collections.RegularPolyCollection, 3, rotation=1, sizes=(80, 20), linestyles=":"),
    ],
    "stars": [
        shapes(collections.StarPolygonCollection, 5, sizes=(80,), edgecolors="k", facecolors=(0.1, 0.2, 0.3, 0.4))
    ],
}

EXAMPLES_OF_PATHS = [
    added(lambda axes: PathCollection([Path(SQUARE), Path.unit_circle()], facecolors=["r", "b"])),
    added(lambda axes: PathCollection([Path(SQUARE), Path(TRIANGLE)], sizes=[9], offsets=PLACES, transform=Affine2D())),
]

REFUSED = {
    "arrows": [moved, lambda axes: axes.quiver([0], [0], [1], [1], transform=elsewhere(axes))],
    "asterisks": [shapes(collections.AsteriskPolygonCollection, 5, array=[1.0])],
    "barbs": [moved_barbs],
    "circles": [shapes(collections.CircleCollection, [40.0], array=[1.0])],
    "contours": [recolored],
    "contours of lines": [
        lambda axes: ContourSet(
            axes, [1, 2], [[np.array(SQUARE)], [np.array(SQUARE)]], norm=FuncNorm((np.sort, np.sort))
        )
    ],
    "contours of triangles": [
        lambda axes: axes.tricontour(X.ravel(), Y.ravel(), (X * Y).ravel(), transform=elsewhere(axes))
    ],
    "ellipses": [shapes(EllipseCollection, [10], [5], [0], array=[1.0, 2.0])],
    "endless line": [lambda axes: axes.axline((0, 0), (1, 1), transform=elsewhere(axes))],
    "events": [bent_events],
    "fill": [lambda axes: axes.fill_between([0, 1], [0, 1], array=[1.0])],
    "lines": [
        lines([SQUARE, TRIANGLE], array=[1.0]),
        added(lambda axes: LineCollection([SQUARE], transform=elsewhere(axes))),
    ],
    "patches": [many([patches.Circle((0, 0))], array=[1.0, 2.0])],
    "polygons": [
        polygons([SQUARE], array=[1.0], norm=FuncNorm((np.sort, np.sort))),
        polygons([SQUARE], offset_transform=Affine2D()),
    ],
    "quiver key": [lone_key],
    "regular polygons": [shapes(collections.RegularPolyCollection, 6, array=[1.0])],
    "stars": [shapes(collections.StarPolygonCollection, 6, array=[1.0])],
}
