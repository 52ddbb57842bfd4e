"""The journal of a run that lives: its start record, then one appended line an access.

Each line is written by a single `write` to a file opened for appending, so that threads and child processes
may share it and a kill loses nothing that was complete.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from scitex_clew.errors import CrateError
from scitex_clew.record import FileAccess, GitState, Parameter, RunRecord

NAME = ".clew.jsonl"

Mode = Literal["read", "write"]


class Entry(NamedTuple):
    """One line: a file as it was just after it was read or written."""

    mode: Mode
    path: str
    sha256: str
    size: int
    mtime_ns: int


class Journal:
    """The open journal in a run directory, which may be moved meanwhile."""

    def __init__(self, directory: Path, record: RunRecord) -> None:
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND
        self.descriptor = os.open(directory / NAME, flags, 0o644)
        self.append_line(start_line(record))

    def append(self, entry: Entry) -> None:
        """Add one access."""
        self.append_line(json.dumps(entry._asdict()))

    def entries(self) -> list[Entry]:
        """Return every access so far, those of child processes among them."""
        data = os.pread(self.descriptor, os.fstat(self.descriptor).st_size, 0)
        return parse_entries(data.decode("ascii").split("\n")[1:])

    def close(self) -> None:
        """Let go of the file."""
        os.close(self.descriptor)

    def append_line(self, line: str) -> None:
        """Add one line of text in one piece."""
        os.write(self.descriptor, f"{line}\n".encode("ascii"))


def read(path: Path, directory: str) -> RunRecord:
    """Return what the journal of a run without an end tells, the run directory being `directory`.

    Raises
    ------
    CrateError
        If the file does not begin with the start of a run.
    """
    first, *rest = path.read_text("ascii", errors="replace").split("\n")
    try:
        record = parse_start(first)
        entries = [moved(entry, record.directory, directory) for entry in parse_entries(rest)]
        found = sorted_accesses(record.accesses, accesses(entries, directory))
        return record._replace(directory=directory, accesses=found)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CrateError(f"{path} is not the journal of a run: {error}") from error


def accesses(entries: Iterable[Entry], directory: str) -> list[FileAccess]:
    """Return what was read and written, given everything that happened in order.

    Of a file that was written several times the last content counts. What a run reads back of its own, or
    reads in its own directory, is no input.
    """
    inputs: dict[tuple[str, str], FileAccess] = {}
    outputs: dict[str, FileAccess] = {}
    for entry in entries:
        output = FileAccess("output", entry.path, entry.sha256, entry.size)
        if entry.mode == "write":
            outputs[entry.path] = output
        elif not entry.path.startswith(f"{directory}/") and outputs.get(entry.path) != output:
            inputs[entry.path, entry.sha256] = output._replace(role="input")
    return [*inputs.values(), *outputs.values()]


def sorted_accesses(*groups: Iterable[FileAccess]) -> tuple[FileAccess, ...]:
    """Return all accesses in the order that records have them; a file that configures is not an input too."""
    found = {access for group in groups for access in group}
    config = {(access.path, access.sha256) for access in found if access.role == "config"}
    kept = (a for a in found if a.role != "input" or (a.path, a.sha256) not in config)
    return tuple(sorted(kept, key=lambda access: (access.role, access.path, access.sha256)))


def moved(entry: Entry, source: str, destination: str) -> Entry:
    """Return `entry` as it reads after the directory `source` became `destination`."""
    if entry.path.startswith(f"{source}/"):
        return entry._replace(path=destination + entry.path[len(source) :])
    return entry


def start_line(record: RunRecord) -> str:
    """Return `record` as the first line of a journal."""
    return json.dumps(
        {
            **record._asdict(),
            "started": record.started.isoformat(),
            "parameters": [parameter._asdict() for parameter in record.parameters],
            "packages": dict(record.packages),
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
            "accesses": tuple(FileAccess(**access) for access in fields["accesses"]),
            "git": fields["git"] and GitState(**fields["git"]),
        }
    )


def parse_entries(lines: Iterable[str]) -> list[Entry]:
    """Return the accesses that whole lines tell of; a line torn by a kill is left out."""
    entries = []
    for line in lines:
        with suppress(ValueError, TypeError):
            entries.append(Entry(**json.loads(line)))
    return entries
