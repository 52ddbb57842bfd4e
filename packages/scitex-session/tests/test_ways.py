"""However a script is started, it is the same recorded run."""

import subprocess
import sys
from pathlib import Path

import pytest


def python(project, *arguments):
    """Run Python in the project."""
    return subprocess.run([sys.executable, *arguments], cwd=project.directory, capture_output=True, text=True)


@pytest.fixture
def script(project):
    """Write a script that prints its parameter."""
    return project.script("@session\ndef main(x=1):\n    print(x)\n    return x > 5 and 7")


def test_as_a_module(project):
    project.script("@session\ndef main(x=1): print(x)", name="pkg/train.py")
    project.write("pkg/__init__.py", "")

    assert python(project, "-m", "pkg.train", "--x", "2").stdout == "2\n"
    assert [path.parent.name for path in (project.directory / "pkg/train_out").glob("*/*_*")] == ["FINISHED_SUCCESS"]


@pytest.mark.parametrize(
    ("options", "command"),
    [
        (["-m", "pkg.train"], "-m pkg.train"),
        (["-m", "pkg"], "-m pkg"),
        (["pkg/train.py"], "pkg/train.py"),
        (["-m", "cProfile", "-o", "profile", "pkg/train.py"], "pkg/train.py"),
    ],
)
def test_the_command_starts_it_again(project, options, command):
    for name in ("train", "__main__"):
        project.script("@session\ndef main(x=1, run=INJECTED): print(*run.command)", name=f"pkg/{name}.py")
    project.write("pkg/__init__.py", "")

    assert python(project, *options, "--x", "2").stdout.startswith(f"{command} --x 2\n")


def test_as_a_command(project):
    code = "from scitex_session import session\n@session\ndef main(x=1): print(x)\nmain()"

    assert python(project, "-c", code, "--x", "2").stdout == "2\n"
    assert project.only_run(name="console").parent.name == "FINISHED_SUCCESS"


def test_from_standard_input(project, script):
    result = subprocess.run(
        [sys.executable, "-"], cwd=project.directory, input=script.read_text(), capture_output=True, text=True
    )

    assert (result.stdout, result.stderr) == ("1\n", "")
    assert project.only_run(name="console").parent.name == "FINISHED_SUCCESS"


def test_by_runpy(project, script):
    code = "import runpy, sys; sys.argv = ['train.py', '--x', '2']; runpy.run_path('train.py', run_name='__main__')"

    assert python(project, "-c", code).stdout == "2\n"
    assert project.only_run().parent.name == "FINISHED_SUCCESS"


def test_by_the_run_of_ipython(project, script):
    pytest.importorskip("IPython")
    code = "import IPython; IPython.start_ipython(['--no-banner', '--colors=NoColor', '-c', '%run train.py --x 2'])"

    result = python(project, "-c", code)

    assert (result.stdout, project.log()) == ("2\n", "2\n")
    assert project.only_run().parent.name == "FINISHED_SUCCESS"


def test_a_session_in_ipython_goes_on_after_a_failed_run(project, script):
    pytest.importorskip("IPython")
    lines = "get_ipython().run_line_magic('run', 'train.py --x 6'); print('still here')"

    result = python(project, "-m", "IPython", "--no-banner", "--colors=NoColor", "-c", lines)

    assert result.stdout.splitlines()[0] == "6"
    assert result.stdout.splitlines()[-1] == "still here"
    assert project.only_run().parent.name == "FINISHED_ERROR"


def test_not_by_a_test_runner_that_imports_it(project, script):
    project.write("test_train.py", "import train\ndef test(): assert train.main.__wrapped__(3) == False\n")

    result = python(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ".")

    assert result.returncode == 0, result.stdout
    assert project.runs() == []


def test_by_a_link_to_it(project, script):
    (project.directory / "linked.py").symlink_to(script)

    assert project.run(name="linked.py").stdout == "1\n"
    assert project.only_run(name="linked").parent.name == "FINISHED_SUCCESS"


def test_from_another_folder(project, script, tmp_path):
    result = subprocess.run(project.command("--x", "3"), cwd=tmp_path, capture_output=True, text=True)

    assert result.stdout == "3\n"
    assert project.only_run().parent.name == "FINISHED_SUCCESS"
    assert list(Path(tmp_path).iterdir()) == [project.directory]
