"""The structure of a MATLAB file of version 5, checked before scipy reads it, which trusts every number that it finds.

The numbers are those of "MAT-File Format" by The MathWorks. What is compressed is decompressed here, one variable at a
time, because it has to be looked at before scipy does.
"""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from math import prod
from pathlib import Path
from typing import IO, Any

from scitex_io.compression import BOMB_RATIO, BOMB_SIZE, bomb

HEADER = 128
MATRIX, COMPRESSED = 14, 15
INT8, INT32, UINT32, UTF8 = 1, 5, 6, 16
NUMBERS = frozenset({1, 2, 3, 4, 5, 6, 7, 9, 12, 13})
CHARACTERS = frozenset({1, 2, 3, 4, 16, 17, 18})
CELL, STRUCT, OBJECT, CHAR, SPARSE = 1, 2, 3, 4, 5
NUMERIC = range(6, 16)
FUNCTION, OPAQUE = 16, 17
MOST_DIMENSIONS = 32
MOST_BLANKS = 1 << 20


def sources(path: Path, names: list[str] | None) -> Iterator[Any]:
    """Yield what scipy can read without harm: the file, or a stream for each of its variables if they are compressed.

    Parameters
    ----------
    path : Path
        The file.
    names : list of str, optional
        The variables that are wanted; by default all.

    Raises
    ------
    ValueError
        If the structure is not that of the format.
    """
    with path.open("rb") as file:
        header = file.read(HEADER)
        if 0 in header[:4]:  # version 4, in which scipy checks the sizes itself
            yield path
            return
        order = "<" if header[126:] == b"IM" else ">"
        size = path.stat().st_size
        variables = list(uppermost(file, order, size))
        if not any(kind == COMPRESSED for kind, _, _ in variables):
            for _, start, _ in variables:
                Walk(file, order, start - 8).matrix()
            yield path
            return
        room = max(BOMB_SIZE, BOMB_RATIO * size)
        for kind, start, length in variables:
            if names is None or name_of(file, order, kind, start, length) in names:
                stream = decompressed(file, header, kind, start, length, room, path)
                room -= stream.tell()
                Walk(stream, order, HEADER).matrix()
                stream.seek(0)
                yield stream


