"""Excel workbooks: text stays text, numbers are exact, sheets, traps, and what others wrote."""

import random
import re
import string
from datetime import date, datetime, time
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scitex_io

WORLD = Path(__file__).parent / "world" / "tables"
LOL = '<!DOCTYPE x [<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {one} "{f"&{other};" * 10}">'
    for one, other in zip(string.ascii_lowercase[1:10], string.ascii_lowercase, strict=False)
)


def returned(tmp_path, obj, **options):
    """Save and load `obj`, which may not warn."""
    return scitex_io.load(scitex_io.save(obj, tmp_path / "a.xlsx"), **options)


def rewritten(path, member, change):
    """Change the text of a member of the workbook at `path`."""
    with ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents[member] = change(contents[member].decode()).encode()
    with ZipFile(path, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


def test_text_stays_text(tmp_path):
    cells = ["001", "NA", "1e3", "True", "2026-01-01", " x ", "a\nb", "a\rb", "ü", "#N/A", "#DIV/0!", "'q"]

    assert returned(tmp_path, {"s": cells})["s"].tolist() == cells


@pytest.mark.parametrize("text", ["=1+1", '=cmd|"/C calc"!A0', "=", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(tmp_path, text):
    path = scitex_io.save({text: [text]}, tmp_path / "a.xlsx")

    cells = [cell for row in openpyxl.load_workbook(path).active for cell in row]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s"), (text, "s")]
    assert scitex_io.load(path).to_dict("list") == {text: [text]}


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
@settings(max_examples=50)
def test_any_float_comes_back_exactly(tmp_path_factory, values):
    path = scitex_io.save({"x": values}, tmp_path_factory.mktemp("xlsx") / "a.xlsx")

    assert scitex_io.load(path)["x"].tolist() == values


def test_integers_up_to_those_that_excel_has_exactly(tmp_path):
    assert returned(tmp_path, {"n": [2**53, -(2**53)]})["n"].tolist() == [2**53, -(2**53)]


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ([2**53 + 1], "column 'v' holds 9007199254740993"),
        ([np.inf, 1.0], "column 'v' holds inf"),
        (pd.Series([True, 2**60], dtype=object), "column 'v' holds 1152921504606846976"),
        (pd.to_datetime(["2026-01-01"]).tz_localize("UTC"), r"tz_localize\(None\)"),
        (pd.to_timedelta([1], unit="s"), "total_seconds"),
        (["a" * 32768], "column 'v' holds 32768 characters in a cell"),
        (["a\x00b"], r"column 'v' holds the character '\\x00'"),
        (pd.Series(["\ud800"], dtype=object), "column 'v' holds the character"),
        (pd.Categorical(["a\x01"]), "column 'v' holds the character"),
        ([[1, 2]], "column 'v' holds list"),
    ],
)
def test_what_a_cell_cannot_hold_is_refused_by_the_name_of_the_column(tmp_path, column, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        scitex_io.save(pd.DataFrame({"v": column}), tmp_path / "a.xlsx")


def test_the_longest_text_comes_back(tmp_path):
    assert returned(tmp_path, {"s": ["a" * 32767]})["s"].str.len().tolist() == [32767]


def test_moments_finer_than_a_millisecond_are_warned_of(tmp_path):
    table = pd.DataFrame({"t": pd.to_datetime(["2026-01-01T00:00:00.1234"])})

    with pytest.warns(UserWarning, match="'t' has moments finer than a millisecond"):
        path = scitex_io.save(table, tmp_path / "a.xlsx")
    assert scitex_io.load(path)["t"].tolist() == [pd.Timestamp("2026-01-01T00:00:00.123")]


def test_dates_come_back_as_moments_and_times_as_text(tmp_path):
    found = returned(tmp_path, {"d": [date(2026, 1, 2)], "t": [time(12, 30)]})

    assert found["d"].tolist() == [pd.Timestamp("2026-01-02")]
    assert found["t"].tolist() == ["12:30:00"]


def test_truth_values_with_gaps_and_mixed_cells_come_back(tmp_path):
    table = pd.DataFrame({"b": pd.Series([True, None], dtype=object), "m": pd.Series([1, "a"], dtype=object)})

    found = returned(tmp_path, table)
    assert found["b"].tolist()[0] is True
    assert found["b"].isna().tolist() == [False, True]
    assert found["m"].tolist() == [1, "a"]


def test_a_last_row_without_any_value_comes_back(tmp_path):
    table = pd.DataFrame({"x": [1.5, np.nan, np.nan], "s": ["a", None, None]})

    pd.testing.assert_frame_equal(returned(tmp_path, table), table)


def test_an_index_without_a_name_comes_back_and_one_with_a_name_is_a_column(tmp_path):
    table = pd.DataFrame({"y": [1, 2]}, index=["u", "v"])

    pd.testing.assert_frame_equal(returned(tmp_path, table), table)
    named = table.rename_axis("site")
    pd.testing.assert_frame_equal(returned(tmp_path, named), named.reset_index())
    pd.testing.assert_frame_equal(returned(tmp_path, named, index_col="site"), named)


def test_a_dict_of_tables_is_a_workbook_of_several_sheets(tmp_path):
    sheets = {"first": pd.DataFrame({"x": [1]}), "second one": pd.DataFrame({"y": ["a"]}, index=["u"])}
    path = scitex_io.save(sheets, tmp_path / "a.xlsx")

    found = scitex_io.load(path)
    assert list(found) == list(sheets)
    for name, table in sheets.items():
        pd.testing.assert_frame_equal(found[name], table)
    pd.testing.assert_frame_equal(scitex_io.load(path, sheet_name="second one"), sheets["second one"])
    assert list(scitex_io.load(path, sheet_name=["first"])) == ["first"]


@pytest.mark.parametrize("name", ["", "a/b", "x" * 32, "'a", 5])
def test_a_name_that_no_sheet_can_have_is_refused(tmp_path, name):
    with pytest.raises(scitex_io.ObjectError, match="a sheet cannot be called"):
        scitex_io.save({name: pd.DataFrame({"x": [1]})}, tmp_path / "a.xlsx")


def test_two_sheets_of_one_name_are_refused(tmp_path):
    table = pd.DataFrame({"x": [1]})

    with pytest.raises(scitex_io.ObjectError, match="two sheets have the same name"):
        scitex_io.save({"a": table, "A": table}, tmp_path / "a.xlsx")


def test_options_go_through(tmp_path):
    path = scitex_io.save({"x": [1 / 3]}, tmp_path / "a.xlsx", sheet_name="s", startrow=2, float_format="%.2f")

    assert openpyxl.load_workbook(path).sheetnames == ["s"]
    assert scitex_io.load(path, skiprows=2).to_dict("list") == {"x": [0.33]}


def test_the_file_bears_no_time(tmp_path):
    path = scitex_io.save({"x": [1]}, tmp_path / "a.xlsx")

    with ZipFile(path) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = openpyxl.load_workbook(path).properties
    assert properties.created == properties.modified == datetime(1980, 1, 1)


def test_other_names_of_the_file_are_read_when_the_format_is_said(tmp_path):
    path = scitex_io.save({"x": [1]}, tmp_path / "a.bin", format=".xlsx")

    assert scitex_io.load(path, format=".xlsx").to_dict("list") == {"x": [1]}


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "docProps/core.xml"])
@pytest.mark.parametrize("doctype", [f"{LOL}]>", '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'])
def test_entities_are_refused(tmp_path, member, doctype):
    path = scitex_io.save({"x": ["text"]}, tmp_path / "a.xlsx")
    rewritten(path, member, lambda text: doctype + re.sub(r"^<\?.*?\?>", "", text).replace("text", "&j;"))

    with pytest.raises(scitex_io.FormatError, match=r"a\.xlsx: its XML declares a document type"):
        scitex_io.load(path)


