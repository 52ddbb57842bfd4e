"""Data of very many numbers lie in Parquet, the CSV says so, and all that is told of a CSV holds for them."""

import contextlib
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow
import pytest
import yaml
from click.testing import CliRunner
from matplotlib import pyplot as plt
from pyarrow import parquet

import scitex_io
import scitex_plt
from scitex_plt import columns
from scitex_plt import companions as module
from scitex_plt.commands import plt as command
from scitex_plt.errors import ColumnError

DAYS = np.array(["2024-01-01", "2024-01-03", "NaT", "2024-01-02T06:00"], dtype="datetime64[us]")


@pytest.fixture
def few(monkeypatch):
    """Take no more than four cells into a CSV."""
    monkeypatch.setattr(module, "MOST_IN_CSV", 4)


def of_all_kinds():
    """Return a figure with numbers, dates, names, missing values, colours and a masked grid of whole numbers."""
    figure, axes = plt.subplots(2, 2, figsize=(4, 3), dpi=60)
    axes[0, 0].plot(DAYS, [0.1, np.nan, 1e-300, -0.0], label="days")
    axes[0, 1].scatter(["b", "a", "b"], [1.0, 2.0, np.pi], s=[9, 40, 80], c=["r", "#0f08", (0.1, 0.2, 0.3)], label="c")
    grid = np.ma.masked_equal(np.arange(6, dtype=np.uint8).reshape(2, 3), 3)
    axes[1, 0].imshow(grid, label="grid")
    axes[1, 1].bar([1, 2], [3, 4], hatch=["/", ""], label="bars")
    return figure


def two_lines():
    figure, axes = plt.subplots(figsize=(2, 2), dpi=50)
    axes.plot([1.0, 2.0, 3.0], [0.1, 0.2, 0.3], label="line")
    return figure


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_csv_says_where_the_data_are(few, tmp_path):
    scitex_io.save(two_lines(), tmp_path / "f.png")
    assert names(tmp_path) == ["f.csv", "f.parquet", "f.png", "f.yaml"]
    assert (tmp_path / "f.csv").read_text() == "data,columns,rows\nf.parquet,2,3\n"
    assert yaml.safe_load((tmp_path / "f.yaml").read_text())["data"] == "f.parquet"
    table = pd.DataFrame({"A.line.x": [1.0, 2.0, 3.0], "A.line.y": [0.1, 0.2, 0.3]})
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "f.parquet"), table)


def test_a_million_cells_are_still_a_csv(tmp_path, save):
    for rows, ending in ((500_000, "csv"), (500_001, "parquet")):
        figure, axes = plt.subplots(figsize=(2, 2), dpi=50)
        axes.plot(np.zeros(rows), label="zeros", linewidth=0)
        save(figure, tmp_path / "f.png")
        assert yaml.safe_load((tmp_path / "f.yaml").read_text())["data"] == f"f.{ending}"


def test_without_pyarrow_all_is_in_the_csv(few, tmp_path, save, monkeypatch):
    monkeypatch.setitem(sys.modules, "scitex_plt.parquet", None)
    save(two_lines(), tmp_path / "f.png")
    assert names(tmp_path) == ["f.csv", "f.png", "f.yaml"]


def test_the_recipe_is_the_same_but_for_the_name(tmp_path, save, monkeypatch):
    save(of_all_kinds(), tmp_path / "f.png")
    usual = (tmp_path / "f.yaml").read_text()
    monkeypatch.setattr(module, "MOST_IN_CSV", 4)
    save(of_all_kinds(), tmp_path / "f.png")
    assert (tmp_path / "f.yaml").read_text() == usual.replace("f.csv", "f.parquet")


def test_every_figure_of_ours_comes_back(tmp_path, save, drawn, monkeypatch):
    monkeypatch.setattr(module, "MOST_IN_CSV", 0)
    path = save(drawn, tmp_path / "f.png")
    assert scitex_plt.verify(path).verdict == "identical"


def test_dates_names_and_gaps_come_back_to_the_bit(few, tmp_path):
    path = scitex_io.save(of_all_kinds(), tmp_path / "f.png", verify=True)
    again = scitex_plt.reproduce(tmp_path / "f.yaml")
    pd.testing.assert_frame_equal(scitex_plt.data(again), scitex_plt.data(of_all_kinds()))
    assert np.signbit(again.axes[0].lines[0].get_ydata()[3])
    assert scitex_plt.verify(path).verdict == "identical"


