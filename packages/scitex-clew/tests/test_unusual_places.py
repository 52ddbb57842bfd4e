"""Places that are not just folders: read-only, full, blind to case, on another host. docs/unusual-files.md.

They are mounted for one script of a shell alone, in a name space of its own.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from scitex_clew import export, import_crate, reindex, run, runs, status
from scitex_clew.indexing import index_file

pytest.importorskip("click")
pytest.importorskip("scitex_session")

TRAIN = """
import sys
from pathlib import Path
import scitex_io
from scitex_session import INJECTED, session

@session
def main(raw="raw.csv", run=INJECTED):
    scitex_io.save(run.input(raw).read_text(), "result.txt")
    print("science done")

if __name__ == "__main__":
    main()
"""

FILLS = """
from pathlib import Path
import scitex_io
from scitex_session import INJECTED, session

@session
def main(free=False, run=INJECTED):
    scitex_io.save("saved before", "before.txt")
    with open("filler", "wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError as error:
            print(error.strerror)
    for number in range(40):
        scitex_io.load(f"many/{number}.txt")
    if free:
        Path("filler").unlink()
    print("science done")

if __name__ == "__main__":
    main()
"""

COMMANDS = f"""
set -eu
python() {{ {sys.executable} -B "$@"; }}
clew() {{ {sys.executable} -B -c 'from scitex_clew.commands import clew; clew()' "$@"; }}
session() {{ {sys.executable} -B -c 'from scitex_session.history.commands import session; session()' "$@"; }}
read_only() {{ mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"; cd "$PWD"; }}
"""

ASK = """
import sqlite3, sys
index = sqlite3.connect(".scitex/clew.db")
print(*(row for query in sys.argv[1:] for row in index.execute(query)))
"""

SFTP_SERVERS = ("/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/lib/ssh/sftp-server")


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Have a project with a script and what it reads."""
    monkeypatch.delenv("SCITEX_CLEW_DB", raising=False)
    project = tmp_path / "project"
    (project / ".scitex").mkdir(parents=True)
    monkeypatch.chdir(project)
    (project / "train.py").write_text(TRAIN)
    (project / "raw.csv").write_text("t,y\n")
    return project


@pytest.fixture
def shell(root):
    """Return what runs a script of the shell that may mount, in the project, and gives what it prints."""
    if subprocess.run(["unshare", "-rm", "mount", "--bind", root, root], capture_output=True).returncode:
        pytest.skip("this system lets nobody mount in a name space of their own")

    def run_lines(lines):
        command = ["unshare", "-rm", "bash", "-c", COMMANDS + lines]
        return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)

    return run_lines


@pytest.fixture
def remote(tmp_path):
    """Return the command that mounts `remote` as `mount`, both beside the project, over the protocol of sftp."""
    server = next(filter(os.path.exists, SFTP_SERVERS), None)
    if server is None or shutil.which("sshfs") is None or not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("there is no sshfs with an sftp-server here")
    for name in ("mount", "remote"):
        (tmp_path / name).mkdir()
    (tmp_path / "connect").write_text(f"#!/bin/sh\nexec {server}\n")
    (tmp_path / "connect").chmod(0o755)
    leave = f"trap 'cd /; umount {tmp_path}/mount' EXIT"  # or the server would outlive the test
    return f"{leave}; sshfs host:{tmp_path}/remote {tmp_path}/mount -o ssh_command={tmp_path}/connect"


def warnings_in(done):
    return [line.partition("RuntimeWarning: ")[2] for line in done.stderr.splitlines() if "RuntimeWarning" in line]


def inputs(id):
    """Return path → verdict of what a run has read."""
    return {file.access.path: file.verdict for file in run(id).report.files if file.access.role == "input"}


def test_a_project_that_may_only_be_read_is_verified_and_its_runs_are_recorded_where_they_are_started(shell, tmp_path):
    done = shell("""
        python train.py
        read_only .
        clew status
        clew chain train_out/LATEST/result.txt
        clew seal train_out/LATEST/result.txt
        mkdir ../mine
        cd ../mine
        python ../project/train.py --raw "$OLDPWD/raw.csv"
        clew status
        clew list
    """)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:2] == ["science done", "1 run: 1 verified"]
    assert lines[5:7] == ["science done", "1 run: 1 verified"]
    assert lines[7].endswith(f"  {tmp_path}/project/train.py")
    (line,) = done.stderr.splitlines()
    assert (
        f" is in {tmp_path}/mine/train_out: nothing can be written in {tmp_path}/project/train_out (Read-only" in line
    )


def test_what_cannot_be_written_to_a_project_that_may_only_be_read_is_called_by_its_own_name(shell, root):
    done = shell("""
        python train.py
        read_only .
        ! clew html --output page.html
        ! clew export crate.zip train_out/LATEST/result.txt
        ! clew index
        ! SCITEX_CLEW_DB=new.db clew index
    """)
    assert done.returncode == 0, done.stderr
    page, crate, index, new = done.stderr.splitlines()
    assert page == "Error: page.html cannot be written: [Errno 30] Read-only file system: 'page.html'"
    assert crate == "Error: crate.zip cannot be written: [Errno 30] Read-only file system: 'crate.zip'"
    for line in (index, new):
        assert line.startswith("Error: the index is as it was: ")
        assert line.endswith("; see that you may write there, or put the index elsewhere: SCITEX_CLEW_DB=FILE")


def test_what_a_run_elsewhere_read_is_tied_to_the_project_that_wrote_it(shell, tmp_path):
    done = shell("""
        python train.py
        read_only .
        mkdir ../mine
        cd ../mine
        python ../project/train.py --raw "$OLDPWD/train_out/LATEST/result.txt"
        clew index ../project
        clew chain train_out/LATEST/result.txt
        clew index
        clew status
        echo other > ../away
        mount --bind ../away ../project/raw.csv
        clew status --porcelain || true
    """)
    assert done.returncode == 0, done.stderr
    _, _, indexed, earlier, later, whole, again, well, stale, *_ = done.stdout.splitlines()
    assert (indexed, again) == (f"2 runs in {tmp_path}/mine/.scitex/clew.db",) * 2
    assert [line.split()[:2] for line in (earlier, later)] == [["verified", "train.py"]] * 2
    assert (whole, well) == ("2 runs: 2 verified",) * 2
    assert stale.split()[0] == "stale"
    assert stale.endswith(f" run {tmp_path}/project/train.py")


def test_a_lineage_of_two_projects_is_handed_on_as_one(shell):
    done = shell("""
        python train.py
        read_only .
        mkdir ../mine
        cd ../mine
        clew index ../project
        python ../project/train.py --raw "$OLDPWD/train_out/LATEST/result.txt" 2> ../note
        clew export crate.zip train_out/LATEST/result.txt > ../log
        clew seal train_out/LATEST/result.txt > ../seal
        clew import crate.zip ../received | tail -n 2 | head -n 1
        cd ../received
        clew check "$(cat ../seal)" | tail -n 1
    """)
    assert done.returncode == 0, done.stderr
    whole, held = done.stdout.splitlines()[-2:]
    assert whole == "2 runs: 2 verified"
    assert held == "2 runs and all that they read and wrote are what they were"


def test_an_audited_run_elsewhere_tells_of_the_files_of_both_projects(shell, root, tmp_path):
    (root / "train.py").write_text(
        TRAIN.replace("@session", "@session(audit=True)").replace(
            'scitex_io.save(run.input(raw).read_text(), "result.txt")',
            'Path("copy.csv").write_text(Path(raw).read_text())',
        )
    )
    done = shell("""
        read_only .
        mkdir ../mine
        cd ../mine
        python ../project/train.py --raw "$OLDPWD/raw.csv"
        session show ../project/train.py --json > ../told.json
    """)
    assert done.returncode == 0, done.stderr
    accesses = json.loads((tmp_path / "told.json").read_text())["record"]["accesses"]
    found = {(access["role"], access["path"]) for access in accesses if access["role"] in ("input", "output")}
    assert found == {("input", f"{root}/raw.csv"), ("output", "copy.csv")}


def test_an_export_of_a_run_elsewhere_names_no_place_of_the_machine(shell, tmp_path):
    done = shell("""
        read_only .
        mkdir ../mine
        cd ../mine
        python ../project/train.py --raw "$OLDPWD/raw.csv" 2> ../note
        clew export crate.zip train_out/LATEST/result.txt --prov prov.json
        clew import crate.zip received
        cat prov.json received/ro-crate-metadata.json > ../told
    """)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) not in (tmp_path / "told").read_text()


