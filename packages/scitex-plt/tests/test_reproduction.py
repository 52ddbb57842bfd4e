"""A recipe and its CSV give the figure back, to the pixel."""

import matplotlib as mpl
import numpy as np
import pytest
import yaml
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter
from mpl_toolkits.axes_grid1 import ImageGrid

import scitex_plt
from scitex_plt.describing.description import describe


def pixels(path):
    return plt.imread(path)


def described(recipe):
    """Return what a recipe says of the figure and of axes that have all their pieces, but for what is only drawn."""
    parts = {part.get("axes", "figure"): part for part in (recipe["figure"], *recipe["axes"])}
    return {
        where: part | {"artists": [artist for artist in part.get("artists", []) if "drawing" not in artist]}
        for where, part in parts.items()
        if not {"drawing", "drawn", "secondary"} & part.keys()  # a user's functions leave frozen ticks behind
    }


def test_a_reproduction_has_the_same_recipe_and_data(picture):
    figure = scitex_plt.reproduce(picture.with_suffix(".yaml"))
    recorded = yaml.safe_load(picture.with_suffix(".yaml").read_text())
    with mpl.rc_context(recorded.get("rcParams", {})):
        figure.draw_without_rendering()
        recipe, table, _ = describe(figure)
    told, again = described(recorded), described(recipe)
    assert {where: part for where, part in again.items() if where in told} == told
    if recorded["data"]:
        assert table.to_csv(index=False) == picture.with_suffix(".csv").read_text()


def test_a_short_figure_has_a_short_recipe(gallery):
    assert len((gallery / "two_lines.yaml").read_text().splitlines()) < 60


def test_lines_and_scatters_come_back_as_what_they_were(tmp_path, save):
    figure, axes = plt.subplots()
    axes.plot([1, 2], [3, 5], label="signal")
    axes.scatter([1, 2], [5, 4], c=[0.1, 0.9], label="cells")
    save(figure, tmp_path / "f.png")
    again = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0]
    assert again.lines[0].get_xydata().tolist() == [[1, 3], [2, 5]]
    assert again.collections[0].get_offsets().tolist() == [[1, 5], [2, 4]]
    assert again.collections[0].get_array().tolist() == [0.1, 0.9]
    assert again.get_legend_handles_labels()[1] == ["signal", "cells"]


def test_an_edited_number_shows(tmp_path, save):
    figure, axes = plt.subplots()
    axes.plot([1.0, 2.0, 4.0], [3.0, 5.0, 7.0], label="signal")
    save(figure, tmp_path / "f.png")
    (tmp_path / "f.csv").write_text("A.signal.x,A.signal.y\n1.0,3.0\n2.5,6.25\n4.0,7.0\n5.0,8.0\n")
    again = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0]
    assert again.lines[0].get_xydata().tolist() == [[1, 3], [2.5, 6.25], [4, 7], [5, 8]]


def test_it_is_drawn_under_the_rcparams_of_its_recipe(tmp_path, save):
    with mpl.rc_context({"font.family": "serif", "axes.facecolor": "0.9", "savefig.facecolor": "y"}):
        figure, axes = plt.subplots()
        axes.plot([1, 2])
        save(figure, tmp_path / "f.png")
    mpl.rcParams.update({"font.size": 20, "axes.unicode_minus": False, "savefig.dpi": 30})
    scitex_plt.reproduce(tmp_path / "f.yaml").savefig(tmp_path / "again.png")
    assert np.array_equal(pixels(tmp_path / "f.png"), pixels(tmp_path / "again.png"))
    assert mpl.rcParams["font.size"] == 20


def test_it_is_a_figure_that_pyplot_does_not_know(tmp_path, save, two_lines_figure):
    save(two_lines_figure, tmp_path / "f.png")
    before = plt.get_fignums()
    again = scitex_plt.reproduce(tmp_path / "f.yaml")
    assert isinstance(again, Figure)
    assert plt.get_fignums() == before


def test_what_was_left_out_is_said_again(tmp_path, save, two_lines_figure):
    recipe = save(two_lines_figure, tmp_path / "f.png").with_suffix(".yaml")
    omitted = {"axes": "A", "artist": "AxesImage", "label": "map", "reason": "no ink"}
    recipe.write_text(yaml.safe_dump(yaml.safe_load(recipe.read_text()) | {"omitted": [omitted]}, sort_keys=False))
    with pytest.warns(scitex_plt.PltWarning, match=r"f\.yaml lacks AxesImage 'map' of axes A \(no ink\)"):
        scitex_plt.reproduce(recipe)


