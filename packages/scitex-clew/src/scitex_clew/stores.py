"""Stores: directories that their format makes one file of, such as a `.zarr`."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import PurePosixPath

from scitex_clew.hashing import digest
from scitex_clew.verifying.lineage import Step
from scitex_io.registry import folder_marks


def store_of(path: str) -> str | None:
    """Return the path of the store that a file is part of, with a slash at its end; None if it is in none."""
    parts = path.split("/")
    for depth, name in enumerate(parts[:-1], 1):
        if folder_marks(PurePosixPath(name).suffix):
            return "/".join(parts[:depth]) + "/"
    return None


def gathered(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield steps in their order, those of one run to the files of one store as one step, whose hash is of all."""

    def place(step: Step) -> tuple[str, str, str]:
        return step.run, step.role, store_of(step.path) or step.path

    for (_, _, path), group in groupby(steps, place):
        members = list(group)
        if not path.endswith("/"):
            yield from members
            continue
        listing = "\n".join(f"{member.sha256} {member.path[len(path) :]}" for member in members)
        sha256 = digest(listing.encode("utf-8", "surrogateescape"))
        yield members[0]._replace(path=path, sha256=sha256, size=sum(member.size for member in members))
