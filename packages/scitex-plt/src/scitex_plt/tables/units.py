"""Dates, periods and categories: what an axis shows as one thing and matplotlib draws as a number."""

import re
import warnings
from collections.abc import Iterable
from datetime import tzinfo
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import category, dates
from matplotlib.axis import Axis
from matplotlib.units import ConversionInterface

from scitex_plt.errors import RecipeError
from scitex_plt.tables import periods
from scitex_plt.values import timezones
from scitex_plt.values.plain import Unsupported

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Moments = np.ndarray[Any, np.dtype[np.datetime64]]

FARTHEST_DAY = {"us": 3_000_000, "ns": 100_000}
"""Unit of time → the day, counted from matplotlib's first, up to which it can tell moments."""

Unit = str | list[str] | dict[str, str] | None
"""What an axis shows: "date", {"date": time zone}, {"periods": frequency}, its categories, or None for numbers."""


class PeriodConverter(ConversionInterface):
    """Turns moments into the numbers of the periods that hold them, as pandas does for the axes that it draws."""

    @staticmethod
    def convert(obj: Any, unit: str, axis: Any) -> Any:
        """Return moments, or periods, as numbers of periods; no time is NaN."""
        return periods.ordinals(obj, unit)


def unit_of(axis: Axis) -> Unit:
    """Return what an axis shows; None if it shows numbers, or its unit is one that we do not know."""
    converter = axis.get_converter()
    if isinstance(converter, PeriodConverter):
        return {"periods": axis.units}
    if isinstance(converter, category.StrCategoryConverter):
        return list(axis.units._mapping)
    if not isinstance(converter, dates.DateConverter | dates._SwitchableDateConverter):
        return None
    made_by, _, _ = type(converter).__module__.partition(".")
    if type(converter).__name__ == "PeriodConverter" and made_by == "pandas":
        return periods.unit_of(axis)
    if made_by not in ("matplotlib", "pandas"):  # its days may be those of another calendar
        return None
    return "date" if (zone := zone_of(axis)) is None else {"date": zone}


def zone_of(axis: Axis) -> str | None:
    """Return the name of the time zone whose dates an axis shows; None if that is UTC, or has no name."""
    if axis.units is None:
        return None
    try:
        name = timezones.name_of(axis.units)
    except Unsupported:
        return None
    return None if name == "UTC" else name


def set_unit(axis: Axis, unit: Unit) -> None:
    """Make `axis` show dates, periods, the given categories, or (None) numbers.

    Raises
    ------
    RecipeError
        If there is no such unit.
    """
    match unit:
        case None:
            return
        case {"periods": str(frequency)} if periods.is_frequency(frequency):
            axis.set_converter(PeriodConverter())
            axis.set_units(frequency)
        case "date" | {"date": str()}:
            show_dates(axis, unit["date"] if isinstance(unit, dict) else None)
        case list():
            axis.update_units(unit)  # type: ignore[no-untyped-call]
        case _:
            raise RecipeError(f"unit {unit!r}: expected date, {{date: zone}}, {{periods: frequency}} or categories")


def show_dates(axis: Axis, zone: str | None) -> None:
    """Make `axis` show dates, those of a time zone if one is given."""
    try:
        axis.axis_date(None if zone is None else timezones.zone_of(zone))
    except ValueError as cause:
        raise RecipeError(f"unit: {cause}") from cause
    if not isinstance(axis.get_converter(), dates._SwitchableDateConverter):  # a program has registered its own
        locator = dates.AutoDateLocator()  # type: ignore[no-untyped-call]
        axis.set_major_locator(locator)
        axis.set_major_formatter(dates.AutoDateFormatter(locator))  # type: ignore[no-untyped-call]


def shown(axis: Axis, numbers: Numbers) -> tuple[str | None, Any]:
    """Return the kind of `numbers` on `axis`, and how a person would write them.

    The kind is "date" or "category" if every number comes back from what is written, bit for bit; else None, and
    the numbers are returned.
    """
    match unit_of(axis):
        case "date":
            kind, written = "date", iso_dates(numbers)
        case {"date": zone}:
            kind, written = "date", iso_dates(numbers, timezones.zone_of(zone))
        case {"periods": frequency}:
            kind, written = "date", iso_periods(numbers, frequency)
        case list(categories):
            kind, written = "category", names(numbers, categories)
        case _:
            return None, numbers
    return (None, numbers) if written is None else (kind, written)


def iso_dates(numbers: Numbers, zone: tzinfo | None = None) -> list[str] | None:
    """Return matplotlib's days as ISO dates, "" for NaN; None if a day is no whole number of nanoseconds."""
    known = np.isfinite(numbers)
    days = numbers[known]
    if np.isinf(numbers).any():
        return None
    for unit, farthest in FARTHEST_DAY.items():
        if (np.abs(days) < farthest).all():
            moments = moments_of(days, unit)
            if np.array_equal(dates.date2num(moments), days):  # type: ignore[no-untyped-call]
                return spread(iso(moments) if zone is None else iso_in(zone, moments), known)
    return None


