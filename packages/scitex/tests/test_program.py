"""The `scitex` program has a command for every plug-in, and its errors are one line."""

import gc
import os
import subprocess
import sys
from importlib import metadata

import click
import pytest
from click.testing import CliRunner

from scitex import commands, program
from scitex_io.plugins import entry_points


def test_help_lists_the_command_of_every_plugin():
    result = CliRunner().invoke(commands.scitex, ["--help"])

    assert result.exit_code == 0
    assert all(f"  {name} " in result.output for name in entry_points("scitex.commands"))


def test_the_version_is_that_of_the_distribution():
    version = metadata.version("scitex")

    assert CliRunner().invoke(commands.scitex, ["--version"]).output == f"scitex, version {version}\n"


def test_an_unknown_command_names_the_program():
    result = CliRunner().invoke(commands.scitex, ["clwe"])

    assert result.exit_code == 2
    assert "No such command 'clwe'" in result.output


def test_a_command_that_cannot_be_loaded_is_named_and_the_others_work(tmp_path, monkeypatch):
    (tmp_path / "broken-1.0.dist-info").mkdir()
    (tmp_path / "broken-1.0.dist-info/entry_points.txt").write_text("[scitex.commands]\nbroken = no_such_module:x\n")
    monkeypatch.syspath_prepend(tmp_path)

    result = CliRunner().invoke(commands.scitex, ["--help"])

    assert result.exit_code == 0
    assert "  clew " in result.output
    assert "Warning: the command 'broken' cannot be loaded" in result.output + result.stderr


def raising(error: Exception) -> click.Command:
    """Return a command that raises."""

    @click.command()
    def command() -> None:
        raise error

    return command


def test_an_error_of_ours_is_one_line(monkeypatch, capsys):
    from scitex_io import UnknownFormatError

    monkeypatch.setattr(commands, "scitex", raising(UnknownFormatError("no format for '.cvs'")))
    monkeypatch.setattr("sys.argv", ["scitex"])

    with pytest.raises(SystemExit, match="1"):
        program.main()
    assert capsys.readouterr().err == "Error: no format for '.cvs'\n"


def test_an_error_of_somebody_else_keeps_its_traceback(monkeypatch):
    monkeypatch.setattr(commands, "scitex", raising(RuntimeError("a bug")))
    monkeypatch.setattr("sys.argv", ["scitex"])

    with pytest.raises(RuntimeError, match="a bug"):
        program.main()


def test_the_garbage_collector_is_as_it_was_afterwards(monkeypatch):
    monkeypatch.setattr("sys.argv", ["scitex", "--version"])
    assert gc.isenabled()

    with pytest.raises(SystemExit):
        program.main()

    assert gc.isenabled()


@pytest.fixture
def scitex(tmp_path):
    """Return a function that runs the program in an empty directory, and gives what `subprocess.run` does."""
    code = "import sys; sys.argv[0] = 'scitex'; from scitex.program import main; main()"

    def invoke(*arguments, environment=(), **options):
        command = [sys.executable, "-c", code, *arguments]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.run(command, cwd=tmp_path, env={**os.environ, **dict(environment)}, text=True, **streams)

    return invoke


def test_a_plain_question_that_has_no_answer_is_one_line_and_exit_code_2(scitex):
    done = scitex("clew", "status")

    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert done.stderr.startswith("Error: no run is recorded here")


def test_what_is_not_plain_is_said_by_click(scitex):
    done = scitex("clew", "status", "--ful")

    assert done.returncode == 2
    assert "No such option" in done.stderr


def test_the_shell_completes_plain_commands_too(scitex):
    complete = {"_SCITEX_COMPLETE": "bash_complete", "COMP_WORDS": "scitex clew status --fu", "COMP_CWORD": "3"}

    assert scitex("clew", "status", environment=complete.items()).stdout == "plain,--full\n"


def test_a_reader_that_has_gone_is_no_error_to_tell(scitex, tmp_path):
    (tmp_path / ".scitex").mkdir()
    (tmp_path / "train.py").write_text("import scitex as stx\n@stx.session\ndef main():\n    pass\nmain()\n")
    subprocess.run([sys.executable, "train.py"], cwd=tmp_path, check=True, capture_output=True)
    reader, writer = os.pipe()
    os.close(reader)

    done = scitex("clew", "list", stdout=writer)

    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize(
    ("arguments", "said"), [(["clew", "status"], "no run is recorded"), (["--version"], "scitex, version")]
)
def test_python_runs_it_as_a_module(tmp_path, arguments, said):
    (tmp_path / ".scitex").mkdir()
    command = [sys.executable, "-m", "scitex", *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
