"""The process beside a run that reads all its output, passes it on, and writes the log.

It is a process of its own because a run may be killed, may crash, or may hold Python's lock while it prints: what was
written is in the log all the same. It imports next to nothing, and starts while the script does. It ends when nobody
can write any more, a child process that outlives the run included.

    python -I -S relay.py LOG REQUESTS REPLIES SOURCE:TARGET[:tty] …

All are numbers of open files. What arrives at a SOURCE goes to its TARGET (-1: nowhere) and to LOG. A byte on REQUESTS
asks to have passed on whatever has arrived so far; the reply is one byte: `.` or, when all sources are closed, `x`.
If the log could not be written, it is `!` or `X`. A run that asks for nothing was killed, or has crashed.
"""

import os
import select
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

CHUNK = 65536
LONGEST_LINE = 1 << 20  # what is longer is written before its end has come
LONGEST_ESCAPE = 4096  # what is longer is none
HEIGHT = 100  # so many lines above the unfinished one can be overwritten
LAST_WORDS = "# ended without an outcome: killed, crashed, or left by os._exit\n"
DRAINED_READS = 32  # at most, of what a child goes on printing while the run ends


class Log:
    """The log file: lines as a terminal would show them, without colours.

    Of the states that a progress bar gives to its lines, by carriage returns or by moving the cursor up, the last is
    kept. What an escape sequence does that moves no line is left out.

    Parameters
    ----------
    file : int
        The open file.
    """

    def __init__(self, file: int) -> None:
        self.file = file
        self.failed = False
        self.written: list[bytes] = []  # the last lines in the file, which a bar may yet come back to
        self.lines = [b""]  # those that are not in the file, the unfinished one last
        self.row = 0  # the one that the cursor is in
        self.overwriting = False  # whether the next text replaces what stands in that line
        self.torn = b""  # the beginning of an escape sequence

    def add(self, data: bytes) -> None:
        """Write the lines that `data` finishes, and keep the rest."""
        data = self.torn + data
        self.torn = b""
        if not self.is_plain(data):
            self.interpret(data)
        else:
            self.lines = (self.lines[0] + data).split(b"\n")
            self.row = len(self.lines) - 1
        self.write_finished()

    def is_plain(self, data: bytes) -> bool:
        """Say whether `data` is text that goes on where the last has ended."""
        controls = b"\r" in data or b"\x1b" in data or b"\b" in data
        return not controls and not self.overwriting and len(self.lines) == 1

    def interpret(self, data: bytes) -> None:
        """Do what the control characters and escape sequences in `data` ask for."""
        *parts, rest = pattern().split(data)
        for text, control in zip(parts[::2], parts[1::2], strict=True):
            self.put(text)
            self.obey(control)
        plain, escape, torn = rest.partition(b"\x1b")
        self.put(plain)
        if len(torn) < LONGEST_ESCAPE:
            self.torn = escape + torn
        else:
            self.put(torn)

    def put(self, text: bytes) -> None:
        """Add text to the line that the cursor is in."""
        if text:
            self.lines[self.row] = text if self.overwriting else self.lines[self.row] + text
            self.overwriting = False

    def obey(self, control: bytes) -> None:
        """Do what one control character or escape sequence asks for."""
        count = control[2:-1]
        times = min(int(count), HEIGHT) if count.isdigit() else 1
        match control[-1:], control[:2] == b"\x1b[":
            case b"\n", False:
                self.down()
            case b"\r", False:
                self.overwriting = True
            case b"\b", False:
                self.lines[self.row] = without_last_character(self.lines[self.row])
            case b"A" | b"F", True:
                self.up(times)
            case b"B" | b"E", True:
                for _ in range(min(times, len(self.lines) - 1 - self.row)):
                    self.down()
            case b"G", True:
                self.overwriting = True
            case b"K", True if self.overwriting or count in (b"1", b"2"):
                self.lines[self.row] = b""
            case b"J", True if count in (b"", b"0"):
                del self.lines[self.row + 1 :]
                self.lines[self.row] = b"" if self.overwriting else self.lines[self.row]

    def down(self) -> None:
        """Go to the next line; a new one, if there is none."""
        self.row += 1
        self.overwriting = self.row < len(self.lines)
        if not self.overwriting:
            self.lines.append(b"")

    def up(self, times: int) -> None:
        """Go up, if need be to lines that are in the file already, which are taken out again."""
        back = min(max(times - self.row, 0), len(self.written))
        if back:
            taken = self.written[-back:]
            del self.written[-back:]
            self.lines[:0] = taken
            self.shorten(sum(map(len, taken)) + back)
        self.row = max(self.row + back - times, 0)

    def write_finished(self) -> None:
        """Write the lines above the unfinished one, unless the cursor is in them."""
        if self.row == len(self.lines) - 1 or len(self.lines) > HEIGHT:
            *finished, last = self.lines
            if finished:
                self.written = within_reach([*self.written, *finished[-HEIGHT:]])
                self.write(b"\n".join([*finished, b""]))
            self.lines, self.row = [last], 0
        if len(self.lines[-1]) > LONGEST_LINE:
            self.flush()

    def flush(self) -> None:
        """Write all there is; nothing comes back to it."""
        self.write(b"\n".join(self.lines))
        self.lines, self.written, self.row, self.overwriting = [b""], [], 0, False

    def end(self, last: bytes) -> None:
        """Add a last line."""
        if self.lines[-1]:
            self.lines.append(b"")
        self.lines[-1] = last

    def write(self, data: bytes) -> None:
        """Write all of `data`."""
        try:
            while data:
                data = data[os.write(self.file, data) :]
        except OSError:
            self.failed = True

    def shorten(self, size: int) -> None:
        """Take as many bytes off the end of the file."""
        try:
            os.ftruncate(self.file, os.fstat(self.file).st_size - size)
        except OSError:
            self.failed = True


