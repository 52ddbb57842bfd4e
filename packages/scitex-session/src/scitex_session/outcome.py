"""How a run ended, and the exit code that says so."""

import signal
import sys
from typing import Any, Literal, NamedTuple


class Terminated(SystemExit):
    """A signal asked the process to end; if nobody catches this, it exits with the code that says so.

    Parameters
    ----------
    number : int
        The signal's number.
    """

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.number = number

    def __str__(self) -> str:
        return signal.Signals(self.number).name


class Outcome(NamedTuple):
    """How a run ended.

    Attributes
    ----------
    name : {"success", "error"}
        Whether it did what it should.
    exit_code : int
        What the process exits with, 0 to 255.
    error : str, optional
        One line that says what went wrong.
    traceback : str, optional
        The traceback of an exception.
    """

    name: Literal["success", "error"]
    exit_code: int
    error: str | None = None
    traceback: str | None = None

    @classmethod
    def of_result(cls, result: Any) -> "Outcome":
        """Return the outcome of a function that returned: any int but 0 is an error; a bool is no exit code."""
        if is_integer(result) and result != 0:
            return cls("error", as_exit_code(int(result)), f"returned {result}")
        return SUCCESS

    @classmethod
    def of_exception(cls, exception: BaseException) -> "Outcome":
        """Return the outcome of a function that raised."""
        match exception:
            case Terminated(number=number):
                return cls("error", 128 + number, f"terminated ({exception})", formatted(exception))
            case SystemExit(code=None | 0):
                return SUCCESS
            case SystemExit(code=int(code)):
                return cls("error", as_exit_code(code), f"sys.exit({code})")
            case SystemExit(code=message):
                return cls("error", 1, f"sys.exit: {message}")
            case KeyboardInterrupt():
                return cls("error", 128 + signal.SIGINT, "interrupted (SIGINT)", formatted(exception))
        return cls("error", 1, one_line(exception), formatted(exception))


SUCCESS = Outcome("success", 0)


def is_integer(result: Any) -> bool:
    """Say whether a result is an int, or another type's integer, such as numpy's: those types import `numbers`."""
    if isinstance(result, int):
        return not isinstance(result, bool)
    numbers: Any = sys.modules.get("numbers")
    return numbers is not None and isinstance(result, numbers.Integral)


def as_exit_code(code: int) -> int:
    """Return what the system keeps of an exit code, but never 0 for an error."""
    return code & 0xFF or 1


def one_line(exception: BaseException) -> str:
    """Return type and message, also of an exception that cannot say its message."""
    import traceback

    return " ".join("".join(traceback.format_exception_only(exception)).split())


def formatted(exception: BaseException) -> str:
    """Return the traceback from the script's own function on, without the session's frames."""
    import traceback

    frames = exception.__traceback__
    while frames and frames.tb_next and frames.tb_frame.f_globals.get("__package__") == "scitex_session":
        frames = frames.tb_next
    return "".join(traceback.format_exception(type(exception), exception, frames))


def report(exception: BaseException, outcome: Outcome) -> None:
    """Write to stderr what Python itself would write of an exception that nobody caught."""
    if outcome.traceback:
        print(outcome.traceback, end="", file=sys.stderr)
    elif isinstance(exception, SystemExit) and not isinstance(exception.code, int | None):
        print(exception.code, file=sys.stderr)
