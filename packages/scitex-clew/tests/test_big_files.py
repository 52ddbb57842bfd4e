"""Files that are hashed beside the script's own work: what the record says of them, whatever happens meanwhile."""

import hashlib
import json
import os
import signal
import threading
import warnings
from pathlib import Path

import pytest

import scitex_io
from scitex_clew import reindex, run, stamps, status
from scitex_clew.recording import background
from scitex_clew.recording.observer import BIG
from scitex_clew.records import crate, journal
from scitex_io.observers import notify

ZEROS = 1 << 28  # some 150 ms of hashing


def text(sign="x", size=2 * BIG):
    return sign * size


def digest(data):
    return hashlib.sha256(data.encode()).hexdigest()


def sparse(path: Path, size: int = ZEROS) -> Path:
    """Make a file of many zeros, which takes no time to write."""
    with path.open("wb") as file:
        file.truncate(size)
    os.utime(path, (10**9, 10**9))
    return path


def read(path: Path) -> None:
    notify(scitex_io.Access("read", path))


def hashes(project, session, role="output"):
    """Return name → hash of what a finished run has read or written."""
    record = crate.read(session.directory / crate.NAME, str(session.directory.relative_to(project.root)))
    return {Path(access.path).name: access.sha256 for access in record.accesses if access.role == role}


def unhashed(session):
    return run(session.id).record.unhashed


def test_what_was_saved_has_its_hash_at_the_end(project):
    with project.session() as session:
        scitex_io.save(text(), "a.txt")
    assert hashes(project, session) == {"a.txt": digest(text())}


def test_what_was_loaded_has_its_hash_at_the_end(project):
    (project.root / "a.txt").write_text(text())
    with project.session() as session:
        scitex_io.load(project.root / "a.txt")
    assert hashes(project, session, "input") == {"a.txt": digest(text())}


def test_the_journal_tells_of_it_at_once(project):
    with project.session() as session:
        read(sparse(project.root / "a.bin"))
        last = json.loads((session.directory / journal.NAME).read_text().splitlines()[1])
    assert (last["path"], last["size"], "sha256" in last) == ("a.bin", ZEROS, False)


def test_a_run_that_raises_waits_for_the_hashes(project):
    path = sparse(project.root / "a.bin")
    with pytest.raises(IsADirectoryError), project.session() as session:  # noqa: PT012
        read(path)
        scitex_io.load(project.root)
    lines = (session.directory / journal.NAME).read_text().splitlines()
    assert "sha256" in json.loads(lines[-1])


def test_a_file_removed_right_after_the_save_is_no_output(project):
    with warnings.catch_warnings(), project.session() as session:
        warnings.simplefilter("error")
        scitex_io.save(text(), "a.txt").unlink()
    assert hashes(project, session) == {}


def test_of_a_file_saved_again_while_it_is_hashed_the_last_content_counts(project):
    with project.session() as session:
        for sign in "abc":
            scitex_io.save(text(sign, 20 * BIG), "a.txt")
    assert hashes(project, session) == {"a.txt": digest(text("c", 20 * BIG))}


def test_an_input_replaced_by_a_save_while_it_is_hashed_is_what_it_was(project):
    (project.root / "a.txt").write_text(text("a", 20 * BIG))
    with project.session() as session:
        scitex_io.load(project.root / "a.txt")
        scitex_io.save(text("b"), project.root / "a.txt")
    assert hashes(project, session, "input") == {"a.txt": digest(text("a", 20 * BIG))}
    assert hashes(project, session) == {"a.txt": digest(text("b"))}


def test_an_own_file_read_back_while_it_is_hashed_is_no_input(project):
    with project.session() as session:
        path = scitex_io.save(text("a", 20 * BIG), project.root / "a.txt")
        read(path)
    assert hashes(project, session, "input") == {}


