"""A write is whole or absent."""

import os
import random
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

import scitex_io
from scitex_io.atomic import host, replacing


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


def test_where_nothing_can_be_removed_either_the_error_names_the_file_that_was_asked_for(tmp_path):
    (tmp_path / "results").mkdir()

    def write():
        with replacing(tmp_path / "results" / "a.txt") as temporary:
            (tmp_path / "results").rmdir()
            (tmp_path / "results").touch()
            temporary.write_text("1")

    with pytest.raises(NotADirectoryError) as told:
        write()

    assert told.value.filename == str(tmp_path / "results" / "a.txt")


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


def test_of_several_hard_links_one_name_gets_a_file_of_its_own(tmp_path):
    scitex_io.save("old", tmp_path / "a.txt")
    (tmp_path / "b.txt").hardlink_to(tmp_path / "a.txt")

    scitex_io.save("new", tmp_path / "b.txt")

    assert scitex_io.load(tmp_path / "a.txt") == "old"


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


def test_a_save_that_is_killed_at_any_instant_leaves_the_old_file_or_the_new_and_no_litter(tmp_path):
    script = """
import os, sys, scitex_io
scitex_io.load("a.json")
print("ready", flush=True)
number = 0
while True:
    number += 1
    scitex_io.save([os.getpid(), number] * 20000, "a.json")
"""
    scitex_io.save([0, 0] * 20000, tmp_path / "a.json")
    chance = random.Random(42)

    for _ in range(10):
        writers = [
            subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, stdout=subprocess.PIPE) for _ in range(2)
        ]
        for writer in writers:
            writer.stdout.readline()
            time.sleep(chance.uniform(0, 0.03))
            writer.kill()
            writer.wait()
            writer.stdout.close()
            data = scitex_io.load(tmp_path / "a.json")
            assert data == data[:2] * 20000

    save = "import scitex_io; scitex_io.save('x', 'b.txt')"
    subprocess.run([sys.executable, "-c", save], cwd=tmp_path, check=True)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.json", "b.txt"]


def test_hundreds_of_kills_in_mid_write(tmp_path):
    """Fork, write half, and die: the cheapest way to be killed at three hundred different instants."""
    path = scitex_io.save({"a": np.zeros(50_000)}, tmp_path / "a.npz")
    old = path.read_bytes()
    chance = random.Random(42)
    new = {"a": np.ones(50_000)}

    for _ in range(300):
        child = os.fork()
        if child == 0:
            signal.setitimer(signal.ITIMER_REAL, chance.uniform(1e-5, 2e-3))  # SIGALRM kills, as SIGKILL does
            while True:
                scitex_io.save(new, path)
        os.waitpid(child, 0)
        chance.random()  # the child took a number that the parent still has
        assert path.read_bytes() == old or scitex_io.load(path)["a"].sum() == 50_000


def test_what_a_killed_save_left_behind_is_removed_by_a_later_one(tmp_path):
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    litter = tmp_path / f".scitex-{host()}-{dead.stdout.strip()}-0123abcd.csv"
    litter.touch()
    of_another_host = tmp_path / ".scitex-elsewhere-1-0123abcd.csv"
    of_another_host.touch()
    in_the_making = tmp_path / f".scitex-{host()}-{os.getppid()}-0123abcd.csv"
    in_the_making.touch()

    scitex_io.save("x", tmp_path / "a.txt")

    assert not litter.exists()
    assert of_another_host.exists()
    assert in_the_making.exists()


def test_a_write_protected_file_is_not_replaced(tmp_path):
    path = scitex_io.save("old", tmp_path / "a.txt")
    path.chmod(0o444)

    with pytest.raises(PermissionError, match="write-protected; chmod u\\+w it"):
        scitex_io.save("new", path)

    assert scitex_io.load(path) == "old"


def test_a_relative_path_that_leaves_the_base_directory_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with (
        scitex_io.base_directory("run"),
        pytest.raises(scitex_io.OutsideError, match=r"'\.\./a\.txt' leaves .*/run: give a name inside it, or an abs"),
    ):
        scitex_io.save("x", "../a.txt")

    assert list(tmp_path.iterdir()) == []


def test_a_relative_load_that_leaves_the_base_directory_means_the_working_directory(tmp_path, monkeypatch):
    (tmp_path / "scripts").mkdir()
    monkeypatch.chdir(tmp_path / "scripts")
    scitex_io.save("data", "../a.txt")
    scitex_io.save("other", tmp_path / "run/../out/a.txt")

    with scitex_io.base_directory(tmp_path / "out/run"):
        assert scitex_io.load("../a.txt") == "data"


def test_eight_writers_and_a_reader_share_one_file(tmp_path):
    script = """
import os, sys, scitex_io
for number in range(40):
    scitex_io.save([os.getpid(), number] * 5000, "a.json")
"""
    path = scitex_io.save([0, 0] * 5000, tmp_path / "a.json")
    writers = [subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path) for _ in range(8)]

    reads = 0
    while any(writer.poll() is None for writer in writers):
        data = scitex_io.load(path)
        assert data == data[:2] * 5000
        reads += 1

    assert [writer.wait() for writer in writers] == [0] * 8
    assert reads > 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]
