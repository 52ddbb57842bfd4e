"""How the originals are kept out of reach of a rerun, and how it is found out if one was changed all the same.

Python programs are refused what would change an original, by an audit hook. Where the system lets us, everything runs
in a mount namespace of its own as well, in which the projects can only be read.

A script may name an original by its absolute path. What is not any more what the rerun is given is displaced: in the
namespace its copy lies over it, elsewhere Python programs are refused to read it.
"""

import os
import shlex
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from scitex_clew.hashing import content
from scitex_clew.project import Project
from scitex_clew.records.record import RunRecord
from scitex_clew.rerunning.scratch import Scratch
from scitex_io.paths import is_remote

STARTUP = Path(__file__).with_name("startup")
HOOK_ONLY = "an audit hook in Python"
MOUNT_AND_HOOK = "a read-only mount, and an audit hook in Python"
NOTHING: Mapping[Path, Path] = MappingProxyType({})
REFUSED = {
    "change": "it tried to change {}, which was refused",
    "read": "it tried to read the original {}, which is not what it was given, and was refused: "
    "a relative path leads to the copy",
}


def isolation(scratch: Scratch) -> str:
    """Return what can keep the originals out of reach on this system."""
    writable = " || ".join(f"test -w {shlex.quote(str(root))}" for root in mounted(scratch))
    probe = in_namespace(scratch, scratch.folder, ["sh", "-c", f"! ({writable})"])
    with suppress(OSError):
        if subprocess.run(probe, cwd="/", capture_output=True, check=False).returncode == 0:
            return MOUNT_AND_HOOK
    return HOOK_ONLY


def in_namespace(
    scratch: Scratch, folder: Path, command: Sequence[str], displaced: Mapping[Path, Path] = NOTHING
) -> list[str]:
    """Return a command line by which a command is executed in a folder, and can only read the projects.

    Parameters
    ----------
    scratch : Scratch
        Where it may write.
    folder : Path
        Where it is executed.
    command : sequence of str
        The command.
    displaced : mapping of Path to Path, optional
        Original → the copy that lies over it.
    """
    user, group = os.getuid(), os.getgid()
    again = ["unshare", "--user", f"--map-user={user}", f"--map-group={group}", "--"] if user else []
    roots = [shlex.quote(str(root)) for root in mounted(scratch)]
    own = shlex.quote(str(scratch.folder))
    steps = [
        "set -e",
        *(f"mount --rbind {root} {root}" for root in roots),
        f"mount --bind {own} {own}",
        *(f"mount -o remount,bind,ro {root}" for root in roots),
        *(f"mount --bind {shlex.join([str(copy), str(original)])}" for original, copy in displaced.items()),
        f"cd {shlex.quote(str(folder))}",
        'exec "$@"',
    ]
    script = scratch.folder / "mounts"  # a file, because there may be more of them than a command line holds
    script.write_bytes(os.fsencode("\n".join(steps)))
    return ["unshare", "--user", "--map-root-user", "--mount", "sh", str(script), *again, *command]


def mounted(scratch: Scratch) -> list[Path]:
    """Return the roots of the projects that are mounted; that of a script may be gone."""
    return [root for root in scratch.roots if root.is_dir()]


def guarded(scratch: Scratch, recorded: Iterable[Path], displaced: Iterable[Path]) -> dict[str, str]:
    """Return the environment in which Python refuses to change the originals, and to read those that are displaced.

    Parameters
    ----------
    scratch : Scratch
        Where the rerun may write.
    recorded : iterable of Path
        What it may not change besides the projects.
    displaced : iterable of Path
        What it may not even read.
    """
    listing = scratch.folder / "guard"
    projects = [path for root in scratch.roots for path in (root, scratch.place(root) or root)]
    parts = [scratch.folder, refusals(scratch)], projects, recorded, displaced
    listing.write_bytes(b"\0\0".join(b"\0".join(map(os.fsencode, paths)) for paths in parts))
    environment = {name: value for name, value in os.environ.items() if name not in ("PWD", "SCITEX_CLEW_DB")}
    search_path = filter(None, (str(STARTUP), os.environ.get("PYTHONPATH")))
    return environment | {
        "PYTHONDONTWRITEBYTECODE": "1",  # the modules that it imports may be originals
        "PYTHONPATH": os.pathsep.join(search_path),
        "SCITEX_RERUN_GUARD": str(listing),
    }


def refusals(scratch: Scratch) -> Path:
    """Return the file in which it is noted what was refused."""
    return scratch.folder / "refused"


def refused(scratch: Scratch) -> list[str]:
    """Return what the rerun was refused to do with which originals, as records name them."""
    try:
        noted = os.fsdecode(refusals(scratch).read_bytes()).split("\0")[:-1]
    except FileNotFoundError:
        return []
    deeds = dict.fromkeys(zip(noted[::2], noted[1::2], strict=True))
    return [REFUSED[deed].format(scratch.project.portable(path)) for deed, path in deeds]


def originals(records: Iterable[RunRecord], project: Project) -> list[Path]:
    """Return the files that runs have read and written."""
    paths = {access.path for record in records for access in record.accesses if not is_remote(access.path)}
    return sorted(map(project.locate, paths))


def looked_at(paths: Iterable[Path]) -> dict[Path, str | None]:
    """Return the hash of each file, None if there is no such file."""
    found: dict[Path, str | None] = {}
    for path in paths:
        found[path] = None
        with suppress(OSError):
            found[path] = content(path).sha256
    return found


def changed(before: dict[Path, str | None], project: Project) -> Iterator[str]:
    """Yield the files that are not what they were, as records name them."""
    for path, sha256 in looked_at(before).items():
        if sha256 != before[path]:
            yield project.portable(path)
