"""How the originals are kept out of reach of a rerun, and how it is found out if one was changed all the same.

Python programs are refused what would change an original, by an audit hook. Where the system lets us, everything runs
in a mount namespace of its own as well, in which the project can only be read.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from scitex_clew.hashing import content
from scitex_clew.project import Project
from scitex_clew.record import RunRecord
from scitex_clew.rerunning.scratch import Scratch
from scitex_io.paths import is_remote

STARTUP = Path(__file__).with_name("startup")
NAMESPACE = """
mount --rbind "$1" "$1" && mount --bind "$2" "$2" && mount -o remount,bind,ro "$1" && cd "$3" || exit 125
shift 3
exec "$@"
"""
HOOK_ONLY = "an audit hook in Python"
MOUNT_AND_HOOK = "a read-only mount, and an audit hook in Python"


def isolation(scratch: Scratch) -> str:
    """Return what can keep the originals out of reach on this system."""
    probe = in_namespace(scratch, scratch.folder, ["test", "!", "-w", str(scratch.project.root)])
    with suppress(OSError):
        if subprocess.run(probe, cwd="/", capture_output=True, check=False).returncode == 0:
            return MOUNT_AND_HOOK
    return HOOK_ONLY


def in_namespace(scratch: Scratch, folder: Path, command: Sequence[str]) -> list[str]:
    """Return a command line by which a command is executed in a folder, and can only read the project."""
    user, group = os.getuid(), os.getgid()
    again = ["unshare", "--user", f"--map-user={user}", f"--map-group={group}", "--"] if user else []
    mounting = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", NAMESPACE, "sh"]
    return [*mounting, str(scratch.project.root), str(scratch.folder), str(folder), *again, *command]


def guarded(scratch: Scratch, recorded: Iterable[Path]) -> dict[str, str]:
    """Return the environment in which Python refuses to change the originals.

    Parameters
    ----------
    scratch : Scratch
        Where the rerun may write.
    recorded : iterable of Path
        What it may not change besides the project.
    """
    listing = scratch.folder / "guard"
    own = [scratch.project.root, scratch.folder, scratch.copy.root, refusals(scratch)]
    listing.write_bytes(b"\0".join(map(os.fsencode, (*own, *recorded))))
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
    """Return which originals the rerun tried to change, as records name them."""
    try:
        noted = os.fsdecode(refusals(scratch).read_bytes()).split("\0")[:-1]
    except FileNotFoundError:
        return []
    return [scratch.project.portable(path) for path in dict.fromkeys(noted)]


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
