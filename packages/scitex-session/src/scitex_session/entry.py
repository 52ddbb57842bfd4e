"""The two ways into a run: from the command line, and from a call."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from scitex_config import ConfigError, load_config
from scitex_session.errors import CommandLineError, ParameterError, SessionError
from scitex_session.parameters.binding import bind_call
from scitex_session.parameters.lookup import is_from_flag
from scitex_session.parameters.signature import Signature
from scitex_session.runs.outcome import Outcome, Terminated
from scitex_session.runs.running import perform
from scitex_session.runs.signals import ignore_at_exit


def from_command_line(
    function: Callable[..., Any], seed: int | None, begin_work: Callable[[], None], **options: bool
) -> Any:
    """Run `function` with what the command line says; return what it returns, or exit with the code of the error.

    Parameters
    ----------
    function : callable
        The bare function.
    seed : int or None
        The default of the parameter `seed` that every session has.
    begin_work : callable
        Called right before the function.
    **options
        Those of `running.perform`.
    """
    from scitex_session.command_line.parsing import bind_command_line

    ignore_at_exit()
    try:
        signature = Signature(function, seed)
        binding = bind_command_line(signature, program(), sys.argv[1:])
        run, returned, raised = perform(signature, binding, begin_work, reporting=True, **options)
    except CommandLineError as wrong:
        refuse(f"{wrong} (see: {program()} --help)", 2)
    except ParameterError as wrong:
        if any(map(is_from_flag, wrong.sources)):
            refuse(f"{wrong} (see: {program()} --help)", 2)
        refuse(str(wrong), 1)
    except (ConfigError, SessionError) as wrong:
        refuse(str(wrong), 1)
    except (KeyboardInterrupt, Terminated) as interruption:  # before the run was open, or while it was ending
        raise SystemExit(Outcome.of_exception(interruption).exit_code) from None
    if run.exit_code or raised is not None:
        raise SystemExit(run.exit_code) from raised
    return returned


def from_call(
    function: Callable[..., Any], seed: int | None, args: tuple[Any, ...], kwargs: dict[str, Any], **options: bool
) -> Any:
    """Run `function` with these arguments; return what it returns, raise what it raises."""
    signature = Signature(function, seed)
    _, returned, raised = perform(signature, bind_call(signature, load_config(), args, kwargs), lambda: None, **options)
    if raised is not None:
        raise raised
    return returned


def program() -> str:
    """Return what usage messages call the script."""
    return Path(sys.argv[0]).name


def refuse(message: str, code: int) -> NoReturn:
    """Print one line and exit."""
    print(f"Error: {' '.join(message.split())}", file=sys.stderr)
    raise SystemExit(code) from None
