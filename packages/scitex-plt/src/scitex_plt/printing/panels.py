"""`label_panels`: the letters A, B, C at the corners of a figure's panels."""

from collections.abc import Iterable, Iterator
from string import ascii_lowercase, ascii_uppercase
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase
from matplotlib.text import Text

from scitex_plt.errors import OptionError
from scitex_plt.layout.nesting import letters
from scitex_plt.printing.millimetres import MM_PER_INCH


def label_panels(
    panels: FigureBase | Iterable[Axes],
    first: str = "A",
    *,
    form: str = "{}",
    offset_mm: tuple[float, float] = (12.0, 2.0),
    **style: Any,
) -> list[Text]:
    """Put a letter beside the top left corner of each panel.

    Parameters
    ----------
    panels : matplotlib.figure.Figure or iterable of matplotlib.axes.Axes
        The axes in the order of their letters. Of a figure: all in the order in which they were made, but for colour
        bars, twins and what is not visible.
    first : str, optional
        The letter of the first panel. A small one makes all small, as Nature has them. After Z comes AA.
    form : str, optional
        What is written, `{}` being the letter: `"({})"` gives (A).
    offset_mm : (float, float), optional
        How far to the left of the corner and above it the letter stands, by the size that the axes have now.
    **style
        Properties of the text, such as `fontsize=8`; it is bold unless told otherwise.

    Returns
    -------
    list of matplotlib.text.Text
        The letters.

    Raises
    ------
    OptionError
        If `first` is not a letter from a to z, or `form` not a text with `{}` in it.

    Examples
    --------
    >>> import scitex_plt as plt
    >>> fig, axs = plt.subplots(1, 2, axes_width_mm=30)
    >>> [letter.get_text() for letter in label_panels(fig, "a")]
    ['a', 'b']
    """
    alphabet = ascii_lowercase if first in ascii_lowercase else ascii_uppercase
    if len(first) != 1 or first not in alphabet:
        raise OptionError(f"first: expected a letter from a to z or from A to Z, not {first!r}")
    start = alphabet.index(first)
    axes: Iterable[Axes] = panels_of(panels) if isinstance(panels, FigureBase) else panels
    style = {"fontweight": "bold", "ha": "left", "va": "bottom"} | style
    words = [(one, worded(form, letters(number, alphabet))) for number, one in enumerate(axes, start)]
    return [label(one, text, offset_mm, style) for one, text in words]


def worded(form: str, letter: str) -> str:
    """Return what is written for a letter."""
    try:
        return form.format(letter)
    except (AttributeError, LookupError, ValueError) as cause:
        raise OptionError(f"form: expected a text with {{}} for the letter, such as '({{}})', not {form!r}") from cause


def label(axes: Axes, text: str, offset_mm: tuple[float, float], style: dict[str, Any]) -> Text:
    """Put `text` to the left of the top left corner of `axes` and above it."""
    width, height = np.array(axes.bbox.size) / axes.figure.dpi * MM_PER_INCH
    left, up = offset_mm
    return axes.text(-left / width, 1 + up / height, text, transform=axes.transAxes, **style)


def panels_of(figure: Any) -> Iterator[Axes]:
    """Yield the axes of a figure that are panels of their own."""
    seen: list[Axes] = []
    for axes in figure.axes:
        is_twin = any(axes.bbox.bounds == other.bbox.bounds for other in seen)
        if axes.get_visible() and not hasattr(axes, "_colorbar") and not is_twin:
            seen.append(axes)
            yield axes
