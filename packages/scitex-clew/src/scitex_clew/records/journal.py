"""The journal of a run that lives: its start record, then one appended line an access.

Each line is written by a single `write` to a file opened for appending, so that threads and child processes
may share it and a kill loses nothing that was complete. The hash of a big file comes later, on a line of its own,
which bears the same ticket. A promise is a file that is about to be written without SciTeX; if the run is killed, that
and what else is in its directory is looked at, and goes into the journal as it was found first. If the crate cannot be
written, the last line tells how the run ended.
"""

import errno
import json
import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

from scitex_clew.errors import CrateError
from scitex_clew.hashing import Content, content
from scitex_clew.records import git
from scitex_clew.records.process import alive
from scitex_clew.records.record import FileAccess, GitState, Parameter, Role, RunRecord
from scitex_clew.stamps import Stamp, is_settled, stamp, tells_writes_apart
from scitex_io.notices import warn
from scitex_io.paths import is_remote

NAME = ".clew.jsonl"

PROMISE = '{"promise": '
LAST = '{"end": '
BEGINNINGS = ('{"mode": ', '{"ticket": ', PROMISE, LAST)  # of lines; in the middle of one such quotes are escaped

MORE_THAN_INPUTS = ("config", "module", "script")

LASTING = ("ctime_ns", "inode")

END = ("ended", "outcome", "exit_code", "error", "seed", "wall_time", "cpu_time", "peak_memory", "unaudited")

Mode = Literal["read", "write"]


class Entry(NamedTuple):
    """One line: a file as it was just after it was read or written; its hash may be on a later one.

    `ctime_ns` and `inode` are there if the file holds this as long as these, its size and its time are the same.
    """

    mode: Mode
    path: str
    sha256: str | None
    size: int
    mtime_ns: int
    ticket: str | None = None
    ctime_ns: int | None = None
    inode: int | None = None

    @classmethod
    def of(cls, mode: Mode, path: str, found: Content) -> "Entry":
        """Return the line of a file that was hashed."""
        lasting = (found.ctime_ns, found.inode) if found.lasting else ()
        return cls(mode, path, found.sha256, found.size, found.mtime_ns, None, *lasting)


