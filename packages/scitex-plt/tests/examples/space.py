"""Artists in three dimensions."""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from mpl_toolkits.mplot3d import art3d
from versions import drawn_later

from scitex_plt.artists.groups3d import Patches3D, Voxels, groups_among

GRID = np.meshgrid(np.linspace(0, 1, 4), np.linspace(0, 2, 5))
HEIGHT = GRID[0] * np.sin(GRID[1])
FLAGS = [np.array([(0, 0), (1, 0), (1, 1)]), np.array([(0, 0), (2, 0), (2, 1), (0, 3)])]
BEND = Path([(0, 0), (1, 2), (2, 0)], [1, 3, 3])


def stood(patch, stand=art3d.patch_2d_to_3d, **options):
    """Return a function that adds the patch that `patch` makes to axes, and stands it in space."""

    def draw(axes):
        made = axes.add_patch(patch())
        stand(made, **options)
        return made

    return draw


def several(make, **options):
    """Return a function that adds the collection that `make` makes to axes."""

    def draw(axes):
        axes.add_collection3d(make(), **options)
        return axes.collections[0]

    return draw


def group(make):
    """Return a function that makes the one group of artists that `make` adds to axes."""

    def draw(axes):
        make(axes)
        return next(groups_among(list(axes.get_children())))

    return draw


def faded(axes):
    surface = axes.plot_surface(*GRID, HEIGHT, color="r", edgecolor="k")
    surface.set_alpha(0.3)
    return surface


def moved(artist):
    artist.set_transform(Affine2D().scale(2) + artist.axes.transAxes)
    return artist


CUBES = np.arange(8).reshape(2, 2, 2) != 3

LENGTHS = "lines in space must all have as many points"

EXAMPLES = {
    "contours3d": [
        lambda axes: axes.contour(*GRID, HEIGHT, levels=[0.1, 0.4, 0.9, 7], linestyles="--", linewidths=2, alpha=0.7),
        drawn_later(
            "contours take no label",
            lambda axes: axes.contourf(*GRID, HEIGHT, zdir="x", offset=-1, cmap="magma", label="hills"),
        ),
    ],
    "line3d": [
        lambda axes: axes.plot([0.1, 1, 2], [1, 2, 3], [3, 4, 5], label="path")[0],
        lambda axes: axes.plot([0, 1], [1, np.nan], zs=7, zdir="x", color="r", marker="s", ls="--", zorder=9)[0],
        lambda axes: axes.plot([], [], [])[0],
    ],
    "lines3d": [
        lambda axes: axes.plot_wireframe(*GRID, HEIGHT, color="r", label="net"),
        lambda axes: axes.quiver([0, 1], [0, 1], [0, 1], 1, 2, 3, colors=["r", (0.1, 0.2, 0.3, 0.4)]),
        drawn_later(
            LENGTHS,
            several(
                lambda: LineCollection(FLAGS, linewidths=[1, 2], linestyles="--", array=[1, 2], cmap="magma"), zs=3
            ),
        ),
    ],
    "patch3d": [
        stood(lambda: Circle((0, 0), 1, fc="r", alpha=0.3, label="disc"), z=2, zdir="x"),
        lambda axes: axes.bar([1, 2], [3, 4], zs=1, zdir="y", hatch="/")[0],
    ],
    "patches3d": [
        group(lambda axes: axes.bar(range(6), range(1, 7), zs=1, zdir="y", color=list("rgbcmy"), alpha=0.8)),
        group(lambda axes: axes.bar(range(6), range(1, 7), zs=1, zdir="x")),
    ],
    "path3d": [
        stood(lambda: PathPatch(BEND, fc="none", lw=2), stand=art3d.pathpatch_2d_to_3d, z=2, zdir="y"),
        stood(lambda: PathPatch(Path([(0, 0), (1, 1)])), stand=art3d.pathpatch_2d_to_3d),
    ],
    "polygons3d": [
        lambda axes: axes.plot_surface(*GRID, HEIGHT, cmap="viridis", vmin=0.1, label="wave"),
        lambda axes: axes.plot_surface(*GRID, HEIGHT, color="g", alpha=0.5, antialiased=False),
        lambda axes: axes.bar3d([0, 1], [0, 1], 0, 1, 1, [1, 2], color=["r", "b"], zsort="max"),
        lambda axes: axes.fill_between([0, 1, 2], 0, [1, 2, 1], [0, 1, 2], 1, 0, facecolor="0.5"),
        several(lambda: PolyCollection(FLAGS, facecolors=["r", "g"], edgecolors="k", linewidths=[1, 2]), zs=[1, 2]),
        lambda axes: axes.add_collection3d(art3d.Poly3DCollection([np.eye(3)], facecolors="none", closed=False)),
        faded,
    ],
    "scatter3d": [
        lambda axes: axes.scatter([1, 2], [3, 4], [5, 6], label="cells"),
        lambda axes: axes.scatter([3, 1, 2], [3, 4, 0], [5, 6, 7], s=[5, 6, 7], c=list("rgb"), depthshade=False, lw=3),
        lambda axes: axes.scatter(
            [3, 1], [3, 4], zs=0.1, zdir="y", c=[0.2, 0.5], norm="log", marker="^", alpha=[0.1, 1]
        ),
        lambda axes: axes.scatter([], [], []),
    ],
    "text3d": [
        lambda axes: axes.text(1, 2, 3, "word"),
        lambda axes: axes.text(1, 2, 3, "line", zdir=(1, 0.5, 0), color="r", fontsize=7),
    ],
}

EXAMPLES |= {
    "tricontours3d": [
        lambda axes: axes.tricontour(*(side.ravel() for side in (*GRID, HEIGHT)), levels=3),
        lambda axes: axes.tricontourf(*(side.ravel() for side in (*GRID, HEIGHT)), levels=3),
    ],
    "voxels": [
        group(lambda axes: axes.voxels(CUBES, facecolors=np.where(CUBES, "r", "b"), edgecolor="k")),
        group(lambda axes: axes.voxels(CUBES, facecolors=np.random.default_rng(0).random((2, 2, 2, 4)), shade=False)),
    ],
}

REFUSED = {kind: [] for kind in EXAMPLES} | {
    "line3d": [lambda axes: moved(axes.plot([0, 1], [0, 1], [0, 1])[0])],
    "contours3d": [
        lambda axes: axes.contourf(*GRID, HEIGHT, extend="max", levels=3),
        lambda axes: axes.contourf(*GRID, HEIGHT, hatches=["/"]),
    ],
    "lines3d": [drawn_later(LENGTHS, several(lambda: LineCollection(FLAGS, hatch="x")))],
    "polygons3d": [
        lambda axes: axes.plot_surface(*GRID, HEIGHT, color="r", hatch="/"),
        several(lambda: PolyCollection([*FLAGS, *FLAGS], facecolors=["r", "g", "b"])),
    ],
    "patches3d": [lambda axes: Patches3D([*axes.bar([1], [2]), *axes.bar([1], [2], lw=3)], label="")],
    "text3d": [lambda axes: moved(axes.text(0, 0, 0, "word"))],
    "voxels": [
        lambda axes: Voxels([axes.bar3d(0, 0, 0, 1, 1, 1), axes.bar3d(0, 0, 0, 1, 1, 1, zorder=9, lw=3)], label="")
    ],
}

PROJECTIONS = dict.fromkeys(EXAMPLES, "3d")
