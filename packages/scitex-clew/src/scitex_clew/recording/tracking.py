"""Files that a script reads or writes by itself, told to whoever records the run."""

import os
from pathlib import Path
from typing import Literal

from scitex_io.observers import Access, notify
from scitex_io.paths import absolute, files_in


def track(path: str | os.PathLike[str], mode: Literal["read", "write"] = "read") -> Path:
    """Record that the script has read or written a file without `scitex_io`, such as by `pandas.read_csv`.

    Outside of a session nothing happens. What lies in the run directory at the end is recorded in any case.

    Parameters
    ----------
    path : str or os.PathLike
        The file, which exists, or a directory, which stands for every file below it that is not hidden. A relative path
        is one in the working directory.
    mode : {"read", "write"}, optional
        What was done.

    Returns
    -------
    Path
        The file, absolute, so that it can be handed on: `pandas.read_csv(track("raw.csv"))`.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    TypeError
        If it is no path.

    Examples
    --------
    >>> import scitex_clew
    >>> _ = Path("raw.csv").write_text("t,y")
    >>> scitex_clew.track("raw.csv").name
    'raw.csv'
    """
    if not isinstance(path, str | os.PathLike):
        raise TypeError(f"a file is named by a str or an os.PathLike, not by {path!r}")
    if path == "":
        raise FileNotFoundError("no file '' to track: the name is empty")
    place = absolute(path)
    if not place.exists():
        raise FileNotFoundError(f"no file {os.fspath(path)!r} to track: looked for {place}")
    for file in files_in(place):
        notify(Access(mode, file))
    return place
