"""Real scripts with real sessions, recorded by this package because it is installed."""

import json
import subprocess
import sys
from zipfile import ZipFile

import pytest

from scitex_clew import export, run, runs, status

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

STARTS = """
import multiprocessing, subprocess, sys
from pathlib import Path
import scitex_io
from scitex_session import session

CHILD = "import scitex_io; scitex_io.save(scitex_io.load('raw.json'), 'child.json')"
BIG = "import scitex_io; scitex_io.save('x' * 3_000_000, 'big.txt')"

def work():
    scitex_io.save("worker", "worker.txt")
    subprocess.run([sys.executable, "-c", CHILD.replace("child.json", "of worker.json")], check=True)

@session
def main(method="plain"):
    if method == "plain":
        subprocess.run([sys.executable, "-c", CHILD], check=True)
        subprocess.run([sys.executable, "-c", BIG], check=True)
    elif method == "session":
        subprocess.run([sys.executable, "ingest.py"], check=True)
    elif method == "after":
        Path("late.py").write_text(f"input()\\n{CHILD}")
        main.late = subprocess.Popen([sys.executable, "late.py"], stdin=subprocess.PIPE)
    else:
        worker = multiprocessing.get_context(method).Process(target=work)
        worker.start()
        worker.join()

if __name__ == "__main__":
    main()
    if hasattr(main, "late"):
        main.late.communicate(b"go\\n")
    subprocess.run([sys.executable, "-c", CHILD.replace("child", "after")], check=True)
"""


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
    (tmp_path / "starts.py").write_text(STARTS)
    return lambda *command: subprocess.run([sys.executable, *command], check=False).returncode


def test_a_script_that_loads_the_newest_result_of_another_is_its_child(scripts):
    assert scripts("ingest.py", "--factor", "3") == 0
    assert scripts("analyse.py") == 0
    ingest, analyse = status().runs
    assert (ingest.verdict, analyse.verdict) == ("verified", "verified")
    assert analyse.parents == (ingest.run.id,)
    (clean,) = (file.access.path for file in analyse.files if file.access.role == "input")
    assert clean == f"ingest_out/FINISHED_SUCCESS/{ingest.run.id}/clean.json"


def test_of_a_script_that_is_run_in_its_project_nothing_that_is_handed_on_names_its_place(scripts, tmp_path):
    assert scripts("ingest.py", "--factor", "3") == 0
    export("crate.zip", "ingest_out/LATEST/clean.json", prov="prov.json")
    with ZipFile("crate.zip") as archive:
        texts = [*map(archive.read, archive.namelist()), (tmp_path / "prov.json").read_bytes()]
    assert any(text.startswith(b"# run ") for text in texts)
    assert not any(str(tmp_path).encode() in text for text in texts)


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
    assert report.verdict == ("verified" if end == "return" else "failed")


def accessed(script):
    """Return the role and the name of each file that the one run of a script has read or written itself."""
    (report,) = (report for report in status().runs if report.run.script == script)
    found = [(file.access.role, file.access.path.rpartition("/")[2]) for file in report.files]
    return [access for access in found if access[0] in ("input", "output")]


def test_a_python_program_that_a_run_starts_is_recorded_with_it(scripts, capfd):
    assert scripts("starts.py") == 0
    assert accessed("starts.py") == [("input", "raw.json"), ("output", "big.txt"), ("output", "child.json")]
    assert capfd.readouterr().err == ""


def test_one_that_opens_a_session_is_a_run_of_its_own(scripts):
    assert scripts("starts.py", "--method", "session") == 0
    assert accessed("starts.py") == []
    assert accessed("ingest.py") == [("input", "raw.json"), ("output", "clean.json")]


def test_one_that_outlives_the_run_is_on_its_own(scripts, capfd):
    assert scripts("starts.py", "--method", "after") == 0
    assert accessed("starts.py") == []
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_one_that_a_worker_starts_is_recorded_and_the_worker_only_once(scripts, tmp_path, method):
    assert scripts("starts.py", "--method", method) == 0
    assert accessed("starts.py") == [("input", "raw.json"), ("output", "of worker.json"), ("output", "worker.txt")]


def test_a_run_on_a_full_disk_can_be_concluded_when_there_is_room(scripts, tmp_path):
    (tmp_path / "full.py").write_text(
        INGEST.replace("scitex_io.load", "open_crate(); scitex_io.load").replace(
            "@session",
            """
from pathlib import Path
def open_crate():
    (next(Path("full_out/RUNNING").iterdir()) / "ro-crate-metadata.json").mkdir()

@session""",
        )
    )
    assert scripts("full.py") == 0
    (directory,) = (tmp_path / "full_out/FINISHED_SUCCESS").iterdir()
    (directory / "ro-crate-metadata.json").rmdir()
    (known,) = runs()
    assert (known.outcome, known.exit_code) == ("success", 0)

    clean = "from scitex_session.history.commands import session; session(['clean'])"
    assert scripts("-c", clean) == 0

    record = run(known.id).record
    assert (record.ended, record.outcome, record.exit_code, record.seed) == (known.ended, "success", 0, 42)
    assert sorted(path.name for path in directory.iterdir()) == ["clean.json", "full.log", "ro-crate-metadata.json"]
    assert [report.verdict for report in status().runs] == ["verified"]
