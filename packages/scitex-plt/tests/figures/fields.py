"""Areas, images, contours and vectors: what covers the plane."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.colors import BoundaryNorm, LogNorm

SMALL = {"figsize": (3, 2), "dpi": 60}
X, Y = np.meshgrid(np.linspace(-2, 2, 12), np.linspace(-1, 1, 9))
HILL = np.exp(-(X**2) - 2 * Y**2)


def areas():
    """Draw a band around a curve, what is above a line, and a stack."""
    x = np.linspace(0, 6, 25)
    fig, (left, right) = plt.subplots(1, 2, **SMALL)
    left.plot(x, np.sin(x), "k")
    left.fill_between(x, np.sin(x) - 0.3, np.sin(x) + 0.3, alpha=0.3, lw=0, label="band")
    left.fill_between(x, 0.5, np.sin(x), where=np.sin(x) > 0.5, interpolate=True, color="C3", hatch="\\\\")
    left.fill_betweenx([-1, 0], [1, 2], 3, step="pre", ec="g", fc="none")
    right.stackplot(x, 1 + np.sin(x), 2 + np.cos(x), x / 3, labels=["a", "b", "c"], baseline="wiggle")
    return fig


def arrows():
    """Draw a field as arrows, coloured, with their key, and as barbs."""
    fig, (left, right) = plt.subplots(1, 2, **SMALL)
    few = (slice(None, None, 3), slice(None, None, 4))
    drawn = left.quiver(X[few], Y[few], -Y[few], X[few], HILL[few], cmap="cool", pivot="mid")
    left.quiverkey(drawn, 0.5, 1.1, 2, "2 m/s", labelpos="E")
    right.barbs(X[few], Y[few], 30 * X[few], 30 * Y[few], length=5, barbcolor="b", flagcolor="r")
    return fig


def contours():
    """Draw contours with numbers on them, over filled ones with hatches."""
    fig, ax = plt.subplots(**SMALL)
    ax.contourf(X, Y, HILL, levels=[0.1, 0.3, 0.6], cmap="Blues", extend="both", hatches=["", "/", "\\", "x"])
    lines = ax.contour(X, Y, HILL, levels=[0.2, 0.5, 0.8], colors=["k", "r", "0.5"], linestyles=["-", "--", ":"])
    ax.clabel(lines, fontsize=6, fmt="%.1f")
    return fig


def image():
    """Draw an image with its colour bar, and one of colours of its own."""
    fig, (left, right) = plt.subplots(1, 2, **SMALL)
    shown = np.where(HILL < 0.05, np.nan, HILL)
    drawn = left.imshow(shown, extent=(-2, 2, -1, 1), origin="lower", cmap="viridis", interpolation="bilinear")
    fig.colorbar(drawn, ax=left, orientation="horizontal", label="height", extend="min")
    right.imshow(np.dstack([HILL, 1 - HILL, X / 4 + 0.5]), aspect="auto", alpha=0.8)
    return fig


def mesh():
    """Draw meshes: of uneven cells, of colours in steps, and smooth."""
    fig, axs = plt.subplots(1, 3, **SMALL)
    axs[0].pcolormesh([0, 1, 3, 7], [1, 10, 100], [[1, 2, 3], [4, np.nan, 60]], norm=LogNorm(), edgecolors="w")
    axs[0].set_yscale("log")
    steps = axs[1].pcolormesh(X, Y, HILL, norm=BoundaryNorm([0, 0.2, 0.5, 1], 256), cmap="cividis")
    fig.colorbar(steps, ax=axs[1])
    axs[2].pcolormesh(X + Y / 2, Y, HILL, shading="gouraud", cmap="coolwarm")
    return fig


def streamlines():
    """Draw streamlines, wide where the field is strong."""
    fig, ax = plt.subplots(**SMALL)
    ax.streamplot(X, Y, -Y, X, color=HILL, linewidth=1 + 2 * HILL, density=0.4, cmap="autumn", arrowstyle="-|>")
    return fig
