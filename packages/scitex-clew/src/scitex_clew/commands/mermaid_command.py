"""`scitex clew mermaid`."""

from pathlib import Path

import click

from scitex_clew.commands.answers import plain_errors, refuse_nothing
from scitex_clew.mermaid import flowchart
from scitex_clew.verify import runs


@click.command("mermaid")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
def command(output: Path | None) -> None:
    """Print the lineage of this project as a Mermaid flowchart."""
    with plain_errors():
        refuse_nothing(runs())
        chart = flowchart()
    if output is None:
        click.echo(chart, nl=False)
        return
    try:
        output.write_text(chart, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"the flowchart cannot be written: {error}") from error
