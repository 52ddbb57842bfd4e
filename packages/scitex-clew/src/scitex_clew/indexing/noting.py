"""What was learnt of files, noted in the index for the next look, unless others write that for long."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from scitex_clew.errors import ClewError
from scitex_clew.indexing.index import Index
from scitex_clew.indexing.index_file import is_held, opened
from scitex_io.notices import warn

if TYPE_CHECKING:
    from scitex_clew.indexing.rows import Seen

BRIEF = 1.0  # seconds that a look waits


def note(index: Index, found: "Sequence[Seen]", elsewhere: "Sequence[tuple[str, Seen]]" = ()) -> None:
    """Note what files hold; after a second of waiting for others go on without, now and later, and say so.

    Where the index may only be read nothing is noted, and nothing said.

    Parameters
    ----------
    index : Index
        The index.
    found : sequence of Seen
        What files hold that records name.
    elsewhere : sequence of (str, Seen), optional
        What others hold, by what the index would call them.
    """
    disk = index.disk
    if disk.held or not (found or elsewhere):
        return
    with suppress(ClewError, OSError, sqlite3.Error):
        try:
            with writable(disk) as index:
                if elsewhere:
                    index.remember_elsewhere(elsewhere)
                if found:
                    index.remember(found)
        except sqlite3.OperationalError as error:
            disk.held = is_held(error)
            if disk.held:
                warn("another process is writing the index: what was hashed now is hashed again by the next look")


@contextmanager
def writable(disk: Index) -> Iterator[Index]:
    """Yield an index, or what it is a copy of, for writing without a long wait."""
    if disk.origin is None:
        disk.connection.execute(f"PRAGMA busy_timeout = {BRIEF * 1000:.0f}")
        yield disk
    else:
        with opened(disk.origin, BRIEF, writing=True) as index:
            yield index
