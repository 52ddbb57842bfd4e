"""`--config-dir` and `--config` say where the configuration is; what they hold has flags, too."""

import pytest

from scitex_config import ConfigConflictError
from scitex_session import INJECTED
from scitex_session.errors import CommandLineError


def main(lr=0.1, CONFIG=INJECTED):
    """A function of a session."""


def test_config_dir_is_read_instead_of_config(bound, project):
    project.write("config/a.yaml", "lr: 1\nA: 1\n")
    project.write("other/a.yaml", "lr: 2\nB: 1\n")

    binding = bound(main, "--config-dir", "other", "--B", "3")

    assert binding.config == {"lr": 2, "B": 3}
    assert str(binding.parameters["lr"].source) == "other/a.yaml:1"


def test_config_files_are_laid_over_the_directory_in_their_order_and_flags_over_them(bound, project):
    project.write("config/a.yaml", "lr: 1\nMODEL: {size: 1, dropout: 0.5, depth: 1}\n")
    project.write("more/x.yaml", "lr: 2\nMODEL: {size: 2, new: 1}\n")
    project.write("y.conf", "MODEL: {size: 3}\n")

    binding = bound(main, "--config=more/x.yaml", "--MODEL.new", "9", "--config", "y.conf", "--MODEL.depth", "4")

    assert binding.config == {"lr": 2, "MODEL": {"size": 3, "dropout": 0.5, "depth": 4, "new": 9}}
    assert str(binding.config.source_of("MODEL.size")) == "y.conf:1"
    assert binding.config.files == tuple(
        project.directory / name for name in ("config/a.yaml", "more/x.yaml", "y.conf")
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--config-dir", "nowhere"], "Invalid value for '--config-dir': Directory 'nowhere' does not exist."),
        (["--config", "no.yaml"], "Invalid value for '--config': File 'no.yaml' does not exist."),
        (["--config", "config"], "Invalid value for '--config': File 'config' is a directory."),
        (["--config"], "Option '--config' requires an argument."),
    ],
)
def test_what_does_not_exist_is_a_usage_error(bound, project, arguments, message):
    project.write("config/a.yaml", "")

    with pytest.raises(CommandLineError) as caught:
        bound(main, *arguments)
    assert str(caught.value) == message


def test_a_file_that_disagrees_about_a_mapping_is_refused(bound, project):
    project.write("config/a.yaml", "MODEL: {size: 1}\n")
    project.write("x.yaml", "MODEL: 1\n")

    with pytest.raises(ConfigConflictError, match=r"x\.yaml:1: MODEL is a mapping in config/a\.yaml:1 but not in"):
        bound(main, "--config", "x.yaml")


def test_a_parameter_has_the_flag_of_its_name(bound, project):
    project.write("config/a.yaml", "config: abc\n")

    def main(config="x", config_dir="y"): ...

    binding = bound(main, "--config-dir", "nowhere")

    assert (binding.parameters["config"].value, binding.parameters["config_dir"].value) == ("abc", "nowhere")


def test_an_underscore_is_a_dash(bound, project):
    project.write("other/a.yaml", "lr: 2\n")

    assert bound(main, "--config_dir", "other").parameters["lr"].value == 2.0


def test_a_key_that_no_file_has_is_refused_with_the_nearest_even_beside_keyword_arguments(bound, project):
    project.write("config/a.yaml", "MODEL: {dropout: 1}\n")

    def main(CONFIG=INJECTED, **kw): ...

    with pytest.raises(CommandLineError) as caught:
        bound(main, "--MODEL.dropuot", "3")
    assert str(caught.value) == "No such option '--MODEL.dropuot'. Did you mean '--MODEL.dropout'?"


@pytest.mark.parametrize("flag", ["--CONFIG", "--n"])
def test_keyword_arguments_do_not_take_what_the_function_names_itself(bound, flag):
    def main(n=1, CONFIG=INJECTED, **kw): ...

    if flag == "--n":
        assert bound(main, flag, "3").extras == {}
    else:
        with pytest.raises(CommandLineError):
            bound(main, flag, "3")


def test_configured_lists_and_switches_are_typed(bound, project):
    project.write("config/a.yaml", "sizes: [1, 2]\ndebug: false\nname: x\n")

    binding = bound(main, "--sizes", "3", "4.5", "--debug", "--name", "5")

    assert binding.config == {"sizes": [3, 4.5], "debug": True, "name": "5"}
    with pytest.raises(CommandLineError, match="'x' is not a valid float"):
        bound(main, "--sizes", "x")


def test_ci_in_the_environment_changes_nothing(project):
    project.write("config/a.yaml", "epochs: 5\nCI_LIMIT: 7\n")
    project.script("@session\ndef main(epochs=100, lr=0.1, CONFIG=INJECTED): print(epochs, lr, CONFIG.to_dict())")

    expected = "5 0.1 {'epochs': 5, 'CI_LIMIT': 7}\n"
    assert project.run(CI="").stdout == project.run(CI="true").stdout == expected


def test_a_large_configuration_costs_no_flags_that_nobody_uses(bound, project):
    project.write("config/a.yaml", "".join(f"KEY_{number}: {number}\n" for number in range(20_000)))

    assert bound(main, "--KEY_7", "8").config.KEY_7 == 8
