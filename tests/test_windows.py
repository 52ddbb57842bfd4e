"""A session that wants windows opens them where there is a display, and none is left open; else it draws into files."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import scitex as stx

SCRIPT = """
import matplotlib
import scitex as stx
from matplotlib._pylab_helpers import Gcf

@stx.session(agg=False)
def main(plt=stx.INJECTED):
    fig, ax = plt.subplots(figsize=(3, 2), dpi=90)
    ax.plot([1, 2, 3], label="line")
    ax.legend()
    plt.show(block=False)
    fig.canvas.flush_events()
    print(matplotlib.get_backend())
    stx.io.save(fig, "figure.png", verify=True)

if __name__ == "__main__":
    main()
    print("left open:", Gcf.get_all_fig_managers())
"""
TOOLKITS = {"QtAgg": ("PyQt6", "PySide6"), "TkAgg": ("_tkinter",)}
"""Backend → the modules of which one must be there."""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """Return the name of a display that nobody sees."""
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("no Xvfb, on which windows are opened unseen")
    reader, writer = os.pipe()
    command = [program, "-displayfd", str(writer), "-noreset", "-nolisten", "tcp", "-screen", "0", "640x480x24"]
    with subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        with os.fdopen(reader) as number:
            yield f":{number.readline().strip()}"
        server.terminate()


def run(project: Path, **environment: str) -> list[str]:
    """Run the script, in which warnings are errors; return what it printed."""
    (project / "shown.py").write_text(SCRIPT)
    others = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "shown.py"],
        cwd=project,
        env=others | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.mark.parametrize("backend", TOOLKITS)
def test_a_figure_that_is_shown_is_saved_and_closed(tmp_path: Path, display: str, backend: str) -> None:
    if not any(map(importlib.util.find_spec, TOOLKITS[backend])):
        pytest.skip(f"no toolkit for {backend}")
    assert run(tmp_path, DISPLAY=display, MPLBACKEND=backend) == [backend, "left open: []"]
    assert stx.plt.verify(tmp_path / "shown_out/LATEST/figure.png").verdict == "identical"


@pytest.mark.parametrize("chosen", [{}, {"MPLBACKEND": "QtAgg"}, {"MPLBACKEND": "TkAgg"}], ids=str)
def test_without_a_display_it_is_agg_without_a_word(tmp_path: Path, chosen: dict[str, str]) -> None:
    assert run(tmp_path, **chosen) == ["agg", "left open: []"]
    assert stx.plt.verify(tmp_path / "shown_out/LATEST/figure.png").verdict == "identical"
