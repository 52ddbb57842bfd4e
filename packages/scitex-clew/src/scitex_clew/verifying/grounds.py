"""What an answer about a whole project rests upon."""

from collections.abc import Mapping
from typing import NamedTuple

from scitex_clew.stamps import Stamp


class Edition(NamedTuple):
    """What tells that records are what they were, but for later runs.

    Attributes
    ----------
    number : int
        Another one after every change but a new run.
    newest : int
        The number of the last run.
    id : str
        The id of that, which is another one if an earlier copy of the index was put back and went on from there.
    accesses : int
        How many times a run has read or written something.
    """

    number: int
    newest: int
    id: str
    accesses: int


class Grounds(NamedTuple):
    """The records, and the files that they name.

    Attributes
    ----------
    index_stamp : tuple of int or None
        The stamp of the index; None if none tells what it holds.
    edition : Edition
        What it holds.
    right, others : mapping of str to tuple
        Path → stamp of the files that are what they were whenever they were read or written, and of all others.
    """

    index_stamp: Stamp | None
    edition: Edition
    right: Mapping[str, Stamp]
    others: Mapping[str, Stamp]
