"""Where a file came from: the run that wrote what it holds, whatever it is called by now."""

import os
from collections.abc import Mapping
from pathlib import Path

from scitex_clew.errors import UnknownFileError
from scitex_clew.hashing import digest
from scitex_clew.indexing.current import current_index
from scitex_clew.indexing.index import Index
from scitex_clew.project import Project
from scitex_clew.recording.observer import link_name
from scitex_clew.records import crate, journal
from scitex_clew.verifying.lineage import readings
from scitex_clew.verifying.moved import moved
from scitex_clew.verifying.present import UNREADABLE, UNSTABLE, Present
from scitex_clew.verifying.reports import FileStatus
from scitex_clew.verifying.verification import Verification
from scitex_io.paths import is_remote
from scitex_io.secrets import masked_urls

READ = ("config", "input", "module", "script")
EMPTY = digest(b"")  # the hash of every empty file


def file(path: Path | str, directory: Path | str = ".") -> FileStatus:
    """Verify one file, and find out where its content came from.

    Parameters
    ----------
    path : path
        The file, which may be a copy of one that was recorded, or gone; or a URL: nobody looks what is there now.
    directory : path
        Anywhere in the project, unless the file lies in one of its own; the working directory by default.

    Raises
    ------
    NoIndexError
        If no run has been recorded there.
    UnknownFileError
        If there is no such file, nor has any run read or written one there.

    Examples
    --------
    >>> import scitex_clew
    >>> rebuilt = scitex_clew.reindex()
    >>> _ = Path("mine.txt").write_text("mine")
    >>> scitex_clew.file("mine.txt").verdict
    'unknown'
    """
    project = project_of(path, directory)
    with current_index(project) as index:
        found = file_status(index, project, place_of(path, directory))
        if found.sha256 is None and not found.recorded and found.verdict == "unknown":
            raise UnknownFileError(unknown_text(project, index, place_of(path, directory)))
        if found.sha256 is not None and not index.knows(found.sha256):
            from scitex_clew.verifying.pointers import pointed_at  # here, because most files are known

            found = found._replace(recipe=pointed_at(Path(directory) / path, index, project))
        return with_origins(index, project, [found])[0]


def folder(path: Path | str, directory: Path | str = ".") -> tuple[FileStatus, ...]:
    """Verify every file that records name below a folder, which may be gone.

    Parameters
    ----------
    path : path
        The folder.
    directory : path
        As for `file`.

    Returns
    -------
    tuple of FileStatus
        Sorted by path; empty if records name none.

    Raises
    ------
    NoIndexError
        If no run has been recorded there.
    """
    project = project_of(path, directory)
    with current_index(project) as index:
        names = recorded_below(project, index, place_of(path, directory))
        found = [file_status(index, project, place_of(name, project.root), search=False) for name in names]
        gone = {status.recorded[-1][2] for status in found if status.verdict == "missing"}
        places = moved(project, index, [(sha256, index.size_of(sha256)) for sha256 in gone])
        return tuple(with_origins(index, project, [told_moved(status, places) for status in found]))


def told_moved(found: FileStatus, places: Mapping[str, str]) -> FileStatus:
    """Return a status in which a missing file has moved, if its content is somewhere else."""
    place = places.get(found.recorded[-1][2]) if found.verdict == "missing" else None
    return found if place is None else found._replace(verdict="moved", moved_to=place)


def place_of(path: Path | str, directory: Path | str) -> Path | str:
    """Return where a file is that was named in a directory: a path, or a URL as records have it."""
    return masked_urls(path) if is_remote(path) else Path(directory) / path


def recorded_name(project: Project, place: Path | str) -> str:
    """Return what records call a file."""
    return place if isinstance(place, str) else project.portable(place)


def recorded_below(project: Project, index: Index, folder: Path | str) -> list[str]:
    """Return the paths in a folder that records name."""
    name = recorded_name(project, folder)
    return sorted(place for place in index.places() if name == "." or place.startswith(f"{name}/"))


