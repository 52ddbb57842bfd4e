"""The clean place in which a run is executed again: copies of what it needs, at the same relative paths.

What is copied is the project, and the directory in which the run was started if that lies outside of it. Files
elsewhere are read where they are.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from scitex_clew.moved import is_searched
from scitex_clew.project import Project
from scitex_clew.record import RunRecord

SUCCESS = re.compile(r"(?P<output>.*_out)/FINISHED_SUCCESS/(?P<id>[^/]+)/.+", re.DOTALL)


class Scratch(NamedTuple):
    """A directory for one rerun.

    Attributes
    ----------
    folder : Path
        The directory itself: what is copied lies in `tree`.
    areas : tuple of Path
        What is copied from: the project and where the run was started; perhaps its repository.
    project : Project
        The original.
    copy : Project
        Its copy, which is a project of its own.
    """

    folder: Path
    areas: tuple[Path, ...]
    project: Project
    copy: Project

    @classmethod
    def new(cls, folder: Path, project: Project, record: RunRecord, repository: Path | None = None) -> "Scratch":
        """Make the directory for the rerun of a run.

        Parameters
        ----------
        folder : Path
            The directory, which is not there yet.
        project : Project
            The original.
        record : RunRecord
            The run.
        repository : Path, optional
            The repository that is copied as well.
        """
        areas = (project.root, project.locate(record.working_directory), *([repository] if repository else []))
        root = folder / "tree" / project.root.relative_to(os.path.commonpath(areas))
        database = root / ".scitex" / "clew.db"
        database.parent.mkdir(parents=True)
        scratch = cls(folder, areas, project, Project(Path(os.path.realpath(root)), database))
        for directory in directories(record, project):
            if (place := scratch.place(directory)) is not None:
                place.mkdir(parents=True, exist_ok=True)
        return scratch

    def place(self, path: Path) -> Path | None:
        """Return where a file is copied to; None if it is read where it is."""
        if not any(path.is_relative_to(area) for area in self.areas):
            return None
        return self.folder / "tree" / path.relative_to(os.path.commonpath(self.areas))

    def put(self, path: Path, source: Path | bytes) -> None:
        """Copy a file, or write a content, to the place of `path`."""
        place = self.place(path)
        if place is None or place.exists():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(source, Path):
            shutil.copy2(source, place)
        else:
            place.write_bytes(source)

    def link(self, needed: Iterable[Path]) -> None:
        """Make the links by which a script may name the files that were put here: `LATEST`, and the project's own."""
        needed = [path for path in needed if (place := self.place(path)) and place.exists()]
        latest: dict[str, str] = {}
        for path in needed:
            if found := SUCCESS.fullmatch(str(self.place(path))):
                latest[found["output"]] = max(found["id"], latest.get(found["output"], ""))
        for output, id in latest.items():
            Path(output, "LATEST").symlink_to(f"FINISHED_SUCCESS/{id}")
        for link in links(self.project.root):
            target, place = Path(os.path.realpath(link)), self.place(link)
            if place and not os.path.lexists(place) and any(path.is_relative_to(target) for path in needed):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.symlink_to(self.place(target) or target)

    def here(self, text: str) -> str:
        """Return a text in which paths of the project are those of its copy."""
        return text.replace(f"{self.project.root}/", f"{self.copy.root}/")


def directories(record: RunRecord, project: Project) -> Iterator[Path]:
    """Yield the directories that the script takes to be there: where it was started, and where it wrote."""
    yield project.locate(record.working_directory)
    for access in record.accesses:
        if access.role == "output" and not access.path.startswith(f"{record.directory}/"):
            yield project.locate(access.path).parent


def links(root: Path) -> Iterator[Path]:
    """Yield the symbolic links of a project; those in the directories of runs, and in hidden ones, are left out."""
    waiting = [root]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:
            continue
        for entry in entries:
            if entry.is_symlink():
                yield Path(entry.path)
            elif entry.is_dir() and is_searched(entry) and not entry.name.endswith("_out"):
                waiting.append(Path(entry.path))
