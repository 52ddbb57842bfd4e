"""What was recorded as tables of pandas, for questions that nobody has foreseen."""

from collections.abc import Iterable
from pathlib import Path

import pandas

from scitex_clew.drawing.node_link import well_formed
from scitex_clew.indexing.current import full_record
from scitex_clew.project import Project
from scitex_clew.verifying.reports import FileReport, ProjectStatus, RunReport
from scitex_clew.verifying.verify import status

ABOUT_A_RUN = (
    "script",
    "verdict",
    "outcome",
    "exit_code",
    "error",
    "started",
    "ended",
    "seconds",
    "host",
    "directory",
    "superseded_by",
    "parents",
    "children",
)
ABOUT_A_FILE = ("run", "script", "role", "path", "sha256", "size", "verdict", "superseded_by", "moved_to")


def runs_table(directory: Path | str = ".", *, full: bool = False) -> pandas.DataFrame:
    """Return every run of the project around `directory` with its verdict and its parameters.

    Of text that is not UTF-8, such as the name of a script, what is not is escaped.

    Parameters
    ----------
    directory : path
        Anywhere in the project; the working directory by default.
    full : bool, optional
        Whether every file is hashed, also one that has not been touched since it was last hashed.

    Returns
    -------
    DataFrame
        One row a run, oldest first, by its id. `seconds` is how long it took, `parents` and `children` are tuples of
        ids, times are UTC. Each parameter `name` is a column `parameter.name`, NaN where a run has none of that name.

    Raises
    ------
    NoIndexError
        If no run has been recorded there.

    Examples
    --------
    >>> import scitex_clew
    >>> rebuilt = scitex_clew.reindex()
    >>> table = scitex_clew.runs_table()
    >>> len(table[table.outcome == "success"]) <= rebuilt.runs
    True
    """
    found = status(directory, full=full)
    project = Project.of(Path(directory))
    about = pandas.DataFrame([about_run(report) for report in found.runs], columns=list(ABOUT_A_RUN))
    parameters = pandas.DataFrame([parameters_of(project, report) for report in found.runs])
    table = pandas.concat([about, parameters], axis=1)
    for name in ("started", "ended"):
        table[name] = pandas.to_datetime(table[name], utc=True)
    table.index = pandas.Index([report.run.id for report in found.runs], name="run", dtype=object)
    return table


def files_table(directory: Path | str = ".", *, full: bool = False) -> pandas.DataFrame:
    """Return everything that the runs of the project around `directory` read and wrote, with its verdict.

    Of names that are not UTF-8 what is not is escaped.

    Parameters
    ----------
    directory : path
        Anywhere in the project; the working directory by default.
    full : bool, optional
        Whether every file is hashed, also one that has not been touched since it was last hashed.

    Returns
    -------
    DataFrame
        One row for each run and file, oldest run first; `size` is in bytes.

    Raises
    ------
    NoIndexError
        If no run has been recorded there.

    Examples
    --------
    >>> import scitex_clew
    >>> rebuilt = scitex_clew.reindex()
    >>> bytes_written = scitex_clew.files_table().query("role == 'output'")["size"].sum()
    """
    return pandas.DataFrame(rows_of(status(directory, full=full)), columns=list(ABOUT_A_FILE))


def about_run(report: RunReport) -> dict[str, object]:
    """Return a row of the table of runs, but for the parameters."""
    run = report.run
    return {
        "script": well_formed(run.script),
        "verdict": report.verdict,
        "outcome": run.outcome,
        "exit_code": run.exit_code,
        "error": well_formed(run.error),
        "started": run.started,
        "ended": run.ended,
        "seconds": (run.ended - run.started).total_seconds() if run.ended else None,
        "host": run.host,
        "directory": well_formed(run.directory),
        "superseded_by": report.superseded_by,
        "parents": report.parents,
        "children": report.children,
    }


def parameters_of(project: Project, report: RunReport) -> dict[str, object]:
    """Return the parameters of a run, as columns."""
    record = full_record(project, report.run)
    parameters = record.parameters if record else ()
    return {f"parameter.{parameter.name}": well_formed(parameter.value) for parameter in parameters}


def rows_of(found: ProjectStatus) -> Iterable[tuple[object, ...]]:
    """Yield the rows of the table of files."""
    for report in found.runs:
        for file in report.files:
            yield tuple(map(well_formed, (report.run.id, report.run.script, *about_file(file))))


def about_file(file: FileReport) -> tuple[object, ...]:
    """Return what the table says of a file."""
    access = file.access
    return access.role, access.path, access.sha256, access.size, file.verdict, file.superseded_by, file.moved_to
