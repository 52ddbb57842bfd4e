"""A graph as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html)."""

from collections.abc import Iterator

from scitex_clew.drawing.graph import Edge, Graph, Node
from scitex_clew.drawing.gravity import COLOURS
from scitex_clew.wording import plural, printable

ARROWS = {"": "-->", "config": "-.->", "input": "-->", "module": "-.->", "output": "-->", "script": "-.->"}
SHAPES = {"content": ('("', '")'), "group": ('["', '"]'), "run": ('["', '"]')}


def chart(graph: Graph) -> str:
    """Return the text of a flowchart from left to right."""
    return "\n".join(["flowchart LR", *(f"    {line}" for line in lines(graph))]) + "\n"


def lines(graph: Graph) -> Iterator[str]:
    """Yield the note, the nodes, the edges and the colours."""
    if graph.note:
        yield f"%% {graph.note}"
        yield f'note>"{label(graph.note)}"]'
    yield from map(box, graph.nodes)
    yield from map(arrow, graph.edges)
    for verdict, colours in COLOURS.items():
        nodes = [node.id for node in graph.nodes if node.verdict == verdict]
        if nodes:
            yield f"classDef {verdict} fill:{colours.fill},stroke:{colours.line},color:#1c2024"
            yield f"class {','.join(nodes)} {verdict}"


def box(node: Node) -> str:
    """Return the line of a node."""
    opening, closing = SHAPES[node.kind]
    return f"{node.id}{opening}{'<br/>'.join(map(label, (node.name, *node.lines)))}{closing}"


def arrow(edge: Edge) -> str:
    """Return the line of an edge."""
    label = "" if edge.role else f'|"{plural(edge.number, "file")}"|'
    return f"{edge.source} {ARROWS[edge.role]}{label} {edge.target}"


def label(text: str) -> str:
    """Return `text` as it may stand in a quoted label: all but letters, digits and plain marks as entities."""
    shown = printable(text)
    return "".join(sign if sign.isalnum() or sign in " ._-/" else f"#{ord(sign)};" for sign in shown)
