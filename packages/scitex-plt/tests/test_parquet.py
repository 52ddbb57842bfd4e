"""Data in Parquet that come from strangers are read or refused in words."""

import numpy as np
import pandas as pd
import pyarrow
import pytest
from matplotlib import pyplot as plt
from pyarrow import parquet

import scitex_plt
from scitex_plt.errors import ColumnError
from scitex_plt.tables import columns

DAYS = np.array(["2024-01-01", "2024-01-03", "2024-01-02T06:00"], dtype="datetime64[us]")
TABLE = pyarrow.table({"A.line.x": [1.0, 2.0, 3.0], "A.line.y": [0.1, 0.2, 0.3]})
LONG = pyarrow.table({name: pyarrow.array(["x" * 10**6] * 2000).dictionary_encode() for name in TABLE.column_names})


@pytest.fixture
def saved(tmp_path, save, monkeypatch):
    """Return the recipe of a line whose data are in Parquet."""
    monkeypatch.setattr(columns, "MOST_IN_CSV", 4)
    figure, axes = plt.subplots(figsize=(2, 2), dpi=50)
    axes.plot([1.0, 2.0, 3.0], [0.1, 0.2, 0.3], label="line")
    return save(figure, tmp_path / "f.png").with_suffix(".yaml")


CASES = {
    "lists": (TABLE.set_column(1, "A.line.y", [[[1.0]] * 3]), r"'A\.line\.y' holds list<.*>: expected numbers or text"),
    "moments": (TABLE.set_column(1, "A.line.y", [DAYS]), r"'A\.line\.y' holds timestamp"),
    "words": (
        TABLE.set_column(1, "A.line.y", [["1", "2", "x"]]),
        r"row 2: column 'A\.line\.y': 'x' is not a number",
    ),
    "other columns": (TABLE.rename_columns(["a", "b"]), r"no column 'A\.line\.x'"),
    "no columns": (pyarrow.table({}), r"no column 'A\.line\.x'"),
    "very long texts, very often": (LONG, "a text of more than|is not a number"),
}


@pytest.mark.parametrize("name", CASES)
def test_tables_from_strangers(saved, name):
    table, said = CASES[name]
    parquet.write_table(table, saved.with_suffix(".parquet"))
    with pytest.raises(ColumnError, match=rf"f\.parquet: .*({said})"):
        scitex_plt.reproduce(saved)


@pytest.mark.parametrize("kind", ["bool", "int8", "uint16", "Int64", "float16", "float32", "boolean"])
def test_numbers_of_any_type(saved, kind):
    table = pd.read_parquet(saved.with_suffix(".parquet"))
    table["A.line.y"] = pd.array([1, 0, 1], dtype=kind)
    table.to_parquet(saved.with_suffix(".parquet"))
    assert scitex_plt.reproduce(saved).axes[0].lines[0].get_ydata().tolist() == [1, 0, 1]


def test_whole_numbers_with_gaps(saved):
    table = pd.read_parquet(saved.with_suffix(".parquet"))
    table["A.line.y"] = pd.array([1, None, 2**60], dtype="Int64")
    table.to_parquet(saved.with_suffix(".parquet"))
    found = scitex_plt.reproduce(saved).axes[0].lines[0].get_ydata()
    assert np.array_equal(found, [1, np.nan, 2**60], equal_nan=True)


@pytest.mark.parametrize("compression", ["brotli", "gzip", "none", "snappy", "zstd"])
def test_any_compression_is_read(saved, compression):
    pd.read_parquet(saved.with_suffix(".parquet")).to_parquet(saved.with_suffix(".parquet"), compression=compression)
    assert scitex_plt.verify(saved).verdict == "identical"
