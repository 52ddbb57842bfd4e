"""`scitex io`: the formats that there are, what a file holds, and the same in another format."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from scitex_io.compression import COMPRESSIONS
from scitex_io.description import described
from scitex_io.dispatch import load, save
from scitex_io.paths import is_remote, to_read
from scitex_io.registry import BUILT_IN, built_in, extension_of, extensions
from scitex_io.secrets import masked_urls

# What shows the beginning of a file without reading all of it.
LAZY: dict[str, dict[str, Any]] = {
    ".h5": {"lazy": True},
    ".hdf5": {"lazy": True},
    ".nc": {"lazy": True},
    ".nii": {"lazy": True},
    ".npy": {"mmap_mode": "r"},
    ".zarr": {"lazy": True},
}

trust = click.option("--trust", is_flag=True, help="Run the code in a pickle: you know where it comes from.")


@click.group()
def io() -> None:
    """Files: the formats that load and save know."""


@io.command()
@click.option("--markdown", is_flag=True, help="Print a table for a page of documentation.")
def formats(markdown: bool) -> None:
    """List every known extension, what it holds, and whether it works here."""
    if markdown:
        click.echo("| extension | holds | through | compressed | extra |\n|---|---|---|---|---|")
        for known in BUILT_IN.values():
            through = ", ".join(known.libraries) or "Python"
            compressed = "yes" if known.compressible else ""
            click.echo(f"| `{known.extension}` | {known.content} | {through} | {compressed} | {known.extra} |")
        return
    for extension in extensions():
        if row := BUILT_IN.get(extension):
            installed = all(find_spec(library) for library in row.libraries)
            state = "ready" if installed else f'pip install "scitex-io[{row.extra}]"'
            compressed = f" (and {' '.join(COMPRESSIONS)})" if row.compressible else ""
            click.echo(f"{extension:13}{row.content:24}{state}{compressed}")
        else:
            click.echo(f"{extension:13}{'plug-in':24}ready")


@io.command()
@click.argument("file")
@trust
def show(file: str, trust: bool) -> None:
    """Show what FILE holds: its kind, shapes, types and first values."""
    refuse_program(file, trust)
    obj = load(file, **LAZY.get(extension_in(file), {}))
    for line in described(obj):
        click.echo(line)


@io.command()
@click.argument("source")
@click.argument("target")
@trust
def convert(source: str, target: str, trust: bool) -> None:
    """Load SOURCE and save it as TARGET, each in the format of its extension."""
    refuse_program(source, trust)
    click.echo(save(load(source), target))


def refuse_program(file: str, trust: bool) -> None:
    """Raise unless `file` is data, or trusted."""
    row = built_in(extension_in(file))
    if row and row.content == "any Python object" and not trust:
        shown = masked_urls(file)
        raise click.UsageError(f"{shown} is a pickle: to load it is to run what it says; if you trust it, add --trust")


def extension_in(file: str) -> str:
    """Return the extension by which `load` knows a file, or what a URL names, whatever its query says."""
    if not is_remote(file):
        return extension_of(to_read(file))
    from scitex_io.remote import name_in

    return extension_of(Path(name_in(file)))
