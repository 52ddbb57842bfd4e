"""Axes of many kinds, alone and beside, over and inside each other."""

import numpy as np
from matplotlib import pyplot as plt

SMALL = {"figsize": (3, 2), "dpi": 60}


def broken_axis():
    """Draw one series in two axes, with slanted lines where the axis is broken."""
    fig, (upper, lower) = plt.subplots(2, 1, sharex=True, height_ratios=[1, 2], **SMALL)
    fig.subplots_adjust(hspace=0.08)
    for ax in (upper, lower):
        ax.plot([0, 1, 2, 3], [0.2, 0.5, 9.8, 0.4], "o-")
    upper.set_ylim(9, 10)
    lower.set_ylim(0, 1)
    upper.spines.bottom.set_visible(False)
    lower.spines.top.set_visible(False)
    upper.tick_params(bottom=False)
    slanted = {"marker": [(-1, -0.5), (1, 0.5)], "markersize": 9, "ls": "none", "color": "k", "mec": "k", "mew": 1}
    upper.plot([0, 1], [0, 0], transform=upper.transAxes, clip_on=False, **slanted)
    lower.plot([0, 1], [1, 1], transform=lower.transAxes, clip_on=False, **slanted)
    return fig


def inset():
    """Draw a part of the axes larger, inside them."""
    x = np.linspace(0, 10, 60)
    fig, ax = plt.subplots(**SMALL)
    ax.plot(x, np.sin(x) * x)
    larger = ax.inset_axes([0.1, 0.55, 0.4, 0.4], xlim=(6, 7), ylim=(-2, 5), xticklabels=[], yticks=[])
    larger.plot(x, np.sin(x) * x, "r.-")
    ax.indicate_inset_zoom(larger, edgecolor="b")
    return fig


def own_ticks():
    """Draw ticks of words, of a function, and with an offset."""
    fig, axs = plt.subplots(1, 3, figsize=(4, 2), dpi=60)
    axs[0].plot([0, 1, 2])
    axs[0].set_xticks([0, 1, 2], ["zero", "one", "two"], rotation=40, ha="right")
    axs[0].set_yticks([])
    axs[1].plot([1e-7, 2e-7])
    axs[1].yaxis.set_major_formatter(lambda value, position: f"<{value:.1e}>")
    axs[1].xaxis.set_major_locator(plt.MultipleLocator(0.25))
    axs[2].plot([1e9, 2e9, 1.5e9])
    axs[2].ticklabel_format(style="sci", scilimits=(0, 0), useMathText=True)
    axs[2].xaxis.tick_top()
    axs[2].xaxis.set_label_position("top")
    axs[2].set_xlabel("above", loc="left")
    axs[2].invert_yaxis()
    return fig


def polar():
    """Draw a line and bars around a centre."""
    angles = np.linspace(0, 2 * np.pi, 9)
    fig, (left, right) = plt.subplots(1, 2, subplot_kw={"projection": "polar"}, **SMALL)
    left.plot(angles, 1 + np.sin(angles), "g^-")
    left.set_theta_zero_location("N")
    left.set_rlabel_position(120)
    right.bar(angles[:-1], np.arange(8), width=0.6, bottom=2, color=plt.colormaps["twilight"](angles[:-1] / 7))
    right.set_thetalim(0, np.pi)
    return fig


def scales():
    """Draw along logarithmic, symmetric, binary, logit and inverse hyperbolic axes."""
    x = np.arange(1.0, 30.0)
    fig, axs = plt.subplots(1, 3, figsize=(4, 2), dpi=60)
    axs[0].loglog(x, x**3, "o-", ms=2, label="cubic")
    axs[0].set_xlim(0.5, 100)
    axs[0].grid(True, which="both", alpha=0.3)
    axs[1].plot(np.linspace(-50, 50, 41))
    axs[1].set_yscale("symlog", linthresh=5)
    axs[1].set_xscale("log", base=2)
    axs[2].plot(x / 31, x - 9)
    axs[2].set_xscale("logit")
    axs[2].set_yscale("asinh", linear_width=3)
    return fig


def secondary_axes():
    """Draw a second scale on the right and another above."""
    fig, ax = plt.subplots(**SMALL)
    ax.plot([0, 50, 100], [1, 4, 2])
    ax.set_xlabel("Celsius")
    ax.secondary_xaxis("top", functions=(lambda c: c * 1.8 + 32, lambda f: (f - 32) / 1.8)).set_xlabel("Fahrenheit")
    ax.secondary_yaxis(0.5, functions=(np.sqrt, np.square), color="r")
    return fig


def three_dimensions():
    """Draw a line, points and a surface in space."""
    fig = plt.figure(figsize=(3, 2), dpi=60)
    left = fig.add_subplot(121, projection="3d", elev=20, azim=-50)
    turns = np.linspace(0, 12, 50)
    left.plot(np.cos(turns), np.sin(turns), turns, "r")
    left.scatter([0, 0.5, 0], [0, 0, 0.5], [2, 6, 10], c=[1, 2, 3], s=40, depthshade=True)
    right = fig.add_subplot(122, projection="3d")
    x, y = np.meshgrid(np.linspace(-1, 1, 7), np.linspace(-1, 1, 7))
    right.plot_surface(x, y, x * y, cmap="terrain", linewidth=0.3, edgecolor="k")
    right.set_zlabel("height")
    return fig


def twin_axes():
    """Draw two series over one x axis, each with a y axis of its own."""
    fig, ax = plt.subplots(**SMALL)
    (left,) = ax.plot([1, 2, 4], "r", label="left")
    other = ax.twinx()
    (right,) = other.plot(np.array([4.0, 1.0, 3.0]) * 1e7, "b", label="right")
    other.set_ylabel("right", color="b")
    other.tick_params(axis="y", colors="b")
    other.spines["right"].set_color("b")
    ax.legend(handles=[left, right])
    return fig
