"""A graph in the language of Graphviz (https://graphviz.org/doc/info/lang.html)."""

from collections.abc import Iterator

from scitex_clew.drawing.graph import Edge, Graph, Node
from scitex_clew.drawing.gravity import COLOURS
from scitex_clew.wording import plural, printable

SHAPES = {"content": "note", "group": "box3d", "run": "box"}
STYLES = {"": "solid", "config": "dashed", "input": "solid", "module": "dashed", "output": "solid", "script": "dashed"}


def digraph(graph: Graph) -> str:
    """Return the text of a directed graph, drawn from left to right."""
    return "\n".join(["digraph lineage {", *(f"    {line};" for line in lines(graph)), "}"]) + "\n"


def lines(graph: Graph) -> Iterator[str]:
    """Yield the statements."""
    yield "charset=utf8"
    yield "rankdir=LR"
    yield 'node [fontname="sans-serif", fontsize=11, style=filled]'
    yield 'edge [color="#6b7480", fontname="sans-serif", fontsize=9]'
    if graph.note:
        yield f"label={quoted(graph.note)}"
    yield from map(node_line, graph.nodes)
    yield from map(edge_line, graph.edges)


def node_line(node: Node) -> str:
    """Return the statement of a node."""
    label = quoted(node.name, *node.lines)
    colours = COLOURS[node.verdict]
    return f'{node.id} [label={label}, shape={SHAPES[node.kind]}, fillcolor="{colours.fill}", color="{colours.line}"]'


def edge_line(edge: Edge) -> str:
    """Return the statement of an edge."""
    label = "" if edge.role else f", label={quoted(plural(edge.number, 'file'))}"
    return f"{edge.source} -> {edge.target} [style={STYLES[edge.role]}{label}]"


def quoted(*lines: str) -> str:
    r"""Return lines as a string of Graphviz, which would read `\N` in one, and `&lt;`."""
    escaped = (printable(line).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines)
    return '"' + "\\n".join(escaped) + '"'
