"""Boxes of texts and small artists."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.offsetbox import (
    AnchoredOffsetbox,
    AnchoredText,
    AnnotationBbox,
    AuxTransformBox,
    DrawingArea,
    HPacker,
    OffsetImage,
    TextArea,
    VPacker,
)
from matplotlib.patches import Circle
from matplotlib.transforms import TransformedBbox

PIXELS = np.array([[1.0, 2.0, 3.0], [6.0, 5.0, 4.0]])
COLORS = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)


def added(make, **changes):
    """Return a function that adds the box that `make` makes to axes."""

    def draw(axes):
        box = axes.add_artist(make(axes))
        box.patch.set(**changes)
        return box

    return draw


def area():
    made = DrawingArea(20, 10, 1, 2)
    made.add_artist(Circle((5, 5), 4, fc="y", ec="k"))
    made.add_artist(Line2D([0, 20], [0, 10], color="r", marker="o", markevery=[0]))
    return made


def tree():
    below = VPacker(children=[TextArea("x"), TextArea("y\nz", multilinebaseline=True)], pad=1, sep=2)
    return HPacker(children=[TextArea("word", textprops={"color": "r"}), area(), below], align="center", sep=5)


EXAMPLES = {
    "anchored box": [
        added(lambda axes: AnchoredOffsetbox("lower center", child=tree(), pad=0, borderpad=0)),
        added(lambda axes: AnchoredOffsetbox("center", child=OffsetImage(COLORS, dpi_cor=False))),
        added(
            lambda axes: AnchoredOffsetbox(
                "upper left", child=area(), frameon=False, bbox_to_anchor=(1, 1), bbox_transform=axes.transAxes
            )
        ),
    ],
    "anchored text": [
        added(lambda axes: AnchoredText("two\nlines", loc="upper left", prop={"size": 14, "color": "r"})),
        added(lambda axes: AnchoredText("plain", loc="right", frameon=False, pad=1), boxstyle="round,pad=0.2", fc="y"),
    ],
    "annotation box": [
        added(lambda axes: AnnotationBbox(TextArea("here"), (1, 2))),
        added(lambda axes: AnnotationBbox(OffsetImage(PIXELS, zoom=8, cmap="gray", alpha=0.5), (1, 2))),
        added(lambda axes: AnnotationBbox(VPacker(children=[TextArea("map"), OffsetImage(COLORS)]), (1, 2))),
        added(
            lambda axes: AnnotationBbox(
                tree(),
                (1, 2),
                (30, 40),
                boxcoords="offset points",
                box_alignment=(0, 1),
                arrowprops={"arrowstyle": "->", "connectionstyle": "arc3,rad=0.3", "color": "g", "mutation_scale": 20},
                bboxprops={"boxstyle": "sawtooth", "fc": "c"},
                annotation_clip=False,
            )
        ),
    ],
}

REFUSED = {
    "anchored box": [
        added(lambda axes: AnchoredOffsetbox("center", child=AuxTransformBox(axes.transData))),
        added(
            lambda axes: AnchoredOffsetbox(
                "center", child=area(), bbox_to_anchor=TransformedBbox(axes.bbox, axes.transAxes)
            )
        ),
    ],
    "anchored text": [
        added(lambda axes: AnchoredText("in LaTeX", loc="center", prop={"usetex": True})),
    ],
    "annotation box": [
        added(lambda axes: AnnotationBbox(HPacker(children=[OffsetImage(PIXELS), OffsetImage(PIXELS)]), (1, 2))),
        added(lambda axes: AnnotationBbox(TextArea("of a line"), (0, 0), xycoords=axes.plot([1, 2])[0])),
    ],
}
