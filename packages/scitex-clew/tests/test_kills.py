"""A kill at any instant of a run, from its start to the end of its closing: the index need not be rebuilt."""

import os
import random
import signal
import time
from functools import partial
from pathlib import Path

import pytest

from scitex_clew import chain, runs, status
from scitex_clew.errors import NoIndexError
from scitex_clew.indexing.current import current_index
from scitex_clew.project import Project
from scitex_clew.records import crate
from scitex_clew.verifying.verification import Verification

pytest.importorskip("scitex_session")

KILLS = int(os.environ.get("SCITEX_KILLS", "16"))  # thousands, for a test that takes minutes

A = """
import scitex_io
from scitex_session import session

@session
def main():
    scitex_io.save([1], "a.json")
"""

B = """
import os
import scitex_io
from scitex_session import session

@session
def main(told):
    scitex_io.load("a_out/LATEST/a.json")
    for number in range(10):
        os.write(told, os.fsencode(scitex_io.save([os.getpid(), number], f"{number}.json").name + " "))
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.delenv("SCITEX_CLEW_DB", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "a.py").write_text(A)
    (tmp_path / "b.py").write_text(B)
    return tmp_path


def started(name, *arguments, before=lambda: None):
    """Run a script in a child of this process, which has imported already what it needs, and return the child's id."""
    child = os.fork()
    if child == 0:
        try:
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            place = Path(name).absolute()
            scope = {"__name__": "script"}
            exec(compile(place.read_text(), str(place), "exec"), scope)
            before()
            scope["main"](*arguments)
        finally:
            os._exit(0)
    return child


def finished(name, *arguments, **options):
    """Run a script to its end, and return how long that took."""
    begun = time.monotonic()
    os.waitpid(started(name, *arguments, **options), 0)
    return time.monotonic() - begun


def killed_after(seconds):
    """Run `b.py`, kill it, and return the names of the files that it has told to be saved."""
    reading, writing = os.pipe()
    child = started("b.py", writing)
    os.close(writing)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told = b"".join(iter(partial(os.read, reading, 4096), b"")).decode().split()
    os.close(reading)
    return set(told)


@pytest.mark.parametrize("part", [random.Random(number).uniform(0, 1.05) for number in range(KILLS)])
def test_whenever_a_run_is_killed_what_it_saved_is_known_at_once(root, part):
    finished("a.py")
    (a,) = runs()
    with Path(os.devnull).open("wb") as unheard:
        whole = finished("b.py", unheard.fileno())
    (earlier,) = (known for known in runs() if known.id != a.id)

    saved = killed_after(part * whole)

    reports = [report for report in status().runs if report.run.id not in (a.id, earlier.id)]
    assert len(reports) == 1 or not saved
    for report in reports:
        recorded = {file.access.path.rpartition("/")[2] for file in report.files if file.access.role == "output"}
        assert report.verdict in ("incomplete", "verified")
        assert saved <= recorded
        assert len(recorded - saved) <= 1
        if saved:
            (file,) = root.glob(f"b_out/*/{report.run.id}/0.json")
            assert [link.run.id for link in chain(str(file))] == [a.id, report.run.id]


@pytest.mark.parametrize("part", [random.Random(-1 - number).uniform(0, 1.05) for number in range(KILLS // 4)])
def test_so_it_is_of_the_first_run_of_a_project(root, part):
    (root / "b.py").write_text(B.replace('scitex_io.load("a_out/LATEST/a.json")', "pass"))
    saved = killed_after(part * finished("a.py"))

    try:
        known = [report for report in status().runs if report.run.script == "b.py"]
    except NoIndexError:
        known = []
    assert len(known) == 1 or not saved
    assert all(
        saved <= {file.access.path.rpartition("/")[2] for file in report.files if file.access.role == "output"}
        for report in known
    )


def test_a_run_that_is_killed_after_its_directory_was_moved_is_incomplete_and_found_there(root, monkeypatch):
    finished("a.py", before=lambda: setattr(crate, "write", lambda *_: os.kill(os.getpid(), signal.SIGKILL)))
    with Path(os.devnull).open("wb") as unheard:
        finished("b.py", unheard.fileno())

    (file,) = root.glob("b_out/FINISHED_SUCCESS/*/0.json")
    links = chain(str(file))
    assert [link.run.script for link in links] == ["a.py", "b.py"]
    assert links[0].verdict == "incomplete"
    (a, b) = status().runs
    assert a.run.directory == f"a_out/FINISHED_SUCCESS/{a.run.id}"
    assert [(file.access.role, file.verdict) for file in a.files if file.access.role == "output"] == [
        ("output", "verified")
    ]
    assert b.parents == (a.run.id,)


def test_what_a_killed_run_has_left_is_hashed_once(root):
    kill = 'Path(scitex_io.save([1], "a.json")).with_name("raw.txt").write_text("x"); os.kill(os.getpid(), 9)'
    (root / "a.py").write_text(
        "import os\nfrom pathlib import Path\n" + A.replace('scitex_io.save([1], "a.json")', kill)
    )
    finished("a.py")
    time.sleep(2.1)  # now the next write will show
    status()

    project = Project.of(root)
    with current_index(project) as index:
        look = Verification(index, project)
        look.reports()
    assert [path.rpartition("/")[2] for path in look.present.known if path.endswith(".txt")] == ["raw.txt"]
    assert not [path for path in look.present.learnt if path.endswith(".txt")]
