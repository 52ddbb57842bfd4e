"""`scitex clew seal`."""

from pathlib import Path

import click

from scitex_clew.commands.answers import NOT_WELL, plain_errors, refuse, to_json
from scitex_clew.commands.options import as_json_option
from scitex_clew.errors import SealError
from scitex_clew.records.plain import tree
from scitex_clew.sealing.seals import seal
from scitex_clew.sealing.signing import signed


@click.command("seal")
@click.argument("path")
@click.option("--sign", "key", type=click.Path(exists=True, path_type=Path), help="Sign it with this SSH key.")
@as_json_option
def command(path: str, key: Path | None, as_json: bool) -> None:
    """Print one hash that names a file and all that it came from, and its signature if a key is given.

    Exit code 1: the records of its history are not all there, or contradict each other, 2: nobody knows the file.
    """
    with plain_errors():
        try:
            found = seal(path)
        except SealError as error:
            refuse(str(error), NOT_WELL)
        signature = "" if key is None else signed(found.seal, key)
    if as_json:
        click.echo(to_json({**dict(tree(found)), "signature": signature or None}))  # type: ignore[call-overload]
    else:
        click.echo(f"{found.seal}\n{signature}", nl=False)
