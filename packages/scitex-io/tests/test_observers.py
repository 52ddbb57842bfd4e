"""Every access is told to those who observe, from any thread."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import scitex_io
from scitex_io import Access
from scitex_io.observers import foretell


def test_reads_and_writes_are_told_in_order(tmp_path):
    seen = []
    with scitex_io.observing(seen.append):
        path = scitex_io.save([1], tmp_path / "a.json")
        scitex_io.load(path)
    scitex_io.load(path)

    assert [access._replace(before=None) for access in seen] == [Access("write", path), Access("read", path)]


def test_what_failed_is_not_told(tmp_path):
    seen = []
    with scitex_io.observing(seen.append):
        for name in ("a.json", "a.cvs"):
            with pytest.raises(scitex_io.ScitexIOError):
                scitex_io.save(object(), tmp_path / name)
        with pytest.raises(scitex_io.NotFoundError):
            scitex_io.load(tmp_path / "b.json")

    assert seen == []


def test_an_access_of_a_worker_thread_is_told(tmp_path):
    seen = []
    with scitex_io.observing(seen.append), scitex_io.base_directory(tmp_path):
        thread = threading.Thread(target=scitex_io.save, args=([1], "a.json"))
        thread.start()
        thread.join()

    assert seen == [Access("write", tmp_path / "a.json")]


def test_an_observer_that_fails_is_a_warning_and_the_others_are_told(tmp_path):
    seen = []

    def broken(access):
        raise LookupError("no ink")

    with (
        scitex_io.observing(broken),
        scitex_io.observing(seen.append),
        pytest.warns(RuntimeWarning, match=r"failed on write of .*a\.json: LookupError"),
    ):
        scitex_io.save([1], tmp_path / "a.json")

    assert len(seen) == 1


def test_an_access_cannot_be_changed():
    with pytest.raises(AttributeError):
        Access("read", Path("a")).path = Path("b")


TOLD = """
import sys
import scitex_io

assert "witness" not in sys.modules
scitex_io.save("x", "a.txt")
if "alone" in sys.argv:
    scitex_io.observers.on_its_own()
scitex_io.load("a.txt")
"""
WITNESS = """
def witness(path):
    return lambda access: open(path, "a").write(f"{access.mode} {access.path.name}\\n")
def nobody(path):
    return None
"""


@pytest.mark.parametrize(
    ("named", "arguments", "told", "said"),
    [
        ("witness:witness seen it", [], "write a.txt\nread a.txt\n", ""),
        ("witness:witness seen it", ["alone"], "write a.txt\n", ""),
        ("witness:nobody seen it", [], "", ""),
        ("absent:nothing x", [], "", "not recorded by the run that started it: ModuleNotFoundError"),
    ],
)
def test_an_observer_that_the_environment_names_is_told_until_the_process_is_on_its_own(
    tmp_path, named, arguments, told, said
):
    (tmp_path / "witness.py").write_text(WITNESS)
    (tmp_path / "seen it").write_text("")
    done = subprocess.run(
        [sys.executable, "-c", TOLD, *arguments],
        cwd=tmp_path,
        env={**os.environ, "SCITEX_OBSERVER": named},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, (tmp_path / "seen it").read_text()) == (0, told)
    assert said in done.stderr
    assert done.stderr.count("RuntimeWarning") == bool(said)


def test_an_observer_that_wants_to_is_told_of_a_write_that_is_to_come(tmp_path):
    class Attentive(list):
        __call__ = list.append

        def foretold(self, path):
            self.append(("to come", path))

    seen, attentive = [], Attentive()
    with scitex_io.observing(seen.append), scitex_io.observing(attentive):
        foretell(tmp_path / "a.txt")

    assert (seen, attentive) == ([], [("to come", tmp_path / "a.txt")])


def test_what_an_observer_raises_of_a_write_to_come_is_a_warning(tmp_path):
    class Failing(list):
        def foretold(self, path):
            raise KeyError(path.name)

    with scitex_io.observing(Failing()), pytest.warns(RuntimeWarning, match=r"failed on the coming write of .*a\.txt"):
        foretell(tmp_path / "a.txt")
