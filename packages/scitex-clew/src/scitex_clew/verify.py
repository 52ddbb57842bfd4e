"""Is everything still what it was? The recorded runs compared with the files as they are now."""

from pathlib import Path

from scitex_clew.current import current_index, full_record
from scitex_clew.index import IndexedRun, opened
from scitex_clew.lineage import ancestors
from scitex_clew.origins import run_named
from scitex_clew.project import Project
from scitex_clew.reports import ProjectStatus, RunReport, RunStatus
from scitex_clew.verification import Verification


def status(directory: Path | str = ".", *, full: bool = False) -> ProjectStatus:
    """Verify every recorded run of the project around `directory`.

    Parameters
    ----------
    directory : path
        Anywhere in the project; the working directory by default.
    full : bool, optional
        Whether every file is hashed, also one that has not been touched since it was last hashed.

    Raises
    ------
    NoIndexError
        If no run has been recorded there.

    Examples
    --------
    >>> import scitex_clew
    >>> rebuilt = scitex_clew.reindex()
    >>> scitex_clew.status().well
    True
    """
    project = Project.of(Path(directory))
    with current_index(project) as index:
        return ProjectStatus(project.root, Verification(index, project, full=full).reports())


def run(id: str, directory: Path | str = ".", *, full: bool = False) -> RunStatus:
    """Verify one run, with everything it descends from.

    Parameters
    ----------
    id : str
        The id of the run, or enough of it to be the only one.
    directory : path
        Anywhere in the project; the working directory by default.
    full : bool, optional
        Whether every file is hashed.

    Raises
    ------
    AmbiguousRunError, UnknownRunError
        If several runs, or none, have such an id.
    NoIndexError
        If no run has been recorded there.

    Examples
    --------
    >>> import scitex_clew
    >>> for known in scitex_clew.runs():
    ...     print(known.id, scitex_clew.run(known.id).report.verdict)
    """
    from scitex_clew.rerunning.recorded import reruns_of  # no other question needs it, nor what it imports

    project = Project.of(Path(directory))
    with current_index(project) as index:
        found = index.find(id)
        reports = Verification(index, project, {found, *ancestors(index, found)}, full=full).reports()
        report = next(report for report in reports if report.run.id == found)
    reruns = reruns_of(project.locate(report.run.directory))
    return RunStatus(project.root, report, full_record(project, report.run), reruns)


def chain(name: str, directory: Path | str = ".", *, full: bool = False) -> tuple[RunReport, ...]:
    """Verify the run that a file came from, or one that is named by its id, with everything it descends from.

    Parameters
    ----------
    name : str
        A file, or the id of a run.
    directory : path
        Anywhere in the project; the working directory by default.
    full : bool, optional
        Whether every file is hashed.

    Returns
    -------
    tuple of RunReport
        Oldest first; the run itself is the last.

    Raises
    ------
    AmbiguousRunError, UnknownRunError
        If several runs, or none, have such an id.
    NoIndexError
        If no run has been recorded there.
    UnknownFileError
        If no run wrote what the file holds.
    """
    project = Project.of(Path(directory))
    with current_index(project) as index:
        found = run_named(index, project, directory, name)
        reports = Verification(index, project, {found, *ancestors(index, found)}, full=full).reports()
    return tuple(sorted(reports, key=lambda report: report.run.id == found))


def runs(directory: Path | str = ".") -> list[IndexedRun]:
    """Return the recorded runs of the project around `directory`, oldest first, without verifying them.

    Parameters
    ----------
    directory : path
        Anywhere in the project; the working directory by default.

    Raises
    ------
    NoIndexError
        If no run has been recorded there.

    Examples
    --------
    >>> import scitex_clew
    >>> rebuilt = scitex_clew.reindex()
    >>> len(scitex_clew.runs()) == rebuilt.runs
    True
    """
    with opened(Project.of(Path(directory)).database) as index:
        return index.runs()
