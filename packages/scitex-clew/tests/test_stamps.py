"""What tells that nobody has touched a file can be kept, whatever the file system gives for it."""

import os
import sqlite3
from array import array
from contextlib import closing

import pytest

from scitex_clew.stamps import stamp


def status(inode):
    """Return what the system tells of a file with this inode number."""
    return os.stat_result((0o100644, inode, 0, 1, 0, 0, 5, 0, 0, 0), {"st_mtime_ns": 6, "st_ctime_ns": 7})


@pytest.mark.parametrize("inode", [1, 2**63 - 1, 2**63, 2**64 - 1])
def test_an_inode_of_64_bits_without_a_sign_is_kept(inode):
    found = stamp(status(inode))
    with closing(sqlite3.connect(":memory:")) as connection:
        assert connection.execute("SELECT ?, ?, ?, ?", found).fetchone() == found
    assert tuple(array("q", found)) == found


def test_two_of_them_are_told_apart():
    inodes = (0, 1, 2**63 - 1, 2**63, 2**63 + 1, 2**64 - 1)
    assert len({stamp(status(inode)) for inode in inodes}) == len(inodes)
