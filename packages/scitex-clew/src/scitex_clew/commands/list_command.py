"""`scitex clew list`."""

import click

from scitex_clew.commands.answers import as_json_option, plain_errors, refuse_nothing, text, to_json
from scitex_clew.index import IndexedRun
from scitex_clew.reasons import ending
from scitex_clew.verify import runs


@click.command("list")
@as_json_option
def command(as_json: bool) -> None:
    """List every recorded run, oldest first."""
    with plain_errors():
        found = runs()
    refuse_nothing(found)
    click.echo(to_json(found) if as_json else text(map(list_line, found)))


def list_line(run: IndexedRun) -> str:
    """Return one run in a line."""
    failed = run.outcome == "error"
    word = "failed" if failed else run.outcome or "no end"
    seconds = f"{(run.ended - run.started).total_seconds():.1f} s" if run.ended else ""
    return f"{run.id}  {word:7}  {seconds:>9}  {run.script}{f': {ending(run)}' if failed else ''}"
