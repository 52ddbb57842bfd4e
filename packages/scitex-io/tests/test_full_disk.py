"""A full disk, for every format: an error that names the file, the old file as it was, no litter."""

import resource
import signal
import warnings
from contextlib import contextmanager

import pytest
from conformance.suite import typical

import scitex_io
from scitex_io.registry import BUILT_IN


@contextmanager
def room_for(size):
    """Let no file grow beyond `size` bytes while the block lasts, in which libraries may say what they want."""
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


@pytest.mark.parametrize("extension", sorted({*BUILT_IN} - {".zarr"}))
def test_a_full_disk(tmp_path, extension):
    make, _ = typical(extension)
    path = scitex_io.save(make(), tmp_path / f"a{extension}")
    old = path.read_bytes()
    names = sorted(tmp_path.iterdir())  # a figure has companions
    obj = make()

    almost = set() if len(names) > 1 else {len(old) - 1}  # a picture has room without the pointer to its recipe
    for room in {0, len(old) // 2} | almost:
        with room_for(room), pytest.raises(OSError, match=rf"a\{extension}"):
            scitex_io.save(obj, path)

    assert path.read_bytes() == old
    assert sorted(tmp_path.iterdir()) == names


def test_a_full_disk_and_a_directory_format(tmp_path):
    make, _ = typical(".zarr")
    path = scitex_io.save(make(), tmp_path / "a.zarr")
    old = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}

    with room_for(50), pytest.raises(OSError, match=r"a\.zarr"):
        scitex_io.save(make(), path)

    assert {file: file.read_bytes() for file in path.rglob("*") if file.is_file()} == old
    assert list(tmp_path.iterdir()) == [path]
