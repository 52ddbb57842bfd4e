"""`scitex config`: what the configuration is, and where each value came from."""

import click

from scitex_config.loading import load_config


@click.group()
def config() -> None:
    """Configuration: the merged values of ./config/*.yaml."""


@config.command()
@click.option("--config-dir", default="config", show_default=True, help="The directory of the YAML files.")
def show(config_dir: str) -> None:
    """Print every value, with the file and the line that it comes from."""
    rows = [(f"{key}: {value.value!r}", str(value.source)) for key, value in load_config(config_dir).leaves()]
    width = max((len(text) for text, _ in rows), default=0)
    for text, source in rows:
        click.echo(f"{text:{width}}  {source}")
