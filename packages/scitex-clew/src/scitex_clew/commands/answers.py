"""What the commands have in common: errors as one line, output as lines or JSON, exit codes."""

import json
import sqlite3
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import click

from scitex_clew.errors import ClewError
from scitex_clew.plain import tree
from scitex_clew.wording import printable

NOT_WELL = 1

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
porcelain_option = click.option(
    "--porcelain", is_flag=True, help="Print lines for scripts: each file and run that is not well."
)
full_option = click.option("--full", is_flag=True, help="Hash every file, also those that nobody has touched.")


class Unanswerable(click.ClickException):
    """The question itself was wrong, or there is nothing to ask: shown as one line."""

    exit_code = 2


@contextmanager
def plain_errors() -> Iterator[None]:
    """Show an error of ours, or of a database or a file that is locked or out of reach, and warnings as one line."""
    try:
        with warnings.catch_warnings():
            warnings.showwarning = lambda message, *_: click.echo(f"Warning: {printable(str(message))}", err=True)
            yield
    except (ClewError, OSError, sqlite3.Error) as error:
        raise Unanswerable(printable(str(error))) from error


def refuse_nothing(runs: Sequence[object]) -> None:
    """Fail if there are no runs to say anything about."""
    if not runs:
        raise Unanswerable("no run is recorded here: the index is empty; run a script, or: scitex clew index")


def text(lines: Iterable[str]) -> str:
    """Return lines as they are printed."""
    return "\n".join(map(printable, lines))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines, or nothing at all if there are none."""
    if told := text(lines):
        click.echo(told)


def to_json(found: object) -> str:
    """Return a result as JSON text."""
    return json.dumps(tree(found))
