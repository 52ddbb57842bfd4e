"""The `scitex` program has a command for every plug-in, and its errors are one line."""

import gc
from importlib import metadata

import click
import pytest
from click.testing import CliRunner

from scitex import program
from scitex_io.plugins import entry_points


def test_help_lists_the_command_of_every_plugin():
    result = CliRunner().invoke(program.scitex, ["--help"])

    assert result.exit_code == 0
    assert all(f"  {name} " in result.output for name in entry_points("scitex.commands"))


def test_the_version_is_that_of_the_distribution():
    version = metadata.version("scitex")

    assert CliRunner().invoke(program.scitex, ["--version"]).output == f"scitex, version {version}\n"


def test_an_unknown_command_names_the_program():
    result = CliRunner().invoke(program.scitex, ["clwe"])

    assert result.exit_code == 2
    assert "No such command 'clwe'" in result.output


def test_a_command_that_cannot_be_loaded_is_named_and_the_others_work(tmp_path, monkeypatch):
    (tmp_path / "broken-1.0.dist-info").mkdir()
    (tmp_path / "broken-1.0.dist-info/entry_points.txt").write_text("[scitex.commands]\nbroken = no_such_module:x\n")
    monkeypatch.syspath_prepend(tmp_path)

    result = CliRunner().invoke(program.scitex, ["--help"])

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

    monkeypatch.setattr(program, "scitex", raising(UnknownFormatError("no format for '.cvs'")))
    monkeypatch.setattr("sys.argv", ["scitex"])

    with pytest.raises(SystemExit, match="1"):
        program.main()
    assert capsys.readouterr().err == "Error: no format for '.cvs'\n"


def test_an_error_of_somebody_else_keeps_its_traceback(monkeypatch):
    monkeypatch.setattr(program, "scitex", raising(RuntimeError("a bug")))
    monkeypatch.setattr("sys.argv", ["scitex"])

    with pytest.raises(RuntimeError, match="a bug"):
        program.main()


def test_the_garbage_collector_is_as_it_was_afterwards(monkeypatch):
    monkeypatch.setattr("sys.argv", ["scitex", "--version"])
    assert gc.isenabled()

    with pytest.raises(SystemExit):
        program.main()

    assert gc.isenabled()
