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
        ("seed: -1\n", "config/a.yaml:1: seed: -1 is not a seed: expected 0 to 4294967295 (the parameter is of type "),
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


@pytest.mark.parametrize("flag", ["--learning-rate", "--learning_rate"])
def test_dashes_and_underscores_are_the_same_in_the_configuration(project, flag):
    project.write("config/a.yaml", "learning-rate: 0.5\n")
    project.script("@session\ndef main(learning_rate=0.1, CONFIG=INJECTED): print(learning_rate, CONFIG.to_dict())")

    assert project.run().stdout == "0.5 {'learning-rate': 0.5}\n"
    assert project.run(flag, "9").stdout == "9.0 {'learning-rate': 9.0}\n"


@pytest.mark.parametrize(
    ("arguments", "model"), [(["--model.a", "7"], {"a": 7, "b": 2}), (["--model", "{z: 5}"], {"z": 5})]
)
def test_a_mapping_is_the_same_as_parameter_and_configuration(project, arguments, model):
    project.write("config/a.yaml", "model: {a: 1, b: 2}\n")
    project.script("@session\ndef main(model: dict = {}, CONFIG=INJECTED): print(model, CONFIG.model.to_dict())")

    assert project.run(*arguments).stdout == f"{model} {model}\n"


@pytest.mark.parametrize("key", ["START: 2024-01-01", "km/h: 3", "help: 1", "no-x: 1", "a b: 1", "ü: 1", "-l: 1"])
def test_any_key_and_value_may_stand_in_the_configuration(project, key):
    project.write("config/a.yaml", f"{key}\n")
    project.script("@session\ndef main(x=True, CONFIG=INJECTED): print(x, len(CONFIG))")

    assert project.run("--no-x").stdout == "False 1\n"
    assert project.run("--help").returncode == 0


def test_keys_that_one_flag_would_mean_both_have_none(project):
    project.write("config/a.yaml", "A_b: 1\nA-b: 2\n")
    project.script(SCRIPT)

    assert project.run("--A_b", "5").returncode == 2


def test_a_flag_wins_over_a_configured_value_that_does_not_fit(project):
    project.write("config/a.yaml", "lr: abc\n")
    project.script(SCRIPT)

    assert project.run("--lr", "3").stdout == "3.0 100 {'lr': 3.0}\n"
    assert "[config/a.yaml:1: abc]" in project.run("--help").stdout


def test_environment_variables_are_substituted(project):
    project.write("config/PATH.yaml", "OUTPUT_DIR: ${HOME}/results\n")
    project.script("@session\ndef main(CONFIG=INJECTED): print(CONFIG['OUTPUT_DIR'])")

    assert project.run(HOME="/home/ü").stdout == "/home/ü/results\n"
