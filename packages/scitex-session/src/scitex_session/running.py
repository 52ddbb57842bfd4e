"""The run of a session's function, as one `with`: everything that is opened for it, and in which order."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any, NoReturn

from scitex_config import Source, Value
from scitex_io import base_directory
from scitex_session.binding import Binding
from scitex_session.capture import captured, flush, relaying
from scitex_session.errors import SessionActiveError
from scitex_session.outcome import Outcome, report
from scitex_session.recorders import recording
from scitex_session.resources import require_resources, resource
from scitex_session.run import Run
from scitex_session.run_directory import mark_running, new_run_directory, settle
from scitex_session.signals import signals_raised
from scitex_session.signature import Signature

active: list[Run] = []


def perform(
    signature: Signature, binding: Binding, begin_work: Callable[[], None] = lambda: None
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
    returned, raised = None, None
    with (
        signals_raised() as signals,
        opened(signature, binding) as run,
        relaying(run.log) as relay,
        recording(run),
        settled(run),
        captured(relay),
        base_directory(run.directory),
        ExitStack() as opened_resources,
    ):
        try:
            signals.let_in()
            injected = {name: opened_resources.enter_context(resource(name, run)) for name in resources}
            begin_work()
            returned = signature.call(
                {**run.values(), **binding.given, **injected},
                binding.positionals,
                {name: value.value for name, value in binding.extras.items()},
            )
            run.result = Outcome.of_result(returned)
        except BaseException as exception:
            signals.ignore()
            raised = exception
            run.result = Outcome.of_exception(exception)
            report(exception, run.result)
        if os.getpid() != run.pid:
            end_forked_child(run.result)
        signals.ignore()
    return run, returned, raised


def end_forked_child(result: Outcome) -> NoReturn:
    """End a child that the function forked and that came back from it: the run is its parent's to unwind."""
    flush()
    os._exit(result.exit_code)


@contextmanager
def opened(signature: Signature, binding: Binding) -> Iterator[Run]:
    """Make the run and its directory, as the only one that is active."""
    if active:
        raise SessionActiveError(
            f"run {active[0].id} of {active[0].script.name} is open in this process: "
            "call main.__wrapped__ for the bare function, or start another process"
        )
    script = signature.script
    description = signature.description.partition("\n")[0]
    parameters = {**binding.parameters, **binding.extras}
    if binding.positionals and signature.positionals:
        parameters[signature.positionals] = Value(list(binding.positionals), Source("arguments"))
    run = Run(new_run_directory(script), script, description, parameters, binding.config)
    mark_running(run)
    active.append(run)
    try:
        with settled(run):  # for a start that fails; as a rule it is settled earlier
            yield run
    finally:
        active.clear()


@contextmanager
def settled(run: Run) -> Iterator[None]:
    """Move the run's directory to its final place when the block ends, whatever happened; once."""
    try:
        yield
    except BaseException as exception:  # the run could not be opened, or was interrupted once more
        run.result = run.result or Outcome.of_exception(exception)
        raise
    finally:
        if run.ended is None:
            run.ended = datetime.now().astimezone()
            settle(run)
