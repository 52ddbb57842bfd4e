"""Several figures in one, from their recipes: each as it was, in vectors, none of it scaled."""

import os
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from matplotlib.figure import Figure, SubFigure
from matplotlib.gridspec import GridSpec
from matplotlib.transforms import Bbox

from scitex_plt import bounds, rcparams, recipe, strokes
from scitex_plt.errors import OptionError
from scitex_plt.freshness import NO_LAYOUT
from scitex_plt.millimetres import MM_PER_INCH
from scitex_plt.panels import letters
from scitex_plt.reproduction import explaining, fill, table_beside

Recipe = str | os.PathLike[str]


class ReproducedPanel(SubFigure):
    """A part of a figure that is drawn under the rcParams its own recipe recorded."""

    recorded: dict[str, Any] = {}  # noqa: RUF012

    def draw(self, renderer: Any) -> None:
        """Draw under the recorded rcParams."""
        with rcparams.applied(self.recorded), strokes.counted(renderer):
            super().draw(renderer)


def compose(
    recipes: Sequence[Recipe], layout: Sequence[int] | None = None, *, first: str | None = None, space_mm: float = 0
) -> Figure:
    """Put several figures into one, each as large as it was.

    Parameters
    ----------
    recipes : sequence of str or os.PathLike
        The recipes, in the order in which the figures are read: row by row.
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
    paths = [Path(one) for one in recipes]
    rows = [len(paths)] if layout is None else list(layout)
    if first is not None and (len(first) != 1 or first not in ascii_lowercase + ascii_uppercase):
        raise OptionError(f"first: expected a letter from a to z or from A to Z, not {first!r}")
    if sum(rows) != len(paths) or min(rows, default=0) < 1:
        raise OptionError(f"a layout of {rows} holds {sum(rows)} figures: there are {len(paths)} recipes")
    found = [checked(path) for path in paths]
    places, size = arranged([tuple(one["figure"]["size"]) for one in found], rows, space_mm / MM_PER_INCH)
    figure = Figure(figsize=size, dpi=max(one["figure"]["dpi"] for one in found), layout=NO_LAYOUT)
    panels = []
    for path, one, place in zip(paths, found, places, strict=True):
        panel = panel_at(figure, place)
        panel.recorded = one.get("rcParams", {})
        with explaining(path), rcparams.applied(panel.recorded):
            fill(panel, one, table_beside(path, one))
        panels.append(panel)
    if first is not None:
        alphabet = ascii_lowercase if first in ascii_lowercase else ascii_uppercase
        for number, panel in enumerate(panels, alphabet.index(first)):
            panel.text(0, 1, letters(number, alphabet), fontweight="bold", ha="left", va="top")
    return figure


def checked(path: Path) -> dict[str, Any]:
    """Return a recipe, if it is safe and well formed."""
    found = recipe.read(path)
    with explaining(path):
        recipe.refuse_misshapen(found)
        bounds.refuse_unbounded(found)
    return found


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


def panel_at(figure: Any, place: Bbox) -> ReproducedPanel:
    """Add an empty subfigure at a place, in fractions of the figure; to what is in it, it is the figure."""
    panel: Any = ReproducedPanel(figure, GridSpec(1, 1, figure=figure)[0])
    panel._redo_transform_rel_fig(place)
    panel.transFigure = panel.transSubfigure
    figure.subfigs.append(panel)
    return panel  # type: ignore[no-any-return]
