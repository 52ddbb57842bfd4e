"""What one process of an audited run has opened, and what it hears of the others: what was read, what was written."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from threading import local
from typing import Any, NamedTuple

from scitex_io.observers import Access, foretell, notify
from scitex_io.paths import files_in
from scitex_session.auditing.names import in_folder, is_untold, open_directories
from scitex_session.auditing.programs import HARMLESS, SHELLS, is_python, matching, name_of, words_of

LONGEST = 4096  # characters of a path
LEFT = ".audited"  # in the run directory


class State(NamedTuple):
    """What tells that a file was written to."""

    time: int
    size: int
    inode: int


class Named(NamedTuple):
    """What is known of a file that somebody was given to read or to write, whom nobody sees doing that."""

    before: State | None
    name: str
    """Its absolute path as it was given, links as they are."""
    read: bool = True
    """Whether it was read if it stays what it is."""


class Audit:
    """What one process of a run opens, and which programs it starts.

    Parameters
    ----------
    roots : tuple of str
        The project of the script, and that of the run directory, absolute, each with a slash at its end.
    own : str
        The run directory while the run lasts, as these.
    started : float
        When the run began, in seconds since the epoch.
    """

    def __init__(self, roots: tuple[str, ...], own: str, started: float) -> None:
        self.roots = roots
        self.own = own
        self.started = started
        self.heard = 0  # bytes of what the processes have left word of
        self.read: set[tuple[str, int, int]] = set()
        self.written: dict[str, None] = {}
        self.named: dict[str, Named] = {}
        self.programs: dict[tuple[str, ...], None] = {}
        self.joined: set[tuple[str, ...]] = set()
        self.thread = local()

    def opened(self, name: Any, flags: int) -> None:
        """Take note of a file that is just being opened."""
        path = self.audited(name)
        if path is None:
            return
        self.settle(path)
        if flags & os.O_EXCL and state_of(path) is not None:  # which is refused
            return
        if not flags & os.O_TRUNC:  # what is added to is an input, too
            self.note_read(path, name)
        if flags & os.O_ACCMODE != os.O_RDONLY:
            self.note_written(path)

    def opened_somewhere(self, name: Any, flags: int) -> None:
        """Take note of a file that is just being opened by `os.open`, of whose `dir_fd` Python does not tell.

        Of a relative name it may be each file that has it in an open directory, or in the working directory.
        """
        folders = [] if os.path.isabs(name) else open_directories()  # noqa: PTH117
        if not folders:
            self.opened(name, flags)
            return
        places = {os.path.realpath(place): place for folder in (*folders, "") if (place := in_folder(name, folder))}
        for place in places.values():
            if flags & os.O_ACCMODE == os.O_RDONLY:
                self.opened(place, flags)
            else:
                self.note_named(place)

    @contextmanager
    def opened_by_library(self, names: Sequence[str], mode: str) -> Iterator[None]:
        """Take note of files that a library opens within the block, without Python."""
        with self.busy():
            known = self.files(names, mode)
            for name in known:
                if mode != "w":
                    self.opened(name, os.O_RDONLY)
                if mode != "r" and (path := os.path.realpath(name)) not in self.written:
                    foretell(Path(path))
                    self.note_named(name, read=False)
        try:
            yield
        finally:
            if mode == "w":
                with self.busy():
                    for name in self.files(names, mode):
                        if name not in known:  # it is in a directory
                            self.note_written(os.path.realpath(name))

    def files(self, names: Sequence[str], mode: str) -> list[str]:
        """Return the files of these names, in directories and of patterns, too, that somebody wants to hear of."""
        found: list[str] = []
        for name in names:
            for place in [name] if os.path.lexists(name) else matching(name, "", recursive=True):
                top = in_folder(place)
                files = map(str, files_in(Path(top))) if os.path.isdir(top) else [top]  # noqa: PTH112
                found += [file for file in files if mode == "w" or "/_" not in file[len(top) :]]
        return [file for file in found if self.audited(file) is not None]

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Let what this thread opens in the block be nobody's concern: it is we who open it."""
        before = is_busy(self)
        self.thread.busy = True
        try:
            yield
        finally:
            self.thread.busy = before

    def executed(self, name: str) -> None:
        """Take note of a file whose code is just being executed, or of a module that is imported."""
        if name.endswith(".py") and (path := self.audited(name)) is not None:
            self.note_read(path, name)

    def renamed(self, source: str | None, target: str | None) -> None:
        """Take note of a file, or a directory with files, that is just being given another name.

        What was there before the run is an input. What was not, the run has made, by whatever means.
        """
        if source is None or target is None or (os.path.islink(source) and os.path.isdir(source)):  # noqa: PTH112, PTH114
            return
        path = Path(os.path.realpath(source))
        for file in files_in(path):
            if file.is_file():
                old, new = self.audited(file), self.audited(target + str(file)[len(str(path)) :])
                if old is not None and file.stat().st_mtime < self.started:
                    self.note_read(old, old)
                if new is not None:
                    self.note_written(new)

    def removed(self, name: str | None) -> None:
        """Take note of what has become of a file that is just being removed."""
        if self.named and name is not None and (path := self.audited(name)) is not None:
            self.settle(path)

    def started_program(self, words: list[str], directory: str) -> None:
        """Take note of a program that is just being started, and of the files that its arguments name.

        Of each program the first command is kept, which tells enough of what was not seen; of Python each, as it may be
        audited.
        """
        names = words if "/" in words[0] else words[1:]
        if len(words) > 2 and name_of(words[0]) in SHELLS and words[1] == "-c":
            words = words_of(words[2]) or words
            names = [name for word in words for name in matching(word, directory)]
        if name_of(words[0]) not in HARMLESS:
            self.note_program((name_of(words[0]), *words[1:]))
        for name in names:
            for part in {name, name.rpartition("=")[2]}:
                self.note_named(os.path.join(directory, part))  # noqa: PTH118

    def note_program(self, command: tuple[str, ...]) -> None:
        """Keep the command of a program, unless there is one that tells as much."""
        if self.is_news(command):
            self.programs[command] = None
            self.leave("program", command)

    def is_news(self, command: tuple[str, ...]) -> bool:
        """Say whether a command tells of a program that is not known yet."""
        return is_python(command) or not any(known[0] == command[0] for known in self.programs)

    def unaudited(self) -> tuple[tuple[str, ...], ...]:
        """Return the first command of each program of which nobody knows what it opened."""
        commands = [command for command in self.programs if command not in self.joined]
        return tuple({command[0]: command for command in reversed(commands)}.values())[::-1]

    def note_named(self, name: str, *, read: bool = True) -> None:
        """Remember how a file is that an argument names, though it need not be there yet."""
        if len(name) < LONGEST and (path := self.audited(name)) is not None:
            self.settle(path)
            self.named[path] = Named(state_of(path), in_folder(name), read)
            self.leave("named", path, *self.named[path])

    def settle(self, path: str) -> None:
        """Take note of what has become of a file that an argument named, before anybody else touches it."""
        if path in self.named and (now := state_of(path)) is not None:
            before, name, read = self.named[path]
            if now != before:
                del self.named[path]
                self.note_written(path)
            elif read:
                del self.named[path]
                self.note_read(path, name)

    def audited(self, name: Any) -> str | None:
        """Return where a file really is; None if nobody wants to hear of it.

        It is in the project, or is reached by a link there, such as one to another disk.
        """
        path = os.path.realpath(os.fsdecode(name))
        inside = self.inside(path) or self.inside(os.path.abspath(os.fsdecode(name)))
        return None if inside is None or path.startswith(self.own) or is_untold(inside) else path

    def inside(self, path: str) -> str | None:
        """Return a path relative to the project in which it is; None if it is in none."""
        return next((path[len(root) :] for root in self.roots if path.startswith(root)), None)

    def note_read(self, path: str, name: Any) -> None:
        """Tell of what is read, once for each state that the file is in, unless the run has written it.

        The name that it is given may be that of a link.
        """
        if path in self.written:
            return
        with suppress(OSError):  # there is no such file, which the script will be told
            status = os.stat(path)  # noqa: PTH116
            state = (place := in_folder(name), status.st_mtime_ns, status.st_size)
            if state not in self.read and S_ISREG(status.st_mode):
                self.read.add(state)
                self.hear()
                self.settle(path)
                if path not in self.written:
                    notify(Access("read", Path(place)))

    def note_written(self, path: str) -> None:
        """Remember what is written until the run ends."""
        if path not in self.written:
            self.written[path] = None
            foretell(Path(path))
            self.leave("written", path)

    def leave(self, *told: Any) -> None:
        """Leave word of something for the other processes of the run."""
        with suppress(FileNotFoundError):  # the run is over
            line = os.open(self.own + LEFT, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(line, f"{json.dumps((this_process(), *told))}\n".encode("ascii"))
            finally:
                os.close(line)

    def hear(self) -> None:
        """Take note of what the other processes have left word of since the last time."""
        with suppress(FileNotFoundError), open(self.own + LEFT, "rb") as file:  # noqa: PTH123
            start = file.seek(self.heard)
            lines, end, _ = file.read().rpartition(b"\n")
            for process, *told in map(json.loads, lines.splitlines()):
                match told if process != this_process() else []:
                    case ["written", path]:
                        self.written.setdefault(path)
                    case ["named", path, state, name, read]:
                        self.named.setdefault(path, Named(state and State(*state), name, read))
                    case ["program", words] if self.is_news(tuple(words)):
                        self.programs[tuple(words)] = None
                    case ["joined", words]:
                        self.joined.add(tuple(words))
            self.heard = start + len(lines + end)  # what another thread has heard meanwhile is the same

    def tell(self) -> None:
        """Tell of what the run and its workers have written, and read by other programs, if it is still there."""
        self.hear()
        for path in list(self.named):
            if path not in self.written:
                self.settle(path)
        for path in self.written:
            if os.path.isfile(path):  # noqa: PTH113
                notify(Access("write", Path(path)))
        Path(self.own, LEFT).unlink(missing_ok=True)


def this_process() -> str:
    """Return what tells this process from the others of a run, wherever they are."""
    return f"{os.uname().nodename} {os.getpid()}"


def state_of(path: str) -> State | None:
    """Return what tells that a file was written to; None if there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return State(status.st_mtime_ns, status.st_size, status.st_ino) if S_ISREG(status.st_mode) else None


def is_busy(audit: Audit) -> bool:
    """Say whether it is we who open something in this thread."""
    return getattr(audit.thread, "busy", False)
