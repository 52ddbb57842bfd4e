"""The command line of a session: a click command made of the signature, the docstring and the configuration."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import click
from click.core import ParameterSource

from scitex_config import Config, Source, Value
from scitex_session.binding import Binding, bind, configured_key, layered
from scitex_session.errors import SignatureError
from scitex_session.kinds import ANYTHING, NUMBER, Kind, kind_of, to_anything
from scitex_session.signature import Declared, Signature

PLAIN_KEY = re.compile(r"\w[\w.-]*")


class KindType(click.ParamType):  # type: ignore[type-arg]
    """A click type that converts as a `Kind` does.

    Parameters
    ----------
    kind : Kind
        What the value may be.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.name = kind.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value, or fail as click does."""
        try:
            return self.kind.convert(value)
        except ValueError as cause:
            self.fail(f"{cause}.", param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return what help shows for the value."""
        return f"[{self.name}]" if self.kind.choices else self.name.upper()

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """Return the choices that begin with what was typed."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(choice) for choice in self.kind.choices if choice.startswith(incomplete)]


class ParameterOption(click.Option):
    """The flag of a parameter.

    Parameters
    ----------
    declared : Declared
        The parameter.
    effective : Value or None
        The value that it has without the flag.
    """

    def __init__(self, declared: Declared, effective: Value | None) -> None:
        self.key = declared.name
        name = dashed(declared.name)
        if declared.kind.name == "bool":
            flag, type_ = f"--{name}/--no-{name}", None
        else:
            flag, type_ = f"--{name}", KindType(declared.kind)
        super().__init__([flag, f"parameter_{declared.name}"], help=shown(effective), type=type_, default=None)


class ConfigOption(click.Option):
    """The flag of a configuration key.

    Parameters
    ----------
    key : str
        Dotted.
    effective : Value
        The value that it has without the flag.
    number : int
        A number that no other has.
    """

    def __init__(self, key: str, effective: Value, number: int) -> None:
        self.key = key
        kind = configured_kind(effective)
        super().__init__([f"--{key}", f"config_{number}"], help=shown(effective), type=KindType(kind))


class SessionCommand(click.Command):
    """A click command whose help has a section for the configuration."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the flags, the configuration's apart."""
        sections: dict[str, list[tuple[str, str]]] = {"Options": [], "Configuration": []}
        for option in self.get_params(ctx):
            if record := option.get_help_record(ctx):
                sections["Configuration" if isinstance(option, ConfigOption) else "Options"].append(record)
        for title, records in sections.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


def effective(declared: Declared, config: Config) -> Value | None:
    """Return the value that a parameter has without its flag, as it is written; None if it has none."""
    if (key := configured_key(declared.name, config)) is not None:
        return config.value_of(key)
    return layered(declared, {}, config)


def shown(effective: Value | None) -> str:
    """Return what help says of the value without the flag."""
    return "[required]" if effective is None else f"[{effective.source}: {effective.plain()}]"


def configured_kind(value: Value) -> Kind:
    """Return what a flag may set a configured value to: one of its type, an int also to a float."""
    plain = value.plain()
    if type(plain) is int:
        return NUMBER
    try:
        return kind_of(None, plain)
    except SignatureError:
        return ANYTHING  # such as a date


def command_for(signature: Signature, config: Config) -> SessionCommand:
    """Return the command of a session."""
    flags = parameter_flags(signature)
    options: list[click.Parameter] = [
        ParameterOption(declared, effective(declared, config)) for declared in signature.declared.values()
    ]
    options += [ConfigOption(key, value, number) for number, (key, value) in enumerate(own_flags(config, flags))]
    if signature.positionals:
        options.append(click.Argument([signature.positionals], nargs=-1))
    return SessionCommand(
        signature.function.__name__,
        params=options,
        help=signature.description,
        context_settings={
            "token_normalize_func": dashed,
            "ignore_unknown_options": signature.extras is not None,
            "allow_extra_args": signature.extras is not None,
            "help_option_names": ["--help"] if "h" in signature.declared else ["-h", "--help"],
        },
    )


