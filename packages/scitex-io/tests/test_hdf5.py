"""HDF5: what comes back, what files of others hold, and what is not followed."""

import os
import resource
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
from conformance.comparison import assert_same
from conformance.families.trees import MORE, REFUSED

import scitex_io

WORLD = Path(__file__).with_name("world") / "trees"


@pytest.fixture
def foreign(tmp_path):
    """Return a function that opens a new HDF5 file as h5py makes them."""
    return lambda name="foreign.h5": h5py.File(tmp_path / name, "w")


def saved(folder, obj, **options):
    """Save `obj` and return the path."""
    return scitex_io.save(obj, folder / "a.h5", **options)


@pytest.mark.parametrize("name", MORE)
def test_it_comes_back_equal(tmp_path, name):
    assert_same(scitex_io.load(saved(tmp_path, MORE[name]())), MORE[name]())


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_by_its_key_path(tmp_path, name):
    make, message = REFUSED[name]

    with pytest.raises(scitex_io.ObjectError, match=message):
        saved(tmp_path, make())


def test_an_object_that_contains_itself_is_refused(tmp_path):
    obj: dict[str, object] = {}
    obj["me"] = obj

    with pytest.raises(scitex_io.ObjectError, match="contains itself"):
        saved(tmp_path, obj)


def test_long_doubles_keep_every_bit(tmp_path):
    thirds = {"r": np.array([1, 2], "g") / 3, "z": np.array([1, 2j], "G") / 3, "s": np.longdouble(1) / 3}

    assert_same(scitex_io.load(saved(tmp_path, thirds)), thirds)


def test_a_regular_index_keeps_its_step(tmp_path):
    days = pd.Series([1, 2, 3], index=pd.date_range("2026", periods=3, freq="D"))

    assert scitex_io.load(saved(tmp_path, days)).index.freqstr == "D"


def test_any_program_sees_groups_and_datasets(tmp_path):
    path = saved(tmp_path, {"x": np.arange(3.0), "g": {"name": "ü", "on": True, "n": 3, "t": (1, 2)}, "none": None})

    with h5py.File(path) as file:
        assert list(file) == ["x", "g", "none"]
        assert list(file["x"][()]) == [0, 1, 2]
        assert not dict(file["x"].attrs)
        assert file["g/name"].asstr()[()] == "ü"
        assert file["g/on"][()] == np.True_
        assert file["g/n"][()] == 3
        assert list(file["g/t"][()]) == [1, 2]
        assert file["none"].shape is None


def test_texts_are_utf_8(tmp_path):
    path = saved(tmp_path, {"a": np.array(["a", "ünï"]), "l": ["x", "ü"]})

    with h5py.File(path) as file:
        assert h5py.check_string_dtype(file["a"].dtype) == ("utf-8", 5)
        assert list(file["a"].asstr()[()]) == ["a", "ünï"]
        assert list(file["l"].asstr()[()]) == ["x", "ü"]


def test_the_same_object_gives_the_same_bytes_at_another_time(tmp_path):
    obj = {name: make() for name, make in MORE.items()}

    first = scitex_io.save(obj, tmp_path / "first.h5").read_bytes()
    time.sleep(1.1)

    second = scitex_io.save(obj, tmp_path / "second.h5").read_bytes()
    assert (sha256(first).hexdigest(), len(first)) == (sha256(second).hexdigest(), len(second))


def test_options_go_to_the_arrays(tmp_path):
    path = saved(tmp_path, {"x": np.zeros(10_000), "n": 1, "empty": np.zeros(0)}, compression="gzip", shuffle=True)

    with h5py.File(path) as file:
        assert (file["x"].compression, file["x"].shuffle, file["n"].compression) == ("gzip", True, None)
    assert_same(scitex_io.load(path)["x"], np.zeros(10_000))


