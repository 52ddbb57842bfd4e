"""Error bars."""

import numpy as np

X = np.array([0.1, 0.2, 0.4])

LONG = np.arange(8.0)


def upside_down(axes):
    axes.invert_yaxis()
    return axes.errorbar(X, X**2, yerr=0.1, lolims=[0, 1, 0])


EXAMPLES = {
    "error bars": [
        lambda axes: axes.errorbar(X, X**2, yerr=0.1, label="measured"),
        lambda axes: axes.errorbar(X, X**2, yerr=[[0.1, 0.2, 0.3], [0.3, 0.2, np.nan]], xerr=0.01, fmt="o", capsize=4),
        lambda axes: axes.errorbar(X, X**2, xerr=0.1, fmt="none", ecolor="r", elinewidth=3, capsize=2, capthick=2),
        lambda axes: axes.errorbar(X, X**2, yerr=0.1, fmt="s--", alpha=0.5, barsabove=True, color="g", mec="k"),
        lambda axes: axes.bar(X, X**2, yerr=0.1).errorbar,
        lambda axes: axes.errorbar(X, X**2, yerr=0.1, uplims=True),
        lambda axes: axes.errorbar(X, X**2, yerr=0.1, uplims=[1, 0, 0], lolims=[0, 0, 1], capsize=3, label="limited"),
        lambda axes: axes.errorbar(X, X**2, 0.1, 0.1, xuplims=[0, 1, 0], xlolims=[1, 0, 0], lolims=True, fmt="none"),
        upside_down,
        lambda axes: axes.errorbar(LONG, LONG, yerr=1, xerr=0.5, errorevery=3, capsize=2),
        lambda axes: axes.errorbar(LONG, LONG, yerr=1, errorevery=(1, 4), lolims=LONG > 3),
    ],
}

REFUSED = {
    "error bars": [
        lambda axes: axes.errorbar(X, X**2, yerr=0.1, uplims=True, lolims=True),
        lambda axes: axes.errorbar(LONG, LONG, yerr=0.1, errorevery=LONG % 4 < 2),
        lambda axes: axes.errorbar(X, X**2),
        lambda axes: axes.errorbar(X, X**2, yerr=0.1, transform=axes.transAxes),
    ],
}
