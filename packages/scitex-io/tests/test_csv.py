"""CSV and TSV: what comes back of text, index and numbers, what is warned of, and what others wrote."""

import math
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas._libs.parsers import STR_NA_VALUES

import scitex_io
from scitex_io.conversion.tables import MISSING

WORLD = Path(__file__).parent / "world" / "tables"
R_TABLE = pd.DataFrame(
    {
        "site": ["u", "v", "w"],
        "x": [0.5, np.nan, 0.333333333333333],
        "n": [1.0, 2.0, np.nan],
        "ok": [True, False, np.nan],
        "label": ["Zürich", "a, b", None],
    },
    index=["r1", "r2", "r3"],
)


def returned(tmp_path, obj, name="a.csv", **options):
    """Save and load `obj`, which may not warn."""
    return scitex_io.load(scitex_io.save(obj, tmp_path / name), **options)


def warned(tmp_path, obj, message, name="a.csv"):
    """Save `obj`, which must warn, and load it."""
    with pytest.warns(UserWarning, match=message):
        path = scitex_io.save(obj, tmp_path / name)
    return scitex_io.load(path)


def test_the_words_for_a_missing_value_are_those_of_pandas():
    assert MISSING == STR_NA_VALUES


def test_an_index_of_row_numbers_is_not_written(tmp_path):
    table = pd.DataFrame({"y": [1, 2]}, index=pd.Index([0, 1]))

    assert scitex_io.save(table, tmp_path / "a.csv").read_text() == "y\n1\n2\n"


@pytest.mark.parametrize(
    "index",
    [
        pd.Index(["u", "v"]),
        pd.Index([3, 7]),
        pd.Index([0.5, np.nan]),
        pd.RangeIndex(1, 3),
        pd.Index(["u", "u"]),
        pd.MultiIndex.from_tuples([("a", 1), ("b", 2)]),
    ],
)
def test_an_index_without_a_name_comes_back_as_the_index(tmp_path, index):
    table = pd.DataFrame({"y": [1, 2]}, index=index)

    pd.testing.assert_frame_equal(returned(tmp_path, table), table)


def test_an_index_with_a_name_comes_back_as_a_column_of_that_name(tmp_path):
    table = pd.DataFrame({"y": [1.0, 2.0]}, index=pd.Index(["u", "v"], name="site"))
    path = scitex_io.save(table, tmp_path / "a.csv")

    assert path.read_text() == "site,y\nu,1.0\nv,2.0\n"
    pd.testing.assert_frame_equal(scitex_io.load(path), table.reset_index())
    pd.testing.assert_frame_equal(scitex_io.load(path, index_col="site"), table)


def test_a_first_column_without_a_name_stays_a_column_when_asked(tmp_path):
    path = scitex_io.save(pd.DataFrame({"y": [1]}, index=["u"]), tmp_path / "a.csv")

    assert list(scitex_io.load(path, index_col=None)) == ["Unnamed: 0", "y"]


