"""Error bars."""

import numpy as np

X = np.array([0.1, 0.2, 0.4])

EXAMPLES = {
    "error bars": [
        lambda axes: axes.errorbar(X, X**2, yerr=0.1, label="measured"),
        lambda axes: axes.errorbar(X, X**2, yerr=[[0.1, 0.2, 0.3], [0.3, 0.2, np.nan]], xerr=0.01, fmt="o", capsize=4),
        lambda axes: axes.errorbar(X, X**2, xerr=0.1, fmt="none", ecolor="r", elinewidth=3, capsize=2, capthick=2),
        lambda axes: axes.errorbar(X, X**2, yerr=0.1, fmt="s--", alpha=0.5, barsabove=True, color="g", mec="k"),
        lambda axes: axes.bar(X, X**2, yerr=0.1).errorbar,
    ],
}

REFUSED = {
    "error bars": [
        lambda axes: axes.errorbar(X, X**2, yerr=0.1, uplims=True),
        lambda axes: axes.errorbar(X, X**2, yerr=0.1, errorevery=2),
        lambda axes: axes.errorbar(X, X**2),
        lambda axes: axes.errorbar(X, X**2, yerr=0.1, transform=axes.transAxes),
    ],
}
