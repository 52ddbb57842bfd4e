"""In a notebook a cell is a run: what it prints is in the cell and in the log."""

import pytest

pytest.importorskip("ipykernel")
nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")

IMPORTS = "import os, subprocess, sys, time\nimport scitex_io as io\nfrom scitex_session import INJECTED, session"


@pytest.fixture
def executed(project, monkeypatch):
    """Execute cells in a kernel; return what each shows."""

    def of(*cells, allow_errors=False):
        monkeypatch.delenv("PYTEST_CURRENT_TEST")  # under it a kernel does not show what children print
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in (IMPORTS, *cells)])
        client = nbclient.NotebookClient(
            notebook,
            timeout=120,
            kernel_name="python3",
            allow_errors=allow_errors,
            resources={"metadata": {"path": str(project.directory)}},
        )
        client.execute()
        return ["".join(output.get("text", "") for output in cell.outputs) for cell in notebook.cells[1:]]

    return of


EVERYBODY = """
    print("python out")
    print("python err", file=sys.stderr)
    sys.stdout.flush()
    subprocess.run(["echo", "from a child"])
    os.write(1, b"raw\\n")
    path = io.save({"lr": lr}, "params.json")
"""
PRINTED = ["from a child", "python err", "python out", "raw"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "cell",
    [
        "with session.open(lr=0.1) as run:\n    lr = run.values()['lr']" + EVERYBODY,
        "@session\ndef main(lr=0.1):" + EVERYBODY + "\nmain()",
    ],
    ids=["open", "call"],
)
def test_a_cell_is_a_run(project, executed, cell):
    settled = "\ntime.sleep(0.5)"  # what children print takes a way of its own into the cell
    shown, after = executed(cell + settled, "print('after', os.path.exists('params.json'))")

    run = project.only_run("FINISHED_SUCCESS", name="console")
    assert (run / "params.json").read_text() == '{\n  "lr": 0.1\n}\n'
    assert sorted(project.log(name="console").splitlines()) == PRINTED
    assert sorted(shown.splitlines()) == PRINTED
    assert after == "after False\n"


@pytest.mark.filterwarnings("ignore")
def test_what_a_cell_raises_is_in_the_log_and_the_notebook_goes_on(project, executed):
    failing, after = executed(
        "with session.open():\n    1 / 0", "with session.open() as run: print(run.id)", allow_errors=True
    )

    (failed,) = project.runs("FINISHED_ERROR", name="console")
    assert "ZeroDivisionError" in (failed / "console.log").read_text()
    assert "ZeroDivisionError" not in failing
    assert after.strip() == project.only_run("FINISHED_SUCCESS", name="console").name