def test_through_scitex_io(tmp_path, two_lines_figure):
    scitex_io = pytest.importorskip("scitex_io")
    saved = scitex_io.save(two_lines_figure, tmp_path / "f.png")
    scitex_plt.reproduce(tmp_path / "f.yaml").savefig(tmp_path / "again.png")
    assert np.array_equal(pixels(saved), pixels(tmp_path / "again.png"))


def test_the_shares_of_a_pie_are_data(tmp_path, save):
    figure, axes = plt.subplots()
    axes.pie([1, 1, 2], labels=["one", "other", "both"])
    save(figure, tmp_path / "f.png")
    header, angles = (tmp_path / "f.csv").read_text().splitlines()
    assert header.startswith("A.one.theta1,A.one.theta2,A.other.theta1")
    assert angles == "0.0,90.0,90.0,180.0,180.0,360.0"
    (tmp_path / "f.csv").write_text(f"{header}\n0.0,60.0,60.0,180.0,180.0,360.0\n")
    wedges = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0].patches
    assert [(wedge.theta1, wedge.theta2) for wedge in wedges] == [(0, 60), (60, 180), (180, 360)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace(",", ";").replace(".0", ",0").encode(), "semicolons: expected commas"),
        (lambda text: text.encode("utf-16"), "not in UTF-8, byte 0: save it as CSV UTF-8"),
        (lambda text: text.replace("signal", "größe").encode("latin-1"), "not in UTF-8, byte 4"),
        (
            lambda text: text.replace("3.0", "three").encode(),
            r"f\.csv:2: column 'A\.signal\.y': 'three' is not a number",
        ),
    ],
)
def test_what_a_spreadsheet_has_made_of_the_data_is_said(tmp_path, save, change, said):
    figure, axes = plt.subplots()
    axes.plot([1.0, 2.0], [3.0, 5.0], label="signal")
    save(figure, tmp_path / "f.png")
    (tmp_path / "f.csv").write_bytes(change((tmp_path / "f.csv").read_text()))
    with pytest.raises(scitex_plt.ColumnError, match=said):
        scitex_plt.reproduce(tmp_path / "f.yaml")


def test_a_spreadsheet_may_mark_the_encoding_and_end_lines_as_it_likes(tmp_path, save):
    figure, axes = plt.subplots()
    axes.plot([1.0, 2.0], [3.0, 5.0], label="größe")
    save(figure, tmp_path / "f.png")
    text = (tmp_path / "f.csv").read_text(encoding="utf-8")
    (tmp_path / "f.csv").write_bytes(text.replace("\n", ",\r\n").encode("utf-8-sig"))
    assert scitex_plt.verify(tmp_path / "f.yaml").verdict == "identical"


class WholeAxes(Axes):
    """Axes of a user's own class, which are drawn as a whole."""


def ticks_of_many_kinds():
    """Return a figure whose ticks are told in several ways."""
    with mpl.rc_context({"xtick.major.size": 7}):
        figure, axes = plt.subplots()
        axes.plot([1, 2])
        axes.tick_params(bottom=False)
        axes.grid(True)
        axes.set_yticks([], minor=True)
        axes.yaxis.set_major_formatter(NullFormatter())
        axes.set_yticks([])
        return figure


def grid_without_some_colour_bars():
    """Return a grid of images of which one has a colour bar, and axes after it."""
    figure = plt.figure()
    grid = ImageGrid(figure, 121, (1, 2), cbar_mode="single")
    grid.cbar_axes[0].colorbar(grid[0].imshow([[1, 2], [3, 4]]))
    figure.add_subplot(122).plot([1, 2])
    return figure


def hidden():
    """Return a figure with axes that are not seen, and could only be drawn."""
    figure = plt.figure()
    figure.add_axes(WholeAxes(figure, (0.1, 0.5, 0.8, 0.4))).set_visible(False)
    figure.add_axes((0.1, 0.1, 0.8, 0.3)).plot([1, 2])
    return figure


@pytest.mark.parametrize("make", [grid_without_some_colour_bars, hidden, ticks_of_many_kinds])
def test_a_figure_that_was_drawn_again_has_the_same_recipe(tmp_path, save, make):
    save(make(), tmp_path / "f.png", bbox_inches="tight")
    texts = []
    for _ in range(2):
        texts.append([(tmp_path / name).read_text() for name in ("f.yaml", "f.csv")])
        save(scitex_plt.reproduce(tmp_path / "f.yaml"), tmp_path / "f.png", bbox_inches="tight")
    assert texts[0] == texts[1]
