"""`scitex io`: what the registry knows."""

from importlib.util import find_spec

import click

from scitex_io.registry import BUILT_IN, extensions


@click.group()
def io() -> None:
    """Files: the formats that load and save know."""


@io.command()
def formats() -> None:
    """List every known extension, what it holds, and whether it works here."""
    for extension in extensions():
        if row := BUILT_IN.get(extension):
            installed = not row.library or find_spec(row.library) is not None
            state = "ready" if installed else f'pip install "scitex-io[{row.extra}]"'
            click.echo(f"{extension:9} {row.content:16} {state}")
        else:
            click.echo(f"{extension:9} {'plug-in':16} ready")
