"""What the records of runs say of each other: each holds the hashes of the records of those that it read from."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from scitex_clew.errors import CrateError
from scitex_clew.hashing import digest
from scitex_clew.indexing.index import Index
from scitex_clew.project import Project
from scitex_clew.records import crate
from scitex_clew.records.run_directory import read_record

PARENTS = re.compile(rb'^{"@id": "#fact/parents", [^\n]*?}(?=,?$)', re.MULTILINE)  # as `crate.write` has them


Tie = tuple[str, str, str | None]
"""Parent, child, and what the record of the child says that the record of the parent was, if it had one then."""


class Contradiction(NamedTuple):
    """A record that is not the one which the record of a later run holds the hash of, or that nobody can read.

    Attributes
    ----------
    run : str
        Id of the run whose record that is.
    child : str or None
        Id of the later run, which has read what the other one wrote; None if no record tells what this one was.
    record : str or None
        The record as it is now, as records name files; None if there is none.
    """

    run: str
    child: str | None
    record: str | None

    def __str__(self) -> str:
        if self.child is None:
            return f"the record of run {self.run} {f'cannot be read: {self.record}' if self.record else 'is not here'}"
        if self.record is None:
            return f"the record of run {self.run} is not here, and run {self.child} has read what that wrote"
        return f"the record of run {self.run} is not what run {self.child} recorded of it: {self.record}"


def contradictions(index: Index, project: Project, runs: Iterable[str] | None = None) -> tuple[Contradiction, ...]:
    """Return where the records of runs, and of all that these descend from, do not hold each other's hashes.

    Each record is read and hashed once; no other file is. Whoever edits the record of a run that another one has read
    from is found so. Of a run that had no record when it was read from, such as one that lived, nothing is said.

    Parameters
    ----------
    index : Index
        The index.
    project : Project
        Its project.
    runs : iterable of str, optional
        Ids of the runs; by default all.

    Returns
    -------
    tuple of Contradiction
        Sorted by run and child.
    """
    return Ties(index, project, runs).contradictions()


class Ties:
    """The records of runs and of all that these descend from, and what they say of each other.

    Parameters
    ----------
    index : Index
        The index.
    project : Project
        Its project.
    runs : iterable of str, optional
        Ids of the runs; by default all.

    Attributes
    ----------
    directories : dict of str to str
        Run id → directory, of all these runs that the index knows.
    hashes : dict of str to (str or None)
        Run id → hash of the record, if there is one.
    recorded : list of Tie
        What the records say of each other.
    """

    def __init__(self, index: Index, project: Project, runs: Iterable[str] | None = None) -> None:
        self.directories: dict[str, str] = {}
        self.hashes: dict[str, str | None] = {}
        self.recorded: list[Tie] = []
        waiting = list(index.numbers().values() if runs is None else runs)
        while waiting:
            id = waiting.pop()
            if id in self.hashes:
                continue
            self.hashes[id] = None
            directory = index.directory_of(id)
            if directory is None:
                continue
            self.directories[id] = directory
            try:
                data = (project.locate(directory) / crate.NAME).read_bytes()
            except OSError:
                continue  # it has no crate
            parents = parents_in(data, project, directory)
            self.hashes[id] = digest(data)
            self.recorded += [(parent, id, sha256) for parent, sha256 in parents.items()]
            waiting += parents
        self.recorded.sort(key=lambda tie: tie[:2])

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Return the records that are not what the record of a later run says."""
        return tuple(
            Contradiction(parent, child, f"{self.directories[parent]}/{crate.NAME}" if self.hashes[parent] else None)
            for parent, child, sha256 in self.recorded
            if sha256 is not None and self.hashes[parent] != sha256
        )

    def unnamed(self) -> Iterator[str]:
        """Yield the runs that had no record when they were read from, so that no hash names them."""
        for parent, child, sha256 in self.recorded:
            if sha256 is None:
                yield unnamed(parent, child)


def unreadable(index: Index, project: Project, runs: Iterable[str]) -> Iterator[Contradiction]:
    """Yield those of some runs that have ended, and whose directory is here, but no record of them that can be read."""
    for run in index.runs_named(runs):
        try:
            record = None if run.ended is None else read_record(project, run.directory)
        except OSError:
            continue  # nobody may look
        except CrateError:
            record = None
        if record is None and run.ended is not None and (folder := project.locate(run.directory)).is_dir():
            name = f"{run.directory}/{crate.NAME}" if (folder / crate.NAME).exists() else None
            yield Contradiction(run.id, None, name)


def unnamed(parent: str, child: str) -> str:
    """Return that no record tells what the record of a run was."""
    return f"run {parent} had no record when run {child} read what it wrote, so that no hash names it"


def parents_in(data: bytes, project: Project, directory: str) -> Mapping[str, str | None]:
    """Return the parents that a crate names, and the hashes of their records.

    Their line alone is parsed, because that of all is slow; a crate that was written otherwise is read in full.
    """
    if b'"parents"' not in data:
        return {}
    try:
        if found := PARENTS.search(data):
            parents = json.loads(json.loads(found[0])["value"])
            return {str(parent): sha256 and str(sha256) for parent, sha256 in parents.items()}
        record = read_record(project, directory)
    except (AttributeError, CrateError, KeyError, TypeError, ValueError):
        return {}  # what cannot be read has no known parents; its own hash is told by its children
    return record.parents if record is not None else {}