class Journal:
    """The open journal in a run directory, which may be moved meanwhile."""

    def __init__(self, directory: Path, record: RunRecord | None = None) -> None:
        """Begin the journal of a run with its start record, or, without one, join the one that is there."""
        flags = os.O_RDWR | os.O_APPEND | (os.O_CREAT | os.O_EXCL if record else 0)
        self.descriptor = os.open(directory / NAME, flags, 0o644)
        self.device = os.fstat(self.descriptor).st_dev
        self.unwritten: deque[bytes] = deque()
        if record:
            try:
                self.write(f"{start_line(record)}\n".encode("ascii"))
            except OSError:
                (directory / NAME).unlink()  # nobody could tell whose it is
                self.close()
                raise

    def append(self, entry: Entry) -> None:
        """Add one access."""
        self.append_line(line_of(entry))

    def promise(self, path: str) -> None:
        """Add a file that is about to be written."""
        self.append_line(json.dumps({"promise": path}))

    def complete(self, ticket: str, sha256: str, lasting: os.stat_result | None) -> None:
        """Add the hash of what was accessed under `ticket`, and by what that is known as long as nobody touches it."""
        known = {} if lasting is None else dict(zip(LASTING, stamp(lasting)[2:], strict=True))
        self.append_line(json.dumps({"ticket": ticket, "sha256": sha256, **known}))

    def shows_writes(self, status: os.stat_result) -> bool:
        """Say whether the next write into a file will change what the system tells of it."""
        return is_settled(status) or (status.st_dev == self.device and self.tells_writes_apart)

    @cached_property
    def tells_writes_apart(self) -> bool:
        """Whether the file system of the journal does, however soon one write follows another."""
        try:
            return tells_writes_apart(self.descriptor)
        except OSError:  # there is no room
            return False

    def end(self, record: RunRecord) -> None:
        """Add how the run ended, if there is room for that."""
        known = {name: getattr(record, name) for name in END}
        line = json.dumps({"end": {**known, "ended": record.ended and record.ended.isoformat()}})
        with suppress(OSError):  # that there is none was told
            self.write_out()
            self.write(f"{line}\n".encode("ascii"))

    def entries(self) -> list[Entry]:
        """Return every access so far, those of child processes among them."""
        with suppress(OSError):
            self.write_out()
        data = os.pread(self.descriptor, os.fstat(self.descriptor).st_size, 0) + b"".join(self.unwritten)
        return parse_entries(data.decode("ascii").split("\n")[1:])

    def close(self) -> None:
        """Let go of the file."""
        descriptor, self.descriptor = self.descriptor, -1
        os.close(descriptor)

    def append_line(self, line: str) -> None:
        """Add one line of text in one piece; if the disk is full, keep it until there is room."""
        told = bool(self.unwritten)
        self.unwritten.append(f"{line}\n".encode("ascii"))
        try:
            self.write_out()
        except OSError as error:
            if not told:
                warn(
                    f"the journal of this run cannot be written: {error.strerror}; what is read and written from now "
                    "on is kept in memory, and recorded if there is room by the end"
                )

    def write_out(self) -> None:
        """Write what has not been written yet, in its order."""
        with suppress(IndexError):  # another thread has taken the last one
            while self.unwritten:
                line = self.unwritten.popleft()
                try:
                    self.write(line)
                except BaseException:
                    self.unwritten.appendleft(line)
                    raise

    def write(self, line: bytes) -> None:
        """Write a line in one piece.

        Raises
        ------
        OSError
            If it was not written, or only the beginning of it.
        """
        if os.write(self.descriptor, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def read(
    path: Path, directory: str, locate: Callable[[str], Path], *, to_hash: Collection[str] | None = None
) -> RunRecord:
    """Return what the journal of a run without a crate tells.

    Parameters
    ----------
    path : Path
        The journal.
    directory : str
        What the run directory is called now.
    locate : callable
        Gives the absolute path of one that the journal holds.
    to_hash : collection of str, optional
        The files that are hashed now if the journal lacks their hashes; by default all.

    Raises
    ------
    CrateError
        If the file does not begin with the start of a run.
    """
    record, entries, promised = contents(path)
    entries = [moved(entry, record.directory, directory) for entry in entries]
    entries = [hashed(entry, locate) if to_hash is None or entry.path in to_hash else entry for entry in entries]
    if record.ended is None and not alive(record.host, record.pid, record.process):
        from scitex_clew.records.leavings import leavings  # few runs are killed

        known = {entry.path for entry in entries if entry.mode == "write"}
        left = leavings(record, path.parent, directory, promised, locate, known)
        entries += noted(path.parent, ((name, file) for name, file in left if to_hash is None or name in to_hash))
    found = sorted_accesses(record.accesses, accesses(entries, directory))
    state = git.state(path.parent, {str(locate(entry.path)) for entry in entries if entry.mode == "write"})
    return record._replace(directory=directory, accesses=found, unhashed=unhashed(entries, directory), git=state)


def stamps(entries: Iterable[Entry]) -> dict[tuple[str, str], Stamp]:
    """Return (path, hash) → what tells, while nobody touches a file, that it holds what was recorded."""
    return {
        (entry.path, entry.sha256): (entry.size, entry.mtime_ns, entry.ctime_ns, entry.inode)
        for entry in entries
        if entry.sha256 is not None and entry.ctime_ns is not None and entry.inode is not None
    }


def noted(folder: Path, left: Iterable[tuple[str, Path]]) -> list[Entry]:
    """Return what a killed run has left, as it is now, and add it to the journal, so that it counts as it is.

    What was touched only just before is not added yet, nor anything to a journal that may only be read.
    """
    found = []
    for name, file in left:
        with suppress(OSError):
            found.append(Entry.of("write", name, content(file)))
    lines = [f"{line_of(entry)}\n" for entry in found if entry.inode is not None]
    with suppress(OSError):
        if lines:
            with closing(Journal(folder)) as diary:
                diary.write("".join(lines).encode("ascii"))
    return found


def contents(path: Path) -> tuple[RunRecord, list[Entry], list[str]]:
    """Return the start record, the accesses, and what was about to be written, that are in a journal.

    Raises
    ------
    CrateError
        If the file does not begin with the start of a run.
    """
    first, *rest = path.read_text("ascii", errors="replace").split("\n")
    try:
        return parse_start(first)._replace(**parse_end(rest)), parse_entries(rest), parse_promises(rest)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CrateError(f"{path} is not the journal of a run: {error}") from error


def hashed(entry: Entry, locate: Callable[[str], Path]) -> Entry:
    """Return `entry` with the hash that it still lacks, if the file has not been touched since."""
    if entry.sha256 is not None or is_remote(entry.path):
        return entry
    with suppress(OSError):
        file = locate(entry.path)
        status = file.stat()
        if (status.st_size, status.st_mtime_ns) == (entry.size, entry.mtime_ns):
            present = content(file)
            if (present.size, present.mtime_ns) == (entry.size, entry.mtime_ns):
                return entry._replace(sha256=present.sha256)
    return entry


def accesses(entries: Iterable[Entry], directory: str) -> list[FileAccess]:
    """Return what was read and written, given everything that happened in order, as far as its hash is known."""
    return [
        FileAccess(role, entry.path, entry.sha256, entry.size)
        for role, entry in roles(entries, directory)
        if entry.sha256 is not None
    ]


def unhashed(entries: Iterable[Entry], directory: str) -> tuple[str, ...]:
    """Return the paths of what was read and written and has no hash that is known."""
    return tuple(sorted({entry.path for _, entry in roles(entries, directory) if entry.sha256 is None}))


def roles(entries: Iterable[Entry], directory: str) -> Iterator[tuple[Role, Entry]]:
    """Yield what counts of everything that happened in order, and what it was to the run.

    Of a file that was written several times the last content counts. What a run reads back of its own, or
    reads in its own directory, is no input.
    """
    inputs: dict[tuple[str, str | None], Entry] = {}
    outputs: dict[str, Entry] = {}
    for entry in entries:
        own = outputs.get(entry.path)
        if entry.mode == "write":
            outputs[entry.path] = entry
        elif not entry.path.startswith(f"{directory}/") and (own is None or own.sha256 != entry.sha256):
            inputs[entry.path, entry.sha256] = entry
    yield from (("input", entry) for entry in inputs.values())
    yield from (("output", entry) for entry in outputs.values())


def sorted_accesses(*groups: Iterable[FileAccess]) -> tuple[FileAccess, ...]:
    """Return all accesses in the order that records have them; what configures, or is code, is not an input too."""
    found = {access for group in groups for access in group}
    more = {(access.path, access.sha256) for access in found if access.role in MORE_THAN_INPUTS}
    kept = (a for a in found if a.role != "input" or (a.path, a.sha256) not in more)
    return tuple(sorted(kept, key=lambda access: (access.role, access.path, access.sha256)))


def moved(entry: Entry, source: str, destination: str) -> Entry:
    """Return `entry` as it reads after the directory `source` became `destination`."""
    if entry.path.startswith(f"{source}/"):
        return entry._replace(path=destination + entry.path[len(source) :])
    return entry


def line_of(entry: Entry) -> str:
    """Return an access as a line of a journal."""
    return json.dumps({key: value for key, value in entry._asdict().items() if value is not None})


def start_line(record: RunRecord) -> str:
    """Return `record` as the first line of a journal."""
    return json.dumps(
        {
            **record._asdict(),
            "started": record.started.isoformat(),
            "parameters": [parameter._asdict() for parameter in record.parameters],
            "config_sources": dict(record.config_sources),
            "modules": dict(record.modules),
            "packages": dict(record.packages),
            "parents": dict(record.parents),
            "accesses": [access._asdict() for access in record.accesses],
            "git": record.git and record.git._asdict(),
        }
    )


def parse_start(line: str) -> RunRecord:
    """Return the record that `start_line` has written."""
    fields = json.loads(line)
    return RunRecord(
        **{
            **fields,
            "started": datetime.fromisoformat(fields["started"]),
            "command": tuple(fields["command"]),
            "parameters": tuple(Parameter(**parameter) for parameter in fields["parameters"]),
            "unhashed": tuple(fields.get("unhashed", ())),
            "unaudited": tuple(fields.get("unaudited", ())),
            "accesses": tuple(FileAccess(**access) for access in fields["accesses"]),
            "git": fields["git"] and GitState(**fields["git"]),
        }
    )


def parse_end(lines: Iterable[str]) -> dict[str, Any]:
    """Return what lines tell of the end of a run: nothing, unless its crate could not be written."""
    for line in lines:
        _, beginning, rest = line.rpartition(LAST)
        if beginning:
            with suppress(ValueError, TypeError, KeyError):  # it is torn
                end = json.loads(beginning + rest)["end"]
                known = {name: end[name] for name in END}
                return {**known, "ended": datetime.fromisoformat(end["ended"]), "unaudited": tuple(end["unaudited"])}
    return {}


def parse_promises(lines: Iterable[str]) -> list[str]:
    """Return what lines tell to be about to be written."""
    promised = []
    for line in lines:
        _, beginning, rest = line.rpartition(PROMISE)
        if beginning:
            with suppress(ValueError, KeyError):  # it is torn
                promised.append(json.loads(beginning + rest)["promise"])
    return promised


def parse_entries(lines: Iterable[str]) -> list[Entry]:
    """Return the accesses that whole lines tell of, in their order.

    A line torn by a kill, or by a full disk, is left out; what follows it without a line's end is not.
    """
    entries: list[Entry] = []
    late: dict[str, dict[str, Any]] = {}
    for line in lines:
        with suppress(ValueError, TypeError, KeyError):
            fields = json.loads(line[max(0, *map(line.rfind, BEGINNINGS)) :])
            if "mode" in fields:
                entries.append(Entry(**{"sha256": None, **fields}))
            elif "ticket" in fields:
                late[fields["ticket"]] = {"sha256": fields["sha256"], **{key: fields.get(key) for key in LASTING}}
    return [
        entry._replace(**late[entry.ticket]) if entry.sha256 is None and entry.ticket in late else entry
        for entry in entries
    ]
