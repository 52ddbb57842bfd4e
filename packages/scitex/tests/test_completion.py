"""`scitex completion` lets shells complete this program, and scripts that have a session."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from scitex.program import scitex

SCRIPT = """
import scitex as stx

@stx.session
def main(optimiser="adam", depth=1): print("ran")

if __name__ == "__main__":
    main()
"""
ASK = {
    "bash": """
        eval "$(scitex completion show bash)"
        COMP_WORDS=(python -u train.py --depth 3 --opt) COMP_CWORD=5
        _scitex_script
        echo "${COMPREPLY[@]}"
        """,
    "fish": 'scitex completion show fish | source; complete -C "python -u train.py --depth 3 --opt"',
}


def run(shell: str, text: str, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HOME": str(folder)}
    done = subprocess.run([shell, "-c", text], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_a_script_with_a_session_is_completed_and_not_run(tmp_path, shell):
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell}")
    (tmp_path / "train.py").write_text(SCRIPT)

    assert run(shell, ASK[shell], tmp_path).split() == ["--optimiser"]
    assert not (tmp_path / "train_out").exists()


@pytest.mark.parametrize(
    "decorated", ["@nox.session\ndef main(): pass\n", "import scitex\n", "# scitex\nsession = 1\n"]
)
def test_a_script_without_a_session_is_not_run(tmp_path, decorated):
    (tmp_path / "train.py").write_text(f"open('ran', 'w')\n{decorated}")

    assert run("bash", ASK["bash"], tmp_path).split() == []
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_the_script_of_a_shell_is_one_that_the_shell_reads(tmp_path, shell):
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell}")

    assert run(shell, f"scitex completion show {shell} > file; {shell} -n file", tmp_path) == ""


def test_the_program_itself_is_completed():
    environment = {"_SCITEX_COMPLETE": "bash_complete", "COMP_WORDS": "scitex completion in", "COMP_CWORD": "2"}
    result = subprocess.run(
        [Path(sys.executable).parent / "scitex"], env={**os.environ, **environment}, capture_output=True, text=True
    )

    assert result.stdout == "plain,install\n"


@pytest.mark.parametrize(("shell", "start"), [("bash", ".bashrc"), ("zsh", ".zshrc")])
def test_install_adds_one_line_once(tmp_path, monkeypatch, shell, start):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    (tmp_path / start).write_text("alias a=b")

    for _ in range(2):
        result = CliRunner().invoke(scitex, ["completion", "install", shell])
        assert result.exit_code == 0

    file = tmp_path / f".local/share/scitex/completion.{shell}"
    assert (tmp_path / start).read_text() == f"alias a=b\nsource '{file}'\n"
    assert "_scitex_script" in file.read_text()


def test_install_for_fish_writes_where_fish_reads(tmp_path, monkeypatch):
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    assert CliRunner().invoke(scitex, ["completion", "install"]).exit_code == 0
    assert "_scitex_script" in (tmp_path / "fish/conf.d/scitex.fish").read_text()