def test_equal_figures_have_equal_bytes(few, tmp_path):
    for name in ("a/f.png", "b/f.png", "b/f.svg"):
        scitex_io.save(of_all_kinds(), tmp_path / name)
    for name in ("f.csv", "f.parquet", "f.yaml"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_an_edit_by_pandas_shows(few, tmp_path):
    scitex_io.save(of_all_kinds(), tmp_path / "f.png")
    table = pd.read_parquet(tmp_path / "f.parquet")
    table.loc[0, "A.days.x"], table.loc[2, "A.days.y"] = "2024-02-01", 7.0
    table.loc[1, "B.c.x"] = "b"
    table.to_parquet(tmp_path / "f.parquet", index=False)
    days, points = (axes.get_children()[0] for axes in scitex_plt.reproduce(tmp_path / "f.yaml").axes[:2])
    assert days.get_xdata(orig=True)[0] == np.datetime64("2024-02-01")
    assert days.get_ydata()[2] == 7.0
    assert points.get_offsets()[:, 0].tolist() == [0, 0, 0]
    assert scitex_plt.verify(tmp_path / "f.png").verdict == "different"


def test_a_smaller_figure_takes_it_away(few, tmp_path, save, monkeypatch):
    save(two_lines(), tmp_path / "f.png")
    monkeypatch.setattr(module, "MOST_IN_CSV", 6)
    save(two_lines(), tmp_path / "f.png")
    assert names(tmp_path) == ["f.csv", "f.png", "f.yaml"]
    assert (tmp_path / "f.csv").read_text().startswith("A.line.x,A.line.y\n")


def test_a_larger_figure_takes_the_place_of_a_csv_and_none_that_of_both(few, tmp_path, save, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(module, "MOST_IN_CSV", 6)
        save(two_lines(), tmp_path / "f.png")
    save(two_lines(), tmp_path / "f.png")
    assert names(tmp_path) == ["f.csv", "f.parquet", "f.png", "f.yaml"]
    save(plt.figure(), tmp_path / "f.png")
    assert names(tmp_path) == ["f.png", "f.yaml"]


def test_a_file_of_the_users_stays(few, tmp_path, save):
    mine = tmp_path / "f.parquet"
    pd.DataFrame({"a": [1]}).to_parquet(mine)
    before = mine.read_bytes()
    for _ in range(2):
        with pytest.warns(
            scitex_plt.PltWarning, match=r"f\.parquet or f\.csv or f\.yaml .*are f\.png\.parquet and f\.png\.yaml"
        ):
            save(two_lines(), tmp_path / "f.png")
    assert mine.read_bytes() == before
    assert names(tmp_path) == ["f.parquet", "f.png", "f.png.csv", "f.png.parquet", "f.png.yaml"]


def test_a_small_figure_is_not_concerned_with_a_file_of_the_users(tmp_path, save):
    (tmp_path / "f.parquet").write_bytes(b"mine")
    save(two_lines(), tmp_path / "f.png")
    assert names(tmp_path) == ["f.csv", "f.parquet", "f.png", "f.yaml"]


@pytest.mark.parametrize(
    "text", ["", "a\n1\n", "data,columns,rows\nf.parquet,2,3\nmore,1,1\n", "data,columns,rows\ng.parquet,2,3\n"]
)
def test_a_csv_that_took_the_place_of_the_note_stays(few, tmp_path, save, text):
    save(two_lines(), tmp_path / "f.png")
    (tmp_path / "f.csv").write_text(text)
    with pytest.warns(scitex_plt.PltWarning, match=r"f\.png\.yaml"):
        save(two_lines(), tmp_path / "f.png")
    assert (tmp_path / "f.csv").read_text() == text


def test_a_table_of_the_users_own_in_its_place_stays(few, tmp_path, save, monkeypatch):
    save(two_lines(), tmp_path / "f.png")
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "f.parquet")
    monkeypatch.setattr(module, "MOST_IN_CSV", 6)
    save(two_lines(), tmp_path / "f.png")
    assert pd.read_parquet(tmp_path / "f.parquet").columns.tolist() == ["a"]
    with pytest.raises(ColumnError, match=r"f\.parquet: no column 'A\.line\.x'"):
        scitex_plt.reproduce(spoilt(tmp_path))


def spoilt(folder):
    """Return a recipe that names the table in the folder."""
    path = folder / "g.yaml"
    path.write_text((folder / "f.yaml").read_text().replace("f.csv", "f.parquet"))
    return path


def test_the_command_gives_the_data_as_csv_or_as_they_are(few, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scitex_io.save(two_lines(), "f.png")
    run = CliRunner().invoke
    assert run(command, ["data", "f.png"]).output == "A.line.x,A.line.y\n1.0,0.1\n2.0,0.2\n3.0,0.3\n"
    assert run(command, ["data", "f.png", "out.csv"]).exit_code == 0
    assert run(command, ["data", "f.png", "out.parquet"]).exit_code == 0
    assert (tmp_path / "out.csv").read_text().startswith("A.line.x,A.line.y\n1.0,0.1\n")
    assert (tmp_path / "out.parquet").read_bytes() == (tmp_path / "f.parquet").read_bytes()


LONELY = """
import sys
sys.modules["pyarrow"] = None
import scitex_plt
try:
    scitex_plt.reproduce(sys.argv[1])
except scitex_plt.MissingLibraryError as said:
    print(said)
"""


def test_reading_without_pyarrow_says_what_is_needed(few, tmp_path, save):
    save(two_lines(), tmp_path / "f.png")
    done = subprocess.run(
        [sys.executable, "-c", LONELY, tmp_path / "f.yaml"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f'{tmp_path / "f.parquet"}: reading it needs pyarrow: pip install "scitex-plt[parquet]"\n'


TABLE = pyarrow.table({"A.line.x": [1.0, 2.0, 3.0], "A.line.y": [0.1, 0.2, 0.3]})
LONG = pyarrow.table({name: pyarrow.array(["x" * 10**6] * 2000).dictionary_encode() for name in TABLE.column_names})
CASES = {
    "lists": (
        TABLE.set_column(1, "A.line.y", [[[1.0]] * 3]),
        {},
        r"'A\.line\.y' holds list<.*>: expected numbers or text",
    ),
    "moments": (TABLE.set_column(1, "A.line.y", [DAYS[:3]]), {}, r"'A\.line\.y' holds timestamp"),
    "words": (
        TABLE.set_column(1, "A.line.y", [["1", "2", "x"]]),
        {},
        r"row 2: column 'A\.line\.y': 'x' is not a number",
    ),
    "other columns": (TABLE.rename_columns(["a", "b"]), {}, r"no column 'A\.line\.x'"),
    "no columns": (pyarrow.table({}), {}, r"no column 'A\.line\.x'"),
    "whole numbers that no float holds": (TABLE.set_column(1, "A.line.y", [[2**60] * 3]), {}, "not in range"),
    "very long texts, very often": (LONG, {}, "a text of more than|is not a number"),
}


@pytest.mark.parametrize("name", CASES)
def test_tables_from_strangers(few, tmp_path, save, name):
    table, options, said = CASES[name]
    save(two_lines(), tmp_path / "f.png")
    parquet.write_table(table, tmp_path / "f.parquet", **options)
    with pytest.raises(ColumnError, match=rf"f\.parquet: .*({said})"):
        scitex_plt.reproduce(tmp_path / "f.yaml")


@pytest.mark.parametrize("compression", ["brotli", "gzip", "none", "snappy", "zstd"])
def test_any_compression_is_read(few, tmp_path, save, compression):
    save(of_all_kinds(), tmp_path / "f.png")
    pd.read_parquet(tmp_path / "f.parquet").to_parquet(tmp_path / "f.parquet", compression=compression)
    assert scitex_plt.verify(tmp_path / "f.png").verdict == "identical"


def test_what_becomes_very_large(few, tmp_path, save, monkeypatch):
    save(two_lines(), tmp_path / "f.png")
    monkeypatch.setattr("scitex_plt.parquet.LARGEST", 40)
    with pytest.raises(ColumnError, match=r"f\.parquet: not Parquet: more than 40 bytes"):
        scitex_plt.reproduce(tmp_path / "f.yaml")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1PAR1" * 9, b"a,b\n1,2\n"])
def test_what_is_no_parquet(few, tmp_path, save, content):
    save(two_lines(), tmp_path / "f.png")
    (tmp_path / "f.parquet").write_bytes(content)
    with pytest.raises(ColumnError, match=r"f\.parquet: not Parquet"):
        scitex_plt.reproduce(tmp_path / "f.yaml")


def test_more_cells_than_can_be_taken(few, tmp_path, save, monkeypatch):
    save(two_lines(), tmp_path / "f.png")
    monkeypatch.setattr(columns, "MOST_CELLS", 5)
    with pytest.raises(ColumnError, match=r"f\.parquet: more than 5 cells"):
        scitex_plt.reproduce(tmp_path / "f.yaml")


def test_a_table_that_is_not_there(few, tmp_path, save):
    save(two_lines(), tmp_path / "f.png")
    (tmp_path / "f.parquet").unlink()
    with pytest.raises(scitex_plt.MissingFileError, match=r"f\.parquet: no such file"):
        scitex_plt.reproduce(tmp_path / "f.yaml")


def test_a_damaged_file_is_read_or_refused(few, tmp_path, save):
    save(of_all_kinds(), tmp_path / "f.png")
    whole = (tmp_path / "f.parquet").read_bytes()
    random = np.random.default_rng(0)
    for _ in range(100):
        content = bytearray(whole)
        for place in random.integers(-2000, 0, size=3):  # most of what can go wrong stands at the end
            content[place] = random.integers(0, 256)
        (tmp_path / "f.parquet").write_bytes(content)
        with contextlib.suppress(scitex_plt.PltError):
            scitex_plt.reproduce(tmp_path / "f.yaml")
