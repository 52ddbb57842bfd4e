"""Box plots: which of the lines in axes are boxes, whiskers, caps, medians, means and fliers.

matplotlib draws a box plot line by line, and forgets that the lines belong together. They are known by how they stand:
two whiskers at one place, and between them a median. So their columns have names that say which statistic they hold.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from scitex_plt.tables.units import Numbers

CORNERS = 4
"""How many corners the outline of a box has at least."""


class Stroke(NamedTuple):
    """The points of a line: across the axis of the values, and along it."""

    across: Numbers
    along: Numbers

    def is_at(self, place: float) -> bool:
        """Say whether all points stand at one place across."""
        return bool((self.across == place).all())

    def is_level(self, place: float, low: float, high: float) -> bool:
        """Say whether it is a stroke across, with its middle at a place, at a value between two."""
        if len(self.along) != 2 or self.along[0] != self.along[1] or self.across[0] == self.across[1]:
            return False
        return bool(np.isclose(self.across.mean(), place) and low <= self.along[0] <= high)


def roles(drawn: Sequence[Artist]) -> dict[Artist, str]:
    """Return artist → which piece of a box plot it is, of those that are one.

    Parameters
    ----------
    drawn : sequence of Artist
        What is drawn in axes, in the order in which it was made.
    """
    found: dict[Artist, str] = {}
    for at in range(len(drawn) - 2):
        if is_straight(drawn[at]) and is_straight(drawn[at + 1]):
            found |= pieces(drawn, at, upright=True) or pieces(drawn, at, upright=False)
    return found


def is_straight(artist: Artist) -> bool:
    """Say whether an artist is a line from one point to another."""
    return type(artist) is Line2D and len(artist.get_xdata(orig=False)) == 2  # type: ignore[arg-type]


def pieces(drawn: Sequence[Artist], at: int, *, upright: bool) -> dict[Artist, str]:
    """Return the pieces of the box whose whiskers begin at a number among artists; none if these are no whiskers."""
    lower, upper = (stroke(artist, upright=upright) for artist in drawn[at : at + 2])
    if lower is None or upper is None:
        return {}
    place = lower.across[0]
    (first, low), (third, high) = lower.along, upper.along
    if not (lower.is_at(place) and upper.is_at(place) and low <= first <= third <= high):
        return {}
    others = [stroke(artist, upright=upright) for artist in drawn[at + 2 : at + 7]]
    names = ["lower whisker", "upper whisker"]
    caps = others[:2]
    if len(caps) == 2 and all(
        cap is not None and cap.is_level(place, end, end) for cap, end in zip(caps, (low, high), strict=True)
    ):
        names += ["lower cap", "upper cap"]
        del others[:2]
    if not others or others[0] is None or not others[0].is_level(place, first, third):
        return {}
    names.append("median")
    for one in others[1:3]:
        if one is None or not (one.is_at(place) or one.is_level(place, low, high)):
            break
        outside = bool(((one.along < low) | (one.along > high)).all())
        names.append("fliers" if outside else "mean")
        if outside:
            break
    found = dict(zip(drawn[at:], names, strict=False))
    if at and is_box(drawn[at - 1], first, third, upright=upright):
        found[drawn[at - 1]] = "box"
    return found


def stroke(artist: Any, *, upright: bool) -> Stroke | None:
    """Return the points of a line; None if the artist is none."""
    if type(artist) is not Line2D:
        return None
    x, y = (np.asarray(values, dtype=float) for values in (artist.get_xdata(orig=False), artist.get_ydata(orig=False)))
    return Stroke(x, y) if upright else Stroke(y, x)


def is_box(artist: Any, first: float, third: float, *, upright: bool) -> bool:
    """Say whether an artist is an outline from the first to the third quartile."""
    outline: Any = None
    if type(artist) is PathPatch:
        path = artist.get_path()
        drawn = slice(None) if path.codes is None else np.asarray(path.codes) != Path.CLOSEPOLY  # it goes back only
        outline = np.asarray(path.vertices)[drawn, int(upright)]
    elif (line := stroke(artist, upright=upright)) is not None:
        outline = line.along
    if outline is None or len(outline) < CORNERS:
        return False
    return bool(outline.min() == first and outline.max() == third)
