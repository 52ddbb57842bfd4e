"""`scitex clew rerun`."""

import sys
from collections.abc import Iterator

import click

from scitex_clew.commands.answers import NOT_WELL, plain_errors, text, to_json
from scitex_clew.commands.options import NAME, as_json_option
from scitex_clew.rerunning.execution import rerun
from scitex_clew.rerunning.reports import Rerun
from scitex_clew.rerunning.tolerance import Tolerance

CLOSE = Tolerance()
RELATIVE = "Numbers that differ by this part of themselves are close."
ABSOLUTE = "Numbers that differ by this are close, too."


@click.command("rerun")
@click.argument("name", metavar=NAME)
@click.argument("extra", nargs=-1, type=click.UNPROCESSED, metavar="[-- ARGUMENTS]")
@click.option("--chain", is_flag=True, help="Execute all that the run descends from, too, each reading what came out.")
@click.option("--code", is_flag=True, help="Use the code of the recorded commit, with its uncommitted changes.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="How many runs at the same time.")
@click.option("--rtol", type=click.FloatRange(0), default=CLOSE.relative, show_default=True, help=RELATIVE)
@click.option("--atol", type=click.FloatRange(0), default=CLOSE.absolute, show_default=True, help=ABSOLUTE)
@as_json_option
def command(
    name: str, extra: tuple[str, ...], chain: bool, code: bool, jobs: int, rtol: float, atol: float, as_json: bool
) -> None:
    """Execute a run again, out of reach of the originals, and compare what it writes with what it wrote.

    The run is named by its id, or a part of it, by its directory, or by a file that it wrote.

    Secrets, which are not recorded, are given again behind two dashes: scitex clew rerun ID -- --api-token X.

    Exit code 0: everything came out again, 1: it did not, 2: the run cannot be executed again.
    """
    with plain_errors():
        found = rerun(name, chain=chain, code=code, jobs=jobs, rtol=rtol, atol=atol, extra=extra)
    click.echo(to_json([told(report) for report in found]) if as_json else text(lines(found)))
    sys.exit(0 if all(report.well for report in found) else NOT_WELL)


def told(report: Rerun) -> dict[str, object]:
    """Return a report with its verdict."""
    return {"verdict": report.verdict, **vars(report)}


def lines(found: tuple[Rerun, ...]) -> Iterator[str]:
    """Yield what came out of each run, parents first."""
    for report in found:
        yield f"{report.script} {report.run}: {report.verdict}"
        yield f"  rerun        {report.directory}"
        for output in report.outputs:
            yield f"  {output.verdict:11}  {output.path}{f': {output.detail}' if output.detail else ''}"
        for fault in report.faults:
            yield f"  failed       {fault}"
        for note in report.notes:
            yield f"  note         {note}"
