"""A file with its whole lineage, written as one zip file that holds one RO-Crate."""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from scitex_clew.errors import ExportError
from scitex_clew.exporting.metadata import metadata
from scitex_clew.exporting.names import folder_name
from scitex_clew.exporting.prov import prov_json
from scitex_clew.exporting.selection import CHANGED, DELIBERATE, UNHOLDABLE, Handed, Lineage, selected
from scitex_clew.hashing import digest, opened
from scitex_clew.overwriting import refuse_to_overwrite
from scitex_clew.records import crate
from scitex_clew.sealing.ties import Contradiction
from scitex_io.atomic import replacing

MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that zip knows: no clock is in the file
REGULAR_FILE = 0o100644 << 16
DIRECTORY = 0o040755 << 16 | 0x10  # for Unix, and for MS-DOS
UNIX = 3
PIECE = 1 << 20


@dataclass(frozen=True)
class Exported:
    """A crate that was handed on.

    Attributes
    ----------
    path : Path
        The zip file.
    runs : tuple of str
        Ids of the runs in it, oldest first.
    files : int
        How many files it holds, its own metadata left out.
    left_out : tuple of str
        Files of which it holds the hash alone, by intent: inputs on request, and what holds secrets.
    changed : tuple of str
        Files of which it holds the hash alone, because they are not what was recorded any more.
    unholdable : tuple of str
        Files of which it holds the hash alone, because a crate can hold none of their name.
    secret : tuple of str
        Files that hold what looks like a secret: left out unless they were asked for.
    lost : tuple of str
        Ids of runs in the lineage of which nothing is known.
    altered : tuple of Contradiction
        Where the record of a run is not what a later one says of it.
    well : bool
        Whether nothing is wrong with any of the runs.
    """

    path: Path
    runs: tuple[str, ...]
    files: int
    left_out: tuple[str, ...]
    changed: tuple[str, ...]
    unholdable: tuple[str, ...]
    secret: tuple[str, ...]
    lost: tuple[str, ...]
    altered: tuple[Contradiction, ...]
    well: bool


def export(
    path: Path | str,
    name: Path | str,
    directory: Path | str = ".",
    *,
    without_inputs: bool = False,
    with_secrets: bool = False,
    prov: Path | str | None = None,
) -> Exported:
    """Write a file, or a run, and all that it came from into one zip file, whole or not at all.

    The same lineage gives the same bytes.

    Parameters
    ----------
    path : path
        The zip file to write.
    name : path
        A file that a run wrote, or a copy of one; or the id or the directory of a run.
    directory : path
        Anywhere in the project; the working directory by default.
    without_inputs : bool, optional
        Whether of inputs that no run wrote the hash alone is handed on.
    with_secrets : bool, optional
        Whether files are handed on though they hold what looks like a secret.
    prov : path, optional
        Where the same lineage is written as W3C PROV-JSON.

    Raises
    ------
    AmbiguousRunError, UnknownRunError
        If several runs, or none, have such an id.
    ExportError
        If one of the runs has not ended, has no record any more, or one that holds what looks like a secret; or a file
        cannot be written, or is one that a run has read or written.
    NoIndexError
        If no run has been recorded there.
    UnknownFileError
        If no run wrote what the file holds.

    Examples
    --------
    >>> import scitex_clew
    >>> for known in scitex_clew.runs() if Path(".scitex/clew.db").exists() else ():
    ...     print(scitex_clew.export("crate.zip", known.id).well)
    """
    for target in (path, prov) if prov is not None else (path,):
        try:
            refuse_to_overwrite(Path(target))
        except FileExistsError as error:
            raise ExportError(f"{target} cannot be written: {error}") from error
    lineage = selected(str(name), Path(directory), without_inputs=without_inputs, with_secrets=with_secrets)
    members = lineage.members
    try:
        with replacing(Path(path), extension=".zip") as temporary:
            folders = [f"{folder_name(record)}/" for record in lineage.records]
            write_zip(temporary, members, folders, metadata(lineage))
            if prov is not None:
                with replacing(Path(prov)) as draft:
                    draft.write_text(prov_json(lineage), encoding="utf-8")
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error}") from error
    return Exported(
        Path(path),
        tuple(record.id for record in lineage.records),
        len(members),
        names(lineage, *DELIBERATE),
        names(lineage, CHANGED),
        names(lineage, UNHOLDABLE),
        lineage.secret,
        lineage.lost,
        lineage.altered,
        lineage.well,
    )


def names(lineage: Lineage, *reasons: str) -> tuple[str, ...]:
    """Return the files that are not handed on for one of some reasons."""
    every = [*lineage.files.values(), *([lineage.file] if lineage.file else [])]
    return tuple(sorted({file.name for file in every if file.reason in reasons}))


def write_zip(path: Path, members: dict[str, Handed], folders: Iterable[str], description: bytes) -> None:
    """Write the files and the metadata, sorted by name and without times; and the folders that the metadata name."""
    root = Handed(crate.NAME, digest(description), len(description), description)
    files = {**members, crate.NAME: root}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name in sorted({*files, *folders}):
            info = ZipInfo(name, MOMENT)
            info.compress_type, info.create_system = ZIP_DEFLATED, UNIX
            info.external_attr = DIRECTORY if name.endswith("/") else REGULAR_FILE
            if info.is_dir():
                archive.writestr(info, b"")
                continue
            file = files[name]
            info.file_size = file.size
            with source_of(file) as source, archive.open(info, "w") as target:
                if copied(source, target, file.size) != file.sha256:
                    raise ExportError(f"{file.name} changed while it was exported: try again")


def source_of(file: Handed) -> IO[bytes]:
    """Open what a file holds."""
    return io.BytesIO(file.source) if isinstance(file.source, bytes) else opened(file.source or "")


def copied(source: IO[bytes], target: IO[bytes], size: int) -> str:
    """Copy the first `size` bytes and return their SHA-256, in hexadecimal."""
    found = hashlib.sha256()
    while size and (data := source.read(min(size, PIECE))):
        found.update(data)
        target.write(data)
        size -= len(data)
    return found.hexdigest()
