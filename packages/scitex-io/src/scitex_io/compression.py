"""Compression by suffix: `.csv.gz` and `.json.zst` are read and written as what is inside.

Written is what the suffix says, without time or name, so that equal data are equal files. Read is what the first
bytes say. A stream that grows beyond all proportion is refused: it is made to fill the memory.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from io import BufferedReader, FileIO, RawIOBase
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from scitex_io.errors import FormatError
from scitex_io.libraries import optional

BOMB_SIZE = 1 << 30
BOMB_RATIO = 200
BUFFER = 1 << 18  # what pandas reads from is a tenth faster than with Python's default


class Compression(NamedTuple):
    """One row: a suffix, how its streams begin, and what opens them.

    Attributes
    ----------
    suffix : str
        With its dot, in lower case.
    magic : bytes
        The first bytes of every such stream; none of these can begin a text or a pickle.
    reader, writer : callable
        Given an open binary file, return the file of what is inside.
    """

    suffix: str
    magic: bytes
    reader: Callable[[IO[bytes]], Any]
    writer: Callable[[IO[bytes]], Any]


def zstd() -> Any:
    """Return the module for Zstandard: the standard library's from 3.14 on, its backport before."""
    if sys.version_info >= (3, 14):
        return import_module("compression.zstd")
    return optional("backports.zstd", extra="zstd", purpose=".zst")


def gzip_writer(file: IO[bytes]) -> Any:
    """Return a writer of gzip at the level of the program of that name."""
    from gzip import GzipFile

    return GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0)


COMPRESSIONS = {
    row.suffix: row
    for row in (
        Compression(
            ".bz2",
            b"BZh",
            lambda file: import_module("bz2").BZ2File(file, "rb"),
            lambda file: import_module("bz2").BZ2File(file, "wb"),
        ),
        Compression(".gz", b"\x1f\x8b\x08", lambda file: import_module("gzip").GzipFile(fileobj=file), gzip_writer),
        Compression(
            ".xz",
            b"\xfd7zXZ\x00",
            lambda file: import_module("lzma").LZMAFile(file, "rb"),
            lambda file: import_module("lzma").LZMAFile(file, "wb"),
        ),
        Compression(
            ".zst",
            b"\x28\xb5\x2f\xfd",
            lambda file: zstd().ZstdFile(file, "rb"),
            lambda file: zstd().ZstdFile(file, "wb"),
        ),
    )
}


@contextmanager
def reading(path: Path) -> Iterator[IO[bytes]]:
    """Open the file at `path` for reading, decompressed if its first bytes are those of a compression.

    Raises
    ------
    FormatError
        If the name promises a compression that the content does not have, or the content is a decompression bomb.
    """
    with BufferedReader(FileIO(path), BUFFER) as file:
        compression = compression_of(file.peek(10))
        if compression:
            with compression.reader(file) as inner:
                yield cast("IO[bytes]", BufferedReader(Guarded(inner, path), BUFFER))
        elif path.suffix.lower() in COMPRESSIONS:
            raise FormatError(f"{path}: not {path.suffix} data: it is damaged, or not compressed at all")
        else:
            yield file


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """Open the file at `path` for writing, compressed as its last suffix says."""
    compression = COMPRESSIONS.get(path.suffix.lower())
    with path.open("wb") as file:
        if compression:
            with compression.writer(file) as inner:
                yield inner
        else:
            yield file


def compression_of(start: bytes) -> Compression | None:
    """Return the compression of a stream that begins with `start`, if it is one."""
    if start.startswith(b"BZh") and start[4:10] not in (b"1AY&SY", b"\x17rE8P\x90"):
        return None  # a text may begin with these letters; these six bytes begin the first, or the last, block
    return next((row for row in COMPRESSIONS.values() if start.startswith(row.magic)), None)


class Guarded(RawIOBase):
    """A decompressed stream that refuses to become more than `BOMB_RATIO` times its file, once past `BOMB_SIZE`."""

    def __init__(self, stream: Any, path: Path) -> None:
        self.stream = stream
        self.path = path
        self.limit = max(BOMB_SIZE, BOMB_RATIO * path.stat().st_size)
        self.count = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read as much as fits."""
        count = int(self.stream.readinto(buffer))
        self.count += count
        if self.count > self.limit:
            raise bomb(self.path)
        return count


def refuse_bomb(path: Path) -> None:
    """Raise `FormatError` if the zip file at `path` says that it becomes far too large."""
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        expanded = sum(member.file_size for member in archive.infolist())
    if expanded > max(BOMB_SIZE, BOMB_RATIO * path.stat().st_size):
        raise bomb(path)


def bomb(path: Path) -> FormatError:
    """Return the error for a file that is made to fill the memory."""
    return FormatError(
        f"{path}: would become more than {BOMB_RATIO} times as large: if it is no trap, decompress it yourself first"
    )
