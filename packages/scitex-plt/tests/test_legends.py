"""Legends come back whatever they explain, where they stood, and explain what they explained."""

import matplotlib as mpl
import numpy as np
import pytest
import yaml
from matplotlib import pyplot as plt
from matplotlib.legend import Legend
from matplotlib.legend_handler import HandlerBase, HandlerLine2D, HandlerTuple
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch
from matplotlib.transforms import TransformedBbox

import scitex_plt
from scitex_plt.describing.description import describe


def axes_with_lines():
    _, axes = plt.subplots(figsize=(3, 3))
    axes.plot([1, 3, 2], "o-", label="one")
    axes.plot([2, 1, 3], "r--", label="two")
    axes.scatter([0, 1], [3, 1], marker="^", label="points")
    axes.bar([0, 1], [1, 2], hatch="/", width=0.2, label="bars")
    return axes


class Discs(HandlerBase):
    """A handler of a user's own."""

    def create_artists(self, legend, orig_handle, xdescent, ydescent, width, height, fontsize, trans):
        return [Circle((place, 3), 3, fc="g", transform=trans) for place in (4, 12)]


def without_sample(legend):
    """Make a heading of the first entry, as seaborn does."""
    area = legend._legend_handle_box.get_children()[0].get_children()[0].get_children()[0]
    area.get_children()[0].set_visible(False)
    area.set_width(0)


@pytest.mark.parametrize(
    "draw",
    [
        lambda axes: axes.legend(),
        lambda axes: axes.legend(loc="upper right"),
        lambda axes: axes.legend(loc="lower left", ncols=2, title="Title", title_fontproperties={"weight": "bold"}),
        lambda axes: axes.legend(alignment="left", reverse=True, labelcolor="linecolor", markerscale=2, title="T"),
        lambda axes: axes.legend(scatterpoints=3, numpoints=2, scatteryoffsets=[0.2, 0.8], shadow=True, fontsize=7),
        lambda axes: axes.legend(["a", "b"], bbox_to_anchor=(0.1, 0.9), bbox_transform=axes.figure.transFigure),
        lambda axes: axes.legend(["a", "b"], bbox_to_anchor=(0, 1, 1, 0.1), mode="expand", ncols=2),
        lambda axes: axes.legend().get_frame().set(boxstyle="sawtooth", hatch="x", linewidth=3),
        lambda axes: axes.legend().get_texts()[1].set(fontsize=20, bbox={"fc": "y"}),
        lambda axes: axes.legend([(axes.lines[0], axes.lines[1])], ["both"]),
        lambda axes: axes.legend(
            [(axes.lines[0], axes.collections[0], Patch(color="g"))],
            ["all"],
            handler_map={tuple: HandlerTuple(ndivide=None)},
        ),
        lambda axes: axes.legend([Patch(fc="orange", ec="r", hatch="x"), Line2D([], [], marker="s", mfc="g")], "ab"),
        lambda axes: axes.legend(handler_map={axes.lines[0]: HandlerLine2D(numpoints=5)}),
        lambda axes: axes.legend(handler_map={Line2D: Discs()}),
        lambda axes: without_sample(axes.legend()),
        lambda axes: axes.legend(draggable=True, handles=[]),
        lambda axes: axes.figure.legend(loc="upper center", ncols=2),
        lambda axes: (axes.add_artist(axes.legend(handles=axes.lines[:1], loc="center")), axes.legend(loc="best")),
        lambda axes: (axes.legend(["x"]), axes.figure.legend(["y"]), axes.figure.legend(["z"], loc="lower left")),
        lambda axes: (axes.legend(loc="center"), axes.figure.add_artist(Line2D([0, 1], [0, 1], label="across"))),
    ],
)
def test_a_legend_comes_back(came_back, draw):
    axes = axes_with_lines()
    draw(axes)
    drawn = came_back(axes.figure)
    assert drawn in ([], ["not described yet"])  # a line outside axes


@pytest.mark.parametrize(
    "draw",
    [
        lambda axes: setattr(axes.legend()._legend_box, "sep", 30),
        lambda axes: axes.legend(bbox_to_anchor=TransformedBbox(axes.bbox, axes.figure.transFigure.inverted())),
        lambda axes: axes.legend().set_agg_filter(lambda image, dpi: (image, 0, 0)),
        lambda axes: (axes.add_artist(Legend(axes, axes.lines, "ab")), axes.add_artist(Circle((0, 3), 1, zorder=5))),
    ],
)
def test_a_legend_that_cannot_be_told_is_drawn(came_back, draw):
    axes = axes_with_lines()
    draw(axes)
    assert len(came_back(axes.figure)) == 1


def entries_of(figure):
    figure.draw_without_rendering()
    recipe, _, _ = describe(figure)
    return recipe["axes"][0]["legend"]["entries"]


def test_an_entry_names_what_it_explains():
    axes = axes_with_lines()
    axes.legend()
    assert [entry["artist"] for entry in entries_of(axes.figure)] == ["A.one", "A.two", "A.points", "A.bars"]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"capsize": 3, "fmt": "o-", "ecolor": "r", "elinewidth": 2},
        {"xerr": 0.2, "fmt": "s", "capsize": 2},
        {"fmt": "none"},
        {"uplims": True, "errorevery": 2},
    ],
)
def test_the_legend_of_error_bars_comes_back_and_names_them(came_back, options):
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.errorbar([1, 2, 3], [1, 2, 3], yerr=0.3, label="measured", **options)
    axes.legend()
    assert came_back(figure) == []
    assert [entry["artist"] for entry in entries_of(figure)] == ["A.measured"]


