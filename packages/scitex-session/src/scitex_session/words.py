"""The words of a command line as click takes them: a list has a flag a value, and undeclared flags are set apart.

Click's flags take a fixed number of values. Ours may take any number, up to the next flag, so
`--layers 64 32` is rewritten as `--layers 64 --layers 32`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import click

from scitex_session.lookup import dashed

NUMBER = re.compile(r"-(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|-(inf|nan)")


class Spelling(NamedTuple):
    """How a flag is used on the command line.

    Attributes
    ----------
    most : int
        How many values it takes at most; 0 is any number.
    switch : bool
        Whether it takes none: `--flag`, `--no-flag`.
    """

    most: int = 1
    switch: bool = False


class Words(NamedTuple):
    """A command line, sorted.

    Attributes
    ----------
    flags : list of str
        Declared flags, each with one value or none.
    positionals : list of str
        What belongs to no flag.
    undeclared : dict of str to str
        By name without dashes, what nobody declares; `true` where no value follows.
    """

    flags: list[str]
    positionals: list[str]
    undeclared: dict[str, str]


def sorted_words(
    arguments: Iterable[str], spellings: Mapping[str, Spelling], unknown: Callable[[str], Exception | None]
) -> Words:
    """Return the words of a command line, sorted.

    Parameters
    ----------
    arguments : iterable of str
        What follows the script's name.
    spellings : mapping of str to Spelling
        The declared flags, normalised.
    unknown : callable
        Takes a flag that nobody declares; returns what is wrong with it, or None if it may stand.

    Raises
    ------
    click.UsageError
        If a flag that needs a value has none, or one is unknown.
    """
    words = Words([], [], {})
    queue = list(arguments)
    while queue:
        word = queue.pop(0)
        flag, separator, text = word.partition("=")
        spelling = spellings.get(normalised(flag))
        if word == "--":
            words.positionals.extend(queue)
            break
        if not is_flag(word):
            words.positionals.append(word)
        elif spelling is None and spellings.get(flag[:2]) is not None:  # `-vl3` is `-v -l 3`
            queue[:0] = [flag[:2], f"-{word[2:]}"] if spellings[flag[:2]].switch else [f"{flag[:2]}={word[2:]}"]
        elif spelling is not None and spelling.switch:
            words.flags.append(switched(flag, text) if separator else flag)
        elif spelling is not None:
            for value in [text] if separator else taken(queue, spelling, spellings, flag):
                words.flags.extend([flag, value])
        elif (error := unknown(flag)) is not None:
            raise error
        else:
            value = text if separator else queue.pop(0) if queue and not is_flag(queue[0]) else "true"
            words.undeclared[flag[2:].replace("-", "_")] = value
    return words


def taken(queue: list[str], spelling: Spelling, spellings: Mapping[str, Spelling], flag: str) -> list[str]:
    """Take a flag's values from the front of the queue.

    A single value may look like a flag, such as `--pattern -x`, if there is no such flag.
    """
    values: list[str] = []
    if spelling.most == 1:
        if queue and normalised(queue[0].partition("=")[0]) not in spellings and queue[0] != "--":
            values.append(queue.pop(0))
    else:
        while queue and not is_flag(queue[0]) and len(values) != (spelling.most or None):
            values.append(queue.pop(0))
            if values[0].startswith("[") and values[0].endswith("]"):
                break
    if not values:
        raise click.BadOptionUsage(flag, f"Option {flag!r} requires an argument.")
    return values


def switched(flag: str, text: str) -> str:
    """Return `--flag=false` as click takes it."""
    from scitex_session.kinds import to_bool

    try:
        wanted = to_bool(text)
    except ValueError as cause:
        raise click.BadParameter(f"{cause}.", param_hint=f"'{flag}'") from cause
    if flag.startswith("--no-"):
        raise click.BadOptionUsage(flag, f"Option {flag!r} does not take a value.")
    return flag if wanted else f"--no-{flag[2:]}"


def is_flag(word: str) -> bool:
    """Say whether a word is a flag: `-1` and `-1e-3` are numbers."""
    return len(word) > 1 and word.startswith("-") and NUMBER.fullmatch(word) is None


def normalised(flag: str) -> str:
    """Return a flag with dashes for underscores."""
    return f"--{dashed(flag[2:])}" if flag.startswith("--") else flag


def spellings_of(options: Iterable[Any]) -> dict[str, Spelling]:
    """Return how the flags of these click options are used."""
    return {
        normalised(name): Spelling(getattr(option, "most", 1), option.is_flag)
        for option in options
        if isinstance(option, click.Option)
        for name in (*option.opts, *option.secondary_opts)
    }
