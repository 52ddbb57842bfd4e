"""The identity of a file: the SHA-256 of its content."""

import hashlib
import os
from typing import NamedTuple


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
    """

    sha256: str
    size: int
    mtime_ns: int


def content(path: str | os.PathLike[str]) -> Content:
    """Return the present content of the file at `path`.

    Raises
    ------
    OSError
        If there is no such file, or it cannot be read.
    """
    with open(path, "rb") as file:  # noqa: PTH123
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        status = os.fstat(file.fileno())
    return Content(digest, status.st_size, status.st_mtime_ns)
