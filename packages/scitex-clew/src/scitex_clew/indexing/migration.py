"""An index of an earlier version brought to the present one, in one transaction.

The rows of the earlier tables are copied into tables made by `schema.sql`, so that a migrated index is like a new one.
The directories of its runs are not asked: a run whose directory is gone by now stays known.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from scitex_clew.indexing.index import own_path, parse_path, stored_path
from scitex_clew.indexing.index_file import SCHEMA, VERSION

COPIES = {
    1: "before_paths.sql",  # accesses held their paths as text
    2: "before_paths.sql",
    3: "before_project.sql",  # nothing said whose index it is, or which runs are new
}
"""Earlier version → the script in `migrations` that copies its rows, from `earlier_runs` and so on, into new tables."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database to the present version, if it has an earlier one, whole or not at all.

    Another process may be at it, too: the version is looked at again when the database is ours alone.
    """
    connection.create_function("own_path", 2, own, deterministic=True)
    connection.execute("BEGIN EXCLUSIVE")
    with connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == VERSION:
            return
        set_aside(connection)
        for script in (SCHEMA, Path(__file__).with_name("migrations") / COPIES[version]):
            for statement in statements(script.read_text("utf-8")):
                connection.execute(statement)


def set_aside(connection: sqlite3.Connection) -> None:
    """Rename every table to `earlier_` and its name, and drop what hangs on it."""
    known = connection.execute("SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC")
    for kind, name in known.fetchall():  # views and triggers before tables and indexes
        connection.execute(f"ALTER TABLE {name} RENAME TO earlier_{name}" if kind == "table" else f"DROP {kind} {name}")


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script in SQL."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def own(path: str | bytes, directory: str | bytes) -> str | bytes:
    """Return a stored path of a file as it is stored now."""
    return stored_path(own_path(parse_path(path), parse_path(directory)))
