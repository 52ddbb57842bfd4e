"""Violins: their columns say which statistic they hold."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.collections import LineCollection

import scitex_plt

RANDOM = np.random.default_rng(5)
SAMPLES = [RANDOM.normal(size=60), RANDOM.exponential(3, 80), RANDOM.uniform(0, 1, 50)]
SEVERAL = [[0.1, 0.9], [], [0.5]]
BODIES = ["violin0", "violin1", "violin2"]
EXTREMES = ["maxima0", "minima0", "ranges0"]


def names_in(figure):
    return list(dict.fromkeys(column.split(".")[1] for column in scitex_plt.data(figure)))


@pytest.mark.parametrize("side", ["both", "low", "high"])
@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
@pytest.mark.parametrize(
    ("options", "lines"),
    [
        ({}, EXTREMES),
        ({"showmeans": True}, ["means0", *EXTREMES]),
        ({"showmeans": True, "showmedians": True}, ["means0", *EXTREMES, "medians or quantiles0"]),
        ({"showmedians": True, "quantiles": SEVERAL}, [*EXTREMES, "medians0", "quantiles0"]),
        ({"quantiles": [[0.1], [], []]}, [*EXTREMES, "quantiles0"]),
        ({"showextrema": False, "showmeans": True}, ["levels0"]),
        ({"showextrema": False, "showmeans": True, "showmedians": True}, ["levels0", "levels1"]),
        ({"showextrema": False, "showmeans": True, "quantiles": [[0.1], [], []]}, ["levels0", "quantiles0"]),
        (
            {"showextrema": False, "showmeans": True, "showmedians": True, "quantiles": SEVERAL},
            ["means0", "medians0", "quantiles0"],
        ),
    ],
)
def test_bodies_and_statistics_have_names(options, lines, orientation, side):
    figure, axes = plt.subplots()
    axes.fill_between([1, 2, 3], [0, 1, 0], [1, 3, 1])
    axes.violinplot(SAMPLES, orientation=orientation, side=side, **options)
    axes.vlines([1, 2, 3], 0, 2)
    assert names_in(figure) == ["fill0", *BODIES, *lines, "lines0"]


def test_statistics_are_those_of_the_samples():
    figure, axes = plt.subplots()
    axes.violinplot(SAMPLES, showmeans=True, showmedians=True, quantiles=SEVERAL)
    table = scitex_plt.data(figure)
    for name, statistic in (("means", np.mean), ("medians", np.median), ("minima", np.min), ("maxima", np.max)):
        assert table[f"A.{name}0.y1"].dropna().tolist() == [statistic(sample) for sample in SAMPLES]
    assert table["A.quantiles0.y1"].dropna().tolist() == [
        np.quantile(sample, one) for sample, wanted in zip(SAMPLES, SEVERAL, strict=True) for one in wanted
    ]
    assert table["A.violin1.y"].min() == SAMPLES[1].min()


def test_several_bodies_without_lines_are_violins():
    figure, axes = plt.subplots()
    axes.violinplot(SAMPLES, showextrema=False)
    axes.scatter([1, 2, 3], [0, 0, 0])
    assert names_in(figure) == [*BODIES, "scatter0"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda axes, y: axes.fill_betweenx(y, 1 - y**2, 1 + y**2),
        lambda axes, y: [axes.fill_between(y, place - y**2, place + y**2) for place in (1, 3)],
        lambda axes, y: (axes.fill_betweenx(y, 0, y), axes.hlines([0, 1], -1, 1), axes.vlines([0], 0, 1)),
        lambda axes, y: (axes.fill_betweenx(y, 0, y), axes.plot([0, 0], [0, 1]), axes.plot([0, 0], [0.4, 0.6])),
        lambda axes, y: (axes.fill_betweenx(y, -1, 1), axes.hlines([0.5], -0.5, 0.5)),
    ],
    ids=["a band", "bands over the same values", "other lines", "no median", "a block"],
)
def test_what_may_be_no_violin_has_no_such_name(draw):
    figure, axes = plt.subplots()
    draw(axes, np.linspace(0, 1, 20))
    assert {name.rstrip("01") for name in names_in(figure)} <= {"fill", "line", "lines"}


def test_lines_that_were_moved_are_no_extremes():
    figure, axes = plt.subplots()
    axes.violinplot(SAMPLES)["cbars"].set_segments([[(0, 0), (1, 1)]] * 3)
    assert names_in(figure) == [*BODIES, "levels0", "levels1", "lines0"]


def seaborn_body(axes, place, *, split):
    """Draw a body as seaborn does; return its values, and from where to where it reaches."""
    support = np.linspace(-3, 3, 40)
    reach = 0.4 * np.exp(-(support**2) / 2)
    sides = place - (0.4 if split else reach), place + (reach - 0.4 if split else reach)
    axes.fill_betweenx(support, *sides, facecolor="c", edgecolor="k")
    return support, *sides


BOX = ("violin", "whiskers", "quartiles", "median")


@pytest.mark.parametrize("split", [False, True])
def test_a_box_of_seaborn_in_a_violin_is_known(split):
    figure, axes = plt.subplots()
    for place in (0, 1):
        seaborn_body(axes, place, split=split)
        middle = place - 0.4 if split else place
        axes.plot([middle, middle], [-2, 2])
        axes.plot([middle, middle], [-0.6, 0.7])
        axes.plot([middle], [0.1], marker="_")
    assert names_in(figure) == [f"{name}{number}" for number in (0, 1) for name in BOX]
    assert scitex_plt.data(figure)["A.quartiles1.y"].dropna().tolist() == [-0.6, 0.7]


@pytest.mark.parametrize("split", [False, True])
def test_quartiles_of_seaborn_in_a_violin_are_known(split):
    figure, axes = plt.subplots()
    support, lower, upper = seaborn_body(axes, 1, split=split)
    for value in (-0.6, 0.1, 0.7):
        low, high = (np.interp(value, support, np.broadcast_to(side, support.shape)) for side in (lower, upper))
        axes.plot([low, high], [value, value], "--")
    assert names_in(figure) == ["violin0", "first quartile0", "median0", "third quartile0"]


def test_observations_of_seaborn_in_a_violin_are_known():
    figure, axes = plt.subplots()
    support, lower, upper = seaborn_body(axes, 1, split=False)
    values = [-0.6, 0.7, 0.1]
    ends = [[(np.interp(value, support, side), value) for side in (lower, upper)] for value in values]
    axes.add_collection(LineCollection(ends))
    assert scitex_plt.data(figure)["A.observations0.y1"].dropna().tolist() == values


def test_names_come_back_and_an_edit_moves_the_line(came_back, tmp_path):
    figure, axes = plt.subplots()
    axes.violinplot(SAMPLES, showmeans=True)
    assert came_back(figure) == []
    assert names_in(scitex_plt.reproduce(tmp_path / "f.yaml")) == names_in(figure)
    table = pd.read_csv(tmp_path / "f.csv")
    table.loc[0, ["A.means0.y1", "A.means0.y2"]] = 2.0
    table.to_csv(tmp_path / "f.csv", index=False)
    means = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0].collections[3]
    assert means.get_segments()[0][:, 1].tolist() == [2.0, 2.0]
