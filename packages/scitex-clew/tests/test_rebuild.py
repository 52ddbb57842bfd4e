"""The index made anew from the run directories."""

import os
import random
import re
import shutil
import signal
import time

import pytest

import scitex_io
from scitex_clew import crate, index, journal, lineage, reindex, status
from scitex_clew.project import Project


def contents(project):
    """Return all that the index of a project holds."""
    with index.opened(Project.of(project.root).database) as opened:
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


def test_a_crate_that_cannot_be_read_is_complained_of_and_left_out(project):
    ingest, *_ = project.chain()
    (ingest.directory / crate.NAME).write_text("{")
    rebuilt = reindex()
    assert rebuilt.runs == 2
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
