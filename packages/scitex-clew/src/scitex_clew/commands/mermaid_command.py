"""`scitex clew mermaid`."""

from scitex_clew.commands.drawings import drawing_command

command = drawing_command(
    "mermaid",
    "Print the lineage as a Mermaid flowchart: of the project, or of a file or run with all that it descends from.",
)
