"""A format whose library is not installed says which one, and the line that installs it."""

import subprocess
import sys

import pytest

from scitex_io.registry import BUILT_IN

SCRIPT = """
import sys
sys.modules.update({library: None for library in sys.argv[2].split(",")})
import scitex_io
open(sys.argv[1], "w").close()
try:
    scitex_io.load(sys.argv[1])
except scitex_io.MissingLibraryError as error:
    print(error)
"""
OPTIONAL = [row for row in BUILT_IN.values() if row.libraries and row.extra]


@pytest.mark.parametrize("row", OPTIONAL, ids=lambda row: row.extension)
def test_a_missing_library_is_named_with_the_pip_line(tmp_path, row):
    command = [sys.executable, "-c", SCRIPT, f"a{row.extension}", ",".join(row.libraries)]

    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    assert result.stdout == f'reading {row.extension} needs {row.libraries[0]}: pip install "scitex-io[{row.extra}]"\n'
