"""Patches."""

import numpy as np
from matplotlib import patches
from matplotlib.path import Path
from versions import drawn_later

BEND = Path([(0, 0), (1, 2), (2, 0)], [1, 3, 3])
CURVE = Path([(0, 0), (1, 2), (2, 0), (0, 0)], [1, 3, 3, 79])


def added(patch):
    """Return a function that adds the patch that `patch` makes to axes."""
    return lambda axes: axes.add_patch(patch())


def hook(axes):
    """Add the circle that is known as `A.hook` in the tests."""
    return axes.add_patch(patches.Circle((0.5, 0.5), 0.2, fc="c", ec="r"))


HOOKS = {"shadow": hook}

EXAMPLES = {
    "annulus": [
        added(lambda: patches.Annulus((1, 2), 3, 1, fc="y")),
        added(lambda: patches.Annulus((1, 2), (3, 2), 1, angle=30, hatch="x")),
    ],
    "arc": [added(lambda: patches.Arc((1, 2), 3, 4, angle=10, theta1=20, theta2=200, linestyle="--", lw=2))],
    "arrow": [lambda axes: axes.arrow(0, 0, 1, 2, width=0.1, head_starts_at_zero=True, shape="left", fc="r")],
    "block arrow": [added(lambda: patches.Arrow(0.1, 0.2, 0.3, 0.4, width=0.5, ec="r"))],
    "box": [
        added(lambda: patches.FancyBboxPatch((0, 0), 1, 2, boxstyle="round4,pad=0.1,rounding_size=0.3", fc="none")),
        added(lambda: patches.FancyBboxPatch((0, 0), 1, 2, boxstyle="sawtooth", mutation_scale=3, mutation_aspect=2)),
    ],
    "circle": [added(lambda: patches.Circle((1, 2), 3, hatch="//", ec="g", clip_on=False))],
    "circle of corners": [added(lambda: patches.CirclePolygon((0, 0), 1, resolution=9, alpha=0.3))],
    "ellipse": [added(lambda: patches.Ellipse((1, 2), 3, 4, angle=30, fill=False))],
    "fancy arrow": [
        added(lambda: patches.FancyArrowPatch((0, 0), (1, 1), arrowstyle="-|>,head_length=0.6", mutation_scale=20)),
        added(lambda: patches.FancyArrowPatch((0, 0), (1, 1), arrowstyle="<->", connectionstyle="arc3,rad=0.4")),
        added(lambda: patches.FancyArrowPatch(path=BEND, arrowstyle="fancy", shrinkA=0)),
    ],
    "path": [
        added(lambda: patches.PathPatch(CURVE, fc=(0.1, 0.2, 0.3, 0.4), lw=0, capstyle="round")),
        added(lambda: patches.PathPatch(Path([(0, 0), (1, 1)]), joinstyle="bevel")),
        added(lambda: patches.PathPatch(Path(np.empty((0, 2))))),
        lambda axes: axes.boxplot([[1, 2, 3, 9]], patch_artist=True, notch=True)["boxes"][0],
        lambda axes: axes.add_patch(patches.PathPatch(Path([(0, 0), (1, 0), (0, 0)], closed=True))),
    ],
    "polygon": [
        lambda axes: axes.fill([0, 1, 2], [0, 2, 0], "r", alpha=0.3, label="hill")[0],
        added(lambda: patches.Polygon([(0, 0), (1, 1), (2, 0)], closed=False, fill=False)),
        lambda axes: axes.fill(np.array(["2026-01-01", "2026-01-02"], dtype="datetime64"), [1, 2])[0],
        lambda axes: axes.hist([1, 2, 2, 3], histtype="step", bins=3)[2][0],
    ],
    "rectangle": [
        lambda axes: axes.axvspan(0.2, 0.4, color="0.5", label="span"),
        added(lambda: patches.Rectangle((0, 0), 1, 2, angle=30, rotation_point="center", ls=":")),
        added(lambda: patches.Rectangle((0, 0), 1, -2, angle=30, rotation_point=(1, 2), ec="none", zorder=9)),
        lambda axes: axes.axhspan(np.datetime64("2026-01-01"), np.datetime64("2026-02-01")),
    ],
    "regular polygon": [added(lambda: patches.RegularPolygon((1, 2), 5, radius=3, orientation=0.3))],
    "shadow": [
        lambda axes: axes.add_patch(patches.Shadow(axes.patches[0], 2, -3)),
        lambda axes: axes.add_patch(patches.Shadow(axes.patches[0], 1, 1, shade=0.2, zorder=5)),
    ],
    "steps": [
        lambda axes: axes.stairs([1, 2, 3], label="stairs"),
        lambda axes: axes.stairs([1, np.nan, 3], [0, 1, 3, 4], baseline=[0, 1, 0], fill=True, hatch="x"),
        lambda axes: axes.stairs([1, 2], baseline=None, orientation="horizontal"),
    ],
    "wedge": [
        added(lambda: patches.Wedge((0, 0), 1, 30, 120, width=0.4)),
        lambda axes: axes.pie([1, 2, 3], colors=["r", "g", "b"], explode=[0, 0.1, 0])[0][1],
    ],
}


def own_style(x, y, width, height, size):
    return Path([(x, y), (x + width, y + height)])


REFUSED = {kind: [] for kind in EXAMPLES} | {
    "box": [added(lambda: patches.FancyBboxPatch((0, 0), 1, 1, boxstyle=own_style))],
    "shadow": [lambda axes: axes.add_patch(patches.Shadow(patches.Circle((0, 0), 1), 1, 1))],
    "fancy arrow": [
        added(lambda: patches.FancyArrowPatch((0, 0), (1, 1), patchA=patches.Circle((0, 0), 1))),
        drawn_later(
            "patches have no edgegapcolor", added(lambda: patches.FancyArrowPatch((0, 0), (1, 1), edgegapcolor="r"))
        ),
    ],
}
