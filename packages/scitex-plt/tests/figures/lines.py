"""Lines and markers, along numbers, dates and names."""

import datetime

import numpy as np
from matplotlib import dates as ticks
from matplotlib import pyplot as plt

SMALL = {"figsize": (3, 2), "dpi": 60}


def categories():
    """Draw along names, one of which looks like a number."""
    fig, ax = plt.subplots(**SMALL)
    ax.plot(["apple", "pear", "10", "fig"], [3, 1, 4, 1], "s-")
    ax.scatter(["pear", "kiwi", "apple"], [2, 2, 5])
    return fig


def dates():
    """Draw along days, and along parts of seconds with concise ticks."""
    days = [datetime.date(2024, 1, 1) + datetime.timedelta(days=9 * number) for number in range(12)]
    times = np.datetime64("2024-05-01T10:00:00.125") + np.arange(6) * np.timedelta64(1350, "s")
    fig, axs = plt.subplots(2, 1, figsize=(3, 3), dpi=60)
    axs[0].plot(days, np.arange(12) ** 2, label="count")
    axs[0].tick_params(axis="x", rotation=30)
    axs[1].scatter(times, [1, 4, 2, 5, 3, 2])
    axs[1].plot(times, [2, 3, np.nan, 5, 4, 4])
    axs[1].xaxis.set_major_formatter(ticks.ConciseDateFormatter(axs[1].xaxis.get_major_locator()))
    return fig


def gaps_and_steps():
    """Draw lines with missing points, a step and stems."""
    y = np.sin(np.linspace(0, 9, 40))
    y[[3, 10, 11, 39]] = np.nan
    fig, ax = plt.subplots(**SMALL)
    ax.plot(y, "o-", ms=3)
    ax.plot(np.ma.masked_greater(np.linspace(-1, 1, 20), 0.5))
    ax.plot([0, np.nan], [0, np.nan])
    ax.step(np.arange(20), np.cos(np.arange(20)), where="mid")
    ax.stem([22, 25, 28], [0.5, -0.7, 0.2], linefmt="C4--", markerfmt="D", basefmt="k-", label="stems")
    return fig


def markers():
    """Draw every kind of marker, dash and cap."""
    fig, ax = plt.subplots(**SMALL)
    for number, marker in enumerate("o^sD*xP|+"):
        ax.plot([number, number + 0.5, number], marker=marker, markersize=4 + number, mfc="w", mec=f"C{number}")
    ax.plot([0, 2], [4, 4], ls=(1, (5, 1, 1, 3)), lw=2.5, gapcolor="y", dash_capstyle="round", markevery=2)
    ax.plot([0, 1, 2], [5, 8, 5], fillstyle="left", marker="o", markersize=15, alpha=0.37, drawstyle="steps-mid")
    ax.plot([0, 1], [9, 9], color=(0.123, 0.456, 0.789, 0.321), solid_capstyle="round", lw=9, zorder=0)
    return fig


def two_lines():
    """Draw what a first script draws."""
    t = np.linspace(0, 1, 50)
    fig, ax = plt.subplots()
    ax.plot(t, np.sin(7 * t), label="sine")
    ax.plot(t, np.cos(7 * t), "--", label="cosine")
    ax.set(xlabel="Time (s)", ylabel="Value", title="Two lines")
    ax.legend()
    return fig
