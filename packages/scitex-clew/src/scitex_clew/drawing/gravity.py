"""The verdicts by their gravity, the mildest first, and the colours that they have in drawings."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple


class Colours(NamedTuple):
    """What a box is filled with, and its border, both to be read under dark text."""

    fill: str
    line: str


COLOURS = {
    "verified": Colours("#e4f1ea", "#2f7d57"),
    "remote": Colours("#eceef1", "#6b7480"),
    "moved": Colours("#e4f1ea", "#2f7d57"),
    "running": Colours("#e3edfa", "#2f6db5"),
    "superseded": Colours("#eceef1", "#6b7480"),
    "failed": Colours("#f6e9e6", "#9c5a4e"),
    "outdated": Colours("#fbf0d5", "#a87100"),
    "stale": Colours("#fbf0d5", "#a87100"),
    "orphaned": Colours("#fbe4e0", "#b83a26"),
    "doubtful": Colours("#fbe4e0", "#b83a26"),
    "unstable": Colours("#fbe4e0", "#b83a26"),
    "modified": Colours("#fbe4e0", "#b83a26"),
    "unreadable": Colours("#fbe4e0", "#b83a26"),
    "missing": Colours("#fbe4e0", "#b83a26"),
    "altered": Colours("#fbe4e0", "#b83a26"),
    "incomplete": Colours("#efe5f5", "#7a4a99"),
}
GRAVITY = {verdict: number for number, verdict in enumerate(COLOURS)}


def gravest(verdicts: Iterable[str]) -> str:
    """Return the gravest of some verdicts; *verified* if there are none."""
    return max(verdicts, key=GRAVITY.__getitem__, default="verified")


def counted(verdicts: Iterable[str]) -> dict[str, int]:
    """Return how often each verdict occurs, the gravest first."""
    counts = Counter(verdicts)
    return {verdict: counts[verdict] for verdict in reversed(COLOURS) if counts[verdict]}
