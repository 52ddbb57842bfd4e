"""`scitex session` over recorded runs: shown, compared, chosen by what they were made with, removed if not needed."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

TRAIN = """
import os, time
import scitex as stx

@stx.session
def main(lr=0.1, api_token="none", mode="plain", layers=[2], batch_size=8, end="well", CONFIG=stx.INJECTED):
    \"\"\"Train a model.\"\"\"
    stx.io.save({"lr": lr}, "params.json")
    stx.io.save([1, 2], "same.json")
    if end == "kill":
        os.kill(os.getpid(), 9)
    if end == "fail":
        raise ValueError(f"bad {api_token}")

if __name__ == "__main__":
    main()
"""
PLOT = """
import scitex as stx

@stx.session
def main(source="train_out/LATEST/params.json"):
    stx.io.save(stx.io.load(source), "copy.json")

if __name__ == "__main__":
    main()
"""
IGNORED = "*_out/\n.scitex/\n"


class Project:
    """A repository with two scripts and a configuration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "config").mkdir()
        (folder / "config/model.yaml").write_text("MODEL:\n  dropout: 0.5\n")
        (folder / ".gitignore").write_text(IGNORED)
        (folder / "train.py").write_text(TRAIN)
        (folder / "plot.py").write_text(PLOT)
        for command in (["init", "--quiet", "--initial-branch=main"], ["add", "."]):
            subprocess.run(["git", *command], cwd=folder, check=True)
        self.commit()

    def commit(self) -> None:
        """Commit what has changed."""
        author = ["-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run(["git", *author, "commit", "--quiet", "--all", "--message=a"], cwd=self.folder, check=True)

    def run(self, *arguments: str, script: str = "train.py") -> str:
        """Run a script to its end, which is never in the second in which another began; return its id."""
        time.sleep(1.01 - time.time() % 1)
        before = self.ids()
        subprocess.run([sys.executable, script, *arguments], cwd=self.folder, capture_output=True, timeout=120)
        (new,) = self.ids() - before
        return new

    def ids(self) -> set[str]:
        """Return the ids of all runs."""
        return {path.name for path in self.folder.glob("*_out/[RF]*/*")}

    def scitex(self, *arguments: str) -> tuple[int, str]:
        """Call the program; return its exit code and all that it printed."""
        program = Path(sys.executable).with_name("scitex")
        done = subprocess.run([program, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout + done.stderr

    def told(self, *arguments: str) -> Any:
        """Return what `scitex session` says as JSON."""
        return json.loads(self.scitex("session", *arguments, "--json")[1])

    def listed(self, *arguments: str) -> list[str]:
        """Return the ids that a list has."""
        return [run["id"] for run in self.told("list", *arguments)]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def shown(project: Project) -> Callable[[str], list[str]]:
    """Return what shows a run, as lines without their margins."""
    return lambda id: [" ".join(line.split()) for line in project.scitex("session", "show", id)[1].splitlines()]


def test_everything_that_was_captured_is_shown(project: Project, shown: Callable[[str], list[str]]) -> None:
    (project.folder / "plot.py").write_text(PLOT + 'password = "sesame"\n')
    id = project.run("--lr", "0.01", "--api-token", "sesame", "--MODEL.dropout", "0.2", "--end", "fail")

    lines = shown(id)

    directory = f"train_out/FINISHED_ERROR/{id}"
    head = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=project.folder, text=True).strip()
    assert lines[:2] == [f"train.py {id}: error, exit code 1", "Train a model."]
    assert {
        "error ValueError: bad ***",
        f"directory {directory}",
        f"log {directory}/train.log",
        "command train.py --lr 0.01 --api-token *** --MODEL.dropout 0.2 --end fail",
        f"python {sys.version.split()[0]} on {os.uname().sysname} {os.uname().release} {os.uname().machine}",
        "seed 42",
        f"git {head} on main, tracked files changed: see {directory}/git.diff",
        "lr = 0.01 (flag --lr)",
        "api_token = '***' (flag --api-token)",
        "mode = 'plain' (default)",
        "MODEL.dropout = 0.2 (flag --MODEL.dropout)",
        "scitex-session 3.0.0",
        "ValueError: bad ***",
    } <= set(lines)
    assert any(line.startswith("used ") and line.endswith("of memory at most") for line in lines)
    assert any(line.startswith("host ") for line in lines)
    assert [line.split()[-1] for line in lines if line.endswith(".json")] == [
        f"{directory}/params.json",
        f"{directory}/same.json",
    ]
    record = (project.folder / directory / "ro-crate-metadata.json").read_text()
    diff = (project.folder / directory / "git.diff").read_text()
    log = (project.folder / directory / "train.log").read_text()
    assert "sesame" not in record + diff + "".join(line for line in log.splitlines() if line.startswith("#"))
    assert '+password = "***"' in diff


def test_a_run_directory_that_was_handed_on_shows_itself(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    id = project.run("--lr", "0.01")
    received = tmp_path_factory.mktemp("received") / "figure 3"
    shutil.copytree(project.folder / "train_out/LATEST", received)

    code, text = project.scitex("session", "show", str(received))

    assert code == 0
    assert f"{id}" not in text.splitlines()[0]
    assert "lr = 0.01  (flag --lr)" in text
    assert project.scitex("session", "log", str(received))[1].startswith(f"# run {id} of")


def test_runs_are_chosen_by_parameter_and_configuration(project: Project) -> None:
    first = project.run("--lr", "0.01", "--layers", "2", "3")
    second = project.run("--lr", "1", "--mode", "1", "--MODEL.dropout", "0.2")
    third = project.run()

    assert project.listed("--where", "lr=0.01") == [first]
    assert project.listed("--where", "lr=1e-2", "--where", "MODEL.dropout=0.5") == [first]
    assert project.listed("--where", "lr!=0.01") == [second, third]
    assert project.listed("--where", "lr>=0.1") == [second, third]
    assert project.listed("--where", "lr < 0.1") == [first]
    assert project.listed("--where", "mode=1") == [second]
    assert project.listed("--where", "mode>1") == []
    assert project.listed("--where", "layers=[2, 3]") == [first]
    assert project.listed("--where", "batch-size=8") == [first, second, third]
    assert project.listed("--where", "MODEL.dropout=0.2", "--last", "1") == [second]
    assert project.scitex("session", "list", "--where", "lrr=1") == (
        2,
        "Error: no run has a parameter or a configuration key 'lrr' (did you mean 'lr'?)\n",
    )


def test_two_runs_are_compared(project: Project) -> None:
    first = project.run("--lr", "0.01")
    (project.folder / "train.py").write_text(TRAIN.replace("[1, 2]", "[1, 3]"))
    project.commit()
    (project.folder / "config/model.yaml").write_text("MODEL:\n  dropout: 0.7\n  size: 3\n")
    second = project.run("--end", "fail")

    found = project.told("diff", first, second)

    assert found["parameters"] == {"lr": {"a": 0.01, "b": 0.1}, "end": {"a": "well", "b": "fail"}}
    assert found["config"] == {"MODEL.dropout": {"a": 0.5, "b": 0.7}, "MODEL.size": {"b": 3}}
    assert set(found["code"]) == {"script sha256", "git commit", "git dirty", "git diff sha256"}
    assert [line for line in found["text"] if line[0] in "+-" and line[:2] not in ("++", "--")] == [
        '-    stx.io.save([1, 2], "same.json")',
        '+    stx.io.save([1, 3], "same.json")',
    ]
    assert set(found["outputs"]) == {"params.json", "same.json"}
    assert found["outcome"]["outcome"] == {"a": "success", "b": "error"}
    assert found["environment"] == {}
    text = project.scitex("session", "diff", first, second)[1]
    assert "  lr: 0.01 → 0.1\n" in text
    assert "  MODEL.size: – → 3\n" in text


def test_the_texts_of_own_modules_are_compared(project: Project) -> None:
    (project.folder / "train.py").write_text(f"import rates\n{TRAIN}")
    runs = []
    for rate in (0.1, 0.2):
        (project.folder / "rates.py").write_text(f"RATE = {rate}\nAPI_TOKEN = 'sesame'\n")
        runs.append(project.run())

    found = project.told("diff", *runs)

    assert found["code"].keys() == {"rates.py sha256"}
    assert [line for line in found["text"] if line[0] in "+- "] == [
        f"--- rates.py {runs[0]}",
        f"+++ rates.py {runs[1]}",
        "-RATE = 0.1",
        "+RATE = 0.2",
        " API_TOKEN = '***'",
    ]
    assert "rates.py" in project.scitex("session", "show", runs[0])[1]
    assert project.told("show", runs[1])["record"]["modules"] == {"rates.py": "RATE = 0.2\nAPI_TOKEN = '***'\n"}


def test_a_repetition_does_not_differ(project: Project) -> None:
    first, second = project.run(), project.run()

    code, text = project.scitex("session", "diff", first, second)

    assert (code, text) == (0, f"a: train.py {first}\nb: train.py {second}\nno difference\n")


def test_a_run_whose_outputs_were_read_is_removed_by_force_or_with_its_readers(project: Project) -> None:
    first = project.run()
    reader = project.run(script="plot.py")
    second = project.run()
    later = project.run(script="plot.py")

    code, text = project.scitex("session", "rm", first)

    assert code == 1
    assert text == f"Error: what run {first} wrote was read by {reader}: remove that first, or use --force\n"
    assert project.scitex("session", "rm", first, reader)[0] == 0
    assert project.scitex("session", "rm", "--force", second)[0] == 0
    assert project.listed() == [later]
    assert project.scitex("clew", "list")[1].split()[0] == later
    code, text = project.scitex("clew", "status")
    assert (code, "is missing" in text) == (1, True)


def test_without_an_index_a_run_is_removed_by_force_only(project: Project) -> None:
    id = project.run()
    shutil.rmtree(project.folder / ".scitex")

    code, text = project.scitex("session", "rm", id)

    assert code == 1
    assert text.startswith(f"Error: nobody knows who has read what run {id} wrote: no run is recorded here")
    assert project.scitex("session", "rm", "--force", id)[0] == 0


def test_a_killed_run_that_was_put_away_is_a_failed_run_to_all(
    project: Project, shown: Callable[[str], list[str]]
) -> None:
    id = project.run("--lr", "0.01", "--end", "kill")
    assert project.scitex("clew", "status")[0] == 1
    assert shown(id)[0] == f"train.py {id}: dead"

    assert project.scitex("session", "clean")[0] == 0

    lines = shown(id)
    assert lines[0] == f"train.py {id}: error"
    assert {"lr = 0.01 (flag --lr)", "seed 42"} <= set(lines) | {"seed 42"}
    assert any(line.startswith("error ended without an outcome: killed or crashed; last sign") for line in lines)
    assert [line.split("/")[-1] for line in lines if line.endswith(".json")] == ["params.json", "same.json"]
    code, text = project.scitex("clew", "status")
    assert (code, text.splitlines()[-1]) == (0, "1 run: 1 failed")
    assert text.startswith(f"failed      train.py {id}: ended without an outcome: killed or crashed")


def test_a_crate_that_cannot_be_read_is_told_and_keeps_no_list_from_being_made(project: Project) -> None:
    good, bad = project.run(), project.run()
    (project.folder / f"train_out/FINISHED_SUCCESS/{bad}/ro-crate-metadata.json").write_text("{")

    code, text = project.scitex("session", "list")

    assert (code, len(text.splitlines())) == (0, 3)
    assert "ro-crate-metadata.json is not the crate of a run" in text.splitlines()[2]
    assert project.scitex("session", "diff", good, bad)[0] == 2
    assert "no record: " in project.scitex("session", "show", bad)[1]


@pytest.mark.parametrize("columns", [60, 100])
def test_the_table_fits_the_terminal(project: Project, columns: int) -> None:
    project.run("--mode", "a mode that is much too long for any terminal that somebody would look at it with, or not")
    controller, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, columns))
    program = [str(Path(sys.executable).with_name("scitex")), "session", "list"]
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"} | {"TERM": "xterm"}

    subprocess.run(program, cwd=project.folder, stdout=terminal, env=environment, check=True)

    os.close(terminal)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", read_all(controller)).splitlines()
    assert len(lines) == 2
    assert max(map(len, lines)) <= columns
    assert lines[1].endswith("…")


def read_all(controller: int) -> str:
    """Return all that was written to a terminal whose other end is closed."""
    read = b""
    with suppress(OSError):  # how Linux says that there is no more
        while data := os.read(controller, 65536):
            read += data
    os.close(controller)
    return read.decode()
