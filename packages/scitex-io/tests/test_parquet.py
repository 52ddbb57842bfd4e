"""Parquet and Feather: whatever pandas holds comes back or is refused, and what others wrote is read."""

import datetime as dt
import random
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from conformance.comparison import assert_same
from pyarrow import feather, parquet

import scitex_io

WORLD = Path(__file__).parent / "world" / "tables"
EXTENSIONS = [".parquet", ".feather", ".arrow"]


def of_objects(*values):
    """Return a table of one column of Python objects."""
    return pd.DataFrame({"v": pd.Series(values, dtype=object)})


def indexed(index):
    """Return a table of two rows with this index."""
    return pd.DataFrame({"y": [1, 2]}, index=index)


def labelled(labels):
    """Return a table of two columns with these names."""
    return pd.DataFrame([[1, 2]], columns=labels)


LOSSLESS = {
    "text as objects": of_objects("a", None),
    "truth values as objects": of_objects(True, None),
    "integers as objects": of_objects(1, 2),
    "moments as objects": of_objects(dt.datetime(2026, 1, 1, 12, 30)),
    "dates": of_objects(dt.date(2026, 1, 1), None),
    "times": of_objects(dt.time(12, 30)),
    "decimals": of_objects(Decimal("1.10"), Decimal("2.25")),
    "bytes": of_objects(b"a\x00", b""),
    "lists": of_objects([1, 2], [], None),
    "lists of text": of_objects(["a"], ["b", "c"]),
    "dicts of the same keys": of_objects({"a": 1, "b": "x"}, {"a": 2, "b": "y"}),
    "nothing at all": of_objects(None, None),
    "arrays": of_objects(np.arange(2), np.arange(3)),
    "nullable text": pd.DataFrame({"v": pd.Series(["a", None], dtype="string")}),
    "nullable text of Python": pd.DataFrame({"v": pd.Series(["a", None], dtype="string[python]")}),
    "nullable floats": pd.DataFrame({"v": pd.array([1.5, None], "Float64")}),
    "integers of Arrow": pd.DataFrame({"v": pd.Series([1, None], dtype="int64[pyarrow]")}),
    "text of Arrow": pd.DataFrame({"v": pd.Series(["a", None], dtype=pd.ArrowDtype(pa.string()))}),
    "half floats": pd.DataFrame({"v": np.array([0.1], "float16")}),
    "seconds": pd.DataFrame({"v": np.array(["2026-01-01", "0001-01-01"], "datetime64[s]")}),
    "nanoseconds": pd.DataFrame({"v": np.array(["2026-01-01T00:00:00.123456789"], "datetime64[ns]")}),
    "zoned seconds": pd.DataFrame({"v": pd.Series(["2026-01-01"], dtype="datetime64[s, Asia/Tokyo]")}),
    "an offset as a zone": pd.DataFrame({"v": pd.to_datetime(["2026-02-13T14:30+02:00"])}),
    "durations with a gap": pd.DataFrame({"v": pd.to_timedelta([1, None], unit="s")}),
    "periods": pd.DataFrame({"v": pd.period_range("2026-01", periods=2, freq="M")}),
    "intervals": pd.DataFrame({"v": pd.interval_range(0, 2)}),
    "categories of text": pd.DataFrame({"v": pd.Categorical(["b", "a", None], ["unused", "b", "a"], ordered=True)}),
    "categories of integers": pd.DataFrame({"v": pd.Categorical([1, 2, None], [3, 2, 1])}),
    "categories of floats": pd.DataFrame({"v": pd.Categorical([0.1, 2.5], ordered=True)}),
    "categories of moments": pd.DataFrame({"v": pd.Categorical(pd.to_datetime(["2026-01-01", "2026-01-02"]))}),
    "categories of objects": pd.DataFrame({"v": pd.Categorical(pd.Index(["a", "b"], dtype=object))}),
    "index of steps": indexed(pd.RangeIndex(3, 7, 2, name="r")),
    "index of objects": indexed(pd.Index(["u", "v"], dtype=object, name="o")),
    "index of categories": indexed(pd.CategoricalIndex(["u", "v"], name="c")),
    "index of zoned days": indexed(pd.date_range("2026-01-01", periods=2, tz="Asia/Tokyo")),
    "index of seconds": indexed(pd.DatetimeIndex(["2026-01-01", "2026-01-02"], dtype="datetime64[s]")),
    "index of periods": indexed(pd.period_range("2026-01-01", periods=2, freq="D")),
    "index of durations": indexed(pd.to_timedelta([1, 2], unit="s")),
    "index with equal entries": indexed(["u", "u"]),
    "index of two levels without names": indexed(pd.MultiIndex.from_tuples([(1, "a"), (2, "b")])),
    "index of two levels of objects": indexed(
        pd.MultiIndex.from_arrays([pd.Index(["a", "b"], dtype=object), [1, 2]], names=["o", "n"])
    ),
    "index with the name of a column": indexed(pd.Index([5, 6], name="y")),
    "columns with a name": labelled(pd.Index(["a", "b"], name="c")),
    "columns of floats": labelled([0.5, 1.5]),
    "columns of moments": labelled(pd.to_datetime(["2026-01-01", "2026-01-02"])),
    "columns of text as objects": labelled(pd.Index(["a", "b"], dtype=object)),
    "columns in two rows": labelled(pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["p", "q"])),
    "a column called as Arrow calls an index": pd.DataFrame({"__index_level_0__": [1, 2]}, index=[3, 4]),
    "a series with an index": pd.Series([1.5, 2.5], index=pd.Index(["u", "v"], name="site"), name="y"),
    "a series of objects": pd.Series(["a", None], dtype=object),
    "a series without rows": pd.Series([], dtype="int8", name="n"),
}


