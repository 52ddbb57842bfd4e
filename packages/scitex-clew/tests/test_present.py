"""Files that nobody has touched are known by their times; any other is read."""

import os
import sqlite3
import time
from contextlib import closing

import pytest

import scitex_io
from scitex_clew import hashing, reindex, stamps, status
from scitex_clew.project import Project
from scitex_clew.recording.observer import BIG
from scitex_clew.verifying import present

OLD = 10**9  # long before now


@pytest.fixture
def reads(monkeypatch):
    """Return the list of the files that are hashed from now on."""
    found = []

    def counted(path):
        found.append(os.path.basename(path))  # noqa: PTH119
        return hashing.opened(path)

    monkeypatch.setattr(present, "opened", counted)
    return found


@pytest.fixture
def session(project, monkeypatch):
    """Have a run that is over, its files no longer fresh."""
    with project.session() as run:
        scitex_io.save("one\n", "a.txt")
    monkeypatch.setattr(stamps, "TICK_NS", 0)
    status()
    return run


def test_what_was_not_touched_is_not_read_again(session, reads):
    assert status().well
    assert reads == []


def test_everything_is_read_if_that_is_asked_for(session, reads):
    assert status(full=True).well
    assert sorted(reads) == ["a.txt", "train.log", "train.py"]


def test_what_the_index_says_already_is_not_noted_again(session, project):
    with closing(sqlite3.connect(Project.of(project.root).database)) as other:

        def changes():
            return other.execute("PRAGMA data_version").fetchone()

        before = changes()
        assert status(full=True).well
        assert changes() == before
        (session.directory / "a.txt").touch()
        assert status(full=True).well
        assert changes() != before


def test_a_touched_file_is_read_once(session, reads):
    (session.directory / "a.txt").touch()
    assert (status().well, status().well, reads) == (True, True, ["a.txt"])


def test_an_edit_of_the_same_size_whose_time_was_put_back_is_seen(session):
    path = session.directory / "a.txt"
    before = path.stat()
    path.write_text("two\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert [report.verdict for report in status().runs] == ["modified"]


def test_a_file_that_was_replaced_by_another_of_the_same_times_is_seen(session, project):
    path = session.directory / "a.txt"
    before = path.stat()
    (project.root / "other").write_text("two\n")
    os.utime(project.root / "other", ns=(before.st_atime_ns, before.st_mtime_ns))
    (project.root / "other").rename(path)
    assert [report.verdict for report in status().runs] == ["modified"]


def test_what_a_run_has_hashed_is_not_read_again_after_it(project, reads, monkeypatch, fake_config):
    monkeypatch.setattr(stamps, "TICK_NS", 0)
    for name in ("raw.txt", "config.yaml"):
        (project.root / name).write_text("raw\n")
    with project.session(config=fake_config(files=(project.root / "config.yaml",))) as run:
        scitex_io.load("raw.txt")
        scitex_io.save("one\n", "a.txt")
        scitex_io.save("one\n" * BIG, "big.txt")
        (run.directory / "by_itself.txt").write_text("two\n")
    assert status().well
    assert reads == []


def test_what_was_edited_after_a_run_had_hashed_it_is_seen(project, monkeypatch):
    monkeypatch.setattr(stamps, "TICK_NS", 0)
    with project.session() as run:
        scitex_io.save("one\n", "a.txt")
    (run.directory / "a.txt").write_text("two\n")
    assert [report.verdict for report in status().runs] == ["modified"]


def test_an_edit_right_after_a_save_is_what_a_full_look_sees(project):
    for number in range(20):
        with project.session(f"s{number}.py") as run:
            path = scitex_io.save("one\n", run.directory / "a.txt")
            path.write_text("two\n")
    fast = [report.verdict for report in status().runs]
    assert fast == [report.verdict for report in status(full=True).runs]


def test_where_the_clock_is_said_to_be_fine_every_write_shows(tmp_path):
    with (tmp_path / "probe").open("ab") as probe:
        is_fine = stamps.tells_writes_apart(probe.fileno())
    seen = set()
    for _ in range(200):
        (tmp_path / "a.txt").write_text("same")
        seen.add(stamps.stamp((tmp_path / "a.txt").stat()))
    assert not is_fine or len(seen) == 200


def test_a_file_that_was_only_just_written_is_read_again(project, reads, monkeypatch):
    monkeypatch.setattr(stamps, "FINE_NS", 0)
    with project.session():
        scitex_io.save("one\n", "a.txt")
    status()
    reads.clear()
    status()
    assert "a.txt" in reads


def test_a_modified_file_is_not_read_again_and_stays_modified(session, reads):
    (session.directory / "a.txt").write_text("two\n")
    status()
    reads.clear()
    assert [report.verdict for report in status().runs] == ["modified"]
    assert reads == []


def test_what_was_seen_does_not_survive_the_index(session, reads):
    reindex()
    status()
    assert sorted(reads) == ["a.txt", "train.log", "train.py"]


def test_a_file_that_changes_while_it_is_read_is_unstable(project, monkeypatch):
    with project.session() as run:
        scitex_io.save("one\n", "a.txt")
    (run.directory / "a.txt").touch()
    digest = hashing.digest_of

    def slow(file, size):
        found = digest(file, size)
        if file.name.endswith("a.txt"):
            (run.directory / "a.txt").write_text("other\n")
        return found

    monkeypatch.setattr(hashing, "digest_of", slow)
    (report,) = status(full=True).runs
    assert (report.verdict, report.well) == ("unstable", False)
    assert [(file.access.path[-5:], file.verdict) for file in report.wrong] == [("a.txt", "unstable")]


def test_a_project_that_may_only_be_read_is_verified_without_notes(session, project, reads):
    database = Project.of(project.root).database
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("DELETE FROM seen")
        other.execute("BEGIN IMMEDIATE")
        before = time.monotonic()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("scitex_clew.indexing.index_file.PATIENCE", 0.1)
            assert status().well
        assert time.monotonic() - before < 20
        other.execute("ROLLBACK")
    assert "a.txt" in reads
