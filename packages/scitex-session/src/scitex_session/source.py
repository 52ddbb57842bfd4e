"""The script of a run: which file it is, and its text as it is when the run begins."""

import linecache
from pathlib import Path
from types import CodeType


def script_of(code: CodeType) -> Path:
    """Return the file that some code stands in, absolute; in a console or notebook, a name in the working directory.

    Of code in a zip file, `app.pyz/__main__.py`, it is the zip file.
    """
    file = Path(code.co_filename)
    found = next((place for place in (file, *file.parents) if place.is_file()), None)
    return Path.cwd() / "console.py" if found is None else found.absolute()


def text_of(code: CodeType) -> str:
    """Return the text of the file that some code stands in; in a notebook or a console, that of its cell.

    Empty if nobody knows it, as with `python -c`.
    """
    linecache.checkcache(code.co_filename)
    return "".join(linecache.getlines(code.co_filename))
