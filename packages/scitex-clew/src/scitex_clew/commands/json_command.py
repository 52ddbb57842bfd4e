"""`scitex clew json`."""

from scitex_clew.commands.drawings import drawing_command

command = drawing_command(
    "json",
    "Print the lineage as a graph in JSON: of the whole project, or of a file or run with all that it descends from.",
)
