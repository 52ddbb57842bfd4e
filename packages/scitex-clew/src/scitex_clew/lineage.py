"""Which run descends from which: B is A's child if B read a content that A wrote."""

from collections.abc import Iterator
from typing import NamedTuple

from scitex_clew.index import Index, parse_path


class Link(NamedTuple):
    """A content on its way from the run that wrote it to a run that read it."""

    parent: str
    child: str
    sha256: str


class Step(NamedTuple):
    """A content that a run read or wrote, for drawing."""

    run: str
    script: str
    role: str
    path: str
    sha256: str
    size: int


def links(index: Index) -> list[Link]:
    """Return every tie between two runs of the project."""
    rows = index.connection.execute(
        """
        SELECT DISTINCT parents.id, children.id, lower(hex(sha256))
        FROM links
        JOIN contents USING (content)
        JOIN runs AS parents ON parents.run = links.parent
        JOIN runs AS children ON children.run = links.child
        ORDER BY parents.started, children.started, sha256
        """
    )
    return [Link(*row) for row in rows]


def steps(index: Index) -> Iterator[Step]:
    """Yield what every run read and wrote, oldest run first; logs and scripts are left out."""
    rows = index.connection.execute(
        """
        SELECT id, script, role, path, lower(hex(sha256)), size
        FROM accesses JOIN runs USING (run) JOIN contents USING (content)
        WHERE role IN ('config', 'input', 'output')
        ORDER BY started, id, role, path, sha256
        """
    )
    for run, script, role, path, sha256, size in rows:
        yield Step(run, parse_path(script), role, parse_path(path), sha256, size)


def ancestors(index: Index, run: str) -> set[str]:
    """Return the ids of all runs that `run` descends from."""
    rows = index.connection.execute(
        """
        WITH RECURSIVE ancestors (run) AS (
            SELECT parent FROM links JOIN runs ON runs.run = links.child WHERE runs.id = :run
            UNION
            SELECT parent FROM links JOIN ancestors ON ancestors.run = links.child
        )
        SELECT id FROM runs JOIN ancestors USING (run)
        """,
        {"run": run},
    )
    return {row[0] for row in rows} - {run}
