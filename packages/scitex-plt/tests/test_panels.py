"""Panels have letters, each at the same place beside its panel."""

import numpy as np
import pytest

from scitex_plt.errors import OptionError
from scitex_plt.printing.millimetres import subplots
from scitex_plt.printing.panels import label_panels


def words(texts):
    return [text.get_text() for text in texts]


def test_panels_are_lettered_in_their_order():
    figure, axes = subplots(2, 2)
    drawn = label_panels(figure)
    assert words(drawn) == ["A", "B", "C", "D"]
    assert [text.axes for text in drawn] == list(axes.flat)


def test_small_letters_another_start_and_a_form():
    figure, _ = subplots(1, 3)
    assert words(label_panels(figure, "c", form="({})")) == ["(c)", "(d)", "(e)"]


def test_after_z_come_two_letters():
    figure, _ = subplots(1, 3)
    assert words(label_panels(figure, "Y")) == ["Y", "Z", "AA"]


def test_the_place_is_in_millimetres_beside_the_corner():
    figure, axes = subplots(1, 2, axes_width_mm=[40, 20], axes_height_mm=30)
    for text in label_panels(figure, offset_mm=(9, 3)):
        corner = text.axes.bbox.corners()[1]
        place = text.get_transform().transform(text.get_position())
        assert (place - corner) / figure.dpi * 25.4 == pytest.approx([-9, 3])
    assert len(axes) == 2


def test_colour_bars_twins_and_hidden_axes_have_none():
    figure, (left, right, hidden) = subplots(1, 3)
    left.twinx()
    hidden.set_visible(False)
    figure.colorbar(right.imshow(np.eye(2)), ax=right)
    assert [text.axes for text in label_panels(figure)] == [left, right]


def test_panels_may_be_chosen():
    _, axes = subplots(1, 3)
    assert [text.axes for text in label_panels([axes[2], axes[0]])] == [axes[2], axes[0]]


def test_panels_of_subfigures():
    figure, _ = subplots(squeeze=False)
    figure.clear()
    for part in figure.subfigures(1, 2):
        part.subplots()
    drawn = label_panels(figure, offset_mm=(5, 5))
    assert words(drawn) == ["A", "B"]
    corner = drawn[1].axes.bbox.corners()[1]
    place = drawn[1].get_transform().transform(drawn[1].get_position())
    assert (place - corner) / figure.dpi * 25.4 == pytest.approx([-5, 5])


def test_it_is_bold_unless_told_otherwise():
    figure, _ = subplots()
    assert label_panels(figure)[0].get_fontweight() == "bold"
    assert label_panels(figure, fontweight="normal", fontsize=8)[0].get_fontsize() == 8


@pytest.mark.parametrize("wrong", ["{", "{1}", "{x}", "{.x}"])
def test_what_is_no_form_is_refused(wrong):
    figure, _ = subplots()
    with pytest.raises(OptionError, match="form: expected a text with"):
        label_panels(figure, form=wrong)


@pytest.mark.parametrize("wrong", ["", "1", "AB", "é"])
def test_what_is_no_letter_is_refused(wrong):
    figure, _ = subplots()
    with pytest.raises(OptionError, match="letter"):
        label_panels(figure, wrong)
