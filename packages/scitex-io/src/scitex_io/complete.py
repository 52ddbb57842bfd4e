"""Files that C libraries write to, such that no byte is left out in silence when the disk is full."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


@contextmanager
def checked(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for writing and raise, at the end, if it is shorter than what was written.

    numpy writes through C's streams and does not ask how closing them went.
    """
    with path.open("wb") as file:
        yield file
        file.flush()
        if os.fstat(file.fileno()).st_size < file.tell():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


class WithoutDescriptor:
    """An open file that hides its descriptor, so that a library writes through Python: all, or an error.

    Pillow, given a descriptor, does not look how much of each block the system took.

    Parameters
    ----------
    file : file object
        The file, open in binary mode.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.read, self.write, self.flush = file.read, file.write, file.flush
        self.seek, self.tell, self.truncate = file.seek, file.tell, file.truncate


class Deferring:
    """An open file that accepts everything, and keeps an error of the system for later.

    The HDF5 library crashes at the end of the process if it cannot write what it has to.

    Parameters
    ----------
    file : file object
        The file, open in binary mode, without a buffer.

    Attributes
    ----------
    error : OSError or None
        The first error.
    """

    def __init__(self, file: Any) -> None:
        self.file = file
        self.error: OSError | None = None
        self.read, self.readinto = file.read, file.readinto
        self.seek, self.tell, self.flush = file.seek, file.tell, file.flush

    def write(self, data: Any) -> int:
        """Write all of `data`, or nothing after an error."""
        rest = memoryview(data)
        try:
            while rest and self.error is None:
                rest = rest[self.file.write(rest) :]
        except OSError as error:
            self.error = error
        return len(data)

    def truncate(self, size: int) -> int:
        """Change the length of the file, unless that is an error."""
        try:
            return int(self.file.truncate(size))
        except OSError as error:
            self.error = self.error or error
            return size
