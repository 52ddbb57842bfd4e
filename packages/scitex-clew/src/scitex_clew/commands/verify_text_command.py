"""`scitex clew verify-text`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from scitex_clew.claiming.manuscripts import CheckedClaim, CheckedText, counted, verify_text
from scitex_clew.commands.answers import NOT_WELL, plain_errors, text, to_json
from scitex_clew.commands.options import as_json_option
from scitex_clew.wording import plural


@click.command("verify-text")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--without", metavar="NAME", multiple=True, help="Do not look for this included file; may be repeated.")
@as_json_option
def command(paths: tuple[Path, ...], without: tuple[str, ...], as_json: bool) -> None:
    r"""Check every claim in manuscripts against what its source holds now.

    A claim is \claim{name}{value} in LaTeX, [value](claim:name) in Markdown. What LaTeX includes is read as well. Exit
    code 0: all are verified, 1: some are not, or are not understood, or an included file is not there, 2: there are
    none.
    """
    with plain_errors():
        found = verify_text(*paths, without=without)
    click.echo(to_json(found) if as_json else text(lines(found)))
    sys.exit(0 if found.well else NOT_WELL)


def lines(found: CheckedText) -> Iterator[str]:
    """Yield a line for each claim, then what is not used, and a summary."""
    for checked in found.claims:
        yield f"{checked.path}:{checked.line}: {checked.verdict}: {reason(checked)}"
    for absent in found.missing:
        yield f"{absent.path}:{absent.line}: not there: {absent.name}, so what it claims is not checked"
    if found.unused:
        yield f"never used: {', '.join(found.unused)}"
    parts = ", ".join(f"{number} {verdict}" for verdict, number in counted(found.claims).items())
    rest = f"; {plural(len(found.missing), 'included file')} not there" if found.missing else ""
    yield f"{plural(len(found.claims), 'claim')}: {parts}{rest}"


def reason(checked: CheckedClaim) -> str:
    """Return a claim, and what is wrong with it, in words."""
    said = f"{checked.name} = {checked.written}" if checked.written else checked.name
    match checked.verdict:
        case "wrong value":
            return (
                f"{checked.name}: the text says {checked.written or 'nothing'}, {checked.source} says {checked.found}"
            )
        case "source modified":
            told = "does not hold it any more" if checked.found is None else f"was changed, and says {checked.found}"
            return f"{said}, {checked.source} {told}"
        case "source missing":
            return f"{said}, there is no {checked.source} any more"
        case "not understood":
            return f"{said if checked.name else checked.written}: {checked.why}"
        case "unknown claim":
            return f"{said}, see: scitex clew claim"
        case _:
            return said
