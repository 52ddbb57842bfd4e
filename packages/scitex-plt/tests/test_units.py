"""What axes show as dates, periods or names: their columns say it, and it comes back."""

import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
import yaml
from dateutil import tz
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib import category, dates, units
from matplotlib import pyplot as plt

import scitex_plt
from scitex_plt.tables.units import iso_dates, to_dates, unit_of


@pytest.fixture
def again(save, tmp_path):
    """Return what saves a figure twice, as it was and as it came back, and gives its recipe and its data."""

    def save_twice(figure):
        save(figure, tmp_path / "f.png")
        assert scitex_plt.verify(tmp_path / "f.yaml").verdict == "identical"
        said = [(tmp_path / name).read_text() for name in ("f.yaml", "f.csv")]
        save(scitex_plt.reproduce(tmp_path / "f.yaml"), tmp_path / "f.png")
        assert [(tmp_path / name).read_text() for name in ("f.yaml", "f.csv")] == said
        return yaml.safe_load(said[0]), pd.read_csv(tmp_path / "f.csv", keep_default_na=False)

    return save_twice


def series(*, frequency, start="2020-03-05T05:00", count=30):
    return pd.Series(np.arange(float(count)), index=pd.period_range(start, periods=count, freq=frequency))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("frequency", "begins"),
    [
        ("Y", ["2020-01-01", "2021-01-01"]),
        ("Q", ["2020-01-01", "2020-04-01"]),
        ("M", ["2020-03-01", "2020-04-01"]),
        ("W-SUN", ["2020-03-02", "2020-03-09"]),
        ("D", ["2020-03-05", "2020-03-06"]),
        ("h", ["2020-03-05T05:00", "2020-03-05T06:00"]),
        ("15min", ["2020-03-05T05:00", "2020-03-05T05:15"]),
    ],
)
def test_periods_are_the_dates_on_which_they_begin(again, frequency, begins):
    series(frequency=frequency).plot(label="count")
    recipe, table = again(plt.gcf())
    assert list(recipe["axes"][0]["x"]["unit"]) == ["periods"]
    assert table["A.count.x"].tolist()[:2] == begins


def test_a_regular_series_of_hours_is_dated_too(again):
    index = pd.date_range("2024-03-30", periods=20, freq="h", tz="Europe/Berlin")
    pd.DataFrame({"a": range(20), "b": range(20)}, index=index).plot(subplots=True)
    _, table = again(plt.gcf())
    assert table["B.b.x"].tolist()[-1] == "2024-03-30T19:00"


@pytest.mark.parametrize(("frequency", "last"), [("MS", "2024-05-01"), ("h", "2024-01-01T04:00"), ("D", "2024-01-05")])
def test_bars_of_a_series_are_dated_too(again, frequency, last):
    pd.Series(range(5), index=pd.date_range("2024-01-01", periods=5, freq=frequency)).plot.bar()
    _, table = again(plt.gcf())
    assert table["A.bars0.x"].tolist()[-1] == last


def test_both_axes_of_a_second_scale_show_periods(again):
    series(frequency="M").plot(label="a")
    series(frequency="M").mul(2).plot(label="b", secondary_y=True)
    _, table = again(plt.gcf())
    assert table["A.a.x"].tolist() == table["B.b (right).x"].tolist()


def test_places_between_periods_are_numbers(again):
    axes = series(frequency="M").plot(label="count")
    axes.axvline(600.5)
    _, table = again(axes.figure)
    assert table["A.line0.x"].tolist()[:2] == ["600.5", "600.5"]


def test_an_edited_date_moves_to_its_period(save, tmp_path):
    series(frequency="M", count=3).plot(label="count")
    save(plt.gcf(), tmp_path / "f.png")
    text = (tmp_path / "f.csv").read_text()
    (tmp_path / "f.csv").write_text(text.replace("2020-05-01", "2021-12-24"))
    line = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0].lines[0]
    assert line.get_xdata(orig=False)[-1] == pd.Period("2021-12", "M").ordinal


def test_reproduced_axes_take_more_periods(save, tmp_path):
    series(frequency="M", count=3).plot(label="count")
    save(plt.gcf(), tmp_path / "f.png")
    axes = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0]
    (line,) = axes.plot(pd.period_range("2020-08", periods=2, freq="M"), [1, 2])
    assert line.get_xdata(orig=False).tolist() == [607, 608]


HOURS = [datetime.timedelta(hours=hours) for hours in (1, -3.5, 0)]


@pytest.mark.parametrize(
    ("zone", "unit", "first"),
    [
        ("Europe/Berlin", {"date": "Europe/Berlin"}, "2024-03-30T23:00+01:00"),
        ("America/St_Johns", {"date": "America/St_Johns"}, "2024-03-30T23:00-02:30"),
        (tz.gettz("Europe/Berlin"), {"date": "dateutil/Europe/Berlin"}, "2024-03-30T23:00+01:00"),
        (datetime.timezone(HOURS[0]), {"date": "+01:00"}, "2024-03-30T23:00+01:00"),
        (datetime.timezone(HOURS[1]), {"date": "-03:30"}, "2024-03-30T23:00-03:30"),
        (datetime.timezone(HOURS[2]), "date", "2024-03-30T23:00"),
        ("UTC", "date", "2024-03-30T23:00"),
    ],
    ids=str,
)
def test_dates_of_a_time_zone_say_how_far_they_are_from_utc(again, zone, unit, first):
    figure, axes = plt.subplots()
    moments = pd.date_range("2024-03-30T23:00", periods=4, freq="2h", tz=zone)
    axes.plot(moments, range(4), label="count")
    recipe, table = again(figure)
    assert recipe["axes"][0]["x"]["unit"] == unit
    assert table["A.count.x"].tolist()[0] == first
    assert pd.to_datetime(table["A.count.x"], utc=True).tolist() == moments.tz_convert("UTC").tolist()