def pattern() -> "re.Pattern[bytes]":
    """Return what finds control characters and escape sequences; ECMA-48 defines them.

    Only a log with such pays for the import.
    """
    import re

    return re.compile(
        rb"(\r*\n|\r|\x08"
        rb"|\x1b\[[0-?]*[ -/]*[@-~]"  # control sequences: colours, cursor
        rb"|\x1b[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)"  # strings: titles, links
        rb"|\x1b[ -/]*[0-OQ-WYZ\\`-~])"  # anything else
    )


def within_reach(lines: list[bytes]) -> list[bytes]:
    """Return the lines at the end that the cursor may go up to; a bar has none that is longer than a screen is wide."""
    long = (number for number in range(len(lines), 0, -1) if len(lines[number - 1]) > LONGEST_ESCAPE)
    return lines[max(next(long, 0), len(lines) - HEIGHT) :]


def without_last_character(line: bytes) -> bytes:
    """Return a line of UTF-8 without its last character."""
    return line[: len(line.rstrip(bytes(range(0x80, 0xC0)))) - 1] if line else line


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
        self.begun = -1  # the source that has begun a line
        self.poll = select.poll()
        for source in targets:
            self.poll.register(source, select.POLLIN)

    def ready(self, timeout: int | None = None) -> list[int]:
        """Return what can be read, first what has begun a line, so that nothing else gets into that."""
        return sorted((source for source, _ in self.poll.poll(timeout)), key=lambda source: source != self.begun)

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
        self.begun = -1 if data.endswith(b"\n") else source
        if self.targets[source] >= 0 and not forward(self.targets[source], data):
            self.targets[source] = -1

    def drain(self) -> None:
        """Pass on what has arrived; a pipe holds no more than one read takes."""
        for _ in range(DRAINED_READS):
            ready = [source for source in self.ready(0) if source in self.targets]
            if not ready:
                break
            for source in ready:
                self.pass_on(source)
        self.log.flush()

    def run(self, requests: int, replies: int) -> None:
        """Pass on until every source is closed, answering requests; say so in the log if the run ended without one."""
        asked = False
        self.poll.register(requests, select.POLLIN)
        while self.targets:
            for source in self.ready():
                if source in self.targets:
                    self.pass_on(source)
                elif source == requests:
                    if not os.read(requests, 1):
                        self.poll.unregister(requests)
                        continue
                    asked = True
                    self.drain()
                    if self.targets:
                        reply(replies, b"!" if self.log.failed else b".")
        if not asked and not os.read(requests, 1):
            self.log.end(LAST_WORDS.encode())
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
