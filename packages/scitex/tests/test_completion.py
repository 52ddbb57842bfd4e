"""`scitex completion` lets shells complete this program, and scripts that have a session."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from click.testing import CliRunner

from scitex.commands import scitex

SCRIPT = """
import scitex as stx

from typing import Literal

@stx.session
def main(optimiser: Literal["adam", "sgd"] = "adam", depth=1): print("ran")

if __name__ == "__main__":
    main()
"""
SET_UP = r"""
eval "$(scitex completion show bash)"
bind -x '"\C-x": printf "<%s>" "$READLINE_LINE"'
PS1="ready "
"""


def environment(folder: Path) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8", "TERM": "dumb"}


def run(shell: str, text: str, folder: Path) -> str:
    command = [shell, "-c", text]
    return subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True, check=True
    ).stdout


def read_until(terminal: int, end: str) -> str:
    shown = b""
    while not re.search(end.encode(), shown):
        assert select.select([terminal], [], [], 30)[0], shown
        shown += os.read(terminal, 65536)
    return shown.decode()


def after_tab(line: str, folder: Path) -> str:
    """Type a line into an interactive bash, and the Tab key; return what the line has become."""
    controller, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 200))
    shell = subprocess.Popen(
        ["bash", "--norc", "--noprofile", "-i"],
        cwd=folder,
        env=environment(folder),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.write(controller, SET_UP.encode())
    read_until(controller, r"ready $")
    os.write(controller, f"{line}\t\x18".encode())
    shown = read_until(controller, r"<.*>")
    shell.kill()
    shell.wait()
    os.close(controller)
    os.close(terminal)
    return re.findall("<(.*)>", shown)[-1]


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("python -u train.py --depth 3 --opt", "imiser "),
        ("A=1 python train.py --optimiser s", "gd "),
        ("python train.py --optimiser=s", "gd "),
        (r"python my\ scrüpt.py --opt", "imiser "),
        ("python 'my scrüpt.py' --opt", "imiser "),
        ("python ~/train.py --opt", "imiser "),
        ("python -W error::Warning -X dev -u train.py --opt", "imiser "),
        ("python -m package.fit --opt", "imiser "),
        ("python -um package --opt", "imiser "),
        ("python -c pass train.py --opt", ""),
        ("python tr", "ain.py "),
    ],
)
def test_bash_completes_a_script_with_a_session_and_does_not_run_it(tmp_path, line, completed):
    for name in ("train.py", "my scrüpt.py", "package/fit.py", "package/__main__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(SCRIPT)

    assert after_tab(line, tmp_path) == line + completed
    assert not list(tmp_path.rglob("*_out"))


def test_fish_completes_a_script_with_a_session_and_does_not_run_it(tmp_path):
    if shutil.which("fish") is None:
        pytest.skip("no fish")
    (tmp_path / "train.py").write_text(SCRIPT)

    ask = 'scitex completion show fish | source; complete -C "python -W ignore train.py --depth 3 --opt"'
    assert run("fish", ask, tmp_path).split() == ["--optimiser"]
    assert not (tmp_path / "train_out").exists()


@pytest.mark.parametrize(
    "decorated", ["@nox.session\ndef main(): pass\n", "import scitex\n", "# scitex\nsession = 1\n"]
)
def test_a_script_without_a_session_is_not_run(tmp_path, decorated):
    (tmp_path / "train.py").write_text(f"open('ran', 'w')\n{decorated}")

    assert after_tab("python train.py --opt", tmp_path) == "python train.py --opt"
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_the_script_of_a_shell_is_one_that_the_shell_reads(tmp_path, shell):
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell}")

    assert run(shell, f"scitex completion show {shell} > file; {shell} -n file", tmp_path) == ""


def test_the_program_itself_is_completed():
    asked = {"_SCITEX_COMPLETE": "bash_complete", "COMP_WORDS": "scitex completion in", "COMP_CWORD": "2"}
    result = subprocess.run(
        [Path(sys.executable).parent / "scitex"], env={**os.environ, **asked}, capture_output=True, text=True
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
