"""`scitex plt reproduce`."""

import warnings
from pathlib import Path
from typing import Any

import click

from scitex_plt import pictures
from scitex_plt.errors import PltWarning
from scitex_plt.reproduction import reproduce


@click.command("reproduce")
@click.argument("recipe", type=click.Path(path_type=Path))
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--dpi", type=click.FloatRange(min=0, min_open=True), help="Dots per inch, where the format has dots.")
@click.option("--style", help="The style of a journal, such as nature, or one of matplotlib's.")
def command(recipe: Path, output: Path, dpi: float | None, style: str | None) -> None:
    """Draw the figure of RECIPE again, from its data as they are now, and save it as OUTPUT."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", PltWarning)
        found = pictures.recipe_asked_for(recipe)
        figure = reproduce(recipe, style=style)
    for warning in caught:
        click.echo(f"Warning: {warning.message}", err=True)
    known = figure.canvas.get_supported_filetypes()
    if output.suffix[1:].lower() not in known:
        raise click.UsageError(f"{output}: no format {output.suffix!r}: expected one of .{', .'.join(sorted(known))}")
    output.parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {} if dpi is None else {"dpi": dpi}
    figure.savefig(output, **options)
    pictures.stamp(output, pictures.pointer_to(found))
    click.echo(output)
