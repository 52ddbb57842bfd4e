"""Times and sizes as people read them."""

import pytest

from scitex_session.history.wording import amount, duration


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (0.0412, "0.04 s"),
        (12.34, "12.3 s"),
        (100, "1 min 40 s"),
        (5999, "99 min 59 s"),
        (6000, "1 h 40 min"),
        (100_000, "27 h 46 min"),
    ],
)
def test_a_time_span_is_told_in_units_that_fit(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (21_300_000, "21.3 MB"), (999_600, "1 MB"), (5 * 10**16, "5e+04 TB")],
)
def test_an_amount_is_told_in_powers_of_a_thousand(size, text):
    assert amount(size) == text
