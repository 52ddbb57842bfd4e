"""The script of a run: which file it is, and its text as it is when the run begins."""

import linecache
from pathlib import Path
from types import CodeType


def script_of(code: CodeType) -> Path:
    """Return the file that some code stands in, absolute; in a console or notebook, a name in the working directory."""
    file = Path(code.co_filename)
    return file.absolute() if file.exists() else Path.cwd() / "console.py"


def text_of(code: CodeType) -> str:
    """Return the text of the file that some code stands in; in a notebook or a console, that of its cell.

    Empty if nobody knows it, as with `python -c`.
    """
    linecache.checkcache(code.co_filename)
    return "".join(linecache.getlines(code.co_filename))
