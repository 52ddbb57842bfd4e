"""A run in RUNNING is told live from dead, and one of another machine or container is left alone."""

import json
import os
import subprocess

import pytest

from scitex_session.runs.liveness import boot, dead_runs, liveness, machine, process_namespace, process_start

HERE = {
    "host": os.uname().nodename,
    "pid": os.getpid(),
    "process_started": process_start(os.getpid()),
    "machine": machine(),
    "boot": boot(),
    "processes": process_namespace(),
}


@pytest.fixture
def run(tmp_path):
    """Return what makes a run directory with this marker."""

    def made(name="20250101_000000_AAAA", **changes):
        (tmp_path / name).mkdir()
        (tmp_path / name / ".running").write_text(json.dumps({**HERE, **changes}))
        return tmp_path / name

    return made


def test_a_run_of_this_process_lives(run):
    assert liveness(run()) == "live"


def test_a_run_whose_process_is_gone_is_dead(run):
    process = subprocess.Popen(["true"])
    process.wait()

    assert liveness(run(pid=process.pid)) == "dead"


def test_a_run_whose_process_has_ended_and_was_not_taken_note_of_is_dead(run):
    process = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
    started = process_start(process.pid)
    process.stdin.close()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

    assert liveness(run(pid=process.pid, process_started=started)) == "dead"
    process.wait()


def test_a_younger_process_of_the_same_number_is_another(run):
    assert liveness(run(process_started="1")) == "dead"


def test_without_start_times_the_process_id_has_to_do(run):
    process = subprocess.Popen(["true"])
    process.wait()

    assert liveness(run("one", process_started=None)) == "live"
    assert liveness(run("two", process_started=None, pid=process.pid)) == "dead"


def test_a_run_of_another_host_or_container_is_elsewhere(run):
    assert liveness(run("one", host="far")) == "elsewhere"
    assert liveness(run("two", processes="pid:[1]")) == "elsewhere"
    assert liveness(run("three", boot="x", machine="y")) == "elsewhere"


def test_a_run_of_before_the_restart_is_dead(run, monkeypatch):
    monkeypatch.setattr("scitex_session.runs.liveness.machine", lambda: "this one")

    assert liveness(run(boot="before", machine="this one")) == "dead"


@pytest.mark.parametrize("text", [None, "", "[]", "{}", "\x00"])
def test_without_a_marker_that_can_be_read_nobody_knows(tmp_path, text):
    if text is not None:
        (tmp_path / ".running").write_text(text)

    assert liveness(tmp_path) == "unknown"


def test_dead_runs_are_listed_oldest_first(run, tmp_path):
    run("20250101_000000_BBBB", process_started="1")
    run("20250101_000000_CCCC")
    run("20250101_000000_AAAA", process_started="1")

    assert [path.name[-4:] for path in dead_runs(tmp_path)] == ["AAAA", "BBBB"]
    assert list(dead_runs(tmp_path / "none")) == []
