"""The index made anew from the run directories."""

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

import scitex_io
from scitex_clew import file, reindex, run, runs, status
from scitex_clew.errors import DamagedIndexError
from scitex_clew.indexing import index_file
from scitex_clew.project import Project
from scitex_clew.records import crate, journal
from scitex_clew.verifying import lineage

WITHOUT_PRIVILEGE = [  # what root may read though it is forbidden, it may not with these words before its command
    "setpriv",
    "--bounding-set=-dac_override,-dac_read_search",
    "--inh-caps=-dac_override,-dac_read_search",
]


def contents(project):
    """Return all that the index of a project holds."""
    with index_file.opened(Project.of(project.root).database) as opened:
        return opened.runs(), opened.accesses(), lineage.links(opened)


def test_a_rebuilt_index_is_what_recording_made(project):
    (project.root / "table.txt").write_text("0\n")
    project.chain()
    with project.session(outcome="error"):
        scitex_io.load(project.root / "table.txt")
        scitex_io.save("1\n", project.root / "table.txt")
        scitex_io.save("é\n", "naïve name.txt")
    recorded = contents(project)
    shutil.rmtree(project.root / ".scitex")
    (project.root / ".scitex").mkdir()
    rebuilt = reindex()
    assert (rebuilt.runs, rebuilt.complaints, rebuilt.set_aside) == (4, (), None)
    assert contents(project) == recorded


def test_rebuilding_over_an_index_changes_nothing(project):
    project.chain()
    recorded = contents(project)
    reindex()
    assert contents(project) == recorded


def test_a_killed_run_is_found_by_its_journal_and_incomplete(project):
    (project.root / "raw.txt").write_text("raw\n")
    child = os.fork()
    if child == 0:
        with project.session():
            scitex_io.load(project.root / "raw.txt")
            scitex_io.save("one\n", "a.txt")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    reindex()
    (report,) = status().runs
    assert report.verdict == "incomplete"
    assert [(file.access.role, file.verdict) for file in report.files] == [
        ("input", "verified"),
        ("output", "verified"),
        ("script", "verified"),
    ]


KILLS = int(os.environ.get("SCITEX_KILLS", "8"))  # thousands, for a test that takes minutes


@pytest.mark.parametrize("milliseconds", [random.Random(number).uniform(0, 40) for number in range(KILLS)])
def test_a_kill_at_any_time_leaves_all_that_was_complete(project, milliseconds):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with project.session():
            for number in range(10**6):
                os.write(writing, os.fsencode(scitex_io.save(f"{number}\n", f"{number}.txt").name) + b"\n")
    first = os.read(reading, 1)  # the run has begun
    time.sleep(milliseconds / 1000)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(writing)
    saved = set((first + os.read(reading, 10**6)).decode().split())
    os.close(reading)
    assert reindex().complaints == ()
    (report,) = status().runs
    recorded = {file.access.path.rpartition("/")[2] for file in report.files if file.access.role == "output"}
    assert report.verdict == "incomplete"
    assert saved <= recorded
    assert len(recorded - saved) <= 1


def test_runs_that_are_gone_from_disk_are_gone_from_the_index(project):
    ingest, *_ = project.chain()
    shutil.rmtree(ingest.directory)
    assert reindex().runs == 2


def test_a_run_directory_that_was_moved_is_found_and_verified(project):
    with project.session() as run:
        scitex_io.save("one\n", "a.txt")
    (project.root / "archive").mkdir()
    run.directory.rename(project.root / "archive" / "received")
    assert reindex().runs == 1
    assert status().well


def test_a_run_that_ends_while_the_index_is_rebuilt_is_complete_afterwards(project):
    with project.session() as run:
        reindex()
        scitex_io.save("one\n", "a.txt")
    (report,) = status().runs
    assert (report.run.id, report.verdict, len(report.files)) == (run.id, "verified", 3)


def test_a_crate_in_the_root_does_not_hide_the_runs_below(project):
    project.chain()
    (project.root / crate.NAME).write_text('{"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": []}')
    assert reindex().runs == 3


@pytest.mark.parametrize("marker", [".git", ".scitex", "pyproject.toml"])
def test_the_runs_of_a_project_within_the_project_are_left_to_it(project, marker):
    project.chain()
    (project.root / "inner" / marker).mkdir(parents=True)
    with project.session("inner/a.py"):
        pass
    assert reindex().runs == 3
    assert reindex(project.root / "inner").runs == 1