def test_a_wrong_option_is_a_type_error(tmp_path):
    with pytest.raises(TypeError, match="colour"):
        saved(tmp_path, np.zeros(3), colour="red")
    with pytest.raises(TypeError, match="colour"):
        scitex_io.load(saved(tmp_path, np.zeros(3)), colour="red")


@pytest.mark.parametrize(("key", "expected"), [("a/b", 1), ("/a/b", 1), ("a", {"b": 1}), ("t/1", "x"), ("/", None)])
def test_one_part(tmp_path, key, expected):
    obj = {"a": {"b": 1}, "t": (1, "x")}

    assert_same(scitex_io.load(saved(tmp_path, obj), key=key), obj if expected is None else expected)


@pytest.mark.parametrize(("key", "message"), [("a/c", "no 'c' in /a; it has b"), ("a/b/c", "no 'c' in /a/b")])
def test_a_part_that_is_not_there_is_an_error_that_names_what_is(tmp_path, key, message):
    with pytest.raises(scitex_io.FormatError, match=message):
        scitex_io.load(saved(tmp_path, {"a": {"b": 1}}), key=key)


def test_lazy_gives_the_open_file(tmp_path):
    path = saved(tmp_path, {"a": {"b": np.arange(5)}})

    with scitex_io.load(path, lazy=True) as file:
        assert list(file["a/b"][1:3]) == [1, 2]
        assert file.mode == "r"
    dataset = scitex_io.load(path, lazy=True, key="a/b")
    assert list(dataset[1:3]) == [1, 2]
    dataset.file.close()


def test_scalars_and_texts_of_others(foreign):
    with foreign() as file:
        file["n"], file["x"], file["s"] = 1, np.float32(0.5), "ü"
        file["fixed"] = np.bytes_(b"abc")
        file["names"] = np.array([b"a", "ü".encode()])
        file["texts"] = ["a", "ü"]
        file["latin"] = np.array([b"\xfc"])
        file["null"] = h5py.Empty("f8")

    expected = {
        "fixed": "abc",
        "latin": np.array(["\udcfc"]),
        "n": np.int64(1),
        "names": np.array(["a", "ü"]),
        "null": None,
        "s": "ü",
        "texts": np.array(["a", "ü"], dtype=object),
        "x": np.float32(0.5),
    }
    assert_same(scitex_io.load(file_of(foreign)), expected)


def file_of(foreign):
    """Return the path of the file that was made."""
    return Path(foreign.__closure__[0].cell_contents) / "foreign.h5"


def test_texts_in_tables_of_others(foreign):
    dtype = np.dtype([("name", h5py.string_dtype()), ("x", "f8")])
    with foreign() as file:
        file["table"] = np.array([("ü", 1.0), ("b", 2.0)], dtype=dtype)
        file["row"] = np.array(("ü", 1.0), dtype=dtype)

    found = scitex_io.load(file_of(foreign))

    assert found["table"].tolist() == [("ü", 1.0), ("b", 2.0)]
    assert found["row"].tolist() == ("ü", 1.0)


def test_rows_of_different_length_of_others(foreign):
    with foreign() as file:
        rows = file.create_dataset("rows", 2, dtype=h5py.vlen_dtype("i4"))
        rows[0], rows[1] = [1, 2], [3]

    assert [row.tolist() for row in scitex_io.load(file_of(foreign))["rows"]] == [[1, 2], [3]]


def test_attributes_of_others_are_there_when_asked_for(foreign):
    with foreign() as file:
        file.attrs["title"] = "a study"
        file["g/x"] = np.arange(3)
        file["g/x"].attrs.update({"unit": np.bytes_(b"mV"), "rate": 500.0, "none": h5py.Empty("f8")})
        file["g/x"].attrs["scale"] = file["g"].ref

    path = file_of(foreign)
    assert_same(scitex_io.load(path), {"g": {"x": np.arange(3)}})
    found = scitex_io.load(path, attributes=True)
    assert found == {
        "/": {"title": "a study"},
        "/g/x": {"none": None, "rate": 500.0, "scale": "/g", "unit": "mV"},
    }
    assert scitex_io.load(path, attributes=True, key="g") == {"/g/x": found["/g/x"]}


