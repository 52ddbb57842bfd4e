"""The lineage as a graph, and the forms in which it is drawn."""
