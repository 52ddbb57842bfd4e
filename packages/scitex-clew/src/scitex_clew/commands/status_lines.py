"""What is told of many runs: a line for each thing that is wrong, then a summary."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from scitex_clew.verifying.reasons import code_text, ending, shown_path, title, worded
from scitex_clew.verifying.reports import FINE, Cause, FileReport, ProjectStatus, RunReport, RunVerdict
from scitex_clew.wording import plural

if TYPE_CHECKING:
    from scitex_clew.sealing.ties import Contradiction

ORDER: tuple[RunVerdict, ...] = (
    "verified",
    "running",
    "superseded",
    "outdated",
    "stale",
    "orphaned",
    "doubtful",
    "failed",
    "unreadable",
    "unstable",
    "modified",
    "missing",
    "altered",
    "incomplete",
)
MOST_FAILED = 5  # how many failed runs are named


def porcelain_lines(reports: Iterable[RunReport]) -> Iterator[str]:
    """Yield verdict, run, role and path of what is not well, and of each run that failed and was not repeated."""
    for report in reports:
        failed = report.failed and report.superseded_by is None
        orphaned = any(lost.run != report.run.id for lost in told_contradictions(report))
        told = [report.verdict] * (not report.well) + ["failed"] * failed + ["orphaned"] * orphaned
        yield from (f"{word} {report.run.id} run {report.run.script}" for word in dict.fromkeys(told))
        for file in doubtful_files(report):
            yield f"doubtful {report.run.id} {file.access.role} {file.access.path}"
        for file in report.wrong:
            if file.verdict not in FINE:
                yield f"{file.verdict} {report.run.id} {file.access.role} {file.access.path}"


def status_lines(found: ProjectStatus) -> Iterator[str]:
    """Yield what is wrong, a line each, then a summary."""
    named = {report.run.id: title(report.run) for report in found.runs}
    for report in found.runs:
        for told in told_contradictions(report):
            yield f"{'altered' if told.run == report.run.id else 'orphaned':10}  {named[report.run.id]}: {told}"
        for what, path in dict.fromkeys((file.verdict, shown_path(file)) for file in wrong_files(report)):
            yield f"{what:10}  {path}  (written by {named[report.run.id]})"
    for path, verdict in changed_inputs(found.runs):
        yield f"{verdict:10}  {path}  (an input)"
    for report in found.runs:
        if report.verdict == "incomplete":
            yield f"incomplete  {named[report.run.id]}: its process ended without a word"
        for word, reason in worded(told_causes(report), report, named):
            yield f"{word:10}  {named[report.run.id]}: {reason}"
    yield from failed_lines(found.runs)
    for (path, change), number in changed_code(found.runs):
        yield f"code        {path}: {change}{' since' if change == 'changed' else ', used by'} {plural(number, 'run')}"
    yield summary(found.runs)


def wrong_files(report: RunReport) -> list[FileReport]:
    """Return the outputs of a run that are not what it wrote; one that is running may still change its own."""
    if report.verdict == "running":
        return []
    return [
        file
        for file in report.wrong
        if file.access.role in ("output", "log", "diff") and file.verdict not in (*FINE, "superseded")
    ]


def told_contradictions(report: RunReport) -> "tuple[Contradiction, ...]":
    """Return where records do not fit that of a run, unless that needs no mending: it was repeated."""
    return () if report.verdict == "superseded" else report.altered


def told_causes(report: RunReport) -> tuple[Cause, ...]:
    """Return why a run is not well, unless that needs no mending: it failed, was repeated, or is still running."""
    return () if report.verdict in ("running", "superseded", "failed") else report.causes


def doubtful_files(report: RunReport) -> list[FileReport]:
    """Return what a run itself read of runs that failed, unless that needs no mending."""
    causes = (cause for cause in told_causes(report) if cause.reader == report.run.id)
    return [cause.file for cause in causes if cause.file.verdict == "doubtful"]


def failed_lines(reports: Iterable[RunReport]) -> Iterator[str]:
    """Yield the newest runs that failed, oldest first, but for those that were repeated with success."""
    failed = [report.run for report in reports if report.failed and report.superseded_by is None]
    if len(failed) > MOST_FAILED:
        yield f"failed      {plural(len(failed) - MOST_FAILED, 'run')} before these; see: scitex clew list"
    for run in failed[-MOST_FAILED:]:
        yield f"failed      {title(run)}: {ending(run)}"


def changed_inputs(reports: Iterable[RunReport]) -> list[tuple[str, str]]:
    """Return (path, verdict) of the inputs that no run wrote and that are no longer what was read."""
    written = {file.access.path for report in reports for file in report.wrong if file.access.role == "output"}
    return sorted(
        {
            (shown_path(cause.file), cause.file.verdict)
            for report in reports
            for cause in told_causes(report)
            if cause.file.verdict not in ("doubtful", "outdated") and cause.file.access.path not in written
        }
    )


def changed_code(reports: Iterable[RunReport]) -> list[tuple[tuple[str, str], int]]:
    """Return ((path, what became of it), number of runs with other code) of edited scripts and modules."""
    return sorted(Counter((file.access.path, code_text(file)) for report in reports for file in report.code).items())


def summary(reports: Sequence[RunReport]) -> str:
    """Return how many runs there are, by verdict, and of how many files nothing can be said."""
    counts = Counter(report.verdict for report in reports)
    failed: Counter[RunVerdict] = Counter(
        report.verdict for report in reports if report.failed and report.verdict != "failed"
    )
    also = {verdict: f" ({number} failed)" for verdict, number in failed.items()}
    parts = ", ".join(f"{counts[verdict]} {verdict}{also.get(verdict, '')}" for verdict in ORDER if counts[verdict])
    remote = {file.access.path for report in reports for file in report.wrong if file.verdict == "remote"}
    unseen = f"; {plural(len(remote), 'remote file')} not looked at" if remote else ""
    return f"{plural(counts.total(), 'run')}: {parts}{unseen}" if parts else "no runs"
