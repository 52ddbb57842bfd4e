"""Titles that keep clear of what is below them, and tables that fit, stay as they were until the figure is changed."""

import numpy as np
import pytest
import yaml
from matplotlib import pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg

import scitex_plt


def polar():
    """Return a title over curved axes."""
    _, axes = plt.subplots(subplot_kw={"projection": "polar"})
    axes.set_title("title")
    return axes.figure


def over_ticks():
    """Return a title over ticks of other axes."""
    _, axes = plt.subplots()
    axes.set_title("title")
    axes.twiny().set_xlabel("label")
    return axes.figure


def padded():
    """Return a title over the label of its own axis, with a pad."""
    _, axes = plt.subplots()
    axes.set_title("title", pad=5)
    axes.set_xlabel("label")
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    return axes.figure


def labelled_table():
    """Return a table whose labels of rows are as wide as they need be."""
    _, axes = plt.subplots()
    axes.table([["1", "a"], ["2", "b"]], rowLabels=["r", "s"], loc="bottom")
    return axes.figure


def pixels(figure):
    """Return the picture of a figure."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())


@pytest.mark.parametrize("draw", [polar, over_ticks, padded, labelled_table])
@pytest.mark.parametrize("size", [(9, 4), (4, 6)])
def test_a_resized_figure_is_that_which_was_resized(came_back, tmp_path, draw, size):
    figure = draw()
    assert came_back(figure) == []
    again = scitex_plt.reproduce(tmp_path / "f.yaml")
    for one in (figure, again):
        one.set_size_inches(*size)
    assert np.array_equal(pixels(again), pixels(figure))


def test_a_title_at_rest_is_told_as_one_that_was_found(came_back, save, tmp_path):
    came_back(polar())
    first = yaml.safe_load((tmp_path / "f.yaml").read_text())
    save(scitex_plt.reproduce(tmp_path / "f.yaml"), tmp_path / "again.png")
    second = yaml.safe_load((tmp_path / "again.yaml").read_text())
    assert first["axes"] == second["axes"]
    assert first["axes"][0]["title"]["resting"] is True
