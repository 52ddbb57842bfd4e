"""A graph as SVG, whose nodes are links that a keyboard reaches."""

from collections.abc import Iterable, Mapping
from html import escape

from scitex_clew.drawing.graph import Graph, Node
from scitex_clew.page.layout import COLUMN, Layout, Place, layout
from scitex_clew.wording import plural, printable

MARGIN = 16.0
WIDTHS = {"content": 158.0, "group": 184.0, "run": 184.0}
HEIGHTS = {"content": 28.0, "group": 46.0, "run": 46.0}
LINE = 14.0
LETTERS = {"content": 21, "group": 25, "run": 25}
SMALL_LETTERS = 28
THUMBNAIL = 66.0  # height, with what is left free below it
FREE = 6.0


def picture(graph: Graph, thumbnails: Mapping[str, str]) -> str:
    """Return the SVG element; in some nodes, by their ids, there is a small picture."""
    heights = {node.id: height(node) + (THUMBNAIL if node.id in thumbnails else 0) for node in graph.nodes}
    found = layout(heights, ((edge[0], edge[1]) for edge in graph.edges))
    kinds = {node.id: node.kind for node in graph.nodes}
    width, tall = found.width - COLUMN + max(WIDTHS.values()) + 2 * MARGIN, found.height + 2 * MARGIN
    return "\n".join(
        [
            f'<svg id="graph" viewBox="0 0 {width:.0f} {tall:.0f}" width="{width:.0f}" height="{tall:.0f}" role="group"'
            ' aria-label="Lineage, from left to right">',
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
            '<path d="M0 0.8 7.5 4 0 7.2z"/></marker></defs>',
            f'<g transform="translate({MARGIN:.0f} {MARGIN:.0f})">',
            *edge_lines(graph, found, kinds),
            *(node_line(node, found.places[node.id], thumbnails.get(node.id)) for node in graph.nodes),
            "</g>",
            "</svg>",
        ]
    )


def height(node: Node) -> float:
    """Return the height of the box of a node, without a picture."""
    return HEIGHTS[node.kind] + LINE * max(0, len(node.lines) - (0 if node.kind == "content" else 1))


def edge_lines(graph: Graph, found: Layout, kinds: Mapping[str, str]) -> Iterable[str]:
    """Yield the curves, and how many files went along them between groups."""
    for edge in graph.edges:
        if edge.source == edge.target:
            x, y = found.places[edge.source]
            x += WIDTHS[kinds[edge.source]] - 34
            y -= 23
            path, middle = f"M{x:.1f} {y:.1f}c-6 -18 26 -18 18 -2", Place(x + 9, y - 14)
        else:
            path, middle = curve(found.paths[edge.source, edge.target], kinds[edge.source], kinds[edge.target])
        role = edge.role or "files"
        ends = f'data-from="{edge.source}" data-to="{edge.target}"'
        yield f'<path class="edge {role}" {ends} d="{path}" marker-end="url(#tip)"/>'
        if not edge.role:
            yield f'<text class="number" x="{middle.x:.1f}" y="{middle.y - 4:.1f}">{plural(edge.number, "file")}</text>'


def curve(points: tuple[Place, ...], source: str, target: str) -> tuple[str, Place]:
    """Return the path of an edge from the right of one node to the left of another, and a place at its middle."""
    forward = points[0].x < points[-1].x
    first = points[0]._replace(x=points[0].x + WIDTHS[source]) if forward else points[0]
    last = points[-1] if forward else points[-1]._replace(x=points[-1].x + WIDTHS[target])
    path = f"M{first.x:.1f} {first.y:.1f}"
    x, y = first
    for point in (*points[1:-1], last):
        bend = (point.x - x) / 2
        path += f"C{x + bend:.1f} {y:.1f} {point.x - bend:.1f} {point.y:.1f} {point.x:.1f} {point.y:.1f}"
        x, y = point
        if point is not last:  # straight past what stands in this layer
            x += WIDTHS["content"] if forward else 0
            path += f"H{x:.1f}"
    return path, Place((first.x + last.x) / 2, (first.y + last.y) / 2)


def node_line(node: Node, place: Place, thumbnail: str | None = None) -> str:
    """Return the link of a node: its box, a bar in the colour of its verdict, what is written in it, and a picture."""
    name, width, lettered = printable(node.name), WIDTHS[node.kind], height(node)
    tall = lettered + (THUMBNAIL if thumbnail else 0)
    spoken = escape(", ".join((kind_of(node), name, *map(printable, node.lines), node.verdict)))
    radius = tall / 2 if node.kind == "content" and not node.lines and not thumbnail else 6
    left = 16 if node.kind != "content" else 14
    first = lettered / 2 - LINE * len(node.lines) / 2 + 4
    words = [f'<text class="name" x="{left}" y="{first:.1f}">{escape(shortened(name, LETTERS[node.kind]))}</text>']
    for number, line in enumerate(node.lines, 1):
        small = escape(shortened(printable(line), SMALL_LETTERS))
        style = "id" if number == 1 and node.kind != "content" else "mark"
        words.append(f'<text class="{style}" x="{left}" y="{first + LINE * number + 1:.1f}">{small}</text>')
    if thumbnail:
        frame = f'x="{FREE:.0f}" y="{lettered - 1:.0f}" width="{width - 2 * FREE:.0f}" height="{THUMBNAIL - FREE:.0f}"'
        words.append(f'<rect class="mat" {frame} rx="3"/><image {frame} href="{escape(thumbnail)}"/>')
    back = '<rect class="back" x="4" y="-4" width="{0}" height="{1}" rx="6"/>' if node.kind == "group" else ""
    bar = f'<rect class="bar" x="0" y="6" width="4" height="{tall - 12:.0f}" rx="2"/>' if node.kind != "content" else ""
    failed = " failed" if node.facts.get("outcome") == "error" else ""
    return (
        f'<a class="node {node.kind} v-{node.verdict}{failed}" href="#{node.id}" data-node="{node.id}" role="button"'
        f' aria-label="{spoken}" transform="translate({place.x:.1f} {place.y - tall / 2:.1f})"><title>{spoken}</title>'
        f"{back.format(width, tall)}"
        f'<rect class="box" width="{width:.0f}" height="{tall:.0f}" rx="{radius:.0f}"/>{bar}{"".join(words)}</a>'
    )


def kind_of(node: Node) -> str:
    """Return what a node is, in a word for those who cannot see it."""
    return {"content": "file", "group": "runs of", "run": "run"}[node.kind]


def shortened(text: str, letters: int) -> str:
    """Return a text of at most so many letters, its beginning and its end."""
    if len(text) <= letters:
        return text
    end = letters // 2 - 1
    return f"{text[: letters - end - 1]}…{text[-end:]}"
