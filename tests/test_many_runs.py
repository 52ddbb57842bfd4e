"""Runs of one script that are started at once: each has its directory, its log and its record."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

SCRIPT = """
import scitex as stx

@stx.session
def main(n=0):
    for line in range(20):
        print(n, line, flush=line % 2)
    stx.io.save(n, "n.json")

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("number", [16, 50])
def test_first_runs_at_once_in_a_fresh_project_are_all_there(tmp_path: Path, number: int) -> None:
    (tmp_path / "train.py").write_text(SCRIPT)
    (tmp_path / "pyproject.toml").touch()

    started = [
        subprocess.Popen(
            [sys.executable, "train.py", "--n", str(n)],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": ""},
        )
        for n in range(number)
    ]
    shown = [process.communicate(timeout=300)[0] for process in started]

    lines = ["".join(f"{n} {line}\n" for line in range(20)) for n in range(number)]
    runs = sorted(
        (tmp_path / "train_out/FINISHED_SUCCESS").iterdir(), key=lambda run: int((run / "n.json").read_text())
    )
    assert shown == lines
    assert [process.returncode for process in started] == [0] * number
    assert [output_in(run / "train.log") for run in runs] == lines
    assert all(json.loads((run / "ro-crate-metadata.json").read_text()) for run in runs)
    assert list((tmp_path / "train_out/RUNNING").iterdir()) == []
    assert indexed(tmp_path) == {run.name for run in runs}


def output_in(log: Path) -> str:
    return "".join(line for line in log.read_text().splitlines(keepends=True) if not line.startswith("# "))


def indexed(project: Path) -> set[str]:
    with closing(sqlite3.connect(project / ".scitex/clew.db")) as database:
        return {name for (name,) in database.execute("SELECT id FROM runs WHERE outcome = 'success'")}