def test_the_modules_of_a_script_are_recorded_however_it_is_named(root):
    (root / "part.py").write_text("A = 1\n")
    (root / "sub").mkdir()
    (root / "train.py").write_text(f"import part\n{TRAIN}")
    subprocess.run([sys.executable, "../train.py", "--raw", "../raw.csv"], cwd=root / "sub", check=True)
    (known,) = runs()
    files = {file.access.path for file in run(known.id).report.files if file.access.role == "module"}
    assert files == {"part.py"}


def test_runs_behind_a_link_to_another_disk_are_those_of_the_project(root, tmp_path):
    (tmp_path / "disk" / "results").mkdir(parents=True)
    (root / "train_out").symlink_to(tmp_path / "disk" / "results")
    for _ in range(2):
        subprocess.run([sys.executable, "train.py"], check=True)
    before = [(known.script, known.directory) for known in runs()]
    (root / ".scitex" / "clew.db").unlink()
    assert reindex().complaints == ()
    assert [(known.script, known.directory) for known in runs()] == before
    assert [known.script for known in runs()] == ["train.py", "train.py"]
    assert inputs(runs()[1].id) == {"raw.csv": "verified"}
    assert status().well
    assert export(tmp_path / "crate.zip", str(root / "train_out" / "LATEST" / "result.txt")).well
    assert import_crate(tmp_path / "crate.zip", tmp_path / "received").well


