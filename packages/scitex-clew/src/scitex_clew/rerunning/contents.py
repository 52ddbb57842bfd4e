"""Where the content that a run has read or written is to be found now."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from scitex_clew.hashing import content, digest
from scitex_clew.indexing.index import Index
from scitex_clew.project import Project
from scitex_clew.records.record import FileAccess, RunRecord
from scitex_clew.verifying.moved import moved


class Contents:
    """The contents of a project, by their hashes.

    Parameters
    ----------
    index : Index
        Its index.
    project : Project
        The project.
    """

    def __init__(self, index: Index, project: Project) -> None:
        self.project = project
        self.lock = Lock()  # runs are executed again in threads, and the index has one connection
        self.index = index
        self.places: dict[str, list[str]] = {}
        for accesses in index.accesses().values():
            for access in accesses:
                self.places.setdefault(access.sha256, []).append(access.path)

    def find(self, access: FileAccess, record: RunRecord) -> Path | bytes | None:
        """Return a file with what was read or written, or that itself; None if it is nowhere.

        It is looked for in its place, in all places where records name it, anywhere in the project, in the record of
        the run, and in the commit that was checked out.
        """
        for path in dict.fromkeys([access.path, *self.places.get(access.sha256, ())]):
            if self.holds(self.project.locate(path), access):
                return self.project.locate(path)
        if (text := record.text_of(access)) and digest(text.encode("utf-8", "replace")) == access.sha256:
            return text.encode()
        with self.lock:
            place = moved(self.project, self.index, [(access.sha256, access.size)]).get(access.sha256)
        if place is not None:
            return self.project.locate(place)
        return next((text for text in self.committed(access, record) if digest(text) == access.sha256), None)

    def holds(self, path: Path, access: FileAccess) -> bool:
        """Say whether a file holds what was read or written."""
        try:
            return path.stat().st_size == access.size and content(path).sha256 == access.sha256
        except OSError:
            return False

    def committed(self, access: FileAccess, record: RunRecord) -> Iterator[bytes]:
        """Yield what the commit of a run has at a path."""
        if record.git is not None and record.git.commit is not None:
            folder = self.project.locate(record.script).parent
            name = f"{record.git.commit}:./{os.path.relpath(self.project.locate(access.path), folder)}"
            done = git(folder, "cat-file", "blob", name)
            if done.returncode == 0:
                yield done.stdout


def git(folder: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[bytes]":
    """Return what git answers about the repository around a folder, whatever `GIT_*` variables say."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | variables
    try:
        return subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, check=False)
    except OSError as error:
        return subprocess.CompletedProcess(arguments, 127, b"", str(error).encode())
