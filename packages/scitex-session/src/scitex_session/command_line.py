"""The command line of a session: a click command made of the signature, the docstring and the configuration."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple, NoReturn

import click
from click.core import ParameterSource

from scitex_config import Config, ConfigError, Value, load_config
from scitex_session.binding import COMPLETION, Binding, bind, checked
from scitex_session.errors import SignatureError
from scitex_session.kinds import ANYTHING, NUMBER, Kind, kind_like
from scitex_session.lookup import DEFAULT, configured_key, dashed, flag_source, located
from scitex_session.signature import REQUIRED, Declared, Signature
from scitex_session.words import is_flag, normalised, sorted_words, spellings_of

PLAIN_KEY = re.compile(r"\w[\w.-]*")
SHORT = re.compile(r"-[A-Za-z]")
SHOWN = 60  # characters of a value in help
WIDE = 120  # columns of help where the terminal has them


class ValueOption(click.Option):
    """A flag whose value is of a `Kind`.

    Parameters
    ----------
    path : str
        The dotted path of a parameter, or the dotted key of the configuration.
    flag : str
        The long flag, without its dashes.
    number : int
        A number that no other option of the command has.
    kind : Kind
        What it may hold.
    effective : Value or None
        The value without the flag.
    short : str, optional
        A short flag.
    text : str, optional
        What help says of it, before the value without the flag.
    """

    def __init__(
        self, path: str, flag: str, number: int, kind: Kind, effective: Value | None, short: str = "", text: str = ""
    ) -> None:
        self.path = path
        self.kind = kind
        self.effective = effective
        self.text = text
        declarations = [short] if short else []
        common: dict[str, Any] = {"default": None}
        if kind.name == "bool":
            super().__init__([*declarations, f"--{flag}/--no-{flag}", f"option_{number}"], **common)
        else:
            super().__init__(
                [*declarations, f"--{flag}", f"option_{number}"],
                type=click.UNPROCESSED,
                metavar=kind.placeholder,
                multiple=kind.most != 1,
                callback=self.converted,
                shell_complete=self.completed,
                **common,
            )

    def converted(self, context: click.Context, option: click.Parameter, texts: Any) -> Any:
        """Return the value, or fail as click does."""
        if texts is None or texts == ():
            return None
        return read(self.kind, texts if isinstance(texts, tuple) else (texts,), f"--{flag_written(self)}", context)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the two columns of help."""
        self.help = f"{self.text}  {shown(self.path, self.effective)}".strip()
        return super().get_help_record(ctx)

    def completed(self, context: click.Context, option: click.Parameter, incomplete: str) -> list[Any]:
        """Return the choices that begin with what was typed; files are the shell's to list."""
        from click.shell_completion import CompletionItem

        if "path" in self.kind.name:
            return [CompletionItem(incomplete, type="file")]
        return [CompletionItem(choice) for choice in self.kind.choices if choice.startswith(incomplete)]


class ParameterOption(ValueOption):
    """The flag of a parameter, or of a field of one that is a dataclass or a model."""


class ConfigOption(ValueOption):
    """The flag of a configuration key."""