def uppermost(file: IO[bytes], order: str, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield (kind, start, length) of the variables, compressed or not."""
    here = HEADER
    while here < size:
        file.seek(here)
        kind, length = struct.unpack(f"{order}II", exactly(file, 8))
        here += 8 + length
        if kind not in (MATRIX, COMPRESSED) or here > size:
            raise ValueError(f"no variable, or one that is cut off, at byte {here - 8 - length}")
        yield kind, here - length, length


def exactly(file: IO[bytes], count: int) -> bytes:
    """Return so many bytes."""
    data = file.read(count)
    if len(data) < count:
        raise ValueError("it is cut off")
    return data


def name_of(file: IO[bytes], order: str, kind: int, start: int, length: int) -> str:
    """Return the name of a variable, of which only the beginning is read."""
    file.seek(start)
    data = file.read(min(length, 4096))
    stream = BytesIO(zlib.decompressobj().decompress(data, 4096)[8:] if kind == COMPRESSED else data)
    return Walk(stream, order, 0).head()[2]


def decompressed(
    file: IO[bytes], header: bytes, kind: int, start: int, length: int, room: int, path: Path
) -> IO[bytes]:
    """Return a file of its own for one variable."""
    stream = BytesIO()
    stream.write(header)
    if kind == MATRIX:
        file.seek(start - 8)
        stream.write(exactly(file, 8 + length))
        return stream
    file.seek(start)
    inflater = zlib.decompressobj()
    while length and not inflater.eof:
        data = exactly(file, min(length, 1 << 20))
        length -= len(data)
        stream.write(inflater.decompress(data, room - stream.tell() + 1))
        if stream.tell() > room:
            raise bomb(path)
    if not inflater.eof:
        raise ValueError("a compressed variable is cut off")
    return stream


class Walk:
    """A way through the elements of a file, in the steps that scipy takes."""

    def __init__(self, file: IO[bytes], order: str, here: int) -> None:
        self.file = file
        self.order = order
        self.here = here
        self.end = file.seek(0, 2)

    def numbers(self, count: int, letter: str = "I") -> tuple[int, ...]:
        """Return whole numbers of four bytes."""
        self.file.seek(self.here)
        self.here += 4 * count
        return struct.unpack(f"{self.order}{count}{letter}", exactly(self.file, 4 * count))

    def element(self, *kinds: int) -> tuple[int, int]:
        """Step over an element of one of these kinds, and return where its content starts and how long it is."""
        kind, length = self.numbers(2)
        start = self.here
        if small := kind >> 16:
            kind, length, start = kind & 0xFFFF, small, self.here - 4
        else:
            self.here += length + -length % 8
        if kind not in kinds or (small > 4) or start + length > self.end:
            raise ValueError(f"an element at byte {start} is of the wrong kind, or too long")
        return start, length

    def text(self) -> str:
        """Step over a name, and return it."""
        start, length = self.element(INT8, UTF8)
        self.file.seek(start)
        return exactly(self.file, length).decode("latin-1")

    def whole_numbers(self) -> tuple[int, ...]:
        """Step over an element of whole numbers, and return them."""
        start, length = self.element(INT32, UINT32)
        behind, self.here = self.here, start
        if length > 4 * MOST_DIMENSIONS:
            raise ValueError(f"far too many numbers at byte {start}")
        found = self.numbers(length // 4, "i")
        self.here = behind
        return found

    def head(self) -> tuple[int, int, str]:
        """Step over the head of a matrix, and return its flags, how many elements it has, and its name."""
        flags = self.numbers(4)[2]
        if flags & 0xFF == OPAQUE:
            return flags, 0, self.text()
        dimensions = self.whole_numbers()
        if len(dimensions) < 2 or min(dimensions) < 0:
            raise ValueError(f"the dimensions {dimensions} make no array")
        return flags, prod(dimensions), self.text()

    def matrix(self) -> None:
        """Step over a matrix and all that is in it."""
        kind, length = self.numbers(2)
        if kind != MATRIX:
            raise ValueError(f"no matrix at byte {self.here - 8}")
        if length:
            self.content(*self.head()[:2])

    def content(self, flags: int, count: int) -> None:
        """Step over what a matrix with such a head holds."""
        what, complex_too = flags & 0xFF, flags >> 11 & 1
        if what in NUMERIC:
            self.columns(1 + complex_too)
        elif what == SPARSE:
            self.columns(3 + complex_too)
        elif what == CHAR:
            length = self.element(*CHARACTERS)[1]
            self.refuse(length == 0 and count > MOST_BLANKS)
        elif what == CELL:
            self.matrices(count)
        elif what in (STRUCT, OBJECT):
            self.matrices(count * self.fields(what, count))
        elif what == FUNCTION:
            self.matrix()
        elif what == OPAQUE:
            self.text()
            self.text()
            self.matrix()
        else:
            raise ValueError(f"an array of the unknown class {what}")

    def columns(self, count: int) -> None:
        """Step over elements of numbers."""
        for _ in range(count):
            self.element(*NUMBERS)

    def fields(self, what: int, count: int) -> int:
        """Step over the names of the fields of a struct, and return how many there are."""
        if what == OBJECT:
            self.text()
        lengths = self.whole_numbers()
        names = self.text()
        if len(lengths) != 1 or lengths[0] <= 0:
            raise ValueError("the names of a struct's fields have no length")
        self.refuse(not names and count > MOST_BLANKS)
        return len(names) // lengths[0]

    def matrices(self, count: int) -> None:
        """Step over matrices, each of which takes eight bytes or more."""
        self.refuse(8 * count > self.end - self.here)
        for _ in range(count):
            self.matrix()

    def refuse(self, wrong: bool) -> None:
        """Raise if there cannot be as many elements as the file says."""
        if wrong:
            raise ValueError(f"more elements than the file has, at byte {self.here}")
