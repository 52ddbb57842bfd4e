"""What is handed on with a file: the runs that it came from, and which of their files can be given."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from scitex_clew.errors import ExportError
from scitex_clew.exporting.names import crate_name, folder_name, is_holdable
from scitex_clew.exporting.secrets import beginning_of, exposes_a_url, holds, longest_first, telling_files
from scitex_clew.hashing import beginning, content, digest
from scitex_clew.indexing.current import current_index, full_record
from scitex_clew.indexing.index import Index
from scitex_clew.project import Project
from scitex_clew.records import crate, journal
from scitex_clew.records.record import FileAccess, RunRecord
from scitex_clew.sealing.ties import Contradiction
from scitex_clew.verifying.histories import History
from scitex_clew.verifying.lineage import ancestors
from scitex_clew.verifying.moved import moved
from scitex_clew.verifying.origins import project_named, run_and_file_named
from scitex_clew.verifying.verification import Verification
from scitex_io.paths import is_remote
from scitex_io.secrets import MASK

CHANGED = "Not there any more as it was recorded when this crate was made: its hash alone is known."
ON_REQUEST = "An input that was left out on request: its hash alone is known."
SECRET = "Left out, because it holds what looks like a secret: its hash alone is known."
UNHOLDABLE = "A crate can hold no file of this name: its hash alone is known."
ELSEWHERE = "A remote file: its hash alone is known."
DELIBERATE = (ON_REQUEST, SECRET)
WITHHELD = (*DELIBERATE, UNHOLDABLE)


class Handed(NamedTuple):
    """A file of a lineage.

    Attributes
    ----------
    name : str
        Its path in the crate; of a remote file its URL.
    sha256 : str
        Hash of the content.
    size : int
        Length of the content in bytes.
    source : Path, bytes or None
        Where the content is, of which the first `size` bytes count; None if it is not handed on.
    reason : str
        Why it is not.
    """

    name: str
    sha256: str
    size: int
    source: Path | bytes | None = None
    reason: str = ""


@dataclass(frozen=True)
class Lineage:
    """A file, or a run, and all that it descends from.

    Attributes
    ----------
    project : Project
        Where it was.
    file : Handed or None
        The file that was asked for; None if it was a run.
    records : tuple of RunRecord
        Every run, oldest first; the last one wrote the file, or was asked for.
    files : mapping of (path, hash) to Handed
        What they read and wrote.
    own : mapping of str to Handed
        Run id → its record: the crate in its directory, or its journal if it has died.
    well : bool
        Whether nothing is wrong with any of the runs.
    lost : tuple of str
        Runs that gave one of these something to read, and of which no record is known.
    altered : tuple of Contradiction
        Where the record of one of these is not what a later one says of it.
    secret : tuple of str
        Names of files that hold what looks like a secret.
    secrets : tuple of str
        What is to be masked wherever it is told.
    """

    project: Project
    file: Handed | None
    records: tuple[RunRecord, ...]
    files: Mapping[tuple[str, str], Handed]
    own: Mapping[str, Handed]
    well: bool
    lost: tuple[str, ...]
    altered: tuple[Contradiction, ...]
    secret: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()

    @property
    def members(self) -> dict[str, Handed]:
        """Name → file, of all that is handed on, sorted."""
        every = [*self.files.values(), *self.own.values(), *([self.file] if self.file else [])]
        return {file.name: file for file in sorted(every, key=lambda file: file.name) if file.source is not None}

    def known_as(self, access: FileAccess) -> Handed:
        """Return the file that a run read or wrote."""
        return self.files[access.path, access.sha256]


def selected(name: Path | str, directory: Path, *, without_inputs: bool = False, with_secrets: bool = False) -> Lineage:
    """Return the lineage of a file, or of the run with an id or a directory.

    Raises
    ------
    ExportError
        If one of its runs is still running, has no record any more, or has one that holds a secret.
    """
    project = project_named(name, directory)
    with current_index(project) as index:
        last, place = run_and_file_named(index, project, directory, name)
        found, lost = records_of(index, project, last)
        ids = {record.id for record in found}
        altered = tuple(told for told in History(index, project, [last]).contradictions if told.run in ids)
        reports = Verification(index, project, ids).reports(altered)
        for report in reports:
            if report.verdict == "running":
                raise ExportError(f"run {report.run.id} is still running: wait for its end")
        records = tuple(sorted(found, key=lambda record: (record.id == last, record.started, record.id)))
        homes = {record.directory: folder_name(record) for record in records}
        files = given(project, index, records, homes, without_inputs=without_inputs)
        file = asked_for(project, index, place, files, homes) if place is not None else None
    own = {record.id: own_record(project, record) for record in records}
    well = all(report.well for report in reports) and not lost
    lineage = Lineage(project, file, records, files, own, well, lost, altered)
    return without_secrets(lineage, with_secrets=with_secrets)


def without_secrets(lineage: Lineage, *, with_secrets: bool) -> Lineage:
    """Return a lineage of which files that hold secrets are not handed on, unless that is asked for.

    Raises
    ------
    ExportError
        If the record of a run holds one, without which the run cannot be handed on.
    """
    sources = {key: file.source for key, file in lineage.files.items() if file.source is not None}
    telling = telling_files((access for record in lineage.records for access in record.accesses), sources)
    secrets = longest_first(telling)
    contents = {sha256 for _, sha256 in [*telling, *masked_files(lineage.records)]}

    def is_secret(file: Handed) -> bool:
        if file.source is None:
            return False
        return file.sha256 in contents or (bool(secrets) and holds(file.source, file.size, secrets))

    files = {key: without(file, SECRET) if is_secret(file) else file for key, file in lineage.files.items()}
    main = without(lineage.file, SECRET) if lineage.file is not None and is_secret(lineage.file) else lineage.file
    found = {file.name for file in (*files.values(), *([main] if main else [])) if file.reason == SECRET}
    told = replace(lineage, secret=tuple(sorted(found)), secrets=secrets)
    if with_secrets:
        return told
    for record in lineage.records:
        own = lineage.own[record.id]
        if is_secret(own) or exposes_a_url(record, beginning_of(own.source or b"", own.size)):
            raise ExportError(
                f"run {record.id} cannot be handed on without its record, and {own.name} holds what looks like a "
                "secret: look at it, then hand it on by --with-secrets"
            )
    return replace(told, file=main, files=files)


def records_of(index: Index, project: Project, last: str) -> tuple[list[RunRecord], tuple[str, ...]]:
    """Return the records of a run and of all that it descends from, and the ids of those that are not known."""
    known = {run.id: run for run in index.runs()}
    waiting = [last, *ancestors(index, last)]
    found: dict[str, RunRecord] = {}
    lost: dict[str, None] = {}
    while waiting:
        id = waiting.pop()
        if id in found:
            continue
        if id not in known:
            lost[id] = None
            continue
        record = full_record(project, known[id])
        if record is None:
            raise ExportError(
                f"run {id} has no record any more in {known[id].directory}: if it was moved: scitex clew index; else "
                "restore that, or leave the run out: remove its directory, then: scitex clew index"
            )
        if not is_holdable(folder_name(record)):
            raise ExportError(f"run {id} cannot be handed on: its directory is {record.directory!r}")
        found[id] = record
        waiting.extend(record.parents)
    return list(found.values()), tuple(lost)


def own_record(project: Project, record: RunRecord) -> Handed:
    """Return the file that holds the record of a run."""
    for name in (crate.NAME, journal.NAME):
        path = project.locate(record.directory) / name
        if path.is_file():
            present = content(path)
            return Handed(f"{folder_name(record)}/{name}", present.sha256, present.size, path)
    raise ExportError(f"run {record.id} has lost its record just now")


def asked_for(
    project: Project,
    index: Index,
    place: Path | str,
    files: Mapping[tuple[str, str], Handed],
    homes: Mapping[str, str],
) -> Handed:
    """Return the file that was asked for, which may be a copy of one that a run wrote, or a remote one.

    `homes` are the names that the run directories have in the crate.
    """
    if isinstance(place, str):
        sha256 = index.recorded_at(place)[-1][2]
        return files.get((place, sha256), Handed(place, sha256, index.size_of(sha256), reason=ELSEWHERE))
    path = project.portable(place)
    try:
        present = content(place)
    except OSError:  # it is gone, and known by its record
        return [file for (recorded, _), file in files.items() if recorded == path][-1]
    name = crate_name(path, present.sha256, homes)
    held = Handed(name, present.sha256, present.size, place)
    return files.get((path, present.sha256), held if is_holdable(name) else without(held, UNHOLDABLE))


def given(
    project: Project,
    index: Index,
    records: Iterable[RunRecord],
    homes: Mapping[str, str],
    *,
    without_inputs: bool,
) -> dict[tuple[str, str], Handed]:
    """Return all that runs read and wrote, as far as it is what was recorded with where it can be had.

    `homes` are the names that the run directories have in the crate. Of several contents of one name the present one
    is handed on.
    """
    accesses = {(access.path, access.sha256): access for record in records for access in record.accesses}
    present = {path: present_content(project, path) for path, _ in accesses}
    withheld = dict(raw_inputs(records)) if without_inputs else {}
    sources: dict[tuple[str, str], Path | bytes] = {
        (path, sha256): project.locate(path) for path, sha256 in accesses if present[path] == sha256
    }
    sources |= {key: source for key, source in recovered(project, records).items() if key not in sources}
    places = {sha256: project.locate(path) for path, sha256 in sources if present[path] == sha256}
    gone = [access for key, access in accesses.items() if key not in sources and not is_remote(access.path)]
    elsewhere = moved(project, index, ((access.sha256, access.size) for access in gone))
    places |= {sha256: project.locate(path) for sha256, path in elsewhere.items()}
    sources |= {(access.path, access.sha256): places[access.sha256] for access in gone if access.sha256 in places}

    found: dict[tuple[str, str], Handed] = {}
    names: dict[str, str] = {}
    folders: set[str] = set()
    for key in sorted(accesses, key=lambda key: (present[key[0]] != key[1], key)):
        access = accesses[key]
        name = crate_name(*key, homes)
        file = Handed(name, access.sha256, access.size, sources.get(key))
        above = {name[:end] for end, sign in enumerate(name) if sign == "/"}
        if is_remote(access.path):
            file = without(file, ELSEWHERE)
        elif key in withheld:
            file = without(file, withheld[key])
        elif not is_holdable(name):
            file = without(file, UNHOLDABLE)
        elif file.source is None or name in folders or above & names.keys() or names.get(name, key[1]) != key[1]:
            file = without(file, CHANGED)
        else:
            names[name] = key[1]
            folders |= above
        found[key] = file
    return found


def without(file: Handed, reason: str) -> Handed:
    """Return a file of which the hash alone is handed on."""
    return file._replace(source=None, reason=reason)


def present_content(project: Project, path: str) -> str | None:
    """Return the hash of what a file holds now; None if there is none."""
    if is_remote(path):
        return None
    try:
        return content(project.locate(path)).sha256
    except (OSError, ValueError):
        return None


def recovered(project: Project, records: Iterable[RunRecord]) -> dict[tuple[str, str], Path | bytes]:
    """Return what is still to be had though the file holds something else.

    Code that was edited is in its record, and a log that has grown begins with what was recorded.
    """
    found: dict[tuple[str, str], Path | bytes] = {}
    for record in records:
        for access in record.accesses:
            key = access.path, access.sha256
            if (text := record.text_of(access)) and digest(source := as_bytes(text)) == access.sha256:
                found[key] = source
            elif access.role == "log":
                path = project.locate(access.path)
                try:
                    if beginning(path, access.size) == access.sha256:
                        found[key] = path
                except OSError:
                    continue
    return found


def raw_inputs(records: Iterable[RunRecord]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what runs only read as input, and none of them wrote."""
    every = [access for record in records for access in record.accesses]
    other = {access.sha256 for access in every if access.role != "input"}
    yield from (((access.path, access.sha256), ON_REQUEST) for access in every if access.sha256 not in other)


def masked_files(records: Iterable[RunRecord]) -> Iterator[tuple[str, str]]:
    """Yield path and hash of the code and the configuration files in which a record has masked something."""
    for record in records:
        masked = [source for key, source in record.config_sources.items() if MASK in written(record.config, key)]
        for access in record.accesses:
            text = record.text_of(access)
            if MASK in text and digest(as_bytes(text)) != access.sha256:
                yield access.path, access.sha256
            if access.role == "config" and any(access.path.rpartition("/")[2] in source for source in masked):
                yield access.path, access.sha256


def as_bytes(text: str) -> bytes:
    """Return a recorded text as its file holds it."""
    return text.encode("utf-8", "surrogatepass")


def written(config: Mapping[str, object], key: str) -> str:
    """Return the JSON text of the value at a dotted key; of the whole if that cannot be told."""
    value: object = config
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return json.dumps(dict(config))
        value = value[part]
    return json.dumps(value)
