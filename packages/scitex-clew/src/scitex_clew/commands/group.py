"""The commands as click has them: for help, for completion, and for every command line that is not plain."""

import sys
from collections.abc import Callable
from inspect import cleandoc
from typing import Any

import click

from scitex_clew.commands import COMMANDS, FLAGS, FORMS, PLAIN, module_of, parameters_of
from scitex_clew.commands.options import NAME

WORDS: dict[str, dict[str, Any]] = {
    "name": {"metavar": NAME},
    "path": {"metavar": "PATH|URL", "type": click.Path(readable=False)},
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
        module = module_of(cmd_name)
        found: click.Command = plain_command(cmd_name, module.answer) if cmd_name in PLAIN else module.command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def plain_command(name: str, function: Callable[..., int]) -> click.Command:
    """Return the command that is answered by a function, whose parameters are its words and flags."""
    words, flags = parameters_of(function)

    def answered(**values: Any) -> None:
        if all(values.get(FLAGS[form][0]) for form in FORMS):
            raise click.UsageError(f"{' and '.join(FORMS)}: an answer has one form: give one of them")
        sys.exit(function(**values))

    return click.Command(
        name,
        params=[
            *(click.Argument([word], **WORDS.get(word, {})) for word in words),
            *(click.Option([flag, parameter], is_flag=True, help=FLAGS[flag][1]) for flag, parameter in flags.items()),
        ],
        callback=answered,
        help=cleandoc(function.__doc__ or ""),
    )


@click.group(cls=Commands)
def clew() -> None:
    """Provenance: what was recorded, whether it is still so, how it hangs together."""
