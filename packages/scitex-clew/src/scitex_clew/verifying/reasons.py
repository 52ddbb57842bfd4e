"""Verdicts and states in words: what a run is called, why it is stale, what a file is called, which commit it was."""

from collections.abc import Iterable, Mapping
from typing import Literal

from scitex_clew.indexing.index import IndexedRun
from scitex_clew.records.record import GitState
from scitex_clew.stores import store_of
from scitex_clew.verifying.reports import Cause, FileReport, RunReport

MOST_LETTERS = 120  # of an error, where a line is all that there is for it


def title(run: IndexedRun) -> str:
    """Return the name of a run's script and its id."""
    return f"{run.script.rpartition('/')[2]} {run.id}"


def shown_path(file: FileReport) -> str:
    """Return the path of a file, or of the store that it is part of."""
    return store_of(file.access.path) or file.access.path


def ending(run: IndexedRun) -> str:
    """Return how a run failed, in a line: what went wrong, shortened, and its exit code as far as there was one."""
    error = run.error or ""
    told = error if len(error) <= MOST_LETTERS else f"{error[:MOST_LETTERS]}…"
    code = "" if run.exit_code is None else f"exit code {run.exit_code}"
    return ", ".join(filter(None, (told, code))) or "nobody knows why"


def word_of(cause: Cause) -> Literal["doubtful", "stale", "outdated"]:
    """Return what a run is by a cause."""
    found = cause.file.verdict
    return found if found in ("doubtful", "outdated") else "stale"


def reasons(causes: Iterable[Cause], report: RunReport, named: Mapping[str, str]) -> Iterable[str]:
    """Return why a run is not well."""
    return (reason for _, reason in worded(causes, report, named))


def worded(causes: Iterable[Cause], report: RunReport, named: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Return (what it is by it, reason) of why a run is not well.

    Of one file, or of a store, which is many files, a word is said once, whoever else has read it.
    """
    first: dict[tuple[Literal["doubtful", "stale", "outdated"], str], Cause] = {}
    for cause in causes:
        first.setdefault((word_of(cause), shown_path(cause.file)), cause)
    return [(word, cause_text(cause, report, named)) for (word, _), cause in first.items()]


def code_text(file: FileReport) -> str:
    """Return what has become of a script or a module, in words."""
    words = {"missing": "not here", "unreadable": "cannot be read"}
    return f"moved to {file.moved_to}" if file.moved_to else words.get(file.verdict, "changed")


def cause_text(cause: Cause, report: RunReport, named: Mapping[str, str]) -> str:
    """Return why a run is doubtful, stale or outdated, in words."""
    file = cause.file
    later = named.get(file.superseded_by or "", file.superseded_by)
    words = {
        "modified": "was modified",
        "missing": "is missing",
        "doubtful": f"was written by {named.get(file.failed or '', file.failed)}, which failed",
        "outdated": f"did not come out again of {later}",
        "superseded": f"was replaced by {later}",
        "unstable": "changed while it was read",
        "unreadable": "cannot be read",
    }
    what = f"{shown_path(file)} {words.get(file.verdict, file.verdict)}"
    return what if cause.reader == report.run.id else f"{what} (read by {named.get(cause.reader, cause.reader)})"


def git_text(state: GitState) -> str:
    """Return the commit, and how far it says what was run."""
    if state.commit is None:
        return "no commit yet"
    lacking = "" if state.tracked else ", which does not hold the script"
    return f"{state.commit}{lacking}{', tracked files changed' if state.dirty else ''}"
