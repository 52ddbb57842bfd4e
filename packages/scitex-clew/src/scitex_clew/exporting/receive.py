"""A crate that somebody has handed on: unpacked, indexed and verified.

Whoever made it may have meant harm: names that lead elsewhere, links, more content than was declared, and metadata that
would fill the memory are refused before anything is there. What no run has read or written is told, and so is what lies
hidden or is run unasked.
"""

import hashlib
import json
import re
import shutil
import stat
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile, ZipInfo

from scitex_clew.errors import CrateError
from scitex_clew.exporting.metadata import mentioned
from scitex_clew.exporting.names import crate_name, is_holdable, name_outside
from scitex_clew.exporting.selection import WITHHELD
from scitex_clew.hashing import content
from scitex_clew.holes import write_sparsely
from scitex_clew.indexing import index_file
from scitex_clew.indexing.current import current_index
from scitex_clew.indexing.ownership import opened_for
from scitex_clew.indexing.rebuild import Search
from scitex_clew.project import Project
from scitex_clew.records import crate, journal
from scitex_clew.records.checking import SHA256
from scitex_clew.records.record import RunRecord
from scitex_clew.verifying.reports import FINE, ProjectStatus, RunReport
from scitex_clew.verifying.verification import Verification
from scitex_io.atomic import replacing

PIECE = 1 << 20
LARGEST_METADATA = 1 << 27  # 2,000 runs with 60 files each have half of that
LARGEST_RECORDS = 1 << 30
DENSEST = 100  # times that metadata may be larger than they are packed: real ones are up to 20 times
SMALL = 1 << 20
BYTES_A_VALUE = 16  # that there must be in the mean, texts among them: real ones have 30
TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
ACTIVE = frozenset({"conftest.py", "makefile", "sitecustomize.py", "usercustomize.py"})
ENCRYPTED = 0x1
SIZE = re.compile("[0-9]{1,19}")


class Declared(NamedTuple):
    """What the metadata of a crate says of a file in it."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Imported:
    """A crate that was unpacked, and what became of it.

    Attributes
    ----------
    directory : Path
        The project that it is now.
    status : ProjectStatus
        The verdicts on its runs.
    left_out : tuple of str
        Files that were left out by intent, or that no crate can hold: their hashes are known.
    hidden : tuple of str
        Files that one does not see, or that some program runs because of their name.
    withheld : frozenset of str
        The hashes of those that were left out.
    faults : tuple of str
        What is not as the crate says, one line each.
    """

    directory: Path
    status: ProjectStatus
    left_out: tuple[str, ...]
    hidden: tuple[str, ...]
    withheld: frozenset[str]
    faults: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Whether all that the crate was given is what it was."""
        return not self.faults and all(self.is_well(report) for report in self.status.runs)

    def is_well(self, report: RunReport) -> bool:
        """Say whether nothing is wrong with a run but that files are missing which were left out by intent."""
        lost = [file for file in report.wrong if file.verdict not in FINE and file not in report.code]
        lost += [cause.file for cause in report.causes]
        explained = all(file.verdict == "missing" and file.access.sha256 in self.withheld for file in lost)
        return report.well or (report.verdict in ("missing", "stale") and explained)


