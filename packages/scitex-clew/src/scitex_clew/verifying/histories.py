"""Runs with all that they descend from, and where the records of these do not fit each other, or are lost."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scitex_clew.indexing.index import Index
from scitex_clew.project import Project
from scitex_clew.records.crate import NAME
from scitex_clew.sealing.ties import Contradiction, Tie, Ties, parents_in, unreadable
from scitex_clew.verifying.lineage import ancestors, links, readers


class History:
    """Runs and all that they descend from: parents by content, and those that the records name.

    What the records of their children say of them counts, too, but not what these say of others.

    Parameters
    ----------
    index : Index
        The index.
    project : Project
        Its project.
    ids : iterable of str
        The runs.

    Attributes
    ----------
    runs : set of str
        All of these runs that the index knows.
    contradictions : tuple of Contradiction
        Where their records do not fit each other, or are not here, or cannot be read.
    """

    def __init__(self, index: Index, project: Project, ids: Iterable[str]) -> None:
        ids = {*ids}
        ties = Ties(index, project, ids | ancestors(index, *ids))
        self.runs = ties.hashes.keys() & ties.directories.keys()
        self.parents: defaultdict[str, set[str]] = defaultdict(set)
        for link in links(index, self.runs):
            self.parents[link.child].add(link.parent)
        for parent, child, _ in ties.recorded:
            self.parents[child].add(parent)
        later = readers(index, self.runs)
        told = [*ties.recorded, *said_of(self.runs, index, project, later)]
        self.contradictions = (*contradictions(ties, told), *unreadable(index, project, unnamed(ties, told)))

    def concerning(self, id: str) -> tuple[Contradiction, ...]:
        """Return the contradictions about a run and what it descends from."""
        found, waiting = {id}, [id]
        while waiting:
            new = self.parents[waiting.pop()] - found
            found |= new
            waiting += new
        return tuple(told for told in self.contradictions if told.run in found)


def all_contradictions(index: Index, project: Project) -> tuple[Contradiction, ...]:
    """Return where the records of all runs do not fit each other, or are not here, or cannot be read."""
    ties = Ties(index, project)
    return (*contradictions(ties, ties.recorded), *unreadable(index, project, unnamed(ties, ties.recorded)))


def contradictions(ties: Ties, recorded: Iterable[Tie]) -> tuple[Contradiction, ...]:
    """Return where a record is not what that of a child says, or is not here, though a child has read from the run."""
    return tuple(
        Contradiction(parent, child, f"{ties.directories[parent]}/{NAME}" if ties.hashes[parent] else None)
        for parent, child, sha256 in sorted(recorded, key=lambda tie: tie[:2])
        if parent not in ties.directories or (sha256 is not None and ties.hashes[parent] != sha256)
    )


def unnamed(ties: Ties, recorded: Iterable[Tie]) -> set[str]:
    """Return the runs of which no other record says what theirs was; whether that can be read has to be tried."""
    return ties.directories.keys() - {parent for parent, _, sha256 in recorded if sha256 is not None}


def said_of(history: set[str], index: Index, project: Project, readers: Iterable[str]) -> Iterator[Tie]:
    """Yield what the records of some runs say of those of a history."""
    for reader in readers:
        directory = index.directory_of(reader) or ""
        try:
            parents = parents_in((project.locate(directory) / NAME).read_bytes(), project, directory)
        except OSError:
            continue  # it has not ended, or its directory is gone
        yield from ((parent, reader, sha256) for parent, sha256 in parents.items() if parent in history)
