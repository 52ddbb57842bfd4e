"""Files with holes: what takes no room on the disk takes none in a copy, nor where it is unpacked."""

import errno
import os
import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import IO

PIECE = 1 << 22  # bytes
BLOCK = 1 << 12
ZEROS = bytes(BLOCK)


def copy_file(source: Path, place: Path) -> None:
    """Copy a file with its rights and times."""
    status = source.stat()
    if not hasattr(os, "SEEK_DATA") or status.st_blocks * 512 >= status.st_size:
        shutil.copy2(source, place)
        return
    with source.open("rb") as old, place.open("wb") as new:
        for start, end in filled(old.fileno()):
            for position in range(start, end, PIECE):
                old.seek(position)
                new.seek(position)
                new.write(old.read(min(PIECE, end - position)))
        new.truncate(status.st_size)
    shutil.copystat(source, place)


def filled(descriptor: int) -> Iterator[tuple[int, int]]:
    """Yield where the parts of an open file that are no holes begin and end."""
    end = 0
    while True:
        try:
            start = os.lseek(descriptor, end, os.SEEK_DATA)
        except OSError as error:
            if error.errno == errno.ENXIO:  # the rest is a hole
                return
            raise
        end = os.lseek(descriptor, start, os.SEEK_HOLE)
        yield start, end


def write_sparsely(file: IO[bytes], data: bytes) -> None:
    """Write data where a new file ends, blocks of zeros as holes; one at the end is none before `truncate`."""

    def is_empty(start: int) -> bool:
        return data.startswith(ZEROS[: len(data) - start], start)

    for hole, starts in groupby(range(0, len(data), BLOCK), is_empty):
        start, *others = starts
        end = min(start + BLOCK * (1 + len(others)), len(data))
        if hole:
            file.seek(end - start, os.SEEK_CUR)
        else:
            file.write(data[start:end])
