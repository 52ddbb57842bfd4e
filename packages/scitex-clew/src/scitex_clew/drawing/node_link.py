"""A graph as JSON in the node-link form, which `networkx.node_link_graph` and D3 read."""

import json

from scitex_clew.drawing.graph import Edge, Graph, Node


def document(graph: Graph) -> str:
    """Return the JSON text, ASCII alone."""
    told = {
        "directed": True,
        "multigraph": True,
        "graph": {"note": graph.note} if graph.note else {},
        "nodes": list(map(node_entry, graph.nodes)),
        "edges": list(map(edge_entry, graph.edges)),
    }
    return json.dumps(well_formed(told), indent=1) + "\n"


def node_entry(node: Node) -> dict[str, object]:
    """Return what is told of a node."""
    return {"id": node.id, "kind": node.kind, "name": node.name, "verdict": node.verdict, **node.facts}


def edge_entry(edge: Edge) -> dict[str, object]:
    """Return what is told of an edge."""
    end = {"role": edge.role} if edge.role else {"files": edge.number}
    return {"source": edge.source, "target": edge.target, **end}


def well_formed(value: object) -> object:
    r"""Return a value in whose texts bytes that are not UTF-8 stand as `\udcff`, which no parser refuses."""
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case dict():
            return {key: well_formed(item) for key, item in value.items()}
        case list():
            return [well_formed(item) for item in value]
        case _:
            return value
