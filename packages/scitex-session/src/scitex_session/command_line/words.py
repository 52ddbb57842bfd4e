"""The words of a command line, sorted: what each flag is given, what belongs to none, what nobody declares.

A flag takes as many values as it may have, up to the next flag.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from scitex_session.errors import CommandLineError
from scitex_session.parameters.lookup import dashed

NONE = -1  # how many values `--help` takes
NUMBER = r"-(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|-(inf|nan)"  # compiled by the first word that begins with a dash


class Spelling(NamedTuple):
    """How a flag is used on the command line.

    Attributes
    ----------
    flag : str
        The long flag, by which its values are known.
    most : int
        How many values it takes at most; 0 is any number.
    switch : str
        If it needs none, what it says without: `true` of `--flag`, `false` of `--no-flag`.
    is_whole : callable
        Says whether a first value is all there is, such as `[64, 32]`.
    """

    flag: str
    most: int = 1
    switch: str = ""
    is_whole: Callable[[str], bool] = lambda text: False


class Words(NamedTuple):
    """A command line, sorted.

    Attributes
    ----------
    values : dict of str to list of str
        By long flag, what it is given: of one that takes one value the last, of a switch what it says.
    positionals : list of str
        What belongs to no flag.
    undeclared : dict of str to str
        By name without dashes, what nobody declares; `true` where no value follows.
    """

    values: dict[str, list[str]]
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
    CommandLineError
        If a flag that needs a value has none, or one is unknown.
    """
    words = Words({}, [], {})
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
        elif spelling is None and (short := spellings.get(flag[:2])) is not None:  # `-vl3` is `-v -l 3`
            if short.switch or short.most == NONE:
                queue[:0] = [flag[:2], f"-{word[2:]}"]
            else:
                give(words, short, taken(queue, short, spellings, [word[2:]]))
        elif spelling is not None and separator and (spelling.switch == "false" or spelling.most == NONE):
            raise CommandLineError(f"Option {flag!r} does not take a value.")
        elif spelling is not None and spelling.most == NONE:
            give(words, spelling, [])
        elif spelling is not None:
            switched = [spelling.switch] if spelling.switch else []
            values = [text] if separator else switched or taken(queue, spelling, spellings, [])
            if not values:
                raise CommandLineError(f"Option {flag!r} requires an argument.")
            give(words, spelling, values)
        elif (error := unknown(flag)) is not None:
            raise error
        else:
            value = text if separator else queue.pop(0) if queue and not is_flag(queue[0]) else "true"
            words.undeclared[flag[2:].replace("-", "_")] = value
    return words


def taken(queue: list[str], spelling: Spelling, spellings: Mapping[str, Spelling], values: list[str]) -> list[str]:
    """Return a flag's values, of which it may have some already, the others taken from the front of the queue.

    A single value may look like a flag, such as `--pattern -x`, if there is no such flag.
    """
    if spelling.most == 1:
        if not values and queue and normalised(queue[0].partition("=")[0]) not in spellings and queue[0] != "--":
            values.append(queue.pop(0))
        return values
    while len(values) != (spelling.most or None) and not (len(values) == 1 and spelling.is_whole(values[0])):
        if not queue or is_flag(queue[0]):
            break
        values.append(queue.pop(0))
    return values


def give(words: Words, spelling: Spelling, values: list[str]) -> None:
    """Enter the values of a flag, which count beside earlier ones if it may have several."""
    earlier = words.values.get(spelling.flag, []) if spelling.most != 1 else []
    words.values[spelling.flag] = [*earlier, *values]


def is_flag(word: str) -> bool:
    """Say whether a word is a flag: `-1` and `-1e-3` are numbers."""
    return len(word) > 1 and word.startswith("-") and re.fullmatch(NUMBER, word) is None


def normalised(flag: str) -> str:
    """Return a flag with dashes for underscores."""
    return f"--{dashed(flag[2:])}" if flag.startswith("--") else flag
