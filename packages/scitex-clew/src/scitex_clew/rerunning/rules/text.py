"""Text, with the numbers in it: tables, JSON, YAML and prose alike."""

import re
from itertools import zip_longest
from math import inf

from scitex_clew.rerunning.comparison import Difference, Pair
from scitex_clew.rerunning.tolerance import Tolerance

NUMBER = re.compile(r"(?<![\w.])([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\w.])")
SHOWN = 60


def compare(pair: Pair, tolerance: Tolerance) -> Difference:
    """Return how two texts differ: line by line, numbers that have a point or an exponent within the tolerance."""
    largest = 0.0
    lines = zip_longest(pair.before.decode().splitlines(), pair.after.decode().splitlines())
    for number, (before, after) in enumerate(lines, 1):
        if before == after:
            continue
        found = None if before is None or after is None else distance(before, after, tolerance)
        if found is None:
            return Difference(False, f"line {number}: {shown(before)} → {shown(after)}")
        largest = max(largest, found)
    if largest == 0:
        return Difference(True, "only line ends, or how numbers are written, differ")
    return Difference(True, f"numbers differ by {largest:.1e} of themselves at most")


def distance(before: str, after: str, tolerance: Tolerance) -> float | None:
    """Return the largest relative difference of the numbers in two lines; None if they are not close."""
    ours, theirs = NUMBER.split(before), NUMBER.split(after)
    if ours[::2] != theirs[::2]:
        return None
    pairs = [(one, other) for one, other in zip(ours[1::2], theirs[1::2], strict=True) if one != other]
    if any(one.lstrip("+-").isdigit() and other.lstrip("+-").isdigit() for one, other in pairs):
        return None
    numbers = [(float(one), float(other)) for one, other in pairs]
    if not all(are_close(one, other, tolerance) for one, other in numbers):
        return None
    return max((relative(one, other) for one, other in numbers), default=0.0)


def are_close(one: complex, other: complex, tolerance: Tolerance) -> bool:
    """Say whether two finite numbers are within the tolerance, or any two are the same."""
    return one == other or relative(one, other) <= tolerance.relative or abs(one - other) <= tolerance.absolute < inf


def relative(one: complex, other: complex) -> float:
    """Return by how much two numbers differ, relative to the larger."""
    return abs(one - other) / max(abs(one), abs(other)) if one != other else 0.0


def shown(line: str | None) -> str:
    """Return a line, cut if it is long."""
    if line is None:
        return "no line"
    return repr(line if len(line) <= SHOWN else f"{line[:SHOWN]}…")
