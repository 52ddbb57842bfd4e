"""One conformance suite over the registry: a new row is tested by being there."""

import subprocess
import sys
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scitex_io
from scitex_io.registry import BUILT_IN

matplotlib.use("Agg")

PLAIN = {
    "lr": 1e-05,
    "layers": [64, 32],
    "name": "ü: '1e-3'",
    "on": True,
    "none": None,
    "nested": {"no": "no", "t": "12:30:45"},
}
TABLE = pd.DataFrame({"x": [0.1, 0.2, 1 / 3], "n": [1, 2, 3], "label": ["a", "b,c", 'd "e"']})
EXAMPLES = {
    "any Python object": {"set": {1, 2}, "array": [1.5]},
    "array": np.arange(12.0).reshape(3, 4),
    "arrays by name": {"a": np.eye(2), "b": np.arange(3)},
    "plain data": PLAIN,
    "table": TABLE,
    "text": "two\r\nlines, ü\n",
}


class Colour(Enum):
    RED = "red"


def equal(a, b):
    """Compare whole values, arrays and tables included."""
    if isinstance(a, pd.DataFrame):
        pd.testing.assert_frame_equal(a, b)
        return True
    if isinstance(a, dict):
        return list(a) == list(b) and all(equal(a[key], b[key]) for key in a)
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b)
    return a == b and type(a) is type(b)


def figure():
    """Return a small figure."""
    fig, ax = plt.subplots(figsize=(2, 1))
    ax.plot([1, 2, 3])
    plt.close(fig)
    return fig


PICTURES = sorted(row.extension for row in BUILT_IN.values() if "figure" in row.content)
HOLDERS = sorted(set(BUILT_IN) - set(PICTURES))


@pytest.mark.parametrize("extension", HOLDERS)
def test_what_was_saved_comes_back_equal(tmp_path, extension):
    obj = EXAMPLES[BUILT_IN[extension].content]

    path = scitex_io.save(obj, tmp_path / f"ü data{extension}")

    assert equal(obj, scitex_io.load(path))


@pytest.mark.parametrize("extension", sorted({*HOLDERS, *PICTURES} - {".eps"}))
def test_the_same_object_gives_the_same_bytes(tmp_path, extension):
    row = BUILT_IN[extension]
    make = figure if extension in PICTURES else lambda: EXAMPLES[row.content]

    first = scitex_io.save(make(), tmp_path / f"a{extension}").read_bytes()
    second = scitex_io.save(make(), tmp_path / f"b{extension}").read_bytes()

    assert first == second


@pytest.mark.parametrize("extension", sorted({*HOLDERS, *PICTURES} - {".md", ".txt", ".log", ".svg", ".pdf", ".eps"}))
def test_broken_content_is_an_error_that_names_the_file(tmp_path, extension):
    path = tmp_path / f"broken{extension}"
    path.write_bytes(b'"\xff\x00{[unfinished')

    with pytest.raises(scitex_io.FormatError, match=rf"broken\{extension}"):
        scitex_io.load(path)


@pytest.mark.parametrize("extension", [".jpg", ".png", ".tif", ".webp"])
def test_a_picture_of_pixels_comes_back_as_an_array(tmp_path, extension):
    path = scitex_io.save(figure(), tmp_path / f"f{extension}", dpi=50)

    assert scitex_io.load(path).shape[:2] == (50, 100)


def test_a_picture_of_lines_cannot_be_loaded(tmp_path):
    path = scitex_io.save(figure(), tmp_path / "f.svg")

    with pytest.raises(scitex_io.UnknownFormatError, match=r"'\.svg' can be saved, not loaded"):
        scitex_io.load(path)


def test_an_axes_is_saved_as_its_figure(tmp_path):
    fig = figure()

    on_axes = scitex_io.save(fig.axes[0], tmp_path / "a.png").read_bytes()

    assert on_axes == scitex_io.save(fig, tmp_path / "b.png").read_bytes()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(codec="utf-8")),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
        max_leaves=20,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_plain_data_survives_yaml(tmp_path_factory, data):
    path = scitex_io.save(data, tmp_path_factory.mktemp("yaml") / "data.yaml")

    assert scitex_io.load(path) == data


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
@settings(max_examples=50, deadline=None)
def test_any_float_survives_csv(tmp_path_factory, values):
    path = scitex_io.save({"x": values}, tmp_path_factory.mktemp("csv") / "data.csv")

    assert scitex_io.load(path)["x"].tolist() == values


@pytest.mark.parametrize("extension", [".json", ".yaml"])
def test_numpy_paths_and_enumerations_become_plain(tmp_path, extension):
    obj = {"a": np.float32(0.5), "b": np.arange(2), "c": Path("a/b"), "d": Colour.RED, "e": (1, 2), "f": {2, 1}}

    path = scitex_io.save(obj, tmp_path / f"data{extension}")

    assert scitex_io.load(path) == {"a": 0.5, "b": [0, 1], "c": "a/b", "d": "red", "e": [1, 2], "f": [1, 2]}


def test_dates_are_themselves_in_yaml_and_text_in_json(tmp_path):
    obj = {"day": date(2026, 2, 13), "time": datetime(2026, 2, 13, 14, 30)}

    assert scitex_io.load(scitex_io.save(obj, tmp_path / "a.yaml")) == obj
    assert scitex_io.load(scitex_io.save(obj, tmp_path / "a.json")) == {
        "day": "2026-02-13",
        "time": "2026-02-13T14:30:00",
    }


def test_json_writes_null_for_nan_and_says_where(tmp_path):
    with pytest.warns(UserWarning, match=r"null is written at loss\[1\]"):
        path = scitex_io.save({"loss": [0.5, float("nan")]}, tmp_path / "a.json")

    assert scitex_io.load(path) == {"loss": [0.5, None]}


