"""SIGTERM and SIGHUP end a run as an exception does; its opening and its unwinding are not interrupted."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from scitex_session.outcome import Terminated

ENDING = (signal.SIGHUP, signal.SIGTERM)


class Signals:
    """What becomes of the signals that ask the process to end; only the main thread is ever disturbed by them."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.handlers: dict[signal.Signals, Any] = {}
        disturbed = threading.current_thread() is threading.main_thread()
        self.numbers = (*ENDING, signal.SIGINT) if disturbed else ()
        self.mask = signal.pthread_sigmask(signal.SIG_BLOCK, self.numbers)
        for number in self.numbers:
            if signal.getsignal(number) is signal.SIG_DFL:  # a handler of the user's own stays, and Python's for SIGINT
                self.handlers[number] = signal.signal(number, self.end)

    def end(self, number: int, frame: FrameType | None) -> None:
        """Raise the signal as an exception; a forked child dies of it, as it would without us."""
        if os.getpid() != self.owner:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        raise Terminated(number)

    def let_in(self) -> None:
        """Let those raise that came while the run was opened, and all that come from now on."""
        signal.pthread_sigmask(signal.SIG_SETMASK, self.mask)

    def ignore(self) -> None:
        """Ignore those that come from now on."""
        for number in self.numbers:
            previous = signal.signal(number, signal.SIG_IGN)
            self.handlers.setdefault(number, previous)

    def restore(self) -> None:
        """Put everything back as it was."""
        for number, handler in self.handlers.items():
            signal.signal(number, handler)
        self.let_in()


@contextmanager
def signals_raised() -> Iterator[Signals]:
    """Hold signals back until `let_in`, raise `Terminated` on SIGTERM and SIGHUP then, and nothing after `ignore`."""
    signals = Signals()
    try:
        yield signals
    finally:
        signals.restore()
