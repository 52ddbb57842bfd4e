"""`scitex config show` prints value and source."""

from click.testing import CliRunner

from scitex_config.commands import config


def test_show_prints_every_value_with_its_source(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    (tmp_path / "config/a.yaml").write_text("A: 1\nMODEL:\n  name: ü\n")

    result = CliRunner().invoke(config, ["show"])

    assert result.output == "A: 1             config/a.yaml:1\nMODEL.name: 'ü'  config/a.yaml:3\n"


def test_show_takes_another_directory_and_further_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other").mkdir()
    (tmp_path / "other/a.yaml").write_text("A: 1\nM: {}\n")
    (tmp_path / "b.yaml").write_text("A: 2\n")

    result = CliRunner().invoke(config, ["show", "--config-dir", "other", "--config", "b.yaml"])

    assert result.output == "A: 2   b.yaml:1\nM: {}  other/a.yaml:2\n"


def test_show_says_where_it_found_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(config, ["show"])

    assert (result.stdout, result.stderr) == ("", "no configuration: config/*.yaml has no values\n")


def test_show_refuses_a_directory_that_does_not_exist(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(config, ["show", "--config-dir", "nowhere"])

    assert result.exit_code == 2
    assert "Directory 'nowhere' does not exist." in result.stderr
