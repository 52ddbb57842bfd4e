"""Where the nodes of a graph are drawn: in layers from left to right, each beside what it hangs together with.

The method is that of Sugiyama, Tagawa and Toda (https://doi.org/10.1109/TSMC.1981.4308636): edges that close a circle
are turned round, every node is put in a layer behind its sources, the order within the layers is that of the
neighbours' mean places, and the places are then moved as near to the neighbours as the order allows. The same graph
is always drawn in the same way.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

COLUMN = 236.0
GAP = 14.0
SWEEPS = 8
WRAP = 5  # how many nodes without any edge stand in a row


class Place(NamedTuple):
    """The middle of the left side of a node."""

    x: float
    y: float


class Layout(NamedTuple):
    """Where nodes are, the points that each edge passes, and the size of all."""

    places: dict[str, Place]
    paths: dict[tuple[str, str], tuple[Place, ...]]
    width: float
    height: float


Layers = list[list[str]]
Pairs = Sequence[tuple[str, str]]


def layout(heights: Mapping[str, float], edges: Iterable[tuple[str, str]]) -> Layout:
    """Return where nodes, given with their heights, and edges between two different ones of them are drawn."""
    edges = list(dict.fromkeys((source, target) for source, target in edges if source != target))
    places: dict[str, Place] = {}
    paths: dict[tuple[str, str], tuple[Place, ...]] = {}
    top = width = 0.0
    parts, alone = components(list(heights), edges)
    for part in parts:
        members = set(part)
        within = [edge for edge in edges if edge[0] in members]
        found = drawn({node: heights[node] for node in part}, within)
        places |= {node: Place(x, y + top) for node, (x, y) in found.places.items()}
        paths |= {edge: tuple(Place(x, y + top) for x, y in points) for edge, points in found.paths.items()}
        top, width = top + found.height + 2 * GAP, max(width, found.width)
    columns = max(WRAP, round(width / COLUMN))
    for start in range(0, len(alone), columns):
        row = alone[start : start + columns]
        height = max(heights[node] for node in row)
        places |= {node: Place(number * COLUMN, top + height / 2) for number, node in enumerate(row)}
        top, width = top + height + GAP, max(width, len(row) * COLUMN)
    return Layout(places, paths, width, top)


def components(nodes: Sequence[str], edges: Pairs) -> tuple[list[list[str]], list[str]]:
    """Return the parts of a graph that hang together, and the nodes that hang together with nothing."""
    near = neighbours([*edges, *((target, source) for source, target in edges)])
    found: list[list[str]] = []
    seen: set[str] = set()
    for node in nodes:
        if node in seen or node not in near:
            continue
        seen.add(node)
        waiting, part = [node], []
        while waiting:
            part.append(waiting.pop())
            fresh = [other for other in near[part[-1]] if other not in seen]
            seen.update(fresh)
            waiting += fresh
        members = set(part)
        found.append([node for node in nodes if node in members])
    return found, [node for node in nodes if node not in near]


def neighbours(edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return source → its targets."""
    found: dict[str, list[str]] = {}
    for source, target in edges:
        found.setdefault(source, []).append(target)
    return found


def drawn(heights: Mapping[str, float], edges: Pairs) -> Layout:
    """Return the layout of nodes that all hang together."""
    turned = backward(list(heights), edges)
    forward = list(dict.fromkeys((b, a) if (a, b) in turned else (a, b) for a, b in edges))
    layer = layered(list(heights), forward)
    routes = {edge: route(edge, layer) for edge in forward}
    layers: Layers = [[] for _ in range(max(layer.values()) + 1)]
    for node in heights:
        layers[layer[node]].append(node)
    for inner in routes.values():
        for depth, node in enumerate(inner[1:-1], layer[inner[0]] + 1):
            layers[depth].append(node)
    pieces = [piece for inner in routes.values() for piece in pairwise(inner)]
    after, before = neighbours(pieces), neighbours((b, a) for a, b in pieces)
    layers = ordered(layers, before, after)
    tall = {node: heights.get(node, 4.0) for row in layers for node in row}
    y = aligned(layers, before, after, tall)
    low = min(y[node] - tall[node] / 2 for node in y)
    x = {node: depth * COLUMN for depth, row in enumerate(layers) for node in row}
    places = {node: Place(x[node], y[node] - low) for node in y}
    paths = {}
    for source, target in edges:
        inner = routes[(target, source) if (source, target) in turned else (source, target)]
        points = tuple(places[node] for node in inner)
        paths[source, target] = points[::-1] if (source, target) in turned else points
    height = max(y[node] + tall[node] / 2 for node in y) - low
    return Layout({node: places[node] for node in heights}, paths, len(layers) * COLUMN, height)