def with_origins(index: Index, project: Project, found: list[FileStatus]) -> list[FileStatus]:
    """Return the status of files with what is to be said of the runs that wrote what they hold, and of their past."""
    writers = {writer_of(status) for status in found if status.writers}
    if not writers:
        return found
    from scitex_clew.verifying.histories import History  # here, because `status` needs none of what that imports

    history = History(index, project, writers)
    verification = Verification(index, project, history.runs)
    reports = {report.run.id: report for report in verification.reports(history.contradictions)}
    failed = {writer: verification.failures(writer) for writer in writers}
    told = {writer: history.concerning(writer) for writer in writers}

    def with_origin(status: FileStatus) -> FileStatus:
        if not status.writers:
            return status
        writer = writer_of(status)
        return status._replace(
            report=reports[writer],
            failed=failed[writer],
            altered=tuple(one for one in told[writer] if one.run in reports),
            orphaned=tuple(one for one in told[writer] if one.run not in reports),
        )

    return list(map(with_origin, found))


def project_of(path: Path | str, directory: Path | str) -> Project:
    """Return the project of a file, if that has an index; else that of a directory, whose runs may have read the file.

    With the variable `SCITEX_CLEW_DB` there is one index, whose paths begin where that of the directory does.
    """
    here = Project.of(Path(directory))
    if is_remote(path):
        return here
    place = Path(directory) / path
    own = Project.of(place if os.path.isdir(place) else place.parent)  # noqa: PTH112 (which may not be asked of what is hidden)
    return own if own.database != here.database and own.database.exists() else here


def project_named(name: Path | str, directory: Path | str) -> Project:
    """Return the project of a file, as `project_of` does, or that of a directory, if it is an id that is given.

    Raises
    ------
    TypeError
        If the name is neither a text nor a path.
    """
    if not isinstance(name, str | os.PathLike):
        raise TypeError(f"a run is named by its id, its directory, or a file that it wrote, not by {name!r}")
    return project_of(name, directory) if is_path(directory, name) else Project.of(Path(directory))


def unknown_text(project: Project, index: Index, path: Path | str) -> str:
    """Return why nothing can be said of what is no file that is there or was."""
    if recorded_below(project, index, path):
        return f"{path} is a folder, and its files are recorded one by one: name one of them"
    if isinstance(path, str):
        return f"no run is known to have read or written {path}"
    if any((path / name).is_file() for name in (crate.NAME, journal.NAME)):
        return f"{path} is the directory of a run that is not in the index: scitex clew index"
    kind = "it is a folder" if path.is_dir() else "it is no regular file" if path.exists() else "there is no such file"
    hint = f"; it is the id of a run: scitex clew run {path}" if index.fitting(str(path)) else ""
    return f"{path}: {kind}, and no run is known to have read or written it{hint}"


def name_of(index: Index, project: Project, path: Path) -> tuple[str, list[tuple[str, str, str]]]:
    """Return what records name a file, and all accesses of it, oldest first.

    What was read by a link is known by the name of that, too, which may lead elsewhere by now.
    """
    real = project.portable(path)
    recorded = index.recorded_at(real)
    link = link_name(project, path.absolute(), real)
    by_link = index.recorded_at(link) if link is not None else []
    if link is None or not by_link:
        return real, recorded
    every = {*recorded, *by_link}
    order = {run.id: number for number, run in enumerate(index.runs_named({access[0] for access in every}))}
    return link, sorted(every, key=lambda access: (order[access[0]], access[1:]))


