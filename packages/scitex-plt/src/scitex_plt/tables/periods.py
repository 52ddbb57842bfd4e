"""Periods, as pandas numbers them: months, hours, weeks that end on Sunday."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd


def unit_of(axis: Any) -> dict[str, str] | None:
    """Return the unit of an axis on which pandas has drawn periods; None if nothing there says which."""
    for owner in (axis.axes, axis.get_major_locator()):
        if name := frequency_of(getattr(owner, "freq", None)):
            return {"periods": name}
    return None


def frequency_of(told: Any) -> str | None:
    """Return the name of the frequency that pandas knows by a word or an offset; None if there is none."""
    try:
        return kind_of(told).name.removeprefix("period[").removesuffix("]")
    except (ValueError, TypeError, OverflowError):
        return None


def is_frequency(name: Any) -> bool:
    """Say whether a recipe may call a frequency so."""
    return isinstance(name, str) and len(name) < LONGEST and frequency_of(name) is not None


LONGEST = 20
"""Of the name of a frequency, in letters."""


def kind_of(frequency: Any) -> pd.PeriodDtype:
    """Return the type of the periods of a frequency."""
    with without_warnings():
        return pd.PeriodDtype(frequency)


def beginnings(numbers: Any, frequency: str) -> Any | None:
    """Return when periods begin, in microseconds; None if a number is no period's, or the time is not told by it."""
    whole = numbers.astype(np.int64)
    if not np.array_equal(whole, numbers):
        return None
    try:
        with without_warnings():
            index = pd.PeriodIndex(pd.arrays.PeriodArray(whole, dtype=kind_of(frequency)))
            begins = index.to_timestamp(how="start").to_numpy().astype("datetime64[us]")
        return begins if np.array_equal(ordinals(begins, frequency), numbers) else None
    except (ValueError, OverflowError):  # beyond the years that pandas knows
        return None


def ordinals(moments: Any, frequency: str) -> Any:
    """Return the numbers of the periods that hold moments, or that are given; no time is NaN."""
    with without_warnings():
        index = pd.PeriodIndex(np.atleast_1d(moments), dtype=kind_of(frequency))
    found = np.where(index.isna(), np.nan, index.asi8.astype(float))
    return found if np.ndim(moments) else found[0]


@contextmanager
def without_warnings() -> Iterator[None]:
    """Do without pandas' words on frequencies that it is to lose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield
