"""The titles that a figure has as a whole."""

from typing import Any

from scitex_plt.artists.texts import PLACED, reword, worded

HEADINGS = ("suptitle", "supxlabel", "supylabel")


def heading_of(figure: Any, name: str) -> Any:
    """Return the text of a heading; None if the figure has none."""
    return getattr(figure, f"_{name}")


def extract(figure: Any, fresh: Any, name: str) -> Any:
    """Return the words of a heading, or `{text, style}`, and `fixed` if a user chose its place."""
    text, usual = heading_of(figure, name), getattr(fresh, name)("")
    said = worded(text, usual, PLACED)
    if getattr(text, "_autopos", True):
        return said
    return (said if isinstance(said, dict) else {"text": said}) | {"fixed": True}


def redraw(said: Any, figure: Any, name: str) -> None:
    """Give a figure a heading."""
    text = getattr(figure, name)("")
    reword(said, text, PLACED)
    text._autopos = not (isinstance(said, dict) and said.get("fixed", False))
