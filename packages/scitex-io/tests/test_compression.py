"""Compression by suffix."""

import bz2
import gzip
import lzma
import subprocess
import sys

import pytest

import scitex_io
from scitex_io import compression

TOOLS = {".bz2": bz2.decompress, ".gz": gzip.decompress, ".xz": lzma.decompress}


@pytest.mark.parametrize("suffix", sorted(TOOLS))
def test_other_programs_read_what_is_written(tmp_path, suffix):
    path = scitex_io.save("ü" * 1000, tmp_path / f"a.txt{suffix}")

    assert TOOLS[suffix](path.read_bytes()).decode() == "ü" * 1000


def test_several_streams_in_a_row_are_one(tmp_path):
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"one ") + gzip.compress(b"two"))

    assert scitex_io.load(path) == "one two"


def test_a_compressed_file_under_a_plain_name_is_read(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(gzip.compress(b"[1, 2]"))

    assert scitex_io.load(path) == [1, 2]


@pytest.mark.parametrize("text", ["BZhang wrote this", "BZh9 is a bz2 header", ""])
def test_a_text_is_not_taken_for_a_compression(tmp_path, text):
    assert scitex_io.load(scitex_io.save(text, tmp_path / "a.txt")) == text


@pytest.mark.parametrize("suffix", [".bz2", ".gz", ".xz", ".zst"])
def test_a_name_that_promises_a_compression_which_is_not_there_is_an_error(tmp_path, suffix):
    path = tmp_path / f"a.txt{suffix}"
    path.write_text("plain")

    with pytest.raises(scitex_io.FormatError, match=rf"a\.txt\{suffix}: not \{suffix} data"):
        scitex_io.load(path)


def test_a_decompression_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(compression, "BOMB_SIZE", 1 << 20)
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(bytes(1 << 22)))

    with pytest.raises(scitex_io.FormatError, match="would become more than 200 times as large"):
        scitex_io.load(path)


def test_only_known_formats_can_be_compressed(tmp_path):
    with pytest.raises(scitex_io.UnknownFormatError, match=r"no format for '\.gz'"):
        scitex_io.save({"a": [1]}, tmp_path / "a.npz.gz")


def test_a_missing_zstd_is_named_with_the_pip_line(tmp_path):
    if sys.version_info >= (3, 14):
        pytest.skip("the standard library has it")
    code = "import sys; sys.modules['backports.zstd'] = None; import scitex_io; scitex_io.save('x', 'a.txt.zst')"

    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)

    assert 'MissingLibraryError: .zst needs backports.zstd: pip install "scitex-io[zstd]"' in result.stderr
    assert list(tmp_path.iterdir()) == []
