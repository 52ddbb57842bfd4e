"""One host at a time in an index that several have mounted, which then sees what the others have written.

SQLite's locks reach over a network file system, but what it reads may be what this host has cached of the file, and
whether there is a journal to be rolled back may be remembered from before: FUSE goes on with that for a second or more,
whatever lock was taken. Who wrote on top of it would undo, or damage, what others wrote meanwhile. So a lock of our own
comes first, and then what is cached is forgotten. It is on a file beside the index, because SQLite, when it unlocks the
index, lets go of all locks that its process has on that.
"""

import errno
import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HELD = (errno.EACCES, errno.EAGAIN)
PAUSE = 0.005  # seconds between two attempts
FORCE_SYNC, NO_FIELDS = 0x2000, 0  # see statx(2)


@contextmanager
def alone(database: Path, patience: float) -> Iterator[None]:
    """Keep others out of an index while the block lasts, and forget what is cached of it here.

    Where nothing can be locked nobody is kept out, and where nothing can be written SQLite says so.

    Parameters
    ----------
    database : Path
        The index.
    patience : float
        How long others are waited for, in seconds.

    Raises
    ------
    sqlite3.OperationalError
        If others hold it for longer.
    """
    try:
        descriptor = os.open(f"{database}-lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError:
        yield
        return
    try:
        lock(descriptor, patience)
        forget(database)
        yield
    finally:
        os.close(descriptor)


def lock(descriptor: int, patience: float) -> None:
    """Take a lock within some seconds, if a file can be locked there at all.

    Raises
    ------
    sqlite3.OperationalError
        If others hold it for longer.
    """
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as cause:
            if cause.errno not in HELD:
                return
            if time.monotonic() > end:
                error = sqlite3.OperationalError("database is locked")
                error.sqlite_errorcode = sqlite3.SQLITE_BUSY
                raise error from cause
            time.sleep(PAUSE)
        else:
            return


def forget(database: Path) -> None:
    """Have the system ask anew for the size and the content of an index, and whether it has a journal."""
    import ctypes

    libc = ctypes.CDLL(None)
    if hasattr(libc, "statx"):
        for path in (database, f"{database}-journal"):
            libc.statx(-1, os.fsencode(path), FORCE_SYNC, NO_FIELDS, ctypes.create_string_buffer(256))
    descriptor = os.open(database, os.O_RDONLY)
    try:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)
