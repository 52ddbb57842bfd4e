"""`scitex config show` prints value and source."""

from click.testing import CliRunner

from scitex_config.commands import config


def test_show_prints_every_value_with_its_source(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    (tmp_path / "config/a.yaml").write_text("A: 1\nMODEL:\n  name: ü\n")

    result = CliRunner().invoke(config, ["show"])

    assert result.output == "A: 1             config/a.yaml:1\nMODEL.name: 'ü'  config/a.yaml:3\n"
