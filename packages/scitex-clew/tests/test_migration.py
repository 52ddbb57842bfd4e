"""An index that an earlier version has made, opened by this one."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import scitex_io
from scitex_clew import status
from scitex_clew.errors import DamagedIndexError
from scitex_clew.indexing import index, index_file
from scitex_clew.indexing.migration import COPIES
from scitex_clew.project import Project
from scitex_clew.verifying import lineage

SCHEMAS = Path(__file__).with_name("schemas")
OF_TEXTS = """
    ATTACH :present AS present;
    INSERT INTO runs SELECT * FROM present.runs;
    INSERT INTO contents SELECT * FROM present.contents;
    INSERT INTO accesses
    SELECT run, role, full_path(text, directory), content
    FROM present.accesses JOIN present.paths USING (path) JOIN present.runs USING (run) WHERE role <> 'module'
"""
OF_NUMBERS = """
    ATTACH :present AS present;
    INSERT INTO runs SELECT * FROM present.runs;
    INSERT INTO contents SELECT * FROM present.contents;
    INSERT INTO paths SELECT * FROM present.paths;
    INSERT INTO accesses SELECT * FROM present.accesses;
    INSERT INTO seen SELECT * FROM present.seen
"""
AS_BEFORE = {1: OF_TEXTS, 2: OF_TEXTS, 3: OF_NUMBERS}


def contents(database):
    """Return all that an index holds, and how its tables are made."""
    with index_file.opened(database) as opened:
        schema = opened.connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
        return opened.runs(), opened.accesses(), lineage.links(opened), schema


def of_version(version, present, database):
    """Write an index as `version` would have, with what the present one holds."""

    def full_path(text, directory):
        return index.stored_path(index.full_path(index.parse_path(text), index.parse_path(directory)))

    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.executescript((SCHEMAS / f"{version}.sql").read_text())
        connection.create_function("full_path", 2, full_path)
        for statement in AS_BEFORE[version].split(";"):
            parameters = {"present": str(present)} if ":present" in statement else {}
            connection.execute(statement, parameters)


@pytest.fixture
def present(project):
    """Return the index of a project of four runs, one of which died, with a name that is not UTF-8."""
    project.chain()
    with project.session(outcome="error"):
        scitex_io.save("1\n", project.root / "outside.txt")
        scitex_io.save("2\n", "broken\udcff.txt")
    return Project.of(project.root).database


def test_every_earlier_version_has_its_schema_in_these_tests():
    assert sorted(COPIES) == sorted(int(path.stem) for path in SCHEMAS.iterdir()) == list(range(1, index_file.VERSION))


@pytest.mark.parametrize("version", sorted(COPIES))
def test_it_holds_afterwards_what_it_held_and_is_made_like_a_new_one(present, tmp_path, version):
    of_version(version, present, tmp_path / "old.db")
    assert contents(tmp_path / "old.db") == contents(present)


@pytest.mark.parametrize("version", sorted(COPIES))
def test_a_run_whose_directory_is_gone_stays_known(project, present, version):
    old = present.with_name("old.db")
    of_version(version, present, old)
    for part in present.parent.glob("clew.db*"):
        part.unlink()
    old.rename(present)
    shutil.rmtree(project.root / "figure_out")
    assert sorted(report.verdict for report in status().runs) == ["failed", "missing", "verified", "verified"]


@pytest.mark.parametrize("version", sorted(COPIES))
def test_of_many_that_open_it_at_once_one_brings_it_up_to_date(present, tmp_path, version):
    of_version(version, present, tmp_path / "old.db")
    code = "import sys; from pathlib import Path; from scitex_clew.indexing.index_file import opened\n"
    code += "with opened(Path(sys.argv[1])) as found: print(len(found.runs()))"
    openers = [
        subprocess.Popen([sys.executable, "-c", code, tmp_path / "old.db"], stdout=subprocess.PIPE) for _ in range(8)
    ]
    assert [opener.communicate()[0] for opener in openers] == [b"4\n"] * 8


@pytest.mark.parametrize("version", sorted(COPIES))
def test_one_that_may_only_be_read_answers_and_is_left_as_it_is(present, clew, version):
    old = present.with_name("old.db")
    of_version(version, present, old)
    for part in present.parent.glob("clew.db*"):
        part.unlink()
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    old.rename(present)
    present.with_name("clew.db-shm").mkdir()  # keeps even root from writing
    before = present.read_bytes()
    assert len(status().runs) == 4
    code, (line,) = clew("index")
    assert code == 2
    assert line.endswith("; see that you may write there, or put the index elsewhere: SCITEX_CLEW_DB=FILE")
    assert present.read_bytes() == before


def test_one_of_a_later_version_is_not_touched(present):
    with closing(sqlite3.connect(present)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(DamagedIndexError, match=r"it has version 99, this program reads up to 4; .* index --force"):
        status()


def test_one_of_a_later_version_is_moved_aside_only_if_that_is_asked_for(project, present, clew):
    with closing(sqlite3.connect(present)) as connection:
        connection.execute("PRAGMA user_version = 99")
    code, (line,) = clew("index")
    assert (code, line) == (
        2,
        f"Error: {present} cannot be read: it has version 99, this program reads up to 4; use a later one, or rebuild "
        "it: scitex clew index --force",
    )
    assert sorted(path.name for path in present.parent.glob("clew.db*")) == ["clew.db"]
    code, (told, found) = clew("index", "--force")
    assert (code, found) == (0, f"4 runs in {present}")
    (kept,) = present.parent.glob("clew.db.damaged-*")
    assert told == f"the index could not be used (it has version 99, this program reads up to 4); it is kept as {kept}"


def test_one_that_only_says_that_it_is_earlier_is_damaged(tmp_path):
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        connection.executescript("PRAGMA user_version = 1; CREATE TABLE runs (run)")
    with (
        pytest.raises(DamagedIndexError, match="cannot be brought to 4: no such column"),
        index_file.opened(tmp_path / "old.db"),
    ):
        pass
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("runs",)]
