"""What is wrong with an index, which anybody may have edited: asked when it is rebuilt, or a question has failed."""

import sqlite3
from contextlib import closing

from scitex_clew.indexing.index_file import SCHEMA, VERSION

SCHEMA_ROWS = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name"
FAULTS = {
    "nobody can tell when run {} began": """
        SELECT id FROM runs WHERE julianday(started) IS NULL OR started NOT GLOB '????-??-??T??:??:??.???+00:00'
        """,
    "nobody can tell when run {} ended": """
        SELECT id FROM runs
        WHERE ended IS NOT NULL AND (julianday(ended) IS NULL OR ended NOT GLOB '????-??-??T??:??:??.???+00:00')
        """,
    "run {} has a path that is none": """
        SELECT id FROM runs WHERE typeof(script) NOT IN ('blob', 'text') OR typeof(directory) NOT IN ('blob', 'text')
        """,
    "its root is none": "SELECT root FROM project WHERE typeof(root) NOT IN ('blob', 'text')",
    "path {} is none": "SELECT path FROM paths WHERE typeof(text) NOT IN ('blob', 'text')",
    "content {} is none": """
        SELECT content FROM contents WHERE typeof(sha256) <> 'blob' OR length(sha256) <> 32 OR typeof(size) <> 'integer'
        """,
    "its table {} refers to what is not there": 'SELECT "table" FROM pragma_foreign_key_check',
}
"""What is said of the first that should not be there → how it is found."""


def fault(connection: sqlite3.Connection) -> str | None:
    """Return what is wrong with an index, in a few words; None if nothing is known to be."""
    try:
        if (lacking := foreign_schema(connection)) is not None:
            return lacking
        for message, query in FAULTS.items():
            for (found,) in connection.execute(query):
                return message.format(found)
    except sqlite3.Error as error:
        return str(error)
    return None


def foreign_schema(connection: sqlite3.Connection) -> str | None:
    """Return which tables, indexes, triggers and views are not as `schema.sql` makes them; None if all are."""
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.executescript(SCHEMA.read_text("utf-8"))
        expected = memory.execute(SCHEMA_ROWS).fetchall()
    present = set(connection.execute(SCHEMA_ROWS))
    wrong = [f"{kind} {name}" for kind, name, sql in expected if (kind, name, sql) not in present]
    return f"not as version {VERSION} has it: {', '.join(wrong)}" if wrong else None
