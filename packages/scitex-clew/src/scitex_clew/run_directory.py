"""What a run directory holds of its run: the crate, or while there is none the journal."""

from collections.abc import Collection
from contextlib import suppress
from pathlib import PurePosixPath

from scitex_clew import crate, journal
from scitex_clew.checking import checked
from scitex_clew.project import Project
from scitex_clew.record import RunRecord

RUNNING = "RUNNING"
FINISHED = ("FINISHED_SUCCESS", "FINISHED_ERROR")


def read_record(project: Project, directory: str, *, to_hash: Collection[str] | None = None) -> RunRecord | None:
    """Return the run in a directory of `project`; None if there is none.

    A session moves the directory when the run ends. If it did so since somebody was told of the place in `RUNNING`, the
    run is found where it is now.

    Parameters
    ----------
    project : Project
        The project.
    directory : str
        The run directory, as records name it.
    to_hash : collection of str, optional
        The files that are hashed now if a journal lacks their hashes; by default all.

    Raises
    ------
    CrateError
        If there is a crate or a journal that cannot be read.
    """
    places = [directory, *places_after(directory)]
    for place in [*places, *places]:  # again, because it may be moved, and the crate be written, between two looks
        folder = project.locate(place)
        with suppress(FileNotFoundError):
            return checked(crate.read(folder / crate.NAME, place), folder / crate.NAME)
        with suppress(FileNotFoundError):
            found = journal.read(folder / journal.NAME, place, project.locate, to_hash=to_hash)
            return checked(found, folder / journal.NAME)
    return None


def places_after(directory: str) -> list[str]:
    """Return where a session may have moved a run directory that was in `RUNNING`."""
    path = PurePosixPath(directory)
    if path.parent.name != RUNNING:
        return []
    return [str(path.parent.parent / place / path.name) for place in FINISHED]
