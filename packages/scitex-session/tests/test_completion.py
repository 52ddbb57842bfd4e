"""A shell that sets `_SCITEX_SCRIPT_COMPLETE` gets completions by click's protocol, and no run."""

import pytest

SCRIPT = """
    from pathlib import Path
    from typing import Literal
    @session
    def main(optimiser: Literal["sgd", "adam"] = "adam", deep=False, data=Path("x"), *files): print("ran")
    """


@pytest.fixture
def completed(project):
    """Return what a shell is told for the words of a command line, the last of which is being typed."""

    def complete(*words, shell="bash"):
        if shell == "fish":
            asked = {"COMP_WORDS": " ".join(["train.py", *words]), "COMP_CWORD": words[-1]}
        else:
            asked = {"COMP_WORDS": "\n".join(["train.py", *words]), "COMP_CWORD": str(len(words))}
        result = project.run(_SCITEX_SCRIPT_COMPLETE=f"{shell}_complete", **asked)
        assert (result.returncode, result.stderr, project.runs()) == (0, "", [])
        return result.stdout.split()

    return complete


def test_flags_and_choices_and_configuration_keys_are_completed(project, completed):
    project.write("config/a.yaml", "MODEL: {dropout: 0.1, depth: 1}\n")
    project.script(SCRIPT)

    assert completed("--de") == ["plain,--deep"]
    assert completed("--no-") == ["plain,--no-deep"]
    assert completed("--deep", "--optimiser", "") == ["plain,sgd", "plain,adam"]
    assert completed("--MODEL.d") == ["plain,--MODEL.dropout", "plain,--MODEL.depth"]
    assert completed("--data", "x") == ["file,x"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_answered_in_their_own_way(project, completed, shell):
    project.script(SCRIPT)

    assert "sgd" in " ".join(completed("--optimiser", "s", shell=shell))


def test_the_configuration_is_that_of_the_command_line(project, completed):
    project.write("other/a.yaml", "NEW: 1\n")
    project.script(SCRIPT)

    assert completed("--config-dir", "other", "--NE") == ["plain,--NEW"]
    assert completed("--config-dir", "nowhere", "--NE") == []


def test_a_broken_configuration_does_not_disturb(project, completed):
    project.write("config/a.yaml", "A: [\n")
    project.script(SCRIPT)

    assert completed("--opt") == ["plain,--optimiser"]


def test_a_script_that_calls_its_function_with_arguments_does_not_run(project, completed):
    path = project.script("@session\ndef main(x=1): print('ran')")
    path.write_text(path.read_text().replace("    main()", "    main(x=2)"))

    assert completed("--x") == []
