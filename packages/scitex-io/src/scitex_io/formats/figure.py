"""Figures as pictures, through their own `savefig`, without time stamps: the same figure gives the same bytes."""

from pathlib import Path
from typing import Any

import matplotlib

from scitex_io.errors import ObjectError

UNDATED = {".eps": {}, ".pdf": {"CreationDate": None}, ".svg": {"Date": None}}


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write a matplotlib figure, or the one that an Axes stands in; options are those of `savefig`."""
    figure: Any = obj if hasattr(obj, "savefig") else getattr(obj, "figure", None)
    if not hasattr(figure, "savefig"):
        raise ObjectError(f"a {path.suffix} holds a matplotlib figure, not {type(obj).__name__}")
    if undated := UNDATED.get(path.suffix):
        options["metadata"] = undated | options.get("metadata", {})
    with matplotlib.rc_context({"svg.hashsalt": "scitex"}):
        figure.savefig(path, **options)
