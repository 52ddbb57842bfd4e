"""Words for people: times, sizes, values, and names that would upset a terminal."""

import os
from pathlib import Path
from typing import Any

LONGEST = 60  # characters of a value in a line
UNITS = ("B", "kB", "MB", "GB", "TB")


def duration(seconds: float | None) -> str:
    """Return a time span; nothing if it is not known."""
    if seconds is None:
        return ""
    if seconds < 100:
        return f"{seconds:.{2 if seconds < 10 else 1}f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 100:
        return f"{minutes} min {rest:02} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min"


def amount(size: int) -> str:
    """Return a number of bytes, in powers of 1000."""
    power = sum(size >= 999.5 * 1000**power for power in range(len(UNITS) - 1))
    return f"{size / 1000**power:.3g} {UNITS[power]}"


def value(value: Any) -> str:
    """Return a value in one line of readable length."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def printable(line: str) -> str:
    """Return a line with everything escaped that would not be one on a terminal: line ends, ESC, broken UTF-8."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in line)


def nearby(path: Path) -> str:
    """Return a path as it is called from the working directory, if it lies below that."""
    relative = os.path.relpath(path)
    return relative if not relative.startswith("..") else str(path)
