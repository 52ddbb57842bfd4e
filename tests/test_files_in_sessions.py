"""Files inside a session: what the packages promise together."""

import json
import os
import pty
import shutil
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SLOW = """
import time
import scitex as stx
import scitex_io.progress

scitex_io.progress.DELAY, scitex_io.progress.INTERVAL = 0.05, 0.02

def slowly(obj, path):
    with path.open("wb") as file:
        for _ in range(10):
            file.write(b"x" * 1000)
            file.flush()
            time.sleep(0.05)

scitex_io.register(".slow", save=slowly)

@stx.session
def main():
    stx.io.save(None, "a.slow")
    print("saved")

main()
"""


@pytest.fixture
def run(tmp_path: Path) -> Callable[[str], Path]:
    """Return what runs a script, which must succeed, and returns the directory of its run."""
    (tmp_path / "pyproject.toml").touch()

    def run(script: str) -> Path:
        (tmp_path / "script.py").write_text(script)
        subprocess.run([sys.executable, "script.py"], cwd=tmp_path, check=True, timeout=120)
        return (tmp_path / "script_out/LATEST").resolve()

    return run


def test_a_progress_bar_is_on_the_terminal_and_not_in_the_log(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(SLOW)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(tmp_path)
        termios.tcsetwinsize(0, (24, 80))
        os.execv(sys.executable, [sys.executable, "script.py"])
    shown = b""
    while True:
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # how the system says that nobody has the terminal open any more
            break
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0

    assert b"writing a.slow" in shown
    log = (tmp_path / "script_out/LATEST/script.log").read_text()
    assert "saved" in log
    assert "writing" not in log


def test_a_relative_path_cannot_leave_the_directory_of_the_run(run: Callable[[str], Path]) -> None:
    directory = run(
        """
import scitex as stx

@stx.session
def main():
    try:
        stx.io.save([1], "../../numbers.json")
    except ValueError as error:
        stx.io.save(str(error), "error.txt")

main()
"""
    )

    assert "leaves" in (directory / "error.txt").read_text()
    assert list(directory.parents[1].rglob("numbers.json")) == []


def test_a_figure_is_sent_to_a_url_with_its_data_and_its_recipe(run: Callable[[str], Path]) -> None:
    pytest.importorskip("fsspec")
    directory = run(
        """
import fsspec
import scitex as stx

@stx.session
def main(plt=stx.INJECTED):
    figure, axes = plt.subplots()
    axes.plot([1, 2, 3])
    stx.io.save(figure, "memory://results/figure.png")
    stx.io.save(sorted(fsspec.filesystem("memory").store), "there.json")

main()
"""
    )

    names = (directory / "there.json").read_text()
    assert [f"/results/figure.{ending}" in names for ending in ("csv", "png", "yaml")] == [True] * 3


def test_a_figure_that_is_saved_adds_no_input(run: Callable[[str], Path]) -> None:
    directory = run(
        """
import scitex as stx

@stx.session
def main(plt=stx.INJECTED):
    figure, axes = plt.subplots()
    axes.plot([1, 2, 3])
    for name in ("f.png", "f.svg", "f.png", "more/f.png"):
        stx.io.save(figure, name, verify=name.endswith("png"))

main()
"""
    )

    assert inputs(directory) == set()
    (action,) = (node for node in crate(directory) if node["@type"] == "CreateAction")
    assert {"f.csv", "f.png", "f.svg", "f.yaml", "more/f.yaml"} <= {node["@id"] for node in action["result"]}


def crate(directory: Path) -> list[Any]:
    return json.loads((directory / "ro-crate-metadata.json").read_text())["@graph"]  # type: ignore[no-any-return]


def inputs(directory: Path) -> set[str]:
    """Return the names of the files that a run has read."""
    (action,) = (node for node in crate(directory) if node["@type"] == "CreateAction")
    return {Path(node["@id"]).name for node in action["object"] if not node["@id"].startswith("#")}


def test_figures_that_are_drawn_again_are_inputs(run: Callable[[str], Path], tmp_path: Path) -> None:
    earlier = run(
        """
import scitex as stx

@stx.session
def main(plt=stx.INJECTED):
    for name in ("one", "other"):
        figure, axes = plt.subplots()
        axes.plot([1, 2, len(name)])
        stx.io.save(figure, f"{name}.png")
    assert plt.verify("one.png").verdict == "identical"

main()
"""
    )
    shutil.copytree(earlier, tmp_path / "earlier")
    directory = run(
        """
import scitex as stx

@stx.session
def main(plt=stx.INJECTED):
    stx.io.save(plt.reproduce("earlier/one.yaml"), "one.png")
    stx.io.save(plt.compose(["earlier/one.png", "earlier/other.yaml"]), "both.png")

main()
"""
    )

    assert inputs(earlier) == set()  # it made them itself
    assert inputs(directory) == {"one.csv", "one.png", "one.yaml", "other.csv", "other.yaml"}


def test_a_directory_format_is_recorded_file_by_file(run: Callable[[str], Path]) -> None:
    pytest.importorskip("zarr")
    directory = run(
        """
import numpy as np
import scitex as stx

@stx.session
def main():
    stx.io.save({"a": np.arange(3)}, "x.zarr")
    assert stx.io.load("x.zarr")["a"].tolist() == [0, 1, 2]

main()
"""
    )

    assert "x.zarr/a/zarr.json" in (directory / "ro-crate-metadata.json").read_text()


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_a_worker_reads_and_writes_is_recorded(run: Callable[[str], Path], tmp_path: Path, method: str) -> None:
    (tmp_path / "data.json").write_text("[1, 2]")
    directory = run(
        f"""
import multiprocessing
import scitex as stx

def work(number):
    stx.io.save(stx.io.load("data.json"), f"part_{{number}}.json")

@stx.session
def main():
    with multiprocessing.get_context({method!r}).Pool(2) as pool:
        pool.map(work, range(3))
        pool.close()
        pool.join()

if __name__ == "__main__":
    main()
"""
    )

    crate = json.loads((directory / "ro-crate-metadata.json").read_text())
    action = next(entity for entity in crate["@graph"] if entity["@type"] == "CreateAction")
    names = {entity["@id"]: entity.get("name", entity["@id"]) for entity in crate["@graph"]}
    assert any("data.json" in names[entity["@id"]] for entity in action["object"])
    outputs = {names[entity["@id"]].rpartition("/")[2] for entity in action["result"]}
    assert {"part_0.json", "part_1.json", "part_2.json"} <= outputs
