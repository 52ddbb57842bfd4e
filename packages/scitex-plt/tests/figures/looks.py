"""Styles, effects and artists of a user's own."""

import numpy as np
from matplotlib import patches, patheffects
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.lines import Line2D

SMALL = {"figsize": (3, 2), "dpi": 60}


class Cross(Artist):
    """An artist that a user wrote."""

    def draw(self, renderer):
        """Draw two lines from corner to corner."""
        for y in ([0, 1], [1, 0]):
            line = Line2D([0, 1], y, transform=self.axes.transAxes, color="m", lw=3)
            line.set_figure(self.get_figure())
            line.draw(renderer)


def agg_filter():
    """Blur a line on its way to the picture."""

    def faded(pixels, dpi):
        return pixels * [1, 1, 1, 0.4], 3, -3

    fig, ax = plt.subplots(**SMALL)
    ax.plot([1, 3, 2], lw=6)
    ax.lines[0].set_agg_filter(faded)
    ax.plot([1, 3, 2], "k", label="sharp")
    return fig


def effects():
    """Draw with outlines, shadows and a sketchy hand, cut by a circle and a star."""
    fig, ax = plt.subplots(**SMALL)
    ax.plot([1, 3, 2], path_effects=[patheffects.SimpleLineShadow(), patheffects.Normal()])
    ax.text(0.1, 2, "outlined", path_effects=[patheffects.withStroke(linewidth=3, foreground="y")])
    ax.plot([2, 1, 3])[0].set_sketch_params(2, 30, 4)
    shown = ax.imshow(np.arange(12).reshape(3, 4), extent=(0, 2, 1, 3), aspect="auto", alpha=0.5)
    shown.set_clip_path(patches.Circle((1, 2), 0.7, transform=ax.transData))
    (cut,) = ax.plot([0, 2], [2, 2], lw=20, alpha=0.5)
    cut.set_clip_path(patches.RegularPolygon((1, 2), 5, radius=0.5, transform=ax.transData))
    return fig


def missing_font():
    """Ask for a font that nobody has."""
    fig, ax = plt.subplots(**SMALL)
    ax.plot([1, 2])
    ax.set_title("Nowhere", family="No Such Font")
    ax.text(0.2, 1.5, "first of two", family=["No Such Font", "DejaVu Serif"])
    return fig


def own_artist():
    """Draw an artist of the user's own class between two lines."""
    fig, ax = plt.subplots(**SMALL)
    ax.plot([1, 2], lw=9)
    ax.add_artist(Cross()).set_zorder(2.5)
    ax.plot([2, 1], lw=5, zorder=3)
    return fig


def styled_grid():
    """Draw under a style sheet, with a grid, ticks and spines changed by hand."""
    with plt.style.context("ggplot"):
        fig, ax = plt.subplots(facecolor="#eeeeff", **SMALL)
        ax.plot([1.5, 2.5, 0.5], label="a line")
        ax.grid(axis="y", linestyle=":", linewidth=2, color="tab:purple")
        ax.minorticks_on()
        ax.spines["left"].set_position(("outward", 10))
        ax.spines[["top", "right"]].set_visible(False)
        ax.spines["bottom"].set_bounds(0.5, 1.5)
        ax.set_title("left", loc="left", pad=20)
        ax.set_title("right", loc="right", color="r")
        ax.tick_params(direction="in", length=8, width=2, labelsize=7, labelrotation=15)
    return fig


def transparent():
    """Draw on no ground at all, with points that become pixels in every format."""
    fig, ax = plt.subplots(facecolor="none", **SMALL)
    ax.patch.set_alpha(0.3)
    ax.scatter(*np.random.default_rng(6).normal(size=(2, 90)), rasterized=True, lw=0, alpha=0.5)
    ax.plot([-2, 2], [0, 0], "k", alpha=0.5)
    ax.set_rasterization_zorder(2)
    return fig
