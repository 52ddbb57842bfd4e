"""What refers to other axes, or to other artists, finds them again."""

import numpy as np
import pytest
import yaml
from matplotlib import pyplot as plt
from matplotlib.lines import Line2D
from matplotlib.patches import ConnectionPatch, Ellipse, Rectangle
from matplotlib.text import OffsetFrom

import scitex_plt
from scitex_plt import references, reproduction


def artists_of(path, number=0):
    return yaml.safe_load(path.read_text())["axes"][number]["artists"]


@pytest.fixture(name="pair")
def two_axes():
    """Return a figure of two axes."""
    figure, axes = plt.subplots(1, 2, figsize=(4, 2))
    axes[0].plot([1, 2])
    axes[1].plot([3, 4])
    return figure, *axes


def test_a_connection_between_axes_is_one(pair, came_back, tmp_path):
    figure, left, right = pair
    figure.add_artist(ConnectionPatch((0.5, 1.5), (0.5, 3.5), "data", "data", axesA=left, axesB=right))
    assert came_back(figure) == []
    again = scitex_plt.reproduce(tmp_path / "f.yaml")
    (link,) = again.artists
    assert (link.axesA, link.axesB) == tuple(again.axes)


def test_a_connection_may_come_before_the_axes_that_it_leads_to(pair, came_back):
    figure, left, right = pair
    left.add_artist(ConnectionPatch((0.5, 1.5), (0.5, 3.5), "data", "axes fraction", axesB=right, arrowstyle="->"))
    assert came_back(figure) == []


def test_a_connection_to_axes_that_are_drawn_is_drawn(pair, came_back):
    figure, left, right = pair
    right.set_xscale("function", functions=(np.sort, np.sort))
    figure.add_artist(ConnectionPatch((0.5, 1.5), (0.5, 3.5), "data", "data", axesA=left, axesB=right))
    assert sorted(came_back(figure)) == ["its axes, which are not described", "its functions"]


def test_words_hang_on_other_words_and_on_axes(pair, came_back, tmp_path):
    figure, left, right = pair
    first = left.text(0.2, 1.2, "one", bbox={})
    second = left.annotate("two", xy=(1, 0), xycoords=first, xytext=(5, 8), textcoords=OffsetFrom(first, (1, 1)))
    right.annotate(
        "three", xy=(0.5, 0), xycoords=second, arrowprops={"arrowstyle": "->", "patchB": first.get_bbox_patch()}
    )
    right.annotate("four", xy=(0, 0), xycoords=left.bbox)
    right.annotate("five", xy=(1, 1), xycoords=left)
    assert came_back(figure) == []
    hanging = [entry["coordinates"] for entry in artists_of(tmp_path / "f.yaml", 1)[1:]]
    assert hanging == [{"artist": "A.annotation0"}, {"axes": "A"}, {"axes": "A"}]


def test_labels_in_the_middle_of_bars_move_with_them(came_back, tmp_path):
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.bar_label(axes.bar([1, 2, 3], [3, 4, 20], label="n"), label_type="center")
    axes.set_ylim(0, 10)
    assert came_back(figure) == []
    assert artists_of(tmp_path / "f.yaml")[3]["coordinates"] == {"shown part of": {"artist": "A.n", "member": 2}}


def test_arrows_end_at_the_shapes_that_they_lead_to(came_back):
    figure, axes = plt.subplots(figsize=(3, 2))
    ends = axes.add_patch(Ellipse((0.2, 0.3), 0.2, 0.2)), axes.add_patch(Rectangle((0.6, 0.6), 0.2, 0.2))
    axes.annotate("", (0.2, 0.3), (0.7, 0.7), arrowprops={"arrowstyle": "->", "patchA": ends[1], "patchB": ends[0]})
    axes.add_artist(ConnectionPatch((0.2, 0.3), (0.7, 0.7), "data", patchA=ends[0], patchB=ends[1]))
    assert came_back(figure) == []