def test_attributes_of_our_own_marks_are_not_shown(tmp_path):
    assert scitex_io.load(saved(tmp_path, {"a": 1, "t": np.array("2026", "M8[Y]")}), attributes=True) == {}


def test_types_with_a_name_are_left_out(foreign):
    with foreign() as file:
        file["type"], file["x"] = np.dtype("f4"), 1

    assert scitex_io.load(file_of(foreign)) == {"x": 1}


def test_what_has_two_names_is_read_once(foreign):
    with foreign() as file:
        file["a"] = np.arange(3)
        file["b"] = file["a"]
        file["c"] = h5py.SoftLink("/a")

    found = scitex_io.load(file_of(foreign))

    assert found["a"] is found["b"] is found["c"]


@pytest.mark.parametrize("make", [lambda file: file["a"], lambda file: h5py.SoftLink("/a")])
def test_a_group_that_contains_itself_is_an_error(foreign, make):
    with foreign() as file:
        file.create_group("a/b")
        file["a/b/again"] = make(file)

    with pytest.raises(scitex_io.FormatError, match="contains itself"):
        scitex_io.load(file_of(foreign))


def test_links_that_go_round_are_an_error(foreign):
    with foreign() as file:
        file["a"], file["b"] = h5py.SoftLink("/b"), h5py.SoftLink("/a")

    with pytest.raises(scitex_io.FormatError):
        scitex_io.load(file_of(foreign))


def test_groups_that_double_at_every_level_take_no_time(foreign):
    with foreign() as file:
        group = file
        for _ in range(64):
            child = group.create_group("a")
            group["b"] = child
            group = child

    assert list(scitex_io.load(file_of(foreign))) == ["a", "b"]


def test_a_link_to_nowhere_is_an_error_that_names_it(foreign):
    with foreign() as file:
        file["a"] = h5py.SoftLink("/gone")

    with pytest.raises(scitex_io.FormatError, match="no 'gone' in /"):
        scitex_io.load(file_of(foreign))


@pytest.fixture
def secret(tmp_path):
    """Return a file that another one leads to."""
    with h5py.File(tmp_path / "secret.h5", "w") as file:
        file["x"] = np.arange(3)
    return tmp_path / "secret.h5"


def external_link(file, secret):
    file["out"] = h5py.ExternalLink(secret.name, "/x")


def external_group_through_a_soft_link(file, secret):
    file["hidden"] = h5py.ExternalLink(secret.name, "/")
    file["out"] = h5py.SoftLink("/hidden/x")


def external_storage(file, secret):
    file.create_dataset("out", shape=3, dtype="i8", external=[(str(secret), 0, 24)])


def virtual_dataset(file, secret):
    layout = h5py.VirtualLayout(shape=3, dtype="i8")
    layout[:] = h5py.VirtualSource(secret.name, "x", shape=3)
    file.create_virtual_dataset("out", layout)


@pytest.mark.parametrize("lead", [external_link, external_group_through_a_soft_link, external_storage, virtual_dataset])
def test_nothing_outside_the_file_is_read_unless_asked_for(foreign, secret, lead):
    with foreign() as file:
        lead(file, secret)
    path = file_of(foreign)

    for options in ({}, {"key": "out"}):
        with pytest.raises(scitex_io.FormatError, match=r"(out|hidden)' leads to another file, '.*secret\.h5'"):
            scitex_io.load(path, **options)
    assert scitex_io.load(path, key="out", external=True).shape == (3,)


