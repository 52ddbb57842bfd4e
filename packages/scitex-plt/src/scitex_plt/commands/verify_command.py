"""`scitex plt verify`."""

import sys
from pathlib import Path

import click

from scitex_plt.verification import verify


@click.command("verify")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def command(files: tuple[Path, ...]) -> None:
    """Draw the figures of FILES, recipes or pictures, again and compare them with the pictures beside them.

    Exit code 0: all are the same, but for differences that nobody sees; 1: some are not.
    """
    found = [verify(file) for file in files]
    for one in found:
        click.echo(f"{one.picture}: {one}")
    sys.exit(0 if all(one.verdict != "different" for one in found) else 1)
