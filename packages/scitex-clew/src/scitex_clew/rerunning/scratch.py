"""The clean place in which a run is executed again: copies of what it needs, at the same relative paths.

What is copied is the project, that of the script if it lies in another one, and the directory in which the run was
started if that lies outside of both. Files elsewhere are read where they are.
"""

import filecmp
import os
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from scitex_clew.holes import copy_file
from scitex_clew.project import Project
from scitex_clew.records.record import RunRecord
from scitex_clew.records.run_directory import is_outside
from scitex_clew.verifying.moved import is_searched

SUCCESS = re.compile(r"(?P<output>.*_out)/FINISHED_SUCCESS/(?P<id>[^/]+)/.+", re.DOTALL)


class Scratch(NamedTuple):
    """A directory for one rerun.

    Attributes
    ----------
    folder : Path
        The directory itself: what is copied lies in `tree`.
    areas : tuple of Path
        What is copied from: the projects and where the run was started; perhaps its repository.
    project : Project
        The project in which the run is recorded.
    roots : tuple of Path
        The root of that project, and of that in which the script lies. The copy of each is a project of its own.
    copy : Project
        The copy of the project of the script, to which the new run belongs.
    """

    folder: Path
    areas: tuple[Path, ...]
    project: Project
    roots: tuple[Path, ...]
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
        roots = roots_of(record, project)
        areas = (*areas_of(record, project), *([repository] if repository else []))
        copies = [folder / "tree" / root.relative_to(os.path.commonpath(areas)) for root in roots]
        for copy in copies:
            (copy / ".scitex").mkdir(parents=True)
        own = Path(os.path.realpath(copies[-1]))
        scratch = cls(folder, areas, project, roots, Project(own, own / ".scitex" / "clew.db"))
        for directory in directories(record, project):
            if (place := scratch.place(directory)) is not None:
                place.mkdir(parents=True, exist_ok=True)
        return scratch

    @property
    def tree(self) -> Path:
        """Where the copies are, at their paths from `top` on."""
        return self.folder / "tree"

    @property
    def top(self) -> Path:
        """The directory that holds all that is copied."""
        return Path(os.path.commonpath(self.areas))

    def place(self, path: Path) -> Path | None:
        """Return where a file is copied to; None if it is read where it is."""
        if not any(path.is_relative_to(area) for area in self.areas):
            return None
        return self.tree / path.relative_to(self.top)

    def original(self, path: Path) -> Path:
        """Return the file that has its copy at `path`, which is itself if it is no copy."""
        return self.top / path.relative_to(self.tree) if path.is_relative_to(self.tree) else path

    def files(self) -> Iterator[Path]:
        """Yield the copies; links are none."""
        for folder, _, names in os.walk(self.tree):
            yield from (path for name in names if not (path := Path(folder, name)).is_symlink())

    def put(self, path: Path, source: Path | bytes, *, over: bool = False) -> None:
        """Copy a file, or write a content, to the place of `path`, `over` another that is there, such as a commit's."""
        place = self.place(path)
        if place is None or (place.exists() and (not over or holds(place, source))):
            return
        place.unlink(missing_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(source, Path):
            copy_file(source, place)
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
        for link in chain.from_iterable(map(links, self.roots)):
            target, place = Path(os.path.realpath(link)), self.place(link)
            if place and not os.path.lexists(place) and any(path.is_relative_to(target) for path in needed):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.symlink_to(self.place(target) or target)

    def here(self, text: str) -> str:
        """Return a text in which paths of the projects are those of their copies."""
        inner_first = sorted(self.roots, key=lambda root: len(str(root)), reverse=True)
        names = "|".join(re.escape(f"{root}/") for root in inner_first)
        return re.sub(names, lambda found: f"{self.place(Path(found[0]))}/", text)

    def there(self, text: str) -> str:
        """Return a text in which paths of copies are those of the originals."""
        return text.replace(f"{self.tree}", str(self.top).removesuffix("/"))


def holds(place: Path, source: Path | bytes) -> bool:
    """Say whether a file has a content, or that of another file."""
    if isinstance(source, Path):
        return filecmp.cmp(place, source, shallow=False)
    return place.read_bytes() == source


def roots_of(record: RunRecord, project: Project) -> tuple[Path, ...]:
    """Return the root of the project in which a run is recorded, and of that in which its script lies."""
    other = [Project.of(Path(record.script).parent).root] if is_outside(record.script) else []
    return (project.root, *other)


def areas_of(record: RunRecord, project: Project) -> tuple[Path, ...]:
    """Return what a run is given copies of."""
    return (*roots_of(record, project), project.locate(record.working_directory))


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
