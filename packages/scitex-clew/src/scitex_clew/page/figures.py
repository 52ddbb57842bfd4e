"""Figures as the page shows them: small, and only if they are what the run wrote."""

import base64
from collections.abc import Iterator

from scitex_clew.hashing import digest, opened
from scitex_clew.page.privacy import Privacy
from scitex_clew.project import Project
from scitex_clew.records.media import media_type
from scitex_clew.records.record import FileAccess
from scitex_clew.verifying.reports import FileReport, RunReport

ENDINGS = (".jpeg", ".jpg", ".png", ".svg")
MOST_BYTES = 1_000_000
MOST_IN_ALL = 24_000_000


class Figures:
    """The figures of a page, each once: `urls` has them by their hashes."""

    def __init__(self, project: Project, privacy: Privacy) -> None:
        self.project = project
        self.privacy = privacy
        self.urls: dict[str, str] = {}
        self.bytes = 0

    def of(self, report: RunReport) -> Iterator[dict[str, object]]:
        """Yield the figures that a run wrote, each with the reason why there is no picture of it, if so."""
        for file in report.files:
            if file.access.role == "output" and file.access.path.lower().endswith(ENDINGS):
                note = self.refused(file)
                yield {"sha256": file.access.sha256, "shown": not note, "note": note}

    def refused(self, file: FileReport) -> str:
        """Take a figure in, or return why it is left out."""
        path, sha256, size = file.access[1:]
        if sha256 in self.urls:
            return ""
        if file.verdict != "verified":
            return file.verdict
        if size > MOST_BYTES or self.bytes + size > MOST_IN_ALL:
            return "too large for this page"
        content, note = taken(self.project, file.access, self.privacy)
        if not note:
            self.bytes += size
            self.urls[sha256] = data_url(media_type(path), content)
        return note


def taken(project: Project, access: FileAccess, privacy: Privacy) -> tuple[bytes, str]:
    """Return what a file of the project holds, if that is what was recorded, and no secret; else nothing, and why."""
    place = project.locate(access.path).resolve()
    if not place.is_relative_to(project.root):
        return b"", "not in the project"
    try:
        with opened(place) as file:
            content = file.read(access.size + 1)
    except OSError:
        return b"", "cannot be read"
    if digest(content) != access.sha256:
        return b"", "modified"
    return (b"", "holds a secret") if privacy.exposed(content) else (content, "")


def data_url(media: str, content: bytes) -> str:
    """Return a content as an address that holds it."""
    return f"data:{media};base64,{base64.b64encode(content).decode('ascii')}"