def test_whole_days_of_a_time_zone_are_exact_over_a_change_of_the_clock(again):
    figure, axes = plt.subplots()
    axes.plot(pd.date_range("2024-03-30", periods=3, tz="Europe/Berlin"), range(3), label="count")
    _, table = again(figure)
    assert table["A.count.x"].tolist() == [f"2024-03-3{day}T00:00+01:00" for day in (0, 1)] + ["2024-04-01T00:00+02:00"]


def test_moments_before_there_were_zones_are_told_in_utc(again):
    figure, axes = plt.subplots()
    axes.plot(np.array(["1800-01-01", "2900-01-01"], "datetime64[D]"), range(2), label="count")
    axes.xaxis.axis_date("Europe/Berlin")
    _, table = again(figure)
    assert table["A.count.x"].tolist() == ["1800-01-01T00:00+00:00", "2900-01-01T00:00+00:00"]


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ({"date": "/etc/hostname"}, "'/etc/hostname' is no time zone"),
        ({"date": "../../etc/hostname"}, "is no time zone"),
        ({"date": "No/Where"}, "No/Where"),
        ({"date": 3}, "expected date"),
        ({"periods": "fortnights"}, "expected date"),
        ({"periods": "9" * 99 + "D"}, "expected date"),
        ({"periods": None}, "expected date"),
        ("time", "expected date"),
        (3, "expected date"),
    ],
)
def test_a_unit_that_there_is_not(save, tmp_path, unit, said):
    figure, axes = plt.subplots()
    axes.plot([1, 2], label="count")
    save(figure, tmp_path / "f.png")
    recipe = yaml.safe_load((tmp_path / "f.yaml").read_text())
    recipe["axes"][0]["x"]["unit"] = unit
    (tmp_path / "f.yaml").write_text(yaml.safe_dump(recipe))
    with pytest.raises(scitex_plt.RecipeError, match=said):
        scitex_plt.reproduce(tmp_path / "f.yaml")


def test_the_first_cell_that_is_no_date_is_named(save, tmp_path):
    figure, axes = plt.subplots()
    axes.plot(pd.to_datetime(["2024-02-28", None, "2024-03-01"]), [1, 2, 3], label="count")
    save(figure, tmp_path / "f.png")
    text = (tmp_path / "f.csv").read_text()
    (tmp_path / "f.csv").write_text(text.replace("2024-03-01", "1 March"))
    with pytest.raises(scitex_plt.ColumnError, match=r"f\.csv:4: column 'A\.count\.x': '1 March' is not an ISO date"):
        scitex_plt.reproduce(tmp_path / "f.yaml")


def test_dates_between_microseconds_are_told_in_nanoseconds(again):
    figure, axes = plt.subplots()
    axes.hist(pd.date_range("2024-02-27", periods=4).repeat([1, 2, 3, 4]), label="count")
    _, table = again(figure)
    edges = pd.to_datetime(table["A.count.left"])
    assert edges.iloc[0] == pd.Timestamp("2024-02-27")
    assert abs(edges.iloc[1] - pd.Timestamp("2024-02-27T07:12")) < pd.Timedelta("1us")


@settings(max_examples=200, deadline=None)
@given(days=arrays(float, 3, elements=st.floats(-80_000, 80_000)), zone=st.sampled_from([None, "Asia/Tokyo"]))
def test_dates_come_back_bit_for_bit(days, zone):
    written = iso_dates(days, zone and ZoneInfo(zone))
    assert written is None or np.array_equal(dates.date2num(to_dates(written)), days)


@pytest.mark.parametrize("text", ["1500-01-01T00:00:00.123456789", "1 March", "2024-02-30", "2024-01-01T00:00+1"])
def test_what_is_no_date(text):
    with pytest.raises(ValueError):  # noqa: PT011
        to_dates(["2024-01-01", text])


class DaysOfAnotherCalendar(dates.DateConverter):
    """Counts days as no one else does."""


@pytest.mark.parametrize(
    ("converter", "unit"),
    [
        (dates.ConciseDateConverter(), "date"),
        (category.StrCategoryConverter(), ["a", "b"]),
        (DaysOfAnotherCalendar(), None),
        (units.ConversionInterface(), None),
    ],
)
def test_only_converters_that_are_known_tell_a_unit(converter, unit):
    _, axes = plt.subplots()
    axes.xaxis.set_converter(converter)
    if isinstance(unit, list):
        axes.xaxis.update_units(unit)
    assert unit_of(axes.xaxis) == unit
