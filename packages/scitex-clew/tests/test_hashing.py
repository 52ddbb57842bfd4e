"""The content of a file is its SHA-256, whatever computes it."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scitex_clew.hashing import SMALL, content


@pytest.mark.parametrize("loaded", [True, False])
@pytest.mark.parametrize("size", [0, 1, SMALL - 1, SMALL, SMALL + 1, 3 * SMALL])
def test_it_is_that_of_the_standard_library(tmp_path, monkeypatch, size, loaded):
    if not loaded:
        monkeypatch.delitem(sys.modules, "hashlib")
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    (tmp_path / "a").write_bytes(data)

    found = content(tmp_path / "a")

    assert (found.sha256, found.size) == (hashlib.sha256(data).hexdigest(), size)


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="there is no such file here")
def test_a_file_that_holds_more_than_the_system_says_is_read_to_its_end():
    path = Path("/proc/version")
    assert path.stat().st_size == 0
    assert content(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_faster_code_is_loaded_where_there_is_much_to_hash():
    code = (
        "import sys; from scitex_clew.hashing import MUCH, digest\n"
        "print([digest(bytes(MUCH // 2)) and 'hashlib' in sys.modules for _ in range(3)])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[False, False, True]\n"


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        content(tmp_path / "a")


def test_a_pipe_is_an_error_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a regular file"):
        content(tmp_path / "pipe")
