"""Whose index it is, since its paths begin at the root of one project.

One in its usual place is its project's, wherever that is moved to. One that lies elsewhere is that of the first project
that used it, and goes over to another when there is nothing at that root any more: it was moved, or removed. A second
project has its records in its run directories, and is told so.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scitex_clew.errors import ForeignIndexError
from scitex_clew.indexing.index import Index
from scitex_clew.indexing.index_file import opened
from scitex_clew.location import project_at
from scitex_clew.project import Project


@contextmanager
def opened_for(project: Project, patience: float | None = None, *, writing: bool = False) -> Iterator[Index]:
    """Open the index of a project, as `opened` does.

    Raises
    ------
    DamagedIndexError, NoIndexError
        If there is no index that can be read.
    ForeignIndexError
        If it is that of another project.
    """
    with opened(project.database, patience, writing=writing) as index:
        belong(index, project)
        yield index


def belong(index: Index, project: Project) -> None:
    """Raise if an index is that of another project; note that it is this one's, if it is nobody's."""
    noted = index.root()
    usual = project_at(str(project.database))
    if noted == project.root or (noted is None and usual == str(project.root)):
        return
    owner = Path(usual) if noted is None and usual is not None and index.number() else noted
    if owner is not None and owner.exists():
        if owner.resolve() == project.root:
            return
        raise ForeignIndexError(
            f"{project.database} is the index of another project, {owner}: let SCITEX_CLEW_DB name a file of its own "
            "for each of them, or none"
        )
    if usual != str(project.root):
        try:
            index.pass_on(noted, project.root)
        except sqlite3.OperationalError:  # whoever may not write it puts nothing into it either
            return
        belong(index, project)
