"""`scitex clew run`."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scitex_clew.commands.answers import NOT_WELL, plain_errors, print_lines
from scitex_clew.commands.status_lines import porcelain_lines
from scitex_clew.indexing.index import IndexedRun
from scitex_clew.records.plain import tree
from scitex_clew.records.record import RunRecord
from scitex_clew.stores import store_of
from scitex_clew.verifying.reasons import code_text, git_text, shown_path, title, worded
from scitex_clew.verifying.reports import FileReport, RunReport, RunStatus
from scitex_clew.verifying.verify import run
from scitex_clew.wording import plural

if TYPE_CHECKING:
    from scitex_clew.rerunning.reports import Rerun


def answer(name: str, *, full: bool, as_json: bool, porcelain: bool) -> int:
    """Show and verify one run, which is named by its id, or a part of it, by its directory, or by a file that it wrote.

    Exit code 0: all is well, 1: it is not, 2: there is no such run.
    """
    with plain_errors():
        found = run(name, full=full)
    if as_json:
        print(to_json(found))
    else:
        print_lines(porcelain_lines([found.report]) if porcelain else run_lines(found))
    return 0 if found.well else NOT_WELL


def to_json(found: RunStatus) -> str:
    """Return all that is known of a run as JSON text."""
    told = dict(tree(found))  # type: ignore[call-overload]
    reruns = [{"verdict": rerun.verdict, **entry} for rerun, entry in zip(found.reruns, told["reruns"], strict=True)]
    report = {**told["report"], "files": tree(found.report.files)}
    return json.dumps({**told, "report": report, "reruns": reruns})


def run_lines(found: RunStatus) -> Iterator[str]:
    """Yield what is known of one run."""
    report, record = found.report, found.record
    yield f"{title(report.run)}: {headline(report)}"
    if record is not None and record.description:
        yield f"  {record.description}"
    for fact, value in facts(report.run, record):
        yield f"  {fact:12} {value}"
    if record is None:
        yield "  its directory holds no record that can be read; if it was moved: scitex clew index"
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
    for command in record.unaudited if record is not None else ():
        yield f"not audited: what was opened by {command}"
    yield from (f"altered: {told}" for told in found.altered)
    yield from (f"orphaned: {told}" for told in found.orphaned)
    for word, reason in worded(report.causes, report, {}):
        yield f"{'it would be ' if report.verdict == 'superseded' else ''}{word} because {reason}"
    for file in report.code:
        yield f"code {code_text(file)}: {shown_path(file)}"
    for heading, ids in (("parents", report.parents), ("children", report.children)):
        if ids:
            yield f"{heading:9} {' '.join(ids)}"
    for rerun in found.reruns:
        yield f"rerun     {rerun.started.astimezone().isoformat(' ', 'seconds')}: {came_out(rerun)}"


def headline(report: RunReport) -> str:
    """Return the verdict on a run, how it ended, and whether it wrote anything, in a line."""
    words: list[str] = [report.verdict]
    if report.failed and report.verdict != "failed":
        words.append("failed")
    if report.superseded_by is not None:
        words[-1] += f"{', repeated' if report.failed else ''} by {report.superseded_by}"
    if report.empty:
        words.append("wrote nothing but a log")
    return ", ".join(words)


def came_out(rerun: "Rerun") -> str:
    """Return what came out when a run was executed again: the verdict, what went wrong, and its outputs by verdict."""
    numbers = Counter(output.verdict for output in rerun.outputs)
    outputs = ", ".join(f"{number} {verdict}" for verdict, number in numbers.items())
    faults = "; ".join(rerun.faults)
    return f"{rerun.verdict}{f': {faults}' if faults else ''}{f' ({outputs})' if outputs else ''}"


def facts(run: IndexedRun, record: RunRecord | None) -> Iterator[tuple[str, object]]:
    """Yield (name, value) of what a reader wants to know of a run first."""
    yield "started", run.started.astimezone().isoformat(" ", "seconds")
    if run.ended is not None:
        yield "ended", run.ended.astimezone().isoformat(" ", "seconds")
        word = "failed" if run.outcome == "error" else run.outcome
        yield "outcome", word if run.exit_code is None else f"{word}, exit code {run.exit_code}"
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


def by(file: FileReport) -> str:
    """Return what a verdict on a file leaves open: by which run it was superseded, or where it was moved to."""
    if file.moved_to:
        return f" to {file.moved_to}"
    return f" by {file.superseded_by}" if file.superseded_by else ""


def file_lines(files: Iterable[FileReport]) -> Iterator[str]:
    """Yield a line for each file of a run with its verdict; those of one stored directory share one."""
    lines = Counter(
        (
            file.verdict + by(file),
            file.access.role,
            "" if store_of(file.access.path) else file.access.sha256[:12],
            shown_path(file),
        )
        for file in files
    )
    for (verdict, role, sha256, path), number in lines.items():
        yield f"  {verdict:10}  {role:6}  {sha256 or plural(number, 'file'):12}  {path}"
