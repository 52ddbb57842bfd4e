"""Which process a run is, and whether it still lives."""

import os
import subprocess
import sys

from scitex_clew.records import process

HOST = os.uname().nodename


def test_this_process_lives():
    assert process.alive(HOST, os.getpid(), process.identity(os.getpid()))


def test_a_process_that_ended_does_not():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    identity = process.identity(child.pid)
    child.communicate(b"\n")
    assert not process.alive(HOST, child.pid, identity)


def test_another_process_of_the_same_number_is_not_the_same():
    assert not process.alive(HOST, os.getpid(), "another boot:1")


def test_without_an_identity_the_number_decides():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert process.alive(HOST, os.getpid(), None)
    assert not process.alive(HOST, child.pid, None)


def test_a_process_of_another_host_is_taken_to_live():
    assert process.alive("elsewhere", 1, "x")
