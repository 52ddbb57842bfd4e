"""What stands around the data of axes, one row each: frame, spines, titles. Axis and legend have more to tell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scitex_plt.furniture import frames, spines, titles
from scitex_plt.omissions import Omissions


@dataclass(frozen=True)
class Piece:
    """How one piece of furniture becomes keys of a recipe, and furniture again."""

    extract: Callable[[Any, Any, str, Omissions], dict[str, Any]]
    """(axes, fresh axes, name of the axes, omissions) → keys of the recipe."""
    redraw: Callable[[dict[str, Any], Any], None]
    """(what the recipe says of the axes, axes)."""


PIECES = (
    Piece(frames.extract, frames.redraw),
    Piece(spines.extract, spines.redraw),
    Piece(titles.extract, titles.redraw),
)
