"""Stems are one thing: markers, the lines on which they stand, and the line from which these start."""

import pandas as pd
import pytest
from matplotlib import pyplot as plt

import scitex_plt


@pytest.fixture
def recipe(came_back, tmp_path):
    """Return the recipe of stems with a legend."""
    _, axes = plt.subplots()
    axes.stem([1, 2, 3], [4, -5, 6], bottom=1, label="counts")
    axes.legend()
    assert came_back(axes.figure) == []
    return tmp_path / "f.yaml"


def test_stems_have_one_row_each(recipe):
    table = pd.read_csv(recipe.with_suffix(".csv"))
    assert table.to_dict("list") == {"A.counts.x": [1, 2, 3], "A.counts.y": [4, -5, 6]}


def test_an_edited_stem_moves_whole(recipe):
    csv = recipe.with_suffix(".csv")
    csv.write_text(csv.read_text().replace("-5", "-7"))
    (stems,) = scitex_plt.reproduce(recipe).axes[0].containers
    assert stems.markerline.get_ydata().tolist() == [4, -7, 6]
    assert stems.stemlines.get_segments()[1].tolist() == [[2, 1], [2, -7]]


def test_a_new_legend_has_the_stems(recipe):
    axes = scitex_plt.reproduce(recipe).axes[0]
    assert [text.get_text() for text in axes.legend().texts] == ["counts"]


@pytest.mark.parametrize("orientation", ["x", "y", "z"])
def test_stems_in_space(came_back, tmp_path, orientation):
    axes = plt.figure().add_subplot(projection="3d")
    heads = {"x": [1, 2, 3], "y": [4, 6, 5], "z": [9, 7, float("nan")]}
    axes.stem(*heads.values(), bottom=1, orientation=orientation, label="counts")
    axes.legend()
    assert came_back(axes.figure) == []
    table = pd.read_csv(tmp_path / "f.csv")
    assert table.equals(pd.DataFrame(heads, dtype=float).add_prefix("A.counts."))
    again = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0]
    assert [type(stems).__name__ for stems in again.containers] == ["StemContainer"]
    assert [text.get_text() for text in again.legend().texts] == ["counts"]
