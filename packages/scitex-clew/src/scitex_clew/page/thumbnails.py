"""Small pictures of figures, which stand in the nodes of the graph."""

from collections.abc import Iterable, Mapping
from importlib import import_module

from scitex_clew.drawing.graph import Graph
from scitex_clew.page.figures import ENDINGS, data_url, taken
from scitex_clew.page.privacy import Privacy
from scitex_clew.project import Project
from scitex_clew.records.media import media_type
from scitex_clew.records.record import FileAccess
from scitex_clew.verifying.reports import RunReport
from scitex_io.paths import is_remote

WIDTH, HEIGHT = 160, 80  # pixels
LARGEST = 20_000_000  # bytes of a figure that is scaled down at all
MOST_BYTES = 8_000
MOST_IN_ALL = 1_500_000


def thumbnails(project: Project, graph: Graph, reports: Iterable[RunReport], privacy: Privacy) -> Mapping[str, str]:
    """Return node → the address that holds its small picture, of contents that are pictures and still what they were.

    They are scaled down if Pillow is installed. Without it only figures are shown that are small by themselves.
    """
    figures: dict[str, FileAccess] = {}
    for report in reports:
        for file in report.files:
            is_figure = file.access.path.lower().endswith(ENDINGS) and not is_remote(file.access.path)
            if is_figure and file.verdict == "verified" and file.access.size <= LARGEST:
                figures.setdefault(file.access.sha256, file.access)
    found: dict[str, str] = {}
    total = 0
    for node in graph.nodes:
        access = figures.get(str(node.facts.get("sha256"))) if node.kind == "content" else None
        if access is None:
            continue
        media, content = small(media_type(access.path), taken(project, access, privacy)[0])
        if content and total + len(content) <= MOST_IN_ALL:
            total += len(content)
            found[node.id] = data_url(media, content)
    return found


def small(media: str, content: bytes) -> tuple[str, bytes]:
    """Return a figure as a picture of a few kilobytes, with its media type; nothing if that cannot be had."""
    own = content if len(content) <= MOST_BYTES else b""
    if media == "image/svg+xml":
        return media, own
    try:
        scaled = import_module("scitex_clew.page.scaled").scaled(content, WIDTH, HEIGHT)
    except ImportError:
        return media, own
    if own and (not scaled or len(own) <= len(scaled)):
        return media, own
    return "image/jpeg", scaled if len(scaled) <= MOST_BYTES else b""
