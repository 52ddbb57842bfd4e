"""What the commands have in common: errors as one line, output as lines or JSON, exit codes."""

import sqlite3
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from scitex_clew.errors import ClewError
from scitex_clew.wording import printable

NOT_WELL = 1
UNANSWERABLE = 2


@contextmanager
def plain_errors() -> Iterator[None]:
    """End with one line at an error of ours, or of a database or file that is locked or out of reach; warn in one."""
    try:
        with warnings.catch_warnings():
            warnings.showwarning = lambda message, *_: print(f"Warning: {printable(str(message))}", file=sys.stderr)
            yield
    except (ClewError, OSError, sqlite3.Error) as error:
        refuse(str(error))


def refuse(reason: str, code: int = UNANSWERABLE) -> NoReturn:
    """End with one line: the question itself was wrong, or there is nothing to ask."""
    print(f"Error: {printable(reason)}", file=sys.stderr)
    sys.exit(code)


def refuse_nothing(runs: Sequence[object]) -> None:
    """Fail if there are no runs to say anything about."""
    if not runs:
        refuse("no run is recorded here: the index is empty; run a script, or: scitex clew index")


def text(lines: Iterable[str]) -> str:
    """Return lines as they are printed."""
    return "\n".join(map(printable, lines))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines, or nothing at all if there are none."""
    if told := text(lines):
        print(told)


def to_json(found: object) -> str:
    """Return a result as JSON text."""
    import json

    from scitex_clew.records.plain import tree

    return json.dumps(tree(found))
