"""Fonts that are files: those that come with matplotlib have names, and no recipe can count on any other."""

from pathlib import Path
from typing import Any

import matplotlib

from scitex_plt.errors import RecipeError
from scitex_plt.values.plain import Unsupported


def folder() -> Path:
    """Return where matplotlib keeps its own fonts."""
    return Path(matplotlib.get_data_path(), "fonts", "ttf")


def font_file(text: Any) -> str | None:
    """Return the name of the file that is a text's font; None if the font is found by its family.

    Raises
    ------
    Unsupported
        If the file is not one of matplotlib's own.
    """
    file = text.get_fontproperties().get_file()
    if file is None:
        return None
    path = Path(file)
    if path.parent != folder():
        raise Unsupported("its font file")
    return path.name


def set_font_file(text: Any, name: str | None) -> None:
    """Set the font of a text to one of matplotlib's own files.

    Raises
    ------
    RecipeError
        If there is none of that name.
    """
    if name is not None and (name != Path(name).name or not (folder() / name).is_file()):
        raise RecipeError(f"no font {name!r} comes with matplotlib")
    font = text.get_fontproperties().copy()
    font.set_file(None if name is None else str(folder() / name))
    text.set_fontproperties(font)
