"""Stems."""

import numpy as np

X = np.array([0.1, 0.2, 0.4])


def moved(axes):
    stems = axes.stem(X, X**2)
    stems.markerline.set_ydata(X)
    return stems


EXAMPLES = {
    "stems": [
        lambda axes: axes.stem(X, X**2, label="counts"),
        lambda axes: axes.stem([2, 1, 3], [1, np.nan, -1], bottom=0.5, linefmt="C4--", markerfmt="D", basefmt="k-"),
        lambda axes: axes.stem(X, X**2, orientation="horizontal"),
    ],
}

REFUSED = {
    "stems": [
        moved,
    ],
}
