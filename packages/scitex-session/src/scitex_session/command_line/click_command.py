"""The flags of a session as a click command, for help, and for completion in the shell."""

import os
from enum import Enum
from typing import Any, NoReturn

import click
from click.shell_completion import CompletionItem, shell_complete, split_arg_string

from scitex_config import Config, ConfigError, Value, load_config
from scitex_session.command_line.flags import Setting, settings_of, taken_flags
from scitex_session.command_line.parsing import LAYERS, layer_flags, layers
from scitex_session.errors import CommandLineError
from scitex_session.parameters.binding import COMPLETION
from scitex_session.parameters.docstring import prose
from scitex_session.parameters.lookup import DEFAULT, dashed
from scitex_session.parameters.signature import Signature

SHOWN = 60  # characters of a value in help
WIDE = 120  # columns of help where the terminal has them


class SettingOption(click.Option):
    """The flag of a `Setting`, under a number that no other option of the command has."""

    def __init__(self, setting: Setting, number: int) -> None:
        self.setting = setting
        flags = f"{setting.flag}/{setting.negative}" if setting.is_switch else setting.flag
        valued: dict[str, Any] = {
            "type": click.UNPROCESSED,
            "metavar": setting.kind.placeholder,
            "multiple": setting.kind.most != 1,
            "shell_complete": self.completed,
        }
        names = [*filter(None, [setting.short]), flags, f"option_{number}"]
        super().__init__(names, default=None, **({} if setting.is_switch else valued))

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the two columns of help."""
        self.help = f"{self.setting.text}  {shown(self.setting.path, self.setting.effective)}".strip()
        return super().get_help_record(ctx)

    def completed(self, context: click.Context, option: click.Parameter, incomplete: str) -> list[Any]:
        """Return the choices that begin with what was typed; files are the shell's to list."""
        if "path" in self.setting.kind.name:
            return [CompletionItem(incomplete, type="file")]
        return [CompletionItem(choice) for choice in self.setting.kind.choices if choice.startswith(incomplete)]


class SessionCommand(click.Command):
    """A click command whose help has a section for the configuration.

    Parameters
    ----------
    signature : Signature
        What the function asks for.
    config : Config
        The configuration as the files say.
    """

    def __init__(self, signature: Signature, config: Config) -> None:
        self.signature = signature
        settings = settings_of(signature, config, None)
        options: list[click.Parameter] = [SettingOption(setting, number) for number, setting in enumerate(settings)]
        options += [layer_option(flag) for flag in layer_flags(signature)]
        if signature.positionals:
            metavar = f"[{signature.positionals.upper()}]..."
            options.append(click.Argument(["positionals"], nargs=-1, type=click.Path(), metavar=metavar))
        super().__init__(
            signature.function.__name__,
            params=options,
            context_settings={
                "token_normalize_func": dashed,
                "help_option_names": ["-h", "--help"] if taken_flags(signature)["-h"] == "help" else ["--help"],
                "max_content_width": WIDE,
            },
        )

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the docstring."""
        self.help = prose(self.signature.description)
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the flags, the configuration's apart."""
        sections: dict[str, list[tuple[str, str]]] = {"Options": [], "Configuration": []}
        for option in self.get_params(ctx):
            if isinstance(option, click.Option) and (record := option.get_help_record(ctx)):
                configures = isinstance(option, SettingOption) and option.setting.configures
                sections["Configuration" if configures else "Options"].append(record)
        for title, records in sections.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


def layer_option(flag: str) -> click.Option:
    """Return the flag that says where the configuration is."""
    what, text = LAYERS[flag]
    is_file = what == "File"
    return click.Option([flag], type=click.Path(file_okay=is_file, dir_okay=not is_file), multiple=is_file, help=text)


def shown(path: str, effective: Value | None) -> str:
    """Return what help says of the value without the flag; of a secret, only where it is."""
    from scitex_io.secrets import masked

    if effective is None:
        return "[required]"
    plain = masked(effective.plain(), path)
    text = " ".join(str(plain.name if isinstance(plain, Enum) else plain).split())
    return f"[{effective.source}: {text if len(text) <= SHOWN else f'{text[: SHOWN - 1]}…'}]"


def print_help(signature: Signature, config: Config, program: str) -> NoReturn:
    """Print the help of a session, and exit."""
    with SessionCommand(signature, config).make_context(program, [], resilient_parsing=True) as context:
        click.echo(context.get_help())
    raise SystemExit(0)


def complete(signature: Signature, program: str, instruction: str) -> NoReturn:
    """Answer a shell that asks for completions, or for the script that does, and exit."""
    words = split_arg_string(os.environ.get("COMP_WORDS", ""))[1:]
    try:
        config = load_config(*layers(signature, words))
    except (CommandLineError, ConfigError):
        config = Config(Value({}, DEFAULT))
    raise SystemExit(shell_complete(SessionCommand(signature, config), {}, program, COMPLETION, instruction))
