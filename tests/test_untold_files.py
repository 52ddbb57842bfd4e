"""Files that a script reads and writes without `stx.io` are recorded if it says so, or if it is audited."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

Ran = Callable[..., tuple[subprocess.CompletedProcess[str], set[tuple[str, str]]]]


@pytest.fixture
def ran(tmp_path: Path) -> Ran:
    """Return what runs the body of a script in a project, and tells what is recorded as read and written."""
    (tmp_path / ".scitex").mkdir()
    (tmp_path / "raw.csv").write_text("t,y\n0,1\n")

    def run(
        body: str, decorator: str = "@stx.session", before: str = ""
    ) -> tuple[subprocess.CompletedProcess[str], set[tuple[str, str]]]:
        lines = "\n".join(f"    {line}" for line in body.splitlines())
        script = f"import os, sys\nfrom pathlib import Path\nimport scitex as stx\n{before}\n{decorator}\n"
        script += f"def main(run=stx.INJECTED):\n{lines}\n\nif __name__ == '__main__':\n    main()\n"
        (tmp_path / "train.py").write_text(script)
        done = subprocess.run([sys.executable, "train.py"], cwd=tmp_path, capture_output=True, text=True, timeout=120)
        command = [str(Path(sys.executable).with_name("scitex")), "session", "show", "train.py", "--json"]
        told = json.loads(subprocess.check_output(command, cwd=tmp_path, text=True))
        directory = f"train_out/{Path(told['directory']).parent.name}/{told['id']}/"
        accesses = told["record"]["accesses"]
        return done, {(entry["role"], entry["path"].removeprefix(directory)) for entry in accesses}

    return run


def test_what_a_run_says_that_it_reads_is_an_input(ran: Ran) -> None:
    done, accesses = ran('print(run.input("raw.csv").read_text())')

    assert done.stdout == "t,y\n0,1\n\n"
    assert ("input", "raw.csv") in accesses


def test_what_a_run_says_that_it_writes_is_an_output_wherever_it_is(ran: Ran, tmp_path: Path) -> None:
    done, accesses = ran(
        'run.output("deep/own.txt").write_text("own")\nrun.output(Path.cwd() / "model.bin").write_text("1")'
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert {("output", "deep/own.txt"), ("output", "model.bin")} <= accesses
    assert (tmp_path / "train_out/LATEST/deep/own.txt").read_text() == "own"


def test_a_directory_is_all_the_files_in_it(ran: Ran, tmp_path: Path) -> None:
    for name in ("data/b.txt", "data/deep/a.txt", "data/.hidden", "data/.git/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    body = 'run.input("data")\nout = run.output(Path.cwd() / "results")\nout.mkdir()\n(out / "r.txt").write_text("r")'
    done, accesses = ran(body)

    assert (done.returncode, done.stderr) == (0, "")
    assert {path for role, path in accesses if role == "input"} == {"data/b.txt", "data/deep/a.txt"}
    assert ("output", "results/r.txt") in accesses


def test_an_output_that_is_never_written_is_told_of(ran: Ran) -> None:
    done, _ = ran('run.output("never.txt")')

    assert done.returncode == 0
    assert "never.txt was to be an output of the run and was never written" in done.stderr


def test_an_input_that_is_not_there_is_an_error(ran: Ran) -> None:
    done, _ = ran('run.input("none.csv")')

    assert done.returncode == 1
    assert "NotFoundError: no file 'none.csv': looked for " in done.stderr


def test_the_modules_of_the_project_that_a_script_imports_are_recorded(ran: Ran, tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("x = 1\n")
    _, accesses = ran("print(helper.x)", before="import helper")

    assert {path for role, path in accesses if role == "module"} == {"helper.py"}
    program = str(Path(sys.executable).with_name("scitex"))
    (tmp_path / "helper.py").write_text("x = 2  # edited\n")
    status = subprocess.run([program, "clew", "status"], cwd=tmp_path, capture_output=True, text=True)
    assert (status.returncode, status.stdout) == (
        0,
        "code        helper.py: changed since 1 run\n1 run: 1 verified\n",
    )


AUDITED = "@stx.session(audit=True)"


def test_an_audited_run_has_every_file_that_it_opens_in_the_project(ran: Ran, tmp_path: Path) -> None:
    (tmp_path / "table.txt").write_text("before")
    body = """
