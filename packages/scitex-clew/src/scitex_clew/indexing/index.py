"""The index of a project's runs: what is asked of it, and put into it; the run directories remain the truth."""

import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, cast

from scitex_clew.errors import AmbiguousRunError, DuplicateRunError, UnknownRunError
from scitex_clew.records.record import FileAccess, Outcome, RunRecord
from scitex_clew.stamps import Stamp

if TYPE_CHECKING:
    from scitex_clew.indexing.rows import Row, Seen
    from scitex_clew.verifying.grounds import Edition

PASSED = ("arguments", "call")  # sources of the values that a caller in Python has passed
SOME = 500  # values in one query
ROWS = """
    SELECT accesses.run, role, accesses.path, text, accesses.content, sha256, contents.size,
        seen.content, seen.size, mtime_ns, ctime_ns, inode
    FROM accesses JOIN paths USING (path) JOIN contents USING (content)
    LEFT JOIN seen
        ON seen.run = CASE WHEN substr(text, 1, 2) IN ('./', x'2e2f') THEN accesses.run ELSE 0 END
        AND seen.path = accesses.path
    """
KEEP = (
    "CREATE TEMP TABLE earlier_runs AS SELECT * FROM main.runs",
    """
    CREATE TEMP TABLE earlier_accesses AS
    SELECT run, role, text, sha256, size FROM accesses JOIN paths USING (path) JOIN contents USING (content)
    """,
)
RESTORE = (
    "DELETE FROM earlier_runs WHERE run NOT IN (SELECT value FROM json_each(:runs))",
    "DELETE FROM earlier_accesses WHERE run NOT IN (SELECT value FROM json_each(:runs))",
    """
    INSERT INTO runs (id, script, directory, call, started, ended, outcome, exit_code, error, host, pid, process)
    SELECT id, script, directory, call, started, ended, outcome, exit_code, error, host, pid, process
    FROM earlier_runs
    """,
    "INSERT OR IGNORE INTO paths (text) SELECT text FROM earlier_accesses",
    "INSERT OR IGNORE INTO contents (sha256, size) SELECT sha256, size FROM earlier_accesses",
    """
    INSERT INTO accesses (run, role, path, content)
    SELECT runs.run, role, path, content
    FROM earlier_accesses JOIN earlier_runs USING (run) JOIN runs USING (id) JOIN paths USING (text)
    JOIN contents USING (sha256)
    """,
)

Stamps = Mapping[tuple[str, str], Stamp]
NONE: Stamps = MappingProxyType({})


class IndexedRun(NamedTuple):
    """What the index knows of a run itself; the fields are those of `RunRecord`.

    Two runs of one script with the same `call` are repetitions of each other. Times are UTC.
    """

    id: str
    script: str
    directory: str
    call: str
    started: datetime
    ended: datetime | None
    outcome: Outcome | None
    exit_code: int | None
    error: str | None
    host: str
    pid: int
    process: str | None


