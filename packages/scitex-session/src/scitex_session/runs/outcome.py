"""How a run ended, and the exit code that says so."""

import signal
import sys
from types import TracebackType
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
WITHOUT_MEANS = (ImportError, MemoryError, OSError)
"""What formatting raises when there is no memory, or no file descriptor to import `traceback` with."""


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
    try:
        import traceback

        return " ".join("".join(traceback.format_exception_only(exception)).split())
    except WITHOUT_MEANS:
        return type(exception).__name__


def formatted(exception: BaseException) -> str | None:
    """Return the traceback from the script's own function on; None if there are no means to format it."""
    try:
        import traceback

        return "".join(traceback.format_exception(type(exception), exception, own_frames(exception)))
    except WITHOUT_MEANS:
        return None


def own_frames(exception: BaseException) -> TracebackType | None:
    """Return the frames of an exception from the script's own function on, without the session's."""
    frames = exception.__traceback__
    while frames and frames.tb_next and package_of(frames) == "scitex_session":
        frames = frames.tb_next
    return frames


def package_of(frames: TracebackType) -> str:
    """Return the name of the package, without those within it, that a frame's code belongs to."""
    return (frames.tb_frame.f_globals.get("__package__") or "").partition(".")[0]


def report(exception: BaseException, outcome: Outcome) -> None:
    """Write to stderr what Python itself would write of an exception that nobody caught.

    A hook that the program has installed for that (`sys.excepthook`) is called.
    """
    if isinstance(exception, SystemExit) and not isinstance(exception, Terminated):
        if not isinstance(exception.code, int | None):
            print(exception.code, file=sys.stderr)
    elif isinstance(exception, Terminated) or sys.excepthook is sys.__excepthook__:
        show(exception, outcome)
    else:
        try:
            sys.excepthook(type(exception), exception, own_frames(exception))
        except Exception as failure:
            print(f"Error in sys.excepthook: {failure!r}", file=sys.stderr)
            show(exception, outcome)


def show(exception: BaseException, outcome: Outcome) -> None:
    """Write a traceback to stderr; Python does so, without lines of the source, where we have no means to."""
    if outcome.traceback is not None:
        print(outcome.traceback, end="", file=sys.stderr)
    else:
        sys.__excepthook__(type(exception), exception, own_frames(exception))
