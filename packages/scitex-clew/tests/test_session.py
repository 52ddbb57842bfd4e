"""Real scripts with real sessions, recorded by this package because it is installed."""

import json
import subprocess
import sys

import pytest

from scitex_clew import run, runs, status

pytest.importorskip("scitex_session")

INGEST = '''
import scitex_io
from scitex_session import session

@session
def main(factor=2.0):
    """Ingest the raw data."""
    scitex_io.load("raw.json")
    scitex_io.save([factor], "clean.json")

if __name__ == "__main__":
    main()
'''

BIG = """
import os, signal, sys, time
import scitex_io
from scitex_session import session

@session
def main(end="return"):
    scitex_io.save("x" * 20_000_000, "big.txt")
    if end == "raise":
        raise ValueError("bad")
    if end == "signal":
        os.kill(os.getpid(), signal.SIGTERM)
    if end == "exit":
        sys.exit(3)

if __name__ == "__main__":
    main()
"""

ANALYSE = '''
import os
import scitex_io
from scitex_session import session

@session
def main(kill=False):
    """Analyse the clean data."""
    scitex_io.load("ingest_out/LATEST/clean.json")
    scitex_io.save([1], "fit.json")
    if kill:
        os.kill(os.getpid(), 9)

if __name__ == "__main__":
    main()
'''


@pytest.fixture
def scripts(tmp_path, monkeypatch):
    """Return a function that runs one of two scripts in a project and gives its exit code."""
    monkeypatch.delenv("SCITEX_CLEW_DB", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "raw.json").write_text("[1, 2]")
    (tmp_path / "ingest.py").write_text(INGEST)
    (tmp_path / "analyse.py").write_text(ANALYSE)
    (tmp_path / "big.py").write_text(BIG)
    return lambda *command: subprocess.run([sys.executable, *command], check=False).returncode


def test_a_script_that_loads_the_newest_result_of_another_is_its_child(scripts):
    assert scripts("ingest.py", "--factor", "3") == 0
    assert scripts("analyse.py") == 0
    ingest, analyse = status().runs
    assert (ingest.verdict, analyse.verdict) == ("verified", "verified")
    assert analyse.parents == (ingest.run.id,)
    (clean,) = (file.access.path for file in analyse.files if file.access.role == "input")
    assert clean == f"ingest_out/FINISHED_SUCCESS/{ingest.run.id}/clean.json"


def test_parameters_are_recorded_with_their_sources(scripts):
    scripts("ingest.py", "--factor", "3")
    (ingest,) = runs()
    found = {parameter.name: parameter for parameter in run(ingest.id).record.parameters}
    assert found["factor"].value == 3.0
    assert "--factor" in found["factor"].source


def test_the_run_directory_is_a_crate(scripts, tmp_path):
    scripts("ingest.py")
    (crate,) = (tmp_path / "ingest_out" / "FINISHED_SUCCESS").glob("*/ro-crate-metadata.json")
    graph = {entity["@id"]: entity for entity in json.loads(crate.read_text())["@graph"]}
    assert {"clean.json", "ingest.log"} <= {part["@id"] for part in graph["./"]["hasPart"]}


def test_a_killed_script_leaves_an_incomplete_run(scripts):
    scripts("ingest.py")
    assert scripts("analyse.py", "--kill") == -9
    assert [report.verdict for report in status().runs] == ["verified", "incomplete"]


@pytest.mark.parametrize(("end", "code"), [("return", 0), ("raise", 1), ("signal", 143), ("exit", 3)])
def test_however_a_run_ends_its_big_files_are_hashed(scripts, end, code):
    assert scripts("big.py", "--end", end) == code
    (report,) = status().runs
    assert [(file.access.role, file.verdict) for file in report.files] == [
        ("log", "verified"),
        ("output", "verified"),
        ("script", "verified"),
    ]
    assert report.verdict == "verified"
