"""Small figures of our own, each with something to carry, and the means to save and compare them."""

import datetime
import subprocess
import sys
import warnings

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import yaml
from matplotlib import pyplot as plt

import scitex_plt
from scitex_plt.companions import companions

mpl.use("agg")


def two_lines():
    t = np.linspace(0, 1, 50)
    fig, ax = plt.subplots()
    ax.plot(t, np.sin(7 * t), label="sine")
    ax.plot(t, np.cos(7 * t), "--", label="cosine")
    ax.set(xlabel="Time (s)", ylabel="Value", title="Two lines")
    ax.legend()
    return fig


def logarithmic():
    fig, ax = plt.subplots(figsize=(4, 3), dpi=80)
    x = np.arange(1.0, 30.0)
    ax.loglog(x, x**3, "o-", label="cubic")
    ax.set_xlim(0.5, 100)
    ax.grid(True, which="both", alpha=0.3)
    return fig


def symmetric_logarithmic():
    fig, ax = plt.subplots()
    ax.plot(np.linspace(-50, 50, 41))
    ax.set_yscale("symlog", linthresh=5)
    ax.set_xscale("log", base=2)
    return fig


def scatter_of_sizes_and_colors():
    rng = np.random.default_rng(1)
    fig, ax = plt.subplots()
    x, y, value, area = rng.normal(size=(4, 30))
    ax.scatter(x, y, c=value, s=100 * area**2, cmap="plasma", alpha=0.6, edgecolors="k", label="cells")
    ax.scatter(x[:4], -y[:4], c=["r", "0.5", (0.1, 0.2, 0.3), "#00ff0080"], marker="^", linewidths=[1, 2, 3, 4])
    ax.scatter(x[:5] / 2, y[:5], marker="x")
    ax.scatter(-x[:5], y[:5], marker=(5, 1), vmin=-1, vmax=2, c=value[:5])
    ax.legend(loc="upper left")
    return fig


def shared_axes():
    fig, axs = plt.subplots(2, 2, sharex=True, sharey="row", gridspec_kw={"width_ratios": [1, 2]})
    for number, ax in enumerate(axs.flat):
        ax.plot(np.arange(10) * number, label=f"times {number}")
        ax.label_outer()
    axs[1, 0].set_xlabel("step")
    fig.suptitle("Shared", fontweight="bold")
    fig.supylabel("value")
    return fig


def legends():
    fig, axs = plt.subplots(1, 3, figsize=(9, 3))
    for ax in axs:
        ax.plot([1, 3, 2], label="one")
        ax.plot([2, 1, 3], label="two", color="0.4", lw=3)
    axs[0].legend(loc="center", ncols=2, title="Series", fontsize="small", frameon=False, labelcolor=["r", "b"])
    axs[1].legend(["first", "second"], bbox_to_anchor=(0, 1.02, 1, 0.1), mode="expand", shadow=True)
    proxy = plt.Line2D([], [], color="g", marker="s", linestyle="none")
    axs[2].legend([proxy, axs[2].lines[0]], ["proxy", "one"], loc=(0.1, 0.2), facecolor="#ffeecc", markerfirst=False)
    return fig


def twin_axes():
    fig, ax = plt.subplots()
    (left,) = ax.plot([1, 2, 4], "r", label="left")
    other = ax.twinx()
    (right,) = other.plot(np.array([4.0, 1.0, 3.0]) * 1e7, "b", label="right")
    other.set_ylabel("right", color="b")
    other.tick_params(axis="y", colors="b")
    other.spines["right"].set_color("b")
    ax.legend(handles=[left, right])
    return fig


def dates():
    days = [datetime.date(2024, 1, 1) + datetime.timedelta(days=9 * number) for number in range(12)]
    fig, axs = plt.subplots(2, 1)
    axs[0].plot(days, np.arange(12) ** 2, label="count")
    times = np.datetime64("2024-05-01T10:00:00.125") + np.arange(6) * np.timedelta64(1350, "s")
    axs[1].scatter(times, [1, 4, 2, 5, 3, 2])
    axs[1].plot(times, [2, 3, np.nan, 5, 4, 4])
    fig.autofmt_xdate()
    return fig


def categories():
    fig, ax = plt.subplots()
    ax.plot(["apple", "pear", "10", "fig"], [3, 1, 4, 1], "s-")
    ax.scatter(["pear", "kiwi", "apple"], [2, 2, 5])
    return fig


def gaps():
    fig, ax = plt.subplots()
    y = np.sin(np.linspace(0, 9, 40))
    y[[3, 10, 11, 39]] = np.nan
    ax.plot(y, "o-")
    ax.plot(np.ma.masked_greater(np.linspace(-1, 1, 20), 0.5))
    ax.plot([0, np.nan], [0, np.nan])
    return fig


def markers():
    fig, ax = plt.subplots()
    for number, marker in enumerate("o^sD*xP|+"):
        ax.plot([number, number + 0.5, number], marker=marker, markersize=4 + number, mfc="w", mec=f"C{number}")
    ax.plot([0, 2], [4, 4], ls=(1, (5, 1, 1, 3)), lw=2.5, gapcolor="y", dash_capstyle="round", markevery=2)
    ax.plot([0, 1, 2], [5, 8, 5], fillstyle="left", marker="o", markersize=15, alpha=0.37, drawstyle="steps-mid")
    ax.plot([0, 1], [9, 9], color=(0.123, 0.456, 0.789, 0.321), solid_capstyle="round", lw=9, zorder=0)
    return fig