def test_an_index_that_may_only_be_read_is_told_of_once_and_the_run_is_entered_later(shell):
    done = shell("""
        python train.py
        read_only .scitex
        python train.py
        clew status
    """)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["science done", "science done", "1 run: 1 verified"]
    (warning,) = warnings_in(done)
    assert "is recorded in its directory but not in the index: attempt to write a readonly database" in warning
    assert reindex().complaints == ()
    assert [report.verdict for report in status().runs] == ["verified", "verified"]


def test_a_project_of_which_only_the_results_may_be_written_is_recorded_with_them(shell, root, tmp_path, monkeypatch):
    (root / ".scitex").rmdir()
    (root / "pyproject.toml").touch()
    done = shell("""
        mkdir train_out ../results
        read_only .
        mount --bind ../results train_out
        python train.py
    """)
    assert (done.returncode, done.stdout) == (0, "science done\n"), done.stderr
    (warning,) = warnings_in(done)
    assert "is recorded in its directory but not in the index: [Errno 30] Read-only file system" in warning
    (root / "train_out").rmdir()
    (tmp_path / "results").rename(root / "train_out")
    monkeypatch.setenv("SCITEX_CLEW_DB", str(tmp_path / "elsewhere.db"))
    reindex()
    assert status().well
    assert inputs(runs()[0].id) == {"raw.csv": "verified"}


def test_an_index_on_a_full_disk_is_told_of_once_and_the_run_is_entered_later(shell, tmp_path, monkeypatch):
    done = shell("""
        mkdir ../small
        mount -t tmpfs -o size=16k small ../small
        export SCITEX_CLEW_DB="$PWD/../small/clew.db"
        python train.py
        ls -A ../small
    """)
    assert (done.returncode, done.stdout) == (0, "science done\n"), done.stderr
    (warning,) = warnings_in(done)
    assert re.search("in its directory but not in the index: (database or disk is full|disk I/O error)", warning)
    reindex()
    assert status().well


def test_a_full_disk_answers_and_the_run_for_whose_record_it_had_no_room_is_concluded_once_it_has(shell, root):
    (root / "fill.py").write_text(FILLS)
    done = shell("""
        mkdir ../small
        mount -t tmpfs -o size=600k small ../small
        cp -r fill.py train.py raw.csv .scitex ../small
        cd ../small
        mkdir many
        for number in $(seq 0 39); do echo $number > many/$number.txt; done
        python train.py > ../log
        python fill.py >> ../log
        cat /dev/zero > rest || true
        clew status --porcelain | cut -d ' ' -f 1
        session clean | cut -d ';' -f 3
        session list --outcome dead --json | grep -c '"state": "dead"'
        rm filler rest
        session clean | cut -d ';' -f 3
        clew index
        clew status
    """)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1].startswith("2 runs: 2 verified"), (lines, done.stderr)
    assert lines[:-2] == ["incomplete", " its record is not complete yet", "1", ""]


def test_a_file_that_was_read_by_a_name_in_other_letters_is_recorded_by_that_name(shell, root, tmp_path):
    if shutil.which("fusefat") is None or shutil.which("mkfs.vfat") is None:
        pytest.skip("there is no fusefat with mkfs.vfat here")
    done = shell("""
        truncate -s 16M ../disk
        mkfs.vfat ../disk > ../log
        mkdir ../mount
        fusefat -o rw+,attr_timeout=0 ../disk ../mount >> ../log 2>&1
        trap 'umount ../mount' EXIT
        echo a > ../mount/Data.csv
        python train.py --raw "$PWD/../mount/data.csv"
        python train.py --raw "$PWD/../mount/Data.csv"
        sleep 2.1
        clew status
        echo other > ../mount/DATA.CSV
        clew status --porcelain || true
    """)
    assert done.returncode == 0, done.stderr
    earlier, later = runs()
    assert done.stdout.splitlines() == [
        "science done",
        "science done",
        "2 runs: 2 verified",
        f"stale {earlier.id} run train.py",
        f"modified {earlier.id} input {tmp_path}/mount/data.csv",
        f"stale {later.id} run train.py",
        f"modified {later.id} input {tmp_path}/mount/Data.csv",
    ]


