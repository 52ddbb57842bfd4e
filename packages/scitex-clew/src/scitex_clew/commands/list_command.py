"""`scitex clew list`."""

from scitex_clew.commands.answers import plain_errors, print_lines, refuse_nothing, to_json
from scitex_clew.indexing.index import IndexedRun
from scitex_clew.verifying.reasons import ending
from scitex_clew.verifying.verify import runs


def answer(*, as_json: bool) -> int:
    """List every recorded run, oldest first. Exit code 2: no run is recorded here."""
    with plain_errors():
        found = runs()
    refuse_nothing(found)
    if as_json:
        print(to_json(found))
    else:
        print_lines(map(list_line, found))
    return 0


def list_line(run: IndexedRun) -> str:
    """Return one run in a line."""
    failed = run.outcome == "error"
    word = "failed" if failed else run.outcome or "no end"
    seconds = f"{(run.ended - run.started).total_seconds():.1f} s" if run.ended else ""
    return f"{run.id}  {word:7}  {seconds:>9}  {run.script}{f': {ending(run)}' if failed else ''}"