def file_status(index: Index, project: Project, path: Path | str, *, search: bool = True) -> FileStatus:
    """Return the verdict on one file; one that is gone is searched for, unless that is not wanted."""
    if isinstance(path, str):
        return remote_status(index, path)
    name, accesses = name_of(index, project, path)
    recorded = tuple(accesses)
    now = Present(project.root).hashed(0, 0, name)
    last = recorded[-1][2] if recorded else None
    if now in (UNSTABLE, UNREADABLE):
        return FileStatus(name, None, "unstable" if now == UNSTABLE else "unreadable", recorded, ())
    if isinstance(now, bytes):
        sha256 = now.hex()
        known = "modified" if recorded else "verified" if sha256 != EMPTY and index.knows(sha256) else "unknown"
        verdict, elsewhere = "verified" if sha256 == last else known, None
    elif last is None:
        return FileStatus(name, None, "unknown", recorded, ())
    else:
        gone = [(last, index.size_of(last))] if search else []
        sha256, elsewhere = None, moved(project, index, gone).get(last)
        verdict = "moved" if elsewhere else "missing"
    return with_company(index, FileStatus(name, sha256, verdict, recorded, (), elsewhere), sha256 or last)  # type: ignore[arg-type]


def with_company(index: Index, found: FileStatus, content: str) -> FileStatus:
    """Return the status of a file with the runs that wrote and read its content.

    A run that read it from this very file has only passed it on. Of an empty file only its name says where it is from.
    """
    passed_on = {run for run, role, sha256 in found.recorded if role in READ and sha256 == content}
    anywhere = content != EMPTY
    writers = (
        (run, place)
        for run, place in index.writers(content)
        if place == found.path or (anywhere and run not in passed_on)
    )
    readers = ((run, place) for run, place in readings(index, content) if anywhere and place != found.path)
    return found._replace(writers=tuple(writers), readers=tuple(readers))


def remote_status(index: Index, url: str) -> FileStatus:
    """Return what is known of a remote file."""
    recorded = tuple(index.recorded_at(url))
    if not recorded:
        return FileStatus(url, None, "unknown", (), ())
    return with_company(index, FileStatus(url, None, "remote", recorded, ()), recorded[-1][2])


def run_named(index: Index, project: Project, directory: Path | str, name: Path | str) -> str:
    """Return the id of the run that has this id, or this directory, or wrote what this file holds.

    Raises
    ------
    AmbiguousRunError, UnknownRunError
        If several runs, or none, have such an id.
    UnknownFileError
        If no run wrote what the file holds.
    """
    return run_and_file_named(index, project, directory, name)[0]


def run_and_file_named(
    index: Index, project: Project, directory: Path | str, name: Path | str
) -> tuple[str, Path | str | None]:
    """Return what `run_named` does, and the file that named the run; None if it was the id or the directory."""
    text = os.fspath(name)
    if not is_path(directory, name) and (index.fitting(text) or not (Path(directory) / text).is_dir()):
        return index.find(text), None
    place = place_of(name, directory)
    id = None if isinstance(place, str) else index.run_in(project.portable(place))
    return (id, None) if id is not None else (producer_of(index, project, place), place)


def is_path(directory: Path | str, name: Path | str) -> bool:
    """Say whether a name is surely that of a file or a folder; a folder may have the id of a run, too."""
    return isinstance(name, os.PathLike) or "/" in name or "." in name or (Path(directory) / name).is_file()


def producer_of(index: Index, project: Project, path: Path | str) -> str:
    """Return the id of the run that wrote what a file holds; of several, the last that wrote it there, else anywhere.

    Raises
    ------
    UnknownFileError
        If there is none.
    """
    found = file_status(index, project, path)
    if found.sha256 is None and not found.recorded:
        raise UnknownFileError(unknown_text(project, index, path))
    if not found.writers:
        held = "what was last read there" if found.verdict == "remote" else "what this file holds"
        gone = "there is no such file, and no run is known to have written it" if found.verdict == "missing" else ""
        reader = next((run for run, role, _ in reversed(found.recorded) if role in READ), None)
        hint = f"; the last run that has read it is {reader}" if reader else ""
        raise UnknownFileError(f"{path}: {gone or f'no recorded run wrote {held}'}{hint}")
    return writer_of(found)


def writer_of(found: FileStatus) -> str:
    """Return the id of the last run that wrote what a file holds there, else anywhere."""
    here = [run for run, written in found.writers if written == found.path]
    return (here or [run for run, _ in found.writers])[-1]
