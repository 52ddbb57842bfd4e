"""`scitex clew html`."""

from pathlib import Path

import click

from scitex_clew.commands.answers import plain_errors, refuse_nothing
from scitex_clew.commands.drawings import name_argument, write
from scitex_clew.page.document import html
from scitex_clew.verifying.verify import runs


@click.command("html")
@name_argument
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("lineage.html"),
    show_default=True,
    help="Write to this file.",
)
def command(name: str | None, output: Path) -> None:
    """Write the lineage as one page to look around in, which any browser opens without a network.

    It shows the whole project, or a file or run with all that it descends from.

    Exit code 2: there is no such file or run, or the page cannot be written.
    """
    with plain_errors():
        if name is None:
            refuse_nothing(runs())
        page = html(name)
    write(output, page)
    click.echo(output)
