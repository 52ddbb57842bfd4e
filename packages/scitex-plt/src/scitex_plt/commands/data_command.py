"""`scitex plt data`."""

from pathlib import Path

import click

from scitex_plt import pictures, recipe
from scitex_plt.errors import MissingFileError
from scitex_plt.tables.forms import LARGE


@click.command("data")
@click.argument("figure", type=click.Path(path_type=Path))
@click.argument("output", type=click.Path(path_type=Path), required=False)
def command(figure: Path, output: Path | None) -> None:
    """Print the data that FIGURE shows as CSV, or write them to OUTPUT.

    FIGURE is a picture (PNG, SVG, PDF, JPEG) with its recipe beside it, or the recipe. Data in a .parquet or .npz stay
    so if OUTPUT has that ending.
    """
    found = pictures.recipe_asked_for(figure)
    table = recipe.data_beside(found, recipe.read(found))
    if table is None:
        raise MissingFileError(f"{figure} shows no data, says {found}")
    if output and output.resolve() in (figure.resolve(), found.resolve()):
        raise click.BadParameter(f"{output}: the figure's own file: expected another one for its data, such as .csv")
    if output and output.suffix in LARGE and output.suffix != table.suffix:
        raise click.BadParameter(f"{output}: the data are in {table.name}: expected {table.suffix}, or .csv")
    try:
        text = table.read_bytes() if output and output.suffix == table.suffix else as_csv(table)
    except FileNotFoundError as cause:
        raise MissingFileError(f"{table}: no such file: the data must lie beside the recipe {found}") from cause
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_bytes(text)
        click.echo(output)


def as_csv(table: Path) -> bytes:
    """Return the content of a table as CSV, whatever it is in."""
    if table.suffix == ".csv":
        return table.read_bytes()
    from scitex_plt.tables.table import Table

    return Table(table).frame.to_csv(index=False).encode()
