"""Two files compared: byte for byte, then by what they mean.

What they mean depends on their kind, which is a row of the table below; files of another kind are compared as text if
they are that, else by the objects that `scitex_io.load` makes of them.
"""

from importlib import import_module
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from scitex_clew.rerunning.tolerance import Tolerance

RULES = {
    ".docx": "archive",
    ".eps": "document",
    ".npz": "archive",
    ".pdf": "document",
    ".ps": "document",
    ".svg": "document",
    ".xlsx": "archive",
    ".zip": "archive",
}
PATHS = "only the place of the project or the id of the run in it differs"


class Pair(NamedTuple):
    """What the recorded run and the rerun wrote under one name."""

    name: str
    before: bytes
    after: bytes


class Difference(NamedTuple):
    """How two contents differ.

    Attributes
    ----------
    close : bool
        Whether they mean the same.
    detail : str
        What differs; of contents that do not mean the same, the first that does.
    """

    close: bool
    detail: str


def compare(pair: Pair, tolerance: Tolerance, here: dict[bytes, bytes] | None = None) -> Difference:
    """Return how two contents differ; the same bytes are close.

    Parameters
    ----------
    pair : Pair
        The two.
    tolerance : Tolerance
        Up to which difference numbers count as close.
    here : dict of bytes to bytes, optional
        What only the rerun can have written → what the recorded run wrote in its place.
    """
    if pair.before == pair.after:
        return Difference(True, "")
    after = pair.after
    for new, old in (here or {}).items():
        after = after.replace(new, old)
    if pair.before == after:
        return Difference(True, PATHS)
    pair = pair._replace(after=after)
    found: Difference = rule(pair).compare(pair, tolerance)
    return found


def rule(pair: Pair) -> Any:
    """Return the module that compares contents of this kind."""
    name = RULES.get(PurePosixPath(pair.name).suffix.lower())
    if name is None:
        name = "text" if is_text(pair.before) and is_text(pair.after) else "objects"
    return import_module(f"scitex_clew.rerunning.rules.{name}")


def is_text(content: bytes) -> bool:
    """Say whether a content is text."""
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False