def test_a_damaged_index_is_moved_aside_and_rebuilt(project):
    project.chain()
    recorded = contents(project)
    database = Project.of(project.root).database
    database.write_bytes(b"\0" * 8192)
    rebuilt = reindex()
    assert rebuilt.set_aside.read_bytes() == b"\0" * 8192
    assert contents(project) == recorded


def test_a_crate_that_cannot_be_read_is_complained_of_and_its_run_is_what_it_was(project):
    ingest, *_ = project.chain()
    recorded = contents(project)
    (ingest.directory / crate.NAME).write_text("{")
    rebuilt = reindex()
    assert (rebuilt.runs, contents(project)) == (3, recorded)
    assert len(rebuilt.complaints) == 1
    assert "ingest_out" in rebuilt.complaints[0]


@pytest.mark.parametrize(
    ("text", "replacement"),
    [
        (r'("name": "process id", "value": )\d+', r'\1null, "encodingFormat": null'),
        (r'("name": "process id", "value": )\d+', r"\g<1>99999999999999999999"),
        (r'("name": "host", "value": )"[^"]*"', r"\1[]"),
        (r'("sha256": )"[^"]*"', r'\1"no hash"'),
        (r'("sha256": )"[^"]*"', r"\1null"),
        (r'("contentSize": )"[^"]*"', r'\1"-1"'),
        (r'("startTime": )"[^"]*"', r'\1"2026-02-13T14:30:00"'),
        (r'("startTime": )"[^"]*"', r"\1null"),
        (r'("alternateName": )"[^"]*"', r"\1{}"),
        (r'("alternateName": )"[^"]*"', r'\1"\\ud800"'),
        (r"(?s)\A.+", "[" * 100_000),
        (r"(?s)\A.+", "null"),
    ],
)
def test_one_bad_crate_costs_no_other_run(project, text, replacement):
    ingest, *_ = project.chain()
    path = ingest.directory / crate.NAME
    path.write_text(re.sub(text, replacement, path.read_text()))
    Project.of(project.root).database.unlink()
    rebuilt = reindex()
    assert (rebuilt.runs, rebuilt.set_aside) == (2, None)
    assert [str(path) in complaint for complaint in rebuilt.complaints] == [True]


def test_a_bad_journal_is_complained_of(project):
    with project.session() as run:
        path = run.directory / journal.NAME
        path.write_text(path.read_text().replace('"pid": ', '"pid": 1e400, "x": '))
        assert str(path) in reindex().complaints[0]


def test_of_two_directories_with_one_id_the_second_is_complained_of(project):
    with project.session() as run:
        pass
    shutil.copytree(run.directory, project.root / "copies" / run.id)
    rebuilt = reindex()
    assert rebuilt.runs == 1
    assert "the first counts" in rebuilt.complaints[0]


def damage(project, statements):
    """Change the index of a project by hand."""
    with closing(sqlite3.connect(Project.of(project.root).database)) as connection:
        connection.executescript(statements)


@pytest.mark.parametrize("command", ["mv", "cp"])
def test_what_was_read_from_a_run_directory_moved_with_it(project, command):
    ingest, analyse, figure = project.chain()
    (project.root / "old").mkdir()
    for moved in (ingest, analyse, figure):
        subprocess.run(
            [command, *(["-r"] if command == "cp" else []), moved.directory, project.root / "old"], check=True
        )
        shutil.rmtree(moved.directory.parents[1])
    assert reindex().complaints == ()
    reports = status().runs
    assert [report.verdict for report in reports] == ["verified"] * 3
    assert [[(known.verdict, known.moved_to) for known in report.wrong] for report in reports] == [
        [],
        [("moved", f"old/{ingest.id}/clean.txt")],
        [("moved", f"old/{analyse.id}/fit.txt")],
    ]
    assert file(ingest.directory / "clean.txt").moved_to == f"old/{ingest.id}/clean.txt"


def test_what_was_read_is_not_found_with_a_run_that_wrote_something_else_since(project):
    ingest, *_ = project.chain()
    ingest.directory = ingest.directory.rename(project.root / "old")
    (ingest.directory / "clean.txt").write_text("edited\n")
    reindex()
    assert [report.verdict for report in status().runs] == ["modified", "stale", "stale"]


