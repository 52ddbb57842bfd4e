"""One at a time in an index that other hosts may write, too."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from scitex_clew.indexing import index_file
from scitex_clew.indexing.hosts import alone

HOLD = """
import sys
from pathlib import Path
from scitex_clew.indexing.hosts import alone
with alone(Path(sys.argv[1]), 0):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path):
    index_file.create(tmp_path / "clew.db")
    return tmp_path / "clew.db"


def test_who_waits_too_long_for_another_process_is_told_that_it_is_locked(database):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(sqlite3.OperationalError, match=r"^database is locked$") as caught, alone(database, 0.05):
        pass
    assert index_file.is_held(caught.value)
    holder.communicate("")
    with alone(database, 0):
        pass


def test_threads_keep_each_other_out_whatever_sqlite_unlocks(database):
    def add():
        for _ in range(5):
            with alone(database, 60), closing(sqlite3.connect(database)) as connection:
                connection.execute("SELECT count(*) FROM runs").fetchone()
                inside.append(1)
                number.append(len(inside))
                inside.pop()

    inside, number = [], []
    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert number == [1] * 40


def test_where_there_can_be_no_lock_nobody_is_kept_out(tmp_path):
    with alone(tmp_path / "none" / "clew.db", 0):
        pass
    assert list(tmp_path.iterdir()) == []
