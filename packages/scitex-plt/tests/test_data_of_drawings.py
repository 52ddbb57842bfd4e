"""What is only drawn has its numbers in the CSV all the same, where its kind or that of its parents tells them."""

import numpy as np
import pandas as pd
import pytest
import yaml
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.projections.geo import HammerAxes
from mpl_toolkits.axes_grid1 import ImageGrid, host_subplot

import scitex_plt


class Marked(Line2D):
    """A line of a user's own."""


class Broken(Line2D):
    """A line that can be drawn, but not read."""

    def get_xdata(self, orig=True):
        raise ArithmeticError("no")


class Odd(Artist):
    """An artist that is like no other."""

    def draw(self, renderer):
        return


class Skewed(Axes):
    """Axes of a user's own."""

    name = "skewed"


def in_own_axes(*, scale="linear"):
    figure = plt.figure(figsize=(3, 3))
    axes = figure.add_subplot(axes_class=Skewed)
    axes.set_yscale(scale)
    axes.plot([1, 2], [3, 4], label="signal")
    axes.bar([1, 2], [3, 4])
    axes.imshow([[1.0, 2.0]])
    axes.text(1, 2, "word")
    return figure


def read(path):
    recipe = yaml.safe_load(path.with_suffix(".yaml").read_text())
    return recipe, pd.read_csv(path.with_suffix(".csv"))


def test_a_line_of_a_users_own_class_has_its_data(came_back, tmp_path):
    figure, axes = plt.subplots()
    axes.add_line(Marked([0, 1], [2, 3], label="mine"))
    assert came_back(figure) == ["not described yet"]
    recipe, table = read(tmp_path / "f.png")
    assert recipe["axes"][0]["artists"][0]["data"] == {"x": "A.mine.x", "y": "A.mine.y"}
    assert table["A.mine.y"].tolist() == [2, 3]


def test_axes_of_a_users_own_class_have_the_data_of_all_that_is_in_them(came_back, tmp_path):
    assert came_back(in_own_axes()) == ["the projection 'skewed'"]
    recipe, table = read(tmp_path / "f.png")
    shown = recipe["axes"][0]["artists"]
    assert [next(iter(entry)) for entry in shown] == ["line", "bars", "image"]
    assert table["A.signal.x"].tolist() == [1, 2]
    assert table["A.bars0.height"].tolist() == [3, 4]


def test_axes_of_a_users_own_scale_have_their_data(came_back, tmp_path):
    figure, axes = plt.subplots()
    axes.plot([1, 2, 3], [4, 5, 6])
    axes.set_xscale("function", functions=(lambda x: np.where(x < 0, x, x**3), np.cbrt))
    assert came_back(figure) == ["its functions"]
    assert read(tmp_path / "f.png")[1]["A.line0.y"].tolist() == [4, 5, 6]


def test_the_data_alone_are_those_of_a_save(came_back, tmp_path):
    figure = in_own_axes()
    came_back(figure)
    assert list(scitex_plt.data(figure)) == list(read(tmp_path / "f.png")[1])


def test_the_data_of_what_was_drawn_again_are_numbers_too(came_back, tmp_path):
    figure = in_own_axes()
    figure.axes[0].imshow(np.eye(2, dtype=int))
    came_back(figure)
    table = scitex_plt.data(scitex_plt.reproduce(tmp_path / "f.yaml"))
    assert table["A.signal.x"].dropna().tolist() == [1.0, 2.0]
    assert table["A.image1.0"].dropna().tolist() == [1, 0]
    assert not [name for name, kind in table.dtypes.items() if not pd.api.types.is_numeric_dtype(kind)]


def test_axes_within_drawn_axes_have_their_data(came_back, tmp_path):
    figure = in_own_axes()
    figure.axes[0].inset_axes([0.5, 0.5, 0.4, 0.4]).plot([7, 8], label="inner")
    came_back(figure)
    assert read(tmp_path / "f.png")[1]["B.inner.y"].dropna().tolist() == [7, 8]


def test_an_artist_that_is_like_no_other_is_named_and_has_no_data(save, tmp_path):
    figure = in_own_axes()
    figure.axes[0].add_artist(Odd())
    save(figure, tmp_path / "f.png")
    assert read(tmp_path / "f.png")[0]["axes"][0]["artists"][-1] == {"drawing": "drawing0", "of": "Odd"}
    with pytest.warns(scitex_plt.PltWarning, match="Odd"):
        scitex_plt.data(figure)


def test_an_artist_that_fails_when_it_is_read_is_still_drawn(save, tmp_path):
    figure, axes = plt.subplots()
    axes.add_artist(Broken([0, 1], [0, 1]))
    save(figure, tmp_path / "f.png")
    recipe = yaml.safe_load((tmp_path / "f.yaml").read_text())
    assert [(artist["of"], "data" in artist) for artist in recipe["axes"][0]["artists"]] == [("Broken", False)]


def test_colour_bars_of_an_image_grid_are_colour_bars(came_back, tmp_path):
    figure = plt.figure(figsize=(4, 3))
    grid = ImageGrid(figure, 111, nrows_ncols=(1, 2), cbar_mode="each", cbar_pad=0.1)
    for axes, bar in zip(grid, grid.cbar_axes, strict=True):
        bar.colorbar(axes.imshow([[1, 2], [3, 5]]))
    assert came_back(figure) == []
    assert sum("colorbar" in axes for axes in read(tmp_path / "f.png")[0]["axes"]) == 2


def mine():
    figure, axes = plt.subplots()
    axes.add_line(Marked([0, 1], [2, 3]))
    axes.add_line(Marked([0, 1], [2, 3], label="mine"))
    return figure


def parasites():
    figure = plt.figure()
    bent = host_subplot(111, figure=figure).get_aux_axes(HammerAxes.HammerTransform(9))
    bent.imshow(np.arange(6.0).reshape(2, 3))
    return figure


@pytest.mark.parametrize("draw", [mine, in_own_axes, parasites])
def test_a_drawing_that_was_drawn_again_has_its_data_still(save, tmp_path, draw):
    save(draw(), tmp_path / "f.png")
    (tmp_path / "again").mkdir()
    save(scitex_plt.reproduce(tmp_path / "f.yaml"), tmp_path / "again" / "f.png")
    for name in ("f.csv", "f.yaml"):
        assert (tmp_path / "again" / name).read_text() == (tmp_path / name).read_text()
