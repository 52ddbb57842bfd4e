"""`scitex clew` on the command line."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

import scitex_io
from scitex_clew.records import crate
from scitex_clew.records.record import GitState, Parameter
from scitex_clew.rerunning.recorded import written
from scitex_clew.rerunning.reports import OutputReport, Rerun


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
    assert (code, lines[0]) == (0, f"train.py 20260213_143001_AB12: superseded by {last.id}, wrote nothing but a log")


def failed_and_read(project):
    """Run half.py, which fails after it has saved half.txt, and reader.py, which reads that."""
    with project.session("half.py", outcome="error") as failed:
        scitex_io.save("half\n", project.root / "half.txt")
    with project.session("reader.py") as reader:
        scitex_io.load(project.root / "half.txt")
        scitex_io.save("read\n", project.root / "read.txt")
    return failed, reader


def test_status_names_a_failed_run_and_is_well_as_long_as_nobody_read_from_it(project, clew):
    with project.session("half.py", outcome="error") as failed:
        scitex_io.save("half\n", "half.txt")
    assert clew("status") == (
        0,
        [f"failed      half.py {failed.id}: ValueError: bad, exit code 1", "1 run: 1 failed"],
    )
    assert clew("status", "--porcelain") == (0, [f"failed {failed.id} run half.py"])


def test_status_names_what_read_from_a_failed_run_and_is_not_well(project, clew):
    failed, reader = failed_and_read(project)
    assert clew("status") == (
        1,
        [
            f"doubtful    reader.py {reader.id}: half.txt was written by half.py {failed.id}, which failed",
            f"failed      half.py {failed.id}: ValueError: bad, exit code 1",
            "2 runs: 1 doubtful, 1 failed",
        ],
    )
    assert clew("status", "--porcelain") == (
        1,
        [
            f"failed {failed.id} run half.py",
            f"doubtful {reader.id} run reader.py",
            f"doubtful {reader.id} input half.txt",
        ],
    )


def test_status_only_counts_a_failed_run_that_was_repeated_with_success(project, clew):
    with project.session(outcome="error"):
        pass
    with project.session():
        pass
    assert clew("status") == (0, ["2 runs: 1 verified, 1 failed"])
    assert clew("status", "--porcelain") == (0, [])


def test_status_names_the_newest_failed_runs_and_counts_the_others(project, clew):
    for number in range(8):
        with project.session(f"part{number}.py", outcome="error"):
            pass
    code, lines = clew("status")
    assert (code, len(lines), lines[0]) == (0, 7, "failed      3 runs before these; see: scitex clew list")
    assert [line.split()[1] for line in lines[1:6]] == [f"part{number}.py" for number in range(3, 8)]


def test_status_says_of_a_modified_run_that_it_failed_too(project, clew):
    with project.session(outcome="error") as failed:
        scitex_io.save("half\n", project.root / "half.txt")
    (project.root / "half.txt").write_text("edited\n")
    assert clew("status") == (
        1,
        [
            f"modified    half.txt  (written by train.py {failed.id})",
            f"failed      train.py {failed.id}: ValueError: bad, exit code 1",
            "1 run: 1 modified (1 failed)",
        ],
    )
    assert clew("run", failed.id)[1][0] == f"train.py {failed.id}: modified, failed"


def test_run_of_a_failed_run_says_so_and_how_it_ended(project, clew):
    failed, _ = failed_and_read(project)
    code, lines = clew("run", failed.id)
    assert (code, lines[0]) == (1, f"half.py {failed.id}: failed")
    assert {"  outcome      failed, exit code 1", "  error        ValueError: bad"} <= set(lines)
    assert any(re.fullmatch(r"  verified +output +[0-9a-f]{12}  half\.txt", line) for line in lines)
    told = json.loads("".join(clew("run", failed.id, "--json")[1]))["report"]
    assert (told["verdict"], told["run"]["outcome"], told["run"]["exit_code"]) == ("failed", "error", 1)


def test_run_of_what_read_from_a_failed_run_says_so(project, clew):
    failed, reader = failed_and_read(project)
    code, lines = clew("run", reader.id)
    assert (code, lines[0]) == (1, f"reader.py {reader.id}: doubtful")
    assert f"doubtful because half.txt was written by {failed.id}, which failed" in lines
    (cause,) = json.loads("".join(clew("run", reader.id, "--json")[1]))["report"]["causes"]
    assert (cause["file"]["verdict"], cause["file"]["failed"]) == ("doubtful", failed.id)


def test_run_of_a_failed_run_names_its_repetition(project, clew):
    with project.session(outcome="error") as failed:
        scitex_io.save("half\n", "half.txt")
    with project.session() as last:
        pass
    code, lines = clew("run", failed.id)
    assert (code, lines[0]) == (1, f"train.py {failed.id}: failed, repeated by {last.id}")


def test_run_has_a_line_for_every_earlier_rerun(project, clew):
    with project.session() as first:
        scitex_io.save("one\n", "a.txt")
    assert not [line for line in clew("run", first.id)[1] if line.startswith("rerun")]
    began = datetime(2026, 2, 13, 15, tzinfo=UTC)
    outputs = (OutputReport("a.txt", "reproduced"), OutputReport("b.txt", "new"))
    for number, known in enumerate(
        [
            Rerun(first.id, "train.py", "X", began, "d", 0.0, 0.0, "none", outputs[:1]),
            Rerun(first.id, "train.py", "Y", began + timedelta(days=1), "d", 0.0, 0.0, "none", outputs),
            Rerun(
                first.id, "train.py", None, began + timedelta(days=2), "d", 0.0, 0.0, "none", (), ("it did not begin",)
            ),
        ]
    ):
        place = project.root / f".scitex/reruns/{number}/{first.id}/rerun.json"
        place.parent.mkdir(parents=True)
        place.write_text(written(known))

    code, lines = clew("run", first.id)

    assert code == 0
    assert [line.partition(": ")[2] for line in lines if line.startswith("rerun     ")] == [
        "reproduced (1 reproduced)",
        "different (1 reproduced, 1 new)",
        "failed: it did not begin",
    ]
    told = json.loads("".join(clew("run", first.id, "--json")[1]))["reruns"]
    assert [(known["verdict"], known["rerun"]) for known in told] == [
        ("reproduced", "X"),
        ("different", "Y"),
        ("failed", None),
    ]


def test_status_does_not_blame_a_living_run_for_changing_its_files(project, clew):
    with project.session():
        scitex_io.save("one\n", "a.txt").write_text("two\n")
        assert clew("status") == (0, ["1 run: 1 running"])


def test_run_shows_facts_parameters_files_and_relatives(project, clew):
    with project.session("a.py") as a:
        scitex_io.save("one\n", "a.txt")
    with project.session("b.py", parameters={"lr": Parameter("lr", 0.01, "flag --lr")}) as b:
        scitex_io.load(a.directory / "a.txt")
        scitex_io.save("two\n", "b.txt")
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


def test_list_says_which_run_failed_and_why(project, clew):
    with project.session(outcome="error"):
        pass
    with project.session():
        first, second = clew("list")[1]
    assert re.fullmatch(r"\S+  failed  +\d\.\d s  train\.py: ValueError: bad, exit code 1", first)
    assert re.fullmatch(r"\S+  no end  +train\.py", second)


def test_mermaid_prints_or_writes_the_same(project, clew):
    project.chain()
    _, lines = clew("mermaid")
    assert clew("mermaid", "--output", "lineage.mmd") == (0, [])
    assert (project.root / "lineage.mmd").read_text().splitlines() == lines


def test_a_chart_that_cannot_be_written_is_one_line_and_exit_code_2(project, clew):
    project.chain()
    code, lines = clew("mermaid", "--output", "/nonexistent/x.mmd")
    assert (code, len(lines)) == (2, 1)
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
    assert (code, lines[-1]) == (1, f"3 runs in {project.root}/.scitex/clew.db")
    assert lines[0].startswith(f"left out: {ingest.directory}/ro-crate-metadata.json is not the crate of a run")


def test_index_of_a_directory_without_runs_says_so_and_exits_with_1(project, clew, tmp_path):
    project.chain()
    (tmp_path / "typo").mkdir()
    said = [f"left out: {tmp_path}/typo holds no run", f"3 runs in {project.root}/.scitex/clew.db"]
    assert clew("index", tmp_path / "typo") == (1, said)


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


def test_code_that_is_not_here_is_not_said_to_be_changed(project, clew):
    with project.session() as run:
        pass
    run.script.unlink()
    assert clew("status") == (0, ["code        train.py: not here, used by 1 run", "1 run: 1 verified"])
    assert "code not here: train.py" in clew("run", run.id)[1]
    assert "            code not here: train.py" in clew("chain", run.id)[1]


def test_run_of_a_superseded_run_says_what_it_would_be(project, clew):
    for text in ("raw\n", "other\n"):
        (project.root / "raw.txt").write_text(text)
        with project.session():
            scitex_io.load(project.root / "raw.txt")
    lines = clew("run", "01_AB12")[1]
    assert "it would be stale because raw.txt was modified" in lines


def test_status_says_once_why_a_run_is_stale_though_one_before_it_read_the_same_file(project, clew):
    (project.root / "raw.txt").write_text("raw\n")
    with project.session("clean.py") as clean:
        scitex_io.load(project.root / "raw.txt")
        scitex_io.save("clean\n", "clean.txt")
    with project.session("fit.py") as fit:
        scitex_io.load(project.root / "raw.txt")
        scitex_io.load(clean.directory / "clean.txt")
    (project.root / "raw.txt").write_text("other\n")
    assert clew("status")[1][1:3] == [
        f"stale       clean.py {clean.id}: raw.txt was modified",
        f"stale       fit.py {fit.id}: raw.txt was modified",
    ]
    assert clew("status")[1][3:] == ["2 runs: 2 stale"]
