"""`scitex clew dot`."""

from scitex_clew.commands.drawings import drawing_command

command = drawing_command(
    "dot",
    "Print the lineage for Graphviz: of the whole project, or of a file or run with all that it descends from.",
)