class SessionCommand(click.Command):
    """A click command whose help has a section for the configuration.

    Parameters
    ----------
    signature : Signature
        What the function asks for.
    config : Config
        The configuration as the files say.
    mentioned : set of str or None
        The flags of the configuration that there are to be, normalised; None is all.
    """

    def __init__(self, signature: Signature, config: Config, mentioned: set[str] | None) -> None:
        self.signature = signature
        self.config = config
        options: list[click.Parameter] = [*options_of(signature, config, mentioned), *layer_options(signature)]
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

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, after the words were sorted; what nobody declares is left in the context's `obj`."""
        if not ctx.resilient_parsing:
            words = sorted_words(args, spellings_of(self.get_params(ctx)), lambda flag: self.unknown(flag, ctx))
            ctx.obj = words.undeclared
            rest = super().parse_args(ctx, [*words.flags, "--", *words.positionals])
            for option in self.params:
                if isinstance(option, ValueOption) and option.name in words.switches:
                    ctx.params[option.name] = option.converted(ctx, option, words.switches[option.name])
                    ctx.set_parameter_source(option.name, ParameterSource.COMMANDLINE)
            return rest
        return super().parse_args(ctx, args)

    def unknown(self, flag: str, context: click.Context) -> click.UsageError | None:
        """Return the error for a flag that nobody declares; None if `**kw` takes it."""
        name = flag[2:].replace("-", "_")
        undeclared = flag.startswith("--") and name.isidentifier() and name not in self.signature.inspected.parameters
        if self.signature.extras and undeclared:
            return None
        options = SessionCommand(self.signature, self.config, None).get_params(context)
        return click.NoSuchOption(flag, possibilities=[name for option in options for name in option.opts], ctx=context)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the docstring."""
        from scitex_session.docstring import prose

        self.help = prose(self.signature.description)
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the flags, the configuration's apart."""
        sections: dict[str, list[tuple[str, str]]] = {"Options": [], "Configuration": []}
        for option in self.get_params(ctx):
            if isinstance(option, click.Option) and (record := option.get_help_record(ctx)):
                sections["Configuration" if isinstance(option, ConfigOption) else "Options"].append(record)
        for title, records in sections.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


def options_of(signature: Signature, config: Config, mentioned: set[str] | None) -> Iterator[ValueOption]:
    """Yield the flags of parameters and of the configuration, the latter if they are mentioned."""
    taken = taken_flags(signature)
    texts = documented(signature) if mentioned is None else {}
    number = 0
    for number, leaf in enumerate(leaves(signature)):
        text = leaf.flag.help or leaf.help or texts.get(leaf.path, "")
        yield ParameterOption(
            leaf.path, flag_of(leaf), number, leaf.kind, without_flag(leaf, config), leaf.flag.short, text
        )
    for key, kind, value, text in configuration_flags(signature, config, taken, mentioned):
        number += 1
        yield ConfigOption(key, key, number, kind, value, text=text)


def layer_options(signature: Signature) -> Iterator[click.Option]:
    """Yield the flags that say where the configuration is, unless a parameter has their name."""
    names = {dashed(name) for name in signature.declared}
    if "config-dir" not in names:
        directory = click.Path(exists=True, file_okay=False)
        text = "The directory of the configuration.  [default: config]"
        yield click.Option(["--config-dir", "directory"], type=directory, help=text)
    if "config" not in names:
        file = click.Path(exists=True, dir_okay=False)
        text = "A YAML file that is laid over it; may be repeated."
        yield click.Option(["--config", "files"], type=file, multiple=True, help=text)


def leaves(signature: Signature) -> Iterator[Declared]:
    """Yield the parameters, and the fields of those that are dataclasses or models."""
    for declared in signature.declared.values():
        yield from declared.leaves()


def flag_of(leaf: Declared) -> str:
    """Return the long flag of a parameter or field, without its dashes."""
    return ".".join(map(dashed, leaf.path.split(".")))


def documented(signature: Signature) -> dict[str, str]:
    """Return what the docstring says of each parameter."""
    from scitex_session.docstring import described

    return described(signature.description)


def without_flag(leaf: Declared, config: Config) -> Value | None:
    """Return the value that a parameter or field has without its flag, as it is written; None if it has none."""
    if (value := located(leaf.path, config)) is not None:
        return value
    return None if leaf.default is REQUIRED else Value(leaf.default, DEFAULT)


def shown(path: str, effective: Value | None) -> str:
    """Return what help says of the value without the flag; of a secret, only where it is."""
    from scitex_io.secrets import masked

    if effective is None:
        return "[required]"
    plain = masked(effective.plain(), path)
    text = " ".join(str(plain.name if isinstance(plain, Enum) else plain).split())
    return f"[{effective.source}: {text if len(text) <= SHOWN else f'{text[: SHOWN - 1]}…'}]"


