"""`scitex clew index`."""

import sys

import click

from scitex_clew.commands.answers import NOT_WELL, plain_errors
from scitex_clew.rebuild import reindex
from scitex_clew.wording import plural, printable


@click.command("index")
def command() -> None:
    """Rebuild the index from the run directories. Exit code 0: all are in it, 1: some are left out."""
    with plain_errors():
        rebuilt = reindex()
    for complaint in rebuilt.complaints:
        click.echo(f"left out: {printable(complaint)}", err=True)
    if rebuilt.set_aside:
        click.echo(f"the index was damaged; it is kept as {rebuilt.set_aside}", err=True)
    click.echo(f"{plural(rebuilt.runs, 'run')} in {rebuilt.database}")
    sys.exit(NOT_WELL if rebuilt.complaints else 0)
