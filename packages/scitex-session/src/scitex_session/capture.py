"""Everything that reaches stdout and stderr, from Python, C or a child process, into the log and on to where it went.

The two file descriptors themselves are replaced: by a pseudo-terminal where there was a terminal, else by a pipe.
A relay process reads the other ends. A Python stream that does not write to its descriptor, as in a notebook or
under pytest, is wrapped besides.
"""

import io
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

STREAMS = {1: "stdout", 2: "stderr"}
RELAY = Path(__file__).with_name("relay.py")
NOWHERE = -1
# Ctrl-C and its kin go to every process of a terminal's group; the relay ends when the run has nothing more to say.
BLOCKED_IN_RELAY = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


class Tee(io.TextIOBase):
    """A Python stream that also writes to a file descriptor.

    Parameters
    ----------
    stream : text stream
        Where the text goes as before.
    copy : int
        Where its UTF-8 goes besides.
    """

    def __init__(self, stream: Any, copy: int) -> None:
        self.stream = stream
        self.copy = copy

    def write(self, text: str) -> int:
        """Write to both."""
        os.write(self.copy, text.encode("utf-8", "backslashreplace"))
        return self.stream.write(text)  # type: ignore[no-any-return]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def flush(self) -> None:
        """Flush the stream."""
        self.stream.flush()

    def isatty(self) -> bool:
        """Say whether the stream is a terminal."""
        return bool(self.stream.isatty())

    def fileno(self) -> int:
        """Return the stream's own descriptor."""
        return int(self.stream.fileno())


@contextmanager
def captured(log: Path) -> Iterator[None]:
    """Copy all output of the process and its children to the file `log` while the block lasts.

    When the block ends, all that was written before is in the file. A child that outlives it goes on being logged.

    Parameters
    ----------
    log : Path
        The file, which is appended to.
    """
    with ExitStack() as undo:
        flush()
        originals = {fd: duplicate(fd) for fd in STREAMS if is_open(fd)}
        writers, channels = replaced(originals)
        tees = {}
        for fd, name in STREAMS.items():
            stream = getattr(sys, name)
            if stream is not None and not writes_to(stream, fd):
                reader, tees[name] = os.pipe()
                channels.append((reader, NOWHERE, False))
        relay = Relay(log, channels)
        for reader in {reader for reader, _, _ in channels}:
            os.close(reader)
        undo.callback(relay.finish)
        for fd, writer in writers.items():
            os.dup2(writer, fd)
        for writer in set(writers.values()):
            os.close(writer)
        undo.callback(restore, originals)
        for name, copy in tees.items():
            undo.callback(os.close, copy)
            undo.callback(setattr, sys, name, getattr(sys, name))
            setattr(sys, name, Tee(getattr(sys, name), copy))
        undo.callback(flush)
        yield


class Relay:
    """The relay process of a run.

    Parameters
    ----------
    log : Path
        The log file, which is made.
    channels : list of (int, int, bool)
        What it reads, where that goes, and whether it is a pseudo-terminal.
    """

    def __init__(self, log: Path, channels: list[tuple[int, int, bool]]) -> None:
        self.log = log
        file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        request, self.requests = os.pipe()
        self.replies, reply = os.pipe()
        own = (file, request, reply)
        for fd in {*own, *(fd for channel in channels for fd in channel[:2] if fd >= 0)}:
            os.set_inheritable(fd, True)
        arguments = [f"{source}:{target}{':tty' * tty}" for source, target, tty in channels]
        self.pid = os.posix_spawn(
            sys.executable,
            [sys.executable, "-I", "-S", str(RELAY), *map(str, own), *arguments],
            os.environ,
            setsigmask=BLOCKED_IN_RELAY,
        )
        for fd in own:
            os.close(fd)
        for _, target, _ in channels:
            if target >= 0:
                os.set_inheritable(target, False)

    def finish(self) -> None:
        """Wait until all that was written is in the log; a relay that is still needed lives on."""
        os.write(self.requests, b"?")
        answer = os.read(self.replies, 1)
        os.close(self.requests)
        os.close(self.replies)
        if answer not in (b".", b"x"):
            warnings.warn(f"the log {self.log} is incomplete: it could not be written", RuntimeWarning, stacklevel=2)
        if answer in (b"x", b"X", b""):
            try:
                os.waitpid(self.pid, 0)
            except ChildProcessError:
                return  # the script waited for all of its children, this one included


def replaced(originals: dict[int, int]) -> tuple[dict[int, int], list[tuple[int, int, bool]]]:
    """Return what is to stand in for each descriptor, and the relay's channels.

    Descriptors of one terminal share one pseudo-terminal, so that their order is kept.
    """
    writers: dict[int, int] = {}
    channels: list[tuple[int, int, bool]] = []
    terminals: dict[str, int] = {}
    for fd, original in originals.items():
        tty = os.isatty(original)
        terminal = os.ttyname(original) if tty else ""
        if terminal in terminals:
            writers[fd] = terminals[terminal]
            continue
        reader, writers[fd] = pseudo_terminal(original) if tty else os.pipe()
        channels.append((reader, original, tty))
        if tty:
            terminals[terminal] = writers[fd]
    return writers, channels


def pseudo_terminal(like: int) -> tuple[int, int]:
    """Return both ends of a terminal that has the size and the settings of another, and changes no byte."""
    import fcntl
    import termios

    controller, terminal = os.openpty()
    settings = termios.tcgetattr(like)
    settings[1] &= ~termios.OPOST
    termios.tcsetattr(terminal, termios.TCSANOW, settings)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, fcntl.ioctl(like, termios.TIOCGWINSZ, bytes(8)))
    return controller, terminal


def restore(originals: dict[int, int]) -> None:
    """Put the original descriptors back."""
    for fd, original in originals.items():
        os.dup2(original, fd)
        os.close(original)


def flush() -> None:
    """Flush what Python and C hold back, as far as their streams still take it."""
    for name in STREAMS.values():
        stream = getattr(sys, name)
        if stream is not None and not stream.closed:
            stream.flush()
    if "ctypes" in sys.modules or "numpy" in sys.modules:
        flush_c()


def flush_c() -> None:
    """Flush the streams of the C library."""
    import ctypes

    ctypes.CDLL(None).fflush(None)


def duplicate(fd: int) -> int:
    """Return a copy of `fd` above the standard three."""
    copy = os.dup(fd)
    if copy > 2:
        return copy
    higher = duplicate(copy)
    os.close(copy)
    return higher


def is_open(fd: int) -> bool:
    """Say whether the process has this descriptor."""
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def writes_to(stream: Any, fd: int) -> bool:
    """Say whether a Python stream writes to this descriptor."""
    try:
        return bool(stream.fileno() == fd)
    except (AttributeError, OSError, ValueError):
        return False
