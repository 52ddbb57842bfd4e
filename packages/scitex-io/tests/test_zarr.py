"""Zarr: what comes back, whole or absent directories, and what is not followed or run."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import warnings

import numcodecs
import numpy as np
import pandas as pd
import pytest
import zarr
from conformance.comparison import assert_same
from conformance.families.trees import MORE, REFUSED
from conformance.objects import OBJECTS

import scitex_io

HALF = {"text with half a character in an array": lambda: np.array(["\ud800", "a"])}


def saved(folder, obj, name="a.zarr", **options):
    """Save `obj` and return the path."""
    return scitex_io.save(obj, folder / name, **options)


def contents(folder):
    """Return the files of a directory and what they hold."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("name", {**MORE, **HALF})
def test_it_comes_back_equal(tmp_path, name):
    make = {**MORE, **HALF}[name]

    assert_same(scitex_io.load(saved(tmp_path, make())), make())


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_by_its_key_path(tmp_path, name):
    make, message = REFUSED[name]

    with pytest.raises(scitex_io.ObjectError, match=message):
        saved(tmp_path, make())
    assert list(tmp_path.iterdir()) == []


def test_an_object_that_contains_itself_is_refused(tmp_path):
    obj: dict[str, object] = {}
    obj["me"] = obj

    with pytest.raises(scitex_io.ObjectError, match="contains itself"):
        saved(tmp_path, obj)


def test_long_doubles_are_refused(tmp_path):
    with pytest.raises(scitex_io.ObjectError, match=r"the array of .* at x has no form in Zarr"):
        saved(tmp_path, {"x": np.longdouble(1)})


def test_any_program_sees_groups_and_arrays(tmp_path):
    group = zarr.open(saved(tmp_path, {"x": np.arange(3.0), "g": {"name": "ü", "n": 3, "t": (1, 2)}}), mode="r")

    assert sorted(group) == ["g", "x"]
    assert group.metadata.zarr_format == 3
    assert group["x"][:].tolist() == [0, 1, 2]
    assert group["g/name"][()] == "ü"
    assert group["g/n"][()] == 3
    assert group["g/t"][:].tolist() == [1, 2]


def test_the_same_object_gives_the_same_files(tmp_path):
    obj = {name: make() for name, make in MORE.items()}

    first, second = contents(saved(tmp_path, obj)), contents(saved(tmp_path, obj, "b.zarr"))

    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_no_warning_is_given(tmp_path):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        scitex_io.load(saved(tmp_path, {name: make() for name, make in MORE.items()}))

    assert [str(warning.message) for warning in caught] == []


def test_options_go_to_the_arrays(tmp_path):
    path = saved(tmp_path, {"x": np.zeros((100, 100)), "n": 1}, chunks=(50, 50), compressors=None)

    array = scitex_io.load(path, lazy=True)["x"]
    assert (array.chunks, array.compressors) == ((50, 50), ())
    assert_same(scitex_io.load(path)["x"], np.zeros((100, 100)))


def test_shards(tmp_path):
    path = saved(tmp_path, np.arange(1000.0), chunks=(10,), shards=(500,))

    assert len(contents(path)) == 3
    assert_same(scitex_io.load(path), np.arange(1000.0))


def test_a_wrong_option_is_a_type_error(tmp_path):
    with pytest.raises(TypeError, match="colour"):
        saved(tmp_path, np.zeros(3), colour="red")


def test_one_part_and_its_absence(tmp_path):
    path = saved(tmp_path, {"a": {"b": 1}, "t": (1, "x")})

    assert scitex_io.load(path, key="a/b") == 1
    assert scitex_io.load(path, key="t/1") == "x"
    with pytest.raises(scitex_io.FormatError, match=r"a\.zarr: no 'c' in /a; it has b"):
        scitex_io.load(path, key="a/c")


def test_lazy_gives_the_open_group_or_array(tmp_path):
    path = saved(tmp_path, {"a": {"b": np.arange(5)}})

    assert isinstance(scitex_io.load(path, lazy=True), zarr.Group)
    assert scitex_io.load(path, lazy=True, key="a/b")[1:3].tolist() == [1, 2]


def test_what_is_lazy_cannot_be_written(tmp_path):
    array = scitex_io.load(saved(tmp_path, np.arange(5)), lazy=True)

    with pytest.raises(ValueError, match="read-only"):
        array[0] = 7


@pytest.mark.parametrize("version", [2, 3])
def test_a_directory_of_others(tmp_path, version):
    group = zarr.open_group(tmp_path / "a.zarr", mode="w", zarr_format=version, attributes={"title": "a study"})
    array = group.create_array("g/x", shape=(2, 3), dtype="f4", attributes={"unit": "mV"})
    array[0] = 1.5
    text = group.create_array("s", shape=(2,), dtype="string")
    text[:] = np.array(["a", "ü"], dtype=object)

    found = scitex_io.load(tmp_path / "a.zarr")

    assert_same(found["g"]["x"], np.array([[1.5] * 3, [0] * 3], "f4"))
    assert found["s"].tolist() == ["a", "ü"]
    assert scitex_io.load(tmp_path / "a.zarr", attributes=True) == {"/": {"title": "a study"}, "/g/x": {"unit": "mV"}}


def test_attributes_of_our_own_marks_are_not_shown(tmp_path):
    assert scitex_io.load(saved(tmp_path, {"a": 1, "t": (1, 2)}), attributes=True) == {}