def test_what_is_gone_was_not_moved_to_the_copy_that_a_reader_of_it_made(project):
    (project.root / "raw.txt").write_text("raw\n")
    with project.session("ingest.py"):
        scitex_io.save(scitex_io.load(project.root / "raw.txt"), "copy.txt")
    (project.root / "raw.txt").unlink()
    (report,) = status().runs
    assert (report.verdict, [known.verdict for known in report.wrong]) == ("stale", ["missing"])


def test_of_several_files_of_the_size_of_what_is_gone_none_is_read_twice(project):
    project.chain()
    (project.root / "raw.txt").unlink()
    other = project.root / "new.txt"
    other.write_text("new\n")
    os.utime(other, ns=(0, 0))
    read = """
import sys, time
sys.addaudithook(lambda name, values: name == "open" and str(values[0]).endswith("new.txt") and print("read"))
from scitex_clew import status
"""
    command = [sys.executable, "-c", f"{read}\ntime.sleep(2.1); status()\nprint('then')\nstatus()"]
    told = subprocess.check_output(command, text=True).split()
    assert told == ["read", "then"]
    other.write_text("raw\n")
    (moved,) = [known for known in run(runs()[0].id).report.wrong if known.access.path == "raw.txt"]
    assert (moved.verdict, moved.moved_to) == ("moved", "new.txt")


def test_a_file_that_records_name_is_not_read_when_another_one_is_looked_for(project):
    project.chain()
    with project.session("other.py") as other:
        scitex_io.save("new\n", "other.txt")
    (project.root / "raw.txt").unlink()
    hook = 'sys.addaudithook(lambda name, values: name == "open" and str(values[0]).endswith("other.txt") and print(1))'
    code = f"import sys; {hook}; from scitex_clew.verifying.moved import moved\n"
    code += "from scitex_clew.indexing.index_file import opened\n"
    code += "from pathlib import Path; from scitex_clew.project import Project\nproject = Project.of(Path())\n"
    code += f"with opened(project.database) as index: print(moved(project, index, [({64 * 'a'!r}, 4)]))"
    assert (other.directory / "other.txt").stat().st_size == 4
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "{}\n"


@pytest.mark.parametrize("place", ["FINISHED_SUCCESS", "FINISHED_ERROR", "RUNNING"])
def test_a_run_directory_without_a_record_is_complained_of(project, place, clew):
    project.chain()
    folder = project.root / "old" / "fit_out" / place / "20260213_143009_AB12"
    folder.mkdir(parents=True)
    os.utime(folder, (0, 0))
    code, lines = clew("index")
    assert code == 1
    assert lines == [
        f"left out: {folder} holds no record of a run: there is neither ro-crate-metadata.json nor .clew.jsonl; "
        "what was known of it stays",
        f"3 runs in {project.root}/.scitex/clew.db",
    ]


def test_a_run_whose_crate_was_removed_is_complained_of_once(project):
    ingest, *_ = project.chain()
    (ingest.directory / crate.NAME).unlink()
    rebuilt = reindex()
    assert (rebuilt.runs, len(rebuilt.complaints)) == (3, 1)
    assert rebuilt.complaints[0].startswith(f"{ingest.directory} holds no record of a run")


def test_a_record_without_the_run_that_it_comes_from_is_complained_of(project):
    ingest, analyse, _ = project.chain()
    shutil.rmtree(ingest.directory)
    assert reindex().complaints == (
        f"run {ingest.id}, which run {analyse.id} has read from: no directory here is its own",
    )


@pytest.mark.parametrize("journals", [(), (journal.NAME,)])
def test_a_run_that_is_about_to_begin_its_journal_is_no_defect(project, journals):
    project.chain()
    folder = project.root / "a_out/RUNNING/20260213_143009_AB12"
    folder.mkdir(parents=True)
    for name in ("a.log", *journals):
        (folder / name).touch()
    rebuilt = reindex()
    assert (rebuilt.runs, rebuilt.complaints) == (3, ())


def test_a_run_that_is_in_the_index_before_it_has_a_journal_stays_there(project):
    with project.session() as run:
        (run.directory / journal.NAME).rename(project.root / "aside")
        rebuilt = reindex()
        (project.root / "aside").rename(run.directory / journal.NAME)
        assert (rebuilt.runs, rebuilt.complaints) == (1, ())


