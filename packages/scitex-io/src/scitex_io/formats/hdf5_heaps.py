"""A guard against damaged HDF5 files that the HDF5 library reads for ever: a global heap whose objects have no size.

A global heap holds texts and lists of varying length. The library walks from object to object by their sizes, see
the HDF5 file format specification, section III.E.
"""

import re
from pathlib import Path

from scitex_io.errors import FormatError

HEAP = re.compile(rb"GCOL\x01\0\0\0")
HEADER = 16
LOOKED_AT = 4 << 20  # bytes from the start: more would take longer than reading a large array


def refuse_endless_heap(path: Path) -> None:
    """Raise `FormatError` if a global heap near the start of the HDF5 file at `path` is damaged."""
    with path.open("rb") as file:
        content = file.read(LOOKED_AT)
    for found in HEAP.finditer(content):
        start = found.start()
        end = start + int.from_bytes(content[start + 8 : start + 16], "little")
        if end <= len(content) and not is_walkable(content, start + HEADER, end):
            raise FormatError(f"{path}: damaged: an HDF5 heap has an object of an impossible size")


def is_walkable(content: bytes, start: int, end: int) -> bool:
    """Say whether the sizes of the objects from `start` lead to `end`."""
    while start + HEADER <= end:
        size = int.from_bytes(content[start + 8 : start + 16], "little")
        free = content[start : start + 2] == b"\0\0"
        needed = size if free else HEADER + (size + 7) // 8 * 8
        if needed < HEADER or start + needed > end:
            return False
        start += needed
    return True
