"""`add_scale_bar`: a bar of a stated length in place of an axis, as under traces and on micrographs."""

from typing import Any, Literal

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text

from scitex_plt.errors import OptionError

Corner = Literal["lower left", "lower right", "upper left", "upper right"]

OUTSIDE = 0.05
"""How far outside the axes the corner lies, as a part of their size."""

PAD = 2.0
"""Between the bar and what it says, in points."""

POINTS_PER_INCH = 72


def add_scale_bar(
    axes: Axes,
    x: float | None = None,
    y: float | None = None,
    *,
    x_unit: str = "",
    y_unit: str = "",
    corner: Corner = "lower left",
    at: tuple[float, float] | None = None,
    replace: bool = True,
    **style: Any,
) -> tuple[Line2D, list[Text]]:
    """Draw a scale bar for x, for y, or both in one angle, and take away the axes that it replaces.

    The bar is drawn in data coordinates: it is as long as it says, whatever the limits become. Call it when the data is
    there, because the limits of now decide on its place.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Axes with linear scales.
    x, y : float, optional
        The lengths of the horizontal and of the vertical bar in data units.
    x_unit, y_unit : str, optional
        What is written behind the length; of an empty one nothing but the length.
    corner : {"lower left", "lower right", "upper left", "upper right"}, optional
        Where the bars meet, or the one lies.
    at : (float, float), optional
        The place of that corner in fractions of the axes, such as `(1, -0.05)`; by default a little outside. On an
        image, `(0.95, 0.05)` is inside.
    replace : bool, optional
        Whether the ticks, the label and the spines go along each side that has a bar.
    **style
        `color`, `linewidth` and `fontsize`; by default the colour of text, twice the width of lines, the font size of
        text.

    Returns
    -------
    line : matplotlib.lines.Line2D
        The bars.
    texts : list of matplotlib.text.Text
        What they say, that of x first.

    Raises
    ------
    OptionError
        If there is no length, one is not positive, a scale is not linear, or an option is not known.

    Examples
    --------
    >>> import scitex_plt as plt
    >>> fig, ax = plt.subplots()
    >>> _ = ax.plot([0, 100, 200], [-65, 20, -65])
    >>> line, texts = add_scale_bar(ax, 50, 20, x_unit="ms", y_unit="mV")
    >>> [text.get_text() for text in texts]
    ['50 ms', '20 mV']
    """
    lengths = {side: length for side, length in (("x", x), ("y", y)) if length is not None}
    refuse(axes, lengths, corner, style)
    params: Any = matplotlib.rcParams
    color = style.get("color", params["text.color"])
    fontsize = style.get("fontsize", params["font.size"])
    linewidth = style.get("linewidth", 2 * params["lines.linewidth"])

    above, right = corner.startswith("upper"), corner.endswith("right")
    axes.get_xlim()  # asking for limits brings them up to date
    axes.get_ylim()
    to_data = axes.transLimits.inverted()
    x0, y0 = to_data.transform(at or (1 + OUTSIDE if right else -OUTSIDE, 1 + OUTSIDE if above else -OUTSIDE))
    # One point up and to the right, and which way the data grow on the screen.
    point = to_data.transform(axes.figure.dpi / POINTS_PER_INCH / np.array(axes.bbox.size)) - to_data.transform((0, 0))
    across, up = np.sign(point)
    end_x = x0 - (x or 0) * across * (1 if right else -1)
    end_y = y0 - (y or 0) * up * (1 if above else -1)
    corners = [(end_x, y0)] * (x is not None) + [(x0, y0)] + [(x0, end_y)] * (y is not None)
    line = Line2D(*zip(*corners, strict=True), color=color, linewidth=linewidth, clip_on=False)
    line.set(solid_capstyle="butt", solid_joinstyle="miter")
    axes.add_artist(line)
    out = (PAD + linewidth / 2) * point
    texts = []
    if x is not None:
        below: Any = {"va": "bottom" if above else "top", "ha": "center"}
        texts.append(axes.text((x0 + end_x) / 2, y0 + (out[1] if above else -out[1]), said(x, x_unit), **below))
    if y is not None:
        beside: Any = {"va": "center", "ha": "left" if right else "right"}
        texts.append(axes.text(x0 + (out[0] if right else -out[0]), (y0 + end_y) / 2, said(y, y_unit), **beside))
    for text in texts:
        text.set(color=color, fontsize=fontsize)
    if replace:
        for side in lengths:
            take_away(axes, side)
    return line, texts


def refuse(axes: Axes, lengths: dict[str, float], corner: str, style: dict[str, Any]) -> None:
    """Raise OptionError if there is no bar to draw."""
    if not lengths:
        raise OptionError("expected a length of the bar: x, y or both")
    for side, length in lengths.items():
        if not 0 < length < float("inf"):
            raise OptionError(f"{side}: expected a length above 0, not {length!r}")
        if (scale := getattr(axes, f"get_{side}scale")()) != "linear":
            raise OptionError(f"a bar cannot stand for an axis whose scale is {scale}: its length would mean nothing")
    if corner not in ("lower left", "lower right", "upper left", "upper right"):
        raise OptionError(f"corner: expected lower or upper and left or right, as in 'lower right', not {corner!r}")
    if unknown := sorted(set(style) - {"color", "fontsize", "linewidth"}):
        raise OptionError(f"no option {unknown[0]!r}: expected color, fontsize or linewidth")


def said(length: float, unit: str) -> str:
    """Return a length in words: `50 ms`."""
    return f"{length:g} {unit}".strip()


def take_away(axes: Axes, side: str) -> None:
    """Hide ticks, labels and spines along x or y."""
    getattr(axes, f"{side}axis").set_visible(False)
    axes.spines[["bottom", "top"] if side == "x" else ["left", "right"]].set_visible(False)