def taken_flags(signature: Signature) -> dict[str, str]:
    """Return the flags that the parameters take, and those of the command itself, by whom.

    Raises
    ------
    SignatureError
        If two parameters take the same, or a short one is none.
    """
    taken = {"--help": "help"}
    for leaf in leaves(signature):
        long = flag_of(leaf)
        for flag in (f"--{long}", f"--no-{long}") if leaf.kind.name == "bool" else (f"--{long}",):
            claim(taken, flag, leaf)
    for leaf in leaves(signature):
        if short := leaf.flag.short:
            if not SHORT.fullmatch(short):
                raise SignatureError(f"parameter {leaf.path!r}: {short!r} is no short flag: expected one such as '-l'")
            claim(taken, short, leaf)
    return {"-h": "help", "--config-dir": "config_dir", "--config": "config"} | taken


def claim(taken: dict[str, str], flag: str, leaf: Declared) -> None:
    """Enter a flag as taken."""
    if flag in taken:
        raise SignatureError(f"parameters {taken[flag]!r} and {leaf.path!r} share the flag {flag}: rename one")
    taken[flag] = leaf.path


class ConfigurationFlag(NamedTuple):
    """A flag of the configuration."""

    key: str
    kind: Kind
    value: Value | None
    text: str = ""


def configuration_flags(
    signature: Signature, config: Config, taken: dict[str, str], mentioned: set[str] | None
) -> Iterator[ConfigurationFlag]:
    """Yield the flags of the configuration: of plain names that no other flag is like.

    If `CONFIG` is declared as a dataclass or a model, its fields have one each, of their type.
    """

    def wanted(flag: str) -> bool:
        long, negated = f"--{flag}", f"--no-{flag}"
        return long not in taken and (mentioned is None or long in mentioned or negated in mentioned)

    schema = {flag_of(leaf): leaf for leaf in (signature.schema.leaves() if signature.schema else ())}
    for flag, leaf in schema.items():
        if wanted(flag):
            key = configured_key(leaf.path, config) or leaf.path
            yield ConfigurationFlag(key, leaf.kind, without_flag(leaf, config), leaf.flag.help or leaf.help)
    if mentioned is not None and mentioned <= taken.keys():
        return  # as a rule, and the configuration may be large
    rest = [(dashed(key), key, value) for key, value in config.leaves() if PLAIN_KEY.fullmatch(key)]
    counted = Counter(flag for flag, _, _ in rest)
    for flag, key, value in rest:
        if counted[flag] == 1 and flag not in schema and wanted(flag):
            yield ConfigurationFlag(key, configured_kind(value), value)


def configured_kind(value: Value) -> Kind:
    """Return what a flag may set a configured value to: one of its type, an int also to a float."""
    plain = value.plain()
    try:
        return ANYTHING if plain is None else kind_like(plain, NUMBER)
    except SignatureError:
        return ANYTHING


def bind_command_line(signature: Signature, program: str, arguments: list[str]) -> Binding:
    """Return the values that the command line gives, over the configuration, over the defaults.

    Parameters
    ----------
    signature : Signature
        What the function asks for.
    program : str
        What usage messages call the script.
    arguments : list of str
        What follows the script's name.

    Raises
    ------
    click.UsageError
        If the command line is wrong.
    click.exceptions.Exit
        If help or completion was asked for, and printed.
    ConfigError
        If the configuration is wrong.
    ParameterError
        If a configured value does not fit.
    """
    if instruction := os.environ.get(COMPLETION):
        complete(signature, program, instruction)
    config = load_config(*layers(signature, arguments))
    flags = {normalised(word.partition("=")[0]) for word in arguments if is_flag(word)}
    wants_help = not flags.isdisjoint({"--help", "-h"})
    command = SessionCommand(signature, config, None if wants_help else flags)
    with command.make_context(program, arguments) as context:
        given: dict[str, Value] = {}
        overrides: dict[str, Value] = {}
        for option in command.params:
            if isinstance(option, ValueOption) and is_given(option, context):
                value = Value(context.params[option.name or ""], flag_source(f"--{flag_written(option)}"))
                (given if isinstance(option, ParameterOption) else overrides)[option.path] = value
        bound = bind(signature, config, given, overrides)
        require({leaf.path for leaf in bound.missing}, command, context)
        return Binding(
            bound.parameters,
            bound.config,
            checked(signature, bound, {}),
            positionals(signature, context),
            extras(signature, context),
        )


