"""Lines, scatters and texts."""

from pathlib import Path

import numpy as np
from matplotlib import get_data_path
from matplotlib import pyplot as plt
from matplotlib.colors import FuncNorm, TwoSlopeNorm
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Circle
from matplotlib.projections.geo import HammerAxes
from matplotlib.transforms import Affine2D

EXAMPLES = {
    "line": [
        lambda axes: axes.plot([1, 2])[0],
        lambda axes: axes.plot([1, np.nan, 3], "s--r", ms=9, mfc="w", alpha=0.3, label="dashed", zorder=7)[0],
        lambda axes: axes.plot([0, 1], ls=(0, (3, 1)), marker=(5, 1), markevery=[0], clip_on=False)[0],
        lambda axes: axes.axhline(0.3, color=(0.1, 0.2, 0.3, 0.4)),
        lambda axes: axes.plot([], [], drawstyle="steps")[0],
        lambda axes: axes.plot([1, 2], marker=plt.Circle((0, 0), 1).get_path(), markevery=(0, 2))[0],
        lambda axes: axes.plot([1, 2], marker=[(0, 0), (1, 0), (1, 1)], markevery=slice(1, None, 2))[0],
        lambda axes: axes.plot([1, 2], marker=MarkerStyle("s", "left", Affine2D().scale(3), "round"), markevery=0.1)[0],
        lambda axes: axes.plot([1, 2], marker=MarkerStyle((5, 1), joinstyle="bevel"), markevery=(0.0, 0.1))[0],
    ],
    "scatter": [
        lambda axes: axes.scatter([1, 2], [3, 4]),
        lambda axes: axes.scatter([1, 2], [3, 4], s=[5, 6], c=["r", (0.1, 0.2, 0.3)], alpha=[0.2, 1], label="cells"),
        lambda axes: axes.scatter([1, 2, 3, 4], [3, 4, 5, np.nan], c=[(0.1, 0.2, 0.3, 0.4)], ec="k", lw=2, marker="^"),
        lambda axes: axes.scatter([1, 2, 3], [3, 4, 5], c=[1, np.nan, 3], cmap="magma", norm="log", marker=(6, 2)),
        lambda axes: axes.scatter([1, 2, 3], [3, 4, 5], c=[1, 2, 3], norm=TwoSlopeNorm(2)),
        lambda axes: axes.scatter([], []),
        lambda axes: axes.scatter([0.5], [0.5], marker="x", ls=":", transform=axes.transAxes, zorder=3),
    ],
    "text": [
        lambda axes: axes.text(1, 2, "word"),
        lambda axes: axes.text(0.1, 0.2, "$x^2$", transform=axes.transAxes, rotation=30, color="r", fontsize=7),
        lambda axes: axes.text(0, 0, "boxed", bbox={}),
        lambda axes: axes.text(0, 0, "boxed", size=20, bbox={"boxstyle": "sawtooth,pad=1", "fc": "none", "lw": 3}),
        lambda axes: axes.text(0, 0, "many words", wrap=True, clip_on=True, bbox={"alpha": 0.5, "pad": 2}),
        lambda axes: axes.text(0, 0, "roman", font=Path(get_data_path(), "fonts", "ttf", "cmr10.ttf")),
        lambda axes: axes.text(0, 1, "turned", rotation=40, transform_rotates_text=True),
        lambda axes: axes.text(1, 0.5, "a\nb", ha="center", family="serif", transform=axes.get_xaxis_transform()),
    ],
}

REFUSED = {
    "line": [
        lambda axes: axes.plot([1, 2], transform=axes.transData + axes.transAxes.inverted())[0],
        lambda axes: axes.plot([1, 2], marker=MarkerStyle("o", transform=HammerAxes.HammerTransform(9)))[0],
    ],
    "scatter": [
        lambda axes: axes.scatter([1], [2], norm=FuncNorm((np.sort, np.sort)), c=[3]),
    ],
    "text": [
        lambda axes: axes.text(0, 0, "in LaTeX", usetex=True),
        lambda axes: axes.text(0, 0, "in a box", bbox={"boxstyle": lambda *place: Circle((0, 0), 1).get_path()}),
        lambda axes: axes.text(0, 0, "of a file", font=Path("own.ttf")),
    ],
}
