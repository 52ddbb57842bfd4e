"""Ticks come back by what finds and words them, and go on ticking when limits change."""

import datetime
import itertools

import matplotlib as mpl
import numpy as np
import pytest
import yaml
from matplotlib import dates, ticker
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

import scitex_plt
from scitex_plt.errors import RecipeError
from scitex_plt.furniture import tickers
from scitex_plt.values.plain import Unsupported

LOCATORS = [
    ticker.AsinhLocator(2.0, numticks=7),
    ticker.AutoLocator(),
    ticker.AutoMinorLocator(4),
    ticker.LinearLocator(5),
    ticker.LogLocator(2.0, subs=[1.0, 1.5], numticks=4),
    ticker.LogitLocator(minor=True),
    ticker.MaxNLocator(4, steps=[1, 5, 10], integer=True, prune="upper"),
    ticker.MultipleLocator(0.25, offset=0.1),
    ticker.SymmetricalLogLocator(base=10, linthresh=2, subs=[1, 5]),
    dates.AutoDateLocator(minticks=3, maxticks={dates.DAILY: 4}, tz="Europe/Berlin"),
    dates.DayLocator(interval=10),
    dates.HourLocator(byhour=range(0, 24, 6)),
    dates.MicrosecondLocator(1000),
    dates.MinuteLocator(interval=15),
    dates.MonthLocator(bymonth=(1, 7), bymonthday=3),
    dates.RRuleLocator(dates.rrulewrapper(dates.YEARLY, byeaster=1, interval=5)),
    dates.SecondLocator(bysecond=[5, 35]),
    dates.WeekdayLocator(byweekday=dates.MO, interval=2),
    dates.YearLocator(2, month=4),
]

FORMATTERS = [
    ticker.EngFormatter("Hz", places=1),
    ticker.FormatStrFormatter("%.2f m"),
    ticker.LogFormatter(base=2, labelOnlyBase=True),
    ticker.LogFormatterExponent(),
    ticker.LogFormatterMathtext(base=3),
    ticker.LogFormatterSciNotation(minor_thresholds=(2, 0.5)),
    ticker.LogitFormatter(use_overline=True),
    ticker.NullFormatter(),
    ticker.PercentFormatter(1, decimals=1, symbol=" %"),
    ticker.ScalarFormatter(useOffset=1e3, useMathText=True),
    ticker.StrMethodFormatter("{x:.1f} ({pos})"),
    dates.AutoDateFormatter(dates.AutoDateLocator(), defaultfmt="%Y"),
    dates.ConciseDateFormatter(dates.AutoDateLocator(), show_offset=False),
    dates.DateFormatter("%d %b", tz="Asia/Tokyo"),
]


def saved(save, tmp_path, figure):
    """Save a figure, and return its recipe and whether the recipe gives the same picture."""
    path = save(figure, tmp_path / "f.png")
    scitex_plt.reproduce(path.with_suffix(".yaml")).savefig(tmp_path / "again.png")
    same = np.array_equal(plt.imread(path), plt.imread(tmp_path / "again.png"))
    return yaml.safe_load(path.with_suffix(".yaml").read_text()), same


def named(helper):
    return type(helper).__name__


@pytest.mark.parametrize("locator", LOCATORS, ids=named)
def test_a_locator_comes_back_in_the_same_state(locator):
    entry = tickers.told(locator)
    again = tickers.made(yaml.safe_load(yaml.safe_dump(entry)))
    assert type(again) is type(locator)
    assert tickers.alike(again, locator)
    assert tickers.told(again) == entry


@pytest.mark.parametrize("formatter", FORMATTERS, ids=named)
def test_a_formatter_comes_back_in_the_same_state(formatter):
    locator = vars(formatter).get("_locator")
    entry = tickers.told(formatter, locator)
    again = tickers.made(yaml.safe_load(yaml.safe_dump(entry)), locator)
    assert tickers.alike(again, formatter)
    assert tickers.told(again, locator) == entry


