"""The observer that puts every file which a run reads or writes into its journal.

A big file is hashed beside the script's own work. It is opened at once, so that it may be replaced or removed
meanwhile; a line without a hash tells of it at once, too, and is completed later.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

import scitex_io
from scitex_clew.hashing import content_of, digest_in_pieces, opened
from scitex_clew.project import Project
from scitex_clew.records.journal import Entry, Journal
from scitex_clew.stamps import stamp
from scitex_io.notices import warn

BIG = 1 << 20
NEVER = -1  # a time at which no file was written: what was read is gone, and is not to be hashed later


@contextmanager
def observing(diary: Journal, project: Project) -> Iterator[None]:
    """Put every access into `diary` while the block lasts; at its end all hashes are there."""
    observer = Observer(diary, project)
    try:
        with scitex_io.observing(observer):
            yield
    finally:
        observer.finish()


class Observer:
    """What is done with each access of one run."""

    def __init__(self, diary: Journal, project: Project) -> None:
        self.diary = diary
        self.project = project
        self.process = os.getpid()
        self.busy = False
        self.unrecorded: set[str] = set()
        self.tickets: dict[tuple[int, ...], str] = {}
        self.written: set[str] = set()

    def __call__(self, access: scitex_io.Access) -> None:
        """Put an access into the journal; warn once a file if that cannot be done."""
        try:
            self.note(access)
        except OSError as error:
            name = access.url or str(access.path)
            if name not in self.unrecorded:
                self.unrecorded.add(name)
                warn(f"the {access.mode} of {name} is not recorded: {error}")

    def foretold(self, path: Path) -> None:
        """Put a file that is about to be written into the journal, lest a kill hide that."""
        self.diary.promise(self.project.portable(path))

    def note(self, access: scitex_io.Access) -> None:
        """Put an access into the journal, with its hash if the file is small."""
        paths = [access.url] if access.url else self.names(access)
        with opened(access.path) as file:
            status = os.fstat(file.fileno())
            if access.before is not None and state(access.before) != state(status):
                self.append(paths, Entry(access.mode, "", None, status.st_size, NEVER))
                return
            if status.st_size < BIG:
                self.append(paths, Entry.of(access.mode, "", content_of(file, self.diary.shows_writes)))
                return
            known = self.tickets.get(state(status))
            ticket = known or os.urandom(8).hex()
            self.append(paths, Entry(access.mode, "", None, status.st_size, status.st_mtime_ns, ticket))
            if known is None:
                if self.diary.shows_writes(status):
                    self.tickets[state(status)] = ticket
                self.hash(FileIO(os.dup(file.fileno())), ticket, status)

    def names(self, access: scitex_io.Access) -> list[str]:
        """Return the path of a file and, if it was read by a link that may come to lead elsewhere, that of the link.

        What this run has written itself it only reads back, by whatever name.
        """
        path = self.project.portable(access.path)
        if access.mode == "write":
            self.written.add(path)
        elif path not in self.written and (link := link_name(self.project, access.path, path)) is not None:
            return [path, link]
        return [path]

    def append(self, paths: Iterable[str], entry: Entry) -> None:
        """Put an access into the journal under each of its names."""
        for path in paths:
            self.diary.append(entry._replace(path=path))

    def hash(self, file: FileIO, ticket: str, status: os.stat_result) -> None:
        """Hash a big file beside the script's work; here, if too many wait.

        In a forked child it is done here, too, because that as a rule ends without waiting for anything.
        """
        from scitex_clew.recording.background import Task, background

        work = self.hashing(file, ticket, status)
        next(work)  # now the file is closed, whatever becomes of the work
        self.busy = True
        if os.getpid() != self.process or not background.take(Task(work, status.st_size)):
            for _ in work:
                pass

    def hashing(self, file: FileIO, ticket: str, status: os.stat_result) -> Iterator[None]:
        """Hash an open file piece by piece and complete its lines, unless somebody wrote into it meanwhile."""
        lasting = self.diary.shows_writes(status)
        with file, suppress(OSError):  # the lines then stay without a hash
            yield
            digest = yield from digest_in_pieces(file)
            present = os.fstat(file.fileno())
            if (present.st_size, present.st_mtime_ns) == (status.st_size, status.st_mtime_ns):
                self.diary.complete(ticket, digest, present if lasting and stamp(present) == stamp(status) else None)

    def finish(self) -> None:
        """Return when all that this process has taken on is hashed."""
        if self.busy and os.getpid() == self.process:
            from scitex_clew.recording.background import background

            background.finish()


def link_name(project: Project, given: Path, path: str) -> str | None:
    """Return what the file at `path` was called by the first symbolic link that led to it; None if there was none.

    The link may be made to lead elsewhere, which the name of the file alone does not tell. Those do not count by which
    the project itself is reached, nor those that lie in `/`, nor `LATEST`, which leads elsewhere after every run, nor
    any to what lies in the directory of a run that lives.
    """
    name, real, inside = os.path.normpath(given), str(project.locate(path)), f"{project.root}/"
    if name == real or "_out/RUNNING/" in real:
        return None
    folder, *names = name.split("/")
    for depth, name in enumerate(names, 1):
        place = f"{folder}/{name}"
        counts = folder and not is_latest(folder, name) and (place.startswith(inside) or not real.startswith(inside))
        if counts and os.path.islink(place):  # noqa: PTH114
            return "/".join([place, *names[depth:]]).removeprefix(inside)
        folder = os.path.realpath(place)
    return None


def is_latest(folder: str, name: str) -> bool:
    """Say whether a link is that to the newest successful run of a script."""
    return name == "LATEST" and folder.endswith("_out")


def state(status: os.stat_result) -> tuple[int, ...]:
    """Return what changes when somebody writes into a file."""
    return status.st_dev, *stamp(status)