def test_a_file_that_now_has_its_name_in_other_letters_was_moved(shell, root):
    done = shell("""
        mv raw.csv Raw.csv
        python train.py --raw Raw.csv
        mv Raw.csv raw.csv
    """)
    assert done.returncode == 0, done.stderr
    (known,) = runs()
    assert inputs(known.id) == {"Raw.csv": "moved"}
    assert status().well


@pytest.mark.parametrize("option", ["", ",direct_io"])
def test_a_file_on_another_host_is_looked_at_where_it_is_mounted(shell, remote, tmp_path, option):
    (tmp_path / "remote" / "far.csv").write_text("far\n")
    done = shell(f"""
        {remote}{option}
        python train.py --raw "$PWD/../mount/far.csv"
        clew status
        echo other > ../mount/far.csv
        clew status --porcelain || true
        umount ../mount
        trap - EXIT
        clew status --porcelain || true
    """)
    assert done.returncode == 0, done.stderr
    (known,) = runs()
    assert done.stdout.splitlines() == [
        "science done",
        "1 run: 1 verified",
        f"stale {known.id} run train.py",
        f"modified {known.id} input {tmp_path}/mount/far.csv",
        f"stale {known.id} run train.py",
        f"missing {known.id} input {tmp_path}/mount/far.csv",
    ]


def test_an_index_with_a_rollback_journal_loses_nothing_of_many_runs_at_once(root):
    database = root / ".scitex" / "clew.db"
    index_file.create(database)
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    started = [
        subprocess.Popen([sys.executable, "train.py"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(12)
    ]
    assert [process.communicate()[1] for process in started] == [b""] * 12
    assert [report.verdict for report in status().runs] == ["verified"] * 12
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.parametrize("free", [True, False])
def test_a_disk_that_fills_up_is_told_of_once_and_what_was_read_is_recorded_if_there_is_room_by_the_end(
    shell, root, free
):
    (root / "fill.py").write_text(FILLS)
    done = shell(f"""
        mkdir ../small
        mount -t tmpfs -o size=600k small ../small
        cp -r fill.py .scitex ../small
        cd ../small
        mkdir many
        for number in {" ".join(map(str, range(40)))}; do echo $number > many/$number.txt; done
        python fill.py {"--free" if free else ""}
        rm -f filler
        clew index
        clew status --porcelain || true
        cd ..
        cp -r small/fill_out small/fill.py small/many project
    """)
    assert (done.returncode, done.stdout.splitlines()[:2]) == (0, ["No space left on device", "science done"])
    told = [warning for warning in warnings_in(done) if "journal of this run cannot be written" in warning]
    assert len(told) == 1
    reindex()
    (known,) = runs()
    if free:
        assert inputs(known.id) == {f"many/{number}.txt": "verified" for number in range(40)}
        assert known.outcome == "success"
    else:
        assert any("its journal stays in" in warning for warning in warnings_in(done))
        lacking = next(warning for warning in warnings_in(done) if "the journal lacks the last" in warning)
        assert len(inputs(known.id)) == 40 - int(lacking.split()[5])


@pytest.mark.parametrize("options", ["", ",direct_io", ",disable_hardlink", ",direct_io,disable_hardlink"])
def test_a_project_on_another_host_has_an_index_with_a_rollback_journal(shell, remote, options):
    done = shell(f"""
        {remote}{options}
        cp -r . ../mount/project
        cd ../mount/project
        for number in 1 2 3 4 5 6; do python train.py > /dev/null & done
        wait
        clew status
        rm .scitex/clew.db
        clew index > /dev/null
        clew status
        ls -A .scitex
        sleep 2.1
        clew status --full
        python -c '{ASK}' "PRAGMA journal_mode" "SELECT count(*) FROM seen"
    """)
    assert (done.returncode, done.stderr) == (0, "")
    well, seen = "6 runs: 6 verified", 6 * 2 + 2
    files = [".gitignore", "clew.db", "clew.db-lock", "clew.db.answer"]
    assert done.stdout.splitlines() == [well, well, *files, well, f"('delete',) ({seen},)"]


def test_an_index_that_cannot_be_made_is_one_line(shell, root):
    (root / ".scitex").rmdir()
    (root / "pyproject.toml").touch()
    done = shell("""
        read_only .
        clew index
    """)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: the index is as it was: [Errno 30] Read-only file system")
