"""A look that knows the last answer finds what one finds that knows nothing, whatever was done to the project since."""

import os
import random
import re
import shutil
import sqlite3
import tempfile
import time
from contextlib import chdir, closing, redirect_stdout
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scitex_io
from scitex_clew import reindex, stamps, status, track
from scitex_clew.commands.answers import text
from scitex_clew.commands.status_command import answer
from scitex_clew.commands.status_lines import porcelain_lines, status_lines
from scitex_clew.indexing import index_file
from scitex_clew.project import Project
from scitex_clew.verifying.last_answer import last_answer
from scitex_clew.verifying.verification import Verification

LOOKS = int(os.environ.get("SCITEX_LOOKS", "10"))
TICK = 0.03  # seconds; no tick of the clock of a file system that tests run on is longer


class Edits:
    """Everything that people do to a project, each to what chance picks."""

    def __init__(self, project, chance):
        self.project = project
        self.chance = chance
        self.contents = [f"{number}\n" for number in range(3)]

    def file(self):
        """Return a file of the project: a script, an input, an output, a log."""
        hidden = (".scitex", "ro-crate-metadata.json", "RUNNING")
        found = [path for path in self.project.root.rglob("*.*") if path.is_file() and not {*path.parts} & {*hidden}]
        return self.chance.choice(sorted(found))

    def some_run(self):
        """Return the directory of a run, in a list that is empty if there is none."""
        found = sorted(self.project.root.glob("*_out/FINISHED_*/*"))
        return self.chance.sample(found, k=min(1, len(found)))

    def run(self, *, outcome="success", started=None, writes=()):
        """Read two files and write three, by one of three scripts with one of two command lines."""
        script = self.chance.choice(["a.py", "b.py", "c.py"])
        fields = {"command": (script, self.chance.choice("xy")), **({"started": started} if started else {})}
        read = [self.file() for _ in range(2)]
        with self.project.session(script, outcome=outcome, **fields):
            for path in read:
                track(path)
            for name in ("one.txt", "two.txt", *writes):
                scitex_io.save(self.chance.choice(self.contents), name)

    def fail(self):
        self.run(outcome="error")

    def run_at_another_time(self):
        self.run(started=datetime.now().astimezone() + timedelta(hours=self.chance.choice([-1, 1])))

    def write_outside(self):
        self.run(writes=[self.project.root / "shared.txt"])

    def write_outside_meanwhile(self):
        """Write what another run may have written anew in between, as one that began before that and ended after it."""
        began = datetime.now().astimezone() - timedelta(minutes=self.chance.randrange(1, 60))
        self.run(started=began, writes=[self.project.root / "shared.txt"])

    def move_and_read_there(self):
        self.move()
        with self.project.session("again.py"):
            track(self.chance.choice(sorted(self.project.root.glob("moved_*"))))

    def touch(self):
        self.file().touch()

    def set_back_its_time(self):
        os.utime(self.file(), ns=(0, self.chance.randrange(2 * 10**18)))

    def edit(self):
        self.file().write_text(self.chance.choice(self.contents))

    def edit_and_put_its_time_back(self):
        path = self.file()
        before = path.stat()
        path.write_bytes(path.read_bytes()[::-1])
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def append(self):
        with self.file().open("a") as file:
            file.write("more\n")

    def delete(self):
        self.file().unlink()

    def move(self):
        self.file().rename(self.project.root / f"moved_{self.chance.randrange(3)}.txt")

    def exchange(self):
        first, second = self.file(), self.file()
        contents = first.read_bytes(), second.read_bytes()
        first.write_bytes(contents[1])
        second.write_bytes(contents[0])

    def link(self):
        first, second = self.file(), self.file()
        if not first.samefile(second):
            first.unlink()
            first.symlink_to(os.path.relpath(second, first.parent))

    def remove_a_run(self):
        """Remove a run, but not the last one: of a project without runs nothing can be asked."""
        if len([*self.project.root.glob("*_out/FINISHED_*/*")]) > 1:
            shutil.rmtree(self.some_run()[0])

    def edit_a_record(self):
        query = """
            UPDATE OR IGNORE accesses SET content = (SELECT max(content) FROM contents)
            WHERE (run, role, path) IN (SELECT run, role, path FROM accesses LIMIT 1 OFFSET ?)
            """
        with closing(sqlite3.connect(self.project.root / ".scitex/clew.db")) as connection, connection:
            connection.execute(query, (self.chance.randrange(5),))

    def remove_an_access(self):
        query = (
            "DELETE FROM accesses WHERE (run, role, path) IN (SELECT run, role, path FROM accesses LIMIT 1 OFFSET ?)"
        )
        with closing(sqlite3.connect(self.project.root / ".scitex/clew.db")) as connection, connection:
            connection.execute(query, (self.chance.randrange(9),))

    def edit_a_crate(self):
        for run in self.some_run():
            path = run / "ro-crate-metadata.json"
            path.write_text(re.sub('"sha256": "[0-9a-f]{4}', '"sha256": "0000', path.read_text(), count=1))
        reindex()

    def index(self):
        reindex()

    def wait(self):
        time.sleep(2 * TICK)


