"""What shows where an inset belongs."""

from matplotlib import pyplot as plt

from scitex_plt.artists import row_of_kind

EXAMPLES = {
    "inset indicator": [
        lambda axes: axes.indicate_inset([0, 0, 1, 2]),
        lambda axes: axes.indicate_inset([0, 0, 0.5, 0.5], transform=axes.transAxes, edgecolor="r", ls=":", zorder=9),
    ],
}

REFUSED = {
    "inset indicator": [
        lambda axes: axes.indicate_inset([0, 0, 1, 2], plt.figure().add_subplot()),
    ],
}

if row_of_kind("inset indicator") is None:  # before matplotlib 3.10
    EXAMPLES, REFUSED = {}, {}
