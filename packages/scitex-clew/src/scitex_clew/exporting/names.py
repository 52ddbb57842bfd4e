"""The names of files in a crate that is handed on, and the texts in it: without places on the machine, or secrets."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from scitex_clew.records import crate
from scitex_clew.records.plain import plain
from scitex_clew.records.record import RunRecord
from scitex_clew.records.run_directory import is_outside
from scitex_io.paths import is_remote
from scitex_io.secrets import masked_urls, without

OUTSIDE = "outside"
UNTOLD = (".git", ".scitex")
ABSOLUTE = re.compile(r"""(?<![\w.~/*-])/(?=[^\s/])(?:[^\s/'"`,;:()<>\[\]{}|]+/)+(?=[^\s/'"`])""")


def crate_name(path: str, sha256: str, homes: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the name that a recorded file has in a crate; a URL stays what it is, but for secrets in it.

    What lies in one of `homes`, run directories, has the name in the crate that stands there.
    """
    if is_remote(path):
        return masked_urls(path)
    if not is_outside(path):
        return path
    known = (f"{name}{path[len(folder) :]}" for folder, name in homes.items() if path.startswith(f"{folder}/"))
    return next(known, name_outside(path, sha256))


def name_outside(path: str, sha256: str) -> str:
    """Return the name in a crate of a file from outside of the project."""
    return f"{OUTSIDE}/{sha256}/{PurePosixPath(path).name}"


def folder_name(record: RunRecord) -> str:
    """Return the name that a run directory has in a crate."""
    return f"{OUTSIDE}/{record.id}" if is_outside(record.directory) else record.directory


def is_holdable(name: str) -> bool:
    """Say whether a crate may hold a file of this name: it is proper UTF-8 and leads nowhere else."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    wrong = any(part in ("", ".", "..") or part.casefold() in UNTOLD for part in name.split("/"))
    return not wrong and "\0" not in name and name != crate.NAME


def tellable(value: object, root: Path, secrets: Iterable[str] = ()) -> object:
    """Return a value in whose texts absolute paths begin at the project's root, or are cut to `…/name`.

    Secrets are masked, those in URLs among them.
    """
    match value:
        case str():
            value = masked_urls(without(value, secrets))
            inside = value.replace("file:///", "/").replace(f"{root}/", "")
            home = inside.replace(f"{Path.home()}/", "…/") if Path.home() != Path("/") else inside
            return crate.shown(ABSOLUTE.sub("…/", home))
        case dict():
            return {str(tellable(key, root, secrets)): tellable(item, root, secrets) for key, item in value.items()}
        case list() | tuple():
            return [tellable(item, root, secrets) for item in value]
        case _:
            return plain(value)