EDITS = sorted(name for name in vars(Edits) if not name.startswith("_") and name not in ("file", "some_run"))


@pytest.fixture
def short_ticks(monkeypatch):
    """Let files be fresh for no longer than these tests can wait."""
    monkeypatch.setattr(stamps, "TICK_NS", int(TICK * 1e9))


def ask(*, porcelain):
    """Return exit code and text of the command."""
    with redirect_stdout(StringIO()) as out:
        code = answer(full=False, as_json=False, porcelain=porcelain)
    return code, out.getvalue().rstrip("\n")


def anew(root, *, porcelain):
    """Return what is to be answered: what is found in a copy of the project, where every file has to be read."""
    with tempfile.TemporaryDirectory() as folder:
        found = status(shutil.copytree(root, Path(folder, "copy"), symlinks=True))
    return 0 if found.well else 1, text(porcelain_lines(found.runs) if porcelain else status_lines(found))


@settings(max_examples=LOOKS, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(st.sampled_from(EDITS), max_size=3), min_size=2, max_size=8), st.integers())
def test_a_look_finds_the_same_as_one_that_knows_nothing(project, short_ticks, tmp_path_factory, edits, seed):
    root = tmp_path_factory.mktemp("project")
    (root / ".scitex").mkdir()
    (root / "raw.txt").write_text("raw\n")
    project = Edits(type(project)(root), random.Random(seed))
    with chdir(root):
        for _ in range(3):
            project.run()
        for names in [["wait"], ["wait"], *edits]:
            for name in [*names, *project.chance.choice([[], ["wait"], ["wait"]])]:
                getattr(project, name)()
            porcelain = project.chance.random() < 0.3
            assert ask(porcelain=porcelain) == anew(root, porcelain=porcelain)


@pytest.fixture
def runs(project, short_ticks):
    """Have three runs that are over, and an answer that holds."""
    found = project.chain()
    for _ in range(3):  # the first notes what it hashes, so that the index is fresh to the second
        time.sleep(2 * TICK)
        ask(porcelain=False)
    assert last_answer().holds("status")
    return found


@pytest.fixture
def looked_at():
    """Return a function that gives the names of the files that a look has to look at, which knows the last answer."""

    def names():
        project = Project.of(Path())
        with index_file.opened(project.database) as opened:
            found = Verification(opened, project, last=last_answer())
            found.reports()
        return {Path(path).name for path in found.now}

    return names


def test_only_what_was_touched_is_looked_at(runs, looked_at):
    (runs[0].directory / "clean.txt").touch()
    assert looked_at() == {"clean.txt"}


