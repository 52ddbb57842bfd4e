"""`scitex clew` on the command line."""

import json
import re

import pytest

import scitex_io
from scitex_clew import crate
from scitex_clew.record import GitState, Parameter


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
    assert clew("status") == (0, ["code        ingest.py: changed since 1 run", "3 runs: 3 verified"])


def test_status_says_which_run_replaced_an_input(project, clew):
    with project.session("a.py"):
        scitex_io.save("one\n", project.root / "a.txt")
    with project.session("b.py") as b:
        scitex_io.load(project.root / "a.txt")
    with project.session("a.py") as last:
        scitex_io.save("two\n", project.root / "a.txt")
    assert clew("status")[1][0] == f"stale       b.py {b.id}: a.txt was replaced by a.py {last.id}"


def test_status_counts_superseded_runs_and_is_well(project, clew):
    for text in ("raw\n", "other\n"):
        (project.root / "raw.txt").write_text(text)
        with project.session():
            scitex_io.load(project.root / "raw.txt")
    assert clew("status") == (0, ["2 runs: 1 verified, 1 superseded"])


def test_run_names_the_repetition_of_a_superseded_run(project, clew):
    for text in ("raw\n", "other\n"):
        (project.root / "raw.txt").write_text(text)
        with project.session() as last:
            scitex_io.load(project.root / "raw.txt")
    code, lines = clew("run", "01_AB12")
    assert (code, lines[0]) == (0, f"train.py 20260213_143001_AB12: superseded by {last.id}")


def test_status_does_not_blame_a_living_run_for_changing_its_files(project, clew):
    with project.session():
        scitex_io.save("one\n", "a.txt").write_text("two\n")
        assert clew("status") == (0, ["1 run: 1 running"])


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


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (GitState("abc", "main", dirty=False, tracked=True), "abc"),
        (GitState("abc", "main", dirty=True, tracked=True), "abc, tracked files changed"),
        (GitState("abc", "main", dirty=False, tracked=False), "abc, which does not hold the script"),
        (GitState(None, "main", dirty=False, tracked=False), "no commit yet"),
    ],
)
def test_run_says_how_far_the_commit_tells_what_was_run(project, clew, state, shown):
    with project.session() as run:
        pass
    path = run.directory / crate.NAME
    crate.write(run.directory, crate.read(path, "x")._replace(git=state))
    assert f"  git          {shown}" in clew("run", run.id)[1]


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


def test_a_chart_that_cannot_be_written_is_one_line_and_exit_code_1(project, clew):
    project.chain()
    code, lines = clew("mermaid", "--output", "/nonexistent/x.mmd")
    assert (code, len(lines)) == (1, 1)
    assert "/nonexistent/x.mmd" in lines[0]


@pytest.mark.parametrize("command", [["status"], ["run", "01_AB12"]])
def test_a_name_that_is_no_line_is_shown_escaped(project, clew, command):
    name = "a\nb\x1b[2J\udce9.txt"
    with project.session():
        scitex_io.save("one\n", name)
    next(project.root.glob("train_out/*/*/a*.txt")).write_text("two\n")
    _, lines = clew(*command)
    assert any(r"a\nb\x1b[2J\udce9.txt" in line for line in lines)


def test_index_says_how_many_runs_it_found(project, clew):
    project.chain()
    assert clew("index") == (0, [f"3 runs in {project.root}/.scitex/clew.db"])


def test_index_that_leaves_a_run_out_says_so_and_exits_with_1(project, clew):
    ingest, *_ = project.chain()
    (ingest.directory / "ro-crate-metadata.json").write_text("{")
    code, lines = clew("index")
    assert (code, lines[-1]) == (1, f"2 runs in {project.root}/.scitex/clew.db")
    assert lines[0].startswith(f"left out: {ingest.directory}/ro-crate-metadata.json is not the crate of a run")


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


@pytest.mark.parametrize("command", [["status"], ["list"], ["mermaid"], ["run", "x"]])
def test_an_empty_index_is_no_run_either(project, clew, command):
    assert clew("index")[0] == 0
    code, lines = clew(*command)
    assert (code, len(lines)) == (2, 1)
