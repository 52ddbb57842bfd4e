"""A figure is read as it was drawn, and stays as it is."""

import pickle

import matplotlib as mpl
import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import pytest
from matplotlib import patheffects
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.path import Path
from versions import later

import scitex_plt
from scitex_plt.describing.description import describe


def test_series_that_share_x_have_one_column_of_it(tmp_path, save):
    days = np.array(["2026-01-01", "2026-01-02", "2026-01-04"], dtype="datetime64[D]")
    figure, (left, right) = plt.subplots(1, 2)
    left.plot(days, [1, 2, 3], label="a")
    left.scatter(days, [3, 2, 1], label="b")
    left.errorbar(days, [2, 2, 2], [1, 1, 1], label="c")
    left.plot(days[:2], [5, 5], label="shorter")
    right.plot(days, [1, 2, 3], label="elsewhere")
    path = save(figure, tmp_path / "f.png")
    header = path.with_suffix(".csv").read_text().splitlines()[0].split(",")
    assert [name for name in header if name.endswith(".x")] == ["A.a.x", "A.shorter.x", "B.elsewhere.x"]
    assert list(scitex_plt.data(figure)) == header
    table = pd.read_csv(path.with_suffix(".csv"))
    table.loc[0, "A.a.x"] = "2025-12-31"
    table.to_csv(path.with_suffix(".csv"), index=False)
    again = scitex_plt.reproduce(path.with_suffix(".yaml")).axes[0]
    moved = mdates.date2num(np.datetime64("2025-12-31"))
    assert again.lines[0].get_xdata(orig=False)[0] == moved
    assert again.collections[0].get_offsets()[0, 0] == moved
    assert again.containers[0].lines[0].get_xdata(orig=False)[0] == moved


def test_single_points_share_nothing():
    figure, axes = plt.subplots()
    axes.plot([1], [2], "o", label="a")
    axes.plot([1], [3], "o", label="b")
    assert list(scitex_plt.data(figure)) == ["A.a.x", "A.a.y", "A.b.x", "A.b.y"]


def test_columns_are_named_by_axes_label_and_part():
    figure, (left, right) = plt.subplots(1, 2)
    left.plot([1.5, 2.5], label="signal")
    left.plot([3, 4, 5])
    right.scatter([1, 2], [3, 4], s=[5, 6])
    assert list(scitex_plt.data(figure)) == [
        "A.signal.x",
        "A.signal.y",
        "A.line0.x",
        "A.line0.y",
        "B.scatter0.x",
        "B.scatter0.y",
        "B.scatter0.size",
    ]


def test_no_two_artists_have_one_name():
    figure, axes = plt.subplots()
    for label in ("same", "same", "line0", None, "of two\nlines"):
        axes.plot([1], label=label)
    names = [column.removesuffix(".x") for column in scitex_plt.data(figure) if column.endswith(".x")]
    assert names == ["A.same", "A.same_2", "A.line0", "A.line1", "A.of two lines"]


def test_shorter_columns_end_in_missing_values():
    figure, axes = plt.subplots()
    axes.plot([1, 2, 3], [4, 5, 6], label="long")
    axes.plot([7], [8], label="short")
    assert scitex_plt.data(figure)["A.short.x"].tolist()[0] == 7
    assert scitex_plt.data(figure)["A.short.x"].isna().tolist() == [False, True, True]


def test_dates_are_iso_dates():
    figure, axes = plt.subplots()
    axes.plot(pd.to_datetime(["2024-02-28", "2024-02-29"]), [1, 2], label="count")
    axes.scatter(pd.to_datetime(["2024-02-28T12:00:00.5"]), [1], label="one")
    table = scitex_plt.data(figure)
    assert table["A.count.x"].tolist() == ["2024-02-28", "2024-02-29"]
    assert table["A.one.x"].tolist()[0] == "2024-02-28T12:00:00.500"


def test_categories_are_their_names():
    figure, axes = plt.subplots()
    axes.plot(["pear", "apple"], [1, 2], label="count")
    assert scitex_plt.data(figure)["A.count.x"].tolist() == ["pear", "apple"]


def test_what_stands_beside_categories_says_which(save, tmp_path):
    figure, axes = plt.subplots()
    axes.bar(["pear", "apple"], [1, 2], width=0.4, label="one")
    axes.bar([0.4, 1.4], [3, 4], width=0.4, label="other")
    axes.scatter([0.1, 0.9, -0.1], [1, 2, 3], label="spread")
    axes.scatter([0.1, 0.5], [1, 2], label="between")
    axes.scatter([1, 0], [1, 2], label="at")
    table = scitex_plt.data(figure)
    assert table["A.other.x_category"].dropna().tolist() == ["pear", "apple"]
    assert table["A.spread.x_category"].tolist() == ["pear", "apple", "pear"]
    assert table["A.at.x"].dropna().tolist() == ["apple", "pear"]
    assert sum("category" in column for column in table) == 2
    save(figure, tmp_path / "f.png")
    assert scitex_plt.verify(tmp_path / "f.yaml").verdict == "identical"
    assert scitex_plt.data(scitex_plt.reproduce(tmp_path / "f.yaml")).equals(table)


@pytest.mark.parametrize("labels", [["few", "many"], ["2019", "2020"]])
def test_bars_beside_named_ticks_say_which(save, tmp_path, labels):
    figure, axes = plt.subplots()
    axes.barh([0.8, 1.8], [3, 4], height=0.4, label="one")
    axes.barh([1.2, 2.2], [3, 4], height=0.4, label="other")
    axes.set_yticks([1, 2], labels)
    table = scitex_plt.data(figure)
    assert table["A.one.y_category"].tolist() == table["A.other.y_category"].tolist() == labels
    save(figure, tmp_path / "f.png")
    assert scitex_plt.data(scitex_plt.reproduce(tmp_path / "f.yaml")).equals(table)


