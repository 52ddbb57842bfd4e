"""The run of a session's function, as one `with`: everything that is opened for it, and in which order."""

import inspect
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from scitex_config import Source, Value
from scitex_io import base_directory
from scitex_session.errors import SessionActiveError
from scitex_session.output.capture import captured, flush, relaying
from scitex_session.output.frame import framed
from scitex_session.output.loggers import loggers_heard
from scitex_session.parameters.binding import Binding
from scitex_session.parameters.signature import Signature
from scitex_session.recorders import InWorker, recording
from scitex_session.resources import require_resources, resource
from scitex_session.run import Run
from scitex_session.runs.liveness import dead_runs
from scitex_session.runs.outcome import SUCCESS, Outcome, report
from scitex_session.runs.promises import promises_kept
from scitex_session.runs.run_directory import LOST, is_another, mark_ended, new_run_directory, settle
from scitex_session.runs.signals import Signals, signals_raised
from scitex_session.runs.threads import threads_told
from scitex_session.runs.usage import measured
from scitex_session.runs.workers import workers_joining
from scitex_session.source import text_of

active: list[Run] = []


def perform(
    signature: Signature,
    binding: Binding,
    begin_work: Callable[[], None] = lambda: None,
    *,
    reporting: bool = False,
    audit: bool = False,
    agg: bool = True,
) -> tuple[Run, Any, BaseException | None]:
    """Run the function once, recorded.

    Parameters
    ----------
    signature : Signature
        The function.
    binding : Binding
        The values that it is called with.
    begin_work : callable, optional
        Called right before the function.
    reporting : bool, optional
        Whether an exception is reported on stderr, because nobody else will.
    audit : bool, optional
        Whether every file that is opened in the project is recorded.
    agg : bool, optional
        Whether figures are drawn into files alone, see `Run.agg`.

    Returns
    -------
    run : Run
        The finished run.
    returned : object
        What the function returned, or None.
    raised : BaseException or None
        What it raised.

    Raises
    ------
    ResourceError
        If nobody provides a resource that it asks for.
    RunDirectoryError
        If the run directory cannot be made.
    SessionActiveError
        If another session is open in this process.
    """
    resources = [name for name in signature.resources if name not in binding.given]
    require_resources(resources)
    returned = None
    with (
        signals_raised() as signals,
        underway(signature.script, partial(run_of, signature, binding), audit=audit) as run,
        ExitStack() as opened_resources,
        judged(run, signals, reporting=reporting) as raised,
    ):
        signals.let_in()
        run.agg = agg
        injected = {name: opened_resources.enter_context(resource(name, run)) for name in resources}
        begin_work()
        returned = signature.call(
            {**run.values(), **binding.given, **injected},
            binding.positionals,
            {name: value.value for name, value in binding.extras.items()},
        )
        run.result = Outcome.of_result(returned)
    return run, returned, next(iter(raised), None)


def run_of(signature: Signature, binding: Binding, directory: Path) -> Run:
    """Return a new run of a function in a directory."""
    description = signature.description.partition("\n")[0]
    parameters = {**binding.parameters, **binding.extras}
    if binding.positionals and signature.positionals:
        parameters[signature.positionals] = Value(list(binding.positionals), Source("arguments"))
    source = text_of(inspect.unwrap(signature.function).__code__)
    return Run(directory, signature.script, description, parameters, binding.config, source)


@contextmanager
def underway(script: Path, new: Callable[[Path], Run], *, audit: bool = False) -> Iterator[Run]:
    """Open a run, with all that belongs to it but resources, while the block lasts.

    Parameters
    ----------
    script : Path
        The script.
    new : callable
        Makes the run, given its directory.
    audit : bool, optional
        Whether every file that is opened in the project is recorded.
    """
    with (
        opened(script, new) as run,
        relaying(run.log) as relay,
        recording(run) as in_workers,
        settled(run),
        framed(run),
        captured(relay),
        measured(run),
        loggers_heard(run),
        base_directory(run.directory, reserved=run.reserved),
        promises_kept(run),
        threads_told(),
        auditing(run) if audit else nullcontext() as audited_worker,
        workers_joining(run, [*in_workers, *filter(None, [audited_worker])]),
    ):
        yield run


