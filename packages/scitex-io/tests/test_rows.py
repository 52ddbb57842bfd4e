"""The text of tables is what pandas would write."""

from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scitex_io.conversion import rows

CELLS = {
    "floats": st.floats(),
    "whole": st.integers(-(2**63), 2**63 - 1),
    "truths": st.booleans(),
    "text": st.text(st.characters(codec="utf-8", exclude_characters="\r")) | st.sampled_from(['a,"b"', "\n", "", " "]),
    "gaps": st.none() | st.text("a,\n"),
    "objects": st.none() | st.integers() | st.floats() | st.text("x,") | st.dates() | st.booleans(),
    "counts": st.none() | st.integers(0, 2**53),
}
TYPES: dict[str, Any] = {"floats": float, "whole": np.int64, "truths": bool, "counts": "Int64", "objects": object}


def written(frame: pd.DataFrame) -> str:
    """Return what `write` makes of a table."""
    columns = {name: frame[name] for name in frame}
    assert rows.are_quick(columns)
    file = BytesIO()
    rows.write(columns, file, "\n")
    return file.getvalue().decode()


@given(st.data())
def test_text_is_that_of_pandas(data: st.DataObject) -> None:
    length = data.draw(st.integers(0, 5))
    names = data.draw(st.lists(st.text('a," \n', min_size=1), min_size=1, max_size=4, unique=True))
    columns = {}
    for name in names:
        kind = data.draw(st.sampled_from(sorted(CELLS)))
        cells = data.draw(st.lists(CELLS[kind], min_size=length, max_size=length))
        columns[name] = pd.Series(cells, dtype=TYPES.get(kind, "str"))
    frame = pd.DataFrame(columns)
    assert written(frame) == frame.to_csv(index=False, lineterminator="\n")


def test_long_tables_are_written_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "AT_ONCE", 10)
    frame = pd.DataFrame({"a": np.arange(25) / 3, "b": np.arange(25), "c": ["x,y"] * 25})
    assert written(frame) == frame.to_csv(index=False, lineterminator="\n")


@pytest.mark.parametrize("dtype", ["float32", "datetime64[ns]", "category", "Float64", "boolean"])
def test_other_types_are_left_to_pandas(dtype: str) -> None:
    assert not rows.are_quick({"a": pd.Series([0, 1]).astype(dtype)})