def test_what_was_wrong_is_looked_at_again(runs, looked_at):
    (runs[0].directory / "clean.txt").write_text("other\n")
    for _ in range(3):
        time.sleep(2 * TICK)
        assert ask(porcelain=False)[0] == 1
    (runs[2].directory / "figure.txt").touch()
    assert looked_at() == {"clean.txt", "figure.txt"}


def test_a_missing_file_is_looked_for_again(runs, looked_at):
    (runs[0].directory / "clean.txt").rename("raw.txt")
    for _ in range(3):
        time.sleep(2 * TICK)
        assert "moved" not in ask(porcelain=False)[1]
    Path("raw.txt").rename("moved.txt")
    assert ask(porcelain=True) == anew(Path(), porcelain=True)


def test_of_a_new_run_only_its_own_files_are_looked_at(runs, project, looked_at):
    with project.session("again.py"):
        scitex_io.load(runs[0].directory / "clean.txt")
    assert looked_at() == {"again.py", "again.log", "clean.txt"}


def test_a_record_that_does_not_fit_what_was_right_for_others_is_wrong(runs, project, looked_at):
    with project.session("again.py") as again:
        scitex_io.load(runs[0].directory / "clean.txt")
    with closing(sqlite3.connect(".scitex/clew.db")) as connection, connection:
        found = "SELECT content FROM accesses WHERE role = 'script' LIMIT 1"
        run = f"SELECT run FROM runs WHERE id = '{again.id}'"
        connection.execute("DROP TRIGGER access_edited")  # as if it were so recorded
        connection.execute(f"UPDATE accesses SET content = ({found}) WHERE role = 'input' AND run = ({run})")
    path = (runs[0].directory / "clean.txt").relative_to(project.root)
    for _ in range(3):
        assert ask(porcelain=True) == (1, f"stale {again.id} run again.py\nmodified {again.id} input {path}")
        time.sleep(2 * TICK)


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE runs SET outcome = 'error'",
        "DELETE FROM runs WHERE run = 1",
        "INSERT INTO accesses SELECT 1, role, path, content FROM accesses WHERE run = 2",
        "UPDATE accesses SET role = 'input' WHERE role = 'output'",
        "DELETE FROM accesses WHERE run = 1",
        "UPDATE contents SET size = 7",
        "UPDATE paths SET text = text || 'x'",
        "DELETE FROM edition",
    ],
)
def test_everything_is_looked_at_when_somebody_has_edited_the_records(runs, looked_at, edit):
    before = looked_at()
    with closing(sqlite3.connect(".scitex/clew.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(edit)
    assert (before, len(looked_at()) > 6) == (set(), True)


def test_everything_is_looked_at_when_an_earlier_index_was_put_back_and_has_gone_on(runs, project, looked_at):
    earlier = Path(".scitex/clew.db").read_bytes()
    with project.session("first.py"):
        pass
    time.sleep(2 * TICK)
    ask(porcelain=False)
    assert looked_at() == set()
    Path(".scitex/clew.db").write_bytes(earlier)
    with project.session("other.py"):
        pass
    assert len(looked_at()) == 12


def test_everything_is_looked_at_when_the_index_was_made_anew(runs, looked_at):
    reindex()
    assert len(looked_at()) == 10


def test_a_touched_file_is_hashed_once(runs, looked_at):
    (runs[0].directory / "clean.txt").touch()
    time.sleep(2 * TICK)
    assert ask(porcelain=False)[0] == 0
    assert looked_at() == set()
    time.sleep(2 * TICK)
    assert ask(porcelain=False)[0] == 0
    assert last_answer().holds("status")


def test_a_file_whose_times_do_not_tell_what_it_holds_is_looked_at_each_time(runs, looked_at):
    in_an_hour = time.time() + 3600
    os.utime(runs[0].directory / "clean.txt", (in_an_hour, in_an_hour))
    for _ in range(2):
        time.sleep(2 * TICK)
        assert ask(porcelain=False)[0] == 0
        assert looked_at() == {"clean.txt"}
