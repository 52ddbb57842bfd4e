"""MATLAB: what comes back of ours, and what the files of all its versions hold."""

import importlib.resources
import subprocess
import sys
import time
import zlib
from collections import OrderedDict
from datetime import date

import h5py
import numpy as np
import pandas as pd
import pytest
import scipy.io
import scipy.sparse
from conformance.comparison import assert_same
from conformance.objects import DTYPES
from scipy.io.matlab import MatlabFunction, MatlabObject

import scitex_io

DATA = importlib.resources.files("scipy.io.matlab") / "tests" / "data"
DAMAGED = {
    "bad_miuint32",
    "bad_miutf8_array_name",
    "corrupted_zlib_checksum",
    "corrupted_zlib_data",
    "debigged_m4",
    "malformed1",
}
MATLABS = sorted(file.name[:-4] for file in DATA.iterdir() if file.name.endswith(".mat"))


def saved(folder, obj, **options):
    """Save `obj` and return the path."""
    return scitex_io.save(obj, folder / "a.mat", **options)


def back(folder, value, **options):
    """Return what comes back of one variable."""
    return scitex_io.load(saved(folder, {"x": value}), **options)["x"]


SAME = {
    **{f"array {dtype}": np.array([0, 1, 1]).astype(dtype) for dtype in DTYPES if dtype != "float16"},
    "2-d array": np.arange(6.0).reshape(2, 3),
    "3-d array": np.arange(24, dtype="i2").reshape(2, 3, 4),
    "3-d array with one row": np.zeros((1, 3, 2)),
    "empty array": np.zeros((0, 3)),
    "empty 1-d array": np.zeros(0, "f4"),
    "empty 2-d array": np.zeros((0, 0), "i4"),
    "not a number": np.array([np.nan, np.inf, -0.0]),
    "True": True,
    "int": -7,
    "largest int": 2**63 - 1,
    "float": 1e-5,
    "whole float": 3.0,
    "complex": 1 + 2j,
    "float32": np.float32(0.1),
    "uint8": np.uint8(3),
    "text": "größe 名 😀\n ",
    "no text": "",
    "text of one letter": "a",
    "list": [3, 1.5, "a", [True, []]],
    "list of one": [5],
    "list of lists of one": [[["a"]]],
    "list of dicts": [{"a": 1}, {"b": "x"}],
    "empty list": [],
    "dict": {"b": {"a": {}}, "longest" * 9: 1},
    "list of empty dicts": [{}, {}],
    "list of arrays": [np.arange(3), np.eye(2)],
}


@pytest.mark.parametrize("name", SAME)
@pytest.mark.parametrize("compressed", [False, True])
def test_it_comes_back_equal(tmp_path, name, compressed):
    path = saved(tmp_path, {"x": SAME[name], "y": {"z": SAME[name]}}, compressed=compressed)

    assert_same(scitex_io.load(path), {"x": SAME[name], "y": {"z": SAME[name]}})


