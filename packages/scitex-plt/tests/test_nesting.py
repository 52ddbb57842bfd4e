"""Axes within axes, secondary axes, figures within figures and axes whose place is found anew come back as such."""

import numpy as np
import pytest
import yaml
from matplotlib import pyplot as plt
from matplotlib.axes._secondary_axes import SecondaryAxis
from matplotlib.figure import SubFigure
from matplotlib.transforms import Bbox, TransformedBbox
from mpl_toolkits.axes_grid1 import ImageGrid, make_axes_locatable
from mpl_toolkits.axes_grid1.inset_locator import (
    BboxConnector,
    BboxConnectorPatch,
    BboxPatch,
    inset_axes,
    mark_inset,
    zoomed_inset_axes,
)

import scitex_plt


@pytest.fixture
def reproduced(tmp_path, save):
    """Return the function that saves a figure, checks its picture, and returns the reproduced figure and its recipe."""

    def run(figure):
        path = save(figure, tmp_path / "f.png")
        again = scitex_plt.reproduce(path.with_suffix(".yaml"))
        again.savefig(tmp_path / "again.png")
        assert np.array_equal(plt.imread(path), plt.imread(tmp_path / "again.png"))
        return again, yaml.safe_load(path.with_suffix(".yaml").read_text())

    return run


def drawings(recipe):
    return [entry["axes"] for entry in recipe["axes"] if "drawing" in entry or "drawn" in entry]


def test_insets_stand_in_their_axes_and_move_with_them(reproduced):
    figure, axes = plt.subplots()
    axes.plot([1, 2, 5])
    axes.set_title("above")
    inner = axes.inset_axes([0.5, 0.5, 0.4, 0.55])
    inner.plot([1, 2], label="detail")
    inner.inset_axes([0.2, 0.2, 0.2, 0.2]).plot([3, 1])
    axes.inset_axes([0, 1, 0.7, 1], transform=axes.transData, sharex=axes)
    again, recipe = reproduced(figure)
    assert drawings(recipe) == []
    assert [entry.get("inside") for entry in recipe["axes"]] == [None, "A", "A", "B"]
    child = again.axes[0].child_axes[0]
    assert child.lines[0].get_label() == "detail"
    again.axes[0].set_position([0.1, 0.1, 0.2, 0.2])
    again.draw_without_rendering()
    assert child.get_position().x1 < 0.3


def test_a_secondary_axis_follows_by_formulas(reproduced):
    figure, axes = plt.subplots()
    axes.plot(np.arange(360))
    axes.set_title("above")
    axes.secondary_xaxis("top", functions=(np.deg2rad, lambda x: x * 180 / np.pi)).set_xlabel("angle (rad)")
    again, recipe = reproduced(figure)
    functions = ["deg2rad(x)", f"x * 180 / {np.pi}"]
    assert recipe["axes"][1]["secondary"] == {"side": "x", "location": "top", "functions": functions}
    (second,) = again.axes[0].child_axes
    assert type(second) is SecondaryAxis
    again.axes[0].set_xlim(0, 180)
    again.draw_without_rendering()
    assert second.get_xlim() == pytest.approx((0, np.pi))


def test_a_secondary_axis_of_a_users_functions_is_frozen(reproduced):
    figure, axes = plt.subplots()
    axes.plot(np.arange(1, 10))
    axes.set_yscale("log")
    axes.secondary_yaxis(1.1, functions=(lambda y: np.where(y > 0, 3 * y, y), lambda y: y / 3)).set_ylabel("triple")
    axes.set_xlim(1, 5)
    axes.secondary_xaxis("top", functions=(lambda x: np.where(x > 0, 6 - x, x),) * 2)
    axes.secondary_xaxis(5, transform=axes.transData).minorticks_on()
    _, recipe = reproduced(figure)
    assert drawings(recipe) == []
    ticks = recipe["axes"][1]["y"]["major_ticks"]
    assert len(ticks["at"]) == len(ticks["labels"]) > 1


