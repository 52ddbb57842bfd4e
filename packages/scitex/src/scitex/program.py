"""The `scitex` program: a command for every plug-in of `scitex.commands`, imported only when it is called."""

import gc
import sys

import click

from scitex.completion import completion
from scitex_io.plugins import entry_points


class Plugins(click.Group):
    """A click group whose commands are its own and the entry points of `scitex.commands`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*super().list_commands(ctx), *entry_points("scitex.commands")})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if (own := super().get_command(ctx, cmd_name)) is not None:
            return own
        plugin = entry_points("scitex.commands").get(cmd_name)
        try:
            return plugin.load() if plugin else None
        except Exception as cause:
            click.echo(f"Warning: the command {cmd_name!r} cannot be loaded from {plugin}: {cause!r}", err=True)
            return None


@click.group(cls=Plugins)
@click.version_option(package_name="scitex", prog_name="scitex")
def scitex() -> None:
    """Reproducible, self-documenting, verifiable research scripts."""


scitex.add_command(completion)


def main() -> None:
    """Run the program; an error of ours is one line, not a traceback."""
    collecting = gc.isenabled()
    gc.disable()  # the program ends before there is much to collect
    try:
        scitex()
    except Exception as error:
        if not type(error).__module__.startswith("scitex_"):
            raise
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    finally:
        if collecting:
            gc.enable()