class Index:
    """An open index. One method, one query or one short transaction."""

    def __init__(self, connection: sqlite3.Connection, disk: "Index | None" = None, origin: Path | None = None) -> None:
        self.connection = connection
        self.disk = disk or self  # itself, or what it was copied from
        self.origin = origin  # the file that it is a copy of, if other hosts may write that meanwhile
        self.held = False  # whether others were found to write it for long

    def write(self, record: RunRecord, stamps: Stamps = NONE) -> None:
        """Put a run in place of what was known of it, and note by what its files are known.

        Parameters
        ----------
        record : RunRecord
            The run.
        stamps : mapping of (path, hash) to tuple, optional
            What tells of some of its files that they still hold what was recorded.
        """
        with self.transaction():
            run = self.insert(record)
            self.connection.executemany(
                """
                INSERT OR REPLACE INTO seen (run, path, content, size, mtime_ns, ctime_ns, inode)
                SELECT ?, path, content, ?, ?, ?, ? FROM paths, contents WHERE text = ? AND sha256 = ?
                """,
                seen_rows(run, record, stamps),
            )

    def replace_all(self, records: Iterable[RunRecord], kept: Sequence[str] = ()) -> None:
        """Put `records` in place of everything but the runs in some directories of which there is no record.

        These are looked at when the last record is there.
        """
        with self.transaction():
            for statement in KEEP:
                self.connection.execute(statement)
            for table in ("seen", "accesses", "runs", "contents", "paths"):
                self.connection.execute(f"DELETE FROM {table}")
            self.insert_all(records)
            if kept:
                self.restore(kept)
            for table in ("earlier_runs", "earlier_accesses"):
                self.connection.execute(f"DROP TABLE temp.{table}")

    def insert_all(self, records: Iterable[RunRecord]) -> None:
        """Insert runs and their accesses into an index that is empty, inside a transaction.

        Paths and contents get the numbers that `insert` would give them, without a look at the tables.
        """
        paths: dict[str | bytes, int] = {}
        contents: dict[bytes, int] = {}
        for record in records:
            run = self.insert_run(record)
            new_paths, new_contents, accesses = [], [], []
            for access in record.accesses:
                text = stored_path(own_path(access.path, record.directory))
                sha256 = bytes.fromhex(access.sha256)
                if text not in paths:
                    paths[text] = len(paths) + 1
                    new_paths.append((paths[text], text))
                if sha256 not in contents:
                    contents[sha256] = len(contents) + 1
                    new_contents.append((contents[sha256], sha256, access.size))
                accesses.append((run, access.role, paths[text], contents[sha256]))
            self.connection.executemany("INSERT INTO paths (path, text) VALUES (?, ?)", new_paths)
            self.connection.executemany("INSERT INTO contents (content, sha256, size) VALUES (?, ?, ?)", new_contents)
            self.connection.executemany("INSERT INTO accesses (run, role, path, content) VALUES (?, ?, ?, ?)", accesses)

    def restore(self, kept: Sequence[str]) -> None:
        """Bring back what was known of the runs in some directories."""
        known = self.connection.execute("SELECT run, directory FROM earlier_runs WHERE id NOT IN (SELECT id FROM runs)")
        lost = [run for run, directory in known if is_within(parse_path(directory), kept)]
        for statement in RESTORE:
            self.connection.execute(statement, {"runs": json.dumps(lost)})

    def root(self) -> Path | None:
        """Return where the project begins whose index this was made; None if nobody has said."""
        row = self.connection.execute("SELECT root FROM project").fetchone()
        return None if row is None else Path(parse_path(row[0]))

    def pass_on(self, before: Path | None, root: Path) -> None:
        """Note that this is the index of the project at `root` now, unless somebody has just noted another."""
        with self.transaction():
            if self.root() == before:
                self.connection.execute("DELETE FROM project")
                self.connection.execute("INSERT INTO project (root) VALUES (:root)", {"root": stored_path(str(root))})

    def runs(self) -> list[IndexedRun]:
        """Return every run, oldest first."""
        return self.runs_where("TRUE")

    def number(self) -> int:
        """Return how many runs there are."""
        found: int = self.connection.execute("SELECT count(*) FROM runs").fetchone()[0]
        return found

    def open_ended_runs(self) -> list[IndexedRun]:
        """Return the runs without an end, oldest first."""
        return self.runs_where("ended IS NULL")

    def runs_named(self, ids: Iterable[str]) -> list[IndexedRun]:
        """Return the runs with these ids, oldest first."""
        return self.runs_where("id IN (SELECT value FROM json_each(:ids))", ids)

    def successful_repetitions(self, ids: Iterable[str]) -> list[IndexedRun]:
        """Return the runs that succeeded with the script and call of one of these, oldest first."""
        call = "SELECT script, call FROM runs WHERE id IN (SELECT value FROM json_each(:ids))"
        return self.runs_where(f"outcome = 'success' AND (script, call) IN ({call})", ids)

    def runs_where(self, condition: str, ids: Iterable[str] = ()) -> list[IndexedRun]:
        """Return the runs that fulfil a condition in SQL, oldest first."""
        rows = self.connection.execute(
            f"""
            SELECT id, script, directory, call, started, ended, outcome, exit_code, error, host, pid, process
            FROM runs WHERE {condition} ORDER BY started, id
            """,
            {"ids": json.dumps(list(ids))},
        )
        return [parse_run(row) for row in rows]

    def accesses(self) -> dict[str, list[FileAccess]]:
        """Return run id → everything the run read and wrote."""
        rows = self.connection.execute(
            """
            SELECT id, directory, role, text, lower(hex(sha256)), size
            FROM accesses JOIN runs USING (run) JOIN paths USING (path) JOIN contents USING (content)
            """
        )
        found: dict[str, list[FileAccess]] = {}
        for run, directory, role, text, sha256, size in rows:
            path = full_path(parse_path(text), parse_path(directory))
            found.setdefault(run, []).append(FileAccess(role, path, sha256, size))
        return {run: sorted(accesses) for run, accesses in found.items()}

    def rows(self, runs: Iterable[str] | None = None) -> "list[Row]":
        """Return what runs, by default all, read and wrote, each with what was last seen of the file."""
        some = "accesses.run IN (SELECT run FROM runs WHERE id IN (SELECT value FROM json_each(:ids)))"
        return self.rows_where("TRUE" if runs is None else some, ids=json.dumps([*(runs or ())]))

    def edition(self) -> "Edition | None":
        """Return what tells that the records are what they were; None if there are none, or it was removed."""
        row = self.connection.execute(
            """
            SELECT number, run, id, (SELECT count(*) FROM accesses)
            FROM edition, runs ORDER BY run DESC LIMIT 1
            """
        ).fetchone()
        if row is None:
            return None
        from scitex_clew.verifying.grounds import Edition

        return Edition(*row)

    def goes_on_from(self, edition: "tuple[int, int, str, int]") -> bool:
        """Say whether all records of an edition are what they were."""
        number, newest, id, accesses = edition
        row = self.connection.execute(
            """
            SELECT (SELECT number FROM edition), (SELECT id FROM runs WHERE run = :newest),
                (SELECT count(*) FROM accesses WHERE run <= :newest)
            """,
            {"newest": newest},
        ).fetchone()
        return bool(row == (number, id, accesses))

    def rows_at(self, paths: Collection[str], newest: int) -> "list[Row]":
        """Return all accesses of some files, all of later runs, and those without which nothing can be said of any run.

        They are all accesses of what some run has read and some run has written, and all of remote files.

        Parameters
        ----------
        paths : collection of str
            The files.
        newest : int
            The number of the last run before the later ones.
        """
        folders = {path[:end] for path in paths for end in slashes(path)}
        homes: dict[str, list[int]] = {}
        for folder, run in self.among("SELECT directory, run FROM runs WHERE directory", folders):
            homes.setdefault(folder, []).append(run)
        own = {(run, f".{path[end:]}") for path in paths for end in slashes(path) for run in homes.get(path[:end], ())}
        numbers = dict(self.among("SELECT text, path FROM paths WHERE text", {*paths, *(text for _, text in own)}))
        return self.rows_where(
            """
            accesses.run > :newest
            OR accesses.path IN (SELECT value FROM json_each(:paths))
            OR (accesses.run, accesses.path) IN (
                SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:own)
            )
            OR accesses.content IN (
                SELECT content FROM accesses WHERE role IN ('script', 'module', 'config', 'input')
                INTERSECT
                SELECT content FROM accesses WHERE role = 'output'
            )
            OR accesses.path IN (SELECT path FROM paths WHERE instr(text, '://'))
            """,
            newest=newest,
            paths=json.dumps([numbers[path] for path in paths if path in numbers]),
            own=json.dumps([(run, numbers[text]) for run, text in own if text in numbers]),
        )

    def rows_where(self, condition: str, **values: str | int) -> "list[Row]":
        """Return the accesses that fulfil a condition in SQL, in the order of their keys."""
        order = "ORDER BY accesses.run, role, accesses.path, accesses.content"
        return self.connection.execute(f"{ROWS} WHERE {condition} {order}", values).fetchall()

    def among(self, query: str, texts: Collection[str]) -> Iterator[tuple[str, int]]:
        """Yield the rows that a query of a path and a number gives for some paths."""
        waiting = [*map(stored_path, texts)]
        for start in range(0, len(waiting), SOME):
            some = waiting[start : start + SOME]
            for text, number in self.connection.execute(f"{query} IN ({', '.join('?' * len(some))})", some):
                yield parse_path(text), number

    def written_rows(self, hashes: Sequence[str]) -> "Iterator[Row]":
        """Yield the outputs with one of these contents, each with what was last seen of the file."""
        for start in range(0, len(hashes), SOME):
            some = [bytes.fromhex(sha256) for sha256 in hashes[start : start + SOME]]
            numbers = f"SELECT content FROM contents WHERE sha256 IN ({', '.join('?' * len(some))})"
            yield from self.connection.execute(
                f"{ROWS} WHERE role = 'output' AND accesses.content IN ({numbers}) ORDER BY accesses.run", some
            )

    def directories(self) -> dict[int, str]:
        """Return the number that each run has in `rows` → its directory."""
        return {run: parse_path(path) for run, path in self.connection.execute("SELECT run, directory FROM runs")}

    def directory_of(self, id: str) -> str | None:
        """Return the directory of a run; None if it is not known."""
        row = self.connection.execute("SELECT directory FROM runs WHERE id = :id", {"id": id}).fetchone()
        return None if row is None else parse_path(row[0])

    def run_in(self, directory: str) -> str | None:
        """Return the id of the run in a directory; None if there is none."""
        query = "SELECT id FROM runs WHERE directory = :directory"
        row = self.connection.execute(query, {"directory": stored_path(directory)}).fetchone()
        return None if row is None else str(row[0])

    def gave(self, run: int, content: int) -> bool:
        """Say whether a run, by its number, gave a content to another one."""
        query = "SELECT 1 FROM links WHERE parent = :run AND content = :content LIMIT 1"
        return self.connection.execute(query, {"run": run, "content": content}).fetchone() is not None

    def numbers(self, runs: Iterable[str] | None = None) -> dict[int, str]:
        """Return the number that runs, by default all, have in `rows` → their id."""
        if runs is None:
            return dict(self.connection.execute("SELECT run, id FROM runs"))
        some = {"ids": json.dumps(list(runs))}
        query = "SELECT run, id FROM runs WHERE id IN (SELECT value FROM json_each(:ids))"
        return dict(self.connection.execute(query, some))

    def writing(self, runs: Iterable[str] | None = None) -> set[str]:
        """Return the ids of those runs, by default of all, that have written an output."""
        some = "TRUE" if runs is None else "id IN (SELECT value FROM json_each(:ids))"
        found = self.connection.execute(
            f"""
            SELECT id FROM runs
            WHERE {some} AND EXISTS (SELECT 1 FROM accesses WHERE accesses.run = runs.run AND role = 'output')
            """,
            {"ids": json.dumps([*(runs or ())])},
        )
        return {id for (id,) in found}

    def originals(self, hashes: Sequence[str]) -> set[tuple[bytes, str]]:
        """Return where which of some contents were written: into a run's directory, or without having been read."""
        found: set[tuple[bytes, str]] = set()
        for start in range(0, len(hashes), SOME):
            some = [bytes.fromhex(sha256) for sha256 in hashes[start : start + SOME]]
            rows = self.connection.execute(
                f"""
                SELECT sha256, text, directory
                FROM contents JOIN accesses AS written USING (content) JOIN runs USING (run) JOIN paths USING (path)
                WHERE sha256 IN ({", ".join("?" * len(some))}) AND role IN ('output', 'log', 'diff')
                AND (substr(text, 1, 2) IN ('./', x'2e2f') OR NOT EXISTS (
                    SELECT 1 FROM accesses AS read
                    WHERE read.content = written.content AND read.run = written.run
                    AND read.role IN ('script', 'module', 'config', 'input')
                ))
                """,
                some,
            )
            found |= {(sha256, full_path(parse_path(text), parse_path(directory))) for sha256, text, directory in rows}
        return found

    def remember_elsewhere(self, found: "Sequence[tuple[str, Seen]]") -> None:
        """Note what files hold that records may not name, by what the index would call them."""
        with self.transaction():
            texts = [(stored_path(path),) for path, _ in found]
            self.connection.executemany("INSERT OR IGNORE INTO paths (text) VALUES (?)", texts)
            numbers = [self.connection.execute("SELECT path FROM paths WHERE text = ?", text) for text in texts]
        self.remember(seen._replace(path=number) for (_, seen), ((number,),) in zip(found, numbers, strict=True))

    def seen(self) -> dict[tuple[int, str | bytes], tuple[bytes, Stamp]]:
        """Return what files, which records may not name, were last seen to hold, and their stamps then.

        They are known by the number of the run in whose directory they are, else 0, and what the index calls them.
        """
        rows = self.connection.execute(
            """
            SELECT run, text, sha256, seen.size, mtime_ns, ctime_ns, inode
            FROM seen JOIN paths USING (path) JOIN contents USING (content)
            """
        )
        return {(run, text): (sha256, tuple(known)) for run, text, sha256, *known in rows}

    def places(self) -> set[str]:
        """Return every path that a record names."""
        rows = self.connection.execute(
            """
            SELECT DISTINCT text, CASE WHEN substr(text, 1, 2) IN ('./', x'2e2f') THEN directory END
            FROM accesses JOIN runs USING (run) JOIN paths USING (path)
            """
        )
        return {full_path(parse_path(text), parse_path(directory or "")) for text, directory in rows}

    def remember(self, found: "Iterable[Seen]") -> None:
        """Note what files hold, so that they need not be hashed again until they are touched.

        Paths that only the journal of a run that lives names have no number here, and are left out.
        """
        rows = [seen._asdict() for seen in found]
        with self.transaction():
            self.connection.executemany("INSERT OR IGNORE INTO contents (sha256, size) VALUES (:sha256, :size)", rows)
            self.connection.executemany(
                """
                INSERT OR REPLACE INTO seen (run, path, content, size, mtime_ns, ctime_ns, inode)
                SELECT :run, path, content, contents.size, :mtime_ns, :ctime_ns, :inode FROM contents, paths
                WHERE sha256 = :sha256 AND path = :path
                """,
                rows,
            )

    def writers(self, sha256: str) -> list[tuple[str, str]]:
        """Return (run id, path) of every output with this content, in the order in which the runs began."""
        rows = self.connection.execute(
            """
            SELECT id, directory, text
            FROM contents JOIN accesses USING (content) JOIN runs USING (run) JOIN paths USING (path)
            WHERE sha256 = :sha256 AND role = 'output'
            ORDER BY started, id
            """,
            {"sha256": bytes.fromhex(sha256)},
        )
        return [(id, full_path(parse_path(text), parse_path(directory))) for id, directory, text in rows]

    def last_written(self, paths: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Return path → (run id, hash) of what the run wrote to it that ended last.

        What a run wrote into its own directory is left out.
        """
        found: dict[str, tuple[str, str]] = {}
        texts = list(map(stored_path, paths))
        for start in range(0, len(texts), SOME):
            some = texts[start : start + SOME]
            rows = self.connection.execute(
                f"""
                SELECT text, id, lower(hex(sha256))
                FROM accesses JOIN runs USING (run) JOIN paths USING (path) JOIN contents USING (content)
                WHERE text IN ({", ".join("?" * len(some))}) AND role = 'output' AND ended IS NOT NULL
                ORDER BY ended, started, id
                """,
                some,
            )
            found |= {parse_path(text): (id, sha256) for text, id, sha256 in rows}
        return found

    def giver(self, access: FileAccess, reader: str, started: datetime) -> IndexedRun | None:
        """Return the run that gave another one what it read; None if no other wrote it before that began.

        It is the one in whose directory that was, whatever the clocks say; else the last of those that wrote it to the
        very path, or anywhere.
        """
        rows = self.connection.execute(
            """
            SELECT id, script, directory, call, started, ended, outcome, exit_code, error, host, pid, process, text
            FROM contents JOIN accesses USING (content) JOIN runs USING (run) JOIN paths USING (path)
            WHERE sha256 = :sha256 AND role = 'output' AND id <> :reader
            ORDER BY started DESC, id DESC
            """,
            {"sha256": bytes.fromhex(access.sha256), "reader": reader},
        ).fetchall()
        found = [(parse_run(row[:-1]), parse_path(row[-1])) for row in rows]
        there = [(run, text) for run, text in found if full_path(text, run.directory) == access.path]
        within = [run for run, text in there if text.startswith("./")]
        before = [run for run, _ in (*there, *found) if run.started <= started]
        return next(iter((*within, *before)), None)

    def recorded_at(self, path: str) -> list[tuple[str, str, str]]:
        """Return (run id, role, hash) of every access of a path, in the order in which the runs began."""
        rows = self.connection.execute(
            """
            SELECT id, role, lower(hex(sha256))
            FROM accesses JOIN runs USING (run) JOIN paths USING (path) JOIN contents USING (content)
            WHERE text = :path
            OR (directory = substr(:path, 1, length(directory))
                AND text = '.' || substr(:path, length(directory) + 1))
            ORDER BY started, id, role
            """,
            {"path": stored_path(path)},
        )
        return rows.fetchall()

    def knows(self, sha256: str) -> bool:
        """Say whether some run read or wrote a content."""
        query = "SELECT 1 FROM contents JOIN accesses USING (content) WHERE sha256 = :sha256 LIMIT 1"
        return self.connection.execute(query, {"sha256": bytes.fromhex(sha256)}).fetchone() is not None

    def sha256_of(self, content: int) -> str:
        """Return the hash of a content, by its number."""
        row = self.connection.execute("SELECT lower(hex(sha256)) FROM contents WHERE content = ?", (content,))
        return str(row.fetchone()[0])

    def size_of(self, sha256: str) -> int:
        """Return the size of a content, by its hash."""
        row = self.connection.execute("SELECT size FROM contents WHERE sha256 = ?", (bytes.fromhex(sha256),))
        return int(row.fetchone()[0])

    def find(self, part: str) -> str:
        """Return the id of the one run whose id is, or contains, `part`.

        Raises
        ------
        AmbiguousRunError
            If several ids contain it.
        UnknownRunError
            If none does; the message names the nearest.
        """
        found = self.fitting(part)
        if part.upper() in found:
            return part.upper()
        if len(found) == 1:
            return found[0]
        if found:
            some = ", ".join(found[:4]) + (", ..." if len(found) > 4 else "")
            raise AmbiguousRunError(f"{part!r} fits {len(found)} runs: {some}")
        raise UnknownRunError(f"no recorded run has the id {part!r}{self.hint(part)}; see: scitex clew list")

    def fitting(self, part: str) -> list[str]:
        """Return the ids of runs that contain `part`, whose letters may be small."""
        query = "SELECT id FROM runs WHERE instr(id, upper(:part)) ORDER BY id"
        known = self.connection.execute(query, {"part": part}) if part and part.isascii() else ()
        return [str(row[0]) for row in known]

    def hint(self, part: str) -> str:
        """Return the run id nearest to a wrong one, as a parenthesis."""
        from difflib import get_close_matches

        known = [str(row[0]) for row in self.connection.execute("SELECT id FROM runs")]
        nearest = get_close_matches(part.upper(), known, n=1)
        return f" (did you mean {nearest[0]!r}?)" if nearest else ""

    def forget(self, id: str, directory: str) -> None:
        """Remove the run in a directory, and all that is known of it."""
        identity = {"id": id, "directory": stored_path(directory)}
        with self.transaction():
            self.connection.execute("DELETE FROM runs WHERE id = :id AND directory = :directory", identity)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that is read in the block be of one moment, whoever writes meanwhile."""
        self.connection.execute("BEGIN")
        with self.connection:
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Open a writing transaction, committed at the end of the block and rolled back if it fails."""
        self.connection.execute("BEGIN IMMEDIATE")
        with self.connection:
            yield

    def insert(self, record: RunRecord) -> int | None:
        """Insert a run and its accesses, inside a transaction, in place of what was known of it; return its number.

        Raises
        ------
        DuplicateRunError
            If a run of another script has its id.
        """
        run = self.insert_run(record)
        texts = [stored_path(own_path(access.path, record.directory)) for access in record.accesses]
        hashes = [bytes.fromhex(access.sha256) for access in record.accesses]
        self.connection.executemany("INSERT OR IGNORE INTO paths (text) VALUES (?)", zip(texts, strict=True))
        contents = zip(hashes, (access.size for access in record.accesses), strict=True)
        self.connection.executemany("INSERT OR IGNORE INTO contents (sha256, size) VALUES (?, ?)", contents)
        self.connection.executemany(
            """
            INSERT INTO accesses (run, role, path, content)
            SELECT ?, ?, path, content FROM paths, contents WHERE text = ? AND sha256 = ?
            """,
            zip(repeat(run, len(texts)), (access.role for access in record.accesses), texts, hashes, strict=True),
        )
        return run

    def insert_run(self, record: RunRecord) -> int | None:
        """Insert a run without its accesses, in place of what was known of it; return its number.

        Raises
        ------
        DuplicateRunError
            If a run of another script has its id.
        """
        identity = {"id": record.id, "script": stored_path(record.script)}
        self.connection.execute("DELETE FROM runs WHERE id = :id AND script = :script", identity)
        for (other,) in self.connection.execute("SELECT script FROM runs WHERE id = :id", identity):
            raise DuplicateRunError(f"a run of {parse_path(other)} has the id {record.id} as well")
        return self.connection.execute(
            """
            INSERT INTO runs
                (id, script, directory, call, started, ended, outcome, exit_code, error, host, pid, process)
            VALUES
                (:id, :script, :directory, :call, :started, :ended, :outcome, :exit_code, :error, :host, :pid, :process)
            """,
            {
                **identity,
                "directory": stored_path(record.directory),
                "call": call(record),
                "started": stored_time(record.started),
                "ended": record.ended and stored_time(record.ended),
                "outcome": record.outcome,
                "exit_code": record.exit_code,
                "error": record.error and record.error.encode("utf-8", "backslashreplace").decode(),
                "host": record.host,
                "pid": record.pid,
                "process": record.process,
            },
        ).lastrowid


def call(record: RunRecord) -> str:
    """Return what a repetition of a run has in common with it, beside the script, as JSON text.

    Values that come from a configuration file or a default are not part of it: they may change in between.
    """
    passed = {parameter.name: parameter.value for parameter in record.parameters if parameter.source in PASSED}
    return json.dumps([record.working_directory, record.arguments, passed], sort_keys=True)


def seen_rows(run: int | None, record: RunRecord, stamps: Stamps) -> Iterator[tuple[object, ...]]:
    """Yield what is noted of the files of a run: whose they are, their stamps, what they are called and hold."""
    for access in record.accesses if stamps else ():
        if (stamp := stamps.get((access.path, access.sha256))) is not None:
            text = own_path(access.path, record.directory)
            home = run if text != access.path else 0
            yield home, *stamp, stored_path(text), bytes.fromhex(access.sha256)


def stored_time(time: datetime) -> str:
    """Return `time` as the index holds it, so that text order is time order."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")


