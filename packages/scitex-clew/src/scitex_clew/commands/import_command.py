"""`scitex clew import`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from scitex_clew.commands.answers import NOT_WELL, plain_errors, text, to_json
from scitex_clew.commands.options import as_json_option
from scitex_clew.commands.status_lines import status_lines
from scitex_clew.exporting.receive import Imported, import_crate
from scitex_clew.records.plain import tree


@click.command("import")
@click.argument("crate", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("directory", type=click.Path(path_type=Path), required=False)
@as_json_option
def command(crate: Path, directory: Path | None, as_json: bool) -> None:
    """Unpack a crate into a new directory, by default of its own name, and verify it.

    Exit code 0: all that it holds is well, 1: it is not, 2: it is no crate, or would do harm, and nothing was written.
    """
    with plain_errors():
        found = import_crate(crate, directory)
    click.echo(to_json({**told(found), "well": found.well}) if as_json else text(import_lines(found)))
    sys.exit(0 if found.well else NOT_WELL)


def told(found: Imported) -> dict[str, object]:
    """Return what JSON holds of an import."""
    return {key: value for key, value in dict(tree(found)).items() if key != "withheld"}  # type: ignore[call-overload]


def import_lines(found: Imported) -> Iterator[str]:
    """Yield what is wrong with a crate, then its status and where it is."""
    yield from (f"{'wrong':10}  {fault}" for fault in found.faults)
    yield from (f"{'left out':10}  {name}  (its hash alone is in the crate)" for name in found.left_out)
    yield from (f"{'look at':10}  {name}  (hidden, or run unasked by some program)" for name in found.hidden)
    yield from status_lines(found.status)
    if found.well and not found.status.well:
        yield "nothing is wrong but that these were left out"
    yield f"in {found.directory}"
