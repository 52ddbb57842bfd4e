"""Where a file came from, what it descends from, where it went, and what came after it."""

import json
import os
import shutil
import signal

import pytest

import scitex_io
from scitex_clew import chain, file, status
from scitex_clew.errors import UnknownFileError, UnknownRunError


def test_a_file_names_the_run_that_wrote_it_and_those_that_read_it(project):
    ingest, analyse, _ = project.chain()

    found = file(ingest.directory / "clean.txt")

    assert (found.verdict, found.well) == ("verified", True)
    assert found.writers == ((ingest.id, f"ingest_out/FINISHED_SUCCESS/{ingest.id}/clean.txt"),)
    assert [(run, role) for run, role, _ in found.recorded] == [(ingest.id, "output"), (analyse.id, "input")]


def test_a_copy_is_known_by_its_content(project, tmp_path):
    ingest, *_ = project.chain()
    shutil.copy(ingest.directory / "clean.txt", tmp_path / "slide.txt")

    found = file(tmp_path / "slide.txt")

    assert (found.verdict, [run for run, _ in found.writers]) == ("verified", [ingest.id])


def test_an_edited_file_is_modified_and_one_that_nobody_wrote_unknown(project):
    ingest, *_ = project.chain()
    (ingest.directory / "clean.txt").write_text("edited\n")
    (project.root / "mine.txt").write_text("mine\n")

    assert file(ingest.directory / "clean.txt").verdict == "modified"
    assert file("mine.txt").verdict == "unknown"
    assert file("nothing.txt").verdict == "unknown"


def test_an_old_version_that_was_put_back_leads_to_the_run_that_wrote_it(project):
    ids = []
    for text in ("one\n", "two\n"):
        with project.session() as run:
            scitex_io.save(text, project.root / "a.txt")
        ids.append(run.id)
    (project.root / "a.txt").write_text("one\n")

    found = file("a.txt")

    assert (found.verdict, found.writers) == ("modified", ((ids[0], "a.txt"),))


def test_a_file_that_was_moved_is_told_where_to_and_harms_nobody(project, clew):
    _, _, figure = project.chain()
    (project.root / "paper").mkdir()
    (figure.directory / "figure.txt").rename(project.root / "paper/figure 3.txt")

    (report,) = [report for report in status().runs if report.run.id == figure.id]

    assert (report.verdict, [known.moved_to for known in report.wrong]) == ("verified", ["paper/figure 3.txt"])
    assert file(figure.directory / "figure.txt").moved_to == "paper/figure 3.txt"
    code, lines = clew("run", figure.id)
    assert code == 0
    assert any("moved to paper/figure 3.txt" in line for line in lines)


def test_a_file_is_not_moved_to_where_another_run_wrote_the_same(project):
    for _ in range(2):
        with project.session() as last:
            scitex_io.save("same\n", "a.txt")
    (last.directory / "a.txt").unlink()

    assert [report.verdict for report in status().runs] == ["verified", "missing"]


def test_a_chain_is_the_run_of_a_file_and_all_before_it(project):
    ingest, analyse, figure = project.chain()

    for name in (figure.directory / "figure.txt", figure.id, figure.id[-7:]):
        assert [report.run.id for report in chain(str(name))] == [ingest.id, analyse.id, figure.id]
    assert [report.run.id for report in chain(ingest.id)] == [ingest.id]


def test_a_chain_of_what_no_run_wrote_is_an_error(project):
    project.chain()
    with pytest.raises(UnknownFileError, match=r"raw\.txt: no recorded run wrote what this file holds"):
        chain("raw.txt")
    with pytest.raises(UnknownFileError, match="no such file"):
        chain("none/x.txt")
    with pytest.raises(UnknownRunError):
        chain("NONE")


def test_a_chain_of_two_hundred_runs_is_followed_to_its_beginning(project):
    (project.root / "raw.txt").write_text("0\n")
    source = project.root / "raw.txt"
    for number in range(200):
        with project.session("step.py", working_directory=f"{number}") as run:
            scitex_io.load(source)
            source = scitex_io.save(f"{number + 1}\n", "next.txt")
        source = run.directory / "next.txt"
    (project.root / "raw.txt").write_text("changed\n")

    found = chain(run.id)

    assert (len(found), {report.verdict for report in found}) == (200, {"stale"})


def test_chain_says_what_is_wrong_and_where(project, clew):
    ingest, analyse, figure = project.chain()
    (ingest.directory / "clean.txt").write_text("edited\n")
    analyse.script.write_text("# edited\n")

    code, lines = clew("chain", figure.id)

    path = f"ingest_out/FINISHED_SUCCESS/{ingest.id}/clean.txt"
    assert (code, lines) == (
        1,
        [
            f"modified    ingest.py {ingest.id}",
            f"            {path} is modified",
            f"stale       analyse.py {analyse.id}",
            f"            {path} was modified",
            "            code: analyse.py has changed since",
            f"stale       figure.py {figure.id}",
            f"            {path} was modified (read by analyse.py {analyse.id})",
            "3 runs: 2 stale, 1 modified",
        ],
    )


def failed_and_read(project, outcome="error"):
    """Run half.py, which fails after it has saved half.txt, and figure.py, which reads that."""
    with project.session("half.py", outcome=outcome) as half:
        scitex_io.save("half\n", project.root / "half.txt")
    with project.session("figure.py") as figure:
        scitex_io.load(project.root / "half.txt")
        scitex_io.save("figure\n", project.root / "figure.txt")
    return half, figure