def test_every_kind_is_tried():
    tried = {type(helper) for helper in (*LOCATORS, *FORMATTERS)}
    assert tried == {kind.type for kind in tickers.KINDS.values()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ticker.MultipleLocator(2), ticker.MultipleLocator(3)),
        (ticker.ScalarFormatter(useOffset=5), ticker.ScalarFormatter(useOffset=False)),
        (dates.DayLocator(interval=2), dates.DayLocator(interval=3)),
        (dates.WeekdayLocator(dates.MO), dates.WeekdayLocator(dates.TU)),
        (dates.DateFormatter("%d", tz="Asia/Tokyo"), dates.DateFormatter("%d")),
    ],
)
def test_helpers_of_other_state_are_not_alike(one, other):
    assert not tickers.alike(one, other)


@pytest.mark.parametrize(
    "helper",
    [
        ticker.FuncFormatter(str),
        ticker.IndexLocator(2, 0),
        ticker.StrMethodFormatter("{x.real}"),
        ticker.StrMethodFormatter("{x:9999999f}"),
        ticker.FormatStrFormatter("%9999999f"),
        type("Own", (ticker.MultipleLocator,), {})(2),
    ],
    ids=named,
)
def test_what_cannot_be_told_is_refused(helper):
    with pytest.raises(Unsupported):
        tickers.told(helper)


@pytest.mark.parametrize(
    "entry",
    [
        "FuncFormatter",
        {"name": "MultipleLocator", "axis": 3},
        {"name": "StrMethodFormatter", "fmt": "{x.__class__}"},
        {"name": "FormatStrFormatter", "fmt": "%99999f"},
        {"name": "RRuleLocator", "rule": {"frequency": "daily", "cache": True}},
    ],
    ids=str,
)
def test_a_recipe_may_not_name_everything(entry):
    with pytest.raises(RecipeError):
        tickers.made(entry)


def test_reproduced_axes_go_on_ticking(tmp_path, save):
    figure, axes = plt.subplots()
    axes.plot([1, 2, 4])
    axes.xaxis.set_major_locator(ticker.MultipleLocator(0.5))
    axes.yaxis.set_major_formatter(ticker.PercentFormatter(4))
    recipe, same = saved(save, tmp_path, figure)
    assert same
    assert recipe["axes"][0]["x"]["major_ticks"] == {"locator": {"name": "MultipleLocator", "base": 0.5}}
    again = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0]
    again.set_xlim(0, 10)
    assert len(again.get_xticks()) == 23


def test_a_function_of_a_users_own_is_frozen_to_what_it_drew(tmp_path, save):
    figure, axes = plt.subplots()
    axes.plot([0, 1])
    axes.set_yticks([0, 1])
    axes.yaxis.set_major_formatter(lambda value, position: f"<{value}>")
    recipe, same = saved(save, tmp_path, figure)
    assert same
    assert recipe["axes"][0]["y"]["major_ticks"] == {"at": [0, 1], "labels": ["<0>", "<1>"]}


def test_a_formatter_of_a_locator_that_was_replaced(tmp_path, save):
    figure, axes = plt.subplots()
    axes.plot([datetime.date(2024, 1, 1), datetime.date(2024, 3, 1)], [1, 2])
    figure.draw_without_rendering()
    axes.xaxis.set_major_locator(dates.WeekdayLocator(interval=3))
    assert saved(save, tmp_path, figure)[1]


def test_concise_dates_that_a_program_registered(tmp_path, save):
    converter = mpl.units.registry[datetime.date]
    mpl.units.registry[datetime.date] = dates.ConciseDateConverter()
    try:
        figure, axes = plt.subplots()
        axes.plot([datetime.date(2024, 1, 1), datetime.date(2024, 3, 1)], [1, 2])
        path = save(figure, tmp_path / "f.png")
    finally:
        mpl.units.registry[datetime.date] = converter
    scitex_plt.reproduce(path.with_suffix(".yaml")).savefig(tmp_path / "again.png")
    assert np.array_equal(plt.imread(path), plt.imread(tmp_path / "again.png"))


