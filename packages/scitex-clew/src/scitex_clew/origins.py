"""Where a file came from: the run that wrote what it holds, whatever it is called by now."""

from dataclasses import replace
from pathlib import Path

from scitex_clew.current import current_index
from scitex_clew.errors import UnknownFileError
from scitex_clew.index import Index, IndexedRun
from scitex_clew.lineage import ancestors
from scitex_clew.moved import moved
from scitex_clew.present import UNSTABLE, Present
from scitex_clew.project import Project
from scitex_clew.reports import FileStatus
from scitex_clew.verification import Verification


def file(path: Path | str, directory: Path | str = ".") -> FileStatus:
    """Verify one file, and find out where its content came from.

    Parameters
    ----------
    path : path
        The file, which may be a copy of one that was recorded, or gone.
    directory : path
        Anywhere in the project; the working directory by default.

    Raises
    ------
    NoIndexError
        If no run has been recorded there.

    Examples
    --------
    >>> import scitex_clew
    >>> rebuilt = scitex_clew.reindex()
    >>> _ = Path("mine.txt").write_text("mine")
    >>> scitex_clew.file("mine.txt").verdict
    'unknown'
    """
    project = Project.of(Path(directory))
    with current_index(project) as index:
        found = file_status(index, project, Path(directory) / path)
        return replace(found, failed=failed_before(index, project, found)) if found.writers else found


def failed_before(index: Index, project: Project, found: FileStatus) -> tuple[IndexedRun, ...]:
    """Return the runs that failed among the one that wrote what a file holds, and those that this descends from."""
    writer = writer_of(found)
    return Verification(index, project, {writer, *ancestors(index, writer)}).failures(writer)


def file_status(index: Index, project: Project, path: Path) -> FileStatus:
    """Return the verdict on one file."""
    name = project.portable(path)
    recorded = tuple(index.recorded_at(name))
    now = Present(project.root).hashed(0, 0, name)
    last = recorded[-1][2] if recorded else None
    if now == UNSTABLE:
        return FileStatus(name, None, "unstable", recorded, ())
    if isinstance(now, bytes):
        sha256 = now.hex()
        writers = tuple(index.writers(sha256))
        known = "modified" if recorded else "verified" if index.knows(sha256) else "unknown"
        return FileStatus(name, sha256, "verified" if sha256 == last else known, recorded, writers)  # type: ignore[arg-type]
    if last is None:
        return FileStatus(name, None, "unknown", recorded, ())
    elsewhere = moved(project, index, [(last, index.size_of(last))]).get(last)
    verdict = "moved" if elsewhere else "missing"
    return FileStatus(name, None, verdict, recorded, tuple(index.writers(last)), elsewhere)  # type: ignore[arg-type]


def run_named(index: Index, project: Project, directory: Path | str, name: str) -> str:
    """Return the id of the run that a file came from, or that has such an id."""
    if is_file_name(directory, name):
        return producer_of(index, project, Path(directory) / name)
    return index.find(name)


def is_file_name(directory: Path | str, name: str) -> bool:
    """Say whether a name is meant as that of a file."""
    return "/" in name or "." in name or (Path(directory) / name).exists()


def producer_of(index: Index, project: Project, path: Path) -> str:
    """Return the id of the run that wrote what a file holds; of several, the last that wrote it there, else anywhere.

    Raises
    ------
    UnknownFileError
        If there is none.
    """
    found = file_status(index, project, path)
    if not found.writers:
        gone = "there is no such file, and no run is known to have written it" if found.sha256 is None else ""
        raise UnknownFileError(f"{path}: {gone or 'no recorded run wrote what this file holds'}")
    return writer_of(found)


def writer_of(found: FileStatus) -> str:
    """Return the id of the last run that wrote what a file holds there, else anywhere."""
    here = [run for run, written in found.writers if written == found.path]
    return (here or [run for run, _ in found.writers])[-1]
