"""What a run directory holds of its run: the crate, or while there is none the journal."""

from contextlib import suppress

from scitex_clew import crate, journal
from scitex_clew.checking import checked
from scitex_clew.project import Project
from scitex_clew.record import RunRecord


def read_record(project: Project, directory: str) -> RunRecord | None:
    """Return the run in a directory of `project`; None if there is none.

    Raises
    ------
    CrateError
        If there is a crate or a journal that cannot be read.
    """
    folder = project.locate(directory)
    with suppress(FileNotFoundError):
        return checked(crate.read(folder / crate.NAME, directory), folder / crate.NAME)
    with suppress(FileNotFoundError):
        return checked(journal.read(folder / journal.NAME, directory, project.locate), folder / journal.NAME)
    return None
