"""Edges of networkx: weights, labels, curves, loops and colours."""

import matplotlib.pyplot as plt
import networkx as nx

weighted = nx.Graph()
weighted.add_weighted_edges_from([("a", "b", 0.6), ("a", "c", 0.2), ("c", "d", 0.1), ("c", "e", 0.7), ("a", "d", 0.3)])
places = nx.circular_layout(weighted)

plt.figure()
nx.draw_networkx_nodes(weighted, places, node_size=700, label="nodes")
heavy = [(u, v) for u, v, weight in weighted.edges(data="weight") if weight > 0.5]
light = [(u, v) for u, v, weight in weighted.edges(data="weight") if weight <= 0.5]
nx.draw_networkx_edges(weighted, places, edgelist=heavy, width=6)
nx.draw_networkx_edges(weighted, places, edgelist=light, width=6, alpha=0.5, edge_color="b", style="dashed")
nx.draw_networkx_labels(weighted, places, font_size=20, font_family="sans-serif")
nx.draw_networkx_edge_labels(weighted, places, nx.get_edge_attributes(weighted, "weight"))
plt.legend()
plt.axis("off")

several = nx.MultiDiGraph([("A", "B"), ("A", "B"), ("B", "A"), ("B", "C"), ("C", "C")])
spots = nx.shell_layout(several)
figure, axes = plt.subplots()
nx.draw_networkx_nodes(several, spots, ax=axes)
nx.draw_networkx_labels(several, spots, ax=axes)
nx.draw_networkx_edges(several, spots, connectionstyle=["arc3,rad=0.15", "arc3,rad=0.3"], ax=axes)

star = nx.star_graph(12)
colors = range(12)
plt.figure()
options = {"edge_color": colors, "width": 4, "edge_cmap": plt.colormaps["Blues"]}
nx.draw(star, nx.spring_layout(star, seed=1), node_color="#A0CBE2", with_labels=False, **options)
plt.figure()
nx.draw(nx.complete_bipartite_graph(3, 4), nx.bipartite_layout(nx.complete_bipartite_graph(3, 4), range(3)))
