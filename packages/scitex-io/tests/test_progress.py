"""The bar is for people: on the terminal, after a while, and nowhere else."""

import gc
import os
import pty
import subprocess
import sys
import termios
from threading import Event
from types import ModuleType

import pytest

from scitex_io import progress

pytest.importorskip("tqdm")

SCRIPT = """
import sys, time
import scitex_io, scitex_io.progress

scitex_io.progress.DELAY, scitex_io.progress.INTERVAL = 0.05, 0.02

def slowly(obj, path):
    with path.open("wb") as file:
        for _ in range(10):
            file.write(b"x" * 1000)
            file.flush()
            time.sleep(0.05)

def slow(path):
    with path.open("rb") as file:
        while file.read(1000):
            time.sleep(0.05)

scitex_io.register(".slow", load=slow, save=slowly)
scitex_io.save(None, "a.slow")
scitex_io.load("a.slow")
print("done", file=sys.stderr)
"""


def on_a_terminal(script, folder, **environment):
    """Run `script` with a terminal of its own and return what stands there."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        termios.tcsetwinsize(0, (24, 80))
        os.execve(sys.executable, [sys.executable, "-c", script], {**os.environ, **environment})
    shown = b""
    while True:
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # how the system says that nobody has the terminal open any more
            break
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    return shown.decode()


def test_a_slow_save_and_load_show_how_far_they_are(tmp_path):
    shown = on_a_terminal(SCRIPT, tmp_path)

    assert "writing a.slow: " in shown
    assert "reading a.slow: " in shown
    assert "/10.0k" in shown


def test_one_setting_switches_it_off(tmp_path):
    assert on_a_terminal(SCRIPT, tmp_path, SCITEX_PROGRESS="0") == "done\r\n"


def test_a_quick_one_shows_nothing(tmp_path):
    assert on_a_terminal(SCRIPT.replace("DELAY, ", "DELAY = 5; _, "), tmp_path) == "done\r\n"


def test_what_is_redirected_is_free_of_it(tmp_path):
    script = SCRIPT.replace("import sys, time", "import sys, time; sys.stderr = open('log.txt', 'w')")

    assert on_a_terminal(script, tmp_path) == ""
    assert (tmp_path / "log.txt").read_text() == "done\n"


def test_without_a_terminal_there_is_none(tmp_path):
    result = subprocess.run([sys.executable, "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True)

    assert (result.stdout, result.stderr) == ("", "done\n")


def test_a_notebook_without_widgets_has_no_bar_and_no_complaint(monkeypatch, tmp_path):
    pytest.importorskip("tqdm.notebook")
    monkeypatch.setitem(sys.modules, "ipykernel", ModuleType("ipykernel"))
    monkeypatch.setattr("tqdm.notebook.IProgress", None)
    monkeypatch.setattr(progress, "DELAY", 0)
    done = Event()
    progress.watch(done, "reading", tmp_path, "x")
    gc.collect()
