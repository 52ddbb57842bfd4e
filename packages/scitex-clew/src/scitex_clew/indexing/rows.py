"""Rows of the index that a verification goes through by the thousand; no run needs them."""

from typing import NamedTuple

from scitex_clew.records.record import Role


class Row(NamedTuple):
    """What a run read or wrote, and what was last seen there; for speed the rows of SQLite stand in for these."""

    run: int
    role: Role
    path: int
    text: str | bytes
    content: int
    sha256: bytes
    size: int
    seen_content: int | None
    seen_size: int | None
    mtime_ns: int | None
    ctime_ns: int | None
    inode: int | None


class Seen(NamedTuple):
    """What a file held when it was looked at, and what tells that it has not been touched since."""

    run: int
    path: int
    sha256: bytes
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
