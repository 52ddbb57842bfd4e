"""What a run directory holds of its run: the crate, or while there is none the journal."""

from pathlib import Path

from scitex_clew import crate, journal
from scitex_clew.checking import checked
from scitex_clew.record import RunRecord


def read_record(folder: Path, directory: str) -> RunRecord | None:
    """Return the run of the directory `folder`, which records call `directory`; None if there is none.

    Raises
    ------
    CrateError
        If there is a crate or a journal that cannot be read.
    """
    for name, read in ((crate.NAME, crate.read), (journal.NAME, journal.read)):
        try:
            return checked(read(folder / name, directory), folder / name)
        except FileNotFoundError:
            continue
    return None
