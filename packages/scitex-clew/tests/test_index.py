"""The database over the run directories."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from scitex_clew.errors import AmbiguousRunError, DamagedIndexError, DuplicateRunError, NoIndexError, UnknownRunError
from scitex_clew.indexing import index_file
from scitex_clew.indexing.rows import Seen
from scitex_clew.records.record import FileAccess, RunRecord

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from scitex_clew.indexing import index_file
from scitex_clew.records.record import FileAccess, RunRecord

database, number = Path(sys.argv[1]), sys.argv[2]
access = FileAccess("output", f"{number}.txt", "ab" * 32, 1)
now = datetime.now(UTC)
sys.stdin.readline()
index_file.create(database)
with index_file.opened(database) as opened:
    opened.write(
        RunRecord(number, "a.py", number, "", (), ".", now, (), {}, "host", 1, None, "me", "os", "3")
        ._replace(accesses=(access,))
    )
"""


SHIM = r"""#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int is_shared_memory_of_a_database(int flags, int descriptor) {
    char link[64], path[4096];
    if (!(flags & MAP_SHARED) || descriptor < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path);
    return length > 4 && memcmp(path + length - 4, "-shm", 4) == 0;
}

void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
    void *(*real)(void *, size_t, int, int, int, off_t) = dlsym(RTLD_NEXT, "mmap");
    if (!is_shared_memory_of_a_database(flags, descriptor))
        return real(address, length, protection, flags, descriptor, offset);
    errno = ENODEV;
    return MAP_FAILED;
}

void *mmap64(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) {
    return mmap(address, length, protection, flags, descriptor, offset);
}
"""


def record(id="20260213_143001_AB12", *accesses, **fields):
    started = datetime(2026, 2, 13, 14, 30, tzinfo=UTC)
    return RunRecord(
        id, "a.py", f"a_out/{id}", "", (), ".", started, (), {}, "host", 1, None, "me", "os", "3", accesses=accesses
    )._replace(**fields)


@pytest.fixture
def opened(tmp_path):
    index_file.create(tmp_path / "clew.db")
    with index_file.opened(tmp_path / "clew.db") as opened:
        yield opened


def test_a_written_run_is_read_back(opened):
    access = FileAccess("output", "a.txt", "ab" * 32, 3)
    opened.write(record("A", access, ended=datetime(2026, 2, 13, 15, tzinfo=UTC), outcome="error", exit_code=2))
    (run,) = opened.runs()
    assert (run.id, run.script, run.outcome, run.exit_code) == ("A", "a.py", "error", 2)
    assert run.ended - run.started == timedelta(minutes=30)
    assert opened.accesses() == {"A": [access]}


def test_writing_a_run_again_replaces_it(opened):
    opened.write(record("A", FileAccess("input", "a.txt", "ab" * 32, 3)))
    opened.write(record("A"))
    assert (len(opened.runs()), opened.accesses()) == (1, {})


def test_a_run_of_another_script_with_the_same_id_is_refused_and_costs_no_run(opened):
    opened.write(record("A"))
    with pytest.raises(DuplicateRunError, match=r"a run of a\.py has the id A as well"):
        opened.write(record("A", script="b.py"))
    assert [run.script for run in opened.runs()] == ["a.py"]


def test_a_path_that_is_not_utf8_comes_back_as_it_was(opened):
    access = FileAccess("output", "caf\udce9.txt", "ab" * 32, 3)
    opened.write(record("A", access))
    assert opened.accesses() == {"A": [access]}


def test_runs_are_sorted_by_time_and_not_by_local_hour(opened):
    opened.write(record("LATER", started=datetime.fromisoformat("2026-02-13T01:00:00-08:00")))
    opened.write(record("EARLIER", started=datetime.fromisoformat("2026-02-13T08:00:00+01:00")))
    assert [run.id for run in opened.runs()] == ["EARLIER", "LATER"]


@pytest.mark.parametrize("part", ["20260213_143001_AB12", "20260213_143001", "AB12", "ab12", "3001_A"])
def test_a_run_is_found_by_part_of_its_id(opened, part):
    opened.write(record("20260213_143001_AB12"))
    opened.write(record("20260213_143002_CD34"))
    assert opened.find(part) == "20260213_143001_AB12"


def test_an_id_that_is_part_of_another_is_found(opened):
    opened.write(record("RUN"))
    opened.write(record("RUN2"))
    assert opened.find("RUN") == "RUN"


def test_an_ambiguous_id_is_an_error_that_lists_the_runs(opened):
    opened.write(record("20260213_143001_AB12"))
    opened.write(record("20260213_143002_CD34"))
    with pytest.raises(AmbiguousRunError, match="fits 2 runs: 20260213_143001_AB12, 20260213_143002_CD34"):
        opened.find("2026")


