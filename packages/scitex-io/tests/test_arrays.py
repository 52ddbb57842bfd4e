"""Arrays: npy, npz, safetensors."""

import io
import zipfile
from enum import Enum

import numpy as np
import pytest
from conformance.comparison import assert_same

import scitex_io


class Colour(Enum):
    RED = "red"


def npy_header(shape, dtype="<f8"):
    """Return the first bytes of an .npy that declares an array, without its numbers."""
    file = io.BytesIO()
    header = {"descr": dtype, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, header)
    return file.getvalue()


def test_the_memory_order_and_the_byte_order_of_an_array_stay(tmp_path):
    array = np.asfortranarray(np.arange(6, dtype=">i2").reshape(2, 3))

    found = scitex_io.load(scitex_io.save(array, tmp_path / "a.npy"))

    assert (found.flags.f_contiguous, found.dtype.str) == (True, ">i2")


def test_an_npy_can_stay_in_its_file(tmp_path):
    path = scitex_io.save(np.arange(6), tmp_path / "a.npy")

    found = scitex_io.load(path, mmap_mode="r")

    assert isinstance(found, np.memmap)
    assert found.tolist() == [0, 1, 2, 3, 4, 5]


def test_what_is_mapped_can_be_saved(tmp_path):
    mapped = scitex_io.load(scitex_io.save(np.arange(3), tmp_path / "a.npy"), mmap_mode="r")

    assert_same(scitex_io.load(scitex_io.save(mapped, tmp_path / "b.npy")), np.arange(3))


@pytest.mark.parametrize("shape", [(10**12,), (10**9, 10**9, 10**9), (-1,), (2**63,)])
@pytest.mark.parametrize("mode", [None, "r", "r+"])
def test_an_array_larger_than_its_file_is_refused_before_there_is_room_for_it(tmp_path, shape, mode):
    (tmp_path / "a.npy").write_bytes(npy_header(shape) + b"12345678")

    with pytest.raises(scitex_io.FormatError, match=r"a\.npy"):
        scitex_io.load(tmp_path / "a.npy", mmap_mode=mode)

    assert (tmp_path / "a.npy").stat().st_size < 200


def test_a_member_of_an_npz_larger_than_itself_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("x.npy", npy_header((10**12,)))

    with pytest.raises(scitex_io.FormatError, match=r"x\.npy: damaged: 8000000000000 bytes of array are declared, 0"):
        scitex_io.load(tmp_path / "a.npz")


@pytest.mark.parametrize("name", ["a.npy", "a.npz"])
def test_python_objects_are_loaded_only_when_asked_for(tmp_path, name):
    array = np.array([Colour.RED], dtype=object)
    (np.save if name == "a.npy" else np.savez)(tmp_path / name, array, allow_pickle=True)

    with pytest.raises(scitex_io.FormatError, match=r"say allow_pickle=True if you trust"):
        scitex_io.load(tmp_path / name)

    found = scitex_io.load(tmp_path / name, allow_pickle=True)
    assert (found if name == "a.npy" else found["arr_0"]).tolist() == [Colour.RED]


def test_python_objects_are_saved_only_when_asked_for(tmp_path):
    path = scitex_io.save(np.array([{"a": 1}, None]), tmp_path / "a.npy", allow_pickle=True)

    assert scitex_io.load(path, allow_pickle=True).tolist() == [{"a": 1}, None]


@pytest.mark.parametrize("content", ["zip", "pickle"])
def test_an_npy_is_an_npy_and_nothing_else_that_numpy_reads(tmp_path, content):
    path = tmp_path / "a.npy"
    if content == "zip":
        scitex_io.save(np.arange(2), path, format=".npz")
    else:
        path.write_bytes(np.arange(2).dumps())

    with pytest.raises(scitex_io.FormatError, match="magic string is not correct"):
        scitex_io.load(path, allow_pickle=True)


@pytest.mark.parametrize(
    "obj",
    [[1, "a"], [2**53 + 1, 0.5], [2**63 + 1, -1], "a\0", ["b\0", "c"], b"a\0", [True, "x"]],
    ids=repr,
)
def test_a_list_whose_elements_numpy_would_change_is_refused(tmp_path, obj):
    with pytest.raises(scitex_io.ObjectError, match="no longer what they are"):
        scitex_io.save(obj, tmp_path / "a.npy")


@pytest.mark.parametrize("obj", [[True, 2], [1, 2.5, float("nan")], (1, 2j), [[1], [2]], [2**64 - 1]], ids=repr)
def test_a_list_whose_elements_stay_equal_is_an_array(tmp_path, obj):
    assert_same(scitex_io.load(scitex_io.save(obj, tmp_path / "a.npy")), np.array(obj))


