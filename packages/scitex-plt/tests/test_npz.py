"""Data in numpy's arrays that come from strangers are read or refused in words, in bounded time and memory."""

import io
import zipfile

import numpy as np
import pytest
from matplotlib import pyplot as plt

import scitex_plt
from scitex_plt.errors import ColumnError
from scitex_plt.tables import columns, npz

X = np.array([1.0, 2.0, 3.0])


@pytest.fixture
def saved(tmp_path, save, monkeypatch):
    """Return the recipe of a line whose data are arrays."""
    monkeypatch.setattr(columns, "MOST_IN_CSV", 4)
    monkeypatch.setattr("scitex_plt.tables.forms.preferred", lambda: ".npz")
    figure, axes = plt.subplots(figsize=(2, 2), dpi=50)
    axes.plot(X, [0.1, 0.2, 0.3], label="line")
    return save(figure, tmp_path / "f.png").with_suffix(".yaml")


def drawn_with(saved, values):
    """Return the line that is drawn with these places along y."""
    np.savez(saved.with_suffix(".npz"), **{"A.line.x": X, "A.line.y": values})
    return scitex_plt.reproduce(saved).axes[0].lines[0].get_ydata()


@pytest.mark.parametrize("kind", ["?", "i1", ">i2", "u2", ">u8", "f2", ">f4", ">f8", "U2", ">U3"])
def test_numbers_of_any_type(saved, kind):
    assert drawn_with(saved, np.array([1, 0, 1]).astype(kind)).astype(float).tolist() == [1, 0, 1]


def test_a_column_that_ends_early(saved):
    assert np.array_equal(drawn_with(saved, np.array([1, 2])), [1, 2, np.nan], equal_nan=True)


def test_whole_numbers_that_no_float_holds(saved):
    assert drawn_with(saved, np.array([1, 2**63 + 2**11, 3], dtype=np.uint64))[1] == 2**63 + 2**11


class Bomb:
    """What runs code when it is read as a pickle."""

    def __reduce__(self):
        """Stop the program."""
        return exit, (3,)


@pytest.mark.parametrize(
    "values",
    [
        np.array([Bomb(), 1, 2], dtype=object),
        np.zeros((3, 1)),
        np.float64(3),
        np.array([b"a", b"b", b"c"]),
        np.zeros(3, complex),
        np.zeros(3, np.longdouble),
        np.zeros(3, "M8[s]"),
        np.zeros(3, "f8,f8"),
    ],
    ids=lambda values: str(values.dtype),
)
def test_arrays_of_other_things(saved, values):
    with pytest.raises(ColumnError, match=r"f\.npz: not numpy's arrays: A\.line\.y\.npy is no array of one dimension"):
        drawn_with(saved, values)


def test_words_where_numbers_are_expected(saved):
    with pytest.raises(ColumnError, match=r"f\.npz: row 2: column 'A\.line\.y': 'x' is not a number"):
        drawn_with(saved, np.array(["1", "2", "x"]))


@pytest.mark.parametrize("letter", [0xD800, 0x110000, 0xFFFFFFFF])
def test_letters_that_there_are_not(saved, letter):
    with pytest.raises(ColumnError, match=r"f\.npz: not numpy's arrays"):
        drawn_with(saved, np.array([letter] * 3, dtype=np.uint32).view("U1"))


def test_a_very_long_text_very_often(saved):
    with pytest.raises(ColumnError, match=r"f\.npz: row 0: .* is not a number"):
        drawn_with(saved, np.array(["x" * 10_000] * 1000))


def test_compressed_arrays_are_read(saved):
    np.savez_compressed(saved.with_suffix(".npz"), **{"A.line.x": X, "A.line.y": X})
    assert scitex_plt.reproduce(saved).axes[0].lines[0].get_ydata().tolist() == [1, 2, 3]


def put(path, content, *, name="A.line.y.npy", compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "a") as archive, archive.open(zipfile.ZipInfo(name), "w") as file:
        file.write(content)
        archive.compression = compression


def bytes_of(values):
    file = io.BytesIO()
    np.lib.format.write_array(file, values)
    return file.getvalue()


LINE = bytes_of(X)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        LINE[:20],
        LINE[:-1],
        LINE.replace(b"(3,)", b"(9,)"),
        LINE.replace(b"(3,), }     ", b"(99999999,)}"),
        LINE.replace(b"<f8", b"|O8"),
        LINE.replace(b"\x01\x00", b"\x04\x00", 1),
        LINE.replace(b"False", b"exit("),
        b"\x93NUMPY\x01\x00\xff\xff" + b"{" * 65535,
    ],
)
def test_arrays_that_are_not_whole(saved, content):
    path = saved.with_suffix(".npz")
    path.unlink()
    put(path, LINE, name="A.line.x.npy")
    put(path, content)
    with pytest.raises(ColumnError, match=r"f\.npz: not numpy's arrays"):
        scitex_plt.reproduce(saved)


def test_an_array_that_is_said_to_fill_the_memory(saved):
    path = saved.with_suffix(".npz")
    path.unlink()
    put(path, LINE, name="A.line.x.npy")
    put(path, LINE.replace(b"<f8", b"<U9").replace(b"(3,), }        ", b"(199999999,), }"))
    with pytest.raises(ColumnError, match=r"f\.npz: (not numpy's arrays: )?more than \d+ (cells|bytes)"):
        scitex_plt.reproduce(saved)


def test_what_is_behind_an_array_is_left_alone(saved):
    path = saved.with_suffix(".npz")
    path.unlink()
    put(path, LINE + b"more", name="A.line.x.npy")
    put(path, LINE)
    assert scitex_plt.reproduce(saved).axes[0].lines[0].get_ydata().tolist() == [1, 2, 3]


def test_very_many_arrays(saved, monkeypatch):
    monkeypatch.setattr(npz, "MOST_COLUMNS", 1)
    with pytest.raises(ColumnError, match=r"f\.npz: not numpy's arrays: more than 1 columns"):
        scitex_plt.reproduce(saved)
