"""Everything that reaches stdout and stderr, from Python, C or a child process, into the log and on to where it went.

The two file descriptors themselves are replaced: by a pseudo-terminal where there was a terminal, else by a pipe.
A relay process reads the other ends. A Python stream that does not write to its descriptor, as in a notebook or
under pytest, is wrapped besides.
"""

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.machinery import ExtensionFileLoader
from pathlib import Path
from typing import Any, NamedTuple

from scitex_io.notices import warn
from scitex_session.errors import RunDirectoryError

STREAMS = {1: "stdout", 2: "stderr"}
RELAY = Path(__file__).with_name("relay.py")
NOWHERE = -1
# Ctrl-C and its kin go to every process of a terminal's group; the relay ends when the run has nothing more to say.
BLOCKED_IN_RELAY = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


class Tee:
    """A Python stream that also writes to a file descriptor; everything else is the stream's own.

    Parameters
    ----------
    stream : text stream
        Where the text goes as before.
    copy : int
        Where its UTF-8 goes besides, until `end`.
    """

    def __init__(self, stream: Any, copy: int) -> None:
        self.stream = stream
        self.copy = copy

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def write(self, text: str) -> int:
        """Write to both."""
        if self.copy != NOWHERE:
            os.write(self.copy, text.encode("utf-8", "backslashreplace"))
        return self.stream.write(text)  # type: ignore[no-any-return]

    def writelines(self, lines: Iterable[str]) -> None:
        """Write all of them to both."""
        for line in lines:
            self.write(line)

    def end(self) -> None:
        """Write to the stream alone from now on: whoever still holds this may outlive the descriptor."""
        self.copy = NOWHERE


class Relay:
    """The relay process of a run, started ahead of the capture so that it is ready by then.

    Parameters
    ----------
    log : Path
        The log file, which is made, or appended to.
    """

    def __init__(self, log: Path) -> None:
        self.log = log
        self.finished = False
        self.originals = {fd: duplicate(fd) for fd in STREAMS if is_open(fd)}
        self.writers, channels = stand_ins(self.originals)
        self.copies = {}
        for fd, name in STREAMS.items():
            if getattr(sys, name) is not None and not writes_to(getattr(sys, name), fd):
                reader, self.copies[name] = os.pipe()
                channels.append(Channel(reader, NOWHERE))
        file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        request, self.requests = os.pipe()
        self.replies, reply = os.pipe()
        self.pid = spawn((file, request, reply), channels)
        for fd in (file, request, reply, *(channel.source for channel in channels)):
            os.close(fd)

    def finish(self) -> None:
        """Put the original descriptors back, and wait until all that was written is in the log.

        A relay to which a child process still writes lives on. The second call does nothing.
        """
        if self.finished:
            return
        self.finished = True
        answer = b""
        for fd, original in self.originals.items():
            with suppress(OSError):  # a script may close descriptors that are not its own, here and below
                os.dup2(original, fd)
                os.close(original)
        for writer in {*self.writers.values(), *self.copies.values()}:
            with suppress(OSError):
                os.close(writer)
        with suppress(OSError):  # a relay whose sources are all closed has answered, and gone
            os.write(self.requests, b"?")
        with suppress(OSError):
            answer = os.read(self.replies, 1)
        for fd in (self.requests, self.replies):
            with suppress(OSError):
                os.close(fd)
        if answer not in (b".", b"x"):
            warn(f"the log {self.log} is incomplete: it could not be written")


class Channel(NamedTuple):
    """What the relay reads, where that goes, and whether it is a pseudo-terminal."""

    source: int
    target: int
    terminal: bool = False


@contextmanager
def relaying(log: Path) -> Iterator[Relay]:
    """Start the relay process of `log`, for a capture within the block.

    Parameters
    ----------
    log : Path
        The log file.

    Raises
    ------
    RunDirectoryError
        If the log cannot be written, or the process not be started.
    """
    try:
        relay = Relay(log)
    except OSError as cause:
        raise RunDirectoryError(f"cannot start the log {log}: {cause.strerror}") from cause
    try:
        yield relay
    finally:
        relay.finish()


@contextmanager
def captured(relay: Relay) -> Iterator[None]:
    """Hand all output of the process and its children to the relay while the block lasts.

    When the block ends, all that was written is in the log. A child process that outlives it goes on being logged.

    Parameters
    ----------
    relay : Relay
        The relay process; it serves one capture.
    """
    with ExitStack() as undo:
        with suppress(ChildProcessError):
            os.waitpid(relay.pid, 0)  # it has started the relay, and is gone
        flush()
        undo.callback(relay.finish)
        for fd, writer in relay.writers.items():
            os.dup2(writer, fd)
        for name, copy in relay.copies.items():
            tee = Tee(getattr(sys, name), copy)
            undo.callback(tee.end)
            undo.callback(setattr, sys, name, tee.stream)
            setattr(sys, name, tee)
        undo.callback(flush)
        yield


def spawn(own: tuple[int, int, int], channels: list[Channel]) -> int:
    """Start the relay process; return its number.

    Parameters
    ----------
    own : (int, int, int)
        The log file, the pipe of requests, the pipe of replies.
    channels : list of Channel
        What it relays.
    """
    inherited = {*own, *(fd for channel in channels for fd in channel[:2] if fd != NOWHERE)}
    for fd in inherited:
        os.set_inheritable(fd, True)
    arguments = [f"{source}:{target}{':tty' * terminal}" for source, target, terminal in channels]
    python = sys.executable or f"{sys.exec_prefix}/bin/python3"  # a program with Python in it may have none
    pid = os.posix_spawn(
        python,
        [python, "-I", "-S", str(RELAY), *map(str, own), *arguments],
        os.environ,
        setsigmask=BLOCKED_IN_RELAY,
    )
    for fd in inherited:
        os.set_inheritable(fd, False)
    return pid


def stand_ins(originals: dict[int, int]) -> tuple[dict[int, int], list[Channel]]:
    """Return what is to stand in for each descriptor, and the relay's channels.

    Descriptors of one file, such as one terminal or those of `2>&1`, share one stand-in, so that their order is kept.
    """
    writers: dict[int, int] = {}
    channels: list[Channel] = []
    shared: dict[tuple[int, int], int] = {}
    for fd, original in originals.items():
        status = os.fstat(original)
        file = status.st_dev, status.st_ino
        if file not in shared:
            terminal = os.isatty(original)
            reader, shared[file] = pseudo_terminal(original) if terminal else os.pipe()
            channels.append(Channel(reader, original, terminal))
        writers[fd] = shared[file]
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


def flush() -> None:
    """Flush what Python and C hold back, as far as their streams still take it."""
    for name in STREAMS.values():
        stream = getattr(sys, name)
        if stream is not None and not stream.closed:
            stream.flush()
    if runs_foreign_code():
        flush_c()


def runs_foreign_code() -> bool:
    """Say whether there is compiled code that may print by itself: Python's own and PyYAML's do not.

    Asking the C library costs the import of ctypes, 2 ms, which a run without such code is spared.
    """
    silent = {*sys.stdlib_module_names, "yaml"}
    foreign = (module for name, module in list(sys.modules.items()) if name.partition(".")[0] not in silent)
    loaders = (getattr(module, "__loader__", None) for module in foreign)
    return "ctypes" in sys.modules or any(isinstance(loader, ExtensionFileLoader) for loader in loaders)


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
