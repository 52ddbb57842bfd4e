"""The verdicts of reruns as they are written down, and read again.

Each rerun has a directory `.scitex/reruns/<when>/<id of the run>`, and in it `rerun.json` beside the copy.
"""

import glob
import json
import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from scitex_clew.project import RERUNS, Project
from scitex_clew.records.plain import tree
from scitex_clew.rerunning.reports import OutputReport, OutputVerdict, Rerun

NAME = "rerun.json"
LARGEST = 1 << 26
UNREADABLE = (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError)

log = logging.getLogger(__name__)


def written(report: Rerun) -> str:
    """Return what is written down of a rerun."""
    return json.dumps(tree({"verdict": report.verdict, **vars(report)}), indent=1) + "\n"


def reruns_of(run_directory: Path | str, project: Path | str | None = None) -> tuple[Rerun, ...]:
    """Return what came out each time that a run was executed again, oldest first.

    A verdict is known as long as `.scitex/reruns` is there; one that cannot be read is left out with a warning.

    Parameters
    ----------
    run_directory : path
        The directory of the recorded run.
    project : path, optional
        Anywhere in the project in which it was executed again, by default its own.

    Examples
    --------
    >>> from scitex_clew.rerunning.recorded import reruns_of
    >>> reruns_of("train_out/FINISHED_SUCCESS/20260213_143022_A7X2")
    ()
    """
    directory = Path(run_directory).absolute()
    home = Project.of(directory.parent if project is None else Path(project))
    found = []
    for path in home.root.glob(f"{RERUNS}/*/{glob.escape(directory.name)}/{NAME}"):
        try:
            report = parsed(path)
        except UNREADABLE as error:
            log.warning("%s is not the verdict of a rerun: %r", path, error)
            continue
        if report.run == directory.name:
            found.append(report)
    return tuple(sorted(found, key=lambda report: (report.started, report.directory)))


def is_verdict_on(path: Path, rerun: str) -> bool:
    """Say whether a file is the verdict that was written into the directory of a rerun, by the id of that."""
    try:
        return path.name.startswith("rerun.") and parsed(path).rerun == rerun
    except UNREADABLE:
        return False


def parsed(path: Path) -> Rerun:
    """Return what `written` has written.

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError, RecursionError
        If it is something else.
    """
    if path.stat().st_size > LARGEST:
        raise ValueError("it is larger than 64 MiB")
    told = json.loads(path.read_bytes())
    started = datetime.fromisoformat(told["started"])
    if started.tzinfo is None:
        raise ValueError("its time is in no time zone")
    return Rerun(
        run=text(told["run"]),
        script=text(told["script"]),
        rerun=None if told["rerun"] is None else text(told["rerun"]),
        started=started,
        directory=text(told["directory"]),
        rtol=float(told["rtol"]),
        atol=float(told["atol"]),
        isolation=text(told["isolation"]),
        outputs=tuple(map(parsed_output, told["outputs"])),
        faults=tuple(map(text, told["faults"])),
        notes=tuple(map(text, told["notes"])),
    )


def parsed_output(told: Mapping[str, Any]) -> OutputReport:
    """Return one output with its verdict."""
    if told["verdict"] not in get_args(OutputVerdict):
        raise ValueError(f"{told['verdict']!r} is no verdict")
    return OutputReport(text(told["path"]), told["verdict"], text(told["detail"]))


def text(value: object) -> str:
    """Return a value that must be text."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
