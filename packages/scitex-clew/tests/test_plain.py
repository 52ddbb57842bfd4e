"""Values as JSON can hold them."""

import json
from datetime import date
from pathlib import Path

import pytest

from scitex_clew.records.plain import plain


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (1.5, 1.5),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (Path("a/b"), "a/b"),
        (date(2026, 2, 13), "2026-02-13"),
        ((1, 2), [1, 2]),
        ({1: {"a": (Path("b"),)}}, {"1": {"a": ["b"]}}),
    ],
)
def test_a_value_becomes_plain(value, expected):
    assert plain(value) == expected
    assert json.loads(json.dumps(plain(value), allow_nan=False)) == expected
