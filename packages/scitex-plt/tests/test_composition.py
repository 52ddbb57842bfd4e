"""Several figures are put into one, each as it was."""

import re

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.patches import Circle, ConnectionPatch

import scitex_plt


def pixels(path):
    return (plt.imread(path)[..., :3] * 255).round().astype(int)


def lines(axes):
    axes.plot([1, 3, 2], label="line")
    axes.legend()
    axes.figure.text(0.02, 0.02, "corner")


def drawn(axes):
    axes.imshow([[1, 2], [3, 4]])
    axes.plot([0, 1])[0].set_agg_filter(lambda pixels, dpi: (pixels, 0, 0))


@pytest.fixture
def recipes(tmp_path, save):
    """Return the recipes of two figures of different sizes and styles, one of which holds a drawing."""
    for name, draw, size, params in (("a", lines, (3, 2), {}), ("b", drawn, (2, 1.5), {"axes.facecolor": "0.8"})):
        with mpl.rc_context(params):
            figure, axes = plt.subplots(figsize=size, dpi=100)
            draw(axes)
            save(figure, tmp_path / f"{name}.png")
    return [tmp_path / "a.yaml", tmp_path / "b.yaml"]


def test_each_stands_in_the_whole_as_it_was(tmp_path, recipes):
    scitex_plt.compose(recipes).savefig(tmp_path / "both.png")
    both = pixels(tmp_path / "both.png")
    assert both.shape[:2] == (200, 500)
    assert np.abs(both[:, :300] - pixels(tmp_path / "a.png")).max() <= 1
    assert np.abs(both[:150, 300:] - pixels(tmp_path / "b.png")).max() <= 1


def test_rows_have_the_height_of_their_highest_figure_and_the_space_asked_for(recipes):
    one, other = recipes
    figure = scitex_plt.compose([one, other, other], layout=[1, 2], space_mm=25.4)
    assert figure.get_size_inches().tolist() == [5, 4.5]
    places = [(figure.dpi_scale_trans.inverted().transform_bbox(panel.bbox)).extents for panel in figure.subfigs]
    assert np.allclose(places, [[0, 2.5, 3, 4.5], [0, 0, 2, 1.5], [3, 0, 5, 1.5]])


def worded(figure, axes):
    figure.text(0.02, 0.02, "corner")
    axes.annotate("", (0.3, 0.9), (0.6, 0.2), "figure fraction", "figure points", {"arrowstyle": "->"})
    axes.legend(["line"], bbox_to_anchor=(0.3, 0.3), bbox_transform=figure.transFigure)


def patched(figure, axes):
    axes.inset_axes([0.3, 0.3, 0.2, 0.2], transform=figure.transFigure)
    axes.quiverkey(axes.quiver([0, 1], [1, 2], [1, 1], [1, 1]), 0.3, 0.95, 1, "key", coordinates="figure")
    figure.add_artist(ConnectionPatch((0.1, 0.1), (0.9, 0.9), "figure fraction", "figure fraction"))


@pytest.fixture(params=[worded, patched])
def tied(tmp_path, save, request):
    """Return the recipe of a figure in which something stands at a place of the figure."""
    figure, axes = plt.subplots(figsize=(3, 2), dpi=100)
    axes.plot([1, 3, 2])
    request.param(figure, axes)
    return save(figure, tmp_path / "tied.png").with_suffix(".yaml")


def test_what_stands_at_a_place_of_its_figure_stands_at_that_of_its_part(tmp_path, tied):
    scitex_plt.compose([tied, tied]).savefig(tmp_path / "both.png")
    both, one = pixels(tmp_path / "both.png"), pixels(tied.with_suffix(".png"))
    assert np.abs(both[:, :300] - one).mean() < 0.01
    assert np.abs(both[:, 300:] - one).mean() < 0.01


