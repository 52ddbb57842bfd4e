"""`scitex clew`: what was recorded, whether it is still so, and how it hangs together."""

import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import click

from scitex_clew.errors import ClewError
from scitex_clew.index import IndexedRun
from scitex_clew.mermaid import flowchart
from scitex_clew.plain import tree
from scitex_clew.rebuild import reindex
from scitex_clew.record import GitState, RunRecord
from scitex_clew.reports import Cause, FileReport, ProjectStatus, RunReport, RunStatus, RunVerdict
from scitex_clew.stores import store_of
from scitex_clew.verify import run as verified_run
from scitex_clew.verify import runs as recorded_runs
from scitex_clew.verify import status as project_status
from scitex_clew.wording import plural, printable

NOT_WELL = 1
ORDER: tuple[RunVerdict, ...] = ("verified", "running", "superseded", "stale", "modified", "missing", "incomplete")

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


class Unanswerable(click.ClickException):
    """The question itself was wrong, or there is nothing to ask: shown as one line."""

    exit_code = 2


@click.group()
def clew() -> None:
    """Provenance: what was recorded, whether it is still so, how it hangs together."""


@clew.command()
@as_json_option
def status(as_json: bool) -> None:
    """Verify every run of this project. Exit code 0: all is well, 1: it is not."""
    with plain_errors():
        found = project_status()
    refuse_nothing(found.runs)
    click.echo(to_json(found) if as_json else text(status_lines(found)))
    sys.exit(0 if found.well else NOT_WELL)


@clew.command("run")
@click.argument("id")
@as_json_option
def run_command(id: str, as_json: bool) -> None:
    """Show and verify one run; the id may be shortened. Exit code 0: all is well, 1: it is not."""
    with plain_errors():
        found = verified_run(id)
    click.echo(to_json(found) if as_json else text(run_lines(found)))
    sys.exit(0 if found.report.well else NOT_WELL)


@clew.command("list")
@as_json_option
def list_command(as_json: bool) -> None:
    """List every recorded run, oldest first."""
    with plain_errors():
        found = recorded_runs()
    refuse_nothing(found)
    click.echo(to_json(found) if as_json else text(map(list_line, found)))


@clew.command()
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
def mermaid(output: Path | None) -> None:
    """Print the lineage of this project as a Mermaid flowchart."""
    with plain_errors():
        refuse_nothing(recorded_runs())
        chart = flowchart()
    if output is None:
        click.echo(chart, nl=False)
        return
    try:
        output.write_text(chart, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"the flowchart cannot be written: {error}") from error


