"""What a session asks about runs that are over, or ended without a word."""

import shutil
import subprocess
import time
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import pytest

import scitex_io
from scitex_clew import run, runs, status
from scitex_clew.errors import NoIndexError
from scitex_clew.recording.recorder import recorder
from scitex_clew.records import git
from scitex_clew.records.record import Parameter

LATER = datetime.fromisoformat("2126-02-13T15:00:00+01:00")


@dataclass
class KilledEnd:
    ended: datetime = LATER
    outcome: str = "error"
    error: str = "killed"

    def without_secrets(self, diff):
        return diff.replace("sesame", "***")


@contextmanager
def killed(project, session):
    """Leave a run as a kill would, after the block: where it was, its journal without an end."""
    running = session.__enter__()
    yield running
    shutil.copytree(running.directory, project.root / "copy")
    session.__exit__(None, None, None)
    shutil.rmtree(running.directory)
    shutil.move(project.root / "copy", project.root / "train_out/RUNNING" / running.id)
    running.directory = project.root / "train_out/RUNNING" / running.id


def test_a_record_is_told_as_json_can_hold_it(project):
    with project.session(parameters={"lr": Parameter("lr", 0.1, "flag --lr")}) as session:
        scitex_io.save("x\n", "x.txt")

    told = recorder.record(session.directory)

    assert told["parameters"] == [{"name": "lr", "value": 0.1, "source": "flag --lr"}]
    assert told["ended"].startswith(str(session.ended.year))
    assert {"role": "output", "path": f"train_out/FINISHED_SUCCESS/{session.id}/x.txt"}.items() <= next(
        access for access in told["accesses"] if access["role"] == "output"
    ).items()


def test_a_directory_that_was_handed_on_can_be_read_alone(project, tmp_path_factory):
    with project.session() as session:
        scitex_io.save("x\n", "x.txt")
    received = tmp_path_factory.mktemp("received") / session.id
    shutil.move(session.directory, received)

    assert [access["path"] for access in recorder.record(received)["accesses"] if access["role"] == "output"] == [
        f"{session.id}/x.txt"
    ]


def test_without_a_record_there_is_none(project):
    assert recorder.record(project.root) is None


def test_the_readers_of_a_run_are_those_that_read_what_it_gave_them(project):
    ingest, analyse, figure = project.chain()

    assert recorder.readers(ingest.directory) == [analyse.id]
    assert recorder.readers(analyse.directory) == [figure.id]
    assert recorder.readers(figure.directory) == []


def test_a_run_that_only_wrote_the_same_content_has_no_readers(project):
    with project.session("a.py") as first:
        scitex_io.save("same\n", "a.txt")
    with project.session("b.py") as second:
        scitex_io.save("same\n", "b.txt")
    with project.session("c.py") as third:
        scitex_io.load(first.directory / "a.txt")

    assert (recorder.readers(first.directory), recorder.readers(second.directory)) == ([third.id], [])


def test_without_an_index_nobody_knows_the_readers(project):
    with project.session() as session:
        pass
    shutil.rmtree(project.root / ".scitex")

    with pytest.raises(NoIndexError):
        recorder.readers(session.directory)


def test_a_run_that_is_forgotten_is_not_in_the_index(project):
    ingest, analyse, figure = project.chain()

    recorder.forget(analyse.directory)

    assert [known.id for known in runs()] == [ingest.id, figure.id]


def test_only_the_run_in_that_directory_is_forgotten(project):
    ingest, *_ = project.chain()
    copy = project.root / "backup_out/FINISHED_SUCCESS" / ingest.id
    shutil.copytree(ingest.directory, copy)

    recorder.forget(copy)

    assert len(runs()) == 3


def test_a_killed_run_is_concluded_with_all_that_its_journal_tells(project):
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", project.root], check=True)
    (project.root / "raw.txt").write_text("raw\n")
    with killed(project, project.session(parameters={"lr": Parameter("lr", 0.1, "flag --lr")})) as session:
        scitex_io.load(project.root / "raw.txt")
        scitex_io.save("x\n", "x.txt")
        (session.directory / "own.txt").write_text("own\n")
        while b"\n" not in (session.directory / git.STATE).read_bytes():
            time.sleep(0.01)
    final = project.root / "train_out/FINISHED_ERROR" / session.id
    final.parent.mkdir()
    session.directory.rename(final)

    recorder.conclude(final, KilledEnd())

    found = run(session.id)
    assert (found.report.verdict, found.record.outcome, found.record.error) == ("failed", "error", "killed")
    assert (found.record.ended, found.record.exit_code) == (LATER, None)
    assert [(access.role, access.path.rpartition("/")[2]) for access in found.record.accesses] == [
        ("input", "raw.txt"),
        ("output", "own.txt"),
        ("output", "x.txt"),
        ("script", "train.py"),
    ]
    assert (found.record.git.branch, found.record.git.commit) == ("main", None)
    assert sorted(path.name for path in final.iterdir()) == ["own.txt", "ro-crate-metadata.json", "x.txt"]
    assert status().well


def test_concluding_a_run_without_a_journal_does_nothing(project):
    (project.root / "x").mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        recorder.conclude(project.root / "x", KilledEnd())
    assert list((project.root / "x").iterdir()) == []