def test_its_own_recipe_gives_it(tmp_path, save, recipes, tied):
    save(scitex_plt.compose([tied, *recipes, tied], layout=[2, 2], first="A"), tmp_path / "whole.png")
    assert scitex_plt.verify(tmp_path / "whole.png").verdict == "identical"
    save(scitex_plt.compose([tmp_path / "whole.yaml", tied]), tmp_path / "more.png")
    assert scitex_plt.verify(tmp_path / "more.png").verdict == "identical"


def test_each_keeps_its_rcparams_when_the_whole_is_saved(tmp_path, save):
    with mpl.rc_context({"font.sans-serif": ["DejaVu Serif"], "mathtext.fontset": "stix"}):
        figure, axes = plt.subplots()
        axes.set_title("$x^2$ in serifs")
        axes.plot([0, 1])[0].set_agg_filter(lambda pixels, dpi: (pixels, 0, 0))
        save(figure, tmp_path / "serif.png")
    save(scitex_plt.compose([tmp_path / "serif.yaml"] * 2), tmp_path / "both.png")
    assert scitex_plt.verify(tmp_path / "both.png").verdict == "identical"


def test_another_style_holds_for_every_part(tmp_path, save, recipes):
    save(scitex_plt.compose(recipes), tmp_path / "whole.png")
    again = scitex_plt.reproduce(tmp_path / "whole.yaml", style="nature")
    assert [part.recorded["font.size"] for part in again.subfigs] == [7, 7]
    again.savefig(tmp_path / "again.png")
    assert plt.imread(tmp_path / "again.png").shape[1] == int(89 / 25.4 * 300)


@pytest.mark.parametrize(
    ("name", "draw"),
    [
        ("A.fixed", lambda figure, axes: axes.text(9, 9, "fixed", transform=None, label="fixed")),
        (
            "figure.mark",
            lambda figure, _: figure.add_artist(Circle((1, 1), 0.2, transform=figure.dpi_scale_trans, label="mark")),
        ),
        ("figure.image of the figure0", lambda figure, _: figure.figimage(np.eye(9), 50, 60)),
    ],
)
def test_a_warning_names_what_does_not_move_with_its_figure(tmp_path, save, name, draw):
    figure, axes = plt.subplots()
    draw(figure, axes)
    save(figure, tmp_path / "fixed.png")
    with pytest.warns(scitex_plt.PltWarning, match=rf"fixed\.yaml: {name}: in pixels or inches"):
        scitex_plt.compose([tmp_path / "fixed.yaml"])


def test_its_artists_are_alive(recipes):
    figure = scitex_plt.compose(recipes)
    assert figure.subfigs[0].axes[0].lines[0].get_label() == "line"


def test_it_is_made_of_vectors(tmp_path, recipes):
    with mpl.rc_context({"pdf.compression": 0}):
        scitex_plt.compose(recipes[:1] * 2).savefig(tmp_path / "both.pdf")
    content = (tmp_path / "both.pdf").read_bytes()
    assert b"/Subtype /Image" not in content
    assert re.search(rb"\d l\n", content)


def test_letters_are_put_at_the_upper_left(recipes):
    figure = scitex_plt.compose(recipes, first="b")
    assert [[text.get_text() for text in panel.texts][-1] for panel in figure.subfigs] == ["b", "c"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"layout": "AB"}, "layout: expected how many figures each row has"),
        ({"layout": 2}, "layout: expected how many figures each row has"),
        ({"layout": [[0, 1]]}, "layout: expected how many figures each row has"),
        ({"layout": [1]}, "holds 1 figures: there are 2 recipes"),
        ({"first": "1"}, "expected a letter"),
    ],
)
def test_what_cannot_be_is_refused(recipes, options, message):
    with pytest.raises(scitex_plt.OptionError, match=message):
        scitex_plt.compose(recipes, **options)


def test_a_recipe_that_is_missing_is_named(tmp_path):
    with pytest.raises(scitex_plt.MissingFileError, match=r"none\.yaml: no such recipe"):
        scitex_plt.compose([tmp_path / "none.yaml"])
