"""Finding runs: all of a project, or one by its id, a part of that, its directory, or its script."""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

from scitex_io.roots import PROJECT_MARKERS, project_root
from scitex_session.errors import AmbiguousRunError, UnknownRunError
from scitex_session.history.past_run import PastRun
from scitex_session.runs.liveness import MARKER
from scitex_session.runs.places import mirrored, outputs_of
from scitex_session.runs.run_directory import FINISHED

PLACES = ("RUNNING", *FINISHED.values())
WITHOUT_RUNS = {"__pycache__", "node_modules", "site-packages"}
SHOWN = 4  # of many ids in a message


def past_runs(directory: Path) -> list[PastRun]:
    """Return every run of the project around a directory, oldest first, those in the user's own place among them.

    Hidden directories are not looked into, nor are those that are projects themselves.
    """
    root = Path(project_root(directory))
    roots = [place for place in (root, mirrored(root)) if place is not None]
    return in_order(run for place in roots for output in output_directories(place) for run in runs_of(output))


def in_order(runs: Iterable[PastRun]) -> list[PastRun]:
    """Return runs by their start. Their ids tell the second; only of those that share one the records are read."""
    found = sorted(runs, key=lambda run: (run.id, run.directory))
    return [run for _, group in groupby(found, second_of) for run in in_order_of_records(list(group))]


def second_of(run: PastRun) -> str:
    """Return the part of an id that tells when the run began."""
    return run.id.rpartition("_")[0]


def in_order_of_records(runs: list[PastRun]) -> list[PastRun]:
    """Return runs of one second by what is recorded of their start."""
    if len(runs) == 1:
        return runs
    return sorted(runs, key=lambda run: datetime.fromisoformat(run.record["started"]).timestamp() if run.record else 0)


def output_directories(root: Path) -> Iterator[Path]:
    """Yield the directories `<script>_out` below `root` that hold runs, and links to such."""
    for folder, folders, names in os.walk(root):
        nested = Path(folder) != root and not {*folders, *names}.isdisjoint(PROJECT_MARKERS)
        if nested or "pyvenv.cfg" in names:
            folders.clear()
        elif folder.endswith("_out") and not set(PLACES).isdisjoint(folders):
            folders.clear()
            yield Path(folder)
        folders[:] = [name for name in folders if not name.startswith(".") and name not in WITHOUT_RUNS]
        links = (Path(folder, name) for name in folders if name.endswith("_out"))
        yield from (link for link in links if link.is_symlink() and any((link / place).is_dir() for place in PLACES))


def runs_of(output: Path) -> Iterator[PastRun]:
    """Yield the runs in `<script>_out`."""
    for place in PLACES:
        try:
            entries = list(os.scandir(output / place))
        except OSError:
            continue  # no run has come there yet
        yield from (PastRun(Path(entry)) for entry in entries if is_run(entry))


def is_run(entry: os.DirEntry[str]) -> bool:
    """Say whether something in `RUNNING` or beside it is the directory of a run."""
    return entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")


def find_run(text: str, directory: Path = Path()) -> PastRun:
    """Return one run.

    Parameters
    ----------
    text : str
        Its id or any part of it that no other run of the project has, its directory, or a script, which stands for its
        newest run.
    directory : Path, optional
        Anywhere in the project; the working directory by default.

    Raises
    ------
    AmbiguousRunError
        If several runs have such an id.
    UnknownRunError
        If none has; the message names the nearest.
    """
    path = Path(text)
    if text and path.is_dir():
        place = path.parent / path.readlink() if path.is_symlink() else path  # but `<script>_out` may stay a link
        return run_in(Path(os.path.abspath(place)), text)
    if path.suffix == ".py":
        return newest_run(path, text)
    known = past_runs(directory)
    part = text.upper()
    exact = [run for run in known if run.id == part]
    found = exact or [run for run in known if part and part in run.id]
    if len(found) == 1:
        return found[0]
    if exact:
        places = ", ".join(os.path.relpath(run.directory) for run in exact)
        raise AmbiguousRunError(f"{len(exact)} runs have the id {text!r}: name one by its directory: {places}")
    if found:
        some = ", ".join(run.id for run in found[-SHOWN:])
        raise AmbiguousRunError(f"{text!r} fits {len(found)} runs, the last of them {some}: give more of the id")
    raise UnknownRunError(f"no run has the id {text!r}{hint(part, known)}; see: scitex session list --all")


def run_in(directory: Path, text: str) -> PastRun:
    """Return the run that a directory is.

    Raises
    ------
    UnknownRunError
        If it is none.
    """
    marks = (directory / name for name in (MARKER, "ro-crate-metadata.json"))
    if directory.parent.name not in PLACES and not any(mark.exists() for mark in marks):
        raise UnknownRunError(f"{text} is a directory, but not that of a run: it has no ro-crate-metadata.json")
    return PastRun(directory)


def newest_run(script: Path, text: str) -> PastRun:
    """Return the newest run of a script.

    Raises
    ------
    UnknownRunError
        If there is none.
    """
    places = list(outputs_of(script.absolute()))
    runs = in_order(run for output in places for run in runs_of(output))
    newest = next((run for run in reversed(runs) if run.is_of(script)), None)
    if newest is None:
        raise UnknownRunError(f"{text} has no run: there is no {places[0]}/{'|'.join(PLACES)}/<id>")
    return newest


def hint(part: str, known: list[PastRun]) -> str:
    """Return the id that is nearest to a wrong one, as a parenthesis."""
    from difflib import get_close_matches

    nearest = get_close_matches(part, [run.id for run in known], n=1)
    return f" (did you mean {nearest[0]!r}?)" if nearest else ""
