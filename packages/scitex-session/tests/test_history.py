"""Runs looked back at by the command line: listed, named, printed, put away, removed."""

import json
import os
import signal
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from scitex_session.history.commands import session

TRAIN = """
    import time
    @session
    def main(lr=0.1, end="well"):
        io.save({"lr": lr}, "params.json")
        print("training with", lr, flush=True)
        if end == "kill":
            os.kill(os.getpid(), 9)
        if end == "wait":
            time.sleep(60)
        return 0 if end == "well" else 1
    """


@pytest.fixture
def scitex(project, monkeypatch):
    """Return what calls `scitex session` in the project and returns its exit code and its output."""
    monkeypatch.chdir(project.directory)
    (project.directory / "pyproject.toml").touch()

    def call(*arguments):
        result = CliRunner().invoke(session, list(arguments))
        return result.exit_code, result.output

    return call


@pytest.fixture
def told(scitex):
    """Return what calls `scitex session` with `--json` and returns what that says."""
    return lambda *arguments: json.loads(scitex(*arguments, "--json")[1])


def states(told, *arguments):
    return [run["state"] for run in told("list", *arguments)]


@pytest.fixture
def living(project):
    """Return what starts a run that lives until the test is over."""
    processes = []

    def start(name="train.py"):
        processes.append(project.start("--end", "wait", name=name))
        assert processes[-1].stdout.readline().startswith("training")
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def test_a_run_is_listed_as_it_stands(project, told, living):
    project.script(TRAIN)
    project.run()
    project.run("--end", "badly")
    project.run("--end", "kill")
    living()

    assert sorted(states(told)) == ["dead", "error", "running", "success"]


def test_runs_of_every_folder_of_the_project_are_listed_from_anywhere_in_it(project, told, monkeypatch):
    project.script(TRAIN)
    project.script(TRAIN, "deep/er/other.py")
    project.run()
    project.run(name="deep/er/other.py")
    (project.directory / "elsewhere").mkdir()
    monkeypatch.chdir(project.directory / "elsewhere")

    assert [Path(run["script"]).name for run in told("list")] == ["train.py", "other.py"]


def test_another_project_below_is_not_looked_into(project, told):
    project.script(TRAIN, "vendored/train.py")
    project.write("vendored/pyproject.toml", "")
    project.run(name="vendored/train.py")

    assert told("list") == []


def test_the_table_has_a_line_for_each_run_the_newest_last(project, scitex):
    project.script(TRAIN)
    for _ in range(3):
        project.run()
        time.sleep(1.1 - time.time() % 1)

    code, text = scitex("list")

    assert code == 0
    assert [line.split()[0] for line in text.splitlines()] == ["run", *(run.name for run in project.runs())]


def test_without_runs_the_list_says_so(scitex):
    assert scitex("list") == (0, "no runs here\n")
    assert scitex("list", "--outcome", "error") == (0, "no such run\n")


def test_the_newest_are_shown_and_how_many_there_are_besides(project, scitex, told):
    for number in range(30):
        (project.directory / f"train_out/FINISHED_ERROR/20250101_0000{number:02}_AAAA").mkdir(parents=True)

    text = scitex("list")[1].splitlines()

    assert (len(text), text[-1]) == (27, "(5 earlier ones: --all)")
    assert text[-2].startswith("20250101_000029_AAAA")
    assert len(scitex("list", "--all")[1].splitlines()) == 31
    assert len(told("list")) == 30
    assert [run["id"] for run in told("list", "--last", "2")] == ["20250101_000028_AAAA", "20250101_000029_AAAA"]


def test_runs_are_chosen_by_script_and_by_outcome(project, told):
    project.script(TRAIN)
    project.script(TRAIN, "deep/train.py")
    project.script(TRAIN, "other.py")
    for name in ("train.py", "deep/train.py", "other.py"):
        project.run(name=name)
        project.run("--end", "badly", name=name)

    assert len(told("list", "--script", "train.py")) == 4
    assert len(told("list", "--script", "deep/train.py")) == 2
    assert len(told("list", "--script", "other.py", "--script", "./train.py")) == 4
    assert states(told, "--outcome", "error") == ["error"] * 3


def test_a_log_is_printed_as_it_is(project, scitex, told):
    project.script(TRAIN)
    project.run("--lr", "0.5")
    run = project.only_run()

    assert scitex("log", run.name)[1] == (run / "train.log").read_text()
    assert told("log", run.name) == {"id": run.name, "log": (run / "train.log").read_text()}


def test_a_run_is_named_by_id_part_of_one_directory_link_or_script(project, told):
    project.script(TRAIN)
    project.run()
    run = project.only_run()

    for name in (run.name, run.name[-4:].lower(), str(run), f"train_out/FINISHED_SUCCESS/{run.name}/", "train.py"):
        assert told("show", name)["id"] == run.name
    assert told("show", "train_out/LATEST")["directory"] == str(run)


