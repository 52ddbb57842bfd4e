"""One hash that names a file and all that it came from, so that nobody can change any of it unseen.

The record of a run holds the hash of the record of each run that gave it something to read, and of each file. A seal is
the SHA-256 of the hash of a file and the hash of the record of the run that wrote it. Whoever edits a file, the index
and the record of some ancestor changes the hash of that record, which its children hold.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scitex_clew import crate
from scitex_clew.current import current_index
from scitex_clew.errors import CrateError, SealError
from scitex_clew.hashing import content, digest
from scitex_clew.index import Index
from scitex_clew.origins import producer_of
from scitex_clew.project import Project
from scitex_clew.record import RunRecord
from scitex_clew.run_directory import read_record

NAMESPACE = "scitex-seal"
HASH = 64


@dataclass(frozen=True)
class Seal:
    """A hash, and what it names.

    Attributes
    ----------
    seal : str
        The hash, in hexadecimal.
    path : str
        The file, as records name it.
    sha256 : str
        What it holds.
    run : str
        Id of the run that wrote it.
    """

    seal: str
    path: str
    sha256: str
    run: str


@dataclass(frozen=True)
class Checked:
    """What a seal was confirmed against.

    Attributes
    ----------
    seal : Seal
        The seal.
    runs : tuple of str
        Ids of the runs that were looked at, the one that wrote the file first.
    faults : tuple of str
        What is not what it was, one line each; none if all is confirmed.
    """

    seal: Seal
    runs: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Whether all is what it was."""
        return not self.faults


def seal(path: Path | str, directory: Path | str = ".") -> Seal:
    """Return the hash that names a file, the run that wrote it, and all that this run descends from.

    Parameters
    ----------
    path : path
        The file.
    directory : path
        Anywhere in the project; the working directory by default.

    Raises
    ------
    NoIndexError
        If no run has been recorded there.
    SealError
        If the run has no record, because it has not ended or its directory is gone.
    UnknownFileError
        If no run wrote what the file holds.
    """
    project = Project.of(Path(directory))
    file = Path(directory) / path
    with current_index(project) as index:
        id = producer_of(index, project, file)
        run = next(run for run in index.runs() if run.id == id)
    try:
        present = content(file).sha256
        return sealed(project.portable(file), present, id, content(project.locate(run.directory) / crate.NAME).sha256)
    except OSError as error:
        raise SealError(f"{path} cannot be sealed: {error}") from error


def sealed(path: str, sha256: str, run: str, record: str) -> Seal:
    """Return the seal of a file, by its hash and the hash of the record of the run that wrote it."""
    return Seal(digest(f"{sha256}\n{record}\n".encode("ascii")), path, sha256, run)


def check(seal: str, directory: Path | str = ".") -> Checked:
    """Confirm a seal: look at the file, and at every file and every record that it came from.

    Parameters
    ----------
    seal : str
        The hash, or its beginning if that is enough to tell it from others.
    directory : path
        Anywhere in the project; the working directory by default.

    Raises
    ------
    NoIndexError
        If no run has been recorded there.
    SealError
        If nothing in the project has this seal: the file, or the record of the run that wrote it, is not what it was.
    """
    project = Project.of(Path(directory))
    with current_index(project) as index:
        found = [known for known in seals(index, project) if len(seal) >= 8 and known.seal.startswith(seal.lower())]
        if len({known.seal for known in found}) != 1:
            raise SealError(
                f"{seal!r} fits {len(found)} files: give more of it"
                if found
                else f"nothing here has the seal {seal!r}: the file, or the record of the run that wrote it, was "
                "changed or is not in this project; one that was just received is indexed by: scitex clew index"
            )
        directories = {run.id: run.directory for run in index.runs()}
    faults: list[str] = []
    looked_at: dict[str, None] = {}
    waiting: list[tuple[str, str | None]] = [(found[0].run, None)]
    while waiting:
        id, expected = waiting.pop()
        if id in looked_at and expected is None:
            continue
        known = id in looked_at
        looked_at[id] = None
        record = confirmed(project, id, directories.get(id), expected, faults)
        if record is not None and not known:
            faults.extend(changed_files(project, record))
            waiting.extend(record.parents.items())
    return Checked(found[0], tuple(looked_at), tuple(dict.fromkeys(faults)))


def seals(index: Index, project: Project) -> Iterator[Seal]:
    """Yield the seal of every output, by the records as they are now."""
    accesses = index.accesses()
    for run in index.runs():
        try:
            record = content(project.locate(run.directory) / crate.NAME).sha256
        except OSError:
            continue  # it has not ended, or is gone
        for access in accesses.get(run.id, ()):
            if access.role == "output":
                yield sealed(access.path, access.sha256, run.id, record)


def confirmed(
    project: Project, id: str, directory: str | None, expected: str | None, faults: list[str]
) -> RunRecord | None:
    """Return the record of a run if there is one; note what is wrong with it."""
    if directory is None:
        faults.append(f"run {id} is not in the index")
        return None
    try:
        present = content(project.locate(directory) / crate.NAME).sha256
        if expected is not None and present != expected:
            faults.append(f"the record of run {id} was changed: {directory}/{crate.NAME}")
        return read_record(project, directory)
    except (CrateError, OSError) as error:
        faults.append(f"the record of run {id} cannot be read: {error}")
        return None


def changed_files(project: Project, record: RunRecord) -> Iterator[str]:
    """Yield a line for each output of a run that does not hold what was recorded."""
    for access in record.accesses:
        if access.role == "output":
            try:
                present = content(project.locate(access.path)).sha256
            except OSError:
                yield f"{access.path} is gone (written by run {record.id})"
                continue
            if present != access.sha256:
                yield f"{access.path} was changed (written by run {record.id})"


def signed(seal: str, key: Path) -> str:
    """Return the signature of a seal with an SSH key, in the form of ssh-keygen(1) `-Y sign`.

    Raises
    ------
    SealError
        If it cannot be signed.
    """
    return ssh_keygen(["-Y", "sign", "-n", NAMESPACE, "-f", str(key)], seal)


def verified_signer(seal: str, signature: str, signers: Path) -> str:
    """Return who has signed a seal, by a file of allowed signers as in ssh-keygen(1).

    Raises
    ------
    SealError
        If nobody of these has.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".sig", encoding="ascii") as file:
        file.write(signature)
        file.flush()
        own = ["-s", file.name, "-f", str(signers)]
        found = ssh_keygen(["-Y", "find-principals", *own], seal).splitlines()
        ssh_keygen(["-Y", "verify", "-n", NAMESPACE, "-I", found[0], *own], seal)
    return found[0]


def ssh_keygen(arguments: list[str], text: str) -> str:
    """Return what ssh-keygen prints about a text."""
    try:
        done = subprocess.run(["ssh-keygen", *arguments], input=text, capture_output=True, text=True, check=False)
    except OSError as error:
        raise SealError(f"ssh-keygen cannot be started: {error}; it comes with OpenSSH, from 8.2 on") from error
    if done.returncode:
        raise SealError(f"ssh-keygen: {' '.join((done.stderr or done.stdout).split())}")
    return done.stdout
