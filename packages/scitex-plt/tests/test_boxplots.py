"""Box plots: their columns say which statistic they hold."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.cbook import boxplot_stats

import scitex_plt

RANDOM = np.random.default_rng(5)
SAMPLES = [RANDOM.normal(size=60), RANDOM.normal(1, 3, 80), np.append(RANDOM.uniform(0, 1, 50), 9.0)]


@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"notch": True},
        {"patch_artist": True},
        {"showmeans": True},
        {"showmeans": True, "meanline": True, "showcaps": False},
        {"showfliers": False},
    ],
)
def test_statistics_have_columns(options, orientation):
    figure, axes = plt.subplots()
    axes.plot([1, 2], [0, 0], label="before")
    axes.boxplot(SAMPLES, orientation=orientation, **options)
    axes.plot([1, 1], [0, 2])
    table = scitex_plt.data(figure)
    along = "y" if orientation == "vertical" else "x"
    for number, stats in enumerate(boxplot_stats(SAMPLES)):

        def column(piece, part=along, number=number):
            return table.get(f"A.{piece}{number}.{part}", pd.Series(dtype=float)).dropna().tolist()

        assert column("lower whisker") == [stats["q1"], stats["whislo"]]
        assert column("upper whisker") == [stats["q3"], stats["whishi"]]
        assert column("median") == [stats["med"]] * 2
        if options.get("showcaps", True):
            assert column("lower cap") == [stats["whislo"]] * 2
            assert column("upper cap") == [stats["whishi"]] * 2
        if options.get("showmeans"):
            assert column("mean")[0] == stats["mean"]
        if options.get("showfliers", True):
            assert column("fliers") == stats["fliers"].tolist()
        assert (min(column("box")), max(column("box"))) == (stats["q1"], stats["q3"])
    assert {name.split(".")[1] for name in table if "line" in name} == {"line0"}


@pytest.mark.parametrize("options", [{}, {"patch_artist": True}])
def test_a_box_has_the_same_columns_as_a_line_or_filled_and_an_edit_moves_it(came_back, tmp_path, options):
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.boxplot(SAMPLES, widths=0.5, **options)
    assert came_back(figure) == []
    table = pd.read_csv(tmp_path / "f.csv")
    assert table["A.box0.x"].dropna().tolist() == [0.75, 1.25, 1.25, 0.75, 0.75]
    assert table["A.box0.y"].dropna().tolist() == [*np.quantile(SAMPLES[0], [0.25, 0.25, 0.75, 0.75, 0.25])]
    table.loc[2:3, "A.box0.y"] = 2.5
    table.to_csv(tmp_path / "f.csv", index=False)
    again = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0]
    box = again.patches[0] if options else again.lines[0]
    assert box.get_path().get_extents().ymax == 2.5


def test_a_single_outlier_is_no_mean():
    figure, axes = plt.subplots()
    axes.boxplot([SAMPLES[2]])
    assert scitex_plt.data(figure)["A.fliers0.y"].dropna().tolist() == [9.0]
    assert not any("mean" in name for name in scitex_plt.data(figure))


def test_lines_that_are_no_box_plot_are_lines():
    figure, axes = plt.subplots()
    axes.plot([1, 1], [2, 0])
    axes.plot([1, 1], [3, 5])
    axes.plot([0, 2], [7, 7])
    axes.plot([], [])
    axes.plot([1, 1], [np.nan, np.nan])
    assert all(name.startswith("A.line") for name in scitex_plt.data(figure))


def test_names_come_back(tmp_path, save):
    figure, axes = plt.subplots()
    pd.DataFrame({"a": SAMPLES[0], "b": SAMPLES[1][:60]}).plot.box(ax=axes, patch_artist=True)
    path = save(figure, tmp_path / "f.png")
    again = scitex_plt.reproduce(path.with_suffix(".yaml"))
    assert list(scitex_plt.data(again)) == list(scitex_plt.data(figure))
    assert "A.median1.y" in scitex_plt.data(again)
