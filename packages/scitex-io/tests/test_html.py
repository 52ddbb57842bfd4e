"""Tables of web pages: one is written, escaped and exact; those of others are read, and nothing but them."""

import socket
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scitex_io

TWO = "<table><tr><th>a</th></tr><tr><td>1</td></tr></table><table><tr><th>b</th></tr><tr><td>x</td></tr></table>"


def returned(tmp_path, obj, **options):
    """Save and load `obj`, which may not warn."""
    return scitex_io.load(scitex_io.save(obj, tmp_path / "a.html"), **options)


def page(tmp_path, text, encoding="utf-8"):
    """Write a page and return its path."""
    path = tmp_path / "a.html"
    path.write_bytes(text.encode(encoding))
    return path


def test_the_page_is_utf_8_and_text_is_escaped(tmp_path):
    path = scitex_io.save({"<b>": ["<script>alert(1)</script>", "ü & ö", '"q"']}, tmp_path / "a.html")

    text = path.read_text(encoding="utf-8")
    assert text.startswith('<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">')
    assert "<script>" not in text
    assert scitex_io.load(path).to_dict("list") == {"<b>": ["<script>alert(1)</script>", "ü & ö", '"q"']}


def test_long_tables_and_long_text_are_written_whole(tmp_path):
    table = pd.DataFrame({"s": [f"{n}{'a' * 300}" for n in range(500)]}).assign(**{f"c{n}": n for n in range(60)})

    pd.testing.assert_frame_equal(returned(tmp_path, table), table)


@given(st.lists(st.floats(allow_nan=False), min_size=1))
@settings(max_examples=50)
def test_any_float_comes_back_exactly(tmp_path_factory, values):
    path = scitex_io.save({"x": values}, tmp_path_factory.mktemp("html") / "a.html")

    assert scitex_io.load(path)["x"].tolist() == values


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5), min_size=1, max_size=3))
@settings(max_examples=50)
def test_any_text_comes_back_or_is_warned_of_or_refused(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("html") / "a.html"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            scitex_io.save({"s": cells}, path)
        except scitex_io.ObjectError:
            return

    assert caught or scitex_io.load(path)["s"].tolist() == cells


@pytest.mark.parametrize("index", [pd.Index(["u", "v"]), pd.MultiIndex.from_tuples([("a", 1), ("a", 2)])])
def test_an_index_without_a_name_comes_back_as_the_index(tmp_path, index):
    table = pd.DataFrame({"y": [1, 2]}, index=index)

    pd.testing.assert_frame_equal(returned(tmp_path, table), table)


def test_an_index_with_a_name_comes_back_as_a_column(tmp_path):
    table = pd.DataFrame({"y": [1, 2]}, index=pd.Index(["u", "v"], name="site"))

    pd.testing.assert_frame_equal(returned(tmp_path, table), table.reset_index())


def test_rows_without_any_value_come_back(tmp_path):
    table = pd.DataFrame({"x": [1.5, np.nan, 2.5, np.nan]})

    pd.testing.assert_frame_equal(returned(tmp_path, table), table)
    moments = pd.DataFrame({"t": pd.to_datetime(["2026-01-01", None])})
    assert returned(tmp_path, moments)["t"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("cell", "message"),
    [("NA", "'NA' as missing"), ("NaT", "'NaT' as missing"), ("001", "'001' as 1"), ("a  b", "with other spaces")],
)
def test_text_that_changes_is_warned_of(tmp_path, cell, message):
    with pytest.warns(UserWarning, match=message):
        scitex_io.save({"s": [cell], "n": [1]}, tmp_path / "a.html")


@pytest.mark.parametrize("cell", ["a\x00b", "\x1b", "\x80", "\ufffe"])
def test_characters_that_html_does_not_have_are_refused(tmp_path, cell):
    with pytest.raises(scitex_io.ObjectError, match="column 's' holds the character"):
        scitex_io.save({"s": [cell]}, tmp_path / "a.html")


def test_several_tables_are_a_list(tmp_path):
    path = page(tmp_path, TWO)

    assert [table.to_dict("list") for table in scitex_io.load(path)] == [{"a": [1]}, {"b": ["x"]}]
    assert scitex_io.load(path, match="x").to_dict("list") == {"b": ["x"]}


def test_a_decimal_comma_is_no_separator_of_thousands(tmp_path):
    path = page(tmp_path, "<table><tr><th>x</th></tr><tr><td>1,5</td></tr></table>")

    assert scitex_io.load(path)["x"].tolist() == ["1,5"]
    assert scitex_io.load(path, decimal=",")["x"].tolist() == [1.5]
    assert scitex_io.load(path, thousands=",")["x"].tolist() == [15]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
@pytest.mark.parametrize("declared", [True, False])
def test_pages_of_other_encodings(tmp_path, encoding, declared):
    meta = f'<meta charset="{encoding}">' if declared else ""
    path = page(tmp_path, f"{meta}<table><tr><th>ö</th></tr><tr><td>ü</td></tr></table>", encoding)

    assert scitex_io.load(path).to_dict("list") == {"ö": ["ü"]}


def test_a_page_without_a_table_is_an_error_that_names_the_file(tmp_path):
    with pytest.raises(scitex_io.FormatError, match=r"a\.html: .*No tables found"):
        scitex_io.load(page(tmp_path, "<p>nothing</p>"))


def test_a_hostile_page_fetches_nothing_and_reads_nothing(tmp_path, monkeypatch):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    path = page(
        tmp_path,
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><base href="http://localhost:1/">'
        f'<link rel="stylesheet" href="http://localhost:1/a.css"><img src="{secret.as_uri()}">'
        "<table><tr><th>a</th></tr><tr><td>&e;</td></tr></table>",
    )
    monkeypatch.setattr(socket, "socket", None)

    assert "secret" not in str(scitex_io.load(path))


def test_options_go_through(tmp_path):
    path = scitex_io.save({"x": [1 / 3]}, tmp_path / "a.htm", classes="results", float_format="{:.2f}".format)

    assert 'class="dataframe results"' in path.read_text()
    assert scitex_io.load(path, attrs={"class": "dataframe results"})["x"].tolist() == [0.33]
