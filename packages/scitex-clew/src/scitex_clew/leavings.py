"""What a killed run has left that its journal does not tell: files that it wrote without SciTeX, or was about to."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath

from scitex_clew.record import RunRecord
from scitex_io.paths import files_in


def leavings(
    record: RunRecord,
    folder: Path,
    directory: str,
    promised: Iterable[str],
    locate: Callable[[str], Path],
    known: Collection[str],
) -> Iterator[tuple[str, Path]]:
    """Yield the name that records have for a file, and where it is, for all that a run has left.

    Parameters
    ----------
    record : RunRecord
        The run.
    folder : Path
        Where its directory is now.
    directory : str
        What records call that.
    promised : iterable of str
        What it said that it would write.
    locate : callable
        Gives the absolute path of one that records hold.
    known : collection of str
        What the journal tells to be written.
    """
    log = folder / f"{PurePosixPath(record.script).stem}.log"
    own = ((f"{directory}/{file.relative_to(folder)}", file) for file in files(folder) if file != log)
    found = dict((*own, *promises_kept(record, promised, locate)))
    yield from ((name, file) for name, file in sorted(found.items()) if name not in known)


def promises_kept(
    record: RunRecord, promised: Iterable[str], locate: Callable[[str], Path]
) -> Iterator[tuple[str, Path]]:
    """Yield those of the files that a run was about to write that somebody has touched since it began.

    A file that nobody has is what it was before.
    """
    begun = record.started.timestamp()
    for promise in dict.fromkeys(promised):
        place = locate(promise)
        for file in files_in(place):
            if file.is_file() and file.stat().st_ctime >= begun:
                yield promise + str(file)[len(str(place)) :], file


def files(directory: Path) -> Iterator[Path]:
    """Yield the files of a run directory, except hidden ones and links."""
    for folder, folders, names in os.walk(directory):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(folder, name) for name in names if not name.startswith("."))
        yield from (path for path in paths if path.is_file() and not path.is_symlink())