def test_a_zip_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("scitex_io.compression.BOMB_SIZE", 1 << 20)
    path = scitex_io.save({"x": ["text"]}, tmp_path / "a.xlsx")
    with ZipFile(path, "a", compression=8) as archive:
        archive.writestr("xl/media/zeros", bytes(1 << 24))

    with pytest.raises(scitex_io.FormatError, match="would become more than"):
        scitex_io.load(path)


def test_a_few_cells_far_apart_are_refused(tmp_path):
    path = scitex_io.save({"x": ["text"]}, tmp_path / "a.xlsx")
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    rewritten(path, "xl/worksheets/sheet1.xml", lambda text: text.replace("</sheetData>", far))

    with pytest.raises(scitex_io.FormatError, match="a few cells far apart"):
        scitex_io.load(path)


@pytest.mark.filterwarnings("ignore")
def test_damage_inside_of_the_sheets_is_a_value_or_an_error(tmp_path):
    path = scitex_io.save({"x": [1.5, 2.5], "s": ["a", "b"]}, tmp_path / "a.xlsx")
    chance = random.Random(42)

    def flipped(text):
        place = chance.randrange(len(text))
        return text[:place] + chr(ord(text[place]) ^ 1 << chance.randrange(6)) + text[place + 1 :]

    whole = path.read_bytes()
    for member in ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"] * 15:
        path.write_bytes(whole)
        rewritten(path, member, flipped)
        try:
            scitex_io.load(path)
        except scitex_io.FormatError as error:
            assert str(path) in str(error)  # noqa: PT017  # a value is as good


def test_what_xlsxwriter_wrote():
    found = scitex_io.load(WORLD / "xlsxwriter.xlsx")

    assert found.index.tolist() == ["r1", "r2", "r3"]
    assert found["day"].tolist() == pd.to_datetime(["2026-01-01", "2026-01-02", "2026-01-03"]).tolist()
    assert found["x"].tolist()[::2] == [0.5, 1 / 3]


def test_cells_of_text_in_a_foreign_file_stay_text_and_a_formula_is_its_value():
    sheets = scitex_io.load(WORLD / "xlsxwriter-cells.xlsx")

    assert sheets["first"]["id"].tolist() == ["001", "002", "003"]
    assert sheets["first"]["value"].tolist() == [1.5, "NA", 2]
    assert sheets["first"]["when"].tolist()[0] == pd.Timestamp("2026-01-02 03:04:05")
    assert sheets["second"].to_dict("list") == {"y": [7]}
