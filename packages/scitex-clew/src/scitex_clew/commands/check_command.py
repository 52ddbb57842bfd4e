"""`scitex clew check`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from scitex_clew.commands.answers import NOT_WELL, plain_errors, text, to_json
from scitex_clew.commands.options import as_json_option
from scitex_clew.project import Project
from scitex_clew.records.plain import tree
from scitex_clew.sealing.seals import HASH, Checked, check
from scitex_clew.sealing.signing import Signer, signer_of
from scitex_clew.verifying.origins import project_of
from scitex_clew.wording import plural

UNCHECKED = "the signature was not checked: --signers FILE says whose it may be"


@click.command("check")
@click.argument("seal")
@click.option(
    "--signers", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Whose signature is asked for."
)
@as_json_option
def command(seal: str, signers: Path | None, as_json: bool) -> None:
    """Confirm a seal, by all that the runs of its history read and wrote, and by their records.

    A seal has 64 characters, of which eight may be enough; or it is a file that `scitex clew seal` was written to.
    It is sought in the project around the working directory; if there is none, in that of the file.

    Exit code 0: it holds, 1: it does not, or not the signature, 2: it is no seal.
    """
    signature = ""
    directory = Path()
    if Path(seal).is_file():
        here = Project.of(directory)
        directory = here.root if here.database.exists() else project_of(seal, directory).root
        seal, _, signature = Path(seal).read_text("utf-8", errors="replace").partition("\n")
        seal = seal.strip()
    if signers is not None and not (len(seal) == HASH and signature.strip()):
        raise click.UsageError("--signers needs a file that `scitex clew seal --sign KEY` was written to")
    with plain_errors():
        found = check(seal, directory)
        signer = signer_of(seal, signature, signers) if signers is not None else None
    well = found.well and (signer is None or signer.name is not None)
    if as_json:
        told = {"signed": bool(signature.strip()), "signer": signer.name if signer else None}
        click.echo(to_json({**dict(tree(found)), **told, "well": well}))  # type: ignore[call-overload]
    else:
        click.echo(text([*lines(found), *signature_lines(signature, signer)]))
    sys.exit(0 if well else NOT_WELL)


def lines(found: Checked) -> Iterator[str]:
    """Yield what a seal is of, and what is wrong with that."""
    if found.seal is not None:
        yield f"{found.seal.path}: {found.seal.seal}"
    yield from found.faults
    yield from (f"code  {line}" for line in found.code)
    yield from (f"not looked at  {path}" for path in found.unseen)
    if found.well:
        but = " but code" if found.code else ""
        yield f"{plural(len(found.runs), 'run')} and all that they read and wrote{but} are what they were"


def signature_lines(signature: str, signer: Signer | None) -> Iterator[str]:
    """Yield whose a signature is."""
    if signer is not None:
        yield signer.fault or f"signed by {signer.name}"
    elif signature.strip():
        yield UNCHECKED
