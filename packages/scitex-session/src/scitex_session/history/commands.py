"""`scitex session`: the runs of a project, found, shown, compared, put away and removed."""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from scitex_session.errors import AmbiguousRunError, ConditionError, RunInUseError, SessionError, UnknownRunError
from scitex_session.history.past_run import STATES, PastRun
from scitex_session.history.wording import nearby, printable

SHOWN = 25
NOT_DONE = 1
QUESTION_WRONG = (AmbiguousRunError, ConditionError, UnknownRunError)

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


class Refusal(click.ClickException):
    """An error of ours, shown in one line."""

    def __init__(self, error: SessionError) -> None:
        super().__init__(printable(str(error)))
        self.exit_code = 2 if isinstance(error, QUESTION_WRONG) else NOT_DONE  # type: ignore[misc]


class Group(click.Group):
    """A group whose commands show an error of ours in one line: exit code 2 for a wrong question, else 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except SessionError as error:
            raise Refusal(error) from error


@click.group(cls=Group)
def session() -> None:
    """Runs of this project. RUN is an id, a part of one, a run directory, or a script for its newest run."""


@session.command("list")
@click.option("--script", "scripts", multiple=True, metavar="FILE", help="Only runs of this script; may be repeated.")
@click.option(
    "--outcome", "outcomes", multiple=True, type=click.Choice(STATES), help="Only runs that stand so; may be repeated."
)
@click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar="NAME=VALUE",
    help="Only runs with this parameter or configuration value; also !=, <, <=, >, >=; may be repeated.",
)
@click.option("-n", "--last", type=click.IntRange(1), metavar="N", help=f"Only the newest N.  [default: {SHOWN}]")
@click.option("--all", "every", is_flag=True, help="All of them; with --json that is the default.")
@as_json_option
def list_command(
    scripts: tuple[str, ...],
    outcomes: tuple[str, ...],
    conditions: tuple[str, ...],
    last: int | None,
    every: bool,
    as_json: bool,
) -> None:
    """List runs, the newest last."""
    from scitex_session.history.search import past_runs
    from scitex_session.history.selection import selected

    found = selected(past_runs(Path()), scripts, outcomes, conditions)
    limit = None if every or (as_json and last is None) else last or SHOWN
    shown = found if limit is None else found[-limit:]
    if as_json:
        click.echo(as_text([run.told() for run in shown]))
        return
    if not shown:
        click.echo("no such run" if scripts or outcomes or conditions else "no runs here", err=True)
        return
    from scitex_session.history.listing import table_of

    click.echo(table_of(shown))
    if len(shown) < len(found):
        click.echo(f"({len(found) - len(shown)} earlier ones: --all)", err=True)


@session.command()
@click.argument("run")
@as_json_option
def show(run: str, as_json: bool) -> None:
    """Show all that is known of a run."""
    from scitex_session.history.description import lines_of
    from scitex_session.history.search import find_run

    found = find_run(run)
    click.echo(as_text(found.told()) if as_json else lines(lines_of(found)))


@session.command()
@click.argument("run")
@as_json_option
def log(run: str, as_json: bool) -> None:
    """Print the log of a run."""
    from scitex_session.history.search import find_run

    found = find_run(run)
    try:
        content = found.log.read_bytes()
    except OSError as cause:
        raise UnknownRunError(f"run {found.id} has no log that can be read: {cause.strerror}: {found.log}") from cause
    if as_json:
        click.echo(as_text({"id": found.id, "log": content.decode("utf-8", "replace")}))
    else:
        click.echo(content, nl=False)


@session.command()
@click.argument("a")
@click.argument("b")
@as_json_option
def diff(a: str, b: str, as_json: bool) -> None:
    """Show what differs between two runs: parameters, configuration, code, environment, inputs, outputs, outcome."""
    from scitex_session.history.comparison import compare, lines_of
    from scitex_session.history.search import find_run

    first, second = find_run(a), find_run(b)
    for run in (first, second):
        if run.record is None:
            raise UnknownRunError(f"run {run.id} cannot be compared: {run.problem}")
    found = compare(first, second)
    if as_json:
        click.echo(as_text({"a": first.id, "b": second.id, **found._asdict()}))
        return
    differences = list(lines_of(found))
    click.echo(lines([f"a: {title(first)}", f"b: {title(second)}", *(differences or ["no difference"])]))


@session.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option("--force", is_flag=True, help="Also runs whose outputs another run has read.")
@as_json_option
def rm(runs: tuple[str, ...], force: bool, as_json: bool) -> None:
    """Remove runs: all of them, or none if one of them is needed."""
    from scitex_session.history.removal import refuse_needed, remove
    from scitex_session.history.search import find_run

    found = list({run.directory: run for run in map(find_run, runs)}.values())
    for run in found:
        refuse_needed(run, {other.id for other in found}, force=force)
    for run in found:
        try:
            remove(run)
        except OSError as cause:
            raise RunInUseError(f"run {run.id} cannot be removed: {cause}") from cause
        if not as_json:
            click.echo(f"removed {title(run)}")
    if as_json:
        click.echo(as_text({"removed": [run.id for run in found]}))


@session.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@as_json_option
def clean(dry_run: bool, as_json: bool) -> None:
    """Put away runs that ended without a word: into FINISHED_ERROR, with what is known of them."""
    from scitex_session.history.cleaning import cleaned
    from scitex_session.history.search import past_runs

    told = []
    for found in cleaned(past_runs(Path()), dry=dry_run):
        place = None if found.directory is None else str(found.directory)
        told.append({"id": found.run.id, "directory": place, "reason": found.reason})
        if not as_json:
            where = f" → {nearby(found.directory)}" if found.directory else ""
            click.echo(printable(f"{title(found.run)}{where}: {found.reason}"))
    if as_json:
        click.echo(as_text(told))
    elif not told:
        click.echo("nothing to put away", err=True)


def title(run: PastRun) -> str:
    """Return what a run is called: its script and its id."""
    return f"{run.script.name} {run.id}"


def lines(found: Iterable[str]) -> str:
    """Return lines as they are printed."""
    return "\n".join(map(printable, found))


def as_text(found: Any) -> str:
    """Return JSON, indented for people when they look at it."""
    return json.dumps(found, indent=2 if sys.stdout.isatty() else None, default=os.fspath)