def test_a_virtual_dataset_of_the_same_file_is_read(foreign):
    with foreign() as file:
        file["x"] = np.arange(3)
        layout = h5py.VirtualLayout(shape=3, dtype="i8")
        layout[:] = h5py.VirtualSource(".", "x", shape=3)
        file.create_virtual_dataset("v", layout)

    assert scitex_io.load(file_of(foreign))["v"].tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    "dtype", [h5py.ref_dtype, h5py.regionref_dtype, np.dtype([("a", "i4"), ("r", h5py.ref_dtype)])]
)
def test_references_are_an_error_that_names_them(foreign, dtype):
    with foreign() as file:
        file.create_dataset("r", (2,), dtype=dtype)

    with pytest.raises(scitex_io.FormatError, match="'/r' holds references"):
        scitex_io.load(file_of(foreign))


def test_a_dataset_that_would_fill_the_memory_is_an_error(foreign):
    with foreign() as file:
        file.create_dataset("huge", (1 << 40,), dtype="f8", chunks=(1 << 10,))

    with pytest.raises(scitex_io.FormatError, match=r"'/huge' it would become more than .* lazy=True"):
        scitex_io.load(file_of(foreign))


def test_a_mark_of_a_later_version_is_an_error(tmp_path):
    path = saved(tmp_path, {"a": (1, 2)})
    with h5py.File(path, "r+") as file:
        file["a"].attrs["scitex"] = np.bytes_(b"hologram 3")

    with pytest.raises(scitex_io.FormatError, match="unknown mark 'hologram 3'"):
        scitex_io.load(path)


def test_a_file_that_was_cut_off_fails_at_once(tmp_path):
    path = saved(tmp_path, np.zeros(100_000))
    path.write_bytes(path.read_bytes()[:-8])
    started = time.monotonic()

    with pytest.raises(scitex_io.FormatError, match="truncated file"):
        scitex_io.load(path)
    assert time.monotonic() - started < 1


def test_no_environment_variable_is_set(tmp_path):
    before = dict(os.environ)

    scitex_io.load(saved(tmp_path, {"a": 1}))

    assert dict(os.environ) == before


def test_a_full_disk_leaves_the_old_file(tmp_path):
    path = saved(tmp_path, {"old": 1})
    program = (
        "import numpy, resource, scitex_io, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "scitex_io.save(numpy.random.default_rng(0).random(100_000), sys.argv[1])\n"
    )

    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, timeout=60)

    assert done.returncode == 1
    assert "OSError" in done.stderr.splitlines()[-1]
    assert scitex_io.load(path) == {"old": 1}
    assert os.listdir(tmp_path) == ["a.h5"]  # noqa: PTH208


def test_a_file_of_pytables():
    found = scitex_io.load(WORLD / "pytables.h5")

    assert_same(found["g"]["x"], np.arange(6).reshape(2, 3))
    assert found["g"]["table"].tolist() == [(3, b"ab", 1 + 2j)]
    assert scitex_io.load(WORLD / "pytables.h5", attributes=True)["/g"]["TITLE"] == "a group"


def test_a_table_of_pandas():
    table = scitex_io.load(WORLD / "pandas.h5", key="t")

    assert table["axis0"].tolist() == ["x", "y"]
    assert table["block0_values"].tolist() == [[1.5, 3.5], [2.5, 4.5]]


def test_a_file_of_netcdf():
    found = scitex_io.load(WORLD / "netcdf4.h5")

    assert_same(found["t"], np.array([1.0, 2.0, 3.0]))
    assert found["name"].tolist() == ["a", "ü", ""]
    assert scitex_io.load(WORLD / "netcdf4.h5", attributes=True)["/t"]["units"] == "s"


def test_reading_takes_no_more_memory_than_the_array(tmp_path):
    path = saved(tmp_path, {"x": np.zeros(4_000_000)})
    program = (
        "import resource, scitex_io, sys, h5py\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "scitex_io.load(sys.argv[1], attributes=True)\n"
        "before = peak()\n"
        "x = scitex_io.load(sys.argv[1])['x']\n"
        "assert (peak() - before) * 1024 < 1.2 * x.nbytes\n"
    )

    assert resource.RUSAGE_SELF == 0
    subprocess.run([sys.executable, "-c", program, path], check=True, timeout=60)