def test_a_column_that_is_called_unnamed_stays_a_column(tmp_path):
    table = pd.DataFrame({"Unnamed: 0": [5, 6], "Unnamed: 1": [1, 2], "y": [3, 4]})

    pd.testing.assert_frame_equal(returned(tmp_path, table), table)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "two columns are called 'a'"),
        (pd.DataFrame([[1, 2]], columns=[1, "1"]), "two columns are called '1'"),
        (pd.DataFrame({"a": [1]}, index=pd.Index([5], name="a")), "two columns are called 'a'"),
        (pd.DataFrame({"": [1]}), "a column has an empty name"),
        (pd.DataFrame([[1]], columns=[None]), "a column has an empty name"),
        (pd.DataFrame({"y": [1]}, index=pd.MultiIndex.from_tuples([(1, 2)], names=["a", None])), "some have none"),
        (pd.DataFrame({"Unnamed: 0": [1]}, index=["u"]), "a column is called 'Unnamed: 0', .*: name the index"),
        (pd.DataFrame({"v": [b"x"]}), "column 'v' holds bytes"),
        (pd.DataFrame({"v": [{"a": 1}]}), "column 'v' holds dict"),
        (pd.DataFrame({"v": [np.arange(2)]}), "column 'v' holds ndarray"),
        (pd.DataFrame({"v": np.array([1], "longdouble")}), "column 'v' holds float128"),
        (pd.DataFrame({"v": pd.Categorical([(1, 2)])}), "column 'v' holds tuple"),
    ],
)
def test_what_a_csv_cannot_hold_is_refused_by_the_name_of_the_column(tmp_path, table, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        scitex_io.save(table, tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("cells", "read", "message"),
    [
        (["001", "002"], [1, 2], "'s' has '001' as 1"),
        (["1e3", None], [1000.0, np.nan], "'s' has '1e3' as 1000.0"),
        (["True", "false"], [True, False], "'s' has 'True' as True"),
        (["a", "NA"], ["a", np.nan], "'s' has 'NA' as missing"),
        (["a", ""], ["a", np.nan], "'s' has '' as missing"),
        (["None", "12"], [np.nan, 12.0], "'s' has 'None' as missing; 's' has '12' as 12"),
        ([str(2**70)], [2**70], "'s' has '1180591620717411303424' as"),
    ],
)
def test_text_that_pandas_reads_as_another_value_is_warned_of(tmp_path, cells, read, message):
    found = warned(tmp_path, {"s": cells}, message)["s"]

    pd.testing.assert_series_equal(found, pd.Series(read, name="s", dtype=found.dtype), check_exact=True)


@pytest.mark.parametrize(
    "cells", [["001", "x"], ["1.2.3"], ["12:30:45"], ["2026-01-01"], [" x "], ["x\ry"], ["a\r\nb"]]
)
def test_other_text_comes_back_without_a_warning(tmp_path, cells):
    assert returned(tmp_path, {"s": cells})["s"].tolist() == cells


def test_awkward_text_can_be_loaded_as_it_was(tmp_path):
    cells = ["NA", "001", "", "None", "1e3", " x "]
    warned(tmp_path, {"s": cells}, "as missing")

    assert scitex_io.load(tmp_path / "a.csv", dtype=str, keep_default_na=False)["s"].tolist() == cells


@pytest.mark.parametrize("index", [False, True])
@pytest.mark.parametrize("kind", ["str", "string", "category", object])
def test_the_warning_looks_at_every_kind_of_text(tmp_path, index, kind):
    values = pd.Series(["a", "NA"], dtype=kind)
    table = pd.DataFrame({"y": [1, 2]}, index=pd.Index(values)) if index else values.to_frame("s")

    warned(tmp_path, table, "'NA' as missing")


def test_the_warning_points_at_the_line_of_the_user(tmp_path):
    with pytest.warns(UserWarning, match="as missing") as caught:
        scitex_io.save({"s": ["NA"]}, tmp_path / "a.csv")

    assert caught[0].filename == __file__


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), min_size=1, max_size=4))
def test_any_text_comes_back_or_is_warned_of(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        scitex_io.save({"s": cells, "n": range(len(cells))}, path)

    assert caught or scitex_io.load(path)["s"].tolist() == cells


@given(st.lists(st.floats(allow_nan=False), min_size=1))
def test_any_float_comes_back_exactly(tmp_path_factory, values):
    path = scitex_io.save({"x": values}, tmp_path_factory.mktemp("csv") / "a.csv")

    found = scitex_io.load(path)["x"].tolist()
    assert [(x, math.copysign(1, x)) for x in found] == [(x, math.copysign(1, x)) for x in values]


def test_integers_that_a_gap_would_round_are_warned_of(tmp_path):
    table = pd.DataFrame({"n": pd.array([2**60 + 1, None], "Int64")})

    assert warned(tmp_path, table, "'n' has integers beyond 2\\*\\*53 beside gaps")["n"].isna().tolist() == [
        False,
        True,
    ]


def test_integers_of_any_size_come_back(tmp_path):
    columns = {"n": [2**63 - 1, -(2**63)], "m": [2**64 - 1, 0], "k": [2**70, 1]}

    assert returned(tmp_path, columns).to_dict("list") == columns


def test_a_column_of_digits_with_a_word_far_below_is_text(tmp_path):
    cells = ["001"] * 300_000 + ["x"]
    path = scitex_io.save({"s": cells, "t": cells, "u": cells}, tmp_path / "a.csv")

    with pytest.warns(pd.errors.DtypeWarning):
        assert scitex_io.load(path)["s"].tolist() == cells


def test_options_go_through(tmp_path):
    table = pd.DataFrame({"x": [0.5, 1.25], "s": ["ä", "b;c"]}, index=["u", "v"])
    path = scitex_io.save(table, tmp_path / "a.csv", sep=";", decimal=",", encoding="latin-1")

    assert path.read_bytes() == b';x;s\nu;0,5;\xe4\nv;1,25;"b;c"\n'
    pd.testing.assert_frame_equal(scitex_io.load(path, sep=";", decimal=",", encoding="latin-1"), table)


def test_dates_are_text_until_asked_for(tmp_path):
    table = pd.DataFrame({"t": pd.to_datetime(["2026-01-01", "2026-01-02"])})
    path = scitex_io.save(table, tmp_path / "a.csv")

    assert scitex_io.load(path)["t"].tolist() == ["2026-01-01", "2026-01-02"]
    assert scitex_io.load(path, parse_dates=["t"])["t"].tolist() == table["t"].tolist()


def test_a_table_is_read_part_by_part_when_asked(tmp_path):
    path = scitex_io.save({"x": range(5)}, tmp_path / "a.csv")

    with scitex_io.load(path, chunksize=2) as parts:
        assert [len(part) for part in parts] == [2, 2, 1]


def test_an_option_that_pandas_does_not_have_is_its_own_error(tmp_path):
    path = scitex_io.save({"x": [1]}, tmp_path / "a.csv")

    with pytest.raises(TypeError, match="nonsense"):
        scitex_io.load(path, nonsense=1)
    with pytest.raises(TypeError, match="nonsense"):
        scitex_io.save({"x": [1]}, path, nonsense=1)


def test_an_encoding_without_the_character_is_an_error_that_names_it(tmp_path):
    with pytest.raises(scitex_io.ObjectError, match="latin-1 has no '名'"):
        scitex_io.save({"s": ["名"]}, tmp_path / "a.csv", encoding="latin-1")


def test_a_tsv_is_separated_by_tabs(tmp_path):
    table = pd.DataFrame({"a": ["x,y", "z\tw"], "b": [1, 2]})
    path = scitex_io.save(table, tmp_path / "a.tsv")

    assert path.read_text() == 'a\tb\nx,y\t1\n"z\tw"\t2\n'
    pd.testing.assert_frame_equal(scitex_io.load(path), table)


def test_latin_1_is_an_error_that_names_the_option():
    path = WORLD / "r-write-csv2-latin1.csv"

    with pytest.raises(scitex_io.FormatError, match=r"not UTF-8 .*: say encoding='latin-1'"):
        scitex_io.load(path)
    found = scitex_io.load(path, sep=";", decimal=",", encoding="latin-1")
    pd.testing.assert_frame_equal(found, R_TABLE.reset_index(drop=True))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("r-write-csv.csv", {}),
        ("r-write-csv2.csv", {"sep": ";", "decimal": ","}),
        ("r-write-table.tsv", {}),
    ],
)
def test_names_of_rows_that_r_wrote_are_the_index(name, options):
    pd.testing.assert_frame_equal(scitex_io.load(WORLD / name, **options), R_TABLE)


