"""What was learnt of files, noted in the index for the next look, unless others write that for long."""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from scitex_clew.index import Index, is_held
from scitex_io.notices import warn

if TYPE_CHECKING:
    from scitex_clew.rows import Seen

BRIEF_MS = 1000  # how long a look waits


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
        What others hold, by their paths.
    """
    disk = index.disk
    if disk.held or not (found or elsewhere):
        return
    with suppress(sqlite3.Error):
        disk.connection.execute(f"PRAGMA busy_timeout = {BRIEF_MS}")
        try:
            if elsewhere:
                disk.remember_elsewhere(elsewhere)
            if found:
                disk.remember(found)
        except sqlite3.OperationalError as error:
            disk.held = is_held(error)
            if disk.held:
                warn("another process is writing the index: what was hashed now is hashed again by the next look")