def is_within(path: str, folders: Iterable[str]) -> bool:
    """Say whether a path is one of some folders or lies in one; `.` is the root of the project."""
    return any(folder in (".", path) or path.startswith(f"{folder}/") for folder in folders)


def slashes(path: str) -> list[int]:
    """Return where a path has slashes: what is before each is a folder."""
    return [place for place, letter in enumerate(path) if letter == "/"]


def own_path(path: str, directory: str) -> str:
    """Return a path as the index holds it: from the run directory on if it lies there, so that runs share it."""
    return f"./{path[len(directory) + 1 :]}" if path.startswith(f"{directory}/") else path


def full_path(text: str, directory: str) -> str:
    """Return the path that `own_path` has given."""
    return f"{directory}{text[1:]}" if text.startswith("./") else text


def stored_path(path: str) -> str | bytes:
    """Return `path` as SQLite can hold it: bytes if it is not valid UTF-8."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def parse_path(value: str | bytes) -> str:
    """Return the path that `stored_path` has given."""
    return os.fsdecode(value)


def parse_run(row: tuple[object, ...]) -> IndexedRun:
    """Return a row of the table of runs."""
    id, script, directory, call, started, ended, *rest = cast("tuple[str, ...]", row)
    return IndexedRun(
        id,
        parse_path(script),
        parse_path(directory),
        call,
        datetime.fromisoformat(started),
        datetime.fromisoformat(ended) if ended else None,
        *rest,  # type: ignore[arg-type]
    )
