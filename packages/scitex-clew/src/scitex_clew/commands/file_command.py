"""`scitex clew file`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from scitex_clew.commands.answers import NOT_WELL, as_json_option, plain_errors, text, to_json
from scitex_clew.origins import file
from scitex_clew.reasons import ending, title
from scitex_clew.reports import FileStatus


@click.command("file")
@click.argument("path", type=click.Path(path_type=Path))
@as_json_option
def command(path: Path, as_json: bool) -> None:
    """Say where the content of a file came from, and whether it is still that.

    Exit code 0: it is, 1: it is not, or it comes from a run that failed.
    """
    with plain_errors():
        found = file(path)
    click.echo(to_json(found) if as_json else text(file_lines(found)))
    sys.exit(0 if found.well else NOT_WELL)


def file_lines(found: FileStatus) -> Iterator[str]:
    """Yield what is known of a file."""
    comes_from = ", but it comes from a run that failed" if found.failed else ""
    yield f"{found.path}: {found.verdict}{f' to {found.moved_to}' if found.moved_to else ''}{comes_from}"
    if found.sha256 is not None:
        yield f"  SHA-256  {found.sha256}"
    for run, path in found.writers:
        yield f"  written  by {run}{'' if path == found.path else f' as {path}'}"
    for failed in found.failed:
        yield f"  failed   {title(failed)}: {ending(failed) if failed.ended else 'its process ended without a word'}"
    for run, role, sha256 in found.recorded:
        what = "the same" if sha256 == found.sha256 else f"another content, {sha256[:12]}"
        yield f"  {role:8} of {run}: {what}"
    if found.verdict == "unknown":
        yield "  no recorded run has written or read this content"
