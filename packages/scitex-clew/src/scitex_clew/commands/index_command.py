"""`scitex clew index`."""

import sys

import click

from scitex_clew.commands.answers import NOT_WELL, plain_errors
from scitex_clew.indexing.rebuild import reindex
from scitex_clew.wording import plural, printable


@click.command("index")
@click.argument("others", nargs=-1, metavar="[DIRECTORY]...", type=click.Path(exists=True, file_okay=False))
@click.option("--force", is_flag=True, help="Replace an index of a later version, too, which is moved aside.")
def command(others: tuple[str, ...], *, force: bool) -> None:
    """Rebuild the index from the run directories.

    It then also has the runs below each DIRECTORY outside of the project.

    Exit code 0: all are in it, 1: something is missing, 2: it could not be written, and is as it was.
    """
    with plain_errors():
        rebuilt = reindex(others=others, force=force)
    for complaint in rebuilt.complaints:
        click.echo(f"left out: {printable(complaint)}", err=True)
    if rebuilt.set_aside:
        text = f"the index could not be used ({rebuilt.fault}); it is kept as {rebuilt.set_aside}"
        click.echo(printable(text), err=True)
    click.echo(f"{plural(rebuilt.runs, 'run')} in {rebuilt.database}")
    sys.exit(NOT_WELL if rebuilt.complaints else 0)
