"""Work done by threads, beside what a script does."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from scitex_clew.recording import background
from scitex_clew.recording.background import Background, Task


@pytest.fixture
def beside():
    """Return the one that forks know of."""
    yield background.background
    background.background.finish()


def threads(expected=0):
    """Return how many threads the system sees in this process, when they have had time to become as few as expected."""
    deadline = time.monotonic() + 1
    while (
        (number := len(list(Path("/proc/self/task").iterdir()))) > expected and expected and deadline > time.monotonic()
    ):
        time.sleep(0.001)
    return number


def counting(done, pieces=3, seconds=0.0):
    """Take some time over each piece, then add one to `done`."""
    for _ in range(pieces):
        time.sleep(seconds)
        yield
    done.append(threading.get_ident())


def test_every_task_is_done_at_the_end_and_no_thread_is_left(beside):
    done, before = [], threads()
    taken = [beside.take(Task(counting(done, seconds=0.001), 1)) for _ in range(9)]
    beside.finish()
    assert (all(taken), len(done), threads(before)) == (True, 9, before)


def test_a_task_is_done_by_another_thread_while_nobody_waits(beside):
    done = []
    beside.take(Task(counting(done), 1))
    while not done:
        time.sleep(0.001)
    assert done[0] != threading.get_ident()


def test_it_takes_no_more_than_it_has_room_for(monkeypatch):
    monkeypatch.setattr(background, "FILES", 4)
    beside = Background()
    taken = [beside.take(Task(counting([], seconds=0.01), 1)) for _ in range(6)]
    beside.finish()
    assert taken == [True] * 4 + [False] * 2


def test_a_task_that_is_large_is_taken_if_it_is_the_only_one(monkeypatch):
    monkeypatch.setattr(background, "BYTES", 10)
    beside = Background()
    taken = [beside.take(Task(counting([], seconds=0.01), 11)) for _ in range(2)]
    beside.finish()
    assert taken == [True, False]


def test_a_fork_waits_for_a_piece_and_not_for_the_task(beside):
    done = []
    beside.take(Task(counting(done, pieces=10, seconds=0.01), 1))
    time.sleep(0.02)
    if (child := os.fork()) == 0:
        os._exit(len(beside.waiting))
    assert (os.waitpid(child, 0)[1] >> 8, len(beside.waiting), done) == (0, 1, [])
    beside.finish()
    assert len(done) == 1


def test_a_forked_child_can_have_its_own_tasks(beside):
    beside.take(Task(counting([], pieces=10, seconds=0.01), 1))
    if (child := os.fork()) == 0:
        done = []
        beside.take(Task(counting(done), 1))
        beside.finish()
        os._exit(len(done))
    assert os.waitpid(child, 0)[1] >> 8 == 1


def test_a_fork_with_work_under_way_warns_of_no_threads(beside, recwarn):
    if threads() > 1:
        pytest.skip("another test left threads of its own in this process")
    for _ in range(50):
        beside.take(Task(counting([], pieces=2, seconds=0.0005), 1))
        time.sleep(0.0005)
        if (child := os.fork()) == 0:
            os._exit(0)
        os.waitpid(child, 0)
    assert [str(warning.message) for warning in recwarn] == []


def test_a_task_that_fails_holds_up_no_other(beside, monkeypatch):
    def failing():
        yield
        raise ValueError("bad")

    done, told = [], []
    monkeypatch.setattr(sys, "unraisablehook", lambda failure: told.append(failure.exc_value))
    beside.take(Task(failing(), 1))
    beside.take(Task(counting(done), 1))
    while not done or beside.threads:
        time.sleep(0.001)
    assert [str(error) for error in told] == ["bad"]
