"""Python processes that a run starts without telling them anything: what they read and write is the run's.

The run names `observer` in their environment; `scitex_io` asks for it at the first file that such a process reads or
writes. It is never imported elsewhere.
"""

import atexit
from collections.abc import Callable
from pathlib import Path

import scitex_io
from scitex_clew.project import Project
from scitex_clew.recording.observer import Observer
from scitex_clew.records.journal import Journal


def observer(directory: str) -> Callable[[scitex_io.Access], object] | None:
    """Return what puts every access of this process into the journal of a run; None if the run is over.

    Parameters
    ----------
    directory : str
        The directory of the run while it lasts, `<script>_out/RUNNING/<id>`.
    """
    try:
        diary = Journal(Path(directory))
    except FileNotFoundError:
        return None
    observer = Observer(diary, Project.of(Path(directory).parents[2]))
    atexit.register(observer.finish)
    return observer