def test_a_hand_written_exponent_is_a_number(tmp_path):
    (tmp_path / "a.yaml").write_text("lr: 1e-3\n")

    assert scitex_io.load(tmp_path / "a.yaml") == {"lr": 0.001}


def test_an_index_that_says_something_is_written(tmp_path):
    table = pd.DataFrame({"y": [1.0, 2.0]}, index=pd.Index(["u", "v"], name="site"))

    path = scitex_io.save(table, tmp_path / "a.csv")

    assert path.read_text() == "site,y\nu,1.0\nv,2.0\n"


def test_one_bare_array_is_saved_under_numpys_name(tmp_path):
    assert scitex_io.load(scitex_io.save(np.arange(2), tmp_path / "a.npz"))["arr_0"].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("obj", "name", "message"),
    [
        ({"a": {"b": [object()]}}, "x.yaml", r"object at a\.b\[0\] has no plain form"),
        ({"a": 1j}, "x.json", "complex at a has no plain form"),
        ({"a": np.array([1j])}, "x.json", "an array of complex128 at a has no plain form"),
        (3, "x.txt", "a text file holds str, not int"),
        (3, "x.csv", "a .csv holds a table, not int"),
        (3, "x.png", "a .png holds a matplotlib figure, not int"),
        (np.array([object()]), "x.npy", "no array form without a pickle"),
        ({"a": [object()]}, "x.npz", "'a' has no array form without a pickle"),
        ({1: [1]}, "x.npz", "have text for names, not int: 1"),
        (lambda: 1, "x.pkl", "function cannot be pickled"),
        ({1: "a", "1": "b"}, "x.json", "two keys in the top become the same: 1, '1'"),
        ({"a": {Path("b"): 1, "b": 2}}, "x.yaml", "two keys in a become the same"),
        ({"a": pd.NaT}, "x.yaml", "NaT at a has no plain form"),
        ({"a": np.longdouble(1)}, "x.json", "an array of .* at a has no plain form"),
        ({"a": "\ud800"}, "x.yaml", "YAML cannot hold this dict"),
        ({"a": "\ud800"}, "x.json", "JSON cannot hold this dict"),
        (np.ma.array([1], mask=[True]), "x.npy", "an .npy has no mask"),
        ({"a": np.ma.array([1], mask=[True])}, "x.npz", "'a' has a mask"),
        ({"a": [[1], [1, 2]]}, "x.npz", "'a' is not an array"),
        (None, "x.csv", "this NoneType has none"),
        ([], "x.csv", "this list has none"),
    ],
)
def test_what_a_format_cannot_hold_is_refused_and_nothing_is_written(tmp_path, obj, name, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        scitex_io.save(obj, tmp_path / name)

    assert list(tmp_path.iterdir()) == []


def test_what_contains_itself_is_refused(tmp_path):
    endless = []
    endless.append(endless)

    with pytest.raises(scitex_io.ObjectError, match="nested too deeply, or contains itself"):
        scitex_io.save(endless, tmp_path / "x.json")


def test_any_name_is_the_name_of_an_array(tmp_path):
    arrays = {name: np.arange(2) for name in ("allow_pickle", "compressed", "file", "a/b", "ü")}

    assert sorted(scitex_io.load(scitex_io.save(arrays, tmp_path / "x.npz"))) == sorted(arrays)


def test_compressed_arrays_are_smaller_and_equal(tmp_path):
    arrays = {"a": np.zeros((100, 100))}

    small = scitex_io.save(arrays, tmp_path / "small.npz", compressed=True)

    assert small.stat().st_size < 1000
    assert equal(scitex_io.load(small), arrays)


def test_times_of_pandas_and_of_day_are_saved(tmp_path):
    obj = {"stamp": pd.Timestamp("2026-02-13 14:30"), "noon": time(12)}

    path = scitex_io.save(obj, tmp_path / "x.yaml")

    assert scitex_io.load(path) == {"stamp": datetime(2026, 2, 13, 14, 30), "noon": "12:00:00"}


def test_an_image_is_read_without_matplotlib(tmp_path):
    scitex_io.save(figure(), tmp_path / "a.png", dpi=50)
    code = "import sys; sys.modules['matplotlib'] = None; import scitex_io; print(scitex_io.load('a.png').shape)"

    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)

    assert result.stdout == "(50, 100, 4)\n"


def test_a_hostile_yaml_and_npy_run_no_code(tmp_path):
    (tmp_path / "a.yaml").write_text("!!python/object/apply:os.system ['touch pwned']\n")
    np.save(tmp_path / "a.npy", np.array([Colour.RED]), allow_pickle=True)

    for name in ("a.yaml", "a.npy"):
        with pytest.raises(scitex_io.FormatError, match=name):
            scitex_io.load(tmp_path / name)


def test_malformed_yaml_is_named_by_file_line_and_column(tmp_path):
    (tmp_path / "a.yaml").write_text("a: 1\nb: [1, 2\nc: 3\n")

    with pytest.raises(scitex_io.FormatError, match=r"a\.yaml:3:2: "):
        scitex_io.load(tmp_path / "a.yaml")


def test_a_missing_library_is_named_with_the_pip_line(tmp_path):
    (tmp_path / "PIL").mkdir()
    (tmp_path / "PIL" / "__init__.py").write_text("raise ModuleNotFoundError(\"No module named 'PIL'\", name='PIL')\n")
    (tmp_path / "a.png").touch()

    command = [sys.executable, "-c", "import scitex_io; scitex_io.load('a.png')"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert 'MissingLibraryError: reading .png needs PIL: pip install "scitex-io[figure]"' in result.stderr
