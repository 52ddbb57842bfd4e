"""Axes have their size in millimetres in the file that is printed."""

import re
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes

from scitex_plt.errors import OptionError
from scitex_plt.printing.millimetres import subplots

MM_PER_POINT = 25.4 / 72
NUMBER = rb"(-?[\d.]+)"
RECTANGLE = re.compile(rb"%b %b m\n%b %b l\n%b %b l\n%b %b l\nh" % ((NUMBER,) * 8))


def printed(figure, path, **options):
    """Save a figure as a PDF, and return the size of its page and the rectangles on it, in millimetres."""
    with mpl.rc_context({"pdf.compression": 0}):
        figure.savefig(path, **options)
    content = path.read_bytes()
    page = re.search(rb"/MediaBox \[ 0 0 %b %b \]" % (NUMBER, NUMBER), content).groups()
    found = [np.array(corners, dtype=float).reshape(4, 2) * MM_PER_POINT for corners in RECTANGLE.findall(content)]
    return np.array(page, dtype=float) * MM_PER_POINT, [(one.min(0), np.ptp(one, 0)) for one in found]


def frames(figure, path, **options):
    """Return left, bottom, width and height of the axes in a PDF, whose faces are the rectangles after the figure's."""
    _, rectangles = printed(figure, path, **options)
    assert len(rectangles) == 1 + len(figure.axes)
    return [[*corner, *size] for corner, size in rectangles[1:]]


def test_the_size_is_exact_in_a_pdf(tmp_path):
    figure, _ = subplots(axes_width_mm=40, axes_height_mm=30, margins_mm=(15, 4, 12, 8))
    assert frames(figure, tmp_path / "one.pdf") == [pytest.approx([15, 12, 40, 30], abs=1e-4)]


def test_the_page_is_what_axes_and_margins_come_to(tmp_path):
    figure, _ = subplots(2, 3, axes_width_mm=20, axes_height_mm=10, space_mm=(5, 7), margins_mm=3)
    page, _ = printed(figure, tmp_path / "grid.pdf")
    assert page == pytest.approx([3 + 20 * 3 + 5 * 2 + 3, 3 + 10 * 2 + 7 + 3], abs=1e-4)


def test_every_axes_of_a_grid_is_in_its_place(tmp_path):
    figure, _ = subplots(2, 3, axes_width_mm=20, axes_height_mm=10, space_mm=(5, 7), margins_mm=3)
    expected = [[3 + 25 * column, 3 + 17 * (1 - row), 20, 10] for row in range(2) for column in range(3)]
    assert frames(figure, tmp_path / "grid.pdf") == [pytest.approx(one, abs=1e-4) for one in expected]


def test_columns_and_rows_may_differ(tmp_path):
    figure, _ = subplots(2, 2, axes_width_mm=[40, 15], axes_height_mm=[5, 30], space_mm=2, margins_mm=10)
    expected = [[10, 42, 40, 5], [52, 42, 15, 5], [10, 10, 40, 30], [52, 10, 15, 30]]
    assert frames(figure, tmp_path / "grid.pdf") == [pytest.approx(one, abs=1e-4) for one in expected]


def test_labels_and_layout_engines_move_nothing(tmp_path):
    with mpl.rc_context({"figure.constrained_layout.use": True, "font.size": 30}):
        figure, ax = subplots(axes_width_mm=40, margins_mm=(15, 4, 12, 8))
        ax.set_xyt("a long label of the x axis", "a long label of the y axis", "title")
        assert frames(figure, tmp_path / "one.pdf") == [pytest.approx([15, 12, 40, 30], abs=1e-4)]


def test_cutting_the_page_leaves_the_size(tmp_path):
    figure, _ = subplots(axes_width_mm=40, axes_height_mm=30)
    (frame,) = frames(figure, tmp_path / "cut.pdf", bbox_inches="tight")
    assert frame[2:] == pytest.approx([40, 30], abs=1e-4)


def test_a_page_as_wide_as_a_column_is_shared(tmp_path):
    figure, _ = subplots(1, 2, figure_width_mm=89, space_mm=10, margins_mm=(12, 2, 10, 3))
    page, _ = printed(figure, tmp_path / "column.pdf")
    assert page[0] == pytest.approx(89, abs=1e-4)
    assert [frame[2:] for frame in frames(figure, tmp_path / "column.pdf")] == [pytest.approx([32.5, 30], abs=1e-4)] * 2


def test_neighbours_have_their_margins_between_them():
    figure, (left, right) = subplots(1, 2, axes_width_mm=40, margins_mm=(15, 4, 12, 8))
    between = right.get_position().x0 - left.get_position().x1
    assert between * figure.get_figwidth() * 25.4 == pytest.approx(19)


def test_axes_are_shared_and_squeezed_as_pyplot_does():
    _, axes = subplots(2, 1, axes_width_mm=40, sharex=True)
    assert axes.shape == (2,)
    assert axes[0].get_shared_x_axes().joined(*axes)
    assert subplots(axes_height_mm=9, squeeze=False)[1].shape == (1, 1)


def test_without_millimetres_it_is_pyplots():
    ours, axes = subplots(2, 2, figsize=(3, 4), gridspec_kw={"wspace": 0.7})
    theirs, others = pyplot.subplots(2, 2, figsize=(3, 4), gridspec_kw={"wspace": 0.7})
    assert [*ours.get_size_inches()] == [*theirs.get_size_inches()]
    assert [ax.get_position().bounds for ax in axes.flat] == [ax.get_position().bounds for ax in others.flat]


def test_the_axes_are_matplotlibs_own():
    figure, ax = subplots(axes_width_mm=40)
    assert type(ax) is Axes
    assert figure.number in pyplot.get_fignums()


@pytest.mark.parametrize(
    "wrong",
    [
        {"axes_width_mm": 0},
        {"axes_width_mm": [10, 20, 30]},
        {"axes_height_mm": float("nan")},
        {"margins_mm": -1},
        {"margins_mm": (1, 2)},
        {"space_mm": (1, 2, 3)},
        {"figure_width_mm": 40, "margins_mm": 20},
        {"figure_width_mm": 40, "axes_width_mm": 20},
        {"figsize": (1, 1), "axes_width_mm": 40},
        {"layout": "constrained", "axes_width_mm": 40},
        {"gridspec_kw": {"wspace": 1}, "axes_width_mm": 40},
    ],
    ids=str,
)
def test_what_cannot_be_laid_out_is_refused(wrong):
    with pytest.raises(OptionError, match=next(iter(wrong)).partition("_")[0]):
        subplots(1, 2, **wrong)
    assert pyplot.get_fignums() == []


def test_sizes_add_up_for_any_number_of_columns():
    for count, after in pairwise(range(1, 6)):
        narrow, wide = (subplots(1, n, axes_width_mm=17, space_mm=3)[0].get_figwidth() for n in (count, after))
        assert (wide - narrow) * 25.4 == pytest.approx(20)
