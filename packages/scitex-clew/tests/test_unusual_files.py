"""Files that are not just files: links, folders, holes, nothing at all, odd names, odd times. docs/unusual-files.md."""

import os
import resource
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import scitex_io
from scitex_clew import reindex, run, runs, stamps, status, track

SPARSE = int(os.environ.get("SCITEX_SPARSE", 2**28))  # bytes; 10**10 for a test that takes a minute
LINE_ENDS_AND_NO_UTF8 = os.fsdecode(b"two\nlines \xff")

COPIES = """
import os
from pathlib import Path
import scitex_io
from scitex_session import INJECTED, session

@session
def main(run=INJECTED):
    for name in os.listdir(b"data"):
        text = run.input(Path("data", os.fsdecode(name))).read_text()
        scitex_io.save(text, Path(os.fsdecode(name + b".txt")))

if __name__ == "__main__":
    main()
"""

READS = """
from scitex_session import INJECTED, session

@session
def main(run=INJECTED):
    run.input("holes.bin")

if __name__ == "__main__":
    main()
"""


WAITS = """
import time
from pathlib import Path
from scitex_session import session

@session
def main():
    start = time.time()
    Path("begun").touch()
    while abs(time.time() - start) < 3600:
        pass

if __name__ == "__main__":
    main()
"""


def inputs(id):
    """Return path → verdict of what a run has read."""
    return {file.access.path: file.verdict for file in run(id).report.files if file.access.role in ("input", "config")}


def verdicts():
    return [report.verdict for report in status().runs]


def lead(link, target):
    """Let a link lead to a target, wherever it led before."""
    link.unlink(missing_ok=True)
    link.symlink_to(target)


@pytest.fixture
def data(project):
    """Have a folder with two files, and a link to each of the three."""
    folder = project.root / "data"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"{name}\n")
    lead(project.root / "current.txt", "data/a.txt")
    lead(project.root / "linked", "data")
    return folder


def test_a_link_that_was_made_to_lead_elsewhere_is_seen(project, data, clew):
    with project.session() as session:
        scitex_io.load(project.root / "current.txt")
    assert inputs(session.id) == {"current.txt": "verified", "data/a.txt": "verified"}
    lead(project.root / "current.txt", "data/b.txt")
    assert inputs(session.id) == {"current.txt": "modified", "data/a.txt": "verified"}
    assert clew("status") == (
        1,
        [
            "modified    current.txt  (an input)",
            f"stale       train.py {session.id}: current.txt was modified",
            "1 run: 1 stale",
        ],
    )
    lead(project.root / "current.txt", "data/a.txt")
    assert verdicts() == ["verified"]


def test_a_link_to_a_folder_that_was_made_to_lead_elsewhere_is_seen(project, data):
    with project.session() as session:
        scitex_io.load(project.root / "linked" / "a.txt")
    (project.root / "newer").mkdir()
    (project.root / "newer" / "a.txt").write_text("newer\n")
    lead(project.root / "linked", "newer")
    assert inputs(session.id) == {"linked/a.txt": "modified", "data/a.txt": "verified"}


def test_a_link_to_a_configuration_that_was_made_to_lead_elsewhere_is_seen(project, data, fake_config):
    with project.session(config=fake_config({}, (project.root / "current.txt",))) as session:
        pass
    lead(project.root / "current.txt", "data/b.txt")
    assert inputs(session.id) == {"current.txt": "modified", "data/a.txt": "verified"}


def test_a_link_outside_of_the_project_that_was_made_to_lead_elsewhere_is_seen(project, data, tmp_path):
    lead(tmp_path / "shared", data)
    lead(tmp_path / "current", tmp_path / "v1")
    for version in ("v1", "v2"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "far.txt").write_text(version)
    with project.session() as session:
        scitex_io.load(tmp_path / "current" / "far.txt")
        scitex_io.load(tmp_path / "shared" / "a.txt")  # only another way into the project
    lead(tmp_path / "current", tmp_path / "v2")
    assert inputs(session.id) == {
        str(tmp_path / "current" / "far.txt"): "modified",
        str(tmp_path / "v1" / "far.txt"): "verified",
        "data/a.txt": "verified",
    }


def test_a_big_file_behind_a_link_has_both_names(project):
    (project.root / "big.bin").write_bytes(b"\1" * 2**21)
    lead(project.root / "current.bin", "big.bin")
    with project.session() as session:
        track(project.root / "current.bin")
    assert inputs(session.id) == {"big.bin": "verified", "current.bin": "verified"}


def test_what_a_run_reads_back_over_a_link_is_no_input(project):
    with project.session() as session:
        scitex_io.save("one\n", project.root / "model.txt")
        scitex_io.save("two\n", "own.txt")
        lead(project.root / "model", "model.txt")
        lead(project.root / "here", session.directory)
        scitex_io.load(project.root / "model", format=".txt")
        scitex_io.load(project.root / "here" / "own.txt")
    assert inputs(session.id) == {}