@pytest.mark.parametrize("extension", EXTENSIONS[:2])
@pytest.mark.parametrize("name", LOSSLESS)
def test_it_comes_back_as_it_was(tmp_path, extension, name):
    path = scitex_io.save(LOSSLESS[name], tmp_path / f"a{extension}")

    assert_same(scitex_io.load(path), LOSSLESS[name])


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize(
    ("table", "message"),
    [
        (of_objects(1, "a"), "column v with type object"),
        (of_objects({"a": 1}, {"b": 2}), r"column 'v' holds \{'a': 1\} .* as \{'a': 1, 'b': None\}"),
        (of_objects(1, 2.5), "column 'v' holds 1 "),
        (of_objects((1, 2)), r"column 'v' holds \(1, 2\) \(of type tuple\)"),
        (of_objects(True, 1), "column v with type object"),
        (of_objects(2**70), "too big|too large"),
        (pd.DataFrame({"v": pd.arrays.SparseArray([0, 1])}), r"Sparse .*column v"),
        (pd.DataFrame({"v": pd.Categorical([1, "a"])}), "column v with type category"),
        (labelled(["a", 1]), "names of columns are of several kinds: 'a', 1"),
        (labelled(pd.CategoricalIndex(["a", "b"])), "names of columns of type category"),
        (labelled(pd.period_range("2026", periods=2, freq="D")), "names of columns of type period"),
        (indexed(pd.Index([5, 6], name=0)), "the index is called 0"),
        (indexed(pd.Index([5, "a"], dtype=object)), "type object"),
    ],
)
def test_what_would_come_back_as_another_is_refused(tmp_path, extension, table, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        scitex_io.save(table, tmp_path / f"a{extension}")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("attributes", [{"a": np.arange(2)}, {"a": (1, 2)}, {1: "a"}, {"a": {1: 2}}])
def test_attributes_that_are_no_plain_data_are_refused(tmp_path, attributes):
    table = pd.DataFrame({"x": [1]})
    table.attrs = attributes

    with pytest.raises(scitex_io.ObjectError, match=r"attrs\[.*\] is no plain data"):
        scitex_io.save(table, tmp_path / "a.parquet")


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_what_is_missing_among_objects_comes_back_as_none(tmp_path, extension):
    path = scitex_io.save(of_objects("a", np.nan, pd.NA), tmp_path / f"a{extension}")

    assert scitex_io.load(path)["v"].tolist() == ["a", None, None]


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_columns_are_chosen(tmp_path, extension):
    table = pd.DataFrame({"x": [1, 2], "o": pd.Series(["a", "b"], dtype=object), "y": [3, 4]}, index=["u", "v"])
    path = scitex_io.save(table, tmp_path / f"a{extension}")

    assert_same(scitex_io.load(path, columns=["y", "o"])[["o", "y"]], table[["o", "y"]].reset_index(drop=True))


def test_rows_are_chosen_and_the_index_stays(tmp_path):
    table = pd.DataFrame({"x": [1, 2, 3]}, index=["u", "v", "w"])
    path = scitex_io.save(table, tmp_path / "a.parquet", row_group_size=1, compression="zstd")

    assert_same(scitex_io.load(path, filters=[("x", ">", 1)]), table[1:])


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_the_index_is_left_out_when_asked(tmp_path, extension):
    path = scitex_io.save(indexed(["u", "v"]), tmp_path / f"a{extension}", index=False)

    assert scitex_io.load(path).index.tolist() == [0, 1]


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_table_of_arrow_is_written_as_it_is(tmp_path, extension):
    table = pa.table({"x": [1, None], "s": ["a", "b"]})
    path = scitex_io.save(table, tmp_path / f"a{extension}")

    reader = parquet if extension == ".parquet" else feather
    assert reader.read_table(path).equals(table)


def test_a_folder_that_is_called_like_a_partition_adds_no_column(tmp_path):
    path = scitex_io.save({"x": [1]}, tmp_path / "year=2026" / "a.parquet")

    assert list(scitex_io.load(path)) == ["x"]


def test_the_notes_do_not_disturb_other_readers(tmp_path):
    table = LOSSLESS["categories of integers"]
    path = scitex_io.save(table, tmp_path / "a.parquet")

    assert pd.read_parquet(path)["v"].tolist()[:2] == [1, 2]


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_an_option_that_the_library_does_not_have_is_its_own_error(tmp_path, extension):
    path = scitex_io.save({"x": [1]}, tmp_path / f"a{extension}")

    with pytest.raises(TypeError, match="nonsense"):
        scitex_io.load(path, nonsense=1)
    with pytest.raises(TypeError, match="nonsense"):
        scitex_io.save({"x": [1]}, path, nonsense=1)


@pytest.mark.parametrize("options", [{}, {"compression": "uncompressed"}, {"stream": True}])
def test_damaged_offsets_do_not_crash_arrow(tmp_path, options):
    table = pd.DataFrame(
        {"s": ["a", "bcd", "ü" * 20] * 50, "l": [[1], [], [2, 3]] * 50, "c": pd.Categorical(["u"] * 150)}
    )
    path = tmp_path / "a.feather"
    if options.pop("stream", False):
        whole = pa.Table.from_pandas(table)
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, whole.schema) as stream:
            stream.write_table(whole)
    else:
        scitex_io.save(table, path, **options)
    content, chance = path.read_bytes(), random.Random(42)

    for _ in range(200):
        damaged = bytearray(content)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            scitex_io.load(path)
        except scitex_io.FormatError as error:
            assert str(path) in str(error)  # noqa: PT017  # a value is as good


