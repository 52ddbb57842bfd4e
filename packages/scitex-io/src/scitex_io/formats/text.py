"""Text as it stands, in UTF-8, line ends untouched."""

from pathlib import Path
from typing import Any

from scitex_io.errors import FormatError, ObjectError


def load(path: Path, *, encoding: str = "utf-8") -> str:
    """Return the whole text."""
    try:
        return path.read_bytes().decode(encoding)
    except UnicodeDecodeError as cause:
        raise FormatError(f"{path}: not {encoding} ({cause.reason}): say encoding='latin-1' or what it is") from cause


def save(obj: Any, path: Path, *, encoding: str = "utf-8") -> None:
    """Write a str."""
    if not isinstance(obj, str):
        raise ObjectError(f"a text file holds str, not {type(obj).__name__}: save str(obj), or choose another format")
    path.write_bytes(obj.encode(encoding))