def test_entries_with_other_words_name_groups_that_look_like_them():
    _, axes = plt.subplots()
    axes.bar([1, 2], [3, 4], color="c", label="first")
    axes.errorbar([1, 2], [3, 4], [1, 1], label="second")
    axes.errorbar([1, 2], [3, 4], [1, 1], ecolor="r", label="third")
    handles, _ = axes.get_legend_handles_labels()
    axes.legend(handles[::-1], ["c", "b", "a"])
    found = {entry["text"]: entry.get("artist") for entry in entries_of(axes.figure)}
    assert found == {"a": "A.first", "b": "A.second", "c": "A.third"}


def test_entries_for_boxes_of_a_box_plot_name_them(came_back):
    figure, axes = plt.subplots(figsize=(3, 2))
    boxes = axes.boxplot([[1, 2, 3], [2, 3, 9]], patch_artist=True)["boxes"]
    boxes[1].set(facecolor="c", hatch="/")
    axes.legend(boxes[::-1], ["treated", "control"])
    assert came_back(figure) == []
    assert [(entry["text"], entry["artist"]) for entry in entries_of(figure)] == [
        ("treated", "A.box1"),
        ("control", "A.box0"),
    ]


def test_an_entry_with_other_words_names_what_looks_like_it():
    axes = axes_with_lines()
    axes.legend([axes.lines[1], axes.lines[0]], ["first", "second"])
    found = [(entry["text"], entry["artist"]) for entry in entries_of(axes.figure)]
    assert found == [("first", "A.two"), ("second", "A.one")]


def test_handles_made_for_the_legend_are_told_by_their_style():
    axes = axes_with_lines()
    axes.legend([Line2D([], [], color="#008000"), Patch(fc="r")], ["line", "patch"])
    line, patch = entries_of(axes.figure)
    assert line == {"line": {"color": "#008000"}, "text": "line"}
    assert patch["patch"]["facecolor"] == "#ff0000"


def test_the_best_place_is_the_one_that_was_drawn(tmp_path, save):
    axes = axes_with_lines()
    axes.legend()
    path = save(axes.figure, tmp_path / "f.png")
    found = yaml.safe_load(path.with_suffix(".yaml").read_text())["axes"][0]["legend"]
    assert found["resting"] in Legend.codes.keys() - {"best"}
    assert "loc" not in found.get("options", {})
    again = scitex_plt.reproduce(path.with_suffix(".yaml"))
    legend = again.axes[0].get_legend()
    again.draw_without_rendering()
    assert legend._loc_real == Legend.codes[found["resting"]]
    again.set_size_inches(3, 3)
    assert legend._loc_real == Legend.codes["best"]


def test_a_figure_that_was_drawn_again_says_that_the_place_was_found(tmp_path, save):
    axes = axes_with_lines()
    axes.legend()
    save(axes.figure, tmp_path / "f.png")
    save(scitex_plt.reproduce(tmp_path / "f.yaml"), tmp_path / "again.png")
    first, second = (yaml.safe_load((tmp_path / name).read_text())["axes"] for name in ("f.yaml", "again.yaml"))
    assert [entry["legend"]["resting"] for entry in first] == [entry["legend"]["resting"] for entry in second]


def test_a_place_that_cannot_be_found_is_refused(tmp_path, save):
    axes = axes_with_lines()
    axes.legend()
    recipe = save(axes.figure, tmp_path / "f.png").with_suffix(".yaml")
    found = yaml.safe_load(recipe.read_text())
    found["axes"][0]["legend"]["resting"] = "best"
    recipe.write_text(yaml.safe_dump(found, sort_keys=False))
    with pytest.raises(scitex_plt.RecipeError, match="axes A: legend: resting 'best': expected one of upper right"):
        scitex_plt.reproduce(recipe)


@pytest.mark.parametrize("options", [{"dpi": 61}, {"dpi": 61, "bbox_inches": "tight"}])
def test_the_best_place_is_that_of_the_picture_whatever_its_resolution(tmp_path, save, options):
    found = np.random.default_rng(6)
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot(found.normal(size=50), label="a line with words that differ")
    axes.plot(found.normal(size=50), label="another")
    axes.legend(fontsize=found.integers(6, 14))
    path = save(figure, tmp_path / "f.png", **options)
    assert scitex_plt.verify(path).verdict == "identical"


def test_an_entry_for_points_of_which_one_has_no_number_explains_them(came_back):
    figure, axes = plt.subplots()
    axes.scatter([1, 2, 3], [0, 1, 2], c=[1, np.nan, 3], plotnonfinite=True, label="points")
    axes.legend()
    assert came_back(figure) == []
    assert entries_of(figure) == [{"artist": "A.points", "text": "points"}]


def test_the_upper_right_corner_is_kept_though_another_is_better(came_back):
    figure, axes = plt.subplots()
    axes.plot(np.arange(10), label="rising into the corner")
    axes.legend(loc="upper right")
    assert came_back(figure) == []


def test_a_cycle_of_arrays_is_recorded(came_back):
    with mpl.rc_context({"axes.prop_cycle": mpl.cycler(color=plt.get_cmap("magma")([0.1, 0.6]))}):
        axes = axes_with_lines()
        axes.legend()
        assert came_back(axes.figure) == []


def whole_figures_legend(axes):
    axes.figure.legend(loc="upper left", bbox_to_anchor=(1.02, 0.9))


def moved_legend(axes):
    axes.figure.legend().set_bbox_to_anchor((1.1, 1))


@pytest.mark.parametrize("explain", [whole_figures_legend, moved_legend])
def test_a_legend_outside_the_figure_stands_where_a_tight_picture_has_it(tmp_path, save, explain):
    axes = axes_with_lines()
    explain(axes)
    path = save(axes.figure, tmp_path / "f.png", bbox_inches="tight")
    assert scitex_plt.verify(path).verdict == "identical"