def test_chain_of_what_descends_from_a_failed_run_says_so(project, clew):
    half, figure = failed_and_read(project)
    assert clew("chain", "figure.txt") == (
        1,
        [
            f"failed      half.py {half.id}",
            "            failed: ValueError: bad, exit code 1",
            f"doubtful    figure.py {figure.id}",
            f"            half.txt was written by half.py {half.id}, which failed",
            "2 runs: 1 doubtful, 1 failed",
        ],
    )
    assert clew("chain", "half.txt")[0] == 1
    assert [report["verdict"] for report in json.loads(clew("chain", "figure.txt", "--json")[1][0])] == [
        "failed",
        "doubtful",
    ]


def test_chain_is_well_once_the_failed_run_was_repeated_and_says_that_it_was(project, clew):
    failed_and_read(project)
    half, figure = failed_and_read(project, "success")
    code, lines = clew("chain", "figure.txt")
    assert (code, lines[2], lines[-1]) == (
        0,
        f"            repeated with success by {half.id}",
        "3 runs: 2 verified, 1 failed",
    )
    assert lines[-2] == f"verified    figure.py {figure.id}"


def test_chain_counts_what_wrote_nothing(project, clew):
    with project.session() as run:
        pass
    assert clew("chain", run.id) == (
        0,
        [f"verified    train.py {run.id}", "1 run: 1 verified; 1 wrote nothing but a log"],
    )


def test_a_file_that_a_failed_run_wrote_is_what_it_was_and_not_well(project, clew):
    half, _ = failed_and_read(project)
    for name in ("half.txt", "figure.txt"):
        found = file(name)
        assert (found.verdict, found.well, [run.id for run in found.failed]) == ("verified", False, [half.id])
        code, lines = clew("file", name)
        assert (code, lines[0]) == (1, f"{name}: verified, but it comes from a run that failed")
        assert f"  failed   half.py {half.id}: ValueError: bad, exit code 1" in lines
        assert json.loads(clew("file", name, "--json")[1][0])["failed"][0]["id"] == half.id


def test_a_copy_of_what_a_failed_run_wrote_is_not_well(project, clew):
    half, _ = failed_and_read(project)
    shutil.copy(project.root / "half.txt", project.root / "slide.txt")
    assert [run.id for run in file("slide.txt").failed] == [half.id]


def test_a_file_that_the_repetition_of_a_failed_run_wrote_anew_is_well(project, clew):
    failed_and_read(project)
    failed_and_read(project, "success")
    assert clew("file", "half.txt")[0] == clew("file", "figure.txt")[0] == 0


def test_a_file_of_a_killed_run_is_not_well(project, clew):
    child = os.fork()
    if child == 0:
        with project.session():
            scitex_io.save("one\n", project.root / "a.txt")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    code, lines = clew("file", "a.txt")
    assert (code, lines[-2]) == (1, "  failed   train.py 20260213_143001_AB12: its process ended without a word")


def test_file_shows_all_that_is_known_of_it(project, clew):
    ingest, analyse, _ = project.chain()
    path = f"ingest_out/FINISHED_SUCCESS/{ingest.id}/clean.txt"

    code, lines = clew("file", path)

    assert (code, lines[0], lines[2:]) == (
        0,
        f"{path}: verified",
        [f"  written  by {ingest.id}", f"  output   of {ingest.id}: the same", f"  input    of {analyse.id}: the same"],
    )
    assert json.loads(clew("file", path, "--json")[1][0])["verdict"] == "verified"
    assert clew("file", "nothing.txt")[0] == 1


def test_a_run_whose_producer_was_repeated_with_another_result_is_outdated(project, clew):
    made = []
    for text in ("one\n", "two\n"):
        with project.session("a.py") as run:
            scitex_io.save(text, "a.txt")
        made.append(run)
        if len(made) == 1:
            with project.session("b.py") as reader:
                scitex_io.load(run.directory / "a.txt")
                scitex_io.save("b\n", "b.txt")
            with project.session("c.py"):
                scitex_io.load(reader.directory / "b.txt")

    found = status()

    assert [report.verdict for report in found.runs] == ["verified", "outdated", "outdated", "verified"]
    assert not found.well
    path = f"a_out/FINISHED_SUCCESS/{made[0].id}/a.txt"
    assert f"outdated    b.py {reader.id}: {path} did not come out again of a.py {made[1].id}" in clew("status")[1]


def test_a_repetition_with_the_same_result_makes_nothing_outdated(project):
    for number in range(2):
        with project.session("a.py") as run:
            scitex_io.save("same\n", "a.txt")
        if number == 0:
            with project.session("b.py"):
                scitex_io.load(run.directory / "a.txt")

    assert [report.verdict for report in status().runs] == ["verified", "verified", "verified"]


def test_porcelain_has_a_line_for_what_is_not_well_and_none_else(project, clew):
    ingest, analyse, figure = project.chain()
    assert clew("status", "--porcelain") == (0, [])
    path = ingest.directory / "clean.txt"
    path.write_text("edited\n")

    name = f"ingest_out/FINISHED_SUCCESS/{ingest.id}/clean.txt"
    assert clew("status", "--porcelain") == (
        1,
        [
            f"modified {ingest.id} run ingest.py",
            f"modified {ingest.id} output {name}",
            f"stale {analyse.id} run analyse.py",
            f"modified {analyse.id} input {name}",
            f"stale {figure.id} run figure.py",
        ],
    )