def test_a_file_that_is_rewritten_over_a_link_leads_from_one_version_to_the_next(project, data):
    for text in ("one\n", "two\n"):
        with project.session() as session:
            scitex_io.load(project.root / "current.txt")
            scitex_io.save(text, project.root / "current.txt")
        assert verdicts()[-1] == "verified"
    assert (project.root / "current.txt").is_symlink()
    assert [file.access.path for file in run(session.id).report.files if file.access.role == "output"] == ["data/a.txt"]
    assert len(run(session.id).report.parents) == 1


def test_a_link_to_a_file_that_a_later_run_wrote_anew_is_superseded(project, data):
    scripts = {}
    for script, text in (("first.py", "one\n"), ("read.py", None), ("second.py", "two\n")):
        with project.session(script) as scripts[script]:
            if text:
                scitex_io.save(text, data / "a.txt")
            else:
                scitex_io.load(project.root / "current.txt")
    assert inputs(scripts["read.py"].id) == {"current.txt": "superseded", "data/a.txt": "superseded"}


def test_a_run_that_read_over_a_link_to_an_output_is_the_child_of_the_run_that_wrote_it(project):
    with project.session("old.py") as old:
        scitex_io.save("old\n", "model.txt")
    with project.session("new.py") as new:
        scitex_io.save("new\n", "model.txt")
    lead(project.root / "best.txt", old.directory / "model.txt")
    with project.session("read.py") as reader:
        scitex_io.load(project.root / "best.txt")
    assert run(reader.id).report.parents == (old.id,)
    lead(project.root / "best.txt", new.directory / "model.txt")
    assert verdicts() == ["verified", "verified", "stale"]


def test_a_link_that_leads_nowhere_any_more_is_missing(project, data):
    with project.session() as session:
        scitex_io.load(project.root / "current.txt")
    (data / "a.txt").unlink()
    assert inputs(session.id) == {"current.txt": "missing", "data/a.txt": "missing"}


def test_a_link_in_the_run_directory_is_no_output(project, data):
    with project.session() as session:
        lead(session.directory / "a.txt", data / "a.txt")
        lead(session.directory / "all", data)
    assert [file.access.role for file in run(session.id).report.files] == ["log", "script"]


def test_of_a_folder_the_files_are_inputs_that_were_in_it(project, data):
    with project.session() as session:
        track(data)
    assert inputs(session.id) == {"data/a.txt": "verified", "data/b.txt": "verified"}
    (data / "c.txt").write_text("c\n")
    assert verdicts() == ["verified"]
    (data / "b.txt").unlink()
    assert inputs(session.id) == {"data/a.txt": "verified", "data/b.txt": "missing"}


def test_links_in_a_folder_are_the_files_that_they_lead_to_and_folders_behind_links_are_left_out(project, data):
    lead(data / "c.txt", project.root / "c.txt")
    lead(data / "nowhere.txt", "gone.txt")
    lead(data / "again", project.root / "more")
    (project.root / "c.txt").write_text("c\n")
    (project.root / "more").mkdir()
    (project.root / "more" / "d.txt").write_text("d\n")
    with (
        pytest.warns(RuntimeWarning, match=r"the read of .*nowhere\.txt is not recorded") as told,
        project.session() as s,
    ):
        track(data)
    assert len(told) == 1
    assert inputs(s.id).keys() == {"c.txt", "data/a.txt", "data/b.txt", "data/c.txt"}


def test_an_empty_folder_is_no_input(project):
    (project.root / "empty").mkdir()
    with project.session() as session:
        track(project.root / "empty")
    assert inputs(session.id) == {}


def test_a_file_outside_of_the_project_is_looked_at_where_it_is(project, tmp_path):
    far = tmp_path / "far.txt"
    far.write_text("far\n")
    with project.session() as session:
        scitex_io.load(far)
    assert inputs(session.id) == {str(far): "verified"}
    far.write_text("other\n")
    assert (inputs(session.id), verdicts()) == ({str(far): "modified"}, ["stale"])
    far.rename(tmp_path / "moved.txt")
    assert inputs(session.id) == {str(far): "missing"}  # it is sought in the project alone


def test_an_empty_file_is_a_content_like_any_other_but_is_moved_to_no_other(project):
    (project.root / "empty.txt").write_text("")
    with project.session() as session:
        scitex_io.load(project.root / "empty.txt")
        scitex_io.save("", "none.txt")
    assert inputs(session.id) == {"empty.txt": "verified"}
    (project.root / "empty.txt").write_text("full\n")
    assert inputs(session.id) == {"empty.txt": "modified"}
    (project.root / "empty.txt").rename(project.root / "other.txt")
    (project.root / "other.txt").write_text("")
    assert inputs(session.id) == {"empty.txt": "missing"}


def test_a_file_of_holes_is_hashed_once_and_takes_no_memory(project):
    pytest.importorskip("scitex_session")
    (project.root / "read.py").write_text(READS)
    (project.root / "holes.bin").touch()
    os.truncate(project.root / "holes.bin", SPARSE)
    time.sleep(stamps.TICK_NS / 10**9)
    reader = subprocess.Popen([sys.executable, "read.py"])
    _, code, used = os.wait4(reader.pid, 0)
    reader.returncode = os.waitstatus_to_exitcode(code)
    assert reader.returncode == 0
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # a child begins with what its parent had
    assert used.ru_maxrss < max(2**18, 1.1 * own)  # KiB

    reads = [read_by_status(), read_by_status(full=True)]

    assert verdicts() == ["verified"]
    assert reads[0] < 2**20 < SPARSE < reads[1]


