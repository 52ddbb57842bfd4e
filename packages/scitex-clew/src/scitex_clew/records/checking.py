"""Records that come from files, which anybody may have written, held against what they should be."""

import os
import re
import reprlib
from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from pathlib import Path
from types import NoneType
from typing import Any, get_args

from scitex_clew.errors import CrateError
from scitex_clew.records.record import FileAccess, GitState, Outcome, Parameter, Role, RunRecord
from scitex_io.paths import is_remote

SHA256 = re.compile("[0-9a-f]{64}")
ROLES = frozenset(get_args(Role))
OUTCOMES = (None, *get_args(Outcome))
NUMBERS = range(-(2**63), 2**63)  # those that SQLite holds
KINDS: dict[str, Any] = {
    "command": tuple,
    "config": Mapping,
    "config_sources": Mapping,
    "cpu_time": (float, int, NoneType),
    "description": str,
    "directory": str,
    "ended": (datetime, NoneType),
    "error": (str, NoneType),
    "exit_code": (int, NoneType),
    "git": (GitState, NoneType),
    "host": str,
    "id": str,
    "modules": Mapping,
    "outcome": (str, NoneType),
    "packages": Mapping,
    "parameters": tuple,
    "parents": Mapping,
    "peak_memory": (int, NoneType),
    "pid": int,
    "platform": str,
    "process": (str, NoneType),
    "python": str,
    "script": str,
    "seed": (int, NoneType),
    "source": str,
    "started": datetime,
    "traceback": (str, NoneType),
    "unaudited": tuple,
    "unhashed": tuple,
    "user": str,
    "wall_time": (float, int, NoneType),
    "working_directory": str,
}


def checked(record: RunRecord, path: Path) -> RunRecord:
    """Return `record`, which was read from `path`, if all of its fields are what they should be.

    Raises
    ------
    CrateError
        If one of them is not.
    """
    try:
        check(record)
    except (TypeError, ValueError) as error:
        raise CrateError(f"{path} does not describe a run: {error}") from error
    return record


def check(record: RunRecord) -> None:
    """Raise TypeError or ValueError if a field is not what it should be."""
    for name, kind in KINDS.items():
        require(isinstance(getattr(record, name), kind), name, getattr(record, name))
    for name in ("started", "ended"):
        time = getattr(record, name)
        require(time is None or time.tzinfo is not None, name, time)
    for name in ("exit_code", "pid"):
        require((getattr(record, name) or 0) in NUMBERS, name, getattr(record, name))
    for name in ("host", "id", "process"):
        (getattr(record, name) or "").encode()
    for name in ("directory", "script", "working_directory"):
        os.fsencode(getattr(record, name))
    require(record.id != "", "id", record.id)
    require(record.outcome in OUTCOMES, "outcome", record.outcome)
    require(texts(record.command), "command", record.command)
    for name in ("config_sources", "modules", "packages"):
        require(texts(chain(getattr(record, name), getattr(record, name).values())), name, getattr(record, name))
    hashes = (sha256 for sha256 in record.parents.values() if sha256 is not None)
    require(texts(chain(record.parents, hashes)), "parents", record.parents)
    for name in ("unaudited", "unhashed"):
        require(texts(getattr(record, name)), name, getattr(record, name))
    for parameter in record.parameters:
        check_parameter(parameter)
    if record.git is not None:
        check_git(record.git)
    for access in record.accesses:
        check_access(access)
    contents = {(access.role, access.path, access.sha256) for access in record.accesses}
    require(len(contents) == len(record.accesses), "sizes", "one content has two of them")


def check_parameter(parameter: Parameter) -> None:
    """Raise TypeError if a parameter has no name or no source."""
    require(texts((parameter.name, parameter.source)), "parameter", parameter)


def check_git(state: GitState) -> None:
    """Raise TypeError if a field of the git state is none."""
    require(texts(filter(None, (state.commit, state.branch))), "git", state)
    require(isinstance(state.dirty, bool) and isinstance(state.tracked, bool), "git", state)


def check_access(access: FileAccess) -> None:
    """Raise TypeError or ValueError if an access is none."""
    require(access.role in ROLES, "role", access.role)
    require(SHA256.fullmatch(access.sha256) is not None, "sha256", access.sha256)
    require(isinstance(access.size, int) and 0 <= access.size < NUMBERS.stop, "size", access.size)
    require("\0" not in access.path, "path", access.path)
    os.fsencode(access.path)
    require(".." not in access.path or is_remote(access.path) or leads_nowhere_else(access.path), "path", access.path)


def leads_nowhere_else(path: str) -> bool:
    """Say whether a path names what it names without a detour."""
    return ".." not in path.split("/")


def texts(values: Any) -> bool:
    """Say whether all of `values` are text."""
    return all(isinstance(value, str) for value in values)


def require(right: bool, name: str, value: object) -> None:
    """Raise TypeError unless a field is `right`."""
    if not right:
        raise TypeError(f"{name} cannot be {reprlib.repr(value)}")
