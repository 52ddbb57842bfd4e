"""How the originals are kept out of reach of a rerun, and how it is found out if one was changed all the same.

Python programs are refused what would change an original, by an audit hook. Where the system lets us, everything runs
in a mount namespace of its own as well, in which the projects can only be read.
"""

import os
import shlex
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
HOOK_ONLY = "an audit hook in Python"
MOUNT_AND_HOOK = "a read-only mount, and an audit hook in Python"


def isolation(scratch: Scratch) -> str:
    """Return what can keep the originals out of reach on this system."""
    writable = " || ".join(f"test -w {shlex.quote(str(root))}" for root in mounted(scratch))
    probe = in_namespace(scratch, scratch.folder, ["sh", "-c", f"! ({writable})"])
    with suppress(OSError):
        if subprocess.run(probe, cwd="/", capture_output=True, check=False).returncode == 0:
            return MOUNT_AND_HOOK
    return HOOK_ONLY


def in_namespace(scratch: Scratch, folder: Path, command: Sequence[str]) -> list[str]:
    """Return a command line by which a command is executed in a folder, and can only read the projects."""
    user, group = os.getuid(), os.getgid()
    again = ["unshare", "--user", f"--map-user={user}", f"--map-group={group}", "--"] if user else []
    roots = [shlex.quote(str(root)) for root in mounted(scratch)]
    own = shlex.quote(str(scratch.folder))
    steps = [
        *(f"mount --rbind {root} {root}" for root in roots),
        f"mount --bind {own} {own}",
        *(f"mount -o remount,bind,ro {root}" for root in roots),
        f"cd {shlex.quote(str(folder))}",
    ]
    script = f'{" && ".join(steps)} || exit 125\nexec "$@"'
    return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", *again, *command]


def mounted(scratch: Scratch) -> list[Path]:
    """Return the roots of the projects that are mounted; that of a script may be gone."""
    return [root for root in scratch.roots if root.is_dir()]


def guarded(scratch: Scratch, recorded: Iterable[Path]) -> dict[str, str]:
    """Return the environment in which Python refuses to change the originals.

    Parameters
    ----------
    scratch : Scratch
        Where the rerun may write.
    recorded : iterable of Path
        What it may not change besides the projects.
    """
    listing = scratch.folder / "guard"
    projects = [path for root in scratch.roots for path in (root, scratch.place(root) or root)]
    paths: list[str | Path] = [scratch.folder, refusals(scratch), str(len(projects)), *projects, *recorded]
    listing.write_bytes(b"\0".join(map(os.fsencode, paths)))
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