def test_a_script_stands_for_its_newest_run(project, told):
    project.script(TRAIN)
    for _ in range(2):
        project.run()
        time.sleep(1.1 - time.time() % 1)

    assert told("show", "train.py")["id"] == project.runs()[-1].name


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("20250101_000000_AAAB", "no run has the id '20250101_000000_AAAB' (did you mean '20250101_000000_AAAA'?)"),
        (
            "2025",
            "'2025' fits 2 runs, the last of them 20250101_000000_AAAA, 20250102_000000_BBBB: give more of the id",
        ),
        ("", "no run has the id ''"),
        ("other.py", "other.py has no run"),
        ("train_out", "train_out is a directory, but not that of a run"),
    ],
)
def test_a_run_that_is_not_there_is_one_line_and_exit_code_2(project, scitex, name, message):
    for id in ("20250101_000000_AAAA", "20250102_000000_BBBB"):
        (project.directory / "train_out/FINISHED_ERROR" / id).mkdir(parents=True)

    for command in (["show"], ["log"], ["rm"], ["diff", "20250101"]):
        code, text = scitex(*command, name)
        assert (code, len(text.splitlines())) == (2, 1)
        assert message in text


def test_two_runs_of_one_id_are_named_by_their_directories(project, scitex):
    for place in ("a_out", "b_out"):
        (project.directory / place / "FINISHED_ERROR/20250101_000000_AAAA").mkdir(parents=True)

    code, text = scitex("show", "20250101_000000_AAAA")

    assert code == 2
    assert "a_out/FINISHED_ERROR/20250101_000000_AAAA, b_out/FINISHED_ERROR/20250101_000000_AAAA" in text


def test_a_condition_that_is_none_is_a_usage_error(scitex):
    code, text = scitex("list", "--where", "lr")

    assert (code, "'lr' is no condition" in text) == (2, True)


def test_a_removed_run_is_gone_and_latest_leads_to_the_one_before(project, scitex):
    project.script(TRAIN)
    for _ in range(2):
        project.run()
        time.sleep(1.1 - time.time() % 1)
    first, second = project.runs()
    (first.parent / ".hidden").mkdir()

    code, text = scitex("rm", second.name)

    assert (code, text) == (0, f"removed train.py {second.name}\n")
    assert sorted(first.parent.iterdir()) == sorted([first, first.parent / ".hidden"])
    assert (project.directory / "train_out/LATEST").resolve() == first
    assert scitex("rm", first.name)[0] == 0
    assert not (project.directory / "train_out/LATEST").is_symlink()


def test_a_living_run_is_not_removed_not_even_by_force(project, scitex, living):
    project.script(TRAIN)
    living()
    run = project.only_run()

    code, text = scitex("rm", "--force", run.name)

    assert (code, text) == (1, f"Error: run {run.name} lives: end it first\n")
    assert (run / "params.json").exists()


def test_a_run_of_another_host_is_removed_by_force_only(project, scitex):
    project.script(TRAIN)
    project.run("--end", "kill")
    run = project.only_run()
    marker = json.loads((run / ".running").read_text())
    (run / ".running").write_text(json.dumps({**marker, "host": "far"}))

    assert scitex("list")[1].splitlines()[1].split()[1:3] == ["on", "far"]
    assert scitex("rm", run.name)[0] == 1
    assert scitex("clean") == (0, "nothing to put away\n")
    assert scitex("rm", "--force", run.name)[0] == 0


def test_a_dead_run_is_put_away_with_what_is_known_of_it(project, scitex, told):
    project.script(TRAIN)
    project.run("--end", "kill")
    run = project.only_run()

    assert scitex("clean", "--dry-run")[0] == 0
    assert project.only_run() == run
    code, text = scitex("clean")

    final = project.only_run("FINISHED_ERROR")
    reason = "ended without an outcome: killed or crashed; last sign of life "
    assert code == 0
    assert text.startswith(f"train.py {run.name} → train_out/FINISHED_ERROR/{run.name}: {reason}")
    assert sorted(path.name for path in final.iterdir()) == ["params.json", "ro-crate-metadata.json", "train.log"]
    lines = (final / "train.log").read_text().splitlines()
    assert lines[-3] == "training with 0.1"
    assert lines[-1].startswith(f"# error, put away later: {reason}20")
    assert states(told) == ["error"]
    assert scitex("clean") == (0, "nothing to put away\n")