@pytest.mark.parametrize("name", ["polars.parquet", "polars.arrow", "polars-lz4.feather", "polars-stream.arrow"])
def test_what_polars_wrote(name):
    found = scitex_io.load(WORLD / name)

    assert found["site"].tolist() == ["u", "v", "w"]
    assert found["x"].tolist()[::2] == [0.5, 1 / 3]
    assert found["n"].isna().tolist() == [False, False, True]
    assert found["day"].tolist() == [dt.date(2026, 1, 1), None, dt.date(2026, 1, 3)]
    assert found["c"].astype(str).tolist() == ["lo", "hi", "lo"]
    assert found["v"].tolist()[0].tolist() == [1, 2]


def test_what_fastparquet_wrote():
    found = scitex_io.load(WORLD / "fastparquet.parquet")

    assert found.index.name == "row"
    assert found.index.tolist() == ["r1", "r2", "r3"]
    assert found["day"].tolist() == pd.to_datetime(["2026-01-01", "2026-01-02", "2026-01-03"]).tolist()


def test_what_arrow_wrote_without_pandas():
    found = scitex_io.load(WORLD / "pyarrow-without-pandas.parquet")

    assert found["a"].tolist()[:2] == [1, 2]
    assert str(found["t"].dtype) == "datetime64[us, UTC]"


def test_a_stream_of_arrow_and_a_choice_of_its_columns():
    path = WORLD / "pyarrow-stream.arrow"

    assert scitex_io.load(path)["a"].tolist() == [1, 2, 3]
    assert list(scitex_io.load(path, columns=["s"])) == ["s"]
