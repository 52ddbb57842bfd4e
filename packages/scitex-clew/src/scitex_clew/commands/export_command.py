"""`scitex clew export`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from scitex_clew.commands.answers import NOT_WELL, plain_errors, text, to_json
from scitex_clew.commands.options import NAME, as_json_option
from scitex_clew.exporting.export import Exported, export
from scitex_clew.wording import plural


@click.command("export")
@click.argument("crate", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("name", metavar=NAME)
@click.option("--without-inputs", is_flag=True, help="Of inputs that no run wrote hand on the hash alone.")
@click.option("--with-secrets", is_flag=True, help="Hand on files, too, that hold what looks like a secret.")
@click.option("--prov", type=click.Path(path_type=Path, dir_okay=False), help="Write W3C PROV-JSON to this file.")
@as_json_option
def command(crate: Path, name: str, without_inputs: bool, with_secrets: bool, prov: Path | None, as_json: bool) -> None:
    """Hand on a file, or a run, with all that it came from, as one zip file that holds an RO-Crate.

    Exit code 0: all is what was recorded, 1: it is not, 2: it cannot be handed on.
    """
    with plain_errors():
        found = export(crate, name, without_inputs=without_inputs, with_secrets=with_secrets, prov=prov)
    click.echo(to_json(found) if as_json else text(export_lines(found)))
    sys.exit(0 if found.well else NOT_WELL)


def export_lines(found: Exported) -> Iterator[str]:
    """Yield what is in a crate, and of what it holds the hash alone."""
    requested = tuple(name for name in found.left_out if name not in found.secret)
    for name in found.secret:
        told = "left out: its hash alone is in the crate" if name in found.left_out else "handed on as you asked"
        yield f"{'secret':10}  {name}  (it holds what looks like a secret, and is {told})"
    for heading, names in (("left out", requested), ("changed", found.changed)):
        yield from (f"{heading:10}  {name}  (its hash alone is in the crate)" for name in names)
    for name in found.unholdable:
        yield f"{'not held':10}  {name}  (a crate can hold no file of this name: its hash alone is in it)"
    yield from (f"{'lost':10}  run {id}: no record of it is here" for id in found.lost)
    yield from (f"{'altered':10}  {told}" for told in found.altered)
    yield f"{found.path}: {plural(len(found.runs), 'run')}, {plural(found.files, 'file')}"
    if not found.well:
        yield "not all of it is what was recorded: see scitex clew status"
