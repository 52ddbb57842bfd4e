"""What a killed run has left that its journal does not tell: files that it wrote without SciTeX, or was about to."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from scitex_clew.records.record import RunRecord
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
    files = (file for file in files_in(folder) if file != log and file.is_file() and not file.is_symlink())
    own = ((f"{directory}/{file.relative_to(folder)}", file) for file in files)
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
            with suppress(OSError):  # whoever may not look at it does not know
                if file.is_file() and file.stat().st_ctime >= begun:
                    yield promise + str(file)[len(str(place)) :], file
