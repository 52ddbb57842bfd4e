"""`scitex clew`: what was recorded, whether it is still so, and how it hangs together.

Each command is a module of its own, imported when it is called.
"""

from importlib import import_module

import click

# Sorted; the help of a command is here, too, so that listing them imports none.
COMMANDS = {
    "chain": "Verify the run that a file came from, and all that this descends from.",
    "check": "Confirm a seal: that a file and all that it came from are what they were.",
    "claim": "Tie a number in a manuscript to the output that it comes from.",
    "dot": "Print the lineage of this project, a file or a run for Graphviz.",
    "export": "Hand on a file or a run with all that it came from, as one RO-Crate.",
    "file": "Say where the content of a file came from, and whether it is still that.",
    "html": "Write the lineage of this project, a file or a run as one page to look around in.",
    "import": "Unpack a crate that was handed on, and verify it.",
    "index": "Rebuild the index from the run directories.",
    "json": "Print the lineage of this project, a file or a run as a graph in JSON.",
    "list": "List every recorded run, oldest first.",
    "mermaid": "Print the lineage of this project, a file or a run as a Mermaid flowchart.",
    "rerun": "Execute a run again, and compare what it writes with what it wrote.",
    "run": "Show and verify one run.",
    "seal": "Print one hash that names a file and all that it came from.",
    "status": "Verify every run of this project.",
    "verify-text": "Check every claim in manuscripts against what its source holds now.",
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
        found: click.Command = import_module(f"{__name__}.{cmd_name.replace('-', '_')}_command").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands)
def clew() -> None:
    """Provenance: what was recorded, whether it is still so, how it hangs together."""
