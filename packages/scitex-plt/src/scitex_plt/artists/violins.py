"""Violins: which of the areas in axes are their bodies, and which lines their means, medians, quantiles and extremes.

matplotlib forgets what belongs together, as it does of box plots. A body is known by its two sides, which are alike, or
one of which is straight, and by the lines that come after it: those of `violinplot` reach half as far as the body does,
those of seaborn stand in its middle or end at its outline.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from typing import Any, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection, PolyCollection

from scitex_plt.artists.boxplots import Stroke, stroke
from scitex_plt.artists.fills import FILL
from scitex_plt.tables.units import Numbers

BODY = FILL or PolyCollection
"""The class of bodies."""

FEWEST = 3
"""At how many values the outline of a body is known at least."""

MOST_LINES = 6
"""How many collections of lines `violinplot` draws at most."""

ROUNDING = 1e-6
"""By what part of its width two places in a violin may differ that are the same."""

EXTREMES = ("maxima", "minima", "ranges")
"""What `violinplot` draws one after the other, unless it draws none of them."""


class Body(NamedTuple):
    """The outline of a violin: along the axis of the values, and to both sides of where it stands."""

    along: Numbers
    lower: Numbers
    upper: Numbers
    place: float
    reach: tuple[float, float]
    """How far it reaches at most, to the lower side and to the upper one."""

    def is_same(self, one: Any, other: Any) -> bool:
        """Say whether places across are the same, but for rounding."""
        return bool(np.all(np.abs(np.subtract(one, other)) <= ROUNDING * sum(self.reach)))

    def is_statistic(self, line: Stroke) -> bool:
        """Say whether a line is one that `violinplot` draws across a body: it reaches half as far."""
        ends = self.place - self.reach[0] / 2, self.place + self.reach[1] / 2
        return self.is_level(line) and self.is_same(np.sort(line.across), ends)

    def is_range(self, line: Stroke) -> bool:
        """Say whether a line runs along the whole body."""
        return self.is_middle(line) and line.along.tolist() == [self.along[0], self.along[-1]]

    def is_cut(self, line: Stroke) -> bool:
        """Say whether a line runs across, from outline to outline."""
        if not self.is_level(line):
            return False
        ends = [np.interp(line.along[0], self.along, side) for side in (self.lower, self.upper)]
        return self.is_same(np.sort(line.across), np.sort(ends))

    def is_middle(self, line: Stroke) -> bool:
        """Say whether a line, or a point, stands where the violin does, and does not leave it."""
        within = self.along[0] <= line.along.min() and line.along.max() <= self.along[-1]
        return bool(within) and self.is_same(line.across, self.place)

    def is_level(self, line: Stroke) -> bool:
        """Say whether a line runs across at one value, which is one of the violin's."""
        return line.along[0] == line.along[1] and bool(self.along[0] <= line.along[0] <= self.along[-1])


def roles(drawn: Sequence[Artist]) -> dict[Artist, str]:
    """Return artist → which piece of violins it is, of those that are one.

    Parameters
    ----------
    drawn : sequence of Artist
        What is drawn in axes, in the order in which it was made.
    """
    found: dict[Artist, str] = {}
    for start, end in runs(drawn):
        for upright in (True, False):
            bodies: list[Body] = []
            for artist in drawn[start:end]:
                if (one := body(artist, upright=upright)) is None:
                    bodies.clear()
                else:
                    bodies.append(one)
            after = drawn[end : end + MOST_LINES]
            names, number = named(bodies, after, upright=upright) if bodies else ([], 0)
            found |= dict.fromkeys(drawn[end - number : end], "violin")
            found |= dict(zip(after, names, strict=False))
    return found


def runs(drawn: Sequence[Artist]) -> Iterator[tuple[int, int]]:
    """Yield where areas that come one after the other begin and end among artists."""
    for is_area, run in groupby(range(len(drawn)), lambda number: type(drawn[number]) is BODY):
        if is_area:
            numbers = list(run)
            yield numbers[0], numbers[-1] + 1


def body(area: Any, *, upright: bool) -> Body | None:
    """Return the outline of an area; None if it is not that of a violin."""
    paths = area.get_paths()
    corners = np.asarray(paths[0].vertices)[:-1, :: -1 if upright else 1] if len(paths) == 1 else np.empty((0, 2))
    count = (len(corners) - 2) // 2
    if len(corners) % 2 or count < FEWEST or not np.isfinite(corners).all():
        return None
    first, second = corners[1 : count + 1], corners[: count + 1 : -1]
    along = first[:, 0]
    if not np.array_equal(along, second[:, 0]) or not (np.diff(along) > 0).all():
        return None
    lower, upper = first[:, 1], second[:, 1]
    width = np.ptp(upper - lower)
    if not width or (upper < lower).any():
        return None
    middle = (lower + upper) / 2
    for side in (middle, lower, upper):
        place = float(side[0])
        if np.ptp(side) <= ROUNDING * width:
            return Body(along, lower, upper, place, (float((place - lower).max()), float((upper - place).max())))
    return None