def test_runs_that_begin_while_the_index_is_rebuilt_are_all_in_it_in_the_end(project):
    script = """
import time
from pathlib import Path
from scitex_clew import reindex
complaints = []
while not Path("stop").exists():
    complaints += reindex().complaints
    time.sleep(0.02)
print(complaints)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as rebuilding:
        for _ in range(20):
            with project.session():
                scitex_io.save("a\n", "a.txt")
        (project.root / "stop").touch()
        assert rebuilding.communicate()[0] == "[]\n"
    assert len(runs()) == 20


@pytest.mark.parametrize("cut", [0, 1, 200])
def test_a_journal_that_was_cut_in_its_first_line_is_complained_of(project, cut):
    with project.session() as run:
        path = run.directory / journal.NAME
        path.write_bytes(path.read_bytes()[:cut])
        os.utime(path, (0, 0))
        (complaint,) = reindex().complaints
    assert complaint.startswith(f"{path} is not the journal of a run: ")


@pytest.fixture
def unprivileged():
    """Return a function that rebuilds the index as one who may not read what is forbidden."""
    words = [] if os.geteuid() else WITHOUT_PRIVILEGE
    if words and (shutil.which("setpriv") is None or subprocess.run([*words, "true"], capture_output=True).returncode):
        pytest.skip("root reads everything, and there is no setpriv that keeps it from that")
    pytest.importorskip("click")
    code = "from scitex_clew.commands import clew; clew()"

    def rebuild():
        return subprocess.run(
            [*words, sys.executable, "-c", code, "index"], capture_output=True, text=True, check=False
        )

    return rebuild


@pytest.mark.parametrize("depth", [0, 1, 2, "file"])
def test_what_cannot_be_read_is_complained_of_and_stays_in_the_index(project, unprivileged, depth):
    ingest, *_ = project.chain()
    recorded = contents(project)
    forbidden = (
        ingest.directory / crate.NAME if depth == "file" else [ingest.directory, *ingest.directory.parents][depth]
    )
    mode = forbidden.stat().st_mode
    forbidden.chmod(0)
    done = unprivileged()
    forbidden.chmod(mode)
    named = ingest.directory if depth == "file" else forbidden
    assert (done.returncode, done.stderr.splitlines()) == (
        1,
        [f"left out: {named} cannot be read: Permission denied; what was known of it stays"],
    )
    assert done.stdout == f"3 runs in {project.root}/.scitex/clew.db\n"
    assert contents(project) == recorded


def test_what_cannot_be_read_and_was_not_known_is_complained_of(project, unprivileged):
    ingest, *_ = project.chain()
    shutil.rmtree(project.root / ".scitex")
    (project.root / ".scitex").mkdir()
    ingest.directory.parent.chmod(0)
    done = unprivileged()
    ingest.directory.parent.chmod(0o755)
    assert done.returncode == 1
    assert f"left out: {ingest.directory.parent} cannot be read: Permission denied" in done.stderr
    assert done.stdout.startswith("2 runs in ")


@pytest.mark.parametrize(
    "statements",
    [
        "DROP VIEW links",
        "DROP VIEW links; DROP TABLE accesses",
        "DROP VIEW links; CREATE VIEW links (parent, child, content) AS SELECT run, run, run FROM runs",
        "ALTER TABLE runs DROP COLUMN host",
        "DROP INDEX accesses_by_content",
        "DROP TRIGGER unseen",
    ],
)
def test_an_index_of_another_schema_is_moved_aside_and_rebuilt(project, statements):
    project.chain()
    recorded = contents(project)
    damage(project, statements)
    rebuilt = reindex()
    assert (rebuilt.runs, rebuilt.complaints) == (3, ())
    assert rebuilt.fault.startswith("not as version 4 has it: ")
    assert rebuilt.set_aside.exists()
    assert contents(project) == recorded


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        ("UPDATE runs SET started = 'y'", "nobody can tell when run 20260213_143001_AB12 began"),
        ("UPDATE runs SET started = '2026-02-13'", "nobody can tell when run 20260213_143001_AB12 began"),
        ("UPDATE runs SET ended = 5 WHERE id LIKE '%3_AB12'", "nobody can tell when run 20260213_143003_AB12 ended"),
        ("UPDATE runs SET directory = 5", "run 20260213_143001_AB12 has a path that is none"),
        ("UPDATE paths SET text = 5 WHERE path = 1", "path 1 is none"),
        ("UPDATE contents SET sha256 = 'x' WHERE content = 1", "content 1 is none"),
        ("DELETE FROM runs WHERE run = 1", "its table accesses refers to what is not there"),
        ("DROP VIEW links; DROP TABLE accesses", "not as version 4 has it: view links, trigger access_edited, "),
    ],
)
def test_a_question_that_a_damaged_index_does_not_answer_is_told_what_to_do(project, statements, fault):
    project.chain()
    recorded = contents(project)
    database = Project.of(project.root).database
    for path in project.root.glob("**/*.txt"):
        path.write_text("edited\n")  # or some of it would never be looked at
    damage(project, statements)
    with pytest.raises(DamagedIndexError) as told:
        status()
    assert str(told.value).startswith(f"{database} cannot be read ({fault}")
    assert str(told.value).endswith("rebuild it: scitex clew index")
    reindex()
    assert contents(project) == recorded


def test_what_somebody_added_to_an_index_is_no_damage(project):
    project.chain()
    damage(project, "CREATE TABLE notes (text); CREATE INDEX runs_by_script ON runs (script); ANALYZE")
    assert reindex().set_aside is None


def test_a_directory_in_place_of_the_index_is_moved_aside(project):
    project.chain()
    recorded = contents(project)
    database = Project.of(project.root).database
    database.unlink()
    (database / "mine").mkdir(parents=True)
    with pytest.raises(DamagedIndexError, match=r"clew\.db cannot be read \(it is not a file\); rebuild it"):
        status()
    rebuilt = reindex()
    assert (rebuilt.set_aside / "mine").is_dir()
    assert contents(project) == recorded


def test_an_index_that_is_being_written_is_named_with_what_to_do(project, clew, monkeypatch):
    project.chain()
    monkeypatch.setattr(index_file, "PATIENCE", 0.1)
    database = Project.of(project.root).database
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        assert clew("index") == (
            2,
            [
                f"Error: the index is as it was: database is locked: {database}; another program is writing it: wait "
                "for that, or end it, and try again"
            ],
        )


def test_an_index_that_may_not_be_written_is_named_with_what_to_do(project, clew):
    project.chain()
    database = Project.of(project.root).database
    database.with_name("clew.db-shm").mkdir()  # keeps even root from what a folder without write permission forbids
    assert clew("index") == (
        2,
        [
            f"Error: the index is as it was: attempt to write a readonly database: {database}; see that you may write "
            "there, or put the index elsewhere: SCITEX_CLEW_DB=FILE"
        ],
    )


def test_what_killed_programs_left_of_an_index_is_cleaned_up(project):
    project.chain()
    names = [f".clew.db.{16 * letter}{ending}" for letter in "ab" for ending in ("", "-wal", "-shm", "-journal")]
    others = [".clew.db.mine", ".other.db.aaaaaaaaaaaaaaaa"]
    for name in (*names, *others):
        (project.root / ".scitex" / name).touch()
        if "b" * 16 not in name:
            os.utime(project.root / ".scitex" / name, (0, 0))
    reindex()
    left = {path.name for path in (project.root / ".scitex").iterdir()}
    assert left == {".gitignore", "clew.db", *others, *names[4:]}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x89PNG" + bytes(range(256)) * 100, "it is not text"),
        (b"[" * 10**6, "it is nested too deeply"),
        (b'{"@graph": []}', "there is no './' where one should be"),
        (b'{"@graph": [] "x"}', "Expecting ',' delimiter: line 1 column 15 (char 14)"),
    ],
)
def test_why_a_crate_cannot_be_read_is_told_in_a_few_words(project, content, told):
    with project.session() as run:
        pass
    (run.directory / crate.NAME).write_bytes(content)
    assert reindex().complaints == (
        f"{run.directory / crate.NAME} is not the crate of a run: {told}; what was known of it stays",
    )


def test_a_value_that_is_none_is_not_told_at_length(project):
    with project.session() as run:
        pass
    path = run.directory / crate.NAME
    path.write_text(
        re.sub(r'("name": "host", "value": )"[^"]*"', rf"\1{json.dumps(['x' * 99] * 99)}", path.read_text())
    )
    (complaint,) = reindex().complaints
    assert "host cannot be ['xxx" in complaint
    assert len(complaint) < len(str(path)) + 300
