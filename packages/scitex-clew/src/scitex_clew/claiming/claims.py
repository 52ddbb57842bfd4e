"""The claims of a project, in a plain file at its root: `claims.yaml`."""

import fcntl
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from scitex_clew.claiming.agreement import agrees, held_text
from scitex_clew.claiming.locating import value_at
from scitex_clew.errors import ClaimError
from scitex_clew.hashing import content
from scitex_clew.indexing.current import current_index
from scitex_clew.project import Project
from scitex_clew.verifying.origins import producer_of, project_of
from scitex_io.atomic import replacing
from scitex_io.errors import ScitexIOError
from scitex_io.paths import is_remote
from scitex_io.registry import function_for
from scitex_io.secrets import masked_urls

NAME = "claims.yaml"
NAMES = re.compile(r"\w[\w.:-]*")


@dataclass(frozen=True)
class Claim:
    """A value in a manuscript and where it comes from.

    Attributes
    ----------
    name : str
        What a manuscript calls it.
    value : str
        As it was written when the claim was made.
    source : str
        The file that holds it, from the project's root; links such as `LATEST` stay links.
    locator : str
        Where in the file it is.
    sha256 : str
        Hash of the file when the claim was made, in hexadecimal.
    run : str
        Id of the run that had written what the file held.
    """

    name: str
    value: str
    source: str
    locator: str
    sha256: str
    run: str

    @property
    def place(self) -> str:
        """Source and locator, as `scitex clew claim --from` takes them."""
        return f"{self.source}:{self.locator}" if self.locator else self.source


def claims(directory: Path | str = ".") -> tuple[Claim, ...]:
    """Return the claims that were made in a project, sorted by name; they are not checked.

    Parameters
    ----------
    directory : path
        Anywhere in the project; the working directory by default.

    Raises
    ------
    ClaimError
        If `claims.yaml` cannot be read.

    Examples
    --------
    >>> from scitex_clew.claiming.claims import claims
    >>> for made in claims():
    ...     print(made.name, made.value, made.place)
    """
    return tuple(made for _, made in sorted(read(Project.of(Path(directory))).items()))


def claim(statement: str, source: str, directory: Path | str = ".") -> Claim:
    """Tie a number, or a text, to the output of a run that it comes from.

    The claim is put into `claims.yaml` at the project's root, in place of an earlier one of that name.

    Parameters
    ----------
    statement : str
        `name=value`, the value as the manuscript writes it.
    source : str
        `file:locator`, such as `results.json:acc` or `table.csv:loss[-1]`.
    directory : path
        Anywhere in the project, unless the source lies in one of its own; the working directory by default.

    Raises
    ------
    ClaimError
        If the source says another value, or none; or the statement is none.
    NoIndexError
        If no run has been recorded there.
    UnknownFileError
        If no run wrote what the source holds.

    Examples
    --------
    >>> import scitex_clew
    >>> if Path("results.json").exists():
    ...     scitex_clew.claim("accuracy=0.93", "results.json:acc")
    """
    name, given, value = statement.partition("=")
    name, value = name.strip(), value.strip()
    if not (given and value and NAMES.fullmatch(name)):
        raise ClaimError(f"{statement!r} is no claim: it is written as name=value, such as accuracy=0.93")
    path, locator = parted(source, Path(directory))
    project = project_of(path.absolute(), directory)
    place = inside(project, path)
    present = content(path).sha256
    found = value_at(path, locator)
    if not agrees(value, found):
        raise ClaimError(f"{name} is claimed to be {value}, but {source} says {held_text(found)}")
    with current_index(project) as index:
        run = producer_of(index, project, path)
    if content(path).sha256 != present:
        raise ClaimError(f"{path} was changed while it was read: try again")
    made = Claim(name, value, place, locator, present, run)
    with locked(project):
        write(project, {**read(project), name: made})
    return made


def parted(source: str, directory: Path) -> tuple[Path, str]:
    """Return the file and the locator that `file:locator` names; either may have colons in it."""
    if is_remote(source):
        told = "a claim is checked against a file of the project: save what it is about there, too"
        raise ClaimError(f"{masked_urls(source)} is elsewhere, and {told}")
    ends = [place for place, sign in enumerate(f"{source}:") if sign == ":"]
    for end in ends:
        path = directory / source[:end]
        if path.is_file():
            return path, source[end + 1 :]
    raise ClaimError(f"there is no file that {source!r} could mean: give file:locator, such as results.json:acc")


def inside(project: Project, path: Path) -> str:
    """Return a path as it was given, from the project's root on.

    Raises
    ------
    ClaimError
        If it lies outside of the project.
    """
    given = Path(os.path.abspath(path))
    for above in given.parents:
        if os.path.realpath(above) == str(project.root):
            return given.relative_to(above).as_posix()
    raise ClaimError(f"{path} lies outside of the project {project.root}")


def project_of_text(path: Path, directory: Path | str) -> Project:
    """Return the project of a manuscript, if claims were made in that; else that of a directory."""
    own = Project.of(path.parent)
    return own if (own.root / NAME).exists() else Project.of(Path(directory))


def read(project: Project) -> dict[str, Claim]:
    """Return the claims of a project, by their names; none if there is no such file.

    Raises
    ------
    ClaimError
        If the file is not what `write` makes.
    """
    path = project.root / NAME
    try:
        found = function_for("load", ".yaml")(path) if path.exists() else {}
    except (ScitexIOError, OSError, ValueError) as error:
        raise ClaimError(f"{path} cannot be read: {error}") from error
    except Exception as error:  # PyYAML's, whatever is wrong with the text
        raise ClaimError(f"{path} cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict):
        raise ClaimError(f"{path} holds no claims: it is a mapping of names")
    return {str(name): parsed(path, str(name), entry) for name, entry in found.items()}


def parsed(path: Path, name: str, entry: object) -> Claim:
    """Return one claim as the file has it."""
    wanted = [field.name for field in fields(Claim) if field.name != "name"]
    if not isinstance(entry, Mapping) or not all(isinstance(entry.get(field), str) for field in wanted):
        raise ClaimError(f"{path}: {name} lacks one of {', '.join(wanted)}, or it is not text")
    found = Claim(name, **{field: entry[field] for field in wanted})
    if Path(found.source).is_absolute() or ".." in Path(found.source).parts:
        raise ClaimError(f"{path}: the source of {name} leads out of the project")
    return found


def write(project: Project, known: Mapping[str, Claim]) -> None:
    """Write the claims of a project, sorted by name, whole or not at all."""
    entries = {}
    for name, made in sorted(known.items()):
        entries[name] = {field: value for field, value in asdict(made).items() if field != "name"}
    try:
        with replacing(project.root / NAME) as temporary:
            function_for("save", ".yaml")(entries, temporary)
    except OSError as error:
        raise ClaimError(f"{NAME} cannot be written: {error}") from error


@contextmanager
def locked(project: Project) -> Iterator[None]:
    """Let nobody else change the claims while the block lasts, as far as the file system can."""
    directory = os.open(project.root, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)
