"""Where the nodes of the page are drawn."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scitex_clew.page.layout import GAP, layout

NODES = [f"n{number}" for number in range(9)]
edges = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=25)


@given(edges)
def test_no_two_nodes_touch_and_all_lie_within(pairs):
    found = layout(dict.fromkeys(NODES, 30.0), pairs)
    assert found.places.keys() == set(NODES)
    assert all(0 <= x < found.width and 15 - 1e-6 <= y <= found.height for x, y in found.places.values())
    columns = {}
    for x, y in sorted(found.places.values()):
        columns.setdefault(x, []).append(y)
    assert all(below - above >= 30 + GAP - 1e-6 for column in columns.values() for above, below in pairwise(column))


@given(edges)
def test_every_edge_has_a_path_between_its_ends(pairs):
    found = layout(dict.fromkeys(NODES, 30.0), pairs)
    assert found.paths.keys() == {(source, target) for source, target in pairs if source != target}
    for (source, target), points in found.paths.items():
        assert (points[0], points[-1]) == (found.places[source], found.places[target])


@given(edges)
def test_the_same_graph_is_drawn_in_the_same_way(pairs):
    assert layout(dict.fromkeys(NODES, 30.0), pairs) == layout(dict.fromkeys(NODES, 30.0), pairs)


def test_edges_lead_to_the_right_unless_they_close_a_circle():
    places = layout(dict.fromkeys("abc", 30.0), [("a", "b"), ("b", "c"), ("c", "a")]).places
    assert places["a"].x < places["b"].x < places["c"].x


def test_a_chain_is_a_straight_line_however_long():
    names = [f"n{number}" for number in range(3000)]
    places = layout(dict.fromkeys(names, 30.0), pairwise(names)).places
    assert {place.y for place in places.values()} == {15.0}


def test_crossings_that_need_not_be_are_not():
    places = layout(dict.fromkeys("abxy", 30.0), [("a", "y"), ("b", "x"), ("a", "x"), ("b", "x")]).places
    assert (places["a"].y < places["b"].y) == (places["y"].y < places["x"].y)
