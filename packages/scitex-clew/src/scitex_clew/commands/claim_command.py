"""`scitex clew claim`."""

import click

from scitex_clew.claiming.claims import claim
from scitex_clew.commands.answers import as_json_option, plain_errors, text, to_json


@click.command("claim")
@click.argument("statement", metavar="NAME=VALUE")
@click.option("--from", "source", metavar="FILE:LOCATOR", required=True, help="Where the value comes from.")
@as_json_option
def command(statement: str, source: str, as_json: bool) -> None:
    """Tie a number in a manuscript to the output that it comes from.

    A locator is `key.sub.0` in JSON, YAML and TOML, `column[row]` in CSV. Exit code 2: the file says something else.
    """
    with plain_errors():
        made = claim(statement, source)
    click.echo(to_json(made) if as_json else text([f"{made.name}: {made.value}, from {source} of run {made.run}"]))
