"""The identity of a file: the SHA-256 of its content.

The first small files are hashed by Python's built-in code: loading OpenSSL's, five times as fast, takes 3 ms, which
pays only where there is more to hash.
"""

import errno
import os
import stat
import sys
from collections.abc import Callable, Generator
from io import BufferedReader, FileIO
from typing import NamedTuple

from scitex_clew.stamps import Stamp, is_settled, stamp

try:
    from _sha2 import sha256  # type: ignore[import-not-found]  # where the standard library keeps it, from 3.12 on
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found]  # in 3.11
    except ImportError:
        from hashlib import sha256

SMALL = 1 << 18
PIECE = 1 << 22
MUCH = 1 << 20  # bytes after which OpenSSL's code is loaded

done = 0  # bytes that were hashed without it

Shows = Callable[[os.stat_result], bool]


class Content(NamedTuple):
    """What was in a file at one moment.

    Attributes
    ----------
    sha256 : str
        Hash of the content, in hexadecimal.
    size : int
        Length in bytes.
    mtime_ns : int
        When the file had last been written to, in nanoseconds since 1970.
    ctime_ns, inode : int
        When its inode had last been changed, and which that is.
    lasting : bool
        Whether it holds this as long as these four are the same.
    """

    sha256: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    lasting: bool

    @property
    def stamp(self) -> Stamp:
        """What changes when somebody touches the file."""
        return self[1:5]


def content(path: str | os.PathLike[str], shows: Shows = is_settled) -> Content:
    """Return the present content of the file at `path`.

    Parameters
    ----------
    path : path
        The file.
    shows : callable, optional
        Says of what the system tells of a file whether the next write will change that.

    Raises
    ------
    OSError
        If there is no such file, or it cannot be read, or it is no regular file: opening a pipe may wait for ever.
    """
    with opened(path) as file:
        return content_of(file, shows)


def opened(path: str | os.PathLike[str]) -> BufferedReader:
    """Open the regular file at `path` for reading.

    Raises
    ------
    OSError
        As `content` does.
    """
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
        raise OSError(errno.EINVAL, "not a regular file", os.fspath(path))
    return open(path, "rb")  # noqa: PTH123


def content_of(file: BufferedReader, shows: Shows = is_settled) -> Content:
    """Return the present content of an open file."""
    before = os.fstat(file.fileno())
    lasting = shows(before)
    sha256 = digest_of(file, before.st_size)
    found = stamp(os.fstat(file.fileno()))
    return Content(sha256, *found, lasting and found == stamp(before))


def beginning(path: str | os.PathLike[str], size: int) -> str:
    """Return the SHA-256 of the first `size` bytes of the file at `path`, in hexadecimal."""
    digest = sha256()
    with open(path, "rb") as file:  # noqa: PTH123
        while size and (data := file.read(min(size, SMALL))):
            digest.update(data)
            size -= len(data)
    return str(digest.hexdigest())


def digest_of(file: BufferedReader, size: int) -> str:
    """Return the SHA-256 of an open file that is said to have `size` bytes, in hexadecimal."""
    if size <= SMALL:
        start = file.read(size + 1)  # room for much more may take longer than to read it
        if len(start) <= size:
            return digest(start)
        file.seek(0)
    import hashlib

    return hashlib.file_digest(file, "sha256").hexdigest()


def digest(data: bytes) -> str:
    """Return the SHA-256 of a little data, in hexadecimal."""
    global done
    if done < MUCH and "hashlib" not in sys.modules:
        done += len(data)
        return str(sha256(data).hexdigest())
    import hashlib

    return hashlib.sha256(data).hexdigest()


def digest_in_pieces(file: FileIO) -> Generator[None, None, str]:
    """Return the SHA-256 of an open file, in hexadecimal, after many a pause.

    The pieces are large, because a thread waits for its turn after each of them.
    """
    import hashlib

    found = hashlib.sha256()
    piece = memoryview(bytearray(PIECE))
    while length := file.readinto(piece):
        found.update(piece[:length])
        yield
    return found.hexdigest()