def test_figures_within_figures(reproduced):
    figure = plt.figure(layout="constrained")
    left, right = figure.subfigures(1, 2, width_ratios=[1, 2])
    left.subplots(2)[0].plot([1, 2], label="line")
    left.text(0.5, 0.5, "words")
    right.set_facecolor("0.8")
    upper, lower = right.subfigures(2, 1)
    upper.suptitle("upper")
    lower.subplots(1, 2, sharey=True)[1].plot([3, 4])
    again, recipe = reproduced(figure)
    assert drawings(recipe) == []
    assert [type(one) for one in again.subfigs] == [SubFigure, SubFigure]
    assert [len(one.axes) for one in again.subfigs[1].subfigs] == [0, 2]
    assert again.subfigs[1].subfigs[0].get_suptitle() == "upper"


def test_axes_that_a_locator_places_stand_where_they_stood(reproduced):
    figure, axes = plt.subplots()
    axes.plot([1, 2, 5])
    axes.set_aspect(1)
    divider = make_axes_locatable(axes)
    divider.append_axes("top", 0.8, pad=0.1, sharex=axes).plot([0, 1], [1, 2])
    inset_axes(axes, "30%", "40%").plot([1, 1])
    again, recipe = reproduced(figure)
    assert drawings(recipe) == []
    assert len(again.axes) == 3


def test_a_grid_of_axes(reproduced):
    figure = plt.figure()
    for axes in ImageGrid(figure, 111, (2, 2), axes_pad=0.2):
        axes.plot([1, 2, 3])
    again, recipe = reproduced(figure)
    assert drawings(recipe) == []
    assert len(again.axes) == 4


def test_a_secondary_axis_whose_functions_do_not_lead_back_is_drawn(reproduced):
    figure, axes = plt.subplots()
    axes.set_xlim(-1, 9)
    there, back = (lambda x: np.interp(x, [0, 10], [0, 20])), (lambda x: np.interp(x, [0, 20], [0, 10]))
    axes.secondary_xaxis("top", functions=(there, back))
    _, recipe = reproduced(figure)
    assert recipe["axes"][1]["drawn"]["x axis"]["reason"] == "its functions, which do not lead back"


def test_scales_of_formulas(reproduced):
    figure, axs = plt.subplots(1, 2)
    for axes in axs:
        axes.plot([1, 2, 5, 9])
    axs[0].set_xscale("function", functions=(np.sqrt, np.square))
    axs[1].set_yscale("functionlog", functions=(lambda y: 2 * y + 1, lambda y: (y - 1) / 2), base=2)
    _, recipe = reproduced(figure)
    assert drawings(recipe) == []
    assert recipe["axes"][0]["x"]["scale"] == {"name": "function", "functions": ["sqrt(x)", "square(x)"]}
    assert recipe["axes"][1]["y"]["scale"]["functions"] == ["2 * x + 1", "(x - 1) / 2"]


def test_axes_with_a_scale_of_a_users_functions_are_drawn(reproduced):
    figure, axes = plt.subplots()
    axes.plot([1, 2, 5, 9])
    axes.set_xscale("function", functions=(lambda x: np.where(x < 0, x, x**3), np.cbrt))
    axes.inset_axes([0.5, 0.5, 0.2, 0.2])
    _, recipe = reproduced(figure)
    assert drawings(recipe) == ["A"]
    assert len(recipe["axes"]) == 1


def test_a_title_that_keeps_clear_of_drawn_axes_stays(reproduced):
    figure, axes = plt.subplots()
    axes.set_title("above both")
    inner = axes.inset_axes([0.2, 0.9, 0.4, 0.3])
    inner.set_yscale("function", functions=(np.sort, np.sort))
    _, recipe = reproduced(figure)
    assert drawings(recipe) == ["B"]
    assert recipe["axes"][0]["title"]["fixed"] is True


def test_axes_within_axes_have_their_data_in_the_table():
    figure, axes = plt.subplots()
    axes.plot([1, 2], label="outer")
    axes.inset_axes([0.5, 0.5, 0.4, 0.4]).plot([3, 4], label="inner")
    assert list(scitex_plt.data(figure)) == ["A.outer.x", "A.outer.y", "B.inner.x", "B.inner.y"]


