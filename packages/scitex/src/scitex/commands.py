"""The commands of the `scitex` program: one for every plug-in of `scitex.commands`, imported only when it is called."""

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
