"""Text as it stands, in UTF-8, line ends untouched."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path
from typing import Any

from scitex_io.compression import reading, writing
from scitex_io.errors import FormatError, ObjectError

BOM = "\ufeff"


def load(path: Path, *, encoding: str = "utf-8", errors: str = "strict") -> str:
    """Return the whole text.

    A byte order mark at the start of UTF-8, which Windows programs write, is no part of the text.

    Parameters
    ----------
    path : Path
        The file.
    encoding, errors : str, optional
        As for `bytes.decode`.
    """
    with reading(path) as file:
        content = file.read()
    if is_utf8(encoding):
        content = content.removeprefix(BOM_UTF8)
    try:
        return content.decode(encoding, errors)
    except UnicodeDecodeError as cause:
        raise FormatError(f"{path}: not {encoding} ({cause.reason}): {advice(content)}") from cause


def save(obj: Any, path: Path, *, encoding: str = "utf-8", errors: str = "strict") -> None:
    """Write a str.

    Parameters
    ----------
    obj : str
        The text.
    path : Path
        The file.
    encoding, errors : str, optional
        As for `str.encode`.
    """
    if not isinstance(obj, str):
        raise ObjectError(f"a text file holds str, not {type(obj).__name__}: save str(obj), or choose another format")
    text = BOM + obj if is_utf8(encoding) and obj.startswith(BOM) else obj  # the load takes one away
    try:
        content = text.encode(encoding, errors)
    except UnicodeEncodeError as cause:
        raise ObjectError(f"character {cause.start} of the text, {obj[cause.start]!a}, is not in {encoding}") from cause
    with writing(path) as file:
        file.write(content)


def is_utf8(encoding: str) -> bool:
    """Say whether `encoding` is UTF-8 by one of its names."""
    return encoding.lower().replace("_", "-") in ("utf-8", "utf8")


def advice(content: bytes) -> str:
    """Say what to try for bytes that are not in the encoding."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "say encoding='utf-16', which its first bytes tell of"
    return "say encoding='latin-1' or what it is"
