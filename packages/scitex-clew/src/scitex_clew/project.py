"""Where a project begins, where its index lies, and how its paths are written.

Paths are kept relative to the project's root, so that a project which is moved or copied stays whole.
"""

import os
from pathlib import Path
from typing import NamedTuple

from scitex_clew.location import index_of
from scitex_io.roots import project_root

RERUNS = ".scitex/reruns"
"""Where runs that are executed again have their directories, below the root."""


class Project(NamedTuple):
    """A root directory and the index of the runs below it.

    Attributes
    ----------
    root : Path
        Absolute, symbolic links resolved.
    database : Path
        The index: `.scitex/clew.db` below the root, or what the variable `SCITEX_CLEW_DB` says.
    """

    root: Path
    database: Path

    @classmethod
    def of(cls, directory: Path) -> "Project":
        """Return the project of `directory`: its nearest ancestor with a marker, else itself."""
        root = project_root(directory)
        return cls(Path(root), Path(index_of(root)))

    @classmethod
    def of_run(cls, directory: Path) -> "Project":
        """Return the project of the run in a directory: that in which its `<script>_out` lies, or it was put alone."""
        is_in_place = directory.parent.parent.name.endswith("_out")
        return cls.of(directory.parents[2] if is_in_place else directory.parent)

    def portable(self, path: str | os.PathLike[str]) -> str:
        """Return `path` as records hold it: links resolved, relative to the root if it lies below it."""
        return self.named(os.path.realpath(path))

    def named(self, path: str) -> str:
        """Return an absolute path relative to the root if it lies below it, links as they are."""
        root = str(self.root)
        if path == root:
            return "."
        return path.removeprefix(root if root.endswith("/") else f"{root}/")

    def locate(self, path: str) -> Path:
        """Return the absolute path of a path that `portable` has written."""
        return self.root / path