def test_limits_stay_where_the_locator_would_widen_them(tmp_path, save):
    figure, axes = plt.subplots()
    axes.xaxis_date()
    axes.set_xlim(10988.0, 10988.00000005)
    axes.xaxis.set_major_locator(dates.MicrosecondLocator(1000))
    assert saved(save, tmp_path, figure)[1]


def test_ticks_each_of_its_own_style(tmp_path, save):
    figure, axes = plt.subplots()
    axes.plot([1, 2, 5])
    figure.draw_without_rendering()
    for number, label in enumerate(axes.get_xticklabels()):
        label.set(color=f"C{number}", y=-0.01 * number)
    axes.yaxis.get_major_ticks()[2].set_visible(False)
    recipe, same = saved(save, tmp_path, figure)
    assert same
    assert "drawn" not in recipe["axes"][0]


def test_tick_labels_that_were_moved_are_drawn(tmp_path, save):
    figure, axes = plt.subplots()
    axes.set_title("kept clear of the ticks")
    axes.xaxis.tick_top()
    figure.draw_without_rendering()
    for tick in axes.xaxis.get_major_ticks():
        tick.label2.set_transform(tick.label2.get_transform() + ScaledTranslation(0.1, 0.3, figure.dpi_scale_trans))
    recipe, same = saved(save, tmp_path, figure)
    assert same
    assert recipe["axes"][0]["drawn"]["x axis"]["reason"] == "its tick labels, which were moved"


def test_an_axis_that_shares_its_limits_but_not_its_ticks(tmp_path, save):
    figure, (_, other) = plt.subplots(1, 2, sharex=True)
    other.plot([0, 3])
    other.xaxis.major = mpl.axis.Ticker()
    other.xaxis.set_major_locator(ticker.MultipleLocator(0.5))
    other.xaxis.set_major_formatter(ticker.ScalarFormatter())
    assert saved(save, tmp_path, figure)[1]
    again = scitex_plt.reproduce(tmp_path / "f.yaml").axes
    assert len(again[0].get_xticks()) != len(again[1].get_xticks())


def test_a_users_function_is_not_asked_again_for_the_words_that_were_drawn(save, tmp_path):
    asked = []
    for draw in (lambda figure, path: figure.savefig(path), save):
        figure, axes = plt.subplots()
        numbers = itertools.count()
        axes.xaxis.set_major_formatter(lambda x, pos, numbers=numbers: f"tick {next(numbers)}")
        draw(figure, tmp_path / "f.png")
        asked.append(next(numbers))
    assert asked[0] == asked[1]


class WholeAxes(Axes):
    """Axes of a user's own class, which are drawn as a whole."""


def test_axes_smaller_than_drawn_ones_with_which_they_share_an_axis(tmp_path, save):
    figure = plt.figure()
    wide = figure.add_axes(WholeAxes(figure, (0.1, 0.55, 0.85, 0.4)))
    narrow = figure.add_axes((0.1, 0.1, 0.2, 0.3), sharex=wide)
    narrow.plot([0, 100], [1, 2])
    recipe, same = saved(save, tmp_path, figure)
    assert same
    assert "drawing" in recipe["axes"][0]
    assert recipe["axes"][1]["x"]["major_ticks"] == {"at": narrow.get_xticks().tolist()}


@pytest.mark.parametrize("width", [0.2, 0.8])
def test_axes_that_share_the_ticks_of_later_ones_are_told_those_they_would_not_find(tmp_path, save, width):
    figure = plt.figure()
    first, later = figure.add_axes((0.1, 0.55, 0.8, 0.4)), figure.add_axes((0.1, 0.1, width, 0.3))
    first.sharex(later)
    later.plot([0, 100], [1, 2])
    recipe, same = saved(save, tmp_path, figure)
    assert same
    assert ("major_ticks" in recipe["axes"][0]["x"]) is (width == 0.2)
