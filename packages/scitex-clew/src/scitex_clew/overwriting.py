"""What no answer is written over: files that runs have read or written, their records, and the index."""

import os
from pathlib import Path

from scitex_clew.errors import ClewError
from scitex_clew.indexing.current import current_index
from scitex_clew.project import Project
from scitex_clew.records import crate, journal

WRITTEN = ("diff", "log", "output")


def refuse_to_overwrite(path: Path) -> None:
    """Raise if there is a file at `path` that is part of what is recorded.

    Raises
    ------
    FileExistsError
        If there is; the message does not name it.
    """
    place = Path(os.path.realpath(path))
    if not place.exists():
        return
    project = Project.of(place.parent)
    own = (project.root / ".scitex", project.database.resolve())
    if place.name in (crate.NAME, journal.NAME) or any(map(place.is_relative_to, own)):
        raise FileExistsError("it is part of the records: give another name")
    try:
        with current_index(project) as index:
            recorded = index.recorded_at(project.portable(place))
    except ClewError:
        return  # no run is known here
    if recorded:
        run, role, _ = recorded[-1]
        done = "written" if role in WRITTEN else "read"
        raise FileExistsError(f"run {run} has {done} it: give another name, or remove it first")
