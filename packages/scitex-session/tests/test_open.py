"""`session.open` makes a block the same recorded run."""

import pytest

from scitex_session import SessionActiveError, session


def blocks(project, text):
    """Run a script made of blocks."""
    project.write("train.py", "import sys, os\nimport scitex_io as io\nfrom scitex_session import session\n" + text)
    return project.run()


def test_a_block_has_a_directory_a_log_and_parameters(project):
    result = blocks(
        project,
        "with session.open(lr=0.1) as run:\n    print(run.values())\n    path = io.save('x', 'x.txt')\n"
        "assert io.load(run.directory / 'x.txt') == 'x'\nassert run.outcome == 'success'\nprint('after')",
    )

    assert (result.stdout, result.stderr) == ("{'lr': 0.1, 'seed': 42}\nafter\n", "")
    assert (project.log(), project.only_run().parent.name) == ("{'lr': 0.1, 'seed': 42}\n", "FINISHED_SUCCESS")
    assert project.frame()[2] == "parameters: lr=0.1 (call)"


def test_what_a_block_raises_is_recorded_and_goes_on(project):
    result = blocks(project, "with session.open():\n    raise ValueError('bad')\n")

    assert result.returncode == 1
    assert result.stderr.count("ValueError: bad") == project.log().count("ValueError: bad") == 1
    assert project.only_run().parent.name == "FINISHED_ERROR"


@pytest.mark.parametrize(("number", "code"), [(2, -2), (15, 143), (1, 129)])
def test_a_signal_ends_a_block_and_the_process(project, number, code):
    result = blocks(project, f"with session.open():\n    os.kill(os.getpid(), {number})\nprint('not here')")

    assert (result.returncode, result.stdout) == (code, "")
    assert project.only_run().parent.name == "FINISHED_ERROR"


def test_a_block_takes_the_configuration_and_its_seed(project):
    project.write("config/a.yaml", "lr: 5\nseed: 7\nother: 1\n")

    result = blocks(project, "with session.open(lr=0.1) as run: print(run.values(), run.config.to_dict())")

    assert result.stdout == "{'lr': 0.1, 'seed': 7} {'lr': 0.1, 'seed': 7, 'other': 1}\n"


def test_a_block_in_a_block_is_an_error(project, monkeypatch):
    monkeypatch.chdir(project.directory)
    code = compile("with session.open(): session.open().__enter__()", "<cell>", "exec")

    with pytest.raises(SessionActiveError, match="is open in this process"):
        exec(code, {"session": session})


def test_a_run_knows_the_text_of_its_script(project):
    text = "with session.open() as run:\n    open('train.py', 'w')\nassert 'session.open' in run.source"

    assert blocks(project, text).stderr == ""


@pytest.mark.parametrize("seed", [-1, 1.5, "x", True, 2**40])
def test_a_bad_seed_is_an_error_and_no_run(project, seed):
    project.write("train.py", f"from scitex_session import session\nwith session.open(seed={seed!r}): pass\n")

    result = project.run()

    assert result.returncode == 1
    assert "ParameterError" in result.stderr
    assert project.runs() == []
