"""What is drawn for print are plain artists: it is in the recipe, and comes back to the pixel."""

import warnings

import numpy as np
from matplotlib import pyplot

import scitex_plt as plt


def figure_for_print():
    figure, (left, right) = plt.subplots(1, 2, axes_width_mm=[40, 30], axes_height_mm=35)
    left.plot([0, 1, 2], [1, 3, 2], "o")
    left.set_xyt("Group", "Value", "Brackets")
    plt.add_brackets(left, [(0, 1), (0, 2)], [0.04, 0.0001])
    t = np.linspace(0, 500, 100)
    right.plot(t, -65 + 90 * np.exp(-(((t - 200) / 30) ** 2)))
    plt.add_scale_bar(right, 100, 20, x_unit="ms", y_unit="mV")
    plt.label_panels(figure, "a", fontsize=8)
    return figure


def test_it_comes_back_to_the_pixel(tmp_path, save):
    with warnings.catch_warnings(), plt.style.context(plt.journal("nature")):
        warnings.simplefilter("error")
        picture = save(figure_for_print(), tmp_path / "print.png")
    again = plt.reproduce(tmp_path / "print.yaml")
    again.savefig(tmp_path / "again.png")
    assert (pyplot.imread(picture) == pyplot.imread(tmp_path / "again.png")).all()


def test_axes_that_come_back_have_their_size_in_millimetres(tmp_path, save):
    figure = figure_for_print()
    save(figure, tmp_path / "print.png")
    again = plt.reproduce(tmp_path / "print.yaml")
    sizes = [ax.get_position().size * again.get_size_inches() * 25.4 for ax in again.axes]
    np.testing.assert_allclose(sizes, [[40, 35], [30, 35]])


def test_the_words_come_back_as_words(tmp_path, save):
    save(figure_for_print(), tmp_path / "print.png")
    again = plt.reproduce(tmp_path / "print.yaml")
    words = [text.get_text() for ax in again.axes for text in ax.texts]
    assert sorted(words) == sorted(["*", "***", "100 ms", "20 mV", "a", "b"])
