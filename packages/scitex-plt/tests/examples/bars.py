"""Bars and histograms."""

import numpy as np
from matplotlib.container import BarContainer
from matplotlib.patches import Circle, Rectangle

EXAMPLES = {
    "bars": [
        lambda axes: axes.bar([1, 2, 3], [1, 2, 3], label="fruit", hatch="/"),
        lambda axes: axes.bar(
            [0.1, 0.7, 1.3], [1, np.nan, 3], width=[0.1, 0.2, 0.3], bottom=[1, 2, 3], color=list("rgb")
        ),
        lambda axes: axes.bar([1, 2], [3, 4], label=["one", "two"], alpha=0.5, ec="k", lw=[1, 2], align="edge"),
        lambda axes: axes.barh([1, 2], [1, 2], left=[0.5, 0.7], height=0.3, color="none", ec="r"),
        lambda axes: axes.hist([1, 2, 2, 3, 5, 5.5], bins=[1, 2, 4, 6], label="counts")[2],
        lambda axes: axes.hist([0.1, 0.1 + 0.2, 0.7], bins=7, density=True, rwidth=0.8, orientation="horizontal")[2],
        lambda axes: axes.bar([0, 1], [0.1, 0.2], transform=axes.get_xaxis_transform()),
    ],
}


def of(*patches, **options):
    """Return a function that makes one container of patches."""

    def draw(axes):
        return BarContainer([axes.add_patch(patch()) for patch in patches], **options)

    return draw


def unit(**options):
    return lambda: Rectangle((0, 0), 1, 1, **options)


REFUSED = {
    "bars": [
        of(unit()),
        of(unit(angle=30), orientation="vertical"),
        of(lambda: Circle((0, 0), 1), orientation="vertical"),
        of(unit(), unit(zorder=9), orientation="vertical"),
        of(orientation="vertical"),
    ],
}