def read_by_status(**options):
    """Verify the project and return how many bytes this process has read for that."""
    before = bytes_read()
    status(**options)
    return bytes_read() - before


def bytes_read():
    return int(Path("/proc/self/io").read_text().split()[1])


def test_names_with_line_ends_and_bytes_that_are_no_utf8_are_kept(project, clew):
    pytest.importorskip("scitex_session")
    (project.root / "data").mkdir()
    (project.root / "data" / LINE_ENDS_AND_NO_UTF8).write_text("content\n")
    script = project.root / f"copy {LINE_ENDS_AND_NO_UTF8}.py"
    script.write_text(COPIES)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    (known,) = runs()
    assert (known.script, inputs(known.id)) == (script.name, {f"data/{LINE_ENDS_AND_NO_UTF8}": "verified"})
    assert status().well

    reindex()
    (project.root / "data" / LINE_ENDS_AND_NO_UTF8).write_text("other\n")

    assert clew("status", "--porcelain") == (
        1,
        [
            f"stale {known.id} run copy two\\nlines \\udcff.py",
            f"modified {known.id} input data/two\\nlines \\udcff",
        ],
    )


def test_a_name_in_other_letters_is_another_name(project):
    (project.root / "Data.csv").write_text("t,y\n")
    (project.root / "data.csv").write_text("t,y\n")
    with project.session() as session:
        track("Data.csv")
        track("data.csv")
    (project.root / "data.csv").write_text("t,z\n")
    assert inputs(session.id) == {"Data.csv": "verified", "data.csv": "modified"}


@pytest.mark.parametrize("moment", [-(10**18), 0, 10**18, 4 * 10**18], ids=["1938", "1970", "2001", "2096"])
def test_the_time_of_a_file_says_nothing_of_its_content(project, moment):
    (project.root / "old.txt").write_text("old\n")
    with project.session() as session:
        scitex_io.load(project.root / "old.txt")
    os.utime(project.root / "old.txt", ns=(moment, moment))
    assert [inputs(session.id), inputs(session.id)] == [{"old.txt": "verified"}] * 2
    (project.root / "old.txt").write_text("new\n")
    os.utime(project.root / "old.txt", ns=(moment, moment))
    assert inputs(session.id) == {"old.txt": "modified"}


def test_a_file_whose_time_lies_ahead_is_read_at_every_look(project, monkeypatch):
    big = project.root / "big.bin"
    big.write_bytes(b"\1" * 2**21)
    with project.session():
        track(big)
    os.utime(big, (0, 0))
    monkeypatch.setattr(stamps, "TICK_NS", 0)
    assert [read_by_status() > 2**21 for _ in range(2)] == [True, False]
    os.utime(big, (2**32, 2**32))
    assert [read_by_status() > 2**21 for _ in range(2)] == [True, True]


def test_a_module_whose_time_lies_ahead_counts_as_edited(project):
    pytest.importorskip("scitex_session")
    (project.root / "read.py").write_text(f"import ahead, behind\n{READS}")
    (project.root / "holes.bin").touch()
    for name, moment in (("ahead", 2**32), ("behind", 0)):
        (project.root / f"{name}.py").touch()
        os.utime(project.root / f"{name}.py", (moment, moment))
    assert subprocess.run([sys.executable, "read.py"], check=False).returncode == 0
    record = run(runs()[0].id).record
    assert [access.path for access in record.accesses if access.role == "module"] == ["behind.py"]
    assert record.unhashed == ("ahead.py",)


def test_runs_of_a_clock_that_jumped_are_listed_by_what_it_said_and_all_are_well(project):
    now = datetime.now().astimezone()
    for name, start in (("future.py", now + timedelta(days=40000)), ("past.py", now - timedelta(days=20000))):
        with project.session(name, started=start):
            scitex_io.save(f"{name}\n", "out.txt")
    reindex()
    assert [known.script for known in runs()] == ["past.py", "future.py"]
    assert status().well


@pytest.mark.parametrize("days", [-2, 2])
def test_no_run_ends_before_it_began_though_the_clock_is_set_meanwhile(project, days):
    pytest.importorskip("scitex_session")
    library = next(Path("/usr/lib").glob("**/faketime/libfaketime.so.1"), None)
    if library is None:
        pytest.skip("there is no libfaketime here")
    clock = project.root / "clock"
    clock.write_text("+0")
    (project.root / "wait.py").write_text(WAITS)
    faked = {"LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1"}
    with subprocess.Popen([sys.executable, "wait.py"], env={**os.environ, **faked}) as process:
        while not (project.root / "begun").exists():
            time.sleep(0.01)
        clock.write_text(f"{days:+}d")
        assert process.wait(60) == 0
    (report,) = status().runs
    assert report.verdict == "verified"
    assert (report.run.ended - report.run.started).days == max(0, days)
