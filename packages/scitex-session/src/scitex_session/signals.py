"""SIGTERM and SIGHUP end a run as an exception does, and nothing interrupts its unwinding."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from scitex_session.outcome import Terminated

ENDING = (signal.SIGHUP, signal.SIGTERM)


@contextmanager
def signals_raised() -> Iterator[Callable[[], None]]:
    """Raise `Terminated` on SIGTERM and SIGHUP while the block lasts; a handler of the user's own stays.

    Yields
    ------
    callable
        Call it when unwinding begins: from then to the end of the block, SIGINT is ignored, too.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None  # only the main thread may set handlers, and only it is interrupted
        return
    replaced: dict[signal.Signals, Any] = {}

    def handle(signals: tuple[signal.Signals, ...], handler: Any) -> None:
        for number in signals:
            previous = signal.signal(number, handler)
            replaced.setdefault(number, previous)

    handle(tuple(number for number in ENDING if signal.getsignal(number) is signal.SIG_DFL), raise_terminated)
    try:
        yield lambda: handle((*replaced, signal.SIGINT), signal.SIG_IGN)
    finally:
        for number, handler in replaced.items():
            signal.signal(number, handler)


def raise_terminated(number: int, frame: FrameType | None) -> None:
    """Raise the signal as an exception in the main thread."""
    raise Terminated(number)
