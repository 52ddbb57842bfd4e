"""Text comes back to the letter, or says what encoding option it needs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scitex_io

WORLD = Path(__file__).parent / "world" / "plain"


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_survives(tmp_path_factory, text):
    path = scitex_io.save(text, tmp_path_factory.mktemp("text") / "a.txt")

    assert scitex_io.load(path) == text


@pytest.mark.parametrize("extension", [".log", ".md", ".txt"])
def test_line_ends_are_untouched_and_text_is_no_list(tmp_path, extension):
    path = scitex_io.save("one\r\ntwo\rthree\n\n", tmp_path / f"a{extension}")

    assert path.read_bytes() == b"one\r\ntwo\rthree\n\n"
    assert scitex_io.load(path) == "one\r\ntwo\rthree\n\n"


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfabc")

    assert scitex_io.load(tmp_path / "a.txt") == "abc"


def test_a_text_that_begins_like_a_byte_order_mark_survives(tmp_path):
    assert scitex_io.load(scitex_io.save("\ufeffabc", tmp_path / "a.txt")) == "\ufeffabc"


def test_another_encoding_is_an_error_that_names_the_option():
    with pytest.raises(scitex_io.FormatError, match=r"latin1\.txt: not utf-8 .*say encoding='latin-1'"):
        scitex_io.load(WORLD / "latin1.txt")
    with pytest.raises(scitex_io.FormatError, match=r"utf16\.txt: not utf-8 .*say encoding='utf-16'"):
        scitex_io.load(WORLD / "utf16.txt")


@pytest.mark.parametrize(("name", "encoding"), [("latin1.txt", "latin-1"), ("utf16.txt", "utf-16")])
def test_text_in_another_encoding_is_read_when_asked(name, encoding):
    assert scitex_io.load(WORLD / name, encoding=encoding) == "Größe: 5 µm\r\n"


def test_text_is_written_in_another_encoding_when_asked(tmp_path):
    path = scitex_io.save("µ→", tmp_path / "a.txt", encoding="latin-1", errors="replace")

    assert path.read_bytes() == b"\xb5?"


@pytest.mark.parametrize(
    ("obj", "options", "message"),
    [
        (3, {}, "a text file holds str, not int"),
        (["a"], {}, "a text file holds str, not list"),
        ("a→", {"encoding": "latin-1"}, r"character 1 of the text, '\\u2192', is not in latin-1"),
        ("\ud800", {}, r"character 0 of the text, '\\ud800', is not in utf-8"),
    ],
)
def test_what_is_no_text_in_the_encoding_is_refused(tmp_path, obj, options, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        scitex_io.save(obj, tmp_path / "a.txt", **options)

    assert list(tmp_path.iterdir()) == []
