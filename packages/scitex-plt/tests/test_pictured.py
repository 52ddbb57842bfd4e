"""One recipe stands beside all pictures of a figure, also of one whose layout engine places things anew for each."""

import copy

import numpy as np
import pytest
import yaml
from matplotlib import pyplot as plt
from matplotlib.lines import Line2D

import scitex_plt
from scitex_plt.errors import RecipeError
from scitex_plt.layout import pictured


def headings(layout):
    figure, (left, right) = plt.subplots(1, 2, layout=layout, figsize=(4, 2))
    left.plot([1, 2])
    right.bar(["u", "v"], [1, 2])
    left.set_title("a long title")
    figure.suptitle("S")
    figure.supxlabel("gfj")
    return figure


def images(layout):
    figure, axs = plt.subplots(2, 2, layout=layout, figsize=(4, 3))
    shown = [axes.imshow(np.eye(3)) for axes in axs.flat]
    figure.colorbar(shown[0], ax=axs[:, 1])
    figure.colorbar(shown[1], ax=axs[0, 0], location="top")
    return figure


def figures_within(layout):
    figure = plt.figure(layout=layout, figsize=(4, 3))
    left, right = figure.subfigures(1, 2, width_ratios=[1, 2])
    left.subplots(2, 1)
    left.suptitle("q")
    right.subplots().set_ylabel("with units")
    return figure


def tables(layout):
    figure, axes = plt.subplots(layout=layout, figsize=(4, 3))
    axes.set(xticks=[], ylabel="gfj")
    axes.table([["1", "2"]], rowLabels=["a row"], loc="bottom")
    return figure


def titles(layout):
    figure, axes = plt.subplots(layout=layout, figsize=(4, 3))
    axes.set(title="T", ylabel="gfj")
    axes.secondary_xaxis("top", functions=(lambda x: x * 2, lambda x: x / 2)).set_xlabel("twice")
    return figure


def polar(layout):
    return plt.subplots(1, 2, subplot_kw={"projection": "polar"}, layout=layout, figsize=(4, 2))[0]


class Mine(Line2D):
    """An artist of a user's own, which is drawn."""


def drawings(layout):
    figure, (left, right) = plt.subplots(1, 2, layout=layout, figsize=(5, 3))
    left.add_line(Mine([0, 1], [2, 3]))
    left.autoscale_view()
    left.set(ylabel="with units", title="filtered")
    left.title.set_agg_filter(lambda pixels, _: (pixels, 0, 0))
    bar = figure.colorbar(right.contourf(np.arange(20).reshape(4, 5), hatches=["/", None, "x"], cmap="gray"))
    bar.set_label("g")
    return figure


def recipe_of(folder):
    return yaml.safe_load((folder / "f.yaml").read_text())


def clear(folder):
    for path in folder.iterdir():
        path.unlink()


@pytest.mark.filterwarnings("ignore:This figure includes Axes that are not compatible")
@pytest.mark.parametrize("layout", ["constrained", "compressed", "tight", None])
@pytest.mark.parametrize("make", [headings, images, figures_within, polar, tables, titles])
def test_a_picture_of_pixels_comes_back_as_it_is_though_one_of_vectors_follows(tmp_path, save, make, layout):
    figure = make(layout)
    save(figure, tmp_path / "f.png")
    save(figure, tmp_path / "f.pdf")
    assert scitex_plt.verify(tmp_path / "f.yaml").verdict == "identical"


@pytest.mark.parametrize("order", [("pdf", "png"), ("svg", "png", "pdf")])
@pytest.mark.parametrize("make", [drawings, images, tables, titles])
def test_each_picture_comes_back_in_any_order(tmp_path, save, make, order):
    figure = make("constrained")
    for ending in order:
        save(figure, tmp_path / f"f.{ending}")
    assert scitex_plt.verify(tmp_path / "f.yaml") == scitex_plt.verify(tmp_path / "f.png")
    assert scitex_plt.verify(tmp_path / "f.png").verdict == "identical"
    for ending in order:
        assert len(scitex_plt.reproduce(tmp_path / f"f.{ending}").axes) == len(figure.axes)


