"""A write is whole or absent."""

import os
import subprocess
import sys
import threading

import pytest

import scitex_io
from scitex_io.atomic import replacing


def test_a_failed_save_leaves_the_old_file_and_no_litter(tmp_path):
    path = scitex_io.save({"a": 1}, tmp_path / "a.json")

    with pytest.raises(scitex_io.ObjectError):
        scitex_io.save({"a": object()}, path)

    assert scitex_io.load(path) == {"a": 1}
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


def test_a_full_disk_leaves_the_old_file_and_no_litter(tmp_path):
    scitex_io.save("old", tmp_path / "a.txt")
    script = """
import resource, signal, scitex_io
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
scitex_io.save("x" * 2000, "a.txt")
"""

    result = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True)

    assert result.stderr.splitlines()[-1] == f"OSError: [Errno 27] File too large: '{tmp_path}/a.txt'"
    assert scitex_io.load(tmp_path / "a.txt") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_reader_never_sees_a_torn_file(tmp_path):
    path = scitex_io.save([0] * 20000, tmp_path / "a.json")
    stop = threading.Event()

    def write():
        for number in range(30):
            scitex_io.save([number] * 20000, path)
        stop.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not stop.is_set():
        data = scitex_io.load(path)
        assert len(data) == 20000
        assert len(set(data)) == 1
    writer.join()


def test_a_symbolic_link_is_written_through(tmp_path):
    scitex_io.save("old", tmp_path / "target.txt")
    (tmp_path / "link.txt").symlink_to("target.txt")

    scitex_io.save("new", tmp_path / "link.txt")

    assert (tmp_path / "link.txt").is_symlink()
    assert scitex_io.load(tmp_path / "target.txt") == "new"


def test_a_directory_is_not_overwritten(tmp_path):
    (tmp_path / "a.txt").mkdir()

    with pytest.raises(IsADirectoryError, match="it is a directory"):
        scitex_io.save("x", tmp_path / "a.txt")


def test_a_pipe_is_not_replaced_by_a_file(tmp_path):
    os.mkfifo(tmp_path / "a.txt")

    with pytest.raises(FileExistsError, match="it is a pipe or a device"):
        scitex_io.save("x", tmp_path / "a.txt")

    assert (tmp_path / "a.txt").is_fifo()


def test_a_directory_is_not_read(tmp_path):
    with pytest.raises(IsADirectoryError, match="it is a directory; give the name of a file"):
        scitex_io.load(tmp_path)


def test_the_file_has_the_permissions_of_any_new_file(tmp_path):
    before = os.umask(0o027)
    try:
        mode = scitex_io.save("x", tmp_path / "a.txt").stat().st_mode & 0o777
    finally:
        os.umask(before)

    assert mode == 0o640


def test_a_file_that_was_there_keeps_its_permissions(tmp_path):
    path = scitex_io.save("old", tmp_path / "a.txt")
    path.chmod(0o600)

    scitex_io.save("new", path)

    assert path.stat().st_mode & 0o777 == 0o600


def test_a_long_name_can_be_written(tmp_path):
    name = "x" * 250 + ".txt"

    assert scitex_io.save("x", tmp_path / name).name == name


def test_an_interrupt_leaves_no_litter(tmp_path):
    def interrupted():
        with replacing(tmp_path / "a.txt") as temporary:
            temporary.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert list(tmp_path.iterdir()) == []