def is_given(option: click.Parameter, context: click.Context) -> bool:
    """Say whether the command line has an option."""
    return context.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE


def flag_written(option: ValueOption) -> str:
    """Return the long flag of an option, without its dashes."""
    return next(name for name in option.opts if name.startswith("--")).removeprefix("--")


def require(missing: set[str], command: click.Command, context: click.Context) -> None:
    """Raise, as click does, if a parameter without default has no value."""
    for option in command.params:
        if isinstance(option, ParameterOption) and option.path in missing:
            raise click.MissingParameter(ctx=context, param=option)


def layers(signature: Signature, arguments: list[str]) -> tuple[str, list[str]]:
    """Return the directory of the configuration, and the files to be laid over it, as the command line has them.

    They are looked for before all else, because what they hold has flags, too.

    Raises
    ------
    click.UsageError
        If one does not exist.
    """
    options = {option.opts[0]: option for option in layer_options(signature)}
    directory, files = "config", []
    queue = iter(arguments)
    for word in queue:
        flag, separator, text = word.partition("=")
        if word == "--":
            break
        option = options.get(normalised(flag))
        value = None if option is None else text if separator else next(queue, None)
        if option is not None and value is not None:
            path = option.type.convert(value, option, None)
            if option.multiple:
                files.append(path)
            else:
                directory = path
    return directory, files


def positionals(signature: Signature, context: click.Context) -> tuple[Any, ...]:
    """Return what goes to `*args`, of the type of its annotation.

    Raises
    ------
    click.UsageError
        If a text does not fit.
    """
    texts: tuple[str, ...] = context.params.get("positionals", ())
    if (declared := signature.rest(signature.positionals)) is None:
        return texts
    return tuple(read(declared.kind, (text,), declared.name, context) for text in texts)


def extras(signature: Signature, context: click.Context) -> dict[str, Value]:
    """Return what goes to `**kw`: of the type of its annotation, else read as YAML.

    Raises
    ------
    click.UsageError
        If a text does not fit.
    """
    declared = signature.rest(signature.extras)
    kind = declared.kind if declared else ANYTHING
    undeclared: dict[str, str] = context.obj or {}
    flags = {name: f"--{dashed(name)}" for name in undeclared}
    return {
        name: Value(read(kind, (text,), flags[name], context), flag_source(flags[name]))
        for name, text in undeclared.items()
    }


def read(kind: Kind, texts: tuple[str, ...], hint: str, context: click.Context) -> Any:
    """Return the value that texts stand for, or fail as click does."""
    try:
        return kind.read(texts)
    except ValueError as cause:
        raise click.BadParameter(f"{cause}.", context, param_hint=f"'{hint}'") from cause


def complete(signature: Signature, program: str, instruction: str) -> NoReturn:
    """Answer a shell that asks for completions, or for the script that does, and exit."""
    from click.shell_completion import shell_complete, split_arg_string

    words = split_arg_string(os.environ.get("COMP_WORDS", ""))[1:]
    try:
        config = load_config(*layers(signature, words))
    except (click.UsageError, ConfigError):
        config = Config(Value({}, DEFAULT))
    command = SessionCommand(signature, config, None)
    raise click.exceptions.Exit(shell_complete(command, {}, program, COMPLETION, instruction))
