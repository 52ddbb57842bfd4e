"""Strict equality: values, types, order, shapes, byte orders, indices."""

import math
from typing import Any

import numpy as np
import pandas as pd


def assert_same(found: Any, expected: Any, where: str = "") -> None:
    """Raise AssertionError, with the key path, unless both are the same in every respect."""
    assert type(found) is type(expected), f"{where or 'top'}: {type(found)} instead of {type(expected)}"
    if isinstance(expected, dict):
        assert list(found) == list(expected), f"{where}: keys {list(found)} instead of {list(expected)}"
        for key in expected:
            assert_same(found[key], expected[key], f"{where}.{key}")
    elif isinstance(expected, (list, tuple)):
        assert len(found) == len(expected), f"{where}: {len(found)} elements instead of {len(expected)}"
        for number, (one, other) in enumerate(zip(found, expected, strict=True)):
            assert_same(one, other, f"{where}[{number}]")
    elif isinstance(expected, np.ndarray):
        assert found.dtype == expected.dtype, f"{where}: {found.dtype} instead of {expected.dtype}"
        assert found.dtype.metadata == expected.dtype.metadata, where
        if expected.dtype == object:
            assert_same(found.tolist(), expected.tolist(), where)
        else:
            np.testing.assert_array_equal(found, expected, strict=True)
        if np.ma.isMaskedArray(expected):
            np.testing.assert_array_equal(np.ma.getmaskarray(found), np.ma.getmaskarray(expected))
    elif isinstance(expected, pd.DataFrame):
        pd.testing.assert_frame_equal(found, expected, check_exact=True, check_freq=False)
        assert found.attrs == expected.attrs, where
    elif isinstance(expected, pd.Series):
        pd.testing.assert_series_equal(found, expected, check_exact=True, check_freq=False)
    elif hasattr(expected, "identical"):  # xarray
        assert found.identical(expected), where
    elif isinstance(expected, float) and math.isnan(expected):
        assert math.isnan(found), where
    elif type(expected).__module__.startswith(("edfio", "nibabel")):
        assert found.to_bytes() == expected.to_bytes(), where
    elif type(expected).__module__.startswith("torch"):
        assert found.dtype == expected.dtype, where
        assert found.equal(expected), where
    else:
        assert found == expected, f"{where}: {found!r} instead of {expected!r}"
