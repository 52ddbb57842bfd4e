"""`scitex clew` on the command line."""

import json
import re

import pytest

import scitex_io
from scitex_clew.record import Parameter

click_testing = pytest.importorskip("click.testing")


@pytest.fixture
def clew():
    """Return a function that runs the command and gives its exit code and its lines."""
    from scitex_clew.commands import clew

    def invoke(*arguments):
        result = click_testing.CliRunner().invoke(clew, arguments)
        return result.exit_code, result.output.splitlines()

    return invoke


def test_status_of_untouched_runs_is_one_line(project, clew):
    project.chain()
    assert clew("status") == (0, ["3 runs: 3 verified"])


def test_status_names_the_modified_file_and_all_that_depends_on_it(project, clew):
    ingest, analyse, figure = project.chain()
    (ingest.directory / "clean.txt").write_text("other\n")
    path = f"ingest_out/FINISHED_SUCCESS/{ingest.id}/clean.txt"
    assert clew("status") == (
        1,
        [
            f"modified    {path}  (written by ingest.py {ingest.id})",
            f"stale       analyse.py {analyse.id}: {path} was modified",
            f"stale       figure.py {figure.id}: {path} was modified (read by analyse.py {analyse.id})",
            "3 runs: 2 stale, 1 modified",
        ],
    )


def test_status_names_a_modified_input(project, clew):
    project.chain()
    (project.root / "raw.txt").unlink()
    code, lines = clew("status")
    assert (code, lines[0], lines[-1]) == (1, "missing     raw.txt  (an input)", "3 runs: 3 stale")


def test_status_tells_edited_code_apart(project, clew):
    ingest, *_ = project.chain()
    ingest.script.write_text("# edited\n")
    assert clew("status") == (0, ["code        ingest.py: changed since 1 of 1 run", "3 runs: 3 verified"])


def test_status_says_which_run_replaced_an_input(project, clew):
    with project.session("a.py"):
        scitex_io.save("one\n", project.root / "a.txt")
    with project.session("b.py") as b:
        scitex_io.load(project.root / "a.txt")
    with project.session("a.py") as last:
        scitex_io.save("two\n", project.root / "a.txt")
    assert clew("status")[1][0] == f"stale       b.py {b.id}: a.txt was replaced by a.py {last.id}"


def test_run_shows_facts_parameters_files_and_relatives(project, clew):
    with project.session("a.py") as a:
        scitex_io.save("one\n", "a.txt")
    with project.session("b.py", parameters={"lr": Parameter("lr", 0.01, "flag --lr")}) as b:
        scitex_io.load(a.directory / "a.txt")
        b.seed = 42
    code, lines = clew("run", b.id[-7:])
    assert code == 0
    assert lines[0] == f"b.py {b.id}: verified"
    assert "  lr = 0.01  (flag --lr)" in lines
    assert "  seed         42" in lines
    assert f"parents   {a.id}" in lines
    assert any(re.fullmatch(r"  verified +input +[0-9a-f]{12}  a_out/.*/a\.txt", line) for line in lines)


def test_run_of_a_stale_run_says_why(project, clew):
    ingest, analyse, _ = project.chain()
    (ingest.directory / "clean.txt").write_text("other\n")
    code, lines = clew("run", analyse.id)
    assert code == 1
    assert f"stale because ingest_out/FINISHED_SUCCESS/{ingest.id}/clean.txt was modified" in lines


def test_list_is_a_line_a_run(project, clew):
    project.chain()
    code, lines = clew("list")
    assert code == 0
    assert [line.split()[-1] for line in lines] == ["ingest.py", "analyse.py", "figure.py"]


def test_mermaid_prints_or_writes_the_same(project, clew):
    project.chain()
    _, lines = clew("mermaid")
    assert clew("mermaid", "--output", "lineage.mmd") == (0, [])
    assert (project.root / "lineage.mmd").read_text().splitlines() == lines


def test_index_says_how_many_runs_it_found(project, clew):
    project.chain()
    assert clew("index") == (0, [f"3 runs in {project.root}/.scitex/clew.db"])


@pytest.mark.parametrize("command", [["status"], ["run", "01_AB12"], ["list"]])
def test_json_is_json(project, clew, command):
    project.chain()
    _, lines = clew(*command, "--json")
    assert json.loads("\n".join(lines))


def test_json_of_a_run_has_names_and_not_positions(project, clew):
    project.chain()
    found = json.loads("".join(clew("run", "03_AB12", "--json")[1]))
    assert found["report"]["files"][0]["access"]["role"] == "input"
    assert found["record"]["script"] == "figure.py"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "nothing"], "no recorded run has the id 'nothing'"),
        (["run", "2026"], "'2026' fits 3 runs"),
    ],
)
def test_a_wrong_id_is_one_line_and_exit_code_2(project, clew, arguments, message):
    project.chain()
    code, lines = clew(*arguments)
    assert (code, len(lines)) == (2, 1)
    assert message in lines[0]


@pytest.mark.parametrize("command", [["status"], ["list"], ["mermaid"], ["run", "x"]])
def test_without_any_run_every_command_says_so_in_one_line(project, clew, command):
    code, lines = clew(*command)
    assert (code, len(lines)) == (2, 1)
    assert "no run is recorded here" in lines[0]
