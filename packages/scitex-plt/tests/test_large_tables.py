"""Data of very many numbers lie in a form of their own, the CSV says so, and what is told of a CSV holds for them."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import yaml
from click.testing import CliRunner
from matplotlib import pyplot as plt

import scitex_io
import scitex_plt
from scitex_plt.commands import plt as command
from scitex_plt.errors import ColumnError
from scitex_plt.tables import columns
from scitex_plt.tables import table as tables

DAYS = np.array(["2024-01-01", "2024-01-03", "NaT", "2024-01-02T06:00"], dtype="datetime64[us]")


@pytest.fixture(params=["npz", "parquet"])
def form(request, monkeypatch):
    """Take no more than four cells into a CSV, and return what the others go to, with pyarrow and without."""
    monkeypatch.setattr(columns, "MOST_IN_CSV", 4)
    if request.param == "npz":
        monkeypatch.setitem(sys.modules, "scitex_plt.tables.parquet", None)
    return request.param


def of_all_kinds():
    """Return a figure with numbers, dates, names, missing values, colours and a masked grid of whole numbers."""
    figure, axes = plt.subplots(2, 3, figsize=(4, 3), dpi=60)
    axes[0, 0].plot(DAYS, [0.1, np.nan, 1e-300, -0.0], label="days")
    axes[0, 1].scatter(["b", "a", "b"], [1.0, 2.0, np.pi], s=[9, 40, 80], c=["r", "#0f08", (0.1, 0.2, 0.3)], label="c")
    grid = np.ma.masked_equal(np.arange(6, dtype=np.uint8).reshape(2, 3), 3)
    axes[0, 2].imshow(grid, label="grid")
    axes[1, 0].bar([1, 2], [3, 4], hatch=["/", ""], label="bars")
    axes[1, 1].imshow(np.arange(6).reshape(2, 3) + 2**60, label="large")
    axes[1, 2].pcolormesh(np.arange(6, dtype=np.float32).reshape(2, 3) / 10, label="short")
    return figure


def two_lines():
    figure, axes = plt.subplots(figsize=(2, 2), dpi=50)
    axes.plot([1.0, 2.0, 3.0], [0.1, 0.2, 0.3], label="line")
    return figure


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def table_in(path):
    """Return a table as its readers have it."""
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    with np.load(path, allow_pickle=False) as arrays:
        return pd.DataFrame({name: pd.Series(values) for name, values in arrays.items()})


def write(table, path):
    """Write a table as a user would who has edited it."""
    if path.suffix == ".parquet":
        table.to_parquet(path, index=False)
    else:
        np.savez(path, **{name: to_array(values) for name, values in table.items()})


def to_array(values):
    return values.to_numpy() if pd.api.types.is_numeric_dtype(values.dtype) else values.fillna("").to_numpy(dtype="U")


def test_the_csv_says_where_the_data_are(form, tmp_path):
    scitex_io.save(two_lines(), tmp_path / "f.png")
    assert names(tmp_path) == sorted(["f.csv", f"f.{form}", "f.png", "f.yaml"])
    assert (tmp_path / "f.csv").read_text() == f"data,columns,rows\nf.{form},2,3\n"
    assert yaml.safe_load((tmp_path / "f.yaml").read_text())["data"] == f"f.{form}"
    table = pd.DataFrame({"A.line.x": [1.0, 2.0, 3.0], "A.line.y": [0.1, 0.2, 0.3]})
    pd.testing.assert_frame_equal(table_in(tmp_path / f"f.{form}"), table)


@pytest.mark.parametrize("large", ["npz", "parquet"])
def test_a_million_cells_are_still_a_csv(tmp_path, save, monkeypatch, large):
    if large == "npz":
        monkeypatch.setitem(sys.modules, "scitex_plt.tables.parquet", None)
    for rows, ending in ((500_000, "csv"), (500_001, large)):
        figure, axes = plt.subplots(figsize=(2, 2), dpi=50)
        axes.plot(np.zeros(rows), label="zeros", linewidth=0)
        save(figure, tmp_path / "f.png")
        assert yaml.safe_load((tmp_path / "f.yaml").read_text())["data"] == f"f.{ending}"


def test_a_grid_is_one_column(form, tmp_path, save):
    figure, axes = plt.subplots(figsize=(2, 2), dpi=50)
    axes.imshow([[1, 2, 3], [4, 5, 6]], label="map")
    save(figure, tmp_path / "f.png")
    assert table_in(tmp_path / f"f.{form}")["A.map.value"].tolist() == [1, 2, 3, 4, 5, 6]
    said = yaml.safe_load((tmp_path / "f.yaml").read_text())["axes"][0]["artists"][0]["data"]
    assert said == {"y": "A.map.y", "value": {"column": "A.map.value", "across": 3}}


def test_every_figure_of_ours_comes_back(form, tmp_path, save, drawn, monkeypatch):
    monkeypatch.setattr(columns, "MOST_IN_CSV", 0)
    path = save(drawn, tmp_path / "f.png")
    assert scitex_plt.verify(path).verdict == "identical"


def test_dates_names_and_gaps_come_back_to_the_bit(form, tmp_path):
    path = scitex_io.save(of_all_kinds(), tmp_path / "f.png", verify=True)
    again = scitex_plt.reproduce(tmp_path / "f.yaml")
    pd.testing.assert_frame_equal(scitex_plt.data(again), scitex_plt.data(of_all_kinds()))
    assert np.signbit(again.axes[0].lines[0].get_ydata()[3])
    assert again.axes[4].images[0].get_array()[1, 2] == 2**60 + 5
    assert scitex_plt.verify(path).verdict == "identical"


def test_empty_cells_at_the_end_of_all_columns_come_back(form, tmp_path, save):
    figure, axes = plt.subplots(figsize=(2, 2), dpi=50)
    axes.plot([1.0, 2.0, np.nan], [3.0, np.nan, np.nan], label="line")
    save(figure, tmp_path / "f.png")
    (line,) = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0].lines
    assert np.array_equal(line.get_xydata(), [[1, 3], [2, np.nan], [np.nan, np.nan]], equal_nan=True)


def test_several_recipes_make_one_figure(form, tmp_path, save):
    save(two_lines(), tmp_path / "f.png")
    composed = scitex_plt.compose([tmp_path / "f.yaml", tmp_path / "f.yaml"])
    assert [axes.lines[0].get_ydata().tolist() for axes in composed.axes] == [[0.1, 0.2, 0.3]] * 2


def test_equal_figures_have_equal_bytes(form, tmp_path):
    for name in ("a/f.png", "b/f.png", "b/f.svg"):
        scitex_io.save(of_all_kinds(), tmp_path / name)
    for name in ("f.csv", f"f.{form}", "f.yaml"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_an_edit_shows(form, tmp_path):
    scitex_io.save(of_all_kinds(), tmp_path / "f.png")
    table = table_in(tmp_path / f"f.{form}")
    table.loc[0, "A.days.x"], table.loc[2, "A.days.y"] = "2024-02-01", 7.0
    table.loc[1, "B.c.x"] = "b"
    write(table, tmp_path / f"f.{form}")
    days, points = (axes.get_children()[0] for axes in scitex_plt.reproduce(tmp_path / "f.yaml").axes[:2])
    assert days.get_xdata(orig=True)[0] == np.datetime64("2024-02-01")
    assert days.get_ydata()[2] == 7.0
    assert points.get_offsets()[:, 0].tolist() == [0, 0, 0]
    assert scitex_plt.verify(tmp_path / "f.png").verdict == "different"


def test_a_smaller_figure_takes_it_away(form, tmp_path, save, monkeypatch):
    save(two_lines(), tmp_path / "f.png")
    monkeypatch.setattr(columns, "MOST_IN_CSV", 6)
    save(two_lines(), tmp_path / "f.png")
    assert names(tmp_path) == ["f.csv", "f.png", "f.yaml"]
    assert (tmp_path / "f.csv").read_text().startswith("A.line.x,A.line.y\n")


def test_a_larger_figure_takes_the_place_of_a_csv_and_none_that_of_both(form, tmp_path, save, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(columns, "MOST_IN_CSV", 6)
        save(two_lines(), tmp_path / "f.png")
    save(two_lines(), tmp_path / "f.png")
    assert names(tmp_path) == sorted(["f.csv", f"f.{form}", "f.png", "f.yaml"])
    save(plt.figure(), tmp_path / "f.png")
    assert names(tmp_path) == ["f.png", "f.yaml"]


def test_parquet_takes_the_place_of_arrays(tmp_path, save, monkeypatch):
    monkeypatch.setattr(columns, "MOST_IN_CSV", 4)
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "scitex_plt.tables.parquet", None)
        save(two_lines(), tmp_path / "f.png")
    save(two_lines(), tmp_path / "f.png")
    assert names(tmp_path) == ["f.csv", "f.parquet", "f.png", "f.yaml"]


def test_a_file_of_the_users_stays(form, tmp_path, save):
    mine = tmp_path / f"f.{form}"
    write(pd.DataFrame({"a": [1]}), mine)
    before = mine.read_bytes()
    said = rf"^f\.{form} beside \S+ is not an earlier companion: .*are f\.png\.{form} and f\.png\.yaml"
    for _ in range(2):
        with pytest.warns(scitex_plt.PltWarning, match=said):
            save(two_lines(), tmp_path / "f.png")
    assert mine.read_bytes() == before
    assert names(tmp_path) == sorted([f"f.{form}", "f.png", "f.png.csv", f"f.png.{form}", "f.png.yaml"])


@pytest.mark.parametrize("ending", ["npz", "parquet"])
def test_a_small_figure_is_not_concerned_with_a_file_of_the_users(tmp_path, save, ending):
    (tmp_path / f"f.{ending}").write_bytes(b"mine")
    save(two_lines(), tmp_path / "f.png")
    assert names(tmp_path) == sorted(["f.csv", f"f.{ending}", "f.png", "f.yaml"])


@pytest.mark.parametrize(
    "text", ["", "a\n1\n", "data,columns,rows\nf.{form},2,3\nmore,1,1\n", "data,columns,rows\ng.{form},2,3\n"]
)
def test_a_csv_that_took_the_place_of_the_note_stays(form, tmp_path, save, text):
    save(two_lines(), tmp_path / "f.png")
    (tmp_path / "f.csv").write_text(text.format(form=form))
    with pytest.warns(scitex_plt.PltWarning, match=r"f\.png\.yaml"):
        save(two_lines(), tmp_path / "f.png")
    assert (tmp_path / "f.csv").read_text() == text.format(form=form)


def test_a_table_of_the_users_own_in_its_place_stays(form, tmp_path, save, monkeypatch):
    save(two_lines(), tmp_path / "f.png")
    write(pd.DataFrame({"a": [1]}), tmp_path / f"f.{form}")
    monkeypatch.setattr(columns, "MOST_IN_CSV", 6)
    save(two_lines(), tmp_path / "f.png")
    assert table_in(tmp_path / f"f.{form}").columns.tolist() == ["a"]
    with pytest.raises(ColumnError, match=rf"f\.{form}: no column 'A\.line\.x'"):
        scitex_plt.reproduce(spoilt(tmp_path, form))


def spoilt(folder, form):
    """Return a recipe that names the table in the folder."""
    path = folder / "g.yaml"
    path.write_text((folder / "f.yaml").read_text().replace("f.csv", f"f.{form}"))
    return path


def test_the_command_gives_the_data_as_csv_or_as_they_are(form, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scitex_io.save(two_lines(), "f.png")
    run = CliRunner().invoke
    assert run(command, ["data", "f.png"]).output == "A.line.x,A.line.y\n1.0,0.1\n2.0,0.2\n3.0,0.3\n"
    assert run(command, ["data", "f.png", "out.csv"]).exit_code == 0
    assert run(command, ["data", "f.png", f"out.{form}"]).exit_code == 0
    assert (tmp_path / "out.csv").read_text().startswith("A.line.x,A.line.y\n1.0,0.1\n")
    assert (tmp_path / f"out.{form}").read_bytes() == (tmp_path / f"f.{form}").read_bytes()


@pytest.mark.parametrize("other", ["npz", "parquet"])
def test_the_command_writes_no_csv_into_another_form(two_lines_figure, tmp_path, save, other):
    save(two_lines_figure, tmp_path / "f.png")
    done = CliRunner().invoke(command, ["data", str(tmp_path / "f.png"), str(tmp_path / f"out.{other}")])
    assert done.exit_code == 2
    assert "the data are in f.csv: expected .csv" in done.output
    assert not (tmp_path / f"out.{other}").exists()


@pytest.mark.parametrize("gap", [None, 4])
def test_the_command_prints_numbers_as_the_csv_of_the_figure_has_them(form, tmp_path, save, gap):
    figure, axes = plt.subplots(2, 2, figsize=(2, 2), dpi=50)
    axes[0, 0].imshow(np.ma.masked_equal([[1, 2, 3], [4, 5, 6]], gap), label="map")
    axes[0, 1].pcolormesh(np.array([[0.1, 0.2]], dtype=np.float32), label="short")
    axes[1, 0].bar(["a", "b"], [1.0, 2.5], label="bars")
    axes[1, 1].plot(DAYS, [1, 2, 3, 4], label="days")
    save(figure, tmp_path / "f.png")
    said = CliRunner().invoke(command, ["data", str(tmp_path / "f.png")]).output
    expected = scitex_plt.data(figure)
    if (form, gap) == ("npz", 4):  # numpy has no whole numbers with gaps
        expected["A.map.value"] = expected["A.map.value"].astype(float)
    assert said == expected.to_csv(index=False)


def test_more_cells_than_can_be_taken(form, tmp_path, save, monkeypatch):
    save(two_lines(), tmp_path / "f.png")
    monkeypatch.setattr(tables, "MOST_CELLS", 5)
    with pytest.raises(ColumnError, match=rf"f\.{form}: more than 5 cells"):
        scitex_plt.reproduce(tmp_path / "f.yaml")


def test_what_becomes_very_large(form, tmp_path, save, monkeypatch):
    save(two_lines(), tmp_path / "f.png")
    monkeypatch.undo()
    monkeypatch.setattr(f"scitex_plt.tables.{form}.LARGEST", 40)
    with pytest.raises(ColumnError, match=rf"f\.{form}: not .*: more than 40 bytes"):
        scitex_plt.reproduce(tmp_path / "f.yaml")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1PAR1" * 9, b"PK\x05\x06" + bytes(18), b"a,b\n1,2\n"])
def test_what_is_no_table_of_that_form(form, tmp_path, save, content):
    save(two_lines(), tmp_path / "f.png")
    (tmp_path / f"f.{form}").write_bytes(content)
    with pytest.raises(ColumnError, match=rf"f\.{form}: (not|no column)"):
        scitex_plt.reproduce(tmp_path / "f.yaml")


def test_a_table_that_is_not_there(form, tmp_path, save):
    save(two_lines(), tmp_path / "f.png")
    (tmp_path / f"f.{form}").unlink()
    with pytest.raises(scitex_plt.MissingFileError, match=rf"f\.{form}: no such file"):
        scitex_plt.reproduce(tmp_path / "f.yaml")


def test_a_damaged_file_is_read_or_refused(form, tmp_path, save):
    save(of_all_kinds(), tmp_path / "f.png")
    whole = (tmp_path / f"f.{form}").read_bytes()
    random = np.random.default_rng(0)
    refused = 0
    for _ in range(100):
        content = bytearray(whole)
        for place in random.integers(-min(2000, len(whole)), 0, size=3):  # most of what can go wrong is at the end
            content[place] = random.integers(0, 256)
        (tmp_path / f"f.{form}").write_bytes(content)
        try:
            scitex_plt.reproduce(tmp_path / "f.yaml")
        except scitex_plt.PltError:
            refused += 1
    assert refused


LONELY = """
import sys
sys.modules["pyarrow"] = None
import scitex_plt
try:
    print(len(scitex_plt.reproduce(sys.argv[1]).axes[0].lines))
except scitex_plt.MissingLibraryError as said:
    print(said)
"""


def test_reading_without_pyarrow(form, tmp_path, save):
    save(two_lines(), tmp_path / "f.png")
    done = subprocess.run(
        [sys.executable, "-c", LONELY, tmp_path / "f.yaml"], capture_output=True, text=True, check=True
    )
    needed = f'{tmp_path / "f.parquet"}: reading it needs pyarrow: pip install "scitex-plt[parquet]"'
    assert done.stdout.strip() == ("1" if form == "npz" else needed)
