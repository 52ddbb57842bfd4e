"""What files hold now: known by size, times and inode where they have not been touched since they were last hashed."""

import errno
import os
from pathlib import Path

from scitex_clew.hashing import content_of, opened
from scitex_clew.indexing.rows import Row, Seen
from scitex_clew.stamps import Stamp, stamp

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

    Attributes
    ----------
    known : dict of str to tuple
        Path → stamp of every file of which that tells what it holds.
    learnt : dict of str to Seen
        Path → what it was found to hold, of those that had to be read.
    """

    def __init__(self, root: Path, *, full: bool = False) -> None:
        self.root = str(root)
        self.full = full
        self.learnt: dict[str, Seen] = {}
        self.known: dict[str, Stamp] = {}

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
        _, _, number, _, recorded, sha256, _, seen, size, mtime_ns, ctime_ns, inode = row
        known = (size, mtime_ns, ctime_ns, inode)
        if seen is not None and not self.full:
            try:
                now = stamp(os.stat(f"{self.root}/{path}" if path[:1] != "/" else path))  # noqa: PTH116
            except OSError as error:
                return absent(error)
            if now == known:
                self.known[path] = now
                return seen
        found = self.hashed(home, number, path)
        if seen == recorded and found == sha256 and self.known.get(path) == known:
            del self.learnt[path]  # the index says so already
        return found

    def hashed(self, home: int, number: int, path: str) -> Content:
        """Return what is at `path`, which is read."""
        try:
            with opened(os.path.join(self.root, path)) as file:  # noqa: PTH118
                before = stamp(os.fstat(file.fileno()))
                now = content_of(file)
        except OSError as error:
            return absent(error)
        if now.stamp != before:
            return UNSTABLE
        sha256 = bytes.fromhex(now.sha256)
        if now.lasting:
            self.known[path] = now.stamp
            self.learnt[path] = Seen(home, number, sha256, *now.stamp)
        return sha256


def absent(error: OSError) -> Content:
    """Return what is said of a file that was not read: that there is none, or that nobody here may or can read it."""
    return MISSING if error.errno in GONE else UNREADABLE
