"""`scitex clew claim`."""

import click

from scitex_clew.claiming.claims import Claim, claim, claims
from scitex_clew.commands.answers import plain_errors, text, to_json
from scitex_clew.commands.options import as_json_option


@click.command("claim")
@click.argument("statement", metavar="[NAME=VALUE]", required=False)
@click.option("--from", "source", metavar="FILE:LOCATOR", help="Where the value comes from.")
@click.option("--list", "listed", is_flag=True, help="List the claims that were made, without checking them.")
@as_json_option
def command(statement: str | None, source: str | None, listed: bool, as_json: bool) -> None:
    """Tie a number in a manuscript to the output that it comes from.

    A locator is `key.sub.0` in JSON, YAML and TOML, `column[row]` in CSV.

    Exit code 2: the file says something else, or no run wrote what it holds.
    """
    if listed:
        if statement is not None or source is not None:
            raise click.UsageError("--list stands alone: it makes no claim")
        with plain_errors():
            known = claims()
        click.echo(to_json(known) if as_json else text(map(claim_line, known)) or "no claim was made here")
        return
    if statement is None or source is None:
        raise click.UsageError("give NAME=VALUE --from FILE:LOCATOR, or --list")
    with plain_errors():
        made = claim(statement, source)
    click.echo(to_json(made) if as_json else text([f"{made.name}: {made.value}, from {source} of run {made.run}"]))


def claim_line(made: Claim) -> str:
    """Return one claim in a line."""
    return f"{made.name}: {made.value}, from {made.place} of run {made.run}"
