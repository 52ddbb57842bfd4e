"""Dates and categories: what an axis shows as one thing and matplotlib draws as a number."""

from typing import Any

import numpy as np
from matplotlib import category, dates
from matplotlib.axis import Axis

Numbers = np.ndarray[Any, np.dtype[np.float64]]

MICROSECONDS_A_DAY = 86_400_000_000
FARTHEST_DAY = 3_000_000


def unit_of(axis: Axis) -> str | list[str] | None:
    """Return "date", the list of an axis' categories, or None if it shows numbers."""
    converter = converter_of(axis)
    if isinstance(converter, dates.DateConverter | dates._SwitchableDateConverter):
        return "date"
    if isinstance(converter, category.StrCategoryConverter):
        return list(axis.units._mapping)
    return None


def converter_of(axis: Any) -> Any:
    """Return what turns dates or names into numbers on `axis`."""
    return axis.get_converter() if hasattr(axis, "get_converter") else axis.converter


def set_unit(axis: Axis, unit: str | list[str] | None) -> None:
    """Make `axis` show dates, the given categories, or (None) numbers."""
    if unit == "date":
        axis.axis_date()
        if not isinstance(converter_of(axis), dates._SwitchableDateConverter):  # a program has registered its own
            locator = dates.AutoDateLocator()  # type: ignore[no-untyped-call]
            axis.set_major_locator(locator)
            axis.set_major_formatter(dates.AutoDateFormatter(locator))  # type: ignore[no-untyped-call]
    elif unit is not None:
        axis.update_units(unit)  # type: ignore[no-untyped-call]


def shown(axis: Axis, numbers: Numbers) -> tuple[str | None, Any]:
    """Return the kind of `numbers` on `axis`, and how a person would write them.

    The kind is "date" or "category" if every number comes back from what is written, bit for bit; else None, and
    the numbers are returned.
    """
    unit = unit_of(axis)
    if unit == "date":
        written = iso_dates(numbers)
        kind = "date"
    elif unit is not None:
        written = names(numbers, list(unit))
        kind = "category"
    else:
        written = None
    return (None, numbers) if written is None else (kind, written)


def iso_dates(numbers: Numbers) -> list[str] | None:
    """Return matplotlib's days as ISO dates, "" for NaN; None if a day is no whole number of microseconds."""
    known = np.isfinite(numbers)
    days = numbers[known]
    if np.isinf(numbers).any() or (np.abs(days) > FARTHEST_DAY).any():
        return None
    ticks = np.round(days * MICROSECONDS_A_DAY).astype("timedelta64[us]")
    moments = np.array(dates.get_epoch(), dtype="datetime64[us]") + ticks  # type: ignore[no-untyped-call]
    if not np.array_equal(dates.date2num(moments), days):  # type: ignore[no-untyped-call]
        return None
    written = np.full(numbers.shape, "", dtype=object)
    written[known] = np.datetime_as_string(moments, unit="auto") if days.size else []
    return written.tolist()


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


def to_dates(written: list[str]) -> np.ndarray[Any, np.dtype[np.datetime64]]:
    """Return ISO dates as moments; "" is no time."""
    return np.array([text or "NaT" for text in written], dtype="datetime64[us]")