def test_two_pictures_of_pixels_are_both_those_of_the_recipe(tmp_path, save):
    figure = headings("constrained")
    save(figure, tmp_path / "f.png", dpi=300)
    save(figure, tmp_path / "f.jpg", dpi=60)
    assert [*recipe_of(tmp_path)["places"]] == ["f.jpg"]
    assert scitex_plt.verify(tmp_path / "f.png").verdict == "identical"
    assert scitex_plt.verify(tmp_path / "f.jpg").verdict == "identical"


def test_a_picture_is_laid_out_as_it_was(tmp_path, save):
    figure = headings("constrained")
    save(figure, tmp_path / "f.png")
    save(figure, tmp_path / "f.pdf")
    there = figure.axes[0].get_position().extents
    assert (scitex_plt.reproduce(tmp_path / "f.pdf").axes[0].get_position().extents == there).all()
    assert (scitex_plt.reproduce(tmp_path / "f.png").axes[0].get_position().extents != there).any()


def test_the_recipe_begins_as_that_of_the_first_picture(tmp_path, save):
    save(headings("constrained"), tmp_path / "f.png")
    before = recipe_of(tmp_path)
    save(headings("constrained"), tmp_path / "f.pdf")
    after = recipe_of(tmp_path)
    assert {"axes[0].extent", "figure.suptitle"} & after.pop("places")["f.pdf"].keys()
    assert after == before


def test_the_same_saves_write_the_same_recipe(tmp_path, save):
    found = []
    for _ in range(2):
        for ending in ("png", "pdf"):
            save(headings("constrained"), tmp_path / f"f.{ending}")
            found.append((tmp_path / "f.yaml").read_bytes())
    assert found[1] == found[2] == found[3]


def test_a_picture_alone_is_told_anew(tmp_path, save):
    save(headings("constrained"), tmp_path / "f.png", dpi=60)
    save(headings("constrained"), tmp_path / "f.png", dpi=300)
    again = recipe_of(tmp_path)
    clear(tmp_path)
    save(headings("constrained"), tmp_path / "f.png", dpi=300)
    assert again == recipe_of(tmp_path)


def test_a_picture_that_is_gone_has_no_places(tmp_path, save):
    for ending in ("png", "pdf"):
        save(headings("constrained"), tmp_path / f"f.{ending}")
    (tmp_path / "f.pdf").unlink()
    save(headings("constrained"), tmp_path / "f.svg")
    assert "f.pdf" not in recipe_of(tmp_path).get("places", {})


@pytest.mark.parametrize(
    "change",
    [
        lambda figure: figure.axes[0].set_title("another"),
        lambda figure: figure.suptitle("T"),
        lambda figure: figure.suptitle("S", x=0.2),
        lambda figure: figure.add_axes((0.1, 0.1, 0.2, 0.2)),
        lambda figure: figure.axes[0].set_xlim(0, 5),
        lambda figure: figure.set_size_inches(5, 5),
        lambda figure: figure.set_layout_engine("constrained", h_pad=0.1),
    ],
)
def test_another_figure_takes_the_place_of_the_first(tmp_path, save, change):
    def changed():
        figure = headings("constrained")
        change(figure)
        return figure

    save(headings("constrained"), tmp_path / "f.png")
    save(changed(), tmp_path / "f.pdf")
    beside_another = recipe_of(tmp_path)
    clear(tmp_path)
    save(changed(), tmp_path / "f.pdf")
    assert recipe_of(tmp_path) == beside_another
    assert "places" not in beside_another


def test_subplots_that_are_adjusted_by_hand_are_told_anew(tmp_path, save):
    figure = headings(None)
    save(figure, tmp_path / "f.png")
    figure.subplots_adjust(left=0.3)
    save(figure, tmp_path / "f.pdf")
    assert "places" not in recipe_of(tmp_path)


