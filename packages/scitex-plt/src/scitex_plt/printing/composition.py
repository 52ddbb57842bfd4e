"""Several figures in one, from their recipes: each as it was, in vectors, none of it scaled."""

import os
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import index
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from scitex_plt import pictures, reading
from scitex_plt.errors import OptionError
from scitex_plt.freshness import NO_LAYOUT
from scitex_plt.layout import nesting, parts
from scitex_plt.notices import warn
from scitex_plt.printing.millimetres import MM_PER_INCH
from scitex_plt.reproduction import checked, explaining, fill, table_beside
from scitex_plt.values import rcparams

Recipe = str | os.PathLike[str]

FROM_THE_CORNER = frozenset({"inches", "pixels"})
"""Coordinates that begin at the corner of the whole, which parts have not."""


@reading.observed()
def compose(
    recipes: Sequence[Recipe], layout: Sequence[int] | None = None, *, first: str | None = None, space_mm: float = 0
) -> Figure:
    """Put several figures into one, each as large as it was.

    Parameters
    ----------
    recipes : sequence of str or os.PathLike
        The recipes, or the pictures beside them, in the order in which the figures are read: row by row. In a run they
        are looked for and recorded as those of `reproduce`.
    layout : sequence of int, optional
        How many figures stand in each row; all in one row by default.
    first : str, optional
        The letter of the first figure, if each is to have one at its upper left: `"a"` or `"A"`.
    space_mm : float, optional
        The space between figures, in millimetres.

    Returns
    -------
    matplotlib.figure.Figure
        A figure with a subfigure for each recipe. A row is as high as its highest figure, which stand at its top and
        left.

    Raises
    ------
    ColumnError, MissingFileError, RecipeError
        As `reproduce`.
    OptionError
        If the layout is not one of so many figures, or the first letter is none.

    Warns
    -----
    PltWarning
        If something stands in pixels or inches from the corner of its figure: it stands so in the whole.

    Examples
    --------
    >>> import scitex_io
    >>> import scitex_plt as plt
    >>> fig, ax = plt.subplots(figsize=(3, 2))
    >>> _ = ax.plot([1.0, 2.0], [3.0, 5.0])
    >>> picture = scitex_io.save(fig, "one.png")
    >>> plt.compose(["one.yaml", "one.yaml", "one.yaml"], layout=[2, 1]).get_size_inches().tolist()
    [6.0, 4.0]
    """
    paths = [pictures.recipe_asked_for(one) for one in recipes]
    rows = [len(paths)] if layout is None else counts(layout)
    if first is not None and (len(first) != 1 or first not in ascii_lowercase + ascii_uppercase):
        raise OptionError(f"first: expected a letter from a to z or from A to Z, not {first!r}")
    if sum(rows) != len(paths) or min(rows, default=0) < 1:
        raise OptionError(f"a layout of {rows} holds {sum(rows)} figures: there are {len(paths)} recipes")
    found = [checked(path, Path(one).name) for path, one in zip(paths, recipes, strict=True)]
    places, size = arranged([tuple(one["figure"]["size"]) for one in found], rows, space_mm / MM_PER_INCH)
    figure = Figure(figsize=size, dpi=max(one["figure"]["dpi"] for one in found), layout=NO_LAYOUT)
    for path, one, place in zip(paths, found, places, strict=True):
        part = parts.added(figure, place, one.get("rcParams", {}))
        with explaining(path), rcparams.applied(part.recorded):
            fill(part, one, table_beside(path, one))
        if left := ", ".join(unmoved(one)):
            warn(f"{path}: {left}: in pixels or inches from the corner of its figure, and now from that of the whole")
    if first is not None:
        alphabet = ascii_lowercase if first in ascii_lowercase else ascii_uppercase
        for number, labelled in enumerate(figure.subfigs, alphabet.index(first)):
            labelled.text(0, 1, nesting.letters(number, alphabet), fontweight="bold", ha="left", va="top")
    return figure


def counts(layout: Sequence[int]) -> list[int]:
    """Return how many figures stand in each row."""
    try:
        return [index(count) for count in layout]
    except TypeError as cause:
        raise OptionError(f"layout: expected how many figures each row has, such as [2, 1], not {layout!r}") from cause


def unmoved(found: dict[str, Any]) -> Iterator[str]:
    """Yield the names of the artists in a recipe that do not move with their figure."""
    for where, entry in (*nesting.entries(found["figure"]), *((one["axes"], one) for one in found["axes"])):
        for artist in entry.get("artists", []):
            kind, name = next(iter(artist.items()))
            said = {*said_of(artist.get("coordinates", "data"))} if "moved" not in artist else set()
            if kind == "image of the figure" or said & FROM_THE_CORNER:
                yield f"{where}.{name}"


def said_of(system: Any) -> Iterator[str]:
    """Yield the coordinates, by name, that a system leads to; one that is a difference leads to none."""
    if isinstance(system, str):
        yield system
    elif isinstance(system, list):
        for side in system:
            yield from said_of(side)
    elif isinstance(system, dict):
        for key in ("in", "then", "transform", "x", "y"):
            yield from said_of(system.get(key))


def arranged(
    sizes: Sequence[tuple[float, float]], rows: Sequence[int], space: float
) -> tuple[list[Bbox], tuple[float, float]]:
    """Return where figures stand in one that holds them, in fractions of it, and its size in inches."""
    ends = list(accumulate(rows))
    lines = [sizes[end - count : end] for end, count in zip(ends, rows, strict=True)]
    heights = [max(height for _, height in line) for line in lines]
    width = max(sum(width for width, _ in line) + space * (len(line) - 1) for line in lines)
    height = sum(heights) + space * (len(lines) - 1)
    places = []
    top = height
    for line, its_height in zip(lines, heights, strict=True):
        left = 0.0
        for own_width, own_height in line:
            corners = (left, top - own_height, left + own_width, top)
            places.append(Bbox.from_extents(*(edge / (width, height)[side % 2] for side, edge in enumerate(corners))))
            left += own_width + space
        top -= its_height + space
    return places, (width, height)
