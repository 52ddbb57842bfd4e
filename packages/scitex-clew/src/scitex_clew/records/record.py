"""What is known of a run: the frozen records that journal, crate and index all hold.

Named tuples, because every recorded run imports them: a dataclass of this size takes ten times as long to make.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal, NamedTuple

Outcome = Literal["success", "error"]
Role = Literal["script", "module", "config", "input", "output", "log", "diff"]


class FileAccess(NamedTuple):
    """A content that a run read or wrote.

    Attributes
    ----------
    role : {"script", "module", "config", "input", "output", "log", "diff"}
        What the file was to the run; a module is one of the project's own that it imported, the diff is how tracked
        files differed from the commit.
    path : str
        POSIX path relative to the project's root, symbolic links resolved; absolute if outside of it; of a remote
        file its URL.
    sha256 : str
        Hash of the content, in hexadecimal.
    size : int
        Length of the content in bytes.
    """

    role: Role
    path: str
    sha256: str
    size: int


class Parameter(NamedTuple):
    """A value that the script was given, as JSON can hold it, and where it came from."""

    name: str
    value: object
    source: str


class GitState(NamedTuple):
    """The commit that was checked out when the run started.

    Attributes
    ----------
    commit : str or None
        None before the first commit.
    branch : str or None
        None when no branch is checked out.
    dirty : bool
        Whether tracked files differed from the commit, those left out that the run itself wrote.
    tracked : bool
        Whether the commit holds the script.
    """

    commit: str | None
    branch: str | None
    dirty: bool
    tracked: bool


class RunRecord(NamedTuple):
    """One execution of one script.

    Attributes
    ----------
    id : str
        `YYYYMMDD_HHMMSS_XXXX`.
    script : str
        The script; this path, `directory` and `working_directory` are written as in `FileAccess.path`.
    directory : str
        The run directory.
    description : str
        First line of the docstring; may be empty.
    command : tuple of str
        What stood behind `python`: the script, or `-m` and its module, and the arguments.
    working_directory : str
        Where the process was started.
    started, ended : datetime
        To the millisecond; `ended` is None when no end was recorded.
    outcome : {"success", "error"} or None
        None when no end was recorded.
    exit_code : int or None
        What the process exits with.
    error, traceback : str or None
        The exception in one line and in full.
    wall_time, cpu_time : float or None
        How long the run lasted and how long processors worked for it, in seconds.
    peak_memory : int or None
        The most that its process, or the largest of its children, had in memory, in bytes.
    parameters : tuple of Parameter
        In the order of the function's signature.
    config, config_sources : mapping
        The merged configuration, as JSON can hold it, and where each of its values came from, by dotted key.
    source : str
        The text of the script when the run began; empty if nobody knows it.
    modules : mapping of str to str
        Path of each module of the project's own that the run imported → its text, unless that is long.
    seed : int or None
        What the random number generators were given.
    host, pid, process : str, int, str or None
        Which process it was; `process` tells it from an older one of the same number.
    user, platform, python : str
        Login name, operating system and version of the interpreter.
    packages : mapping of str to str
        Imported distributions and their versions.
    git : GitState or None
        None outside of a repository, or without git.
    accesses : tuple of FileAccess
        Sorted by role, path and hash.
    parents : mapping of str to str or None
        Id of each run that gave this one what it read → SHA-256 of that run's crate, so that one hash tells of all that
        a run descends from; None of a parent that had no crate when this run ended: it still lived, was killed, or its
        directory was gone.
    unhashed : tuple of str
        What was read or written besides, and changed or was gone before it was hashed.
    unaudited : tuple of str
        Of each program that an audited run started its first command, secrets masked, and each library that it
        imported, of which nobody has seen what it opened.
    """

    id: str
    script: str
    directory: str
    description: str
    command: tuple[str, ...]
    working_directory: str
    started: datetime
    parameters: tuple[Parameter, ...]
    config: Mapping[str, object]
    host: str
    pid: int
    process: str | None
    user: str
    platform: str
    python: str
    config_sources: Mapping[str, str] = MappingProxyType({})
    source: str = ""
    seed: int | None = None
    ended: datetime | None = None
    outcome: Outcome | None = None
    exit_code: int | None = None
    error: str | None = None
    traceback: str | None = None
    wall_time: float | None = None
    cpu_time: float | None = None
    peak_memory: int | None = None
    packages: Mapping[str, str] = MappingProxyType({})
    git: GitState | None = None
    accesses: tuple[FileAccess, ...] = ()
    unhashed: tuple[str, ...] = ()
    unaudited: tuple[str, ...] = ()
    parents: Mapping[str, str | None] = MappingProxyType({})
    modules: Mapping[str, str] = MappingProxyType({})

    @property
    def program(self) -> tuple[str, ...]:
        """What of the command names the program: a path, or `-m` and a module."""
        return self.command[: 2 if self.command[:1] == ("-m",) else 1]

    @property
    def arguments(self) -> tuple[str, ...]:
        """What follows the program in the command."""
        return self.command[len(self.program) :]

    def text_of(self, access: FileAccess) -> str:
        """Return the text of a script or a module, secrets masked; empty if it is not known, or of other files."""
        return {"script": self.source, "module": self.modules.get(access.path, "")}.get(access.role, "")
