"""What tells that nobody has touched a file since it was hashed: its size, its times, and its inode.

The time of the last change of the inode (ctime) cannot be put back as that of the content can, so an edit of the same
size whose time was restored is seen. A file that was touched only just before it was hashed is not known by its times:
a second edit within the same tick of the clock would not show (git calls that racily clean). Where two writes that
follow each other at once have different times, there is no such tick.
"""

import os
import time

TICK_NS = 2 * 10**9  # no file system has coarser time stamps
FINE_NS = 10**6  # coarse ones that tick more often are in no system
TRIALS = 5
HALF = 1 << 63

Stamp = tuple[int, int, int, int]


def stamp(status: os.stat_result) -> Stamp:
    """Return what changes when somebody touches a file: size, mtime_ns, ctime_ns and inode.

    Network file systems make inode numbers of hashes; SQLite has no number of 64 bits without a sign.
    """
    inode = status.st_ino
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, inode if inode < HALF else inode - 2 * HALF


def is_settled(status: os.stat_result) -> bool:
    """Say whether a file was last touched so long ago that the next write will change its times."""
    return time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) > TICK_NS


def tells_writes_apart(descriptor: int) -> bool:
    """Say whether each write to a file system changes the times of a file that was looked at, however soon it comes.

    Of three writes at once a clock that ticks gives at least two the same time (Linux does, up to 6.12). On a busy
    machine they may be too far apart to tell, and are made again.

    Parameters
    ----------
    descriptor : int
        A file that is open for appending, in which blanks mean nothing: it gets three or more.
    """
    for _ in range(TRIALS):
        times = []
        for _ in range(3):
            os.write(descriptor, b" ")
            times.append(os.fstat(descriptor).st_ctime_ns)
        if len(set(times)) < 3:
            return False
        if max(times) - min(times) < FINE_NS:
            return True
    return False
