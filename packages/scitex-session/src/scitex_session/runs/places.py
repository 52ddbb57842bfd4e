"""Where the runs of a script may be: beside it, else where it was started, else in the user's own place.

The user's own place mirrors the file system: for scripts in `/lab/fit` it is `~/.local/state/scitex/lab/fit`. Where
the project of a script begins, its mirror is a project, too, so that its runs have their index there.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from scitex_io.roots import project_root

PROJECT = ".scitex"


def outputs_of(script: Path) -> Iterator[Path]:
    """Yield where all runs of a script may be, `<script>_out`, in the order in which they are tried."""
    places = [script.parent]
    with suppress(FileNotFoundError):  # somebody has removed the working directory
        places.append(Path.cwd())
    if (own := mirrored(script.parent)) is not None:
        places.append(own)
    distinct = {os.path.realpath(place): place for place in reversed(places)}  # the first name of each counts
    yield from (place / f"{script.stem}_out" for place in reversed(distinct.values()))


def mirrored(folder: Path) -> Path | None:
    """Return what mirrors a folder in the user's own place; None if the user has none.

    Source: https://specifications.freedesktop.org/basedir-spec/latest/, by which a relative path does not count.
    """
    usual = os.path.expanduser("~/.local/state")  # noqa: PTH111 which raises if nobody knows where the user is at home
    state = next(filter(Path.is_absolute, map(Path, (os.environ.get("XDG_STATE_HOME", ""), usual))), None)
    return state and Path(f"{state}/scitex{os.path.realpath(folder)}")


def begin_mirror(output: Path, script: Path) -> None:
    """Let the mirror of the script's project be a project, too, if that is where `output` lies."""
    root = mirrored(Path(project_root(script.parent)))
    if root is not None and output.parent == mirrored(script.parent):
        (root / PROJECT).mkdir(parents=True, exist_ok=True)
