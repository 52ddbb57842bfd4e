"""The script of the user's own description, as it stands there, does what it says."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

SCRIPT = '''\
import scitex as stx

@stx.session
def main(
    lr=0.001,               # --lr 0.01
    epochs=100,             # --epochs 50
    CONFIG=stx.INJECTED,    # from ./config/*.yaml
    plt=stx.INJECTED,       # pre-configured matplotlib
    logger=stx.INJECTED,    # session logger
):
    """Train a model. Docstring becomes --help text."""
    logger.info(f"Training with lr={lr}, epochs={epochs}")

    # stx.io.save paths are relative to session output dir
    stx.io.save({"lr": lr, "epochs": epochs}, "params.yaml")

    return 0
'''
CALL = '\nif __name__ == "__main__":\n    main()\n'
EXPERIMENT = """\
# config/experiment.yaml
DATA_DIR: ./data
MODEL:
  hidden_size: 256
  dropout: 0.1
"""
PATH = """\
# config/PATH.yaml
OUTPUT_DIR: ${HOME}/results    # env var substitution
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Write the project of the description."""
    (tmp_path / "config").mkdir()
    (tmp_path / ".scitex").mkdir()
    (tmp_path / "config/experiment.yaml").write_text(EXPERIMENT)
    (tmp_path / "config/PATH.yaml").write_text(PATH)
    (tmp_path / "train.py").write_text(SCRIPT + CALL)
    return tmp_path


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script."""
    command = [sys.executable, "train.py", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120)


def only_run(project: Path, state: str) -> Path:
    """Return the one run directory that there is."""
    (directory,) = (path for path in (project / "train_out").glob("*/*") if path.parent.name != "LATEST")
    assert directory.parent.name == state
    return directory


def scitex(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the scitex program."""
    command = [str(Path(sys.executable).with_name("scitex")), *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120)


def test_flags_are_typed_and_the_directory_says_success(project: Path) -> None:
    result = run(project, "--lr", "0.01", "--epochs", "50")

    assert result.returncode == 0
    directory = only_run(project, "FINISHED_SUCCESS")
    assert yaml.safe_load((directory / "params.yaml").read_text()) == {"lr": 0.01, "epochs": 50}
    assert "Training with lr=0.01, epochs=50" in (directory / "train.log").read_text()
    assert sorted(path.name for path in directory.iterdir()) == ["params.yaml", "ro-crate-metadata.json", "train.log"]


def test_the_configuration_is_injected(project: Path) -> None:
    script = SCRIPT.replace(
        "    return 0", '    stx.io.save(CONFIG, "config.json")\n    return CONFIG["MODEL"]["hidden_size"] - 256'
    )
    (project / "train.py").write_text(script + CALL)

    assert run(project).returncode == 0
    assert json.loads((only_run(project, "FINISHED_SUCCESS") / "config.json").read_text()) == {
        "DATA_DIR": "./data",
        "MODEL": {"hidden_size": 256, "dropout": 0.1},
        "OUTPUT_DIR": f"{os.environ['HOME']}/results",
    }


@pytest.mark.parametrize("end", ["return 1", 'raise ValueError("bad")'])
def test_an_error_is_an_error(project: Path, end: str) -> None:
    (project / "train.py").write_text(SCRIPT.replace("return 0", end) + CALL)

    assert run(project).returncode == 1
    assert (only_run(project, "FINISHED_ERROR") / "params.yaml").exists()


def test_help_shows_docstring_and_typed_flags(project: Path) -> None:
    text = run(project, "--help").stdout

    assert "Train a model. Docstring becomes --help text." in text
    assert re.search(r"--lr FLOAT +\[default: 0\.001\]", text)
    assert re.search(r"--epochs INT +\[default: 100\]", text)


def test_the_run_is_recorded_and_verified(project: Path) -> None:
    run(project, "--lr", "0.01")
    directory = only_run(project, "FINISHED_SUCCESS")

    assert scitex(project, "clew", "status").returncode == 0
    shown = scitex(project, "clew", "run", directory.name)
    assert shown.returncode == 0
    assert "params.yaml" in shown.stdout
    assert "flag --lr" in shown.stdout
    assert directory.name in scitex(project, "clew", "list").stdout


def test_a_changed_output_is_found(project: Path) -> None:
    run(project)
    directory = only_run(project, "FINISHED_SUCCESS")
    (directory / "params.yaml").write_text("lr: 1\n")

    status = scitex(project, "clew", "status")

    assert status.returncode == 1
    assert "params.yaml" in status.stdout
    assert "modified" in status.stdout


def test_a_moved_project_stays_whole(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    run(project)
    moved = tmp_path_factory.mktemp("elsewhere") / "my prüject"
    project.rename(moved)

    status = scitex(moved, "clew", "status")

    assert (status.returncode, status.stderr) == (0, "")


def test_without_the_database_the_directories_bring_it_back(project: Path) -> None:
    run(project)
    before = scitex(project, "clew", "list").stdout
    (project / ".scitex/clew.db").unlink()

    assert scitex(project, "clew", "index").returncode == 0
    assert scitex(project, "clew", "list").stdout == before


def test_the_program_lists_the_commands_of_every_package(project: Path) -> None:
    text = scitex(project, "--help").stdout

    assert [line.split()[0] for line in text.partition("Commands:")[2].splitlines() if line] == [
        "clew",
        "completion",
        "config",
        "io",
        "plt",
        "session",
    ]


def test_an_unknown_command_is_a_usage_error(project: Path) -> None:
    result = scitex(project, "clwe")

    assert result.returncode == 2
    assert "No such command 'clwe'" in result.stderr


def test_an_error_of_ours_is_one_line(project: Path) -> None:
    (project / "config/experiment.yaml").write_text("A: [1\n")

    result = scitex(project, "config", "show")

    assert (result.returncode, result.stdout) == (1, "")
    assert re.fullmatch(r"Error: config/experiment\.yaml:2:1: .*\n", result.stderr)
