"""The last answer that was given of a whole project: it holds until somebody touches what it rests upon.

That is the index, files of which their stamps tell what they hold, and this module, which stands for the installation.
Looking at them again takes a fraction of the time in which a project is verified, and next to no import. Where only
files were touched, or runs recorded, a new answer need not look at files that were right and are what they were.

The answer lies beside the index: a line; the number of stamps, and these, four numbers each, the first that of the
index, the second that of this module; then, with NUL in between, the question, the exit code, the answer, the edition
of the index, the number and the id of its last run, how many accesses and how many right files there were, and the
paths that the other stamps are of, those of the right files first.
"""

import os
import sys

from scitex_clew.location import index_of
from scitex_clew.stamps import Stamp, is_settled, stamp
from scitex_io.roots import project_root

TYPE_CHECKING = False  # importing `typing` would take longer than answering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scitex_clew.verifying.grounds import Grounds

HEAD = b"scitex answer 2\n"
WORD = 8  # bytes a number
BEING_WRITTEN = ("-journal", "-wal")  # endings of what SQLite keeps beside an index that somebody writes to
UNKNOWN = (-1, -1, -1, -1)
"""The stamp of a file of which none tells what it holds: no file has it."""


class LastAnswer:
    """An answer, and what has become of that which it rests upon.

    Parameters
    ----------
    told : (str, int, str)
        The question, the exit code, and the text.
    edition : (int, int, str, int)
        The edition of the index, the number and the id of its last run, and how many accesses it had.
    files : (list of str, list of int, int)
        Paths, the numbers of their stamps, and how many of them, the first ones, were right.
    touched : set of str
        The files that have other stamps now, or of which none told what they hold.
    written : bool
        Whether somebody has written to the index since, if it cannot be told that nobody has.
    """

    def __init__(
        self,
        told: tuple[str, int, str],
        edition: tuple[int, int, str, int],
        files: tuple[list[str], list[int], int],
        touched: set[str],
        *,
        written: bool,
    ) -> None:
        self.question, self.code, self.text = told
        self.edition = edition
        self.files = files
        self.touched = touched
        self.written = written

    @property
    def newest(self) -> int:
        """The number of the last run that it tells of."""
        return self.edition[1]

    def holds(self, question: str) -> bool:
        """Say whether it answers a question, and nobody has touched anything."""
        return self.question == question and not self.touched and not self.written

    def spares_much(self) -> bool:
        """Say whether most files need not be looked at."""
        _, _, right = self.files
        return len(self.doubtful()) < right / 2

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

    def is_outdone(self, question: str, grounds: "Grounds") -> bool:
        """Say whether another answer tells more, or is to another question."""
        if self.question != question or self.edition != grounds.edition:
            return True
        now = (files.get(path, UNKNOWN) for files in (grounds.right, grounds.others) for path in self.touched)
        return (self.written and grounds.index_stamp is not None) or any(found != UNKNOWN for found in now)


def last_answer() -> LastAnswer | None:
    """Return the last answer of the project around the working directory; None if this installation has given none."""
    try:
        root = project_root(".")
        index = index_of(root)
        with open(answer_of(index), "rb") as file:  # noqa: PTH123
            numbers, (question, code, text, edition, newest, id, accesses, right, *paths) = parts(file.read())
        first, installation = stamps_of(numbers[:8])
        if installation != stamp(os.stat(__file__)):  # noqa: PTH116
            return None
        del numbers[:8]
        return LastAnswer(
            (question, int(code), text),
            (int(edition), int(newest), id, int(accesses)),
            (paths, numbers, int(right)),
            touched(root, paths, numbers),
            written=first != stamp(os.stat(index)) or is_being_written(index),  # noqa: PTH116
        )
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


def keep(question: str, code: int, text: str, index: str, grounds: "Grounds") -> None:
    """Keep an answer, unless the directory of the index cannot be written to, or this module is no file."""
    from array import array
    from itertools import chain
    from pathlib import Path

    from scitex_io.atomic import replacing

    right, others = grounds.right, grounds.others
    try:
        stamps = [grounds.index_stamp or UNKNOWN, stamp(os.stat(__file__)), *right.values(), *others.values()]  # noqa: PTH116
        numbers = array("q", [len(stamps), *chain.from_iterable(stamps)])
        words = "\0".join([question, str(code), text, *map(str, grounds.edition), str(len(right)), *right, *others])
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
