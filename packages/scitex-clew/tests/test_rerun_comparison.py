"""Two files compared by what they mean."""

import io
import pickle
import zipfile
from pathlib import Path

import numpy
import pandas
import pytest
from PIL import Image, PngImagePlugin

import scitex_io
from scitex_clew.rerunning.comparison import PATHS, Difference, Pair, compare
from scitex_clew.rerunning.tolerance import EXACT, Tolerance

CLOSE = Tolerance()
EQUAL = Difference(True, "the objects are equal, only metadata or compression differ")


def text(before: str, after: str, tolerance: Tolerance = CLOSE) -> Difference:
    return compare(Pair("a.txt", before.encode(), after.encode()), tolerance)


def saved(obj: object, name: str, tmp_path: Path, **options: object) -> bytes:
    return scitex_io.save(obj, tmp_path / name, **options).read_bytes()


def zipped(year: int, **members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


def array_bytes(array: object) -> bytes:
    buffer = io.BytesIO()
    numpy.save(buffer, array)
    return buffer.getvalue()


def png(pixels: object, comment: str) -> bytes:
    information = PngImagePlugin.PngInfo()
    information.add_text("Creation Time", comment)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "png", pnginfo=information)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("before", "after", "close", "detail"),
    [
        ("a,1.0\n", "a,1.0000000001\n", True, "numbers differ by 1.0e-10 of themselves at most"),
        ("a,1.0\n", "a,1.1\n", False, "line 1: 'a,1.0' → 'a,1.1'"),
        ("x 1\ny 2\n", "x 1\n", False, "line 2: 'y 2' → no line"),
        ("100000000001", "100000000002", False, "line 1: '100000000001' → '100000000002'"),
        ("v1.0", "v1.0000000001", False, "line 1: 'v1.0' → 'v1.0000000001'"),
        ("1.0\n", "1.00\n", True, "only line ends, or how numbers are written, differ"),
        ("1.0\n", "1.0\r\n", True, "only line ends, or how numbers are written, differ"),
        ("0.0", "1e-300", False, "line 1: '0.0' → '1e-300'"),
        ("1e999", "1.0", False, "line 1: '1e999' → '1.0'"),
    ],
)
def test_text_is_compared_with_the_numbers_in_it(before: str, after: str, close: bool, detail: str) -> None:
    assert text(before, after) == Difference(close, detail)


@pytest.mark.parametrize(
    ("before", "after", "close"),
    [
        ("0.0", "1e-13", True),
        ("-1e-13", "1e-13", True),
        ("0.0", "1e-11", False),
        ("1.0 0.0", "1.0 1e-13", True),
        ("1.0 0.0", "1.1 1e-13", False),
        ("1e999", "1.0", False),
        ("0", "1", False),
    ],
)
def test_numbers_near_zero_are_close_within_an_absolute_tolerance(before: str, after: str, close: bool) -> None:
    arrays = [array_bytes(numpy.array(list(map(float, text.split())))) for text in (before, after)]
    pickles = [pickle.dumps(list(map(float, text.split()))) for text in (before, after)]
    tolerance = Tolerance(absolute=1e-12)

    assert text(before, after, tolerance).close is close
    assert compare(Pair("a.npy", *arrays), tolerance).close is close
    assert compare(Pair("a.pkl", *pickles), tolerance).close is close
    assert not text(before, after).close


def test_the_place_of_the_project_makes_no_difference() -> None:
    pair = Pair("a.txt", b"from /home/a/x.csv", b"from /tmp/scratch/x.csv")
    assert compare(pair, 0, {b"/tmp/scratch": b"/home/a"}) == Difference(True, PATHS)


def test_a_picture_is_its_pixels() -> None:
    pixels = numpy.arange(12, dtype="uint8").reshape(3, 4)
    other = pixels + (pixels == 5)

    found = compare(Pair("a.png", png(pixels, "today"), png(pixels, "tomorrow")), Tolerance(0.5))
    assert found == Difference(True, "the pixels are the same, only metadata or compression differ")
    found = compare(Pair("a.png", png(pixels, "today"), png(other, "today")), Tolerance(0.5))
    assert found == Difference(False, "1 of 12 elements differ, first at [1, 1], 5 → 6")


