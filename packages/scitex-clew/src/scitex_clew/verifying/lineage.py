"""Which run descends from which: B is A's child if B read a content that A wrote."""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from scitex_clew.indexing.index import Index, IndexedRun, full_path, parse_path
from scitex_clew.records.record import RunRecord


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


def may_follow(writer: IndexedRun | RunRecord, run: IndexedRun | RunRecord) -> bool:
    """Say whether one run may have written something after another one had read or written it: it ended later."""
    return writer.ended is None or writer.ended > run.started or writer.started >= run.started


def links(index: Index, runs: Iterable[str] | None = None) -> list[Link]:
    """Return every tie between two runs of the project, or those from and to some runs, oldest first."""
    some = """
        WITH some (run) AS (SELECT run FROM runs WHERE id IN (SELECT value FROM json_each(:ids))),
        ties AS (
            SELECT links.* FROM some CROSS JOIN links ON links.parent = some.run
            UNION
            SELECT links.* FROM some CROSS JOIN links ON links.child = some.run
        )
        """
    rows = index.connection.execute(
        f"""
        {"WITH ties AS (SELECT DISTINCT * FROM links)" if runs is None else some}
        SELECT parents.id, children.id, lower(hex(sha256))
        FROM ties
        JOIN contents USING (content)
        JOIN runs AS parents ON parents.run = ties.parent
        JOIN runs AS children ON children.run = ties.child
        ORDER BY parents.started, parents.id, children.started, children.id, sha256
        """,
        {} if runs is None else {"ids": json.dumps(list(runs))},
    )
    return [Link(*row) for row in rows]


def steps(index: Index) -> Iterator[Step]:
    """Yield what every run read and wrote, oldest run first.

    Logs are left out, and scripts and modules too, but for those that a run wrote.
    """
    rows = index.connection.execute(
        """
        SELECT id, script, directory, role, text, lower(hex(sha256)), size
        FROM accesses JOIN runs USING (run) JOIN paths USING (path) JOIN contents USING (content)
        WHERE role IN ('config', 'input', 'output')
        OR (role IN ('script', 'module') AND size > 0
            AND content IN (SELECT content FROM accesses WHERE role = 'output'))
        ORDER BY started, id, role, text, sha256
        """
    )
    for run, script, directory, role, text, sha256, size in rows:
        path = full_path(parse_path(text), parse_path(directory))
        yield Step(run, parse_path(script), role, path, sha256, size)


def ancestors(index: Index, *runs: str) -> set[str]:
    """Return the ids of all runs that one of `runs` descends from, but these."""
    rows = index.connection.execute(
        """
        WITH RECURSIVE ancestors (run) AS (
            SELECT parent FROM links JOIN runs ON runs.run = links.child
            WHERE runs.id IN (SELECT value FROM json_each(:runs))
            UNION
            SELECT parent FROM links JOIN ancestors ON ancestors.run = links.child
        )
        SELECT id FROM runs JOIN ancestors USING (run)
        """,
        {"runs": json.dumps(runs)},
    )
    return {row[0] for row in rows} - {*runs}


def readers(index: Index, runs: Iterable[str]) -> set[str]:
    """Return the ids of other runs that read what some runs wrote, or what lay where these wrote it.

    A record whose hashes were changed has no children by content any more, but it has those.
    """
    runs = {*runs}
    places = index.connection.execute(
        """
        WITH some (run, directory) AS (SELECT run, directory FROM runs WHERE id IN (SELECT value FROM json_each(:ids)))
        SELECT path FROM some CROSS JOIN paths ON text > directory || '/' AND text < directory || '0'
        UNION ALL
        SELECT path FROM some CROSS JOIN accesses USING (run) CROSS JOIN paths USING (path)
        WHERE role = 'output' AND substr(text, 1, 2) NOT IN ('./', x'2e2f')
        """,
        {"ids": json.dumps(list(runs))},
    ).fetchall()
    found = {link.child for link in links(index, runs)}
    if places:  # else nobody need look through all accesses
        rows = index.connection.execute(
            """
            SELECT DISTINCT id FROM accesses JOIN runs USING (run)
            WHERE role IN ('script', 'module', 'config', 'input') AND path IN (SELECT value FROM json_each(:places))
            """,
            {"places": json.dumps([place for (place,) in places])},
        )
        found |= {id for (id,) in rows}
    return found - runs


def readings(index: Index, sha256: str) -> list[tuple[str, str]]:
    """Return (run id, path) of every time that a content was read, in the order in which the runs began."""
    rows = index.connection.execute(
        """
        SELECT DISTINCT id, directory, text
        FROM contents JOIN accesses USING (content) JOIN runs USING (run) JOIN paths USING (path)
        WHERE sha256 = :sha256 AND role IN ('script', 'module', 'config', 'input')
        ORDER BY started, id, text
        """,
        {"sha256": bytes.fromhex(sha256)},
    )
    return [(id, full_path(parse_path(text), parse_path(directory))) for id, directory, text in rows]