CHANGED = {
    "row": (np.ones((1, 3)), np.ones(3)),
    "column": (np.ones((3, 1)), np.ones(3)),
    "1×1 array": (np.array([[2.5]]), 2.5),
    "0-d array": (np.array(2.5), 2.5),
    "array of one element": (np.array([2], "i4"), np.int32(2)),
    "numpy int64": (np.int64(3), 3),
    "numpy bool": (np.bool_(True), True),
    "numpy str": (np.str_("a"), "a"),
    "big-endian array": (np.arange(3, dtype=">f8"), np.arange(3.0)),
    "Fortran order": (np.asfortranarray(np.eye(3)), np.eye(3)),
    "tuple": ((1, "a"), [1, "a"]),
    "array of text": (np.array(["a", "bcd"]), ["a", "bcd"]),
    "array of text, 2-d": (np.array([["a", "b"], ["c", "d"]]), [["a", "b"], ["c", "d"]]),
    "array of objects": (np.array([{"a": 1}, "x"], dtype=object), [{"a": 1}, "x"]),
    "ordered dict": (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
}


@pytest.mark.parametrize("name", CHANGED)
def test_it_comes_back_as_documented(tmp_path, name):
    value, expected = CHANGED[name]

    assert_same(back(tmp_path, value), expected)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "NoneType at x.a has no form in MATLAB: leave it out"),
        (2**63, r"the int at x\.a has more than 64 bits"),
        (b"ab", "bytes at x.a has no form"),
        ({1}, "set at x.a has no form"),
        ("a\0", "the text at x.a has NUL"),
        ("\ud800", "the text at x.a has .* half a character"),
        (date(2026, 2, 13), "date at x.a has no form"),
        (pd.DataFrame({"a": [1]}), "DataFrame at x.a .* a dict of arrays, one a column"),
        (np.zeros(2, "f2"), "the array of float16 at x.a"),
        (np.zeros(2, "g"), "the array of .* at x.a"),
        (np.array(["2026"], "M8[D]"), "the array of datetime64"),
        (np.array([b"a"]), r"the array of \|S1 at x.a"),
        (np.zeros(1, [("a", "i4")]), "the array of .* at x.a"),
        (np.ma.array([1], mask=[True]), "MaskedArray at x.a"),
        (np.array([None]), r"NoneType at x.a\[0\]"),
        (scipy.sparse.csc_array(np.eye(2, dtype="i4")), "the sparse array at x.a is of int32"),
        ([{"b": [None]}], r"NoneType at x.a\[0\].b\[0\]"),
        ({"größe": 1}, "the key 'größe' in x.a is no name in MATLAB"),
    ],
)
def test_it_is_refused_by_its_key_path(tmp_path, value, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        saved(tmp_path, {"x": {"a": value}})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["_hidden", "1st", "a b", "a.b", "", "x" * 64, 1, "__version__", "a\n"])
def test_what_is_no_name_in_matlab_is_refused(tmp_path, name):
    with pytest.raises(scitex_io.ObjectError, match="is no name in MATLAB"):
        saved(tmp_path, {name: 1})
    with pytest.raises(scitex_io.ObjectError, match="is no name in MATLAB"):
        saved(tmp_path, {"s": {name: 1}})


def test_a_dict_that_contains_itself_is_refused(tmp_path):
    obj: dict[str, object] = {}
    obj["me"] = obj

    with pytest.raises(scitex_io.ObjectError, match="contains itself"):
        saved(tmp_path, obj)


def test_sparse_arrays_come_back_by_columns(tmp_path):
    found = back(tmp_path, scipy.sparse.coo_array([[0, 1.5], [0, 0], [2, 0]]))

    assert (type(found), found.dtype) == (scipy.sparse.csc_matrix, float)
    assert found.toarray().tolist() == [[0, 1.5], [0, 0], [2, 0]]


def test_the_same_object_gives_the_same_bytes_at_another_time(tmp_path):
    first = saved(tmp_path, {"x": list(SAME.values())}).read_bytes()
    time.sleep(1.1)

    assert saved(tmp_path, {"x": list(SAME.values())}).read_bytes() == first
    assert first.startswith(b"MATLAB 5.0 MAT-file, written by scitex-io ")


def test_compressed_is_smaller(tmp_path):
    plain = saved(tmp_path, {"x": np.zeros(1000)}).stat().st_size

    assert saved(tmp_path, {"x": np.zeros(1000)}, compressed=True).stat().st_size < plain / 10


def test_a_wrong_option_is_a_type_error(tmp_path):
    with pytest.raises(TypeError, match="colour"):
        saved(tmp_path, {"x": 1}, colour="red")
    with pytest.raises(TypeError, match="colour"):
        scitex_io.load(saved(tmp_path, {"x": 1}), colour="red")