@clew.command("index")
def index_command() -> None:
    """Rebuild the index from the run directories. Exit code 0: all are in it, 1: some are left out."""
    with plain_errors():
        rebuilt = reindex()
    for complaint in rebuilt.complaints:
        click.echo(f"left out: {printable(complaint)}", err=True)
    if rebuilt.set_aside:
        click.echo(f"the index was damaged; it is kept as {rebuilt.set_aside}", err=True)
    click.echo(f"{plural(rebuilt.runs, 'run')} in {rebuilt.database}")
    sys.exit(NOT_WELL if rebuilt.complaints else 0)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Show an error of ours, or of a database that is locked or out of reach, as one line."""
    try:
        yield
    except (ClewError, sqlite3.Error) as error:
        raise Unanswerable(printable(str(error))) from error


def refuse_nothing(runs: Sequence[object]) -> None:
    """Fail if there are no runs to say anything about."""
    if not runs:
        raise Unanswerable("no run is recorded here: the index is empty; run a script, or: scitex clew index")


def text(lines: Iterable[str]) -> str:
    """Return lines as they are printed."""
    return "\n".join(map(printable, lines))


def status_lines(found: ProjectStatus) -> Iterator[str]:
    """Yield what is wrong, a line each, then a summary."""
    named = {report.run.id: title(report.run) for report in found.runs}
    for report in found.runs:
        for what, path in dict.fromkeys((file.verdict, shown_path(file)) for file in wrong_files(report)):
            yield f"{what:10}  {path}  (written by {named[report.run.id]})"
    for path, verdict in changed_inputs(found.runs):
        yield f"{verdict:10}  {path}  (an input)"
    for report in found.runs:
        if report.verdict == "incomplete":
            yield f"incomplete  {named[report.run.id]}: its process ended without a word"
        for reason in reasons(told_causes(report), report, named):
            yield f"stale       {named[report.run.id]}: {reason}"
    for script, number, total in changed_scripts(found.runs):
        yield f"code        {script}: changed since {number} of {plural(total, 'run')}"
    yield summary(found.runs)


def wrong_files(report: RunReport) -> list[FileReport]:
    """Return the outputs of a run that are not what it wrote; one that is running may still change its own."""
    if report.verdict == "running":
        return []
    return [
        file
        for file in report.files
        if file.access.role in ("output", "log", "diff") and file.verdict in ("modified", "missing")
    ]


def told_causes(report: RunReport) -> tuple[Cause, ...]:
    """Return why a run is stale, unless that needs no mending: it was repeated, or is still running."""
    return () if report.verdict in ("running", "superseded") else report.causes


def changed_inputs(reports: Iterable[RunReport]) -> list[tuple[str, str]]:
    """Return (path, verdict) of the inputs that no run wrote and that are no longer what was read."""
    written = {file.access.path for report in reports for file in report.files if file.access.role == "output"}
    return sorted(
        {
            (shown_path(cause.file), cause.file.verdict)
            for report in reports
            for cause in told_causes(report)
            if cause.file.access.path not in written
        }
    )


def changed_scripts(reports: Iterable[RunReport]) -> list[tuple[str, int, int]]:
    """Return (script, number of runs with other code, number of runs) of the scripts that were edited."""
    reports = list(reports)
    total = Counter(report.run.script for report in reports)
    changed = Counter(report.run.script for report in reports if report.code_changed)
    return [(script, number, total[script]) for script, number in sorted(changed.items())]


def reasons(causes: Iterable[Cause], report: RunReport, named: dict[str, str]) -> Iterable[str]:
    """Return why a run is stale, each reason once though a store is many files."""
    return dict.fromkeys(cause_text(cause, report, named) for cause in causes)


def cause_text(cause: Cause, report: RunReport, named: dict[str, str]) -> str:
    """Return why a run is stale, in words."""
    file = cause.file
    words = {
        "modified": "was modified",
        "missing": "is missing",
        "superseded": f"was replaced by {named.get(file.superseded_by or '', file.superseded_by)}",
    }
    what = f"{shown_path(file)} {words.get(file.verdict, file.verdict)}"
    return what if cause.reader == report.run.id else f"{what} (read by {named.get(cause.reader, cause.reader)})"


def summary(reports: Sequence[RunReport]) -> str:
    """Return how many runs there are, by verdict, and of how many files nothing can be said."""
    counts = Counter(report.verdict for report in reports)
    parts = ", ".join(f"{counts[verdict]} {verdict}" for verdict in ORDER if counts[verdict])
    remote = {file.access.path for report in reports for file in report.files if file.verdict == "remote"}
    unseen = f"; {plural(len(remote), 'remote file')} not looked at" if remote else ""
    return f"{plural(counts.total(), 'run')}: {parts}{unseen}" if parts else "no runs"


def run_lines(found: RunStatus) -> Iterator[str]:
    """Yield what is known of one run."""
    report, record = found.report, found.record
    yield f"{title(report.run)}: {report.verdict}{f' by {report.superseded_by}' if report.superseded_by else ''}"
    if record is not None and record.description:
        yield f"  {record.description}"
    for fact, value in facts(report.run, record):
        yield f"  {fact:12} {value}"
    if record is None:
        yield f"  its directory holds no record any more: {report.run.directory}"
    elif record.parameters:
        yield "parameters"
        for parameter in record.parameters:
            yield f"  {parameter.name} = {parameter.value!r}  ({parameter.source})"
    for heading, roles in (("inputs", ("config", "input")), ("outputs", ("output", "log", "diff"))):
        files = [file for file in report.files if file.access.role in roles]
        if files:
            yield heading
            yield from file_lines(files)
    for path in record.unhashed if record is not None else ():
        yield f"no hash: {path} was changed or removed before it was hashed"
    for reason in reasons(report.causes, report, {}):
        yield f"stale because {reason}"
    if report.code_changed:
        yield f"code changed: {report.run.script} is not what it was"
    for heading, ids in (("parents", report.parents), ("children", report.children)):
        if ids:
            yield f"{heading:9} {' '.join(ids)}"


def shown_path(file: FileReport) -> str:
    """Return the path of a file, or of the store that it is part of."""
    return store_of(file.access.path) or file.access.path


def facts(run: IndexedRun, record: RunRecord | None) -> Iterator[tuple[str, object]]:
    """Yield (name, value) of what a reader wants to know of a run first."""
    yield "started", run.started.isoformat(" ", "seconds")
    if run.ended is not None:
        yield "ended", run.ended.isoformat(" ", "seconds")
        yield "outcome", f"{run.outcome}, exit code {run.exit_code}"
    if run.error is not None:
        yield "error", run.error
    yield "directory", run.directory
    yield "host", f"{run.host}, process {run.pid}"
    if record is None:
        return
    yield "command", " ".join(record.command)
    yield "python", f"{record.python} on {record.platform}"
    if record.packages:
        yield "packages", ", ".join(f"{name} {version}" for name, version in record.packages.items())
    if record.git is not None:
        yield "git", git_text(record.git)
    if record.seed is not None:
        yield "seed", record.seed


def git_text(state: GitState) -> str:
    """Return the commit, and how far it says what was run."""
    if state.commit is None:
        return "no commit yet"
    lacking = "" if state.tracked else ", which does not hold the script"
    return f"{state.commit}{lacking}{', tracked files changed' if state.dirty else ''}"


def file_lines(files: Iterable[FileReport]) -> Iterator[str]:
    """Yield a line for each file of a run with its verdict; those of one stored directory share one."""
    lines = Counter(
        (
            file.verdict + (f" by {file.superseded_by}" if file.superseded_by else ""),
            file.access.role,
            "" if store_of(file.access.path) else file.access.sha256[:12],
            shown_path(file),
        )
        for file in files
    )
    for (verdict, role, sha256, path), number in lines.items():
        yield f"  {verdict:10}  {role:6}  {sha256 or plural(number, 'file'):12}  {path}"


def list_line(run: IndexedRun) -> str:
    """Return one run in a line."""
    seconds = f"{(run.ended - run.started).total_seconds():.1f} s" if run.ended else ""
    return f"{run.id}  {run.outcome or 'no end':7}  {seconds:>9}  {run.script}"


def title(run: IndexedRun) -> str:
    """Return the name of a run's script and its id."""
    return f"{PurePosixPath(run.script).name} {run.id}"


def to_json(found: ProjectStatus | RunStatus | list[IndexedRun]) -> str:
    """Return a result as JSON text."""
    return json.dumps(tree(found))
