"""The names of files in a crate that is handed on: where on the machine they lay is not told."""

import re
from pathlib import Path, PurePosixPath

from scitex_clew import crate
from scitex_clew.plain import plain
from scitex_io.paths import is_remote

OUTSIDE = "outside"
UNTOLD = (".git", ".scitex")
ABSOLUTE = re.compile(r"""(?<![\w.~/*-])/(?=[^\s/])(?:[^\s/'"`,;:()<>\[\]{}|]+/)+(?=[^\s/'"`])""")


def crate_name(path: str, sha256: str) -> str:
    """Return the name that a recorded file has in a crate; a URL stays what it is."""
    if is_remote(path) or not path.startswith("/"):
        return path
    return f"{OUTSIDE}/{sha256}/{PurePosixPath(path).name}"


def is_holdable(name: str) -> bool:
    """Say whether a crate may hold a file of this name: it is proper UTF-8 and leads nowhere else."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    wrong = any(part in ("", ".", "..") or part.casefold() in UNTOLD for part in name.split("/"))
    return not wrong and "\0" not in name and name != crate.NAME


def without_places(value: object, root: Path) -> object:
    """Return a value in whose texts absolute paths begin at the project's root, or are cut to `…/name`."""
    match value:
        case str():
            inside = value.replace("file:///", "/").replace(f"{root}/", "")
            home = inside.replace(f"{Path.home()}/", "…/") if Path.home() != Path("/") else inside
            return crate.shown(ABSOLUTE.sub("…/", home))
        case dict():
            return {str(without_places(key, root)): without_places(item, root) for key, item in value.items()}
        case list() | tuple():
            return [without_places(item, root) for item in value]
        case _:
            return plain(value)
