"""The file of an index, a SQLite database: opened, made where there is none, and brought to the present version."""

import errno
import glob
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

from scitex_clew.errors import ClewError, DamagedIndexError, NoIndexError
from scitex_clew.indexing.index import Index

SCHEMA = Path(__file__).with_name("schema.sql")
VERSION = 4
PATIENCE = 30.0  # seconds to wait for another process's transaction
LINKLESS = (errno.ENOSYS, errno.ENOTSUP, errno.EPERM)  # what a file system without hard links answers
SHARED = ("9p", "afs", "beegfs", "ceph", "cifs", "gpfs", "lustre", "nfs", "nfs4", "smb3")
UNWRITABLE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
NO_SHARED_MEMORY = (sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMSIZE)
BESIDE = ("", "-journal", "-shm", "-wal")  # endings of a database and of what SQLite keeps beside it
DRAFT = "[0-9a-f]{16}"
ABANDONED = 3600.0  # seconds after which nobody is still making an index


@contextmanager
def opened(database: Path, patience: float | None = None, *, writing: bool = False) -> Iterator[Index]:
    """Open the index at `database`; wait for another process's transaction no longer than `patience`, in seconds.

    One that other hosts may write is copied, and let go of at once, unless it is opened for writing.

    Raises
    ------
    DamagedIndexError
        If the file is not a database, or not one that this version reads.
    NoIndexError
        If there is no such file.
    sqlite3.OperationalError
        If it is locked or out of reach; the message names it.
    """
    patience = PATIENCE if patience is None else patience
    if not database.exists():
        raise NoIndexError(f"no run is recorded here: there is no {database}; run a script, or: scitex clew index")
    try:
        if not database.is_file():
            raise sqlite3.DatabaseError("it is not a file")
        if not is_shared(database.parent):
            with used(database, patience, writing=writing) as connection:
                yield Index(connection)
            return
        from scitex_clew.indexing.hosts import alone

        with alone(database, patience), used(database, patience, writing=writing) as connection:
            if writing:
                yield Index(connection)
                return
            memory = copied(connection)
        with closing(memory), blaming(memory):
            yield Index(memory, origin=database)
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # these say nothing of the file
    except sqlite3.NotSupportedError as error:
        message = f"{database} cannot be read: {error}; use a later one, or rebuild it: scitex clew index --force"
        raise DamagedIndexError(message) from error
    except sqlite3.OperationalError as error:
        raise sqlite3.OperationalError(f"{error}: {database}") from error
    except sqlite3.DatabaseError as error:
        message = f"{database} cannot be read ({error}); rebuild it: scitex clew index"
        raise DamagedIndexError(message) from error


@contextmanager
def used(database: Path, patience: float, *, writing: bool) -> Iterator[sqlite3.Connection]:
    """Yield a connection to an index of the present version; to a copy of an earlier one that may only be read."""
    with closing(connect(database, patience)) as connection:
        try:
            with blaming(connection):
                update(connection)
        except sqlite3.OperationalError as error:
            if writing or error.sqlite_errorcode & 0xFF not in UNWRITABLE:
                raise
        else:
            with blaming(connection):
                yield connection
            return
        with closing(copied(connection)) as memory, blaming(memory):
            update(memory)
            yield memory


def copied(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return a connection to a copy in memory of what another one is to."""
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.backup(memory)
    memory.execute("PRAGMA foreign_keys = ON")
    return memory


@contextmanager
def blaming(connection: sqlite3.Connection) -> Iterator[None]:
    """Let what goes wrong in the block be the fault of the database, if something is wrong with that."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError, sqlite3.OperationalError) as error:
        from scitex_clew.indexing.diagnosis import fault

        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)  # others tell of locks and disks
        if isinstance(error, ClewError) or code != sqlite3.SQLITE_ERROR or (found := fault(connection)) is None:
            raise
        raise sqlite3.DatabaseError(found) from error


def update(connection: sqlite3.Connection) -> None:
    """Bring an index of an earlier version to the present one."""
    version = version_of(connection)
    if version > VERSION:
        raise sqlite3.NotSupportedError(f"it has version {version}, this program reads up to {VERSION}")
    if version < 1:
        raise sqlite3.DatabaseError(f"it has version {version}")
    if version < VERSION:
        from scitex_clew.indexing.migration import migrate

        try:
            migrate(connection)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, *UNWRITABLE):
                raise
            message = f"it has version {version} and cannot be brought to {VERSION}: {error}"
            raise sqlite3.DatabaseError(message) from error


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the schema of an index."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_later(database: Path) -> bool:
    """Say whether an index was made by a later version of this program."""
    try:
        with closing(connect(database, PATIENCE)) as connection:
            return version_of(connection) > VERSION
    except sqlite3.Error:  # nobody can tell
        return False


