"""Text, with the numbers in it: tables, JSON, YAML and prose alike."""

import re
from itertools import zip_longest

from scitex_clew.rerunning.comparison import Difference, Pair

NUMBER = re.compile(r"(?<![\w.])([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\w.])")
SHOWN = 60


def compare(pair: Pair, rtol: float) -> Difference:
    """Return how two texts differ: line by line, numbers that have a point or an exponent within the tolerance."""
    largest = 0.0
    lines = zip_longest(pair.before.decode().splitlines(), pair.after.decode().splitlines())
    for number, (before, after) in enumerate(lines, 1):
        if before == after:
            continue
        found = None if before is None or after is None else distance(before, after)
        if found is None or not found <= rtol:
            return Difference(False, f"line {number}: {shown(before)} → {shown(after)}")
        largest = max(largest, found)
    if largest == 0:
        return Difference(True, "only line ends, or how numbers are written, differ")
    return Difference(True, f"numbers differ by {largest:.1e} of themselves at most")


def distance(before: str, after: str) -> float | None:
    """Return the largest relative difference of the numbers in two lines; None if something else differs."""
    ours, theirs = NUMBER.split(before), NUMBER.split(after)
    if ours[::2] != theirs[::2]:
        return None
    pairs = [(one, other) for one, other in zip(ours[1::2], theirs[1::2], strict=True) if one != other]
    if any(one.lstrip("+-").isdigit() and other.lstrip("+-").isdigit() for one, other in pairs):
        return None
    return max((relative(float(one), float(other)) for one, other in pairs), default=0.0)


def relative(one: float, other: float) -> float:
    """Return by how much two numbers differ, relative to the larger."""
    return abs(one - other) / max(abs(one), abs(other)) if one != other else 0.0


def shown(line: str | None) -> str:
    """Return a line, cut if it is long."""
    if line is None:
        return "no line"
    return repr(line if len(line) <= SHOWN else f"{line[:SHOWN]}…")