def auditing(run: Run) -> AbstractContextManager[InWorker]:
    """Return what tells the recorders of every file that is opened, which few scripts ask for."""
    from scitex_session.auditing.hearing import audited

    return audited(run)


@contextmanager
def judged(run: Run, signals: Signals, *, reporting: bool) -> Iterator[Sequence[BaseException]]:
    """Tell the run how the block ended, and ignore signals from then on.

    Parameters
    ----------
    run : Run
        The run.
    signals : Signals
        What becomes of signals; within the block they are to be let in.
    reporting : bool
        Whether an exception is reported on stderr.

    Yields
    ------
    sequence of BaseException
        At the end of the block, what it raised.
    """
    raised: list[BaseException] = []
    try:
        yield raised
        run.result = run.result or SUCCESS
        if run.result.name == "success" and is_another(run):
            run.result = LOST
    except BaseException as exception:
        signals.ignore()
        raised.append(exception)
        run.result = Outcome.of_exception(exception)
        if reporting or os.getpid() != run.pid:
            report(exception, run.result)
            run.reported = True
    if os.getpid() != run.pid:
        end_forked_child(run.result)
    signals.ignore()


def end_forked_child(result: Outcome) -> NoReturn:
    """End a child that the function forked and that came back from it: the run is its parent's to unwind."""
    flush()
    os._exit(result.exit_code)


@contextmanager
def opened(script: Path, new: Callable[[Path], Run]) -> Iterator[Run]:
    """Make the run and its directory, as the only one that is active."""
    if active:
        raise SessionActiveError(
            f"run {active[0].id} of {active[0].script.name} is open in this process: "
            "call main.__wrapped__ for the bare function, or start another process"
        )
    leave_others_audit()
    directory, refusals = new_run_directory(script)
    run = new(directory)
    if refusals:
        places = ", nor in ".join(map(str, refusals))
        tell(run, f"run {run.id} is in {directory.parents[1]}: nothing can be written in {places}")
    tell_of_dead_runs(run)
    active.append(run)
    try:
        with settled(run):  # for a start that fails; as a rule it is settled earlier
            yield run
    finally:
        active.clear()
        mark_ended(run)


def leave_others_audit() -> None:
    """Be audited no more by a run that has started this program."""
    if (hearing := sys.modules.get("scitex_session.auditing.hearing")) is not None:
        hearing.on_its_own()


def tell_of_dead_runs(run: Run) -> None:
    """Say which earlier runs of the script ended without a word, on stderr and in the log."""
    dead = list(dead_runs(run.directory.parent))
    if dead:
        runs = f"run {dead[-1].name}" if len(dead) == 1 else f"{len(dead)} runs, the last of them {dead[-1].name},"
        place = run.directory.parent
        tell(run, f"{runs} of {run.script.name} ended without an outcome, killed or crashed: see {place}")


def tell(run: Run, note: str) -> None:
    """Say something of a run that is just being opened, on stderr and in the log."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):  # it may lead to a full disk, or to nobody, or be closed
            print(f"Note: {note}", file=sys.stderr)
    run.notes.append(note)


@contextmanager
def settled(run: Run) -> Iterator[None]:
    """Move the run's directory to its final place when the block ends, whatever happened; once."""
    try:
        yield
    except BaseException as exception:  # the run could not be opened, or something failed while it was ending
        if run.result is None or run.result.name == "success":
            run.result = Outcome.of_exception(exception)
        raise
    finally:
        if run.ended is None:
            run.ended = max(datetime.now().astimezone(), run.started)  # somebody may have set the clock back
            settle(run)
