"""What of a figure its recipe does not hold, and why: a recipe may be incomplete, and then it says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scitex_plt.notices import warn
from scitex_plt.values import plain
from scitex_plt.values.plain import Unsupported

REFUSALS = (Unsupported, TypeError, ValueError)
"""What may come up when an artist is described: matplotlib takes values in many forms, and not all are foreseen."""


def reason_of(cause: Exception) -> str:
    """Return why an artist cannot be described, in words."""
    return str(cause) if isinstance(cause, Unsupported) else f"{type(cause).__name__}: {' '.join(str(cause).split())}"


class Omissions:
    """The list of what was left out, as it stands in the recipe."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def add(self, where: str, artist: Any, reason: str) -> None:
        """Note that `artist`, which stands in the axes called `where`, was left out."""
        said = {"axes": where, "artist": type(artist).__name__, "label": label_of(artist), "reason": reason}
        said = {key: text for key, text in said.items() if text}
        for entry in self.entries:
            if entry | said == entry:
                entry["count"] = entry.get("count", 1) + 1
                return
        self.entries.append(said)

    @contextmanager
    def noting(self, where: str, artist: Any) -> Iterator[None]:
        """Note `artist` as left out if the block finds that it cannot be described.

        matplotlib takes values in many forms; one that is not foreseen costs this artist alone.
        """
        try:
            yield
        except REFUSALS as cause:
            self.refused(where, artist, reason_of(cause))

    def refused(self, where: str, artist: Any, reason: str) -> None:
        """Do without an artist that cannot be described."""
        self.add(where, artist, reason)

    def __str__(self) -> str:
        return ", ".join(map(worded, self.entries))


def warn_of(omissions: Omissions, lacking: str) -> None:
    """Warn of what was left out, if anything was."""
    if omissions.entries:
        warn(f"{lacking} lacks {omissions}")


def worded(entry: dict[str, Any]) -> str:
    """Return one entry in words: `QuadMesh 'density' of axes A (not described yet)`."""
    count = f"{entry['count']} × " if "count" in entry else ""
    label = f" {entry['label']!r}" if "label" in entry else ""
    where = "the figure" if entry["axes"].startswith(("figure", "subfigure")) else f"axes {entry['axes']}"
    return f"{count}{entry['artist']}{label} of {where} ({entry['reason']})"


def label_of(artist: Any) -> str:
    """Return the label, or the text, by which a person knows `artist`; empty if there is none."""
    label = artist.get_label()
    words = label.get_text() if hasattr(label, "get_text") else plain.label(label)
    if not words and hasattr(artist, "get_text"):
        words = artist.get_text()
    return " ".join(words.split())
