"""What files hold now: known by size, times and inode where they have not been touched since they were last hashed.

The time of the last change of the inode (ctime) cannot be put back as that of the content can, so an edit of the same
size whose time was restored is seen. A file that was touched only just before it was hashed is not known by its times:
a second edit within the same tick of the clock would not show (git calls that racily clean).
"""

import errno
import os
import time
from pathlib import Path

from scitex_clew.hashing import content_of, opened
from scitex_clew.rows import Row, Seen

TICK_NS = 2 * 10**9  # no file system has coarser time stamps

MISSING = 0
UNSTABLE = -1
UNREADABLE = -2

GONE = (errno.EINVAL, errno.ELOOP, errno.ENAMETOOLONG, errno.ENOENT, errno.ENOTDIR)


Content = int | bytes
"""The number of a content in the index, or, where the file had to be read, its hash."""


class Present:
    """One look at the files of a project.

    Parameters
    ----------
    root : Path
        The root of the project.
    full : bool, optional
        Whether every file is hashed.
    """

    def __init__(self, root: Path, *, full: bool = False) -> None:
        self.root = str(root)
        self.full = full
        self.learnt: list[Seen] = []

    def content(self, home: int, row: Row, path: str) -> Content:
        """Return what is at `path` now; `MISSING`, `UNREADABLE`, or `UNSTABLE` if it changed while it was read.

        Parameters
        ----------
        home : int
            The number of the run in whose directory it is, else 0.
        row : Row
            An access of it.
        path : str
            Where it is.
        """
        _, _, number, _, _, _, _, seen, size, mtime_ns, ctime_ns, inode = row
        try:
            status = os.stat(f"{self.root}/{path}" if path[:1] != "/" else path)  # noqa: PTH116
        except OSError as error:
            return absent(error)
        if seen is not None and not self.full and stamp(status) == (size, mtime_ns, ctime_ns, inode):
            return seen
        return self.hashed(home, number, path)

    def hashed(self, home: int, number: int, path: str) -> Content:
        """Return what is at `path`, which is read."""
        try:
            with opened(os.path.join(self.root, path)) as file:  # noqa: PTH118
                before = os.fstat(file.fileno())
                sha256 = bytes.fromhex(content_of(file).sha256)
                after = os.fstat(file.fileno())
        except OSError as error:
            return absent(error)
        if stamp(before) != stamp(after):
            return UNSTABLE
        if time.time_ns() - max(after.st_mtime_ns, after.st_ctime_ns) > TICK_NS:
            self.learnt.append(Seen(home, number, sha256, *stamp(after)))
        return sha256


def absent(error: OSError) -> Content:
    """Return what is said of a file that was not read: that there is none, or that nobody here may or can read it."""
    return MISSING if error.errno in GONE else UNREADABLE


def stamp(status: os.stat_result) -> tuple[int, int, int, int]:
    """Return what changes when somebody touches a file."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
