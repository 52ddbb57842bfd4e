"""A claim as it stands in a manuscript, or what looks like one and is not understood."""

import re
from typing import NamedTuple

SHOWN = 60


class Mention(NamedTuple):
    """A claim as it stands in a manuscript.

    Attributes
    ----------
    at : int
        Where in the text it begins.
    name : str
        What it is called; empty if that is not understood.
    written : str or None
        What is said; None if only its name is; the text itself if that is not understood.
    why : str
        What is not understood about it; empty if it is.
    """

    at: int
    name: str
    written: str | None
    why: str = ""


def unclear(text: str, at: int, why: str) -> Mention:
    """Return a mention that is not understood: what stands at a place, to the end of the line."""
    end = text.find("\n", at)
    line = text[at : end if end >= 0 else len(text)].strip()
    return Mention(at, "", line if len(line) <= SHOWN else f"{line[:SHOWN]}…", why)


def all_unclear(marks: re.Pattern[str], text: str, start: int, end: int, why: str) -> list[Mention]:
    """Return what looks like claims in a part of a text, none of which is understood."""
    return [unclear(text, found.start(), why) for found in marks.finditer(text, start, end)]
