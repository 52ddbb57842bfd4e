"""`scitex io formats` prints the table."""

from click.testing import CliRunner

from scitex_io.commands import io
from scitex_io.registry import BUILT_IN


def test_formats_lists_every_extension_once():
    result = CliRunner().invoke(io, ["formats"])

    assert [line.split()[0] for line in result.output.splitlines()] == sorted(BUILT_IN)
    assert ".csv      table            ready" in result.output
