"""Every run has a directory of its own, and the newest successful one is LATEST."""

import re
import subprocess

import pytest


def test_a_relative_save_lands_in_the_run_directory(project):
    project.script('@session\ndef main(lr=0.1): print(io.save({"lr": lr}, "sub/params.yaml"))')

    project.run("--lr", "0.01")

    run = project.only_run("FINISHED_SUCCESS")
    assert re.fullmatch(r"\d{8}_\d{6}_[A-Z0-9]{4}", run.name)
    assert {path.name for path in run.iterdir()} - {"ro-crate-metadata.json"} == {"sub", "train.log"}
    assert (run / "sub/params.yaml").read_text() == "lr: 0.01\n"


def test_a_relative_load_looks_in_the_run_directory_then_in_the_working_directory(project):
    project.write("a.txt", "from the project")
    project.script("""
        @session
        def main():
            print(io.load("a.txt"))
            io.save("from the run", "a.txt")
            print(io.load("a.txt"))
            io.load("b.txt")
        """)

    result = project.run()

    assert result.stdout == "from the project\nfrom the run\n"
    places = [str(project.directory / "train_out" / "RUNNING"), str(project.directory / "b.txt")]
    assert all(place in result.stderr.splitlines()[-1] for place in places)


def test_a_worker_thread_writes_to_the_run_directory(project):
    project.script("""
        from concurrent.futures import ThreadPoolExecutor
        @session
        def main():
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(lambda i: io.save(str(i), f"{i}.txt"), range(4)))
        """)

    project.run()

    assert [path.name for path in sorted(project.only_run().glob("*.txt"))] == ["0.txt", "1.txt", "2.txt", "3.txt"]


def test_latest_is_the_newest_success(project):
    project.script("@session\ndef main(code=0): return code")

    project.run()
    project.run("--code", "1")

    latest = project.directory / "train_out" / "LATEST"
    assert latest.resolve() == project.only_run("FINISHED_SUCCESS")
    assert not latest.readlink().is_absolute()


def test_a_script_without_suffix_has_its_directory_beside_it(project):
    script = project.script("@session\ndef main(): pass")
    script.rename(project.directory / "train")

    project.run(name="train")

    assert project.only_run().parent.name == "FINISHED_SUCCESS"


def test_the_directory_is_that_of_the_bare_function(project):
    project.write(
        "lib/timers.py",
        """
        import functools
        def timed(function):
            @functools.wraps(function)
            def wrapper(*args, **kwargs): return function(*args, **kwargs)
            return wrapper
        """,
    )
    project.script("from lib.timers import timed\n@session\n@timed\ndef main(x=1): print(x)")

    assert project.run("--x", "2").stdout == "2\n"
    assert project.only_run().parent.name == "FINISHED_SUCCESS"


def test_sixteen_runs_at_once_have_sixteen_directories(project):
    project.script("@session\ndef main(n=0): io.save(n, 'n.json'); print(n)")

    processes = [project.start("--n", str(n)) for n in range(16)]

    assert [int(process.communicate(timeout=60)[0]) for process in processes] == list(range(16))
    assert {process.returncode for process in processes} == {0}
    runs = project.runs("FINISHED_SUCCESS")
    assert sorted(int((run / "n.json").read_text()) for run in runs) == list(range(16))
    assert sorted(int(project.output_of(run)) for run in runs) == list(range(16))


def test_the_directory_lies_beside_the_script_whatever_the_working_directory(project):
    project.script("@session\ndef main(): pass", name="pkg/train.py")
    project.write("pkg/__init__.py", "")

    subprocess.run([*project.command()[:1], "-m", "pkg.train"], cwd=project.directory, check=True)

    assert [path.parent.name for path in (project.directory / "pkg/train_out").glob("*/*_*")] == ["FINISHED_SUCCESS"]


def test_a_run_whose_directory_was_deleted_is_an_error(project):
    project.script("""
        import shutil
        @session
        def main():
            shutil.rmtree("train_out/RUNNING")
            print("done")
        """)

    result = project.run()

    assert (result.returncode, result.stdout) == (1, "done\n")
    assert "could not be moved" in result.stderr
    assert project.runs() == []


def test_a_run_that_saves_after_its_directory_was_deleted_is_an_error(project):
    project.script("""
        import shutil
        @session
        def main():
            io.save("first", "a.txt")
            shutil.rmtree("train_out/RUNNING")
            io.save("second", "b.txt")
        """)

    result = project.run()

    run = project.only_run()
    assert (result.returncode, run.parent.name) == (1, "FINISHED_ERROR")
    assert (run / "b.txt").exists()
    assert project.frame()[-1].startswith("error, exit code 1, ")
    assert project.frame()[-1].endswith(": its directory was removed while it ran, and what it had saved until then")
    assert not (project.directory / "train_out/LATEST").is_symlink()


def test_a_file_system_without_links_is_told_of_once_a_script(project):
    project.script("""
        import errno
        from pathlib import Path
        def refuse(*arguments, **options): raise OSError(errno.EPERM, os.strerror(errno.EPERM))
        Path.symlink_to = refuse
        @session
        def main(): pass
        """)

    first, second = project.run(), project.run()

    assert "LATEST does not lead to run" in first.stderr
    assert (first.returncode, second.returncode, second.stderr) == (0, 0, "")
    assert len(project.runs("FINISHED_SUCCESS")) == 2


def test_the_marker_stays_if_a_recorder_has_left_something_to_do(project):
    project.write("extra-1.0.dist-info/entry_points.txt", "[scitex_session.recorders]\nlazy = extra:lazy\n")
    project.write(
        "extra.py",
        """
        from contextlib import contextmanager
        @contextmanager
        def lazy(run):
            yield
            run.concluded = False
        """,
    )
    project.script("@session\ndef main(): pass")

    project.run()

    assert (project.only_run("FINISHED_SUCCESS") / ".running").exists()


@pytest.mark.parametrize("name", [".running", "train.log"])
def test_a_file_that_the_run_keeps_itself_is_not_replaced(project, name):
    project.script(f"""
        import multiprocessing
        @session
        def main(run=INJECTED):
            print("before")
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                print(pool.apply(save, [str(run.directory / "{name}")]))
            run.output("{name}")

        def save(path):
            try:
                io.save("mine", path, format=".txt")
            except io.ReservedNameError:
                return "refused"
        """)

    result = project.run()

    assert result.returncode == 1
    assert result.stdout == "before\nrefused\n"
    assert f"ReservedNameError: {name!r} is a file that the run itself keeps in " in result.stderr
    assert {"before", "refused"} <= set(project.log().splitlines())  # the two streams may pass each other
