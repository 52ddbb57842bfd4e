"""Axes of `axisartist` come back with their axis lines, which show what the axis now says."""

import warnings

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.transforms import Affine2D
from mpl_toolkits import axisartist
from mpl_toolkits.axisartist.grid_helper_curvelinear import GridHelperCurveLinear

import scitex_plt


def with_lines(axes_class=axisartist.Axes, **options):
    axes = plt.figure(figsize=(3, 3)).add_subplot(axes_class=axes_class, **options)
    axes.plot([-1, 2], [-3, 4], label="signal")
    axes.set(xlabel="Time", ylabel="Value")
    return axes


def at_the_sides():
    axes = with_lines()
    axes.axis["right", "top"].set_visible(False)
    axes.axis["bottom"].major_ticklabels.set(rotation=30, color="b")
    axes.axis["left"].label.set_color("r")
    axes.grid(visible=True, color="g")


def within():
    axes = with_lines()
    axes.axis["zero"] = line = axes.new_floating_axis(0, 0.5)
    line.set_axisline_style("-|>", size=1.5)
    line.label.set_text("zero")
    axes.axis["far"] = axes.new_fixed_axis("left", offset=(-30, 0))


def through_zero():
    axes = with_lines(axisartist.axislines.AxesZero)
    axes.axis["xzero", "yzero"].set_visible(True)
    axes.axis["left", "bottom", "right", "top"].set_visible(False)
    axes.axis["xzero"].invert_ticklabel_direction()


@pytest.fixture
def again(tmp_path, save):
    """Return the function that saves the figure a function makes, checks its picture, and returns the axes again."""

    def saved_and_reproduced(draw, **options):
        draw()
        path = save(plt.gcf(), tmp_path / "f.png", **options)
        assert scitex_plt.verify(path).verdict == "identical"
        return scitex_plt.reproduce(path).axes[0]

    return saved_and_reproduced


@pytest.mark.parametrize("options", [{}, {"dpi": 170}, {"bbox_inches": "tight"}])
@pytest.mark.parametrize("draw", [at_the_sides, through_zero, within])
def test_axis_lines_come_back_as_such(again, draw, options):
    shown = {type(artist).__name__ for artist in again(draw, **options).artists}
    assert shown <= {"AxisArtist", "GridlinesCollection"}
    assert "AxisArtist" in shown


def test_axis_lines_show_what_the_axis_now_says(again):
    axes = again(at_the_sides)
    axes.set(xlabel="Hours", xlim=(0, 40))
    axes.figure.draw_without_rendering()
    (bottom,) = [line for line in axes.artists if getattr(line, "axis", None) is axes.xaxis]
    assert bottom.label.get_text() == "Hours"
    assert "40" in [words for *_, words in bottom.major_ticklabels._locs_angles_labels]


def test_they_are_no_data():
    at_the_sides()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert list(scitex_plt.data(plt.gcf())) == ["A.signal.x", "A.signal.y"]


def test_curved_ones_are_drawings_around_what_is_in_the_axes(came_back, tmp_path):
    with_lines(grid_helper=GridHelperCurveLinear(Affine2D().skew_deg(20, 0)))
    assert set(came_back(plt.gcf())) == {"where it stands"}
    assert np.array_equal(scitex_plt.reproduce(tmp_path / "f.yaml").axes[0].lines[0].get_ydata(), [-3, 4])


def test_what_was_set_on_their_parts_beyond_style_is_drawn(came_back):
    axes = with_lines()
    axes.axis["left"].major_ticks.set_transform(axes.figure.transFigure)
    assert came_back(plt.gcf()) == ["what was set on its parts"]
