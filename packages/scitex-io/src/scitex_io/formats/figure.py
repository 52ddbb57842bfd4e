"""Figures as pictures, through their own `savefig`, without time stamps where matplotlib can: all but .eps."""

from pathlib import Path
from typing import Any

import matplotlib

from scitex_io.errors import ObjectError

UNDATED = {".pdf": {"CreationDate": None}, ".svg": {"Date": None}}


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write a matplotlib figure, or the one that an Axes stands in; options are those of `savefig`."""
    figure: Any = obj if hasattr(obj, "savefig") else getattr(obj, "figure", None)
    if not hasattr(figure, "savefig"):
        raise ObjectError(f"a {path.suffix} holds a matplotlib figure, not {type(obj).__name__}")
    if undated := UNDATED.get(path.suffix):
        options["metadata"] = undated | options.get("metadata", {})
    # Given a path instead of a file, an .eps would bear the name of the temporary file.
    with matplotlib.rc_context({"svg.hashsalt": "scitex"}), path.open("wb") as file:
        figure.savefig(file, format=path.suffix[1:], **options)
