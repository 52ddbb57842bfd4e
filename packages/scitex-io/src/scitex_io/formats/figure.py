"""Figures as pictures, through their own `savefig`, without time stamps: equal figures are equal files."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib

from scitex_io.complete import WithoutDescriptor
from scitex_io.errors import ObjectError

UNDATED = {".pdf": {"CreationDate": None}, ".svg": {"Date": None}}
DATE = re.compile(rb"^%%CreationDate: .*\n", re.MULTILINE)


def save(obj: Any, path: Path, *, verify: bool = False, **options: Any) -> None:
    """Write a matplotlib figure.

    Parameters
    ----------
    obj : matplotlib.figure.Figure or matplotlib.axes.Axes
        The figure, or an Axes that stands in it.
    path : Path
        The file.
    verify : bool, optional
        Whether the recipe beside the picture is checked to give this very picture; scitex-plt does it.
    **options
        Those of `matplotlib.figure.Figure.savefig`, such as `dpi=300`.

    Raises
    ------
    ObjectError
        If `obj` is no figure.
    """
    figure: Any = obj if hasattr(obj, "savefig") else getattr(obj, "figure", None)
    if not hasattr(figure, "savefig"):
        raise ObjectError(f"a {path.suffix} holds a matplotlib figure, not {type(obj).__name__}")
    if undated := UNDATED.get(path.suffix):
        options["metadata"] = undated | options.get("metadata", {})
    # Given a path instead of a file, an .eps would bear the name of the temporary file.
    with matplotlib.rc_context({"svg.hashsalt": "scitex"}), path.open("w+b") as file:
        if path.suffix == ".eps":
            file.write(undated_eps(figure, **options))
        else:
            figure.savefig(WithoutDescriptor(file), format=path.suffix[1:], **options)


def undated_eps(figure: Any, **options: Any) -> bytes:
    """Return a figure as Encapsulated PostScript without the comment that tells when it was made."""
    buffer = BytesIO()
    figure.savefig(buffer, format="eps", **options)
    return DATE.sub(b"", buffer.getvalue(), count=1)
