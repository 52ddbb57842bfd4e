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
