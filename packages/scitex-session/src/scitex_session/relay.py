"""The process beside a run that reads all its output, passes it on, and writes the log.

It is a process of its own because a run may be killed, may crash, or may hold Python's lock while it prints: what was
written is in the log all the same. It imports next to nothing, and starts while the script does. It ends when nobody
can write any more, a child process that outlives the run included.

    python -I -S relay.py LOG REQUESTS REPLIES SOURCE:TARGET[:tty] …

All are numbers of open files. What arrives at a SOURCE goes to its TARGET (-1: nowhere) and to LOG. A byte on REQUESTS
asks to have passed on whatever has arrived so far; the reply is one byte: `.` or, when all sources are closed, `x`.
If the log could not be written, it is `!` or `X`.
"""

import os
import select
import sys

CHUNK = 65536
LONGEST_LINE = 1 << 20  # what is longer is written before its end has come
DRAINED_READS = 32  # at most, of what a child goes on printing while the run ends


class Log:
    """The log file: what a terminal would show of each line once it is finished.

    Of the states that a progress bar overwrites by carriage returns, the last is kept.

    Parameters
    ----------
    file : int
        The open file.
    """

    def __init__(self, file: int) -> None:
        self.file = file
        self.line = b""
        self.failed = False

    def add(self, data: bytes) -> None:
        """Write the lines that `data` finishes, and keep the rest."""
        *finished, self.line = (self.line + data).split(b"\n")
        self.line = self.line[self.line.rstrip(b"\r").rfind(b"\r") + 1 :]
        if len(self.line) > LONGEST_LINE:
            self.flush()
        if finished:
            self.write(b"".join(last_state(line) + b"\n" for line in finished))

    def flush(self) -> None:
        """Write the unfinished line."""
        self.write(last_state(self.line))
        self.line = b""

    def write(self, data: bytes) -> None:
        """Write all of `data`."""
        try:
            while data:
                data = data[os.write(self.file, data) :]
        except OSError:
            self.failed = True


def last_state(line: bytes) -> bytes:
    """Return what stands in a line after its carriage returns."""
    return line.rstrip(b"\r").rpartition(b"\r")[2]


def forward(target: int, data: bytes) -> bool:
    """Write all of `data` to `target`; return whether it still takes any."""
    try:
        while data:
            data = data[os.write(target, data) :]
    except BlockingIOError:
        select.select([], [target], [])
        return forward(target, data)
    except OSError:
        return False  # the terminal or the reader of the pipe is gone; the log goes on
    return True


def copy_window_size(source: int, target: int) -> None:
    """Give the terminal behind `source` the size of the one behind `target`, now and whenever that changes."""
    import fcntl
    import signal
    import termios

    def copy(*_: object) -> None:
        try:
            fcntl.ioctl(source, termios.TIOCSWINSZ, fcntl.ioctl(target, termios.TIOCGWINSZ, bytes(8)))
        except OSError:
            return  # one of the two is gone

    signal.signal(signal.SIGWINCH, copy)


class Relay:
    """The sources that are still open, and where each goes.

    Parameters
    ----------
    log : Log
        The log file.
    targets : dict of int to int
        Source → target.
    """

    def __init__(self, log: Log, targets: dict[int, int]) -> None:
        self.log = log
        self.targets = targets
        self.poll = select.poll()
        for source in targets:
            self.poll.register(source, select.POLLIN)

    def pass_on(self, source: int) -> None:
        """Read once from `source`, and close it at its end."""
        try:
            data = os.read(source, CHUNK)
        except OSError:
            data = b""  # a pseudo-terminal that nobody writes to any more
        if not data:
            self.poll.unregister(source)
            del self.targets[source]
            return
        self.log.add(data)
        if self.targets[source] >= 0 and not forward(self.targets[source], data):
            self.targets[source] = -1

    def drain(self) -> None:
        """Pass on what has arrived; a pipe holds no more than one read takes."""
        for _ in range(DRAINED_READS):
            ready = [source for source, _ in self.poll.poll(0) if source in self.targets]
            if not ready:
                break
            for source in ready:
                self.pass_on(source)
        self.log.flush()

    def run(self, requests: int, replies: int) -> None:
        """Pass on until every source is closed, answering requests."""
        self.poll.register(requests, select.POLLIN)
        while self.targets:
            for source, _ in self.poll.poll():
                if source in self.targets:
                    self.pass_on(source)
                elif source == requests:
                    if not os.read(requests, 1):
                        self.poll.unregister(requests)
                        continue
                    self.drain()
                    if self.targets:
                        reply(replies, b"!" if self.log.failed else b".")
        self.log.flush()
        reply(replies, b"X" if self.log.failed else b"x")


def reply(replies: int, answer: bytes) -> None:
    """Send one byte to the run, if it is still there."""
    forward(replies, answer)


def main(arguments: list[str]) -> None:
    """Relay between the files whose numbers are the arguments, as a grandchild of the run.

    The script may wait for its children, all of them, and is to find its own only.
    """
    if os.fork():
        os._exit(0)
    log, requests, replies = map(int, arguments[:3])
    targets = {}
    for channel in arguments[3:]:
        source, target, *tty = channel.split(":")
        targets[int(source)] = int(target)
        if tty:
            copy_window_size(int(source), int(target))
    Relay(Log(log), targets).run(requests, replies)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