def parameter_flags(signature: Signature) -> set[str]:
    """Return the flags that the parameters take, and those of help.

    Raises
    ------
    SignatureError
        If two parameters take the same.
    """
    taken = {"help": "help", "h": "help"} if "h" not in signature.declared else {"help": "help"}
    for name, declared in signature.declared.items():
        for flag in (dashed(name), f"no-{dashed(name)}") if declared.kind.name == "bool" else (dashed(name),):
            if flag in taken:
                raise SignatureError(f"parameters {taken[flag]!r} and {name!r} share the flag --{flag}: rename one")
            taken[flag] = name
    return set(taken)


def own_flags(config: Config, taken: set[str]) -> Iterator[tuple[str, Value]]:
    """Yield (dotted key, value) of what has a flag of its own: a plain name that no other flag is like."""
    leaves = [(key, value) for key, value in config.leaves() if PLAIN_KEY.fullmatch(key)]
    count = Counter(dashed(key) for key, _ in leaves)
    for key, value in leaves:
        if count[dashed(key)] == 1 and dashed(key) not in taken:
            yield key, value


def dashed(name: str) -> str:
    """Return a name as its flag is written: `lambda_` is `--lambda`."""
    return name.replace("_", "-").strip("-")


def bind_command_line(signature: Signature, config: Config, program: str, arguments: list[str]) -> Binding:
    """Return the values that the command line gives, over the configuration, over the defaults.

    Parameters
    ----------
    signature : Signature
        What the function asks for.
    config : Config
        The configuration as the files say.
    program : str
        What usage messages call the script.
    arguments : list of str
        What follows the script's name.

    Raises
    ------
    click.UsageError
        If the command line is wrong.
    click.exceptions.Exit
        If help was asked for, and printed.
    """
    command = command_for(signature, config)
    with command.make_context(program, arguments) as context:
        options = [
            option
            for option in command.params
            if option.name and context.get_parameter_source(option.name) is ParameterSource.COMMANDLINE
        ]
        given, overrides = {}, {}
        for option in options:
            value = context.params[option.name or ""]
            if isinstance(option, ParameterOption):
                given[option.key] = Value(value, Source(f"flag {option.opts[0]}"))
            elif isinstance(option, ConfigOption):
                overrides[option.key] = Value(value, Source(f"flag {option.opts[0]}"))
        parameters, config = bind(signature, config, given, overrides)
        require(signature, parameters, command.params, context)
        rest = [*context.params.get(signature.positionals or "", ()), *context.args]
        positionals, extras = split(rest, context) if signature.extras else (rest, {})
        if positionals and not signature.positionals:
            raise click.UsageError(f"unexpected argument {positionals[0]!r}: expected --name value", context)
        return Binding(parameters, config, {}, tuple(positionals), extras)


def require(
    signature: Signature,
    parameters: dict[str, Value],
    options: Iterable[click.Parameter],
    context: click.Context,
) -> None:
    """Raise, as click does, if a parameter without default has no value."""
    for option in options:
        if isinstance(option, ParameterOption) and option.key not in parameters:
            raise click.MissingParameter(ctx=context, param=option)


def split(arguments: list[str], context: click.Context) -> tuple[list[str], dict[str, Value]]:
    """Return positional arguments, and by name the `--name value` pairs that nobody declares, read as YAML."""
    positionals, extras = [], {}
    queue = list(arguments)
    while queue:
        flag, separator, text = queue.pop(0).partition("=")
        if not flag.startswith("--") or not flag[2:].replace("-", "_").isidentifier():
            positionals.append(f"{flag}{separator}{text}")
            continue
        if not separator:
            text = queue.pop(0) if queue and not queue[0].startswith("--") else "true"
        try:
            value = to_anything(text)
        except ValueError as cause:
            raise click.BadParameter(f"{cause}.", context, param_hint=f"'{flag}'") from cause
        extras[flag[2:].replace("-", "_")] = Value(value, Source(f"flag {flag}"))
    return positionals, extras