def backward(nodes: Sequence[str], edges: Pairs) -> set[tuple[str, str]]:
    """Return the edges that close a circle."""
    targets = neighbours(edges)
    found: set[tuple[str, str]] = set()
    done: set[str] = set()
    for start in nodes:
        path = {start: iter(targets.get(start, ()))} if start not in done else {}
        while path:
            node = next(reversed(path))
            target = next(path[node], None)
            if target is None:
                done.add(node)
                del path[node]
            elif target in path:
                found.add((node, target))
            elif target not in done:
                path[target] = iter(targets.get(target, ()))
    return found


def layered(nodes: Sequence[str], edges: Pairs) -> dict[str, int]:
    """Return node → its layer: right behind its last source, and what has no source right before its first target."""
    targets, missing = neighbours(edges), dict.fromkeys(nodes, 0)
    for _, target in edges:
        missing[target] += 1
    layer = dict.fromkeys(nodes, 0)
    roots = [node for node in nodes if not missing[node]]
    ready = list(roots)
    while ready:
        node = ready.pop()
        for target in targets.get(node, ()):
            layer[target] = max(layer[target], layer[node] + 1)
            missing[target] -= 1
            if not missing[target]:
                ready.append(target)
    return layer | {node: min(layer[target] for target in targets[node]) - 1 for node in roots if node in targets}


def route(edge: tuple[str, str], layer: Mapping[str, int]) -> list[str]:
    """Return the nodes that an edge passes: in each layer between its ends one that nobody sees."""
    source, target = edge
    return [source, *(f"{source} {target} {depth}" for depth in range(layer[source] + 1, layer[target])), target]


def ordered(layers: Layers, before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> Layers:
    """Return the layers with their nodes in an order in which few edges cross: the best of some sweeps."""
    best, fewest = layers, crossings(layers, after)
    for sweep in range(SWEEPS):
        downward = sweep % 2 == 0
        near = before if downward else after
        layers = [list(row) for row in layers]
        place = {node: number for row in layers for number, node in enumerate(row)}
        for row in layers if downward else reversed(layers):
            means = {node: mean([place[other] for other in near.get(node, ())], place[node]) for node in row}
            row.sort(key=means.__getitem__)
            place |= {node: number for number, node in enumerate(row)}
        found = crossings(layers, after)
        if found < fewest:
            best, fewest = layers, found
    return best


def mean(values: Sequence[float], otherwise: float) -> float:
    """Return the mean of some values."""
    return sum(values) / len(values) if values else otherwise


def crossings(layers: Layers, after: Mapping[str, list[str]]) -> int:
    """Return how many edges cross between neighbouring layers: the pairs that are in the wrong order."""
    found = 0
    for row, following in pairwise(layers):
        place = {node: number for number, node in enumerate(following)}
        ends = [end for node in row for end in sorted(place[target] for target in after.get(node, ()))]
        sums = [0] * (len(following) + 1)  # a Fenwick tree of how many ends are at or above each place
        for number, end in enumerate(ends):
            found += number - counted_to(sums, end + 1)
            at = end + 1
            while at < len(sums):
                sums[at] += 1
                at += at & -at
    return found


def counted_to(sums: Sequence[int], at: int) -> int:
    """Return how many ends a Fenwick tree has counted up to a place."""
    found = 0
    while at:
        found += sums[at]
        at -= at & -at
    return found


def aligned(
    layers: Layers, before: Mapping[str, list[str]], after: Mapping[str, list[str]], tall: Mapping[str, float]
) -> dict[str, float]:
    """Return node → its height on the page, as near to its neighbours as the order of its layer allows."""
    y: dict[str, float] = {}
    for row in layers:
        y |= dict(zip(row, spaced(row, [0.0] * len(row), tall), strict=True))
    for sweep in range(2 * SWEEPS):
        near = before if sweep % 2 == 0 else after
        for row in layers if sweep % 2 == 0 else reversed(layers):
            wanted = [mean([y[other] for other in near.get(node, ())], y[node]) for node in row]
            y |= dict(zip(row, spaced(row, wanted, tall), strict=True))
    return y


def spaced(row: Sequence[str], wanted: Sequence[float], tall: Mapping[str, float]) -> list[float]:
    """Return the places nearest to those wanted at which the nodes of a layer keep their order and distance.

    This is isotonic regression, by pooling neighbours that are in each other's way.
    """
    offsets = [0.0]
    for above, below in pairwise(row):
        offsets.append(offsets[-1] + (tall[above] + tall[below]) / 2 + GAP)
    pools: list[tuple[float, int]] = []  # sum of the places wanted, number of nodes
    for place, offset in zip(wanted, offsets, strict=True):
        total, number = place - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / number:
            total, number = total + pools[-1][0], number + pools.pop()[1]
        pools.append((total, number))
    level = [total / number for total, number in pools for _ in range(number)]
    return [place + offset for place, offset in zip(level, offsets, strict=True)]