def test_a_save_over_an_old_directory_replaces_it_whole(tmp_path):
    saved(tmp_path, {"old": np.zeros(3), "both": 1})

    path = saved(tmp_path, {"both": 2})

    assert scitex_io.load(path) == {"both": 2}
    assert sorted(os.listdir(path)) == ["both", "zarr.json"]  # noqa: PTH208
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_save_leaves_the_old_directory(tmp_path):
    path = saved(tmp_path, {"old": np.arange(3)})
    before = contents(path)

    with pytest.raises(scitex_io.ObjectError):
        saved(tmp_path, {"new": np.arange(3), "bad": object()})

    assert [name for name, content in contents(path).items() if content != before[name]] == []
    assert list(tmp_path.iterdir()) == [path]


def test_a_directory_that_is_none_of_ours_is_not_replaced(tmp_path):
    (tmp_path / "a.zarr").mkdir()
    (tmp_path / "a.zarr/thesis.txt").write_text("years of work")

    with pytest.raises(IsADirectoryError):
        saved(tmp_path, {"a": 1})
    assert contents(tmp_path / "a.zarr") == {"thesis.txt": b"years of work"}


def test_a_killed_save_leaves_the_old_directory_or_the_new(tmp_path):
    path = saved(tmp_path, {"n": 0, "x": np.zeros(10)})
    program = (
        "import numpy, scitex_io, sys\n"
        "print('ready', flush=True)\n"
        "for n in range(1, 10_000):\n"
        "    scitex_io.save({'n': n, 'x': numpy.full(10, n)}, sys.argv[1])\n"
    )
    chance = random.Random(0)

    for _ in range(10):
        with subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.01, 0.3))
            process.send_signal(signal.SIGKILL)
        found = scitex_io.load(path)
        assert set(found["x"].tolist()) == {found["n"]}


def test_observers_are_told_of_every_file(tmp_path):
    accesses = []
    with scitex_io.observing(accesses.append):
        path = saved(tmp_path, {"a": np.zeros(3)})
        scitex_io.load(path)

    files = sorted(path / name for name in contents(path))
    assert [(access.mode, access.path) for access in accesses] == [
        (mode, file) for mode in ("write", "read") for file in files
    ]


def test_a_file_is_not_a_directory(tmp_path):
    (tmp_path / "a.zarr").write_bytes(b"PK")

    with pytest.raises(scitex_io.FormatError, match=r"a\.zarr: a \.zarr is a directory"):
        scitex_io.load(tmp_path / "a.zarr")


def test_an_empty_directory_is_an_error(tmp_path):
    (tmp_path / "a.zarr").mkdir()

    with pytest.raises(scitex_io.FormatError, match=r"a\.zarr"):
        scitex_io.load(tmp_path / "a.zarr")


def test_whatever_file_is_missing_is_noticed(tmp_path):
    path = saved(tmp_path, {"x": np.zeros(3), "n": 0, "g": {"s": "", "none": None}, "t": (1, "a")})
    whole = contents(path)

    for name in whole:
        (path / name).unlink()
        with pytest.raises(scitex_io.FormatError, match=r"a\.zarr"):
            scitex_io.load(path)
        (path / name).write_bytes(whole[name])


def damaged(path, chance):
    """Cut off, or flip bits of, one file of a directory."""
    content = bytearray(path.read_bytes())
    if chance.random() < 0.3 or not content:
        path.write_bytes(content[: chance.randrange(len(content) + 1)])
        return
    for _ in range(chance.choice([1, 1, 4])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def test_a_damaged_directory_is_an_error_or_a_value(tmp_path):
    tree = {"x": np.arange(100.0), "s": ["a", "ü"], "t": OBJECTS["frame"](), "u": np.array(["a"]), "n": None}
    whole = saved(tmp_path, tree)
    chance = random.Random(int(os.environ.get("SEED", "42")))
    files = sorted(contents(whole))

    for _ in range(150):
        path = tmp_path / "damaged.zarr"
        shutil.copytree(whole, path)
        damaged(path / chance.choice(files), chance)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                scitex_io.load(path)
            except scitex_io.FormatError as error:
                assert str(path) in str(error)  # noqa: PT017  # a value is as good
        shutil.rmtree(path)


def test_links_out_of_the_directory_are_not_followed(tmp_path):
    (tmp_path / "secret").write_bytes(np.arange(3.0).tobytes())
    path = saved(tmp_path, {"x": np.zeros(3)}, compressors=None)
    (path / "x/c/0").unlink()
    (path / "x/c/0").symlink_to(tmp_path / "secret")

    with pytest.raises(scitex_io.FormatError, match="the link x/c/0 leads outside"):
        scitex_io.load(path)


def test_pickles_are_not_loaded(tmp_path):
    path = tmp_path / "a.zarr"
    (path / "x").mkdir(parents=True)
    (path / ".zgroup").write_text('{"zarr_format": 2}')
    metadata = {"shape": [1], "chunks": [1], "dtype": "|O", "compressor": None, "fill_value": None, "order": "C"}
    (path / "x/.zarray").write_text(json.dumps(metadata | {"filters": [{"id": "pickle"}], "zarr_format": 2}))
    (path / "x/0").write_bytes(numcodecs.Pickle().encode(np.array([Marker(tmp_path / "run")], dtype=object)))

    with pytest.raises(scitex_io.FormatError):
        scitex_io.load(path)
    assert not (tmp_path / "run").exists()


class Marker:
    """What leaves a file behind when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def test_an_array_that_would_fill_the_memory_is_an_error(tmp_path):
    zarr.create_array(tmp_path / "a.zarr", shape=(1 << 40,), dtype="f8", chunks=(1 << 20,))

    with pytest.raises(scitex_io.FormatError, match=r"it would become more than .* lazy=True"):
        scitex_io.load(tmp_path / "a.zarr")


def test_a_regular_index_keeps_its_step(tmp_path):
    days = pd.Series([1, 2, 3], index=pd.date_range("2026", periods=3, freq="D"))

    assert scitex_io.load(saved(tmp_path, days)).index.freqstr == "D"