@pytest.mark.parametrize("compressed", [False, True])
def test_some_variables_only(tmp_path, compressed):
    path = saved(tmp_path, {"a": 1, "b": np.arange(3, dtype="i2"), "c": "x"}, compressed=compressed)

    assert_same(scitex_io.load(path, variable_names=["c", "b"]), {"b": np.arange(3, dtype="i2"), "c": "x"})
    assert_same(scitex_io.load(path, variable_names="a"), {"a": 1})
    with pytest.raises(scitex_io.FormatError, match=r"a\.mat: no variable 'd'; it has a, b, c"):
        scitex_io.load(path, variable_names=["a", "d"])


@pytest.mark.parametrize("compressed", [False, True])
def test_unsqueezed_is_what_scipy_reads(tmp_path, compressed):
    path = saved(tmp_path, {"x": [1], "s": {"a": 1}, "n": 2}, compressed=compressed)

    found, expected = scitex_io.load(path, squeeze=False), scipy.io.loadmat(path)
    assert found.keys() == expected.keys()
    assert_same([found["n"], found["x"][0, 0]], [expected["n"], expected["x"][0, 0]])
    assert found["s"].dtype.names == ("a",)


@pytest.mark.parametrize("name", MATLABS)
def test_a_file_of_matlab_is_read_or_refused_if_damaged(name):
    if name in DAMAGED:
        with pytest.raises(scitex_io.FormatError, match=name):
            scitex_io.load(DATA / f"{name}.mat")
    else:
        assert list(scitex_io.load(DATA / f"{name}.mat"))


VARIABLES = {
    "test3dmatrix": np.arange(1.0, 25).reshape(4, 3, 2).T,
    "testcell": [
        "This cell contains this string and 3 arrays of increasing length",
        1.0,
        np.arange(1.0, 3),
        np.arange(1.0, 4),
    ],
    "testcellnest": [1.0, [2.0, 3.0, [4.0, 5.0]]],
    "testcomplex": np.cos(np.arange(9) * np.pi / 4) + 1j * np.sin(np.arange(9) * np.pi / 4),
    "testdouble": np.arange(9) * np.pi / 4,
    "testemptycell": [1.0, 2.0, np.zeros((0, 0)), np.zeros((0, 0)), 3.0],
    "testmatrix": np.array([[1.0, 2, 3, 4, 5], [2, 0, 0, 0, 0], [3, 0, 0, 0, 0]]),
    "testminus": -1.0,
    "testonechar": "r",
    "testscalarcell": [1.0],
    "teststring": '"Do nine men interpret?" "Nine men," I nod.',
    "teststringarray": ["one  ", "two  ", "three"],
    "teststructarr": [{"one": 1.0, "two": 2.0}, {"one": "number 1", "two": "number 2"}],
    "teststructnest": {"one": 1.0, "two": {"three": "number 3"}},
}


@pytest.mark.parametrize("name", [name for name in MATLABS if name.partition("_")[0] in VARIABLES])
def test_the_same_variable_is_the_same_of_every_version(name):
    variable = name.partition("_")[0]
    found, expected = scitex_io.load(DATA / f"{name}.mat")[variable], VARIABLES[variable]

    if variable in ("testcomplex", "testdouble"):
        assert (found.dtype, found.shape) == (expected.dtype, expected.shape)
        np.testing.assert_allclose(found, expected, atol=1e-15)
    else:
        assert_same(found, expected)


@pytest.mark.parametrize("name", [name for name in MATLABS if name.startswith(("testsparse_", "testsparsecomplex_"))])
def test_sparse_arrays_of_every_version(name):
    found = scitex_io.load(DATA / f"{name}.mat")[name.partition("_")[0]]

    assert (found.format, found.dtype) == ("csc", complex if "complex" in name else float)
    assert found.toarray().real[:, 1:].tolist() == [[2, 3, 4, 5], [0, 0, 0, 0], [0, 0, 0, 0]]


def test_logical_is_bool():
    assert_same(scitex_io.load(DATA / "testbool_8_WIN64.mat")["testbools"], np.array([True, False]))
    assert scitex_io.load(DATA / "logical_sparse.mat")["sp_log_5_4"].dtype == bool


