"""Annotations."""

import numpy as np
from matplotlib.patches import Circle
from matplotlib.text import OffsetFrom

EXAMPLES = {
    "annotation": [
        lambda axes: axes.annotate("here", (1, 2)),
        lambda axes: axes.annotate(
            "there", (1, 2), (20, 30), textcoords="offset points", arrowprops={"arrowstyle": "->", "relpos": (0, 1)}
        ),
        lambda axes: axes.annotate(
            "black", (1, 2), (0.3, 0.4), textcoords="axes fraction", arrowprops={"facecolor": "k", "shrink": 0.05}
        ),
        lambda axes: (
            axes.annotate(
                "", ("pear", 1), ("apple", 2), arrowprops={"arrowstyle": "<->", "shrinkA": 0, "ls": "--", "color": "r"}
            )
            if axes.plot(["apple", "pear"], [1, 2])
            else None
        ),
        lambda axes: (
            axes.annotate(
                "a day",
                (np.datetime64("2026-01-02"), 1),
                xycoords=("data", "axes fraction"),
                bbox={"boxstyle": "round"},
            )
            if axes.plot(np.array(["2026-01-01", "2026-01-03"], dtype="datetime64"), [1, 2])
            else None
        ),
        lambda axes: axes.annotate("corner", (0.9, 0.1), xycoords=axes.transAxes, annotation_clip=True, clip_on=True),
        lambda axes: axes.annotate(
            "bent",
            (1, 2),
            (2, 3),
            size=20,
            arrowprops={
                "arrowstyle": "fancy,head_length=0.9",
                "connectionstyle": "angle3,angleA=0,angleB=-90",
                "mutation_scale": 30,
            },
        ),
    ],
}

REFUSED = {
    "annotation": [
        lambda axes: axes.annotate("of a line", (0, 0), xycoords=axes.plot([1, 2])[0]),
        lambda axes: axes.annotate("other", (0, 0), (1, 1), textcoords=OffsetFrom(axes.text(0, 0, ""), (0, 0))),
        lambda axes: axes.annotate(
            "to a circle", (0, 0), (1, 1), arrowprops={"arrowstyle": "->", "patchB": axes.add_patch(Circle((0, 0), 1))}
        ),
        lambda axes: axes.annotate(
            "from a circle", (0, 0), (1, 1), arrowprops={"arrowstyle": "->", "patchA": Circle((0, 0), 1)}
        ),
    ],
}
