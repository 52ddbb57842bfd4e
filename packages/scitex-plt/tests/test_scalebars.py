"""A scale bar is as long as it says, and stands in place of the axis."""

import numpy as np
import pytest
from matplotlib import pyplot

from scitex_plt.errors import OptionError
from scitex_plt.printing.scalebars import add_scale_bar


@pytest.fixture(name="ax")
def trace():
    """Return axes with a trace."""
    _, ax = pyplot.subplots()
    ax.plot([0, 100, 200], [-65, 20, -65])
    return ax


def pixels(line):
    """Return how far the ends of a bar lie from one another on the screen."""
    return np.ptp(line.get_transform().transform(line.get_xydata()), axis=0)


def test_both_bars_are_as_long_as_they_say(ax):
    line, texts = add_scale_bar(ax, 50, 20, x_unit="ms", y_unit="mV")
    assert np.ptp(line.get_xydata(), axis=0) == pytest.approx([50, 20])
    assert [text.get_text() for text in texts] == ["50 ms", "20 mV"]


@pytest.mark.parametrize(("lengths", "shown"), [({"x": 50}, [50, 0]), ({"y": 0.5}, [0, 0.5])])
def test_one_bar_alone(ax, lengths, shown):
    line, texts = add_scale_bar(ax, **lengths)
    assert np.ptp(line.get_xydata(), axis=0) == pytest.approx(shown)
    assert [text.get_text() for text in texts] == [f"{max(shown):g}"]


def test_the_length_holds_when_limits_change(ax):
    line, _ = add_scale_bar(ax, 50)
    ax.set_xlim(0, 1000)
    ticks = ax.transData.transform([(0, 0), (50, 0)])
    assert pixels(line)[0] == pytest.approx(ticks[1, 0] - ticks[0, 0])


def test_limits_stay_as_they_were(ax):
    before = ax.get_xlim(), ax.get_ylim()
    add_scale_bar(ax, 50, 20)
    ax.autoscale_view()
    assert (ax.get_xlim(), ax.get_ylim()) == before


def test_the_sides_with_a_bar_go(ax):
    add_scale_bar(ax, 50)
    assert not ax.xaxis.get_visible()
    assert ax.yaxis.get_visible()
    assert {side: spine.get_visible() for side, spine in ax.spines.items()} == {
        "bottom": False,
        "left": True,
        "right": True,
        "top": False,
    }


def test_the_sides_may_stay(ax):
    add_scale_bar(ax, 50, 20, replace=False)
    assert ax.xaxis.get_visible()
    assert ax.yaxis.get_visible()
    assert all(spine.get_visible() for spine in ax.spines.values())


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("corner", ["lower left", "lower right", "upper left", "upper right"])
def test_bars_point_to_the_middle_and_words_lie_outside(ax, corner, inverted):
    if inverted:
        ax.invert_xaxis()
        ax.invert_yaxis()
    line, (x_text, y_text) = add_scale_bar(ax, 50, 20, corner=corner)
    to_axes = ax.transAxes.inverted()
    places = to_axes.transform(line.get_transform().transform(line.get_xydata()))
    meeting, middle = places[1], (places[0] + places[2]) / 2
    assert (middle < meeting).tolist() == [corner.endswith("right"), corner.startswith("upper")]
    below = to_axes.transform(ax.transData.transform(x_text.get_position()))[1]
    beside = to_axes.transform(ax.transData.transform(y_text.get_position()))[0]
    assert (below > meeting[1]) == corner.startswith("upper")
    assert (beside > meeting[0]) == corner.endswith("right")


def test_the_place_may_be_given(ax):
    line, _ = add_scale_bar(ax, 50, at=(0.9, 0.1), corner="lower right")
    end = ax.transAxes.inverted().transform(line.get_transform().transform(line.get_xydata()))[1]
    assert end == pytest.approx([0.9, 0.1])


def test_a_bar_on_an_image():
    _, ax = pyplot.subplots()
    ax.imshow(np.eye(100), extent=(0, 250, 250, 0))
    line, _ = add_scale_bar(ax, 100, x_unit="µm", at=(0.95, 0.05), corner="lower right", color="white", fontsize=6)
    assert np.ptp(line.get_xdata()) == pytest.approx(100)
    assert line.get_color() == "white"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, "x, y or both"),
        ({"x": 0}, "above 0"),
        ({"y": float("nan")}, "above 0"),
        ({"x": 1, "corner": "middle"}, "lower or upper"),
        ({"x": 1, "colour": "red"}, "no option 'colour'"),
    ],
    ids=str,
)
def test_what_cannot_be_drawn_is_refused(ax, wrong, said):
    with pytest.raises(OptionError, match=said):
        add_scale_bar(ax, **wrong)
    assert len(ax.lines) == 1


def test_a_logarithmic_axis_has_no_bar(ax):
    ax.set_yscale("symlog")
    with pytest.raises(OptionError, match="symlog"):
        add_scale_bar(ax, y=1)
    add_scale_bar(ax, x=1)
