"""SIGINT, SIGTERM and SIGHUP end a run as an exception does; its opening and its unwinding are not interrupted."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from scitex_session.runs.outcome import Terminated

ENDING = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


class Signals:
    """What becomes of the signals that ask the process to end; only the main thread is ever disturbed by them.

    To block them would not do: a signal then goes to any other thread, and numpy alone starts one.
    """

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.held: list[int] = []
        self.handlers: dict[signal.Signals, Any] = {}
        if threading.current_thread() is threading.main_thread():
            found = {number: signal.getsignal(number) for number in ENDING}
            self.handlers = {number: now for number, now in found.items() if now not in (signal.SIG_IGN, None)}
        for number in self.handlers:
            signal.signal(number, self.hold)

    def hold(self, number: int, frame: FrameType | None) -> None:
        """Keep a signal until `let_in`."""
        self.held.append(number)

    def let_in(self) -> None:
        """Let the first raise that came while the run was opened, and all that come from now on.

        A handler of the user's own, and Python's for SIGINT, are in their places again.
        """
        for number, handler in self.handlers.items():
            signal.signal(number, self.end if handler is signal.SIG_DFL else handler)
        if self.held:
            first, self.held = self.held[0], []
            handler = signal.getsignal(first)
            assert callable(handler)
            handler(first, sys._getframe())

    def end(self, number: int, frame: FrameType | None) -> None:
        """Raise the signal as an exception; a forked child dies of it, as it would without us."""
        if os.getpid() != self.owner:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        raise Terminated(number)

    def ignore(self) -> None:
        """Ignore those that come from now on."""
        for number in self.handlers:
            last = signal.signal(number, signal.SIG_IGN)
            if last not in (signal.SIG_IGN, self.end, self.hold):
                self.handlers[number] = last  # one that the script has put there

    def restore(self) -> None:
        """Put everything back as it was."""
        for number, handler in self.handlers.items():
            signal.signal(number, handler)


@contextmanager
def signals_raised() -> Iterator[Signals]:
    """Hold signals back until `let_in`, raise those that end a process then, and nothing after `ignore`."""
    signals = Signals()
    try:
        yield signals
    finally:
        signals.restore()


def ignore_at_exit() -> None:
    """Let no signal interrupt the end of the process, when the run's outcome is told and its code stands."""
    import atexit

    atexit.register(ignore_from_now_on)


def ignore_from_now_on() -> None:
    """Ignore the signals that end a process."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
