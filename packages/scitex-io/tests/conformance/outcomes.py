"""What is to happen to an object that is saved and loaded: it is equal, it becomes another, or it is refused."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Outcome(NamedTuple):
    """What comes back.

    Attributes
    ----------
    expected : callable
        Given the object, return what is to come back.
    warns : str
        A pattern of the warning that the save gives; empty for none.
    loadable : bool
        Whether the format can be loaded at all; a picture of lines cannot.
    options : dict
        Options of the save.
    """

    expected: Callable[[Any], Any]
    warns: str = ""
    loadable: bool = True
    options: dict[str, Any] = {}  # noqa: RUF012


class Refusal(NamedTuple):
    """The save raises `ObjectError`, which says this."""

    match: str = ""


def equal(*names: str) -> dict[str, Outcome]:
    """Return rows for objects that come back equal, types included."""
    return {name: Outcome(lambda obj: obj) for name in names}


def becomes(expected: Callable[[Any], Any], *, warns: str = "", **options: Any) -> Outcome:
    """Return the outcome of an object that comes back as something else, as documented."""
    return Outcome(expected, warns, options=options)


def written() -> Outcome:
    """Return the outcome of an object whose format can be saved, not loaded."""
    return Outcome(lambda obj: obj, loadable=False)


def refused(match: str) -> Refusal:
    """Return the outcome of an object that the format cannot hold, where the message is to say something special."""
    return Refusal(match)
