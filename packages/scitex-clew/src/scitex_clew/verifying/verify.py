"""Is everything still what it was? The recorded runs compared with the files as they are now."""

from pathlib import Path
from typing import TYPE_CHECKING

from scitex_clew.indexing.current import current_index, full_record
from scitex_clew.indexing.index import IndexedRun
from scitex_clew.indexing.ownership import opened_for
from scitex_clew.project import RERUNS, Project
from scitex_clew.verifying.origins import project_named, run_named
from scitex_clew.verifying.reports import ProjectStatus, RunReport, RunStatus
from scitex_clew.verifying.verification import Verification

if TYPE_CHECKING:
    from scitex_clew.indexing.index import Index
    from scitex_clew.rerunning.reports import Rerun
    from scitex_clew.sealing.ties import Contradiction
    from scitex_clew.verifying.grounds import Grounds
    from scitex_clew.verifying.histories import History
    from scitex_clew.verifying.last_answer import LastAnswer


def status(directory: Path | str = ".", *, full: bool = False) -> ProjectStatus:
    """Verify every recorded run of the project around `directory`.

    Parameters
    ----------
    directory : path
        Anywhere in the project; the working directory by default.
    full : bool, optional
        Whether every file is hashed, also one that has not been touched since it was last hashed, and every record is
        compared with what the records of later runs say of it.

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
    return look(Project.of(Path(directory)), full=full)[0]


def look(project: Project, *, full: bool, last: "LastAnswer | None" = None) -> "tuple[ProjectStatus, Grounds | None]":
    """Return the status of a project, and what it rests upon, if that can be told.

    With the help of the last answer it is found sooner, but the reports tell of no file that is right.
    """
    with current_index(project) as index:
        contradictions = in_all_records(index, project) if full else ()
        verification = Verification(index, project, full=full, last=last)
        found = ProjectStatus(project.root, verification.reports(contradictions))
        return found, verification.grounds()


def run(name: Path | str, directory: Path | str = ".", *, full: bool = False) -> RunStatus:
    """Verify one run, with everything it descends from.

    Parameters
    ----------
    name : path
        The id of the run, or enough of it to be the only one; or its directory, or a file that it wrote.
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
    TypeError
        If the name is neither a text nor a path.
    UnknownFileError
        If no run wrote what the file holds.

    Examples
    --------
    >>> import scitex_clew
    >>> for known in scitex_clew.runs():
    ...     print(known.id, scitex_clew.run(known.id).verdict)
    """
    project = project_named(name, directory)
    with current_index(project) as index:
        found = run_named(index, project, directory, name)
        history = history_of(index, project, found)
        reports = Verification(index, project, history.runs, full=full).reports(history.contradictions)
        report = next(report for report in reports if report.run.id == found)
    return RunStatus(
        project.root,
        report,
        full_record(project, report.run),
        reruns_in(project, report.run.directory),
        altered=tuple(told for told in history.contradictions if told.run in history.runs),
        orphaned=tuple(told for told in history.contradictions if told.run not in history.runs),
    )


def history_of(index: "Index", project: Project, id: str) -> "History":
    """Return a run with all that it descends from."""
    from scitex_clew.verifying.histories import History  # here, because plain `status` needs none of what that imports

    return History(index, project, [id])


def in_all_records(index: "Index", project: Project) -> "tuple[Contradiction, ...]":
    """Return where the records of all runs do not fit each other."""
    from scitex_clew.verifying.histories import all_contradictions

    return all_contradictions(index, project)


def reruns_in(project: Project, directory: str) -> "tuple[Rerun, ...]":
    """Return what came out each time that the run in a directory was executed again, oldest first."""
    if not project.locate(RERUNS).is_dir():
        return ()
    from scitex_clew.rerunning.recorded import reruns_of  # few projects have any, and it imports much

    return reruns_of(project.locate(directory), project.root)


def chain(name: Path | str, directory: Path | str = ".", *, full: bool = False) -> tuple[RunReport, ...]:
    """Verify the run that a file came from, or one that is named by its id, with everything it descends from.

    Parameters
    ----------
    name : path
        A file, or the id or the directory of a run.
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
    project = project_named(name, directory)
    with current_index(project) as index:
        found = run_named(index, project, directory, name)
        history = history_of(index, project, found)
        reports = Verification(index, project, history.runs, full=full).reports(history.contradictions)
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
    with opened_for(Project.of(Path(directory))) as index:
        return index.runs()