import csv, numpy
rows = list(csv.reader(open("raw.csv")))
Path("own.txt").write_text("own")
with open("table.txt", "r+") as file:
    file.write("after!")
numpy.save("array.npy", numpy.arange(3))
os.close(os.open("low.txt", os.O_CREAT | os.O_WRONLY))
Path("gone.txt").write_text("x")
Path("gone.txt").unlink()
stx.io.save({"a": 1}, "saved.json")
stx.io.load("raw.csv")
print(Path("/etc/hostname").exists() and len(open("/etc/hostname").read()) > 0)
"""
    done, accesses = ran(body, AUDITED)

    assert (done.returncode, done.stderr) == (0, "")
    assert {(role, path) for role, path in accesses if role in ("input", "output")} == {
        ("input", "raw.csv"),
        ("input", "table.txt"),
        ("output", "array.npy"),
        ("output", "low.txt"),
        ("output", "own.txt"),
        ("output", "saved.json"),
        ("output", "table.txt"),
    }


def test_a_file_that_an_audited_run_opens_by_a_link_is_an_input_by_both_names(ran: Ran, tmp_path: Path) -> None:
    elsewhere = tmp_path.with_name(f"{tmp_path.name}-elsewhere")
    elsewhere.mkdir()
    (elsewhere / "far.csv").write_text("far")
    (tmp_path / "link.csv").symlink_to("raw.csv")
    (tmp_path / "disk").symlink_to(elsewhere)
    body = 'open("raw.csv"), open("link.csv"), open(os.path.realpath("raw.csv"))\n'
    body += 'subprocess.run(["cat", "disk/far.csv"])\nopen("disk/new.csv", "w").write("new")'
    done, accesses = ran(body, "@stx.session(audit=True)", "import subprocess")

    assert (done.returncode, done.stderr) == (0, "")
    assert {path for role, path in accesses if role == "input"} == {
        "raw.csv",
        "link.csv",
        "disk/far.csv",
        f"{elsewhere}/far.csv",
    }
    assert ("output", f"{elsewhere}/new.csv") in accesses


def test_a_run_that_is_not_audited_has_none_of_these(ran: Ran) -> None:
    _, accesses = ran('open("raw.csv").read()\nPath("own.txt").write_text("own")')

    assert {(role, path) for role, path in accesses if role in ("input", "output")} == set()


def test_threads_and_forked_children_are_audited_too(ran: Ran) -> None:
    body = """
import threading
thread = threading.Thread(target=lambda: open("raw.csv").read())
thread.start()
thread.join()
if not (child := os.fork()):
    open("child.txt", "w").close()
    open("train.txt").read() if Path("train.txt").exists() else None
    os._exit(0)
os.waitpid(child, 0)
"""
    _, accesses = ran(body, AUDITED)

    assert ("input", "raw.csv") in accesses


def test_a_file_that_is_not_there_is_the_scripts_own_error(ran: Ran) -> None:
    done, _ = ran('open("none.csv")', AUDITED)

    assert done.returncode == 1
    assert done.stderr.rstrip().endswith("FileNotFoundError: [Errno 2] No such file or directory: 'none.csv'")


WORK = """
import multiprocessing
def work(method):
    open(f"in/{method}.txt").read()
    Path(f"of {method}.txt").write_text(method)
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_worker_is_audited_however_it_was_started(ran: Ran, tmp_path: Path, method: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / f"in/{method}.txt").write_text(method)
    body = f"""
context = multiprocessing.get_context({method!r})
worker = context.Process(target=work, args=({method!r},))
worker.start()
worker.join()
with context.Pool(1) as pool:
    pool.map(work, [{method!r}])
"""
    done, accesses = ran(body, AUDITED, WORK)

    assert (done.returncode, done.stderr) == (0, "")
    assert {(role, path) for role, path in accesses if role in ("input", "output")} == {
        ("input", f"in/{method}.txt"),
        ("output", f"of {method}.txt"),
    }
    assert not [path.name for path in (tmp_path / "train_out/LATEST").iterdir() if path.name.startswith(".")]