def test_the_dates_in_a_document_are_metadata() -> None:
    before = (
        b"%PDF-1.4 \xff\n/CreationDate (D:2026)\n/Title (a \\) (b))\n1 0 obj\nxref\n0 1\ntrailer\nstartxref\n12\n%%EOF"
    )
    after = before.replace(b"2026", b"20260101").replace(b"\n12\n", b"\n16\n")

    assert compare(Pair("a.pdf", before, after), EXACT) == Difference(True, "only metadata differs, such as dates")
    assert not compare(Pair("a.pdf", before, after.replace(b"obj", b"job")), EXACT).close
    drawn = [f'<svg><metadata>{year}</metadata><path d="M 1.5"/></svg>'.encode() for year in (2025, 2026)]
    assert compare(Pair("a.svg", *drawn), EXACT).close


def test_a_zip_file_is_its_members() -> None:
    inside = array_bytes(numpy.array([1.0, 2.0]))
    near = array_bytes(numpy.array([1.0, 2.0 + 1e-12]))
    far = array_bytes(numpy.array([1.0, 2.5]))

    def npz(before: bytes, after: bytes) -> Difference:
        return compare(Pair("a.npz", before, after), CLOSE)

    first = zipped(1990, **{"x.npy": inside})
    assert npz(first, zipped(2000, **{"x.npy": inside})) == Difference(True, "only metadata differs, such as dates")
    assert npz(first, zipped(1990, **{"x.npy": near})).close
    detail = "x.npy: 1 of 2 elements differ, first at [1], 2.0 → 2.5"
    assert npz(first, zipped(1990, **{"x.npy": far})) == Difference(False, detail)
    assert npz(first, zipped(1990, **{"y.npy": inside})).detail == "x.npy is only in the recorded file"
    assert npz(first, b"PK").detail.startswith("it cannot be read as a zip file")


def test_a_pickle_is_its_object() -> None:
    value = {"a": [1.0, float("nan"), None], "b": numpy.array([1.0, numpy.nan, numpy.inf])}
    protocols = [pickle.dumps(value, protocol) for protocol in (2, 5)]

    assert compare(Pair("a.pkl", *protocols), EXACT) == EQUAL
    other = pickle.dumps({**value, "a": [1.0, float("nan"), "x"]}, 5)
    assert compare(Pair("a.pkl", protocols[1], other), EXACT) == Difference(False, "a: [2] NoneType → str")
    assert compare(Pair("a.pkl", protocols[1], b"\x80\x05no"), EXACT).detail.startswith(
        "the bytes differ, and what they"
    )


@pytest.mark.parametrize(
    ("before", "after", "close"),
    [
        ([1.0, numpy.inf], [1.0 + 1e-12, numpy.inf], True),
        ([1.0, numpy.inf], [1.0, 5.0], False),
        ([1.0, numpy.inf], [1.0, -numpy.inf], False),
        ([1.0, numpy.nan], [1.0, 2.0], False),
        ([0.0, 1.0], [0.0, 1.0 + 1e-12], True),
        ([1j, 2], [1j, 2 + 1e-12], True),
        ([1, 2], [1, 3], False),
        ([1.0], [1.0, 2.0], False),
        (1.0, 1.0 + 1e-12, True),
        (numpy.array(["NaT", "2020"], "M8[D]"), numpy.array(["NaT", "2021"], "M8[D]"), False),
    ],
)
def test_arrays_are_compared_element_by_element(before: object, after: object, close: bool) -> None:
    pair = Pair("a.npy", array_bytes(numpy.array(before)), array_bytes(numpy.array(after)))
    assert compare(pair, CLOSE).close is close


def test_tables_are_compared_column_by_column(tmp_path: Path) -> None:
    frame = pandas.DataFrame({"t": [0.0, 1.0], "name": ["a", None], "n": pandas.array([1, None], "Int64")})
    before = saved(frame, "a.parquet", tmp_path)
    near = saved(frame.assign(t=[0.0, 1.0 + 1e-12]), "b.parquet", tmp_path)
    far = saved(frame.assign(name=["a", "b"]), "c.parquet", tmp_path)

    assert compare(Pair("a.parquet", before, near), CLOSE).close
    found = compare(Pair("a.parquet", before, far), CLOSE)
    assert (found.close, found.detail.startswith("name: ")) == (False, True)


def test_what_nobody_can_read_is_different() -> None:
    found = compare(Pair("a.unknown", b"\xff\x00", b"\xff\x01"), CLOSE)
    assert (found.close, found.detail.startswith("the bytes differ, and what they mean cannot be told")) == (
        False,
        True,
    )
