"""The commands that print the lineage for another program differ by a form alone."""

from pathlib import Path

import click

from scitex_clew.commands.answers import plain_errors, refuse, refuse_nothing
from scitex_clew.commands.options import NAME
from scitex_clew.drawing.forms import draw
from scitex_clew.verifying.verify import runs

name_argument = click.argument("name", metavar=f"[{NAME}]", required=False)


def drawing_command(form: str, help: str) -> click.Command:
    """Return the command that prints the lineage in `form`."""

    @click.command(form, help=help)
    @name_argument
    @click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
    def command(name: str | None, output: Path | None) -> None:
        with plain_errors():
            if name is None:
                refuse_nothing(runs())
            drawing = draw(form, name)
        if output is None:
            click.echo(drawing, nl=False)
        else:
            write(output, drawing)

    return command


def write(path: Path, text: str) -> None:
    """Write what was asked for to a file, whole or not at all, and over nothing that is recorded."""
    from scitex_clew.overwriting import refuse_to_overwrite
    from scitex_io.atomic import replacing

    if not path.absolute().parent.is_dir():
        refuse(f"{path} cannot be written: there is no folder {path.parent}")
    try:
        refuse_to_overwrite(path)
        with replacing(path) as temporary:
            temporary.write_text(text, encoding="utf-8")
    except OSError as error:
        refuse(f"{path} cannot be written: {error}")