def import_crate(path: Path | str, directory: Path | str | None = None) -> Imported:
    """Unpack a crate that was exported into a new directory, whole or not at all, make a project of it and verify it.

    Parameters
    ----------
    path : path
        The zip file.
    directory : path, optional
        Where to; there must be nothing yet, or an empty directory. By default the name of the file without `.zip`, in
        the working directory.

    Raises
    ------
    CrateError
        If it is no crate that was exported, or would do harm, or there is something in the directory.

    Examples
    --------
    >>> import scitex_clew
    >>> if Path("crate.zip").exists():
    ...     print(scitex_clew.import_crate("crate.zip", "received").well)
    """
    target = Path(Path(path).stem if directory is None else directory).absolute()
    refuse_to_fill(target)
    try:
        with ZipFile(path) as archive, replacing(target, folder=("",)) as draft:
            document = description(archive)
            declared = files_of(document)
            faults = unpack(archive, declared, draft)
            (draft / ".scitex").mkdir()
    except (OSError, BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise CrateError(f"{path} cannot be imported: {error}") from error
    project = Project(target.resolve(), target.resolve() / ".scitex" / "clew.db")
    index_file.create(project.database)
    search = Search(project)
    records = list(search.records())
    with opened_for(project, writing=True) as opened:
        opened.replace_all(records)
    with current_index(project) as opened:
        status = ProjectStatus(project.root, Verification(opened, project).reports())
    withheld = [entity for entity in document["@graph"] if entity.get("description") in WITHHELD]
    return Imported(
        target,
        status,
        tuple(sorted(str(entity.get("alternateName")) for entity in withheld)),
        tuple(sorted(filter(is_hidden, declared))),
        frozenset(str(entity.get("sha256")) for entity in withheld),
        (
            *faults,
            *search.complaints,
            *undemanded(document, declared, records),
            *lost_runs(document, status),
            *broken_ties(project, records),
        ),
    )


def lost_runs(document: Mapping[str, Any], status: ProjectStatus) -> Iterator[str]:
    """Yield a line for each run that the metadata tell of and the crate does not hold."""
    held = {report.run.id for report in status.runs}
    yield from (f"the record of run {id} is not in the crate" for id in mentioned(document) if id not in held)


def undemanded(
    document: Mapping[str, Any], declared: Mapping[str, Declared], records: Iterable[RunRecord]
) -> Iterator[str]:
    """Yield a line for each file that no run has read or written, but for a copy of an output that was asked for."""
    demanded: set[str] = set()
    written: set[str] = set()
    for record in records:
        demanded |= {f"{record.directory}/{name}" for name in (crate.NAME, journal.NAME)}
        demanded |= {crate_name(access.path, access.sha256) for access in record.accesses}
        demanded |= {name_outside(access.path, access.sha256) for access in record.accesses}  # of another project
        written |= {access.sha256 for access in record.accesses if access.role == "output"}
    root = {entity["@id"]: entity for entity in document["@graph"]}["./"]
    main = unquote(root["mainEntity"]["@id"])
    for name in sorted(declared.keys() - demanded):
        if not (name == main and declared[name].sha256 in written):
            yield f"{name} is in the crate, though no run has read or written it"


def is_hidden(name: str) -> bool:
    """Say whether a file is one that is not seen, or that some program runs because of its name."""
    parts = name.casefold().split("/")
    return any(part.startswith(".") for part in parts) or parts[-1] in ACTIVE or parts[-1].endswith(".pth")


def broken_ties(project: Project, records: Sequence[RunRecord]) -> Iterator[str]:
    """Yield a line for each record that is not the one which the record of a later run holds the hash of."""
    paths = {record.id: project.locate(record.directory) / crate.NAME for record in records}
    hashes = {id: content(path).sha256 for id, path in paths.items() if path.exists()}
    for record in records:
        for parent, sha256 in record.parents.items():
            if sha256 is not None and hashes.get(parent) != sha256:
                yield f"the record of run {parent} is not the one that run {record.id} has read from"


def refuse_to_fill(target: Path) -> None:
    """Raise unless a directory is free to be taken."""
    if target == Path.cwd():
        raise CrateError("a crate cannot be imported into the working directory: give the name of a new directory")
    if target.is_symlink() or (target.exists() and not (target.is_dir() and not any(target.iterdir()))):
        raise CrateError(f"there is something at {target}: give the name of a new directory")


def description(archive: ZipFile) -> Mapping[str, Any]:
    """Return the metadata of a crate.

    Raises
    ------
    CrateError
        If it has none, or such that it cannot be read.
    """
    refuse_bombs(archive)
    try:
        with archive.open(crate.NAME) as file:
            text = file.read(LARGEST_METADATA + 1)
        refuse_dense(crate.NAME, text)
        document = json.loads(text)
        if not all(isinstance(entity["@id"], str) for entity in document["@graph"]):
            raise TypeError("an entity has no name")
        if not mentioned(document):
            raise ValueError("it is not that of a lineage")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CrateError(f"{archive.filename} is not a crate that was exported: {error}") from error
    return document  # type: ignore[no-any-return]


def refuse_bombs(archive: ZipFile) -> None:
    """Raise unless the metadata of a crate, and the records of its runs, are of a size that real ones have.

    Raises
    ------
    CrateError
        If they are not.
    """
    records = [info for info in archive.infolist() if is_record(info.filename)]
    size, packed = (sum(getattr(info, part) for info in records) for part in ("file_size", "compress_size"))
    if size > LARGEST_RECORDS or any(info.file_size > LARGEST_METADATA for info in records):
        raise CrateError(
            f"the metadata in {archive.filename} are larger than any real ones: at most {LARGEST_METADATA >> 20} MiB "
            f"in one file and {LARGEST_RECORDS >> 20} MiB in all are taken in"
        )
    if size > SMALL + DENSEST * packed:
        raise CrateError(
            f"the metadata in {archive.filename} unpack to {size // max(packed, 1)} times their size: no real ones do"
        )


def refuse_dense(name: str, text: bytes) -> None:
    """Raise if so many values are in a record that they would fill the memory.

    Raises
    ------
    CrateError
        If there are.
    """
    most = (SMALL + len(text)) // BYTES_A_VALUE
    if sum(map(text.count, (b"{", b"[", b","))) > most:
        rest = TEXT.sub(b"", text)  # what is within texts is no value
        if sum(map(rest.count, (b"{", b"[", b","))) > most:
            raise CrateError(f"{name} in the crate holds more values than any real one of its size")


def is_record(name: str) -> bool:
    """Say whether a file of a crate is read as metadata, or as the record of a run."""
    return name.rpartition("/")[2] in (crate.NAME, journal.NAME)


def files_of(document: Mapping[str, Any]) -> dict[str, Declared]:
    """Return name → what is said of it, of every file that a crate should hold."""
    found = {}
    for entity in document["@graph"]:
        kinds = entity.get("@type")
        if "File" in (kinds if isinstance(kinds, list) else [kinds]) and ":" not in entity["@id"]:
            name, sha256, size = unquote(entity["@id"]), str(entity.get("sha256")), str(entity.get("contentSize"))
            if not (SHA256.fullmatch(sha256) and SIZE.fullmatch(size)):
                raise CrateError(f"the crate says neither hash nor size of {name!r}")
            found[name] = Declared(sha256, int(size))
    return found


def unpack(archive: ZipFile, declared: Mapping[str, Declared], folder: Path) -> list[str]:
    """Unpack all files of a crate and return what is not as the crate says."""
    members = dict(checked_members(archive, declared))
    for name in declared.keys() - members.keys():
        raise CrateError(f"the crate names a file that it does not hold: {name!r}")
    folder.mkdir()
    needed = sum(file.size for file in declared.values())
    if (free := shutil.disk_usage(folder).free) < needed:
        raise CrateError(f"the crate needs {needed} bytes, {free} are free")
    faults = []
    for name, info in sorted(members.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        limit = declared[name].size if name in declared else LARGEST_METADATA
        sha256 = unpacked(archive, info, path, limit)
        if is_record(name):
            refuse_dense(name, path.read_bytes())
        if name in declared and sha256 != declared[name].sha256:
            faults.append(f"{name} is not what the crate says")
    return faults


def checked_members(archive: ZipFile, declared: Mapping[str, Declared]) -> Iterator[tuple[str, ZipInfo]]:
    """Yield the files of a zip file.

    Raises
    ------
    CrateError
        If one of them leads elsewhere, is no regular file, comes twice, or is not declared.
    """
    seen: set[str] = set()
    for info in archive.infolist():
        name, kind = info.filename, stat.S_IFMT(info.external_attr >> 16)
        own = name == crate.NAME
        if not (own or is_holdable(name.removesuffix("/"))) or name != info.orig_filename:
            raise CrateError(f"the crate holds a file of a name that leads elsewhere: {info.orig_filename!r}")
        if kind not in (0, stat.S_IFDIR if info.is_dir() else stat.S_IFREG) or info.flag_bits & ENCRYPTED:
            raise CrateError(f"the crate holds something that is no plain file: {name!r}")
        if info.is_dir():
            continue
        if not own and name not in declared:
            raise CrateError(f"the crate holds a file that it does not name: {name!r}")
        if name in seen:
            raise CrateError(f"the crate holds two files of the name {name!r}")
        seen.add(name)
        yield name, info


def unpacked(archive: ZipFile, info: ZipInfo, path: Path, limit: int) -> str:
    """Unpack a file and return its SHA-256, in hexadecimal.

    Raises
    ------
    CrateError
        If it holds more than `limit` bytes.
    """
    found = hashlib.sha256()
    size = 0
    with archive.open(info) as source, path.open("xb") as target:
        while data := source.read(PIECE):
            size += len(data)
            if size > limit:
                raise CrateError(f"the crate says that {info.filename!r} has {limit} bytes, and it has more")
            found.update(data)
            write_sparsely(target, data)
        target.truncate()
    return found.hexdigest()
