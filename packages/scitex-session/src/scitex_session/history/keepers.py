"""Recorders that keep what they record, and can be asked for it later."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from scitex_io.notices import warn
from scitex_io.plugins import entry_points
from scitex_io.written_secrets import masked_diff
from scitex_session.recorders import GROUP


class End(NamedTuple):
    """What is known of the end of a run that ended without a word.

    Attributes
    ----------
    ended : datetime
        When it last gave a sign of life.
    outcome : {"success", "error"}
        Its outcome.
    error : str or None
        One line that says what became of it; None if it had come to its end.
    """

    ended: datetime
    outcome: str
    error: str | None

    def without_secrets(self, diff: str) -> str:
        """Return a diff, as git writes it, without its secrets; those that the run knew nobody knows any more."""
        return masked_diff(diff)


class Keeper(Protocol):
    """A recorder that has these functions besides being called with a run."""

    def record(self, directory: Path) -> dict[str, Any] | None:
        """Return what is recorded of the run in a directory, as JSON can hold it; None if nothing is."""

    def readers(self, directory: Path) -> list[str]:
        """Return the ids of the runs that read what the run in a directory wrote."""

    def conclude(self, directory: Path, end: End) -> bool:
        """Complete the record of a run that ended without a word, its directory being where it shall stay.

        Return whether that is done; if not, as on a full disk, it is asked for again later.
        """

    def forget(self, directory: Path) -> None:
        """Forget the run in a directory, which is about to be removed."""


@cache
def keeper() -> Keeper | None:
    """Return the recorder that keeps what it records; None if none is installed, or it cannot be loaded."""
    for name, plugin in entry_points(GROUP).items():
        try:
            found = plugin.load()
        except Exception as cause:
            warn(f"recorder {name!r} cannot be loaded: {cause!r}")
            continue
        if hasattr(found, "record"):
            return found  # type: ignore[no-any-return]
    return None