def moments_of(days: Numbers, unit: str) -> Moments:
    """Return matplotlib's days as moments, to the nearest unit."""
    whole = np.floor(days)
    a_day = np.timedelta64(1, "D") / np.timedelta64(1, unit)  # type: ignore[call-overload]
    epoch = np.array(dates.get_epoch(), dtype=f"datetime64[{unit}]")  # type: ignore[no-untyped-call]
    within = np.round((days - whole) * a_day).astype(f"timedelta64[{unit}]")
    return epoch + whole.astype("timedelta64[D]") + within  # type: ignore[no-any-return]


def iso_periods(numbers: Numbers, frequency: str) -> list[str] | None:
    """Return numbers of periods as the ISO dates when they begin, "" for NaN; None if one is no period's."""
    known = np.isfinite(numbers)
    if np.isinf(numbers).any() or (begins := periods.beginnings(numbers[known], frequency)) is None:
        return None
    return spread(iso(begins), known)


def iso(moments: Moments, units: Iterable[str] = ("D", "m", "s", "ms", "us")) -> list[str]:
    """Return moments as ISO dates, all to the unit that the finest of them needs."""
    enough = (unit for unit in units if np.array_equal(moments.astype(f"datetime64[{unit}]"), moments))
    unit: Any = next(enough, "ns")
    return np.datetime_as_string(moments, unit=unit).tolist()  # type: ignore[no-any-return]


def iso_in(zone: tzinfo, moments: Moments) -> list[str]:
    """Return moments as ISO dates of a time zone, with their distances from UTC."""
    local = pd.DatetimeIndex(moments, tz="UTC").tz_convert(zone).tz_localize(None).to_numpy().astype(moments.dtype)
    offsets = local - moments
    if (offsets % np.timedelta64(1, "m")).any():  # before zones there was the sun
        local, offsets = moments, offsets - offsets
    ends = {offset: timezones.written(offset.astype("timedelta64[m]").item()) for offset in np.unique(offsets)}
    return [f"{text}{ends[offset]}" for text, offset in zip(iso(local, ("m", "s", "ms", "us")), offsets, strict=True)]


def spread(written: list[str], known: np.ndarray[Any, np.dtype[np.bool]]) -> list[str]:
    """Return texts at the places that are known, "" at the others."""
    found = np.full(known.shape, "", dtype=object)
    found[known] = written
    return found.tolist()  # type: ignore[no-any-return]


def names(numbers: Numbers, categories: list[str]) -> list[str] | None:
    """Return categories' numbers as their names, "" for NaN; None if one is no category."""
    known = {float(number): name for number, name in enumerate(categories)}
    known_or_nan = [known.get(number, "" if np.isnan(number) else None) for number in numbers.tolist()]
    return None if None in known_or_nan or "" in categories else known_or_nan  # type: ignore[return-value]


def converted(values: Any, owner: Any, side: str) -> Numbers:
    """Return places along an axis, as `shown` wrote them, as numbers: "" among names is NaN, and no name of its own."""
    convert = getattr(owner, f"convert_{side}units")
    if not isinstance(values, list) or "" not in values:
        return np.asarray(convert(values), dtype=float)
    found = np.full(len(values), np.nan)
    known = np.array([value != "" for value in values])
    found[known] = convert([value for value in values if value != ""])
    return found


def to_dates(written: list[str]) -> Moments:
    """Return ISO dates as moments of UTC, from which they may tell their distance; "" is no time."""
    apart = [DISTANCE.fullmatch(text) for text in written]
    if not any(apart):
        return as_moments(written)
    local = to_dates([found[1] if found else text for found, text in zip(apart, written, strict=True)])
    minutes = [int(f"{f[2]}{f[3]}") * 60 + int(f"{f[2]}{f[4]}") if f and f[2] else 0 for f in apart]
    return local - np.array(minutes, dtype="timedelta64[m]")  # type: ignore[no-any-return]


def as_moments(written: list[str]) -> Moments:
    """Return ISO dates that tell no distance from UTC as moments, to the microsecond if none says more.

    Raises
    ------
    ValueError
        If one is none, or so far away that nanoseconds cannot tell it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # of numpy, where it takes something for a time zone
        try:
            found = np.array([text or "NaT" for text in written], dtype="datetime64[us]")
        except UserWarning as cause:
            raise ValueError(str(cause)) from cause
    if all(len(text.rpartition(".")[2]) < NANOSECONDS for text in written if "." in text):
        return found
    if (np.abs(dates.date2num(found)) > FARTHEST_DAY["ns"]).any():  # type: ignore[no-untyped-call]
        raise ValueError("a date that nanoseconds cannot tell")
    return np.array([text or "NaT" for text in written], dtype="datetime64[ns]")


NANOSECONDS = 7
"""From how many digits on."""

DISTANCE = re.compile(r"(.+T.+)(?:Z|([+-])(\d\d):(\d\d))")
"""An ISO date that says how far its clock is from UTC."""