def test_another_title_is_told_anew(tmp_path, save):
    figure = titles("constrained")
    save(figure, tmp_path / "f.png")
    figure.axes[0].set_title("another", color="r")
    save(figure, tmp_path / "f.pdf")
    assert "places" not in recipe_of(tmp_path)
    assert recipe_of(tmp_path)["axes"][0]["title"]["center"]["text"] == "another"


def test_axes_that_stand_by_hand_are_told_anew(tmp_path, save):
    figure = headings("constrained")
    inset = figure.add_axes((0.1, 0.1, 0.2, 0.2))
    save(figure, tmp_path / "f.png")
    inset.set_position((0.3, 0.3, 0.2, 0.2))
    save(figure, tmp_path / "f.pdf")
    assert "places" not in recipe_of(tmp_path)


def legend_at(place):
    """Return lines among which the legend has little room."""
    figure, axes = plt.subplots(figsize=(4, 3))
    found = np.random.default_rng(2)
    axes.plot(found.normal(size=50), label="a line with words that differ")
    axes.plot(found.normal(size=50), label="another")
    axes.legend(fontsize=found.integers(6, 14), loc=place)
    return figure


@pytest.mark.parametrize("options", [{"dpi": 300}, {"dpi": 61}])
def test_a_legend_that_looks_for_its_place_is_told_for_each_picture(tmp_path, save, options):
    figure = legend_at("best")
    save(figure, tmp_path / "f.png", **options)
    before = recipe_of(tmp_path)
    save(figure, tmp_path / "f.pdf")
    assert recipe_of(tmp_path)["axes"] == before["axes"]
    assert scitex_plt.verify(tmp_path / "f.png").verdict == "identical"


def test_a_legend_found_elsewhere_is_told_by_its_place(tmp_path, save):
    figure = legend_at("best")
    save(figure, tmp_path / "f.png")
    document = recipe_of(tmp_path)
    other = copy.deepcopy(document)
    other["axes"][0]["legend"]["resting"] = "center"
    pictured.tell(other, document, "f.pdf", {"f.png"})
    assert other["axes"] == document["axes"]
    assert other["places"] == {"f.pdf": {"axes[0].legend.resting": "center"}}


def test_a_legend_that_was_moved_by_hand_is_told_anew(tmp_path, save):
    save(legend_at("best"), tmp_path / "f.png")
    save(legend_at("lower right"), tmp_path / "f.pdf")
    assert "places" not in recipe_of(tmp_path)
    assert recipe_of(tmp_path)["axes"][0]["legend"]["options"]["loc"] == "lower right"


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ({"f.png": ["extent"]}, "expected a mapping"),
        ({"f.png": {"axes[0].artists": []}}, "nothing stands at 'axes\\[0\\].artists'"),
        ({"f.png": {7: []}}, "nothing stands at 7"),
        ({"f.png": {"axes[7].extent": [0, 0, 1, 1]}}, "axes\\[7\\].extent is not there"),
        ({"f.png": {"figure.subfigures[0].extent": [0, 0, 1, 1]}}, "is not there"),
        ({"f.png": {"axes[0].extent": "here"}}, "expected a list"),
        (1, "expected a mapping"),
    ],
)
def test_what_is_no_place_is_refused(tmp_path, save, two_lines_figure, places, said):
    save(two_lines_figure, tmp_path / "f.png")
    with (tmp_path / "f.yaml").open("a") as file:
        yaml.safe_dump({"places": places}, file)
    with pytest.raises(RecipeError, match=said):
        scitex_plt.reproduce(tmp_path / "f.png")


@pytest.mark.parametrize(
    "earlier", [{}, {"axes": 3}, {"figure": [], "axes": [[]]}, {"figure": {"suptitle": []}, "axes": {}}]
)
def test_an_earlier_recipe_of_any_shape_is_none_of_this_figure(earlier):
    document = {"figure": {"suptitle": "S"}, "axes": [{"axes": "A", "cell": [0, 0], "extent": [0, 0, 1, 1]}]}
    before = {**document}
    pictured.tell(document, earlier, "f.pdf", {"f.png"})
    assert document == before
