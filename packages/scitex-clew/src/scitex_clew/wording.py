"""Words for people."""


def plural(number: int, noun: str) -> str:
    """Return a number and its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def printable(line: str) -> str:
    """Return a line with everything escaped that would not be one on a terminal: line ends, ESC, broken UTF-8."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in line)
