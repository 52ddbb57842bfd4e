"""`scitex config`: what the configuration is, and where each value came from."""

from pathlib import Path

import click

from scitex_config.loading import load_config


@click.group()
def config() -> None:
    """Configuration: the merged values of ./config/*.yaml."""


@config.command()
@click.option(
    "--config-dir",
    type=click.Path(exists=True, file_okay=False),
    help="The directory of the YAML files.  [default: config]",
)
@click.option(
    "--config",
    "extra",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="A YAML file that is laid over the directory's; may be repeated.",
)
def show(config_dir: str | None, extra: tuple[str, ...]) -> None:
    """Print every value, with the file and the line that it comes from."""
    directory = config_dir or "config"
    rows = [
        (f"{key}: {value.plain()!r}", str(value.source))
        for key, value in load_config(directory, extra).entries()
        if not (value.is_mapping and value.value)
    ]
    if not rows:
        click.echo(f"no configuration: {Path(directory) / '*.yaml'} has no values", err=True)
    width = max((len(text) for text, _ in rows), default=0)
    for text, source in rows:
        click.echo(f"{text:{min(width, 80)}}  {source}")
