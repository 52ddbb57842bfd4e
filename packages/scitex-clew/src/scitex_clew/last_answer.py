"""The last answer that was given of a whole project: it holds until somebody touches what it rests upon.

That is the index, files of which their stamps told what they hold, and this module, which stands for the installation;
an answer that rests upon anything else is not kept. Looking at them again takes a fraction of the time in which a
project is verified, and next to no import.

The answer lies beside the index: a line; the number of stamps, and these, four numbers each, the first that of the
index; then, with NUL in between, the question, the exit code, the answer, and the paths that the other stamps are of.
"""

import os
import sys

from scitex_clew.location import index_of
from scitex_clew.stamps import Stamp, is_settled, stamp
from scitex_io.roots import project_root

TYPE_CHECKING = False  # importing `typing` would take longer than answering

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = b"scitex answer 1\n"
WORD = 8  # bytes a number
BEING_WRITTEN = ("-journal", "-wal")  # endings of what SQLite keeps beside an index that somebody writes to

Grounds = tuple[Stamp, "Mapping[str, Stamp]"]
"""What an answer rests upon: the index, by its stamp, and path → stamp of files."""


def recall(question: str) -> tuple[int, str] | None:
    """Return exit code and text of the last answer, if it was to this question, and still holds.

    Parameters
    ----------
    question : str
        What is asked of the project around the working directory.
    """
    try:
        root = project_root(".")
        index = index_of(root)
        with open(answer_of(index), "rb") as file:  # noqa: PTH123
            numbers, (asked, code, answer, *paths) = parts(file.read())
        if asked == question and not is_being_written(index) and holds(numbers, root, [index, *paths]):
            return int(code), answer
    except (OSError, ValueError):  # there is none, it is damaged, or a file is not there any more
        return None
    return None


def parts(content: bytes) -> tuple[list[int], list[str]]:
    """Return the numbers of all stamps, and the words that follow them."""
    begin = len(HEAD) + WORD
    end = begin + 4 * WORD * int.from_bytes(content[len(HEAD) : begin], sys.byteorder)
    if not content.startswith(HEAD) or end > len(content):
        raise ValueError("not an answer, or not one that this version reads")
    numbers = memoryview(content)[begin:end].cast("q").tolist()
    return numbers, os.fsdecode(content[end:]).split("\0")


def holds(numbers: list[int], root: str, paths: list[str]) -> bool:
    """Say whether nobody has touched some files, of which relative paths begin at `root`."""
    each = iter(numbers)
    descriptor = os.open(root, os.O_RDONLY)
    try:
        return all(
            stamp(os.stat(path, dir_fd=descriptor)) == last
            for path, last in zip(paths, zip(each, each, each, each, strict=True), strict=True)
        )
    finally:
        os.close(descriptor)


def keep(question: str, code: int, answer: str, index: str, grounds: Grounds) -> None:
    """Keep an answer, unless the directory of the index cannot be written to, or this module is no file."""
    from array import array
    from pathlib import Path

    from scitex_io.atomic import replacing

    first, files = grounds
    try:
        files = {**files, __file__: stamp(os.stat(__file__))}  # noqa: PTH116
        numbers = [1 + len(files), *first, *(number for last in files.values() for number in last)]
        words = "\0".join([question, str(code), answer, *files])
        with replacing(Path(answer_of(index))) as draft:
            draft.write_bytes(HEAD + array("q", numbers).tobytes() + os.fsencode(words))
    except OSError:
        return


def settled_stamp(index: str) -> Stamp | None:
    """Return the stamp of an index; None if somebody is writing to it, or did so only just."""
    status = os.stat(index)  # noqa: PTH116
    return stamp(status) if is_settled(status) and not is_being_written(index) else None


def is_being_written(index: str) -> bool:
    """Say whether there is more to an index than its file."""
    beside = (f"{index}{ending}" for ending in BEING_WRITTEN)
    return any(os.path.exists(path) and os.path.getsize(path) for path in beside)  # noqa: PTH110, PTH202


def answer_of(index: str) -> str:
    """Return where the last answer lies that rests upon an index."""
    return f"{index}.answer"
