"""Options that several commands share which click reads."""

import click

from scitex_clew.commands import FLAGS

NAME = "PATH|URL|ID"  # of a run: its id, its directory, or a file that it wrote
as_json_option = click.option("--json", "as_json", is_flag=True, help=FLAGS["--json"][1])