def test_indicators_of_insets_follow_them(reproduced):
    figure, (axes, other) = plt.subplots(1, 2)
    axes.plot([1, 2, 5])
    inner = axes.inset_axes([0.5, 0.5, 0.4, 0.4])
    inner.set(xlim=(0.5, 1), ylim=(1, 2))
    axes.indicate_inset_zoom(inner, edgecolor="r", alpha=0.7, linewidth=2)
    other.indicate_inset([0, 0, 0.4, 0.2], other.inset_axes([0.5, 0.5, 0.4, 0.4])).connectors[0].set_visible(True)
    again, recipe = reproduced(figure)
    assert recipe["axes"][0]["artists"][1]["inset indicator"] == "inset indicator0"
    again.axes[0].child_axes[0].set_xlim(0, 2)
    again.draw_without_rendering()
    assert again.axes[0].artists[0].rectangle.get_width() == 2


def test_an_indicator_of_axes_elsewhere_in_the_figure_comes_back(reproduced):
    figure, axes = plt.subplots()
    inner = figure.add_axes((0.6, 0.2, 0.25, 0.25), xlim=(0.2, 0.4), ylim=(0.2, 0.5))
    axes.indicate_inset_zoom(inner)
    again, recipe = reproduced(figure)
    assert recipe["axes"][0]["artists"][0]["inset"] == "B"
    assert again.axes[0].artists[0].connectors[0].coords1 is again.axes[1].transAxes


def test_lines_of_an_indicator_that_have_a_style_of_their_own_keep_it(reproduced):
    figure, axes = plt.subplots()
    lines = axes.indicate_inset([0, 0, 0.2, 0.2], axes.inset_axes([0.5, 0.5, 0.4, 0.4])).connectors
    lines[1].set(visible=True, color="b", linestyle="--")
    again, recipe = reproduced(figure)
    shown = [line.get_visible() for line in lines]
    assert [said if isinstance(said, bool) else "own" for said in recipe["axes"][0]["artists"][0]["lines"]] == [
        shown[0], "own", *shown[2:]
    ]  # fmt: skip
    assert again.axes[0].artists[0].connectors[1].get_linestyle() == "--"


@pytest.mark.parametrize(
    "add",
    [
        lambda axes: axes.inset_axes([0.6, 0.1, 0.3, 0.3]),
        lambda axes: axes.figure.add_axes((0.6, 0.2, 0.25, 0.25)),
        lambda axes: inset_axes(axes, "30%", "30%", loc="lower right"),
        lambda axes: zoomed_inset_axes(axes, 2, loc="lower right"),
    ],
)
def test_marks_of_insets_follow_them(reproduced, add):
    figure, axes = plt.subplots()
    axes.plot(np.arange(10))
    inner = add(axes)
    inner.set(xlim=(3, 2), ylim=(2, 3))
    mark_inset(axes, inner, loc1=2, loc2=4, fc="none", ec="0.5")
    again, recipe = reproduced(figure)
    assert drawings(recipe) == []
    (box,) = again.axes[0].patches
    assert isinstance(box, BboxPatch)
    lines = again.findobj(BboxConnector)
    assert [line.loc1 for line in lines] == [2, 4]
    lines[0].axes.set_xlim(5, 7)
    left, right = axes.transData.transform([(5, 0), (7, 0)])[:, 0]
    assert box.bbox.intervalx.tolist() == [left, right]


def test_bands_between_axes_that_zoom_in_come_back(reproduced):
    figure, (above, below) = plt.subplots(2, 1)
    above.set(xlim=(0.2, 0.4))
    extent = Bbox.from_extents(0.2, 0, 0.4, 1)
    boxes = [TransformedBbox(extent, axes.get_xaxis_transform()) for axes in (above, below)]
    below.add_patch(BboxConnectorPatch(*boxes, 3, 2, 4, 1, clip_on=False, ec="none", alpha=0.2))
    _, recipe = reproduced(figure)
    assert [next(iter(artist)) for artist in recipe["axes"][1]["artists"]] == ["zoom band"]
