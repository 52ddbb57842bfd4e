"""What a run directory holds of its run: the crate, or while there is none the journal."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from scitex_clew.project import Project
from scitex_clew.records import crate, journal
from scitex_clew.records.checking import checked
from scitex_clew.records.record import RunRecord
from scitex_io.paths import is_remote

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
    for place in looked_at(directory):
        folder = project.locate(place)
        home = home_of(folder, project) if is_outside(place) else project
        name = place if home is project else home.portable(folder)
        file = folder / crate.NAME
        with suppress(FileNotFoundError):
            return seen_from(project, checked(crate.read(file, name), file), home)
        with suppress(FileNotFoundError):
            found = journal.read(folder / journal.NAME, name, home.locate, to_hash=to_hash)
            return seen_from(project, checked(found, folder / journal.NAME), home)
    return None


def looked_at(directory: str) -> Iterator[str]:
    """Yield where a run is looked for, twice: it may be moved, and the crate be written, between two looks."""
    for _ in range(2):
        yield directory
        yield from places_after(directory)


def is_outside(path: str) -> bool:
    """Say whether a path, as records name it, leads out of the project."""
    return path.startswith("/")


def home_of(folder: Path, project: Project) -> Project:
    """Return the project whose names are in the record in a folder outside of `project`.

    It is the one around the folder, but `project` if the folder was outside as well when the run was recorded:
    `<script>_out` is a link then.
    """
    with suppress(FileNotFoundError):
        return project if is_outside(crate.read(folder / crate.NAME).directory) else Project.of_run(folder)
    with suppress(FileNotFoundError):
        return project if is_outside(journal.contents(folder / journal.NAME)[0].directory) else Project.of_run(folder)
    return project


def seen_from(project: Project, record: RunRecord, home: Project) -> RunRecord:
    """Return a record of the project `home` with its paths as they are named in another project."""
    if home.root == project.root:
        return record

    def seen(path: str) -> str:
        return path if is_remote(path) else project.named(str(home.locate(path)))

    return record._replace(
        script=seen(record.script),
        directory=seen(record.directory),
        working_directory=seen(record.working_directory),
        accesses=journal.sorted_accesses(access._replace(path=seen(access.path)) for access in record.accesses),
        modules={seen(path): text for path, text in record.modules.items()},
        unhashed=tuple(map(seen, record.unhashed)),
    )


def places_after(directory: str) -> list[str]:
    """Return where a session may have moved a run directory that was in `RUNNING`."""
    path = PurePosixPath(directory)
    if path.parent.name != RUNNING:
        return []
    return [str(path.parent.parent / place / path.name) for place in FINISHED]