def test_a_double_that_is_stored_as_integers_is_float():
    path = DATA / "testmatrix_7.4_GLNX86.mat"

    assert scitex_io.load(path, squeeze=False)["testmatrix"].dtype == np.uint8
    assert scitex_io.load(path)["testmatrix"].dtype == float


def test_functions_and_objects_remain_what_scipy_makes_of_them():
    functions = scitex_io.load(DATA / "some_functions.mat")

    assert functions["a"] == -3.9
    assert type(functions["sqr"]) is MatlabFunction
    assert type(scitex_io.load(DATA / "testobject_7.4_GLNX86.mat")["testobject"]) is MatlabObject


def test_a_struct_without_fields_is_an_empty_dict():
    assert scitex_io.load(DATA / "test_empty_struct.mat") == {"a": {}}


class Matlab:
    """A writer of version 7.3, by MATLAB's conventions."""

    def __init__(self, path):
        self.file = h5py.File(path, "w", userblock_size=512)
        self.path = path

    def close(self):
        self.file.close()
        with self.path.open("r+b") as file:
            file.write(b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM")
        return self.path

    def dataset(self, name, value, kind="", group=None, **attributes):
        dataset = (group or self.file).create_dataset(name, data=value)
        if kind:
            attributes["MATLAB_class"] = np.bytes_(kind)
        dataset.attrs.update(attributes)
        return dataset

    def char(self, name, text, **options):
        value = np.frombuffer(text.encode("utf-16-le"), "u2").reshape(-1, 1)
        return self.dataset(name, value, "char", MATLAB_int_decode=np.int32(2), **options)

    def references(self, datasets):
        return np.array([[dataset.ref] for dataset in datasets], dtype=h5py.ref_dtype)

    def struct(self, name, *fields):
        group = self.file.create_group(name)
        group.attrs["MATLAB_class"] = np.bytes_("struct")
        names = np.empty(len(fields), dtype=object)
        names[:] = [np.frombuffer(field.encode(), "S1") for field in fields]
        group.attrs.create("MATLAB_fields", names, dtype=h5py.vlen_dtype(np.dtype("S1")))
        return group


@pytest.fixture
def matlab(tmp_path):
    """Return a writer of a file of version 7.3."""
    return Matlab(tmp_path / "a.mat")


def test_numbers_of_7_3(matlab):
    matlab.dataset("a", np.arange(6.0).reshape(3, 2), "double")
    matlab.dataset("i", np.array([[7]], "i2"), "int16")
    matlab.dataset("on", np.array([[1]], "u1"), "logical", MATLAB_int_decode=np.int32(1))
    pairs = np.array([[(1, 2)], [(3, 4)]], [("real", "f8"), ("imag", "f8")])
    matlab.dataset("z", pairs, "double")
    matlab.dataset("none", np.array([0, 3], "u8"), "double", MATLAB_empty=np.uint8(1))

    expected = {
        "a": np.arange(6.0).reshape(3, 2).T,
        "i": np.int16(7),
        "none": np.zeros((0, 3)),
        "on": True,
        "z": np.array([1 + 2j, 3 + 4j]),
    }
    assert_same(scitex_io.load(matlab.close()), expected)


def test_texts_of_7_3(matlab):
    matlab.char("s", "größe 😀")
    matlab.dataset("empty", np.array([0, 0], "u8"), "char", MATLAB_empty=np.uint8(1))
    matlab.dataset("rows", np.array([[97, 99], [98, 100]], "u2"), "char")

    assert_same(scitex_io.load(matlab.close()), {"empty": "", "rows": ["ab", "cd"], "s": "größe 😀"})


def test_cells_and_structs_of_7_3(matlab):
    refs = matlab.file.create_group("#refs#")
    parts = [matlab.dataset("b", [[1.0]], "double", refs), matlab.char("c", "x", group=refs)]
    matlab.dataset("cell", matlab.references(parts), "cell")
    matlab.dataset("one", matlab.references(parts[:1]), "cell")
    group = matlab.struct("s", "second", "first")
    matlab.dataset("first", [[1.0], [2.0]], "double", group)
    matlab.dataset("second", matlab.references(parts), "cell", group)
    array = matlab.struct("array", "f")
    matlab.dataset("f", matlab.references(parts), group=array)
    matlab.struct("nothing")

    expected = {
        "array": [{"f": 1.0}, {"f": "x"}],
        "cell": [1.0, "x"],
        "nothing": {},
        "one": [1.0],
        "s": {"second": [1.0, "x"], "first": np.array([1.0, 2.0])},
    }
    assert_same(scitex_io.load(matlab.close()), expected)


def test_sparse_arrays_of_7_3(matlab):
    group = matlab.file.create_group("s")
    group.attrs.update({"MATLAB_class": np.bytes_("double"), "MATLAB_sparse": np.uint64(3)})
    group["data"], group["ir"], group["jc"] = [1.5, 2.5], np.array([0, 2], "u8"), np.array([0, 1, 2], "u8")

    assert scitex_io.load(matlab.close())["s"].toarray().tolist() == [[1.5, 0], [0, 0], [0, 2.5]]


def test_objects_of_7_3_are_an_error_that_names_them(matlab):
    matlab.dataset("t", np.zeros((1, 6), "u4"), "datetime", MATLAB_object_decode=np.int32(3))
    matlab.dataset("x", [[1.0]], "double")
    path = matlab.close()

    with pytest.raises(scitex_io.FormatError, match=r"'/t' is an object of MATLAB \(datetime\).*variable_names"):
        scitex_io.load(path)
    assert scitex_io.load(path, variable_names=["x"]) == {"x": 1.0}
    with pytest.raises(scitex_io.FormatError, match="no 'y' in /"):
        scitex_io.load(path, variable_names=["y"])


def test_7_3_does_not_lead_to_other_files(matlab, tmp_path):
    scitex_io.save({"x": 1}, tmp_path / "secret.h5")
    matlab.file["out"] = h5py.ExternalLink("secret.h5", "/x")

    with pytest.raises(scitex_io.FormatError, match=r"'/out' leads to another file"):
        scitex_io.load(matlab.close())


def test_a_cell_of_7_3_that_contains_itself_is_an_error(matlab):
    cell = matlab.file.create_dataset("c", (1, 1), dtype=h5py.ref_dtype)
    cell.attrs["MATLAB_class"] = np.bytes_("cell")
    cell[0, 0] = cell.ref

    with pytest.raises(scitex_io.FormatError, match="contains itself"):
        scitex_io.load(matlab.close())


def test_what_becomes_far_too_large_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr("scitex_io.formats.mat5.BOMB_SIZE", 1 << 20)
    path = saved(tmp_path, {"x": np.zeros(10)})
    packer = zlib.compressobj(9)
    body = packer.compress(np.array([14, 0xFFFFFFF0], "<u4").tobytes())
    body += b"".join(packer.compress(bytes(1 << 20)) for _ in range(70)) + packer.flush()
    path.write_bytes(path.read_bytes()[:128] + np.array([15, len(body)], "<u4").tobytes() + body)

    with pytest.raises(scitex_io.FormatError, match="times as large"):
        scitex_io.load(path)


def test_nothing_of_matlab_needs_h5py(tmp_path):
    path = saved(tmp_path, {"x": 1})
    program = (
        "import sys\nsys.modules['h5py'] = None\nimport scitex_io\n"
        "print(scitex_io.load(sys.argv[1]))\nscitex_io.load(sys.argv[2])\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, path, str(DATA / "testhdf5_7.4_GLNX86.mat")], capture_output=True, text=True
    )

    assert done.stdout == "{'x': 1}\n"
    assert 'reading .mat of version 7.3 needs h5py: pip install "scitex-io[mat]"' in done.stderr