def bars_of_pandas(axes):
    pd.DataFrame({"a": [1, 2], "b": [3, 4]}, index=["k", "l"]).plot.bar(ax=axes)


def bars_and_numbered_ticks(axes):
    axes.bar([1, 2], [3, 4])
    axes.set_xticks([1, 2], [1, 2])


def bars_and_ticks_far_off(axes):
    axes.bar([1, 2, 3], [3, 4, 5])
    axes.set_xticks([1, 2], ["one", "two"])


def histogram_and_named_ticks(axes):
    axes.hist([1, 1, 2])
    axes.set_xticks([1, 2], ["one", "two"])


@pytest.mark.parametrize(
    ("draw", "count"),
    [(bars_of_pandas, 2), (bars_and_numbered_ticks, 0), (bars_and_ticks_far_off, 0), (histogram_and_named_ticks, 0)],
)
def test_names_are_told_of_bars_that_have_some(draw, count):
    figure, axes = plt.subplots()
    draw(axes)
    assert sum("category" in column for column in scitex_plt.data(figure)) == count


def test_what_has_no_points_has_no_columns(save, tmp_path):
    figure, axes = plt.subplots()
    axes.plot([1, 2], label="line")
    axes.plot([], label="proxy")
    axes.scatter([], [], label="points")
    axes.quiver([0], [0], [1], [1]).set_label("arrows")
    axes.legend()
    assert {column.split(".")[1] for column in scitex_plt.data(figure)} == {"line", "arrows"}
    save(figure, tmp_path / "f.png")
    assert scitex_plt.verify(tmp_path / "f.yaml").verdict == "identical"
    again = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0]
    assert [len(line.get_xdata()) for line in again.lines] == [2, 0]
    assert len(again.collections[0].get_offsets()) == 0


def test_data_does_not_draw():
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    before = axes._viewLim.extents.tolist()
    scitex_plt.data(figure)
    assert axes._viewLim.extents.tolist() == before


def test_a_figure_loaded_from_a_pickle_has_the_same_data(two_lines_figure):
    loaded = pickle.loads(pickle.dumps(two_lines_figure))
    assert scitex_plt.data(loaded).equals(scitex_plt.data(two_lines_figure))
    assert "A.sine.x" in scitex_plt.data(loaded)


def test_what_cannot_be_read_is_named():
    figure, axes = plt.subplots()
    axes.add_artist(Artist())
    axes.add_artist(Artist())
    axes.plot([1, 2], label="line")
    with pytest.warns(scitex_plt.PltWarning, match="lacks 2 × Artist of axes A"):
        table = scitex_plt.data(figure)
    assert list(table) == ["A.line.x", "A.line.y"]


@pytest.mark.parametrize(
    ("draw", "piece", "reason"),
    [
        (
            lambda axes: axes.set_title("T", bbox={"boxstyle": lambda *place: Path([(0, 0), (9, 9)])}),
            "center title",
            "its box style",
        ),
        pytest.param(
            lambda axes: axes.spines["left"].set_edgegapcolor("r"),
            "left spine",
            "its edgegapcolor",
            marks=later("patches have no edgegapcolor"),
        ),
        (
            lambda axes: axes.xaxis.get_major_ticks()[0].label1.set_transform(axes.transAxes),
            "x axis",
            "its tick labels, which were moved",
        ),
        pytest.param(
            lambda axes: axes.patch.set_edgegapcolor("r"),
            "background",
            "its edgegapcolor",
            marks=later("patches have no edgegapcolor"),
        ),
    ],
)
def test_a_piece_that_a_recipe_cannot_describe_is_drawn(draw, piece, reason):
    figure, axes = plt.subplots()
    draw(axes)
    figure.draw_without_rendering()
    recipe, _, omissions = describe(figure)
    drawn = recipe["axes"][0]["drawn"]
    assert {name: said["reason"] for name, said in drawn.items()} == {piece: reason}
    assert drawn[piece]["calls"]
    assert omissions.entries == []


def test_axes_that_a_recipe_cannot_describe_are_drawn():
    class Tilted(Axes):
        name = "tilted"

    figure = plt.figure()
    figure.add_axes(Tilted(figure, (0, 0, 1, 1))).plot([1, 2])
    recipe, table, _ = describe(figure)
    assert recipe["axes"][0]["drawing"]["reason"] == "the projection 'tilted'"
    assert list(table) == ["A.line0.x", "A.line0.y"]


def test_an_artist_that_cannot_even_be_drawn_is_listed():
    class Broken(Artist):
        def draw(self, renderer):
            raise RuntimeError("no ink")

    figure, axes = plt.subplots()
    axes.add_artist(Broken())
    recipe, _, omissions = describe(figure)
    reason = "not described yet; RuntimeError when it was drawn: no ink"
    assert recipe["omitted"] == omissions.entries == [{"axes": "A", "artist": "Broken", "reason": reason}]


def test_an_rcparam_that_is_an_object_of_a_users_own_is_listed():
    class Glow(patheffects.Normal):
        """An effect of a user's own."""

    mpl.rcParams["path.effects"] = [Glow()]
    recipe, _, _ = describe(plt.figure())
    assert {"axes": "figure", "artist": "Figure", "reason": "the rcParam path.effects"} in recipe["omitted"]


def test_only_a_figure_has_data():
    with pytest.raises(scitex_plt.NotAFigureError, match=r"int is not a figure"):
        scitex_plt.data(3)
