"""Error bars whose points are limits, or only some of which have bars."""

import pandas as pd
import pytest
from matplotlib import pyplot as plt

import scitex_plt


@pytest.fixture
def limited(save, tmp_path):
    """Return the picture of error bars with an upper and a lower limit."""
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.errorbar([1, 2, 3], [4, 5, 6], yerr=0.5, uplims=[1, 0, 0], lolims=[0, 0, 1], label="signal")
    return save(figure, tmp_path / "f.png")


def test_a_limit_is_told_by_a_word_beside_the_ends_of_its_bar(limited):
    table = pd.read_csv(limited.with_suffix(".csv"), keep_default_na=False)
    assert table["A.signal.y_limit"].tolist() == ["upper", "", "lower"]
    assert table["A.signal.y_low"].tolist() == [3.5, 4.5, 6.0]
    assert table["A.signal.y_high"].tolist() == [4.0, 5.5, 6.5]


def test_a_limit_that_is_edited_shows(limited):
    csv = limited.with_suffix(".csv")
    csv.write_text(csv.read_text().replace("upper", "lower"))
    errors = scitex_plt.reproduce(limited.with_suffix(".yaml")).axes[0].containers[0]
    (tips,) = errors.lines[1]
    assert tips.get_xdata().tolist() == [1, 3]


def test_a_word_that_is_no_limit_is_refused(limited):
    csv = limited.with_suffix(".csv")
    csv.write_text(csv.read_text().replace("upper", "outer"))
    with pytest.raises(scitex_plt.PltError, match="no limit 'outer'"):
        scitex_plt.reproduce(limited.with_suffix(".yaml"))


def test_points_without_bars_have_blank_ends(came_back, tmp_path):
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.errorbar([1, 2, 3, 4], [4, 5, 6, 7], yerr=0.5, errorevery=(1, 2))
    assert came_back(figure) == []
    low = pd.read_csv(tmp_path / "f.csv")["A.error bars0.y_low"]
    assert low.isna().tolist() == [True, False, True, False]


def test_bars_have_their_error_bars_again(came_back, tmp_path):
    figure, axes = plt.subplots()
    axes.bar(["a", "b"], [1, 2], yerr=[0.5, 0.5], label="both")
    axes.bar_label(axes.containers[1])
    assert came_back(figure) == []
    errors, bars = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0].containers
    assert bars.errorbar is errors


def test_error_bars_of_no_bars_are_refused(save, tmp_path):
    figure, axes = plt.subplots()
    axes.plot([1, 2], label="line")
    axes.errorbar([1, 2], [3, 4], yerr=0.5)
    recipe = save(figure, tmp_path / "f.png").with_suffix(".yaml")
    recipe.write_text(recipe.read_text().replace("bar_style:", "bars: {artist: A.line}\n    bar_style:"))
    with pytest.raises(scitex_plt.RecipeError, match="expected bars of these axes"):
        scitex_plt.reproduce(recipe)


@pytest.fixture
def in_space(came_back, tmp_path):
    """Return the recipe of error bars in space, of which every second point has caps, with a legend."""
    figure = plt.figure()
    axes = figure.add_subplot(projection="3d")
    axes.errorbar(
        [1, 2, 3], [4, 5, 6], [7, 9, 8], zerr=[1, 2, 3], xerr=[[0, 1, 2], [1, 0, 1]], capsize=3, errorevery=2, label="e"
    )
    axes.legend()
    assert came_back(figure) == []
    return tmp_path / "f.yaml"


def test_error_bars_in_space_have_one_row_each(in_space):
    assert pd.read_csv(in_space.with_suffix(".csv")).to_dict("list") == {
        "A.e.x": [1, 2, 3],
        "A.e.y": [4, 5, 6],
        "A.e.z": [7, 9, 8],
        "A.e.x_low": [1, 2, 1],
        "A.e.x_high": [2, 2, 4],
        "A.e.z_low": [6, 9, 5],
        "A.e.z_high": [8, 9, 11],
    }


def test_error_bars_in_space_are_one_thing_again(in_space):
    axes = scitex_plt.reproduce(in_space).axes[0]
    (errors,) = axes.containers
    assert (errors.has_xerr, errors.has_yerr, len(errors.lines[1]), len(errors.lines[2])) == (True, True, 4, 2)
    assert [text.get_text() for text in axes.legend().texts] == ["e"]


def test_bars_alone_in_space(came_back, tmp_path):
    axes = plt.figure().add_subplot(projection="3d")
    axes.errorbar([1, 2, 3], [4, 5, 6], [7, 9, 8], zerr=[1, float("nan"), 3], fmt="none", ecolor=["r", "g", "b"])
    assert came_back(axes.figure) == []
    table = pd.read_csv(tmp_path / "f.csv")
    assert [name.rpartition(".")[2] for name in table] == ["x", "y", "z_low", "z_high"]


def test_bars_in_space_that_do_not_stand_at_their_points_are_told_one_by_one(came_back, tmp_path):
    axes = plt.figure().add_subplot(projection="3d")
    axes.errorbar([1, 2], [4, 5], [7, 9], zerr=1)
    axes.containers[0].lines[0].set_data_3d([1, 2], [4, 5.5], [7, 9])
    assert came_back(axes.figure) == []
    assert scitex_plt.reproduce(tmp_path / "f.yaml").axes[0].containers == []


@pytest.mark.parametrize("sides", [("x",), ("y",), ("x", "y")])
@pytest.mark.parametrize("capsize", [0, 3])
def test_error_bars_in_polar_axes(came_back, tmp_path, sides, capsize):
    axes = plt.figure().add_subplot(projection="polar", theta_offset=1.0, theta_direction=-1)
    axes.errorbar([1, 2, 4], [3, 5, 4], **{f"{side}err": 0.25 for side in sides}, capsize=capsize, label="e")
    axes.legend()
    assert came_back(axes.figure) == []
    table = pd.read_csv(tmp_path / "f.csv")
    assert list(table) == ["A.e.x", "A.e.y", *(f"A.e.{side}_{end}" for side in sides for end in ("low", "high"))]
    again = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0]
    assert [type(errors).__name__ for errors in again.containers] == ["ErrorbarContainer"]
    assert [text.get_text() for text in again.legend().texts] == ["e"]


def test_an_edited_bar_in_polar_axes_moves_its_cap(came_back, tmp_path):
    axes = plt.figure().add_subplot(projection="polar")
    axes.errorbar([1, 2], [3, 5], yerr=[1, 2], capsize=3, uplims=[True, False])
    assert came_back(axes.figure) == []
    csv = tmp_path / "f.csv"
    csv.write_text(csv.read_text().replace("7.0", "6.5"))
    shown = [line.get_data() for line in scitex_plt.reproduce(tmp_path / "f.yaml").axes[0].lines[1:]]
    assert [(float(theta), float(radius)) for (theta,), (radius,) in shown] == [(2, 3), (2, 6.5), (1, 2), (1, 3)]


def test_caps_in_polar_axes_that_a_user_moved_are_told_one_by_one(came_back, tmp_path):
    axes = plt.figure().add_subplot(projection="polar")
    axes.errorbar([1, 2], [3, 5], yerr=1, capsize=3)
    axes.lines[-1].set_ydata([5.5])
    assert came_back(axes.figure) == []
    assert scitex_plt.reproduce(tmp_path / "f.yaml").axes[0].containers == []
