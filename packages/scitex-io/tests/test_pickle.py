"""Pickles and what joblib makes of them."""

import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import joblib
import numpy as np
import pytest

import scitex_io

EXTENSIONS = [".joblib", ".pickle", ".pkl"]


@dataclass
class Model:
    weights: dict
    loss: object = None


def ignore_me():
    """Return a function that cannot be pickled."""
    return lambda: 1


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize(
    ("obj", "message"),
    [
        (ignore_me(), "function at the top cannot be pickled"),
        ({"model": Model({"w": [1, ignore_me()]})}, r"function at model\.weights\.w\[1\] cannot be pickled"),
        ([1, {"lock": Lock()}], r"lock at \[1\]\.lock cannot be pickled"),
        ((n for n in [1]), "generator at the top cannot be pickled"),
    ],
)
def test_what_cannot_be_pickled_is_refused_by_its_place_and_nothing_is_written(tmp_path, extension, obj, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        scitex_io.save(obj, tmp_path / f"x{extension}")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_what_is_nested_too_deeply_is_refused(tmp_path, extension):
    deep = []
    for _ in range(100_000):
        deep = [deep]

    with pytest.raises(scitex_io.ObjectError, match="this list is nested too deeply to be pickled"):
        scitex_io.save(deep, tmp_path / f"x{extension}")
    while deep:
        deep = deep.pop()  # from the outside in, or its deallocation nests as deeply


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_what_contains_itself_and_what_is_shared_survives(tmp_path, extension):
    obj = {"a": [1]}
    obj["self"], obj["b"] = obj, obj["a"]

    found = scitex_io.load(scitex_io.save(obj, tmp_path / f"x{extension}"))

    assert found["self"] is found
    assert found["b"] is found["a"]


@pytest.mark.parametrize("extension", [*EXTENSIONS, ".pkl.gz", ".joblib.xz"])
def test_large_arrays_survive(tmp_path, extension):
    arrays = {
        "c": np.arange(300_000.0).reshape(3, -1),
        "f": np.ones((200, 300), order="F"),
        "big": np.arange(5, dtype=">i4"),
    }

    found = scitex_io.load(scitex_io.save(arrays, tmp_path / f"x{extension}"))

    assert {name: (array.dtype, array.flags.f_contiguous) for name, array in found.items()} == {
        name: (array.dtype, array.flags.f_contiguous) for name, array in arrays.items()
    }
    assert all(np.array_equal(found[name], arrays[name]) for name in arrays)


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_another_process_writes_the_same_bytes(tmp_path, extension):
    code = f"import scitex_io; scitex_io.save({{'a': [1.5, 'x'], 'b': (None, 2**70)}}, 'x{extension}')"
    written = []
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
        written.append((tmp_path / f"x{extension}").read_bytes())

    assert written[0] == written[1]


def test_a_save_holds_no_second_copy_of_an_array(tmp_path):
    code = """
import resource, numpy, scitex_io
array = numpy.ones(25_000_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
scitex_io.save({"a": array}, "x.pkl")
scitex_io.save({"a": array}, "x.joblib")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert int(result.stdout) < 100  # MiB, of the 190 that the array has


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_an_option_that_does_not_exist_is_the_librarys_own_error(tmp_path, extension):
    with pytest.raises(TypeError, match="colour"):
        scitex_io.save([1], tmp_path / f"x{extension}", colour=1)

    path = scitex_io.save([1], tmp_path / f"x{extension}")
    with pytest.raises(TypeError, match="colour"):
        scitex_io.load(path, colour=1)


def test_options_of_pickle_go_through(tmp_path):
    buffers = []
    path = scitex_io.save(np.arange(3), tmp_path / "x.pkl", buffer_callback=buffers.append)

    assert scitex_io.load(path, buffers=buffers).tolist() == [0, 1, 2]
    assert scitex_io.save([1], path, protocol=0).read_bytes() == b"(lp0\nI1\na."


def test_a_pickle_of_python_2_is_read_with_its_encoding():
    path = Path(np.__file__).parent / "_core/tests/data/astype_copy.pkl"

    with pytest.raises(scitex_io.FormatError, match="'ascii' codec can't decode"):
        scitex_io.load(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some versions of numpy say how old the file is
        assert scitex_io.load(path, encoding="latin1").dtype == "float64"


def test_joblib_maps_arrays_into_memory(tmp_path):
    path = scitex_io.save({"a": np.arange(3.0)}, tmp_path / "x.joblib")

    assert type(scitex_io.load(path, mmap_mode="r")["a"]) is np.memmap


@pytest.mark.parametrize("compress", [3, True, ("xz", 3), ("bz2", 9), "zlib"])
def test_what_joblib_compresses_itself_is_the_same_again_and_read(tmp_path, compress):
    obj = {"a": np.zeros(10_000)}

    path = scitex_io.save(obj, tmp_path / "x.joblib", compress=compress)
    again = scitex_io.save(obj, tmp_path / "y.joblib", compress=compress)

    assert path.stat().st_size < 2000
    assert path.read_bytes() == again.read_bytes()
    assert scitex_io.load(path)["a"].sum() == 0


@pytest.mark.parametrize("suffix", ["", ".bz2", ".gzip", ".lzma", ".xz"])
def test_what_older_joblibs_wrote_is_read(suffix):
    path = Path(joblib.__file__).parent / "test/data" / f"joblib_0.11.0_pickle_py36_np111.pkl{suffix}"

    found = scitex_io.load(path, format=".joblib")

    assert found[0].tolist() == [0, 1, 2, 3, 4]
    assert found[5] == "C'est l'\xe9t\xe9 !"


def test_a_file_of_joblib_itself_and_ours_are_the_same(tmp_path):
    obj = {"a": np.arange(10), "b": "text"}

    joblib.dump(obj, tmp_path / "x.joblib")

    assert scitex_io.save(obj, tmp_path / "y.joblib").read_bytes() == (tmp_path / "x.joblib").read_bytes()
