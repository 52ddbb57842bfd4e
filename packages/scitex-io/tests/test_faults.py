"""Faults that an existing implementation of this idea was seen to have, and ours is not to get.

Those of one format are in the tests of that format.
"""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import scitex_io


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Work in a temporary folder."""
    monkeypatch.chdir(tmp_path)


def test_a_change_in_the_seventh_digit_is_saved():
    scitex_io.save(pd.DataFrame({"x": [0.12345671]}), "a.csv")
    scitex_io.save(pd.DataFrame({"x": [0.12345672]}), "a.csv")

    assert scitex_io.load("a.csv")["x"].tolist() == [0.12345672]


def test_a_save_in_a_sub_folder_leaves_the_same_name_here_alone():
    scitex_io.save({"here": 1}, "data.json")
    scitex_io.save({"there": 1}, "sub/data.json")

    assert scitex_io.load("data.json") == {"here": 1}


@pytest.mark.parametrize(("obj", "options"), [({"a": object()}, {}), ({"a": 1}, {"nonsense": 1})])
def test_a_save_that_fails_leaves_the_file_that_was_there(obj, options):
    scitex_io.save({"old": 1}, "data.json")

    with pytest.raises(TypeError):
        scitex_io.save(obj, "data.json", **options)

    assert scitex_io.load("data.json") == {"old": 1}
    assert [path.name for path in Path().iterdir()] == ["data.json"]


def test_an_unknown_extension_leaves_the_file_that_was_there():
    Path("data.xyz").write_text("old")

    with pytest.raises(scitex_io.UnknownFormatError):
        scitex_io.save({"a": 1}, "data.xyz")

    assert Path("data.xyz").read_text() == "old"


@pytest.mark.parametrize("name", ["run[1].json", "a*b.json", "T.JSON", "data.csv.gz", "ü {x}.yaml"])
def test_a_name_is_a_name(name):
    obj = pd.DataFrame({"x": [1]}) if "csv" in name else {"x": [1]}

    scitex_io.save(obj, name)

    assert [path.name for path in Path().iterdir()] == [name]
    assert scitex_io.load(name)["x"][0] == 1


def test_two_loads_share_no_mutable_object():
    scitex_io.save({"a": [1]}, "a.json")

    scitex_io.load("a.json")["a"].append(2)

    assert scitex_io.load("a.json") == {"a": [1]}


def test_a_save_starts_no_process_writes_nothing_elsewhere_and_configures_no_logger(tmp_path):
    script = """
import logging, os, sys
seen = []
sys.addaudithook(lambda event, arguments: seen.append((event, arguments)))
import scitex_io
environment = dict(os.environ)
scitex_io.save({"a": 1}, "a.json")
scitex_io.load("a.json")
starts = {"subprocess.Popen", "os.fork", "os.exec", "os.posix_spawn", "os.system"}
spawned = [event for event, _ in seen if event in starts]
written = {arguments[0] for event, arguments in seen if event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR)}
elsewhere = [path for path in written if isinstance(path, str) and not path.startswith(os.getcwd())]
print(spawned, elsewhere, logging.root.handlers, os.environ == environment)
"""

    command = [sys.executable, "-B", "-c", script]
    result = subprocess.run(command, capture_output=True, text=True, check=True, env={"HOME": str(tmp_path / "home")})

    assert result.stdout == "[] [] [] True\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json"]
