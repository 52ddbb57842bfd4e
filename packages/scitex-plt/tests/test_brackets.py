"""Brackets lie above the data, and do not overlap."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot
from matplotlib.collections import PathCollection
from matplotlib.colors import same_color
from matplotlib.figure import Figure

from scitex_plt.errors import OptionError
from scitex_plt.printing.brackets import add_brackets, stars


def bar_of(bracket):
    """Return left, right and height of a bracket in data coordinates."""
    x, y = bracket.line.get_xdata(), bracket.line.get_ydata()
    return x[0], x[-1], max(y)


def extent(bracket):
    """Return the part of the screen that a bracket and its text take."""
    box = bracket.line.get_window_extent()
    words = bracket.text.get_window_extent()
    return box.x0, box.x1, box.y0, words.y1


def assert_apart(brackets):
    for one, other in combinations(map(extent, brackets), 2):
        assert one[1] < other[0] or other[1] < one[0] or one[3] < other[2] or other[3] < one[2]


def bars(heights):
    _, ax = pyplot.subplots()
    ax.bar(range(len(heights)), heights)
    return ax


@pytest.mark.parametrize(
    ("p", "shown"),
    [
        (0, "***"),
        (0.00099, "***"),
        (0.001, "**"),
        (0.0099, "**"),
        (0.01, "*"),
        (0.0499, "*"),
        (0.05, "n.s."),
        (1, "n.s."),
    ],
)
def test_stars_stand_for_p_values_below_their_threshold(p, shown):
    assert stars(p) == shown


def test_thresholds_may_be_others():
    assert stars(0.00005, [(0.0001, "****"), (0.05, "*")]) == "****"


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_what_is_no_p_value_is_refused(p):
    ax = bars([1, 2])
    with pytest.raises(OptionError, match="0 to 1"):
        add_brackets(ax, [(0, 1)], [p], text="{:.2f}".format)
    assert len(ax.lines) == 0


def test_a_bracket_spans_its_pair_above_the_data_between():
    (bracket,) = add_brackets(bars([1, 3, 2]), [(2, 0)], [0.03])
    left, right, height = bar_of(bracket)
    assert (left, right) == (0, 2)
    assert height > 3
    assert bracket.text.get_position()[0] == 1
    assert (bracket.p, bracket.text.get_text()) == (0.03, "*")


def test_only_the_data_between_count():
    low, high = add_brackets(bars([1, 1, 9, 9]), [(0, 1), (2, 3)], [0.03, 0.03])
    assert bar_of(low)[2] < 5
    assert bar_of(high)[2] > 9


def test_brackets_that_overlap_are_stacked_shortest_first():
    ax = bars([2, 3, 4, 5])
    drawn = add_brackets(ax, [(0, 3), (0, 1), (0, 2), (1, 2), (2, 3)], [0.01] * 5)
    assert_apart(drawn)
    heights = [bar_of(bracket)[2] for bracket in drawn]
    assert heights[1] < heights[2] < heights[0]


def test_everything_is_in_view_afterwards():
    ax = bars([2, 3, 4, 5])
    for bracket in add_brackets(ax, [(0, 3), (0, 2), (1, 3)], [0.01] * 3):
        assert bracket.text.get_window_extent().y1 <= ax.bbox.y1


def test_the_brackets_of_an_earlier_call_are_in_the_way():
    ax = bars([2, 3, 4])
    first = add_brackets(ax, [(0, 2)], [0.2])
    assert_apart(first + add_brackets(ax, [(0, 1), (0, 2)], [0.2, 0.2]))


def test_limits_that_suffice_stay():
    ax = bars([1, 2])
    ax.set_ylim(0, 100)
    add_brackets(ax, [(0, 1)], [0.5])
    assert ax.get_ylim() == (0, 100)


def test_names_of_categories():
    _, ax = pyplot.subplots()
    ax.bar(["control", "drug"], [1, 2])
    (bracket,) = add_brackets(ax, [("control", "drug")], [0.5])
    assert bar_of(bracket)[:2] == (0, 1)


def test_dates():
    _, ax = pyplot.subplots()
    days = np.array(["2024-01-01", "2024-01-03"], dtype="datetime64[D]")
    ax.plot(days, [1, 2], "o")
    (bracket,) = add_brackets(ax, [tuple(days)], [0.5])
    assert bar_of(bracket)[1] - bar_of(bracket)[0] == 2


def test_a_name_that_is_not_there_is_refused():
    _, ax = pyplot.subplots()
    ax.bar(["control", "drug"], [1, 2])
    with pytest.raises(OptionError, match="'placebo' on the x axis: there are control, drug"):
        add_brackets(ax, [("control", "placebo")], [0.5])
    assert [label.get_text() for label in ax.get_xticklabels()] == ["control", "drug"]


def test_a_logarithmic_axis():
    _, ax = pyplot.subplots()
    ax.semilogy([0, 1, 2], [1, 1000, 10], "o")
    drawn = add_brackets(ax, [(0, 1), (0, 2)], [0.01, 0.01])
    assert_apart(drawn)
    assert all(bar_of(bracket)[2] > 1000 for bracket in drawn)


def test_an_inverted_axis_has_them_above_on_the_screen():
    ax = bars([1, 2])
    ax.set_ylim(3, 0)
    (bracket,) = add_brackets(ax, [(0, 1)], [0.01])
    assert extent(bracket)[2] >= ax.transData.transform((0, 0))[1]
    assert ax.get_ylim()[0] == 3


def draw_scatter(ax):
    return ax.scatter([0, 0.1, 1], [1, 5, 2], s=400)


def draw_violins(ax):
    return ax.violinplot([[1, 2, 5], [1, 2, 3]], positions=[0, 1])["bodies"][0]


def draw_error_bars(ax):
    return ax.errorbar([0, 1], [1, 2], yerr=[1, 3], capsize=4).lines[2][0]


def draw_box_plots(ax):
    return ax.boxplot([[1, 2, 5], [1, 2, 3]], positions=[0, 1])["whiskers"][1]


def draw_curve(ax):
    return ax.plot([-5, 0.5, 5], [0, 5, 0])[0]


def draw_bar_label(ax):
    return ax.bar_label(ax.bar([0, 1], [3, 5]), ["three", "five"], padding=8)[1]


@pytest.mark.parametrize(
    "draw", [draw_bar_label, draw_box_plots, draw_curve, draw_error_bars, draw_scatter, draw_violins]
)
def test_whatever_is_drawn_is_kept_clear_of(draw):
    _, ax = pyplot.subplots()
    artist = draw(ax)
    (bracket,) = add_brackets(ax, [(0, 1)], [0.01])
    tip = bracket.line.get_window_extent().y0
    if isinstance(artist, PathCollection):
        radius = np.sqrt(400) / 2 * ax.figure.dpi / 72
        assert tip > ax.transData.transform((0, 5))[1] + radius
    else:
        assert tip > artist.get_window_extent().y1


def test_markers_count_with_their_size():
    _, ax = pyplot.subplots()
    ax.plot([0, 1], [1, 1], "o", markersize=60)
    (bracket,) = add_brackets(ax, [(0, 1)], [0.01])
    radius = 30 * ax.figure.dpi / 72
    assert bracket.line.get_window_extent().y0 > ax.transData.transform((0, 1))[1] + radius


def test_groups_have_a_width():
    _, ax = pyplot.subplots()
    ax.plot([-0.2, 0, 1, 1.2], [9, 1, 1, 1], "o")
    (bracket,) = add_brackets(ax, [(0, 1)], [0.01])
    assert bar_of(bracket)[2] > 9


def test_without_data_brackets_lie_at_the_bottom():
    _, ax = pyplot.subplots()
    ax.set_xlim(-1, 2)
    (bracket,) = add_brackets(ax, [(0, 1)], [0.01])
    assert 0 < bar_of(bracket)[2] < 0.1
    assert ax.get_ylim() == (0, 1)


@pytest.mark.parametrize("values", [[0, 100], [100, 0]])
def test_a_sloping_line_counts_as_high_as_it_is_between_the_two(values):
    _, ax = pyplot.subplots()
    ax.plot([0, 10], values)
    place = 3 if values[0] == 0 else 6
    (bracket,) = add_brackets(ax, [(place, place + 1)], [0.01])
    assert 40 < bar_of(bracket)[2] < 60


def test_lines_across_the_axes_and_what_is_hidden_are_not_in_the_way():
    ax = bars([1, 2])
    ax.set_ylim(0, 10)
    ax.axvline(0.5)
    ax.plot([0, 1], [9, 9], visible=False)
    ax.set_title("a title")
    (bracket,) = add_brackets(ax, [(0, 1)], [0.01])
    assert bar_of(bracket)[2] < 4


def test_what_is_written_may_be_chosen():
    (bracket,) = add_brackets(bars([1, 2]), [(0, 1)], [0.034], text="p = {:.2g}".format, color="gray", fontsize=6)
    assert bracket.text.get_text() == "p = 0.034"
    assert bracket.text.get_fontsize() == 6
    assert bracket.line.get_color() == "gray"


def test_the_next_line_has_the_colour_that_it_would_have_had():
    ax = bars([1, 2])
    add_brackets(ax, [(0, 1)], [0.5])
    assert same_color(ax.plot([1, 2])[0].get_color(), "C0")


def test_axes_without_room_are_refused():
    _, ax = pyplot.subplots(figsize=(3, 0.4))
    ax.bar([0, 1, 2], [1, 2, 3])
    with pytest.raises(OptionError, match="no room for 3 brackets"):
        add_brackets(ax, [(0, 1), (1, 2), (0, 2)], [0.5] * 3)


def test_pairs_and_p_values_belong_together():
    with pytest.raises(OptionError, match="1 pairs and 2 p values"):
        add_brackets(bars([1, 2]), [(0, 1)], [0.5, 0.5])
    with pytest.raises(OptionError, match="no option 'colour'"):
        add_brackets(bars([1, 2]), [(0, 1)], [0.5], colour="red")


@pytest.mark.parametrize(
    ("pairs", "p_values"), [((0, 1), 0.01), ((0, 1), [0.1, 0.2]), ([(0, 1, 2)], [0.1]), (["ab"], [0.1])]
)
def test_what_is_no_pair_is_refused(pairs, p_values):
    with pytest.raises(OptionError, match="expected a list of pairs and a list of p values"):
        add_brackets(bars([1, 2]), pairs, p_values)


def test_no_pairs_are_no_brackets():
    ax = bars([1, 2])
    before = ax.get_ylim()
    assert add_brackets(ax, [], []) == []
    assert ax.get_ylim() == before


heights = st.lists(st.floats(-100, 100), min_size=2, max_size=6)


@settings(deadline=None, max_examples=50)
@given(data=st.data(), tall=heights)
def test_none_touches_another_or_the_data(data, tall):
    places = st.integers(0, len(tall) - 1)
    pair = st.tuples(places, places).filter(lambda pair: pair[0] != pair[1])
    pairs = data.draw(st.lists(pair, min_size=1, max_size=5))
    ax = Figure(figsize=(6, 6)).subplots()
    ax.plot(tall, "o")
    drawn = add_brackets(ax, pairs, [0.01] * len(pairs))
    assert_apart(drawn)
    for bracket, (one, other) in zip(drawn, pairs, strict=True):
        assert min(bracket.line.get_ydata()) > max(tall[min(one, other) : max(one, other) + 1])


def test_groups_are_known_by_the_names_of_their_ticks():
    _, axes = pyplot.subplots()
    axes.boxplot([[1, 2, 3], [2, 3, 4]], tick_labels=["control", "drug"])
    (bracket,) = add_brackets(axes, [("control", "drug")], [0.01])
    assert bracket.line.get_xdata() == [1, 1, 2, 2]
