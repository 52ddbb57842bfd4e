"""`scitex clew check`."""

import sys
from pathlib import Path

import click

from scitex_clew.commands.answers import NOT_WELL, as_json_option, plain_errors, text, to_json
from scitex_clew.sealing import HASH, check, verified_signer
from scitex_clew.wording import plural


@click.command("check")
@click.argument("seal")
@click.option("--signers", type=click.Path(exists=True, path_type=Path), help="Whose signature is asked for.")
@as_json_option
def command(seal: str, signers: Path | None, as_json: bool) -> None:
    """Confirm a seal, which may be a file that `scitex clew seal` was written to. Exit code 0: it holds, 1: not."""
    signature = ""
    if Path(seal).is_file():
        seal, _, signature = Path(seal).read_text("ascii", errors="replace").partition("\n")
    if signers is not None and not (len(seal) == HASH and signature):
        raise click.UsageError("--signers needs a file that `scitex clew seal --sign KEY` was written to")
    with plain_errors():
        signer = verified_signer(seal, signature, signers) if signers is not None else None
        found = check(seal)
    if as_json:
        click.echo(to_json(found))
    else:
        lines = [f"{found.seal.path}: {found.seal.seal}", *found.faults]
        if found.well:
            lines.append(f"{plural(len(found.runs), 'run')} and all that they wrote are what they were")
        click.echo(text(lines + ([f"signed by {signer}"] if signer else [])))
    sys.exit(0 if found.well else NOT_WELL)
