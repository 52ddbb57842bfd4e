"""`scitex clew chain`."""

import sys
from collections.abc import Iterator, Sequence

import click

from scitex_clew.commands.answers import NOT_WELL, as_json_option, full_option, plain_errors, text, to_json
from scitex_clew.commands.status_command import summary
from scitex_clew.reasons import ending, reasons, shown_path, title
from scitex_clew.reports import FINE, RunReport
from scitex_clew.verify import chain


@click.command("chain")
@click.argument("name", metavar="PATH|ID")
@full_option
@as_json_option
def command(name: str, full: bool, as_json: bool) -> None:
    """Verify the run that a file came from, and all that this descends from. Exit code 0: all is well, 1: it is not."""
    with plain_errors():
        found = chain(name, full=full)
    click.echo(to_json(found) if as_json else text(chain_lines(found)))
    sys.exit(0 if all(report.well for report in found) and found[-1].sound else NOT_WELL)


def chain_lines(reports: Sequence[RunReport]) -> Iterator[str]:
    """Yield a line for each run, oldest first, and below it why it is not well, then a summary."""
    named = {report.run.id: title(report.run) for report in reports}
    for report in reports:
        yield f"{report.verdict:10}  {named[report.run.id]}"
        if report.failed:
            yield f"            failed: {ending(report.run)}"
            if report.superseded_by is not None:
                yield f"            repeated with success by {report.superseded_by}"
        for file in report.wrong:
            if file.access.role in ("output", "log", "diff") and file.verdict not in FINE:
                yield f"            {shown_path(file)} is {file.verdict}"
        for reason in reasons(report.causes, report, named):
            yield f"            {reason}"
        for file in report.code:
            yield f"            code: {shown_path(file)} has changed since"
    empty = sum(report.empty for report in reports)
    yield f"{summary(reports)}{f'; {empty} wrote nothing but a log' if empty else ''}"