def test_a_file_that_is_given_another_name_is_an_output_by_that(ran: Ran, tmp_path: Path) -> None:
    for name in ("old.txt", "linked.txt", "moved.txt"):
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (1, 1))
    body = """
os.rename("old.txt", "new.txt")
os.link("linked.txt", "second.txt")
Path("moved.txt").replace("deep.txt")
Path("draft.txt").write_text("x")
Path("draft.txt").rename("final.txt")
Path("folder").mkdir()
Path("folder/a.txt").write_text("a")
Path("folder").rename("results")
Path(".hidden").write_text("h")
os.rename(".hidden", "seen.txt")
os.system("echo made > made.tmp")
os.rename("made.tmp", "made.txt")
(run.directory / "own.txt").write_text("own")
(run.directory / "own.txt").rename("out.txt")
"""
    done, accesses = ran(body, AUDITED)

    assert (done.returncode, done.stderr) == (0, "")
    assert {path for role, path in accesses if role == "input"} == {"linked.txt", "moved.txt", "old.txt"}
    assert {path for role, path in accesses if role == "output"} == {
        *("deep.txt", "final.txt", "made.txt", "new.txt", "out.txt", "results/a.txt", "second.txt", "seen.txt"),
    }


def test_what_is_added_to_is_an_input_too(ran: Ran, tmp_path: Path) -> None:
    for name in ("added.txt", "changed.txt", "low.txt", "replaced.txt"):
        (tmp_path / name).write_text("before\n")
    body = """
for mode, name in (("a", "added.txt"), ("r+", "changed.txt"), ("w", "replaced.txt"), ("a", "new.txt")):
    for _ in range(2):
        with open(name, mode) as file:
            file.write("after\\n")
os.close(os.open("low.txt", os.O_WRONLY))
open("replaced.txt").read()
"""
    done, accesses = ran(body, AUDITED)

    assert (done.returncode, done.stderr) == (0, "")
    assert {path for role, path in accesses if role == "input"} == {"added.txt", "changed.txt", "low.txt"}
    assert {path for role, path in accesses if role == "output"} == {
        *("added.txt", "changed.txt", "low.txt", "new.txt", "replaced.txt")
    }


def test_a_file_that_must_not_be_there_and_is_was_not_opened(ran: Ran) -> None:
    done, accesses = ran('open("new.csv", "x").close()\nopen("raw.csv", "x")', AUDITED)

    assert "FileExistsError" in done.stderr
    assert {(role, path) for role, path in accesses if role in ("input", "output")} == {("output", "new.csv")}


def unaudited(project: Path) -> list[str]:
    """Return what the newest run has of the programs that nobody could audit."""
    command = [str(Path(sys.executable).with_name("scitex")), "session", "show", "train.py", "--json"]
    found: list[str] = json.loads(subprocess.check_output(command, cwd=project, text=True))["record"]["unaudited"]
    return found


