"""The pointer from a picture to the recipe of its figure, by which a picture is known whose bytes have changed.

scitex-plt puts it into the metadata of a PNG, JPEG, SVG or PDF as one line of ASCII: name and SHA-256 of the recipe,
that of `places` and `savefig` left out, which may differ from picture to picture.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from scitex_clew.hashing import digest
from scitex_clew.indexing.index import Index
from scitex_clew.project import Project
from scitex_clew.verifying.reports import Pointed
from scitex_io.paths import is_remote

BEGINNINGS = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|%PDF-|(?s:.{0,500})<svg\b")
"""How pictures that may have a pointer begin."""

POINTER = re.compile(rb"scitex-recipe(?:: |\0)sha256:([0-9a-f]{64}) ([\w.~%-]+\.yaml)")
OPTIONS = re.compile(rb"^(?:places|savefig):.*\n(?: .*\n)*", re.MULTILINE)


def pointed_at(picture: Path, index: Index, project: Project) -> Pointed | None:
    """Return the recipe that a picture points at, and who wrote it; None if it points at none."""
    content = picture.read_bytes()
    pointers = POINTER.findall(content) if BEGINNINGS.match(content) else []
    if not pointers:
        return None
    sha256, name = pointers[-1][0].decode(), unquote(pointers[-1][1].decode())
    writers = index.writers(sha256) or next(found(name, sha256, index, project), [])
    return Pointed(name, sha256, tuple(writers))


def found(name: str, sha256: str, index: Index, project: Project) -> Iterator[list[tuple[str, str]]]:
    """Yield the writers of each recipe of that name, still there as it was recorded, that has that hash."""
    for place in sorted(index.places(), reverse=True):
        if is_remote(place) or place.rpartition("/")[2] != name:
            continue
        try:
            content = project.locate(place).read_bytes()
        except OSError:
            continue  # what is gone cannot be compared
        if digest(OPTIONS.sub(b"", content)) == sha256 and (writers := index.writers(digest(content))):
            yield writers
