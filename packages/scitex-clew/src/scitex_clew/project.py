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

    def portable(self, path: str | os.PathLike[str]) -> str:
        """Return `path` as records hold it: links resolved, relative to the root if it lies below it."""
        real = os.path.realpath(path)
        root = str(self.root)
        if real == root:
            return "."
        inside = root if root.endswith("/") else f"{root}/"
        return real.removeprefix(inside)

    def locate(self, path: str) -> Path:
        """Return the absolute path of a path that `portable` has written."""
        return self.root / path