def test_an_unknown_id_is_an_error_that_names_the_nearest(opened):
    opened.write(record("20260213_143001_AB12"))
    with pytest.raises(UnknownRunError, match="did you mean '20260213_143001_AB12'"):
        opened.find("20260213_143001_AB13")


def test_a_failed_transaction_leaves_what_was_there(opened):
    opened.write(record("A"))
    with pytest.raises(sqlite3.IntegrityError):
        opened.replace_all([record("B"), record("C", exit_code=1, outcome="neither")])
    assert [run.id for run in opened.runs()] == ["A"]


def test_what_was_learnt_of_a_file_that_only_a_journal_names_costs_nothing_else(opened):
    opened.write(record("A", FileAccess("output", "a.txt", "ab" * 32, 3)))
    known, unknown = (Seen(0, path, bytes.fromhex("ab" * 32), 3, 1, 2, 3) for path in (1, 99))
    opened.remember([unknown, known])
    assert opened.connection.execute("SELECT * FROM seen").fetchall() == [(0, 1, 1, 3, 1, 2, 3)]


def test_a_missing_index_is_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(NoIndexError, match="run a script"), index_file.opened(tmp_path / "clew.db"):
        pass


@pytest.mark.parametrize("content", [b"", b"no database at all, and long enough to have a header " * 9])
def test_a_file_that_is_no_index_is_an_error_that_says_what_to_do(tmp_path, content):
    (tmp_path / "clew.db").write_bytes(content)
    with pytest.raises(DamagedIndexError, match="scitex clew index"), index_file.opened(tmp_path / "clew.db"):
        pass


def test_a_constraint_that_a_record_breaks_is_no_damage_of_the_index(opened):
    with pytest.raises(sqlite3.IntegrityError):
        opened.write(record("A", outcome="neither"))


def test_an_index_beside_which_nothing_can_be_written_is_read(tmp_path):
    database = tmp_path / "clew.db"
    index_file.create(database)
    with index_file.opened(database) as opened:
        opened.write(record("A"))
    (tmp_path / "clew.db-shm").mkdir()  # keeps even root from what a folder without write permission forbids
    with index_file.opened(database) as opened:
        assert [run.id for run in opened.runs()] == ["A"]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            opened.write(record("B"))


def test_the_index_hides_itself_from_git(tmp_path):
    index_file.create(tmp_path / ".scitex" / "clew.db")
    assert sorted(path.name for path in (tmp_path / ".scitex").iterdir()) == [".gitignore", "clew.db"]
    assert (tmp_path / ".scitex" / ".gitignore").read_text() == "*\n"


def test_the_index_is_in_wal_mode_and_knows_its_version(opened):
    assert opened.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert opened.connection.execute("PRAGMA user_version").fetchone() == (index_file.VERSION,)


def test_two_hundred_processes_that_create_it_at_once_lose_nothing(tmp_path):
    database = tmp_path / ".scitex" / "clew.db"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, database, f"run{n:03}"], stdin=subprocess.PIPE)
        for n in range(200)
    ]
    for writer in writers:
        writer.stdin.write(b"go\n")
        writer.stdin.close()
    assert [writer.wait() for writer in writers] == [0] * 200
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM accesses").fetchone() == (200,)
        assert connection.execute("SELECT count(*) FROM contents").fetchone() == (1,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert sorted(path.name for path in database.parent.iterdir()) == [".gitignore", "clew.db"]


@pytest.fixture
def without_shared_memory(tmp_path):
    """Return the environment of a program in which no memory of a database can be shared, as on some file systems."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("there is no C compiler, or the loader is another")
    (tmp_path / "shim.c").write_text(SHIM)
    library = tmp_path / "shim.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, tmp_path / "shim.c", "-ldl"], check=True)
    return {**os.environ, "LD_PRELOAD": str(library)}


@pytest.mark.parametrize("known", [False, True])
def test_where_no_memory_can_be_shared_the_index_has_a_rollback_journal(tmp_path, without_shared_memory, known):
    database = tmp_path / "place" / "clew.db"
    if known:  # it has come from elsewhere
        index_file.create(database)
    writer = [sys.executable, "-c", WRITER, database]
    subprocess.run([*writer, "run1"], input=b"go\n", env=without_shared_memory, check=True)
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    subprocess.run([*writer, "run2"], input=b"go\n", env=without_shared_memory, check=True)
    with index_file.opened(database) as opened:
        assert [run.id for run in opened.runs()] == ["run1", "run2"]
    assert [path.name for path in database.parent.iterdir()] == ["clew.db"]
