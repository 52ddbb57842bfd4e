"""Collections, contours, vectors and lines without ends come back with their data, to the pixel."""

import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from matplotlib import colors, style
from matplotlib import pyplot as plt
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.contour import QuadContourSet
from matplotlib.quiver import QuiverKey
from versions import later

import scitex_plt
from scitex_plt.values import plain

EXAMPLES = runpy.run_path(str(Path(__file__).with_name("examples") / "collections.py"))
CASES = [
    *((kind, draw) for kind, examples in EXAMPLES["EXAMPLES"].items() for draw in examples),
    *(("scatter", draw) for draw in EXAMPLES["EXAMPLES_OF_PATHS"]),
]
SQUARE = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]


def drawn(draw, limits=(-2, 4)):
    figure, axes = plt.subplots(figsize=(2, 2))
    draw(axes)
    axes.set_xlim(limits)
    if axes.get_yscale() == "linear":
        axes.set_ylim(limits)
    return figure


def entries(path):
    return yaml.safe_load(path.with_suffix(".yaml").read_text())["axes"][0]["artists"]


def is_same_picture(path):
    again = path.with_name("again.png")
    scitex_plt.reproduce(path.with_suffix(".yaml")).savefig(again)
    return np.array_equal(plt.imread(path), plt.imread(again))


def edited(path, column, row, value):
    """Change a cell of the CSV, and return the axes drawn from it."""
    table = pd.read_csv(path.with_suffix(".csv"))
    table.loc[row, column] = value
    table.to_csv(path.with_suffix(".csv"), index=False)
    return scitex_plt.reproduce(path.with_suffix(".yaml")).axes[0]


@pytest.mark.parametrize(("kind", "draw"), CASES)
def test_the_picture_is_the_same_to_the_pixel(tmp_path, save, kind, draw):
    path = save(drawn(draw), tmp_path / "f.png")
    assert kind in entries(path)[-1]
    assert is_same_picture(path)


@pytest.mark.parametrize(("kind", "draw"), CASES)
def test_saving_leaves_the_figure_as_it_is(tmp_path, save, kind, draw):
    figure = drawn(draw)
    figure.savefig(tmp_path / "plain.png")
    save(figure, tmp_path / "f.png")
    figure.savefig(tmp_path / "after.png")
    assert np.array_equal(plt.imread(tmp_path / "plain.png"), plt.imread(tmp_path / "after.png"))


@pytest.mark.parametrize(
    ("draw", "columns"),
    [
        (lambda axes: axes.vlines([1, 2], 0, 1, label="bars"), ["bars.x1", "bars.y1", "bars.x2", "bars.y2"]),
        (lambda axes: axes.add_collection(LineCollection([SQUARE])), ["lines0.line", "lines0.x", "lines0.y"]),
        (lambda axes: axes.fill_between([1, 2], 3), ["fill0.x", "fill0.y1", "fill0.y2"]),
        (lambda axes: axes.fill_betweenx([1, 2], 3), ["fill0.y", "fill0.x1", "fill0.x2"]),
        (lambda axes: axes.hexbin([1, 2], [1, 2], gridsize=2), ["polygons0.x", "polygons0.y", "polygons0.value"]),
        (lambda axes: axes.eventplot([1, 2]), ["events0.positions"]),
        (lambda axes: axes.quiver([1], [1], [1], [1]), [f"arrows0.{part}" for part in "xyuv"]),
        (lambda axes: axes.barbs([1], [1], [1], [1]), [f"barbs0.{part}" for part in "xyuv"]),
        (
            lambda axes: axes.contour([[0, 1], [1, 2]], levels=[0.5]),
            [f"contours0.{part}" for part in ("level", "x", "y", "command")],
        ),
    ],
)
def test_columns_are_named_by_what_they_hold(draw, columns):
    figure = drawn(draw)
    assert scitex_plt.data(figure).columns.tolist() == [f"A.{column}" for column in columns]


def test_an_edited_curve_of_an_area_shows(tmp_path, save):
    path = save(drawn(lambda axes: axes.fill_between([0, 1, 2], [1, 2, 1], label="band")), tmp_path / "f.png")
    (fill,) = edited(path, "A.band.y1", 1, 3.5).collections
    assert fill.get_paths()[0].vertices[:, 1].max() == 3.5


def test_an_edited_event_shows(tmp_path, save):
    path = save(drawn(lambda axes: axes.eventplot([0, 1, 2])), tmp_path / "f.png")
    (events,) = edited(path, "A.events0.positions", 1, 1.5).collections
    assert events.get_positions() == [0, 1.5, 2]


def test_an_edited_vector_shows(tmp_path, save):
    path = save(drawn(lambda axes: axes.quiver([0, 1], [0, 1], [1, 2], [2, 1], label="wind")), tmp_path / "f.png")
    (arrows,) = edited(path, "A.wind.u", 0, 7).collections
    assert arrows.U.tolist() == [7, 2]


def test_an_edited_point_of_a_contour_shows(tmp_path, save):
    path = save(drawn(lambda axes: axes.contour([[0, 1], [1, 2]], levels=[0.5])), tmp_path / "f.png")
    (contours,) = edited(path, "A.contours0.x", 0, 3.25).collections
    assert type(contours) is QuadContourSet
    assert contours.get_paths()[0].vertices[0, 0] == 3.25


