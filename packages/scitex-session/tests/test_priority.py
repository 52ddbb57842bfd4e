"""Flags over `./config/*.yaml` over defaults, and every value knows which it was."""

import pytest

SCRIPT = """
    @session
    def main(lr=0.001, epochs=100, CONFIG=INJECTED):
        print(lr, epochs, CONFIG.to_dict())
    """


def test_the_configuration_sets_the_parameter_of_its_name(project):
    project.write("config/a.yaml", "lr: 1e-1\n")
    project.script(SCRIPT)

    assert project.run().stdout == "0.1 100 {'lr': 0.1}\n"


def test_a_flag_wins_over_the_configuration_and_shows_in_it(project):
    project.write("config/a.yaml", "lr: 0.1\nMODEL:\n  dropout: 0.5\n  layers: 2\n")
    project.script(SCRIPT)

    result = project.run("--lr", "0.2", "--MODEL.dropout", "0.3")

    assert result.stdout == "0.2 100 {'lr': 0.2, 'MODEL': {'dropout': 0.3, 'layers': 2}}\n"


@pytest.mark.parametrize(
    ("text", "value"), [("3", "3"), ("0.5", "0.5"), ("1152921504606846977", "1152921504606846977")]
)
def test_a_configured_int_takes_any_number(project, text, value):
    project.write("config/a.yaml", "MODEL:\n  layers: 2\n")
    project.script("@session\ndef main(CONFIG=INJECTED): print(CONFIG.MODEL.layers)")

    assert project.run("--MODEL.layers", text).stdout == f"{value}\n"


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("epochs: abc\n", "config/a.yaml:1: epochs: 'abc' is not a valid integer (the parameter is of type int)"),
        ("A: [1\n", "config/a.yaml:2:1: did not find expected ',' or ']'"),
        ("A: ${SCITEX_UNSET}\n", "config/a.yaml:1: the environment variable SCITEX_UNSET is not set: "),
        ("- 1\n", "config/a.yaml:1: the top level is a list, expected a mapping (KEY: value)"),
    ],
)
def test_a_wrong_configuration_is_one_clear_line_and_no_run(project, yaml, message):
    project.write("config/a.yaml", yaml)
    project.script(SCRIPT)

    result = project.run()

    assert result.returncode == 1
    assert result.stderr.startswith(f"Error: {message}")
    assert result.stderr.count("\n") == 1
    assert not (project.directory / "train_out").exists()


def test_environment_variables_are_substituted(project):
    project.write("config/PATH.yaml", "OUTPUT_DIR: ${HOME}/results\n")
    project.script("@session\ndef main(CONFIG=INJECTED): print(CONFIG['OUTPUT_DIR'])")

    assert project.run(HOME="/home/ü").stdout == "/home/ü/results\n"
