"""`scitex plt`: draw a figure again from its recipe, and get at the data behind a picture.

Each command is a module of its own, imported when it is called.
"""

from importlib import import_module

import click

# Sorted; the help of a command is here, too, so that listing them imports none, and matplotlib stays out of it.
COMMANDS = {
    "data": "Print the data behind a picture, or write them to a file.",
    "reproduce": "Draw a figure again from its recipe, as a picture of any format.",
    "verify": "Draw a figure again and compare it with the picture that was saved.",
}


class Commands(click.Group):
    """A group whose commands are modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"{__name__}.{cmd_name}_command").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands)
def plt() -> None:
    """Figures: draw them again from their recipes, and get at their data."""
