"""Keep a Python program away from the originals: what writes, moves or removes one of them is refused.

So is what reads one that is displaced, which is not any more what the rerun is given.

Python imports this before a rerun's script and before every Python program that the script starts. The variable
`SCITEX_RERUN_GUARD` names a file of paths, divided by NUL, in parts, divided by two: the scratch directory and the file
in which refusals are noted; the projects, each followed by its copy; further files that were recorded; the displaced.
"""

import errno
import os
import sys
from collections.abc import Callable
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Event → where among its arguments paths are, each with the place of the directory that it is relative to.
TOUCHING: dict[str, tuple[tuple[int, int | None], ...]] = {
    "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),),
    "os.link": ((0, 2), (1, 3)),
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.rename": ((0, 2), (1, 3)),
    "os.rmdir": ((0, 1),),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
    "os.utime": ((0, 3),),
    "scitex_io.replace": ((0, None),),
    "shutil.rmtree": ((0, 1),),
    "sqlite3.connect": ((0, None),),
}


def guard(projects: list[str], scratch: str, notes: str, recorded: frozenset[str], displaced: frozenset[str]) -> None:
    """Refuse from now on what would change a project or a recorded file, or read a displaced one, and note that."""
    within = tuple(f"{project}/" for project in projects)

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            if flags & WRITING or any(sign in (mode or "") for sign in "wax+"):
                refuse("change", path, None, out_of_reach)
            elif displaced:
                refuse("read", path, None, displaced.__contains__)
        elif event == "exec" and displaced:  # a module may come from its compiled file
            refuse("read", getattr(arguments[0], "co_filename", None), None, displaced.__contains__)
        elif event in TOUCHING and not (event == "os.mkdir" and os.path.lexists(arguments[0])):
            for place, folder in TOUCHING[event]:
                relative_to = None if folder is None or folder >= len(arguments) else arguments[folder]
                refuse("change", arguments[place], relative_to, out_of_reach)

    def refuse(deed: str, path: Any, folder: int | None, forbidden: Callable[[str], bool]) -> None:
        try:
            name = full_name(path, folder)
            real = os.path.realpath(name)
        except (OSError, TypeError, ValueError):
            return  # an open descriptor, or no path at all
        # A link itself may be an original, and so may what it leads to.
        itself = os.path.join(os.path.realpath(os.path.dirname(name)), os.path.basename(name))  # noqa: PTH118, PTH119, PTH120
        if forbidden(itself) or forbidden(real):
            with open(notes, "ab") as file:  # noqa: PTH123
                file.write(os.fsencode(f"{deed}\0{real}\0"))
            raise PermissionError(errno.EACCES, f"a rerun must not {deed} the originals", real)

    def out_of_reach(path: str) -> bool:
        if f"{path}/".startswith(f"{scratch}/"):
            return False
        return f"{path}/".startswith(within) or path in recorded

    sys.addaudithook(watch)


def full_name(path: Any, folder: int | None) -> str:
    """Return a path as text, absolute if it is relative to an open directory.

    Raises
    ------
    TypeError
        If it is no path.
    """
    name = os.fsdecode(path)
    if name.startswith("file:"):
        name = name[5:].partition("?")[0]
    if folder is not None and folder >= 0 and not os.path.isabs(name):  # noqa: PTH117
        return os.path.join(os.readlink(f"/proc/self/fd/{folder}"), name)  # noqa: PTH115, PTH118
    return os.path.abspath(name)


def make_way() -> None:
    """Import the `sitecustomize` that there is without this one, if there is one."""
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH120
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != here]
    spec = PathFinder.find_spec("sitecustomize", sys.path)
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(module_from_spec(spec))


def prefer_copies(project: str, copy: str) -> None:
    """Let modules of the project that lie on the search path be imported from their copies."""
    inside = [entry for entry in sys.path if f"{entry}/".startswith(f"{project}/") and "site-packages" not in entry]
    copies = [f"{copy}{entry[len(project) :]}" for entry in inside]
    sys.path[:0] = [entry for entry in copies if os.path.isdir(entry)]  # noqa: PTH112


if "SCITEX_RERUN_GUARD" in os.environ:
    with open(os.environ["SCITEX_RERUN_GUARD"], "rb") as listing:  # noqa: PTH123
        (scratch, notes), known, recorded, displaced = (
            part.split("\0") for part in os.fsdecode(listing.read()).split("\0\0")
        )
    make_way()
    for project, copy in zip(known[::2], known[1::2], strict=True):
        prefer_copies(project, copy)
    guard(known[::2], scratch, notes, frozenset(recorded), frozenset(filter(None, displaced)))