def test_a_file_that_the_arguments_of_another_program_name_is_recorded(ran: Ran, tmp_path: Path) -> None:
    for name in ("in/a.txt", "in/b.txt", "changed.txt", "passed.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("a\n")
    (tmp_path / "tool.sh").write_text("#!/bin/sh\ncat $1\n")
    (tmp_path / "tool.sh").chmod(0o755)
    body = """
import subprocess
subprocess.run(["sort", "raw.csv", "--output=sorted.csv"], check=True)
subprocess.run(["sort", "a.txt", "-o", Path("b.sorted")], check=True, cwd="in")
subprocess.run("cat in/?.txt>all.txt && echo done >> changed.txt", shell=True, check=True)
os.system("tr a b < passed.txt > 'two words.txt'")
subprocess.run(["./tool.sh", "all.txt"], check=True, stdout=subprocess.DEVNULL)
print(open("sorted.csv").read() == stx.io.load("raw.csv").to_csv(index=False))
Path("later.txt").write_text("written after a program was told of it")
"""
    done, accesses = ran(body.replace("later.txt", "passed.txt"), AUDITED)

    assert (done.returncode, done.stderr) == (0, "")
    assert {path for role, path in accesses if role == "input"} == {
        *("in/a.txt", "in/b.txt", "passed.txt", "raw.csv", "tool.sh")
    }
    assert {path for role, path in accesses if role == "output"} == {
        *("all.txt", "changed.txt", "in/b.sorted", "passed.txt", "sorted.csv", "two words.txt")
    }


def test_the_record_names_the_programs_that_nobody_could_audit(ran: Ran, tmp_path: Path) -> None:
    body = """
import subprocess
for name in ("one", "two"):
    subprocess.run(["/bin/echo", name, "--token", "sesame"], stdout=subprocess.DEVNULL)
os.system("cd . && true")
subprocess.run([sys.executable, "-I", "-c", "# " + 300 * "x"])
if not (child := os.fork()):
    os.execvp("sleep", ["sleep", "0"])
os.waitpid(child, 0)
"""
    ran(body, AUDITED)
    program = str(Path(sys.executable).with_name("scitex"))
    shown = subprocess.run([program, "clew", "run", "_"], cwd=tmp_path, capture_output=True, text=True).stdout
    python = f"{Path(sys.executable).name} -I -c # {300 * 'x'}"[:199] + "…"

    expected = ["echo one --token ***", "cd . && true", python, "sleep 0"]
    assert sorted(unaudited(tmp_path)) == sorted(expected)
    for command in expected:
        assert f"not audited: what was opened by {command}\n" in shown


def test_a_run_that_is_not_audited_names_no_programs(ran: Ran, tmp_path: Path) -> None:
    _, accesses = ran('os.system("cat raw.csv > copy.csv")')

    assert unaudited(tmp_path) == []
    assert {path for role, path in accesses if role in ("input", "output")} == set()


PROGRAM = """
import multiprocessing, subprocess
def work(method):
    subprocess.run(["cp", "raw.csv", f"of {method}.csv"], check=True)
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_the_programs_of_a_worker_are_told_of_too(ran: Ran, tmp_path: Path, method: str) -> None:
    body = f"""
worker = multiprocessing.get_context({method!r}).Process(target=work, args=({method!r},))
worker.start()
worker.join()
"""
    done, accesses = ran(body, AUDITED, PROGRAM)

    assert (done.returncode, done.stderr) == (0, "")
    assert {(role, path) for role, path in accesses if role in ("input", "output")} == {
        ("input", "raw.csv"),
        ("output", f"of {method}.csv"),
    }
    assert unaudited(tmp_path) == [f"cp raw.csv of {method}.csv"]


def test_a_file_that_is_removed_after_a_program_had_it_was_read(ran: Ran, tmp_path: Path) -> None:
    body = """
import subprocess
subprocess.run(["cp", "raw.csv", "copy.csv"], check=True)
os.remove("raw.csv")
os.rename("copy.csv", "raw.csv")
subprocess.run(["cat", "none.csv"], stderr=subprocess.DEVNULL)
"""
    done, accesses = ran(body, AUDITED)

    assert (done.returncode, done.stderr) == (0, "")
    assert {(role, path) for role, path in accesses if role in ("input", "output")} == {
        ("input", "raw.csv"),
        ("output", "raw.csv"),
    }


@pytest.mark.parametrize("name", ["ro-crate-metadata.json", ".clew.jsonl"])
def test_the_record_of_a_run_is_not_replaced_by_a_save(ran: Ran, name: str) -> None:
    done, accesses = ran(f"stx.io.save([1], 'own.json')\nstx.io.save([1], {name!r}, format='.json')")

    assert f"ReservedNameError: {name!r} is a file that the run itself keeps in " in done.stderr
    assert ("output", "own.json") in accesses


KILL = "\nos.kill(os.getpid(), 9)"


def clew(project: Path, *arguments: str) -> str:
    """Return what `scitex clew` says there."""
    command = [str(Path(sys.executable).with_name("scitex")), "clew", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True).stdout


def test_what_a_killed_run_said_that_it_writes_or_has_in_its_directory_is_known(ran: Ran, tmp_path: Path) -> None:
    (tmp_path / "untouched.txt").write_text("from before")
    body = """
(run.directory / "raw.txt").write_text("raw")
run.output(Path.cwd() / "declared.txt").write_text("declared")
run.output(Path.cwd() / "untouched.txt")
run.output(Path.cwd() / "never.txt")
out = run.output(Path.cwd() / "results")
out.mkdir()
(out / "r.txt").write_text("r")
"""
    _, accesses = ran(body + KILL)

    known = {("output", name) for name in ("declared.txt", "raw.txt", "results/r.txt")}
    assert {(role, path) for role, path in accesses if role == "output"} == known
    assert "  output   of " in clew(tmp_path, "file", "declared.txt")
    clew(tmp_path, "index")
    assert "  output   of " in clew(tmp_path, "file", "declared.txt")
    (raw,) = tmp_path.glob("train_out/RUNNING/*/raw.txt")
    subprocess.run([Path(sys.executable).with_name("scitex"), "session", "clean"], cwd=tmp_path, check=True)
    assert not raw.exists()
    for name in ("declared.txt", *map(str, tmp_path.glob("train_out/FINISHED_ERROR/*/raw.txt"))):
        assert "  output   of " in clew(tmp_path, "file", name)
    assert "  output   of " not in clew(tmp_path, "file", "untouched.txt")


def test_what_a_killed_run_has_left_counts_as_it_was_found(ran: Ran, tmp_path: Path) -> None:
    ran('run.output(Path.cwd() / "declared.txt").write_text("declared")' + KILL)
    time.sleep(2.1)  # now the next write will show
    assert clew(tmp_path, "file", "declared.txt").startswith("declared.txt: verified, but")

    (tmp_path / "declared.txt").write_text("tampered")

    assert clew(tmp_path, "file", "declared.txt").startswith("declared.txt: modified")


def test_what_an_audited_run_wrote_before_it_was_killed_is_known(ran: Ran) -> None:
    _, accesses = ran('open("raw.csv").read()\nPath("own.txt").write_text("own")' + KILL, AUDITED)

    assert {(role, path) for role, path in accesses if role in ("input", "output")} == {
        ("input", "raw.csv"),
        ("output", "own.txt"),
    }


def test_code_that_is_executed_without_an_import_is_an_input(ran: Ran, tmp_path: Path) -> None:
    for name in ("helper", "module", "other", "snip"):
        (tmp_path / f"{name}.py").write_text(f"{name} = 1\n")
    body = """
import runpy
import helper
runpy.run_path("other.py")
runpy.run_module("module")
exec(open("snip.py").read())
Path("made.py").write_text("x = 1")
"""
    done, accesses = ran(body, AUDITED)

    assert (done.returncode, done.stderr) == (0, "")
    assert {(role, path) for role, path in accesses if role != "log"} == {
        ("input", "module.py"),
        ("input", "other.py"),
        ("input", "snip.py"),
        ("module", "helper.py"),
        ("output", "made.py"),
        ("script", "train.py"),
    }


def test_a_name_in_an_open_directory_is_of_the_file_there(ran: Ran, tmp_path: Path) -> None:
    for name in ("deep/a.txt", "deep/b.txt", "deep/old.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (1, 1))
    body = """
folder = os.open("deep", os.O_RDONLY)
os.close(os.open("a.txt", os.O_RDONLY, dir_fd=folder))
os.close(os.open("new.txt", os.O_WRONLY | os.O_CREAT, dir_fd=folder))
os.rename("old.txt", "moved.txt", src_dir_fd=folder, dst_dir_fd=folder)
os.close(folder)
"""
    done, accesses = ran(body, AUDITED)

    assert (done.returncode, done.stderr) == (0, "")
    assert {(role, path) for role, path in accesses if role in ("input", "output")} == {
        ("input", "deep/a.txt"),
        ("input", "deep/old.txt"),
        ("output", "deep/moved.txt"),
        ("output", "deep/new.txt"),
    }


def test_a_directory_from_before_that_is_given_another_name_is_read_and_written(ran: Ran, tmp_path: Path) -> None:
    for name in ("old/a.txt", "old/deep/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (1, 1))
    _, accesses = ran('os.rename("old", "new")', AUDITED)

    assert {(role, path) for role, path in accesses if role in ("input", "output")} == {
        *(("input", "old/a.txt"), ("input", "old/deep/b.txt")),
        *(("output", "new/a.txt"), ("output", "new/deep/b.txt")),
    }


def test_a_file_that_is_cut_short_is_read_and_written_one_that_is_emptied_is_written(ran: Ran, tmp_path: Path) -> None:
    (tmp_path / "emptied.txt").write_text("before")
    _, accesses = ran('os.truncate("raw.csv", 3)\nos.truncate("emptied.txt", 0)', AUDITED)

    assert {(role, path) for role, path in accesses if role in ("input", "output")} == {
        ("input", "raw.csv"),
        ("output", "raw.csv"),
        ("output", "emptied.txt"),
    }


def test_a_database_of_sqlite_is_read_or_written(ran: Ran, tmp_path: Path) -> None:
    for name in ("changed.db", "named by URI.db", "read.db"):
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            connection.execute("CREATE TABLE t (x)")
    body = """
import sqlite3
for name, sql in (("changed.db", "DROP TABLE t"), ("read.db", "SELECT * FROM t"), (":memory:", "SELECT 1")):
    connection = sqlite3.connect(name)
    connection.execute(sql)
    connection.close()
sqlite3.connect("file:named%20by%20URI.db?mode=ro", uri=True).close()
"""
    _, accesses = ran(body, AUDITED)

    assert {(role, path) for role, path in accesses if role in ("input", "output")} == {
        ("input", "named by URI.db"),
        ("input", "read.db"),
        ("output", "changed.db"),
    }


def test_a_python_program_that_an_audited_run_starts_is_audited(ran: Ran, tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text('open("made.txt", "w").write(open("raw.csv").read())\n')
    body = """
import subprocess
subprocess.run([sys.executable, "plain.py"], check=True)
os.system("python plain.py && true")
assert "SCITEX_AUDIT" in os.environ
"""
    done, accesses = ran(body, AUDITED)

    assert (done.returncode, done.stderr) == (0, "")
    assert {(role, path) for role, path in accesses if role in ("input", "output")} == {
        ("input", "plain.py"),
        ("input", "raw.csv"),
        ("output", "made.txt"),
    }
    assert unaudited(tmp_path) == ["python plain.py && true"]
    assert not [path.name for path in (tmp_path / "train_out/LATEST").iterdir() if path.name.startswith(".")]


def test_a_session_that_an_audited_run_starts_is_a_run_of_its_own(ran: Ran, tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(
        "import scitex as stx\n@stx.session\ndef main():\n    open('raw.csv').read()\n"
        "    open('own.txt', 'w').close()\nmain()\n"
    )
    _, accesses = ran('import subprocess\nsubprocess.run([sys.executable, "own.py"], check=True)', AUDITED)

    assert {(role, path) for role, path in accesses if role in ("input", "output")} == {("input", "own.py")}
    assert not list(tmp_path.glob("own_out/*/*/.audited"))


def test_what_a_python_program_wrote_is_known_though_all_were_killed(ran: Ran, tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text('import os\nopen("made.txt", "w").write("x")\nos.kill(os.getpid(), 9)\n')
    _, accesses = ran('import subprocess\nsubprocess.run([sys.executable, "plain.py"])' + KILL, AUDITED)

    assert ("output", "made.txt") in accesses


NATIVE = """
import multiprocessing, subprocess
import h5py, pandas
def work(name):
    pandas.read_parquet("raw.parquet").to_parquet(name)
"""


def test_what_a_library_opens_without_python_is_recorded(ran: Ran, tmp_path: Path) -> None:
    pandas, h5py = pytest.importorskip("pandas"), pytest.importorskip("h5py")
    pandas.DataFrame({"a": [1, 2]}).to_parquet(tmp_path / "raw.parquet")
    h5py.File(tmp_path / "raw.h5", "w").close()
    body = """
h5py.File("raw.h5").close()
h5py.File("own.h5", "w").close()
work("own.parquet")
stx.io.save(pandas.DataFrame({"a": [3]}), "saved.parquet")
for method in ("fork", "spawn"):
    worker = multiprocessing.get_context(method).Process(target=work, args=(f"of {method}.parquet",))
    worker.start()
    worker.join()
subprocess.run([sys.executable, "-c", "import h5py; h5py.File('of program.h5', 'w').close()"], check=True)
"""
    done, accesses = ran(body, AUDITED, NATIVE)

    assert (done.returncode, done.stderr) == (0, "")
    assert {(role, path) for role, path in accesses if role in ("input", "output")} == {
        *(("input", name) for name in ("raw.h5", "raw.parquet")),
        *(("output", name) for name in ("of fork.parquet", "of program.h5", "of spawn.parquet", "own.h5")),
        *(("output", name) for name in ("own.parquet", "saved.parquet")),
    }
    assert unaudited(tmp_path) == []


def test_the_record_names_the_libraries_that_nobody_could_audit(ran: Ran, tmp_path: Path) -> None:
    (tmp_path / "duckdb.py").write_text("")
    ran("import duckdb", AUDITED)

    assert unaudited(tmp_path) == ["duckdb (library)"]
    assert "not audited: what was opened by duckdb (library)\n" in clew(tmp_path, "run", "_")


def test_what_a_library_wrote_before_the_run_was_killed_is_known(ran: Ran) -> None:
    pytest.importorskip("h5py")
    _, accesses = ran('import h5py\nh5py.File("own.h5", "w").close()' + KILL, AUDITED)

    assert ("output", "own.h5") in accesses


MADE = """
import multiprocessing, subprocess
def work(method):
    open("of main.txt").read()
    open(f"of {method}.txt", "w").write(open("raw.csv").read())
"""


def test_what_one_process_of_a_run_makes_is_no_input_of_another(ran: Ran) -> None:
    body = """
open("of main.txt", "w").close()
for method in ("fork", "spawn"):
    worker = multiprocessing.get_context(method).Process(target=work, args=(method,))
    worker.start()
    worker.join()
    open(f"of {method}.txt").read()
subprocess.run([sys.executable, "-c", "open('of main.txt').read(); open('of program.txt', 'w').close()"], check=True)
open("of program.txt").read()
subprocess.run(["cat", "of main.txt"], check=True)
open("of main.txt").read()
"""
    done, accesses = ran(body, AUDITED, MADE)

    assert (done.returncode, done.stderr) == (0, "")
    assert {(role, path) for role, path in accesses if role in ("input", "output")} == {
        ("input", "raw.csv"),
        *(("output", f"of {name}.txt") for name in ("fork", "main", "program", "spawn")),
    }