def connect(database: Path, patience: float) -> sqlite3.Connection:
    """Return a connection to `database`; where SQLite cannot put its files beside it, for reading alone."""
    uri = f"{database.as_uri()}?mode=rw"
    try:
        return usable_connection(uri, patience)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in NO_SHARED_MEMORY:
            return usable_connection(uri, patience, alone=not has_left_wal_mode(database))
        if error.sqlite_errorcode & 0xFF not in UNWRITABLE:
            raise
    return usable_connection(f"{database.as_uri()}?mode=ro&immutable=1", patience)


def has_left_wal_mode(database: Path) -> bool:
    """Give a database a rollback journal that has come to where no memory can be shared, as WAL mode needs.

    Say whether it has one: there is no room for that on a full disk.
    """
    with closing(sqlite3.connect(database, timeout=PATIENCE, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # then WAL mode is read without
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
                raise
            return False
    database.with_name(f"{database.name}-shm").unlink(missing_ok=True)
    return True


def usable_connection(uri: str, patience: float, *, alone: bool = False) -> sqlite3.Connection:
    """Return a connection that has been used once, because SQLite opens no file before.

    If it is `alone` it shares no memory with others, who wait for its end.
    """
    connection = sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        if alone:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("SELECT count(*) FROM sqlite_schema")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def hide_from_git(folder: Path) -> None:
    """Let git take no notice of a folder, unless somebody has said what it shall."""
    if not (folder / ".gitignore").exists():
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def create(database: Path) -> bool:
    """Make an empty index at `database` unless there is one, and say whether it is new.

    It is made under another name and linked into place whole, so that of many first runs at once one wins.
    """
    if database.exists():
        return False
    database.parent.mkdir(parents=True, exist_ok=True)
    if database.parent.name == ".scitex":
        hide_from_git(database.parent)
    discard_abandoned(database)
    draft = database.with_name(f".{database.name}.{os.urandom(8).hex()}")
    try:
        make(draft)
        return put_in_place(draft, database)
    finally:
        remove(draft)


def make(draft: Path) -> None:
    """Make an empty index, which many may read while one writes; with a rollback journal where that cannot be.

    It needs memory that processes share. Between hosts there is none, though on some network file systems it seems so.
    """
    modes = ("DELETE",) if is_shared(draft.parent) else ("WAL", "DELETE")
    for mode in modes:
        try:
            with closing(sqlite3.connect(draft)) as connection:
                connection.execute(f"PRAGMA journal_mode = {mode}")
                connection.executescript(SCHEMA.read_text("utf-8"))
        except sqlite3.OperationalError:
            if mode == modes[-1]:
                raise
            remove(draft)
        else:
            return


def put_in_place(draft: Path, database: Path) -> bool:
    """Give a draft the name of the index unless there is one already, and say whether it has it."""
    try:
        os.link(draft, database)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in LINKLESS:
            raise
    else:
        return True
    with locked(database.parent):  # so that no two processes find that there is none
        if database.exists():
            return False
        draft.rename(database)
        return True


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Keep other processes that ask for the same out while the block lasts."""
    import fcntl

    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def remove(database: Path) -> None:
    """Remove a database with what SQLite keeps beside it."""
    for ending in BESIDE:
        database.with_name(database.name + ending).unlink(missing_ok=True)


def discard_abandoned(database: Path) -> None:
    """Remove the drafts of those who were killed while they made an index at `database`."""
    draft = re.compile(rf"\.{re.escape(database.name)}\.{DRAFT}({'|'.join(BESIDE)})")
    for path in database.parent.glob(f".{glob.escape(database.name)}.*"):
        with suppress(OSError):  # somebody else removes it, or it may not be removed
            if draft.fullmatch(path.name) and time.time() - path.stat().st_mtime > ABANDONED:
                path.unlink()


def is_shared(directory: Path) -> bool:
    """Say whether a directory may be written to by other hosts, as far as the system tells."""
    return is_shared_device(directory.stat().st_dev)


@cache
def is_shared_device(device: int) -> bool:
    """Say whether a file system may be written to by other hosts."""
    number = f"{os.major(device)}:{os.minor(device)}"
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return False
    kinds = (mount.partition(" - ")[2].split(" ")[0] for mount in mounts if mount.split(" ")[2] == number)
    return any(kind.startswith("fuse.") or kind in SHARED for kind in kinds)


def is_held(error: Exception) -> bool:
    """Say whether an error means that another process was at work in the index."""
    codes = (getattr(known, "sqlite_errorcode", 0) & 0xFF for known in (error, error.__cause__))
    return not {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}.isdisjoint(codes)
