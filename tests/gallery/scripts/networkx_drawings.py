"""Graphs as networkx draws them."""

import matplotlib.pyplot as plt
import networkx as nx

karate = nx.karate_club_graph()
cycle = nx.DiGraph([(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)])
places = nx.spring_layout(karate, seed=0)

plt.figure()
nx.draw(karate, places)
plt.figure()
nx.draw_networkx(karate, places, node_color=list(dict(karate.degree).values()), cmap="plasma", node_size=200)
plt.figure()
nx.draw_circular(cycle, with_labels=True, node_color="lightblue", edgecolors="k", arrowsize=20)
plt.figure()
nx.draw_shell(nx.petersen_graph(), nlist=[range(5, 10), range(5)], with_labels=True, font_weight="bold")
plt.figure()
nx.draw_kamada_kawai(nx.balanced_tree(2, 3), node_shape="s", edge_color="gray", width=2)
plt.figure()
nx.draw_planar(nx.cubical_graph(), node_size=50)
plt.figure()
nx.draw_spectral(nx.grid_2d_graph(4, 4), alpha=0.6)