def test_what_r_wrote_without_names_of_rows():
    found = scitex_io.load(WORLD / "r-write-csv-no-row-names.csv")

    pd.testing.assert_frame_equal(found, R_TABLE.reset_index(drop=True))


@pytest.mark.parametrize(("name", "index"), [("pandas-index", ["r1", "r2", "r3"]), ("pandas-default-index", [0, 1, 2])])
def test_the_index_that_pandas_wrote_is_the_index(name, index):
    found = scitex_io.load(WORLD / f"{name}.csv")

    assert found.index.tolist() == index
    assert list(found) == ["site", "x", "n", "day"]


def test_what_polars_wrote():
    found = scitex_io.load(WORLD / "polars.csv")

    assert found["ok"].tolist()[:2] == [True, False]
    assert found["n"].fillna(0).tolist() == [1, 2, 0]


def test_what_excel_wrote_in_germany_when_asked_and_a_hint_when_not():
    path = WORLD / "excel-germany.csv"

    found = scitex_io.load(path, sep=";", decimal=",")
    assert found.to_dict("list") == {"Ort": ["Zürich", "a; b"], "Menge": [1, 2], "Preis": [0.5, 1234.25]}
    with pytest.warns(UserWarning, match="the only column is called 'Ort;Menge;Preis': say sep=';'"):
        scitex_io.load(path)


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b'\xef\xbb\xbf"'])
def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path, start):
    path = tmp_path / "a.csv"
    path.write_bytes(start + (b'a",b\r\n1,2\r\n' if start.endswith(b'"') else b"a,b\r\n1,2\r\n"))

    assert scitex_io.load(path).to_dict("list") == {"a": [1], "b": [2]}


def test_a_mark_before_an_index_without_a_name(tmp_path):
    path = scitex_io.save(pd.DataFrame({"y": [1]}, index=["u"]), tmp_path / "a.csv", encoding="utf-8-sig")

    assert path.read_bytes() == b"\xef\xbb\xbf,y\nu,1\n"
    assert scitex_io.load(path).index.tolist() == ["u"]


def test_utf_16_when_asked(tmp_path):
    path = scitex_io.save({"s": ["ä"]}, tmp_path / "a.csv", encoding="utf-16")

    assert scitex_io.load(path, encoding="utf-16")["s"].tolist() == ["ä"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b'a,b\n"x', b"a\n1,2\n3,4,5\n"])
def test_what_is_no_table_is_an_error_that_names_the_file(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    with pytest.raises(scitex_io.FormatError, match=r"a\.csv"):
        scitex_io.load(path)
