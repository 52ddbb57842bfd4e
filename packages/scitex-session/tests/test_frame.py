"""The first lines of the log say what the run is, its last how it ended; none of them is on the terminal."""

import re

import pytest


def test_the_log_begins_with_the_run_its_command_and_what_was_chosen(project):
    project.write("config/a.yaml", "depth: 3\n")
    project.script("@session\ndef main(lr=0.1, depth=2, epochs=5): pass")

    result = project.run("--lr", "1e-2")

    head = project.frame()[:3]
    assert (result.stdout, result.stderr) == ("", "")
    assert re.fullmatch(rf"run {project.only_run().name} of train.py, \d{{4}}-\d\d-\d\d .*", head[0])
    assert head[1] == "command: 'train.py' --lr 1e-2"
    assert re.fullmatch(r"parameters: lr=0\.01 \(.*--lr.*\), depth=3 \(.*config/a.yaml:1\)", head[2])


def test_paths_in_them_begin_at_the_root_of_the_project(project):
    (project.directory.parent / ".git").mkdir()
    project.script("@session\ndef main(raw='', other=''): open(raw)")

    elsewhere = f"/elsewhere{project.directory}/x.csv"

    project.run(f"--raw={project.directory}/raw.csv", "--other", elsewhere)

    run, command, chosen, *_, last = project.frame()
    assert run.startswith(f"run {project.only_run().name} of my prüject/train.py, ")
    assert command == f"command: 'my prüject/train.py' '--raw=my prüject/raw.csv' --other '{elsewhere}'"
    assert chosen == f"parameters: raw='my prüject/raw.csv' (flag --raw), other='{elsewhere}' (flag --other)"
    assert last.endswith("FileNotFoundError: [Errno 2] No such file or directory: 'my prüject/raw.csv'")


@pytest.mark.parametrize(
    ("body", "last"),
    [
        ("pass", r"success, exit code 0, after \d+\.\d s"),
        ("return 3", r"error, exit code 3, after \d+\.\d s: returned 3"),
        ("raise ValueError('bad\\nnews')", r"error, exit code 1, after \d+\.\d s: ValueError: bad news"),
        ("os.kill(os.getpid(), 15)", r"error, exit code 143, after \d+\.\d s: terminated \(SIGTERM\)"),
        ("print(end='no newline')", r"success, exit code 0, after \d+\.\d s"),
    ],
)
def test_the_log_ends_with_how_the_run_ended(project, body, last):
    project.script(f"@session\ndef main():\n    {body}")

    project.run()

    assert re.fullmatch(last, project.frame()[-1])


def test_the_traceback_of_a_call_is_in_the_log_alone(project):
    project.write(
        "train.py",
        """
        from scitex_session import session
        @session
        def main(x): raise LookupError(x)
        try:
            main("bad")
        except LookupError:
            print("caught")
        """,
    )

    result = project.run()

    assert (result.stdout, result.stderr) == ("caught\n", "")
    assert project.log().endswith("LookupError: bad\n")


def test_the_log_says_what_the_seed_does(project):
    pytest.importorskip("scitex_repro")
    project.script("@session\ndef main(): pass")

    project.run()

    assert project.frame()[2].startswith("seed 42 (default): random, numpy, torch and tensorflow are seeded when they ")


def test_the_log_says_that_there_is_no_seed(project):
    pytest.importorskip("scitex_repro")
    project.script("@session(seed=None)\ndef main(): pass")

    project.run()

    assert project.frame()[2] == "no seed (default): every random generator is left alone"


def test_a_very_long_value_is_shortened(project):
    project.script("@session\ndef main(name=''): pass")

    project.run("--name", "x" * 10_000)

    assert len(project.frame()[2]) < 300
