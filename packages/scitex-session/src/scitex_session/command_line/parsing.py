"""The values that the command line of a session gives; click is asked for help and for completion alone.

To import click takes longer than all that a session does before its function is called.
"""

import os
from collections.abc import Iterable
from typing import Any

from scitex_config import Config, Value, load_config
from scitex_session.command_line.flags import Setting, flag_of, settings_of, taken_flags
from scitex_session.command_line.words import NONE, Spelling, is_flag, normalised, sorted_words
from scitex_session.errors import CommandLineError
from scitex_session.parameters.binding import COMPLETION, Binding, bind, checked
from scitex_session.parameters.kinds import ANYTHING, Kind
from scitex_session.parameters.lookup import dashed, flag_source
from scitex_session.parameters.signature import Signature

HELP = "--help"
LAYERS = {  # the flags that say where the configuration is: what they name, and what help says of them
    "--config-dir": ("Directory", "The directory of the configuration.  [default: config]"),
    "--config": ("File", "A YAML file that is laid over it; may be repeated."),
}


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
    CommandLineError
        If the command line is wrong.
    ConfigError
        If the configuration is wrong.
    ParameterError
        If a configured value does not fit.
    SystemExit
        If help or completion was asked for, and printed.
    """
    if instruction := os.environ.get(COMPLETION):
        from scitex_session.command_line.click_command import complete

        complete(signature, program, instruction)
    config = load_config(*layers(signature, arguments))
    flags = {normalised(word.partition("=")[0]) for word in arguments if is_flag(word)}
    settings = {setting.flag: setting for setting in settings_of(signature, config, flags)}
    words = sorted_words(
        arguments, spellings_of(settings.values(), signature), lambda flag: unknown(flag, signature, config)
    )
    if HELP in words.values:
        from scitex_session.command_line.click_command import print_help

        print_help(signature, config, program)
    read = {flag: value_of(settings[flag], texts) for flag, texts in words.values.items() if flag in settings}
    if words.positionals and signature.positionals is None:
        raise CommandLineError(f"Got unexpected extra argument ({' '.join(words.positionals)})")
    positionals, extras = rest(signature, words.positionals), keywords(signature, words.undeclared)
    bound = bind(
        signature,
        config,
        {settings[flag].path: value for flag, value in read.items() if not settings[flag].configures},
        {settings[flag].path: value for flag, value in read.items() if settings[flag].configures},
    )
    for leaf in bound.missing:
        raise CommandLineError(f"Missing option {flag_of(leaf)!r}.")
    return Binding(bound.parameters, bound.config, checked(signature, bound, {}), positionals, extras)


def layers(signature: Signature, arguments: list[str]) -> tuple[str, list[str]]:
    """Return the directory of the configuration, and the files to be laid over it, as the command line has them.

    They are looked for before all else, because what they hold has flags, too.

    Raises
    ------
    CommandLineError
        If one does not exist.
    """
    known = layer_flags(signature)
    given: dict[str, list[str]] = {"--config-dir": ["config"], "--config": []}
    queue = iter(arguments)
    for word in queue:
        flag, separator, text = word.partition("=")
        if word == "--":
            break
        flag = normalised(flag)
        value = None if flag not in known else text if separator else next(queue, None)
        if value is not None:
            refuse_absent(flag, value)
            given[flag].append(value)
    return given["--config-dir"][-1], given["--config"]


def layer_flags(signature: Signature) -> list[str]:
    """Return the flags that say where the configuration is, but those that a parameter has."""
    names = {f"--{dashed(name)}" for name in signature.declared}
    return [flag for flag in LAYERS if flag not in names]


def refuse_absent(flag: str, path: str) -> None:
    """Raise if what a flag names is not there, or is of the other kind."""
    what = LAYERS[flag][0]
    is_directory = os.path.isdir(path)  # noqa: PTH112
    if not os.path.exists(path):  # noqa: PTH110
        raise CommandLineError(f"Invalid value for {flag!r}: {what} {path!r} does not exist.")
    if is_directory != (what == "Directory"):
        found = "directory" if is_directory else "file"
        raise CommandLineError(f"Invalid value for {flag!r}: {what} {path!r} is a {found}.")
    if not os.access(path, os.R_OK):
        raise CommandLineError(f"Invalid value for {flag!r}: {what} {path!r} is not readable.")


def spellings_of(settings: Iterable[Setting], signature: Signature) -> dict[str, Spelling]:
    """Return how the flags of a command line are used."""
    helping = ["-h", HELP] if taken_flags(signature)["-h"] == "help" else [HELP]
    found = {flag: Spelling(HELP, NONE) for flag in helping} | {flag: Spelling(flag) for flag in layer_flags(signature)}
    for setting in settings:
        spelling = Spelling(setting.flag, setting.kind.most, "true" if setting.is_switch else "", setting.kind.is_whole)
        found |= {normalised(flag): spelling for flag in (setting.flag, setting.short) if flag}
        if setting.is_switch:
            found[normalised(setting.negative)] = spelling._replace(switch="false")
    return found


def unknown(flag: str, signature: Signature, config: Config) -> CommandLineError | None:
    """Return the error for a flag that nobody declares; None if `**kw` takes it."""
    name = flag[2:].replace("-", "_")
    undeclared = flag.startswith("--") and name.isidentifier() and name not in signature.inspected.parameters
    if signature.extras and undeclared:
        return None
    from difflib import get_close_matches

    every = [*(setting.flag for setting in settings_of(signature, config, None)), *layer_flags(signature), HELP]
    nearest = sorted(map(repr, get_close_matches(flag, every)))
    one_of = "one of " if len(nearest) > 1 else ""
    hint = f" Did you mean {one_of}{', '.join(nearest)}?" if nearest else ""
    return CommandLineError(f"No such option {flag!r}.{hint}")


def value_of(setting: Setting, texts: list[str]) -> Value:
    """Return the value that a flag gives."""
    return Value(read(setting.kind, tuple(texts), setting.flag), flag_source(setting.flag))


def rest(signature: Signature, texts: list[str]) -> tuple[Any, ...]:
    """Return what goes to `*args`, of the type of its annotation."""
    declared = signature.rest(signature.positionals)
    return tuple(texts) if declared is None else tuple(read(declared.kind, (text,), declared.name) for text in texts)


def keywords(signature: Signature, undeclared: dict[str, str]) -> dict[str, Value]:
    """Return what goes to `**kw`: of the type of its annotation, else read as YAML."""
    declared = signature.rest(signature.extras)
    kind = declared.kind if declared else ANYTHING
    flags = {name: f"--{dashed(name)}" for name in undeclared}
    return {
        name: Value(read(kind, (text,), flags[name]), flag_source(flags[name])) for name, text in undeclared.items()
    }


def read(kind: Kind, texts: tuple[str, ...], whose: str) -> Any:
    """Return the value that texts stand for.

    Raises
    ------
    CommandLineError
        If they do not fit.
    """
    try:
        return kind.read(texts)
    except ValueError as cause:
        raise CommandLineError(f"Invalid value for {whose!r}: {cause}.") from cause
