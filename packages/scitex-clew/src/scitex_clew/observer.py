"""The observer that puts every file which a run reads or writes into its journal.

A big file is hashed beside the script's own work. It is opened at once, so that it may be replaced or removed
meanwhile; a line without a hash tells of it at once, too, and is completed later.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO

import scitex_io
from scitex_clew.hashing import content_of, digest_in_pieces, opened
from scitex_clew.journal import Entry, Journal
from scitex_clew.project import Project
from scitex_io.notices import warn

BIG = 1 << 20
NEVER = -1  # a time at which no file was written: what was read is gone, and is not to be hashed later
TICK_NS = 2 * 10**9  # no file system has coarser time stamps


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

    def __call__(self, access: scitex_io.Access) -> None:
        """Put an access into the journal; warn once a file if that cannot be done."""
        try:
            self.note(access)
        except OSError as error:
            name = access.url or str(access.path)
            if name not in self.unrecorded:
                self.unrecorded.add(name)
                warn(f"the {access.mode} of {name} is not recorded: {error}")

    def note(self, access: scitex_io.Access) -> None:
        """Put an access into the journal, with its hash if the file is small."""
        path = access.url or self.project.portable(access.path)
        with opened(access.path) as file:
            status = os.fstat(file.fileno())
            if access.before is not None and state(access.before) != state(status):
                self.diary.append(Entry(access.mode, path, None, status.st_size, NEVER))
                return
            if status.st_size < BIG:
                present = content_of(file)
                self.diary.append(Entry(access.mode, path, present.sha256, present.size, present.mtime_ns))
                return
            known = self.tickets.get(state(status))
            ticket = known or os.urandom(8).hex()
            self.diary.append(Entry(access.mode, path, None, status.st_size, status.st_mtime_ns, ticket))
            if known is None:
                if is_settled(status):
                    self.tickets[state(status)] = ticket
                self.hash(FileIO(os.dup(file.fileno())), ticket, status)

    def hash(self, file: FileIO, ticket: str, status: os.stat_result) -> None:
        """Hash a big file beside the script's work; here, if too many wait.

        In a forked child it is done here, too, because that as a rule ends without waiting for anything.
        """
        from scitex_clew.background import Task, background

        work = self.hashing(file, ticket, status)
        next(work)  # now the file is closed, whatever becomes of the work
        self.busy = True
        if os.getpid() != self.process or not background.take(Task(work, status.st_size)):
            for _ in work:
                pass

    def hashing(self, file: FileIO, ticket: str, status: os.stat_result) -> Iterator[None]:
        """Hash an open file piece by piece and complete its lines, unless somebody wrote into it meanwhile."""
        with file, suppress(OSError):  # the lines then stay without a hash
            yield
            digest = yield from digest_in_pieces(file)
            present = os.fstat(file.fileno())
            if (present.st_size, present.st_mtime_ns) == (status.st_size, status.st_mtime_ns):
                self.diary.complete(ticket, digest)

    def finish(self) -> None:
        """Return when all that this process has taken on is hashed."""
        if self.busy and os.getpid() == self.process:
            from scitex_clew.background import background

            background.finish()


def state(status: os.stat_result) -> tuple[int, ...]:
    """Return what changes when somebody writes into a file."""
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def is_settled(status: os.stat_result) -> bool:
    """Say whether a file was last touched so long ago that the next write will change its times."""
    return time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) > TICK_NS