def test_what_hangs_on_something_that_comes_later_is_drawn(came_back):
    figure, axes = plt.subplots(figsize=(3, 2))
    first = axes.annotate("one", (0.2, 0.2))
    first.xycoords = axes.text(0.5, 0.5, "two")
    assert came_back(figure) == ["the artist that it hangs on"]


def test_the_shadows_of_a_pie_follow_its_wedges(came_back, tmp_path):
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.pie([1, 2], labels=["one", "two"], explode=[0.1, 0], shadow=True)
    assert came_back(figure) == []
    shadow = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0].patches[1]
    assert shadow.patch.get_label() == "one"


def test_artists_stand_in_coordinates_of_other_axes(pair, came_back, tmp_path):
    figure, left, right = pair
    right.add_line(Line2D([0, 1], [0, 1], transform=left.transAxes, clip_on=False))
    assert came_back(figure) == []
    assert artists_of(tmp_path / "f.yaml", 1)[1]["coordinates"] == {"of": "A", "system": "axes"}


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"artist": "A.nothing"}, "no artist 'A.nothing' comes before"),
        ({"artist": "A.annotation0"}, "no artist 'A.annotation0' comes before"),
        ({"axes": "Z"}, "no axes 'Z'"),
        ({"artist": "A.text0", "box": True}, "is no artist"),
        ({"artist": "A.text0", "member": 10**9}, "member|index"),
        ({"from": {"axes": "A"}, "at": [0, 0], "unit": "miles"}, "miles"),
    ],
)
def test_a_reference_to_nothing_is_refused(save, tmp_path, told, problem):
    figure, axes = plt.subplots()
    axes.annotate("hung", (0, 0), xycoords=axes.text(0, 0, "hook"))
    path = save(figure, tmp_path / "f.png").with_suffix(".yaml")
    recipe = yaml.safe_load(path.read_text())
    recipe["axes"][0]["artists"][1]["coordinates"] = told
    path.write_text(yaml.safe_dump(recipe, sort_keys=False))
    with pytest.raises(scitex_plt.RecipeError, match=problem):
        scitex_plt.reproduce(path)


def test_a_figure_drawn_again_refers_in_the_same_way(pair, save, tmp_path):
    figure, left, right = pair
    hook = left.text(0.2, 1.2, "one")
    right.annotate("two", xy=(1, 0), xycoords=hook)
    figure.add_artist(ConnectionPatch((0.5, 1.5), (0.5, 3.5), "data", "data", axesA=left, axesB=right))
    first = save(figure, tmp_path / "f.png").with_suffix(".yaml")
    (tmp_path / "again").mkdir()
    again = save(scitex_plt.reproduce(first), tmp_path / "again" / "f.png").with_suffix(".yaml")
    assert again.read_text() == first.read_text()
    assert np.array_equal(plt.imread(tmp_path / "f.png"), plt.imread(tmp_path / "again" / "f.png"))


class Counting(dict):
    """What is named, and how often somebody asked for a name."""

    asked = 0

    def __contains__(self, name):
        self.asked += 1
        return super().__contains__(name)


def test_names_of_many_artists_are_found_without_trying_all():
    taken, reached = Counting({"A.line1": None}), {}
    for label in ("", "", "line", "line") * 100:
        taken[references.free_name("A", label, "line", taken, reached=reached)] = None
    assert {"A.line0", "A.line2", "A.line200", "A.line", "A.line_2", "A.line_200"} < taken.keys()
    assert len(taken) == 401
    assert taken.asked <= 3 * len(taken)


def test_names_of_many_texts_that_are_drawn_again_are_found_without_trying_all():
    drawn = Counting()
    entry = {"axes": "A", "artists": [{"text": "word", "position": [0, 0], "coordinates": "data"}] * 100}
    reproduction.redraw_artists(entry, plt.figure().subplots(), None, drawn)
    assert list(drawn) == [f"A.text{number}" for number in range(100)]
    assert drawn.asked <= 3 * len(drawn)