@pytest.mark.parametrize(
    ("obj", "message"),
    [
        (np.array([(1, 2)], dtype=[("a", "i4"), ("b", "i4")]).view(np.recarray), "is a recarray"),
        (np.zeros(2, np.dtype((np.record, [("a", "i4")]))), "which comes back as"),
        (np.zeros(2, np.dtype("i4", metadata={"unit": "mV"})), "a data type with metadata"),
        (np.zeros(2, [("a", np.dtype("i4", metadata={"unit": "mV"}))]), "a data type with metadata"),
        (np.zeros(2, {"names": ["a", "b"], "formats": ["i4", "i2"], "offsets": [0, 2]}), "overlapping"),
        (memoryview(b"ab"), "is a memoryview"),
        (range(3), "is a range"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_would_come_back_as_less_is_refused(tmp_path, obj, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        scitex_io.save(obj, tmp_path / "a.npy")


def test_text_of_varying_width_is_refused(tmp_path):
    types = pytest.importorskip("numpy.dtypes")
    if not hasattr(types, "StringDType"):
        pytest.skip("numpy 1 has none")

    with pytest.raises(scitex_io.ObjectError, match="it holds Python objects"):
        scitex_io.save(np.array(["a"], types.StringDType()), tmp_path / "a.npy")


@pytest.mark.parametrize("extension", [".npz", ".zip"])
def test_any_name_is_the_name_of_an_array(tmp_path, extension):
    names = ["allow_pickle", "compressed", "file", "a/b", "../c", "ü", "", "x", "x.npy"]
    arrays = {name: np.full(2, number) for number, name in enumerate(names)}

    assert_same(scitex_io.load(scitex_io.save(arrays, tmp_path / f"x{extension}")), arrays)


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 70_000, 1, None], ids=ascii)
def test_a_name_that_a_zip_file_cannot_hold_is_refused(tmp_path, name):
    with pytest.raises(scitex_io.ObjectError, match="name"):
        scitex_io.save({name: np.arange(2)}, tmp_path / "x.npz")


def test_compressed_arrays_are_smaller_and_equal(tmp_path):
    arrays = {"a": np.zeros((100, 100))}

    small = scitex_io.save(arrays, tmp_path / "small.npz", compressed=True)

    assert small.stat().st_size < 1000
    assert_same(scitex_io.load(small), arrays)


def test_an_npz_can_be_read_array_by_array(tmp_path):
    path = scitex_io.save({"a": np.eye(2), "b": np.arange(3)}, tmp_path / "a.npz")

    with scitex_io.load(path, lazy=True) as archive:
        assert (list(archive), archive["b"].tolist()) == (["a", "b"], [0, 1, 2])


def test_an_npz_that_would_become_far_too_large_is_refused(tmp_path, monkeypatch):
    path = scitex_io.save({"a": np.zeros(1_000_000)}, tmp_path / "a.npz", compressed=True)
    monkeypatch.setattr("scitex_io.compression.BOMB_SIZE", 1000)

    with pytest.raises(scitex_io.FormatError, match="200 times as large"):
        scitex_io.load(path)


def test_a_zip_of_anything_else_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")

    with pytest.raises(scitex_io.FormatError, match=r"readme\.txt: a zip file is read as numpy's"):
        scitex_io.load(tmp_path / "a.zip")


def test_numpy_reads_ours_and_we_read_numpys(tmp_path):
    arrays = {"a": np.eye(2), "ü/b": np.array(["x"])}
    np.savez_compressed(tmp_path / "theirs.npz", **arrays)
    scitex_io.save(arrays, tmp_path / "ours.npz")

    with np.load(tmp_path / "ours.npz") as ours:
        assert_same(dict(ours), arrays)
    assert_same(scitex_io.load(tmp_path / "theirs.npz"), arrays)


def test_an_array_of_any_layout_is_right_in_safetensors(tmp_path):
    arrays = {"f": np.asfortranarray(np.arange(6).reshape(2, 3)), "s": np.arange(6)[::-2], "t": np.eye(3)[:, 1:].T}

    assert_same(scitex_io.load(scitex_io.save(arrays, tmp_path / "a.safetensors")), arrays)


def test_safetensors_have_the_byte_order_of_the_machine(tmp_path):
    path = scitex_io.save({"a": np.arange(3, dtype=">f8")}, tmp_path / "a.safetensors")

    assert_same(scitex_io.load(path), {"a": np.arange(3.0)})


@pytest.mark.parametrize("dtype", ["c16", "U2", "S2", "M8[s]", "m8[s]", "V3", "g"])
def test_a_type_that_safetensors_do_not_have_is_refused_by_name(tmp_path, dtype):
    array = np.zeros(2, dtype)

    with pytest.raises(scitex_io.ObjectError, match=r"'x' is of .*, which \.safetensors does not have: save"):
        scitex_io.save({"x": array}, tmp_path / "a.safetensors")


def test_metadata_stand_beside_the_arrays_in_the_same_bytes(tmp_path):
    metadata = {name: "ü" for name in "hgfedcba"}

    files = {
        scitex_io.save({"x": np.eye(2)}, tmp_path / "a.safetensors", metadata=metadata).read_bytes() for _ in range(5)
    }

    assert len(files) == 1
    found = scitex_io.load(tmp_path / "a.safetensors", metadata=True)
    assert found[1] == metadata
    assert_same(found[0], {"x": np.eye(2)})


def test_an_unknown_option_is_an_error_of_its_own(tmp_path):
    path = scitex_io.save({"a": np.arange(2)}, tmp_path / "a.npz")

    with pytest.raises(TypeError, match="unexpected keyword argument 'mmap_mod'"):
        scitex_io.load(path, mmap_mod="r")
