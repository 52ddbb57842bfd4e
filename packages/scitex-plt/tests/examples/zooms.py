"""What shows where axes zoom in; what follows other axes is tested with what else stands in others."""

from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox, TransformedBbox
from mpl_toolkits.axes_grid1.inset_locator import BboxConnector, BboxConnectorPatch, BboxPatch


def box(axes, *extent, system="transData"):
    return TransformedBbox(Bbox.from_extents(*(extent or (0, 1, 2, 3))), getattr(axes, system))


EXAMPLES = {
    "zoom band": [
        lambda axes: axes.add_patch(
            BboxConnectorPatch(box(axes), box(axes, 0, 0, 1, 1, system="transAxes"), 3, 2, 4, 1, ec="none", alpha=0.2)
        ),
    ],
    "zoom box": [
        lambda axes: axes.add_patch(BboxPatch(box(axes), fill=False, ec="0.5", label="here")),
        lambda axes: axes.add_patch(BboxPatch(box(axes, 0.1, 0.1, 0.2, 0.3, system="transAxes"), fc="c", hatch="x")),
    ],
    "zoom line": [
        lambda axes: axes.add_patch(BboxConnector(box(axes), box(axes, 4, 5, 6, 7), 1, ls=":", clip_on=False)),
        lambda axes: axes.add_patch(BboxConnector(box(axes), box(axes, 4, 5, 6, 7), 2, 4, fc="r")),
    ],
}

REFUSED = {
    "zoom band": [
        lambda axes: axes.add_patch(BboxConnectorPatch(box(axes), Rectangle((0, 0), 1, 1), 1, 1, 2, 2)),
    ],
    "zoom box": [
        lambda axes: axes.add_patch(BboxPatch(plt.figure().add_subplot().bbox)),
        lambda axes: axes.add_patch(BboxPatch(box(plt.figure().add_subplot()))),
    ],
    "zoom line": [
        lambda axes: axes.add_patch(BboxConnector(Bbox.unit(), box(axes), 1)),
    ],
}
