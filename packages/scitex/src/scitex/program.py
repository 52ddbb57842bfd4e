"""The `scitex` program: its commands are click's, but a plain question about provenance is answered without click.

To import click takes longer than most answers, and people ask such questions as often as `git status`.
"""

import gc
import os
import sys
from importlib import import_module

ANSWERING = {"clew": "scitex_clew.commands"}
"""Command → module whose function `answer` is asked first: it returns an exit code, or None to leave it to click."""

COMPLETION = "_SCITEX_COMPLETE"
"""What tells click, in the environment, to complete and not to answer."""


def main() -> None:
    """Run the program; an error of ours is one line, not a traceback."""
    collecting = gc.isenabled()
    gc.disable()  # the program ends before there is much to collect
    try:
        code = None if COMPLETION in os.environ else answered(sys.argv[1:])
        if code is None:
            by_click()
        sys.exit(code)
    except Exception as error:
        if not type(error).__module__.startswith("scitex_"):
            raise
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(1)
    finally:
        if collecting:
            gc.enable()


def answered(arguments: list[str]) -> int | None:
    """Return the exit code of a command that was answered; None if nobody but click can."""
    if not arguments or arguments[0] not in ANSWERING:
        return None
    try:
        code: int | None = import_module(ANSWERING[arguments[0]]).answer(arguments[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has gone, as `head` does; Python tries to write the rest when it exits
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("\nAborted!", file=sys.stderr)
        return 1
    return code


def by_click() -> None:
    """Let click read the command line."""
    from scitex.commands import scitex

    scitex()
