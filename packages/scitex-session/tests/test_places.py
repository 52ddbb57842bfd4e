"""Where a run directory is made if nothing can be written beside the script. docs/unusual-files.md.

What cannot be written is mounted so for one script of a shell alone, in a name space of its own.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scitex_session.runs.places import mirrored, outputs_of

TRAIN = """
    @session
    def main(end="well"):
        io.save("result", "result.txt")
        print("science done", flush=True)
        if end == "kill":
            os.kill(os.getpid(), 9)
    """

COMMANDS = f"""
set -u
python() {{ {sys.executable} -B "$@"; }}
session() {{ {sys.executable} -B -c 'from scitex_session.history.commands import session; session()' "$@"; }}
read_only() {{ mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"; cd "$PWD"; }}
export LAB="$PWD" XDG_STATE_HOME="$(dirname "$PWD")/state"
"""


@pytest.fixture
def lab(project):
    """Have a project with a script, and an empty folder beside it; return what both lie in."""
    project.write("pyproject.toml", "")
    project.script(TRAIN)
    (project.directory.parent / "mine").mkdir()
    return project.directory.parent.resolve()


@pytest.fixture
def shell(project, lab):
    """Return what runs a script of the shell that may mount, in the project, and gives what it prints."""
    command = ["unshare", "-rm", "mount", "--bind", project.directory, project.directory]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("this system lets nobody mount in a name space of their own")

    def run_lines(lines):
        command = ["unshare", "-rm", "bash", "-c", COMMANDS + lines]
        return subprocess.run(command, cwd=project.directory, capture_output=True, text=True, timeout=120)

    return run_lines


def runs_in(output):
    return sorted(output.glob("FINISHED_*/*")) + sorted(output.glob("RUNNING/*"))


def test_a_script_in_a_folder_that_is_read_only_is_run_where_it_is_started(shell, lab, project):
    done = shell("""
        read_only .
        cd ../mine
        python "$LAB/train.py"
    """)

    (run,) = runs_in(lab / "mine" / "train_out")
    note = (
        f"run {run.name} is in {lab}/mine/train_out: "
        f"nothing can be written in {project.directory}/train_out (Read-only file system)"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "science done\n", f"Note: {note}\n")
    assert f"# {note.replace(f'{lab}/mine/', '')}\n" in (run / "train.log").read_text()
    assert (run.parent.parent / "LATEST" / "result.txt").read_text() == "result"
    assert not (run / ".running").exists()


def test_where_neither_can_be_written_it_is_in_the_place_of_the_user(shell, lab, project):
    done = shell("""
        read_only .
        python train.py
        cd ../mine
        read_only .
        python "$LAB/train.py"
        session list 2>&1
        cd "$LAB"
        session list
        session show train.py
    """)

    output = Path(f"{lab}/state/scitex{project.directory}/train_out")
    first, second = sorted(runs_in(output), key=lambda run: (run / "result.txt").stat().st_mtime_ns)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"Note: run {first.name} is in {output}: nothing can be written in {project.directory}/train_out "
        "(Read-only file system)",
        f"Note: run {second.name} is in {output}: nothing can be written in {project.directory}/train_out "
        f"(Read-only file system), nor in {lab}/mine/train_out (Read-only file system)",
    ]
    assert "no runs here" in done.stdout
    assert first.name in done.stdout
    assert f"train.py {second.name}: success" in done.stdout


def test_where_nothing_can_be_written_one_line_names_all_three_places(shell, lab, project):
    done = shell("""
        mkdir ../state
        read_only ../state
        read_only .
        cd ../mine
        read_only .
        python "$LAB/train.py"
    """)

    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    state = f"{lab}/state/scitex{project.directory}/train_out"
    named = [
        f"{place} (Read-only file system)"
        for place in (f"{project.directory}/train_out", f"{lab}/mine/train_out", state)
    ]
    assert line.startswith(f"Error: cannot make the run directory in {', nor in '.join(named)}; ")


def test_where_the_disk_is_full_it_is_where_it_is_started(shell, lab):
    done = shell("""
        mkdir ../small
        mount -t tmpfs -o size=16k small ../small
        cp train.py ../small
        cat /dev/zero > ../small/filler 2> /dev/null
        cd ../mine
        python ../small/train.py
    """)

    (run,) = runs_in(lab / "mine" / "train_out")
    assert (done.returncode, done.stdout) == (0, "science done\n")
    assert done.stderr.endswith(f"nothing can be written in {lab}/small/train_out (No space left on device)\n")
    assert (run / "result.txt").exists()


def test_a_folder_of_somebody_else_is_left_alone(lab, project):
    without_rights = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    if subprocess.run([*without_rights, "true"], capture_output=True).returncode:
        pytest.skip("root cannot give up its rights here")
    project.directory.chmod(0o500)

    done = subprocess.run(
        [*without_rights, *project.command()], cwd=lab / "mine", capture_output=True, text=True, timeout=60
    )

    project.directory.chmod(0o700)
    (run,) = runs_in(lab / "mine" / "train_out")
    assert (done.returncode, done.stdout) == (0, "science done\n")
    assert "(Permission denied)" in done.stderr
    assert sorted(path.name for path in project.directory.iterdir()) == ["pyproject.toml", "train.py"]
    assert (run / "result.txt").exists()


def test_many_at_once_have_each_a_directory(shell, lab, project):
    done = shell("""
        read_only .
        for number in 1 2 3 4 5 6; do python train.py & done
        wait
    """)

    assert done.stdout.count("science done") == 6
    runs = runs_in(Path(f"{lab}/state/scitex{project.directory}/train_out"))
    assert [run.parent.name for run in runs] == 6 * ["FINISHED_SUCCESS"]
    assert all((run / "result.txt").exists() for run in runs)


def test_one_that_is_killed_there_is_told_of_and_put_away(shell, lab, project):
    done = shell("""
        read_only .
        python train.py --end kill
        python train.py 2>&1 > /dev/null | tail -n 1
        session clean
        session list
    """)

    output = Path(f"{lab}/state/scitex{project.directory}/train_out")
    killed, well = runs_in(output)
    note = f"run {killed.name} of train.py ended without an outcome, killed or crashed: see "
    assert f"Note: {note}{output}/RUNNING\n" in done.stdout
    assert f"# {note}train_out/RUNNING\n" in (well / "train.log").read_text()
    assert [run.parent.name for run in (killed, well)] == ["FINISHED_ERROR", "FINISHED_SUCCESS"]
    assert (killed / "result.txt").exists()


def test_a_console_in_a_folder_that_is_read_only_has_the_place_of_the_user(shell, lab, project):
    done = shell("""
        read_only .
        python - <<'END'
import scitex_io as io
from scitex_session import session
with session.open(lr=0.1) as run:
    io.save("note", "note.txt")
    print(run.directory)
END
        session list
    """)

    (run,) = runs_in(Path(f"{lab}/state/scitex{project.directory}/console_out"))
    assert (run / "note.txt").exists()
    assert run.name in done.stdout.splitlines()[-1]


def test_scripts_of_one_name_are_told_apart(shell, lab):
    done = shell("""
        mkdir other
        cp train.py other
        read_only .
        cd ../mine
        for place in . other . ; do python "$LAB/$place/train.py" 2> /dev/null; done
        session show "$LAB/other/train.py"
        session list --script "$LAB/other/train.py" --json
        session show train.py
    """)

    runs = sorted(runs_in(lab / "mine" / "train_out"), key=lambda run: (run / "result.txt").stat().st_mtime_ns)
    first, second, third = (run.name for run in runs)
    assert done.returncode == 0, done.stderr
    assert f"train.py {second}: success" in done.stdout
    assert f'"id": "{second}"' in done.stdout
    assert f'"id": "{first}"' not in done.stdout
    assert f"train.py {third}: success" in done.stdout


def test_something_in_the_way_is_for_the_user_to_move(lab, project):
    project.write("train_out", "in the way")

    done = subprocess.run(project.command(), cwd=lab / "mine", capture_output=True, text=True, timeout=60)

    assert done.returncode == 1
    assert done.stderr == (
        f"Error: cannot make the run directory in {project.directory.resolve()}/train_out (Not a directory); "
        "something else is there: move that, or the script\n"
    )
    assert not (lab / "mine" / "train_out").exists()


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"HOME": "/home/ada"}, "/home/ada/.local/state/scitex/lab/fit"),
        ({"HOME": "/home/ada", "XDG_STATE_HOME": "/scratch/ada"}, "/scratch/ada/scitex/lab/fit"),
        ({"HOME": "/home/ada", "XDG_STATE_HOME": "relative"}, "/home/ada/.local/state/scitex/lab/fit"),
        ({"HOME": "relative"}, None),
    ],
)
def test_the_place_of_the_user_mirrors_the_file_system(monkeypatch, variables, expected):
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert mirrored(Path("/lab/fit")) == (expected and Path(expected))


def test_a_script_in_the_working_directory_has_two_places(monkeypatch, lab, project):
    monkeypatch.chdir(project.directory)
    monkeypatch.setenv("XDG_STATE_HOME", str(lab / "state"))

    found = list(outputs_of(project.directory / "train.py"))

    assert found == [project.directory / "train_out", Path(f"{lab}/state/scitex{project.directory}/train_out")]