def styled_grid():
    with plt.style.context("ggplot"):
        fig, ax = plt.subplots(facecolor="#eeeeff")
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


def own_ticks():
    fig, axs = plt.subplots(1, 3, figsize=(9, 3))
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


def words():
    fig, ax = plt.subplots()
    ax.axhline(0.5, color="r", ls=":")
    ax.axvline(0.25, ymin=0.2, ymax=0.7)
    ax.text(0.3, 0.6, "data", rotation=30, fontsize=14, color="g", family="serif")
    ax.text(0.95, 0.95, "a\ncorner", transform=ax.transAxes, ha="right", va="top", weight="bold")
    ax.text(0.1, 0.1, r"$\alpha^2_i$", style="italic")
    fig.text(0.5, 0.02, "a foot note", ha="center", size="x-small")
    ax.set_aspect("equal")
    ax.set_axisbelow(True)
    ax.set_facecolor("#fafad2")
    return fig


def no_frame():
    fig, (left, right) = plt.subplots(1, 2)
    left.plot([1, 2], marker="o")
    left.set_axis_off()
    right.plot([3, 1], [1, 3])
    right.set_box_aspect(1)
    right.xaxis.set_visible(False)
    right.yaxis.set_label_coords(-0.2, 0.3)
    right.set_ylabel("moved")
    return fig


def constrained():
    fig, axs = plt.subplots(2, 1, layout="constrained", dpi=90)
    axs[0].plot([1, 2], label="x")
    axs[0].set_title("a title\nof two lines")
    axs[1].scatter([1, 2, 3], [4, 5, 6])
    axs[1].set_xlabel("below")
    fig.suptitle("Constrained")
    return fig


FIGURES = {
    drawing.__name__: drawing
    for drawing in (
        categories,
        constrained,
        dates,
        gaps,
        legends,
        logarithmic,
        markers,
        no_frame,
        own_ticks,
        scatter_of_sizes_and_colors,
        shared_axes,
        styled_grid,
        symmetric_logarithmic,
        twin_axes,
        two_lines,
        words,
    )
}


def save(figure, path, **options):
    """Save a figure and its companions as scitex-io would."""
    figure.savefig(path, **{name: value for name, value in options.items() if name != "verify"})
    for companion, beside, own_options in companions(figure, path, path, options):
        if isinstance(companion, pd.DataFrame):
            companion.to_csv(beside, index=False)
        else:
            text = yaml.safe_dump(companion, sort_keys=False, allow_unicode=True, **own_options)
            beside.write_text(text, encoding="utf-8")
    return path


REPRODUCE_ALL = """
import pathlib, sys, warnings, scitex_plt
warnings.simplefilter("error")
for recipe in sorted(pathlib.Path(sys.argv[1]).glob("*.yaml")):
    figure = scitex_plt.reproduce(recipe)
    figure.savefig(recipe.with_suffix(".again.png"))
"""


@pytest.fixture(autouse=True)
def nothing_left_behind():
    """Close the figures of a test and put back matplotlib's defaults."""
    yield
    plt.close("all")
    mpl.rcdefaults()
    mpl.use("agg")


@pytest.fixture
def two_lines_figure():
    """Return a figure of two lines."""
    return two_lines()


@pytest.fixture(name="save")
def save_with_companions():
    """Return the function that saves a figure and its companions."""
    return save


@pytest.fixture(params=FIGURES)
def drawn(request):
    """Return each of our figures."""
    return FIGURES[request.param]()


@pytest.fixture(scope="session")
def gallery(tmp_path_factory):
    """Return a folder with every figure of ours, saved, and reproduced by another process."""
    folder = tmp_path_factory.mktemp("gallery")
    for name, drawing in FIGURES.items():
        with mpl.rc_context(), warnings.catch_warnings():
            warnings.simplefilter("error")
            save(drawing(), folder / f"{name}.png")
        plt.close("all")
    subprocess.run([sys.executable, "-c", REPRODUCE_ALL, folder], check=True)
    return folder


@pytest.fixture(params=FIGURES)
def picture(gallery, request):
    """Return each picture of the gallery; its companions and its reproduction lie beside it."""
    return gallery / f"{request.param}.png"


@pytest.fixture
def came_back(tmp_path):
    """Return a function that saves a figure and says what its recipe only draws, if it is the same to the pixel."""

    def saved_and_reproduced(figure):
        path = save(figure, tmp_path / "f.png")
        recipe = yaml.safe_load(path.with_suffix(".yaml").read_text())
        assert "omitted" not in recipe
        again = path.with_suffix(".again.png")
        scitex_plt.reproduce(path.with_suffix(".yaml")).savefig(again)
        assert np.array_equal(plt.imread(path), plt.imread(again))
        return reasons_in(recipe)

    return saved_and_reproduced


def reasons_in(recipe):
    """Return why artists and pieces are only drawn."""
    parts = [recipe["figure"], *recipe["axes"]]
    drawn = [part["drawing"] for part in parts if "drawing" in part]
    drawn += [piece for part in parts for piece in part.get("drawn", {}).values()]
    drawn += [artist for part in parts for artist in part.get("artists", []) if "drawing" in artist]
    return [said["reason"] for said in drawn]