def test_a_polygon_that_is_added_to_the_table_is_drawn(tmp_path, save):
    path = save(drawn(lambda axes: axes.add_collection(PolyCollection([SQUARE]))), tmp_path / "f.png")
    table = pd.read_csv(path.with_suffix(".csv"))
    more = table.assign(**{"A.polygons0.polygon": 1, "A.polygons0.x": table["A.polygons0.x"] + 2})
    pd.concat([table, more]).to_csv(path.with_suffix(".csv"), index=False)
    (polygons,) = scitex_plt.reproduce(path.with_suffix(".yaml")).axes[0].collections
    assert [len(one.vertices) for one in polygons.get_paths()] == [4, 4]


def test_each_polygon_has_its_style_in_its_first_row(tmp_path, save):
    draw = lambda axes: axes.add_collection(PolyCollection([SQUARE, SQUARE], facecolors=["r", "b"]))  # noqa: E731
    path = save(drawn(draw), tmp_path / "f.png")
    table = pd.read_csv(path.with_suffix(".csv"), keep_default_na=False)
    assert table["A.polygons0.facecolor"].tolist() == ["#ff0000", "", "", "#0000ff", "", ""]


def test_areas_over_dates_are_told_in_dates(tmp_path, save):
    days = np.array(["2020-01-01", "2020-01-02", "2020-01-04"], dtype="datetime64[D]")
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.fill_between(days, [1, 2, 1], label="band")
    axes.xaxis.set_ticks([])
    path = save(figure, tmp_path / "f.png")
    assert pd.read_csv(path.with_suffix(".csv"))["A.band.x"].tolist() == ["2020-01-01", "2020-01-02", "2020-01-04"]
    assert is_same_picture(path)


def test_a_violin_and_a_stack_are_areas(tmp_path, save):
    def draw(axes):
        axes.stackplot([0, 1, 2], [[1, 2, 1], [2, 1, 2]], labels=["low", "high"], baseline="sym")
        axes.violinplot([[0.0, 1.0, 1.5, 2.0]], positions=[1])

    path = save(drawn(draw), tmp_path / "f.png")
    assert [next(iter(entry)) for entry in entries(path)][:3] == ["fill"] * 3
    assert is_same_picture(path)


def test_labels_of_contours_stay_texts(tmp_path, save):
    x, y = np.meshgrid(np.linspace(-2, 4, 9), np.linspace(-2, 4, 9))
    path = save(drawn(lambda axes: axes.clabel(axes.contour(x, y, x * y), use_clabeltext=True)), tmp_path / "f.png")
    assert {next(iter(entry)) for entry in entries(path)} == {"contours", "text"}
    assert is_same_picture(path)


@later("it makes the arrow of a key anew whenever it draws it")
def test_a_key_explains_the_arrows_that_were_drawn_again(tmp_path, save):
    path = save(drawn(EXAMPLES["key"]), tmp_path / "f.png")
    axes = scitex_plt.reproduce(path.with_suffix(".yaml")).axes[0]
    (key,) = (child for child in axes.get_children() if isinstance(child, QuiverKey))
    assert key.Q is axes.collections[0]


def test_collections_made_under_another_style_look_the_same(tmp_path, save):
    with style.context("ggplot"):
        figure = drawn(
            lambda axes: axes.add_collection(PolyCollection([SQUARE, np.add(SQUARE, 1)], linestyle="--", lw=3))
        )
    path = save(figure, tmp_path / "f.png")
    assert "polygons" in entries(path)[0]
    assert is_same_picture(path)


def test_colors_of_an_array_are_written_as_each_of_them_is():
    rng = np.random.default_rng(3)
    rows = np.concatenate([rng.random((20, 4)), rng.integers(0, 256, (20, 4)) / 255, [[0, 0, 1, 1], [1, 0, 0, 0.5]]])
    assert plain.colors(rows) == [plain.color(tuple(row)) for row in rows.tolist()]
    assert plain.colors(rows[:, :3]) == [plain.color(tuple(row)) for row in rows[:, :3].tolist()]
    assert np.array_equal([colors.to_rgba(plain.to_color(text)) for text in plain.colors(rows)], rows)


def test_a_scatter_over_names_gains_none_where_a_number_is_infinite(came_back, tmp_path):
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.scatter(["pear", "fig", "apple"], [1, np.inf, 3])
    assert came_back(figure) == []
    again = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0]
    assert list(again.xaxis.units._mapping) == ["pear", "fig", "apple"]


def test_a_marker_listed_once_a_point_is_a_marker(came_back, tmp_path):
    figure, axes = plt.subplots()
    dots = axes.scatter([1, 2, 3], [4, 5, 6], c=["r", "g", "b"], marker="^")
    dots.set_paths(dots.get_paths() * 3)
    assert came_back(figure) == []
    assert yaml.safe_load((tmp_path / "f.yaml").read_text())["axes"][0]["artists"][0]["style"] == {"marker": "^"}


def test_bars_cut_off_at_their_outline_are_bars(came_back, tmp_path):
    figure, axes = plt.subplots()
    for bar in axes.bar(["a", "b"], [1, 2], linewidth=9, edgecolor="k"):
        bar.set_clip_path(bar.get_path(), bar.get_patch_transform() + axes.transData)
    assert came_back(figure) == []
    again = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0]
    assert [bar.get_height() for bar in again.containers[0]] == [1, 2]


def test_points_without_a_marker_come_back(came_back, tmp_path):
    _, axes = plt.subplots()
    axes.scatter([1, 2], [3, 4], marker="none")
    assert came_back(axes.figure) == []
    assert scitex_plt.reproduce(tmp_path / "f.yaml").axes[0].collections[0].get_offsets().tolist() == [[1, 3], [2, 4]]