def test_an_output_written_into_while_it_is_hashed_is_what_it_is_at_the_end(project):
    with project.session() as session:
        path = scitex_io.save(text("a", 50 * BIG), "a.txt")
        with path.open("r+") as file:
            file.write("b")
    assert hashes(project, session) == {"a.txt": digest("b" + text("a", 50 * BIG)[1:])}


def test_an_input_written_into_while_it_is_hashed_has_no_hash_and_is_warned_of(project):
    path = sparse(project.root / "a.bin")
    with pytest.warns(RuntimeWarning, match=r"a\.bin: recorded without a hash") as caught:  # noqa: PT031, SIM117
        with project.session() as session:
            read(path)
            path.write_bytes(b"1")
    assert len(caught) == 1
    assert (hashes(project, session, "input"), unhashed(session)) == ({}, ("a.bin",))


def test_more_files_than_may_wait_are_all_recorded(project, monkeypatch):
    monkeypatch.setattr(background, "FILES", 3)
    with project.session() as session:
        for number in range(12):
            scitex_io.save(text(str(number % 10), 4 * BIG), f"{number}.txt")
    assert hashes(project, session) == {f"{n}.txt": digest(text(str(n % 10), 4 * BIG)) for n in range(12)}


def test_threads_that_save_at_once_are_all_recorded(project):
    with project.session() as session:
        saves = [threading.Thread(target=scitex_io.save, args=(text(str(n)), f"{n}.txt")) for n in range(6)]
        for thread in saves:
            thread.start()
        for thread in saves:
            thread.join()
    assert hashes(project, session) == {f"{n}.txt": digest(text(str(n))) for n in range(6)}


def test_a_forked_child_that_saves_and_exits_at_once_is_recorded(project):
    with project.session() as session:
        read(sparse(project.root / "a.bin"))
        if (child := os.fork()) == 0:
            scitex_io.save(text("c"), "c.txt")
            os._exit(0)
        os.waitpid(child, 0)
    assert hashes(project, session) == {"c.txt": digest(text("c"))}
    assert len(hashes(project, session, "input")) == 1


def test_a_file_that_is_read_again_unchanged_is_hashed_once(project, monkeypatch):
    monkeypatch.setattr(stamps, "TICK_NS", 0)
    path = sparse(project.root / "a.bin")
    with project.session() as session:
        for _ in range(5):
            read(path)
        reads = [json.loads(line) for line in (session.directory / journal.NAME).read_text().splitlines()[1:]]
    assert len({line["ticket"] for line in reads}) == 1
    assert len(hashes(project, session, "input")) == 1


def test_a_file_that_was_just_written_is_hashed_again(project, monkeypatch):
    monkeypatch.setattr(stamps, "FINE_NS", 0)
    path = sparse(project.root / "a.bin")
    with project.session() as session:
        for _ in range(2):
            read(path)
        reads = [json.loads(line) for line in (session.directory / journal.NAME).read_text().splitlines()[1:]]
    assert len({line["ticket"] for line in reads}) == 2


@pytest.mark.parametrize("end", [lambda: os._exit(0), lambda: os.kill(os.getpid(), signal.SIGKILL)])
def test_a_process_that_ends_while_a_file_is_hashed_leaves_what_can_still_be_known(project, end):
    path = sparse(project.root / "a.bin")
    if os.fork() == 0:
        with project.session():
            read(path)
            end()
    os.wait()
    assert reindex().complaints == ()
    (report,) = status().runs
    assert (report.verdict, [file.access.role for file in report.files]) == ("incomplete", ["input", "script"])


def test_a_file_that_changed_after_a_kill_has_no_hash(project):
    path = sparse(project.root / "a.bin")
    if os.fork() == 0:
        with project.session():
            read(path)
            os.kill(os.getpid(), signal.SIGKILL)
    os.wait()
    path.write_bytes(b"1")
    (report,) = status().runs
    assert [file.access.role for file in report.files] == ["script"]
    assert run(report.run.id).record.unhashed == ("a.bin",)
