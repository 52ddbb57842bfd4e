"""Several figures are put into one, each as it was."""

import re

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt

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
    [({"layout": [1]}, "holds 1 figures: there are 2 recipes"), ({"first": "1"}, "expected a letter")],
)
def test_what_cannot_be_is_refused(recipes, options, message):
    with pytest.raises(scitex_plt.OptionError, match=message):
        scitex_plt.compose(recipes, **options)


def test_a_recipe_that_is_missing_is_named(tmp_path):
    with pytest.raises(scitex_plt.MissingFileError, match=r"none\.yaml: no such recipe"):
        scitex_plt.compose([tmp_path / "none.yaml"])
