"""Figures as the rows of the artist table know axes: what is added to them stands outside all axes."""

from functools import partial
from typing import Any


class Outside:
    """A figure, with the coordinates that it has, and without an axis."""

    name = "rectilinear"
    xaxis = yaxis = None

    def __init__(self, figure: Any) -> None:
        self.figure = figure
        self.transFigure, self.transSubfigure = figure.transFigure, figure.transSubfigure
        self.dpi_scale_trans = figure.dpi_scale_trans
        self.add_line = self.add_collection = partial(figure.add_artist)

    def convert_xunits(self, values: Any) -> Any:
        """Return places as they are."""
        return values

    convert_yunits = convert_xunits


def as_axes(owner: Any) -> Any:
    """Return axes, or a figure as something like them."""
    return owner if hasattr(owner, "transData") else Outside(owner)