def named(bodies: list[Body], after: Sequence[Artist], *, upright: bool) -> tuple[list[str], int]:
    """Return what artists after bodies are, as far as they belong to them, and how many of the bodies are violins."""
    collections = list(takewhile(bool, (strokes(one, upright=upright) for one in after)))
    if collections and len(collections[0]) < len(bodies):
        bodies = bodies[-len(collections[0]) :]
    if names := statistics(bodies, collections):
        return names, len(bodies)
    if names := inner(bodies[-1], after, upright=upright):
        return names, 1
    return [], len(bodies) if are_alike(bodies) else 0


def strokes(artist: Any, *, upright: bool) -> list[Stroke]:
    """Return the lines of a collection that are straight; none if it is no such collection."""
    paths = artist.get_paths() if type(artist) is LineCollection else []
    ends = [np.asarray(path.vertices)[:, :: 1 if upright else -1] for path in paths]
    return [Stroke(*points.T) for points in ends] if all(len(points) == 2 for points in ends) else []


def statistics(bodies: list[Body], collections: list[list[Stroke]]) -> list[str]:
    """Return which statistics of bodies collections of lines are, which `violinplot` draws in an order of its own.

    A mean, a median and a single quantile look the same: only their place among the others tells them apart.
    """
    number = len(bodies)
    for at in (0, 1):
        end = at + len(EXTREMES)
        if are_extremes(bodies, collections[at:end]) and levels(bodies, collections[:at]) == [number] * at:
            after = levels(bodies, collections[end:])
            return [*["means"][:at], *EXTREMES, *AFTER_EXTREMES.get(tuple(count == number for count in after), [])]
    return WITHOUT_EXTREMES.get(tuple(count == number for count in levels(bodies, collections)), [])


AFTER_EXTREMES = {
    (True,): ["medians or quantiles"],
    (False,): ["quantiles"],
    (True, True): ["medians", "quantiles"],
    (True, False): ["medians", "quantiles"],
}
"""Whether lines are one a violin → what they are, if they come after the extremes."""

WITHOUT_EXTREMES = {
    (True,): ["levels"],
    (False,): ["quantiles"],
    (True, True): ["levels", "levels"],
    (True, False): ["levels", "quantiles"],
    (True, True, True): ["means", "medians", "quantiles"],
    (True, True, False): ["means", "medians", "quantiles"],
}
"""The same, if no extremes are drawn."""


def levels(bodies: list[Body], collections: list[list[Stroke]]) -> list[int]:
    """Return how many lines collections have that are statistics of bodies, up to the first that is none."""
    own = takewhile(lambda lines: all(any(one.is_statistic(line) for one in bodies) for line in lines), collections)
    return [len(lines) for lines in own]


def are_extremes(bodies: list[Body], collections: list[list[Stroke]]) -> bool:
    """Say whether collections are the upper ends of bodies, the lower ones, and lines between them."""
    if [len(lines) for lines in collections] != [len(bodies)] * len(EXTREMES):
        return False
    return all(
        (top.along[0], bottom.along[0]) == (one.along[-1], one.along[0])
        and one.is_statistic(top)
        and one.is_statistic(bottom)
        and one.is_range(between)
        for one, top, bottom, between in zip(bodies, *collections, strict=True)
    )


def inner(one: Body, after: Sequence[Artist], *, upright: bool) -> list[str]:
    """Return what seaborn has drawn in a body: a small box, the quartiles, or the observations."""
    lines = [line for artist in after[:3] if (line := stroke(artist, upright=upright)) is not None]
    lengths = [len(line.along) for line in lines]
    if lengths == [2, 2, 1] and all(map(one.is_middle, lines)):
        whiskers, quartiles, median = (line.along for line in lines)
        if whiskers[0] <= quartiles[0] <= median[0] <= quartiles[1] <= whiskers[1]:
            return ["whiskers", "quartiles", "median"]
    values = [line.along[0] for line in lines] if lengths == [2, 2, 2] and all(map(one.is_cut, lines)) else []
    if values and values == sorted(values):
        return ["first quartile", "median", "third quartile"]
    if after and (cuts := strokes(after[0], upright=upright)) and all(map(one.is_cut, cuts)):
        return ["observations"]
    return []


def are_alike(bodies: list[Body]) -> bool:
    """Say whether bodies without lines are violins: two or more, as wide on either side, each of values of its own."""
    first = bodies[0]
    return len({(one.along[0], one.along[-1]) for one in bodies}) == len(bodies) > 1 and all(
        first.is_same(one.reach, first.reach[::-1]) for one in bodies
    )
