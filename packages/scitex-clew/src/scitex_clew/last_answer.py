"""The last answer that was given of a whole project: it holds until somebody touches what it rests upon.

That is the index, files of which their stamps tell what they hold, and this module, which stands for the installation.
Looking at them again takes a fraction of the time in which a project is verified, and next to no import. Where only
files were touched, a new answer need not look at those that were right and are what they were.

The answer lies beside the index: a line; the number of stamps, and these, four numbers each, the first that of the
index, the second that of this module; then, with NUL in between, the question, the exit code, the answer, how many
files were right, and the paths that the other stamps are of, those of the right files first.
"""

import os
import sys

from scitex_clew.location import index_of
from scitex_clew.stamps import Stamp, is_settled, stamp
from scitex_io.roots import project_root

TYPE_CHECKING = False  # importing `typing` would take longer than answering

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HEAD = b"scitex answer 2\n"
WORD = 8  # bytes a number
BEING_WRITTEN = ("-journal", "-wal")  # endings of what SQLite keeps beside an index that somebody writes to
UNKNOWN = (-1, -1, -1, -1)
"""The stamp of a file of which none tells what it holds: no file has it."""

Grounds = tuple[Stamp, "Mapping[str, Stamp]", "Mapping[str, Stamp]"]
"""What an answer rests upon: the index, by its stamp, and path → stamp of the files that are right, and of others."""


class LastAnswer:
    """An answer, and which of the files that it rests upon are not what they were. The index is.

    Parameters
    ----------
    told : (str, int, str)
        The question, the exit code, and the text.
    index : tuple of int
        The stamp of the index.
    files : (list of str, list of int, int)
        Paths, the numbers of their stamps, and how many of them, the first ones, were right.
    touched : set of str
        The files that have other stamps now, or of which none told what they hold.
    """

    def __init__(
        self, told: tuple[str, int, str], index: Stamp, files: tuple[list[str], list[int], int], touched: set[str]
    ) -> None:
        self.question, self.code, self.text = told
        self.index = index
        self.files = files
        self.touched = touched

    def holds(self, question: str) -> bool:
        """Say whether it answers a question, and nobody has touched anything."""
        return self.question == question and not self.touched

    def still_right(self) -> dict[str, Stamp]:
        """Return path → stamp of the files that were right, and are what they were."""
        paths, numbers, right = self.files
        known = dict(zip(paths[:right], stamps_of(numbers), strict=False))
        for path in self.touched:
            known.pop(path, None)
        return known

    def doubtful(self) -> set[str]:
        """Return the paths of all other files."""
        paths, _, right = self.files
        return self.touched.union(paths[right:])

    def spares_much(self) -> bool:
        """Say whether most files need not be looked at."""
        _, _, right = self.files
        return len(self.doubtful()) < right / 2

    def is_outdone(self, question: str, grounds: Grounds) -> bool:
        """Say whether an answer to a question can be known longer than this one, or is to another question."""
        _, *known = grounds
        told = any(files.get(path, UNKNOWN) != UNKNOWN for files in known for path in self.touched)
        return told or self.question != question


def last_answer() -> LastAnswer | None:
    """Return the last answer of the project around the working directory.

    None if there is none, or not of the index as it is now, or not of this installation.
    """
    try:
        root = project_root(".")
        index = index_of(root)
        with open(answer_of(index), "rb") as file:  # noqa: PTH123
            numbers, (question, code, text, right, *paths) = parts(file.read())
        first, installation = stamp(os.stat(index)), stamp(os.stat(__file__))  # noqa: PTH116
        if numbers[:8] != [*first, *installation] or is_being_written(index):
            return None
        files = paths, numbers[8:], int(right)
        return LastAnswer((question, int(code), text), first, files, touched(root, paths, files[1]))
    except (OSError, ValueError):  # there is none, or it is damaged
        return None


def parts(content: bytes) -> tuple[list[int], list[str]]:
    """Return the numbers of all stamps, and the words that follow them."""
    begin = len(HEAD) + WORD
    end = begin + 4 * WORD * int.from_bytes(content[len(HEAD) : begin], sys.byteorder)
    if not content.startswith(HEAD) or end > len(content):
        raise ValueError("not an answer, or not one that this version reads")
    numbers = memoryview(content)[begin:end].cast("q").tolist()
    return numbers, os.fsdecode(content[end:]).split("\0")


def touched(root: str, paths: list[str], numbers: list[int]) -> set[str]:
    """Return the files whose stamps are not what they were; relative paths begin at `root`."""
    found = set()
    descriptor = os.open(root, os.O_RDONLY)
    try:
        for path, last in zip(paths, stamps_of(numbers), strict=True):
            try:
                if stamp(os.stat(path, dir_fd=descriptor)) != last:
                    found.add(path)
            except OSError:
                found.add(path)
    finally:
        os.close(descriptor)
    return found


def stamps_of(numbers: list[int]) -> "Iterator[tuple[int, int, int, int]]":
    """Yield stamps, of which these are the numbers."""
    each = iter(numbers)
    return zip(each, each, each, each, strict=True)


def keep(question: str, code: int, text: str, index: str, grounds: Grounds) -> None:
    """Keep an answer, unless somebody has written to the index, or its directory cannot be written to."""
    from array import array
    from pathlib import Path

    from scitex_io.atomic import replacing

    first, right, others = grounds
    try:
        if settled_stamp(index) != first:
            return
        stamps = [first, stamp(os.stat(__file__)), *right.values(), *others.values()]  # noqa: PTH116
        numbers = array("q", [len(stamps), *(number for known in stamps for number in known)])
        words = "\0".join([question, str(code), text, str(len(right)), *right, *others])
        with replacing(Path(answer_of(index))) as draft:
            draft.write_bytes(HEAD + numbers.tobytes() + os.fsencode(words))
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