def test_what_the_killed_run_was_just_writing_is_removed(project, scitex):
    project.script("""
        import signal
        from scitex_io.atomic import replacing
        @session
        def main(run=INJECTED):
            io.save("whole", "deep/whole.txt")
            with replacing(run.directory / "deep/half.txt") as temporary:
                temporary.write_text("ha")
                os.kill(os.getpid(), signal.SIGKILL)
        """)
    project.run()
    assert len(list(project.only_run("RUNNING").glob("deep/.scitex-*"))) == 1

    scitex("clean")

    assert [path.name for path in project.only_run("FINISHED_ERROR").glob("deep/*")] == ["whole.txt"]


def test_a_living_run_and_its_files_are_not_touched_by_cleaning(project, scitex, living):
    project.script(TRAIN)
    living()
    before = sorted(project.only_run().iterdir())

    assert scitex("clean") == (0, "nothing to put away\n")
    assert sorted(project.only_run("RUNNING").iterdir()) == before


def test_a_dead_run_whose_children_still_write_is_left_alone(project, scitex, told):
    project.script("""
        import subprocess
        @session
        def main():
            child = subprocess.Popen(["sleep", "60"])
            print(child.pid, flush=True)
            os.kill(os.getpid(), 9)
        """)
    child = int(project.run_until_killed().split()[0])
    run = project.only_run()

    (left,) = told("clean")

    assert (left["id"], left["directory"]) == (run.name, None)
    assert left["reason"].startswith("left alone: its process ended, but others still have its files open: ")
    assert project.only_run("RUNNING") == run
    os.kill(child, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while told("clean") and project.runs("RUNNING"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert project.only_run("FINISHED_ERROR").name == run.name


def test_an_empty_directory_of_a_start_that_was_killed_is_removed_after_an_hour(project, scitex):
    fresh = project.directory / "train_out/RUNNING/20250101_000000_AAAA"
    old = project.directory / "train_out/RUNNING/20250101_000000_BBBB"
    for directory in (fresh, old):
        directory.mkdir(parents=True)
    os.utime(old, (0, 0))

    assert scitex("clean")[1] == "train 20250101_000000_BBBB: removed: it was empty, killed before it began\n"
    assert (fresh.exists(), old.exists()) == (True, False)


def test_a_run_that_died_after_it_had_been_moved_is_put_away_too(project, scitex, told):
    project.script(TRAIN)
    project.run("--end", "kill")
    run = project.only_run()
    (project.directory / "train_out/FINISHED_SUCCESS").mkdir()
    run.rename(project.directory / "train_out/FINISHED_SUCCESS" / run.name)

    assert states(told) == ["dead"]
    assert "it had come to its end" in scitex("clean")[1]
    assert states(told) == ["success"]


def test_many_cleanings_at_once_put_every_run_away_once(project, told):
    project.script(TRAIN)
    for _ in range(4):
        project.run("--end", "kill")
    program = "from scitex_session.history.commands import session; session(['clean', '--json'])"
    project.write("clean.py", program)

    processes = [project.start(name="clean.py") for _ in range(4)]
    told_of = [json.loads(process.communicate(timeout=60)[0]) for process in processes]

    moved = [found["id"] for report in told_of for found in report if found["directory"]]
    assert sorted(moved) == [run.name for run in project.runs("FINISHED_ERROR")]
    assert len(moved) == 4
    assert [process.returncode for process in processes] == [0] * 4


def test_names_that_would_upset_a_terminal_are_escaped(project, scitex):
    project.script(TRAIN, "evil\x1b[31m.py")
    project.run(name="evil\x1b[31m.py")

    for command in (["list"], ["show", project.only_run(name="evil\x1b[31m").name]):
        assert "\x1b" not in scitex(*command)[1]


def test_runs_of_a_script_that_is_a_link_are_found_by_that_name(project, scitex):
    project.script(TRAIN, "code/deep.py")
    (project.directory / "alias.py").symlink_to("code/deep.py")
    project.run(name="alias.py")
    run = project.only_run(name="alias").name

    listed = scitex("list", "--script", "./alias.py")[1].splitlines()[1].split()
    assert (listed[0], listed[-1]) == (run, "alias.py")
    assert scitex("show", "alias.py")[1].startswith(f"alias.py {run}: success")


def test_runs_behind_a_link_to_another_disk_are_found(project, scitex):
    project.script(TRAIN)
    disk = project.directory.parent / "disk" / "results"
    disk.mkdir(parents=True)
    (project.directory / "train_out").symlink_to(disk)
    project.run()
    project.run("--end", "kill")
    killed = project.only_run("RUNNING").name

    assert killed in scitex("list", "--script", "train.py")[1]
    assert scitex("show", "train_out/LATEST")[1].startswith("train.py ")
    assert scitex("clean")[0] == 0
    assert (disk / "FINISHED_ERROR" / killed / "params.json").exists()
    assert scitex("rm", killed)[0] == 0
    assert not (disk / "FINISHED_ERROR" / killed).exists()
