"""`scitex clew chain`."""

from collections.abc import Iterator, Sequence

from scitex_clew.commands.answers import NOT_WELL, plain_errors, print_lines, to_json
from scitex_clew.commands.status_lines import porcelain_lines, summary
from scitex_clew.verifying.reasons import code_text, ending, reasons, shown_path, title
from scitex_clew.verifying.reports import FINE, RunReport
from scitex_clew.verifying.verify import chain


def answer(name: str, *, full: bool, as_json: bool, porcelain: bool) -> int:
    """Verify the run that a file came from, or that has an id, and all that this descends from.

    Exit code 0: all is well, 1: it is not, 2: there is no such run.
    """
    with plain_errors():
        found = chain(name, full=full)
    if as_json:
        print(to_json(found))
    else:
        print_lines(porcelain_lines(found) if porcelain else chain_lines(found))
    well = all(report.well and not report.altered for report in found)
    return 0 if well and found[-1].sound else NOT_WELL


def chain_lines(reports: Sequence[RunReport]) -> Iterator[str]:
    """Yield a line for each run, oldest first, and below it why it is not well, then a summary."""
    named = {report.run.id: title(report.run) for report in reports}
    for report in reports:
        yield f"{report.verdict:10}  {named[report.run.id]}"
        if report.failed:
            yield f"            failed: {ending(report.run)}"
            if report.superseded_by is not None:
                yield f"            repeated with success by {report.superseded_by}"
        yield from (f"            {told}" for told in report.altered)
        for file in report.wrong:
            if file.access.role in ("output", "log", "diff") and file.verdict not in FINE:
                yield f"            {shown_path(file)} is {file.verdict}"
        for reason in reasons(report.causes, report, named):
            yield f"            {reason}"
        for file in report.code:
            yield f"            code {code_text(file)}: {shown_path(file)}"
    empty = sum(report.empty for report in reports)
    yield f"{summary(reports)}{f'; {empty} wrote nothing but a log' if empty else ''}"
