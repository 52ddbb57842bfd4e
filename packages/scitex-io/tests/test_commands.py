"""`scitex io`."""

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import scitex_io
from scitex_io.commands import io


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Work in a temporary folder."""
    monkeypatch.chdir(tmp_path)


def run(*arguments):
    return CliRunner().invoke(io, arguments)


def test_formats_lists_every_extension_and_what_is_installed():
    lines = run("formats").output.splitlines()

    assert [line.split()[0] for line in lines] == scitex_io.extensions()
    assert next(line for line in lines if line.startswith(".json ")).endswith("ready (and .bz2 .gz .xz .zst)")


def test_a_tree_is_shown_by_its_entries():
    scitex_io.save({"lr": 0.01, "net": {"layers": [64, 32], "name": "x" * 200}}, "a.json")

    assert run("show", "a.json").output.splitlines() == [
        "dict of 2",
        "  lr   0.01",
        "  net  dict of 2",
        "    layers  list of 2: 64, 32",
        f"    name    '{'x' * 99}…",
    ]


def test_a_table_is_shown_by_its_columns_and_first_rows():
    scitex_io.save(pd.DataFrame({"x": range(30), "label": ["a"] * 30}), "a.csv")

    lines = run("show", "a.csv").output.splitlines()

    assert lines[0] == "table of 30 rows × 2 columns"
    assert lines[1:3] == ["  x      int64", "  label  str"]
    assert len(lines) == 10


def test_an_array_is_shown_by_its_shape_and_first_values():
    scitex_io.save(np.arange(1000.0).reshape(10, 100), "a.npy")

    assert run("show", "a.npy").output.splitlines()[:2] == ["memmap float64 10 × 100", "  [[  0.   1.   2.]"]


def test_a_text_is_shown_by_its_first_lines():
    scitex_io.save("\n".join(f"line {number}" for number in range(50)), "a.txt")

    lines = run("show", "a.txt").output.splitlines()

    assert lines[0] == "text of 50 lines, 389 characters"
    assert len(lines) == 11


def test_what_is_saved_in_one_format_is_converted_to_another():
    scitex_io.save([{"x": 1, "y": 0.5}, {"x": 2, "y": 1.5}], "a.json")

    result = run("convert", "a.json", "b.csv")

    assert result.exit_code == 0
    assert scitex_io.load("b.csv").to_dict("list") == {"x": [1, 2], "y": [0.5, 1.5]}


@pytest.mark.parametrize("command", [["show", "a.pkl.gz"], ["convert", "a.pkl.gz", "b.json"]])
def test_a_pickle_is_only_run_when_it_is_trusted(command):
    scitex_io.save({"a": 1}, "a.pkl.gz")

    refused = run(*command)
    allowed = run(*command, "--trust")

    assert refused.exit_code == 2
    assert "to load it is to run what it says" in refused.output
    assert allowed.exit_code == 0


@pytest.mark.parametrize("query", ["", "?sig=sesame", "#x.json", "?x=.json"])
@pytest.mark.parametrize("command", [["show"], ["convert"]])
def test_a_pickle_elsewhere_is_only_run_when_it_is_trusted(command, query):
    pytest.importorskip("fsspec")
    url = f"memory://bucket/a.pkl{query}"
    scitex_io.save({"a": 1}, url)
    target = ["b.json"] if command == ["convert"] else []

    refused = run(*command, url, *target)
    allowed = run(*command, url, *target, "--trust")

    assert (refused.exit_code, allowed.exit_code) == (2, 0)
    assert "to load it is to run what it says" in refused.output
    assert "sesame" not in refused.output


def test_a_tree_on_the_disk_is_shown_with_its_single_values():
    pytest.importorskip("h5py")
    scitex_io.save({"lr": 0.01, "net": {"weights": np.eye(3)}}, "a.h5")

    assert run("show", "a.h5").output.splitlines() == [
        "File of 2",
        "  lr   0.01",
        "  net  Group of 1",
        "    weights  Dataset float64 3 × 3",
    ]
