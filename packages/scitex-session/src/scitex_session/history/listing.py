"""Many runs as a table that fits the terminal; where there is none, with every line as long as it is."""

import sys
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scitex_session.history.past_run import PastRun, State
from scitex_session.history.wording import duration, nearby, printable, value

COLOURS: dict[State, str] = {
    "dead": "magenta",
    "elsewhere": "cyan",
    "error": "red",
    "running": "cyan",
    "success": "green",
    "unknown": "yellow",
}
ENDLESS = 100_000  # columns


def table_of(runs: Iterable[PastRun]) -> str:
    """Return a line for each run: id, how it stands, how long it lasted, script, what was chosen."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("run", no_wrap=True)
    table.add_column("outcome", no_wrap=True)
    table.add_column("took", no_wrap=True, justify="right")
    table.add_column("script", no_wrap=True, overflow="ellipsis")
    table.add_column("parameters", no_wrap=True, overflow="ellipsis", ratio=1)
    for run in runs:
        table.add_row(
            run.id,
            Text(f"on {run.host}" if run.state == "elsewhere" else run.state, COLOURS[run.state]),
            duration(run.seconds),
            Text(printable(nearby(run.script))),
            Text(printable(chosen(run))),
        )
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else ENDLESS)
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def chosen(run: PastRun) -> str:
    """Return the parameters that are not what they are by default, or why they are not known."""
    if run.record is None:
        return f"({run.problem})"
    return " ".join(f"{name}={value(found)}" for name, found in run.chosen.items())
