"""Where a file came from, what it descends from, where it went, and what came after it."""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import warnings
from contextlib import closing
from pathlib import Path

import pytest

import scitex_io
from scitex_clew import chain, file, reindex, status, track
from scitex_clew.errors import UnknownFileError, UnknownRunError
from scitex_clew.hashing import content
from scitex_clew.records import crate
from scitex_clew.verifying.origins import folder


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
    with pytest.raises(UnknownFileError, match=r"nothing\.txt: there is no such file, and no run is known"):
        file("nothing.txt")


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


@pytest.mark.parametrize("name", ["raw.txt", "train.py"])
def test_what_was_moved_stays_so_when_a_run_reads_it_in_its_new_place(project, clew, name):
    (project.root / "raw.txt").write_text("raw\n")
    with project.session() as first:
        scitex_io.load("raw.txt")
    (project.root / name).rename(project.root / "moved.py")
    with project.session("moved.py"):
        track("moved.py")

    found = status()

    assert [report.verdict for report in found.runs] == ["verified", "verified"]
    assert {(wrong.access.path, wrong.moved_to) for wrong in found.runs[0].wrong} == {(name, "moved.py")}
    assert (file(name).verdict, file(name).moved_to) == ("moved", "moved.py")
    assert clew("run", first.id)[0] == 0


def test_what_a_run_itself_has_moved_is_moved(project):
    for name in ("inbox", "done"):
        (project.root / name).mkdir()
    (project.root / "inbox/x.txt").write_text("raw\n")
    with project.session():
        track("inbox/x.txt")
        Path("inbox/x.txt").rename("done/x.txt")
        track("done/x.txt", "write")
    (report,) = status().runs
    assert (report.verdict, [known.moved_to for known in report.wrong]) == ("verified", ["done/x.txt"])


def test_an_input_that_is_gone_has_not_been_moved_to_a_copy_that_a_run_saved(project):
    (project.root / "raw.txt").write_text("raw\n")
    with project.session():
        scitex_io.save(scitex_io.load("raw.txt"), "copy.txt")
    (project.root / "raw.txt").unlink()
    (report,) = status().runs
    assert (report.verdict, [gone.verdict for gone in report.wrong]) == ("stale", ["missing"])


def test_what_was_moved_over_a_recorded_file_is_found_there(project):
    (project.root / "raw.txt").write_text("raw\n")
    with project.session("a.py") as writer:
        scitex_io.save("one\n", "a.txt")
    with project.session("b.py"):
        scitex_io.load("raw.txt")
    (project.root / "raw.txt").replace(writer.directory / "a.txt")
    assert [report.verdict for report in status().runs] == ["modified", "verified"]


def test_a_chain_is_the_run_of_a_file_and_all_before_it(project):
    ingest, analyse, figure = project.chain()

    for name in (figure.directory / "figure.txt", str(figure.directory / "figure.txt"), figure.id, figure.id[-7:]):
        assert [report.run.id for report in chain(name)] == [ingest.id, analyse.id, figure.id]
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
            "            code changed: analyse.py",
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
    assert clew("file", "nothing.txt")[0] == 2


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


def test_a_file_whose_run_is_stale_says_so_and_why(project, clew):
    *_, figure = project.chain()
    (project.root / "raw.txt").write_text("other\n")
    path = f"figure_out/FINISHED_SUCCESS/{figure.id}/figure.txt"

    found = file(path)

    assert (found.verdict, found.report.verdict, found.well) == ("verified", "stale", False)
    code, lines = clew("file", path)
    assert (code, lines[0]) == (1, f"{path}: verified, but stale")
    assert f"  stale    figure.py {figure.id}: raw.txt was modified (read by 20260213_143001_AB12)" in lines
    shutil.copy(path, project.root / "slide.txt")
    assert not file("slide.txt").well
    assert clew("file", path, "--porcelain") == (1, [f"stale {figure.id} run figure.py"])


def test_a_file_whose_run_is_outdated_says_so(project, clew):
    with project.session("a.py") as first:
        scitex_io.save("one\n", "a.txt")
    with project.session("b.py"):
        scitex_io.load(first.directory / "a.txt")
        scitex_io.save("b\n", project.root / "b.txt")
    with project.session("a.py"):
        scitex_io.save("two\n", "a.txt")
    code, lines = clew("file", "b.txt")
    assert (code, lines[0]) == (1, "b.txt: verified, but outdated")


def test_a_file_of_a_superseded_run_is_well_and_names_the_repetition(project, clew):
    for text in ("raw\n", "other\n"):
        (project.root / "raw.txt").write_text(text)
        with project.session() as last:
            scitex_io.load(project.root / "raw.txt")
            scitex_io.save(f"of {text}", "a.txt")
    path = next(project.root.glob("train_out/*/*01_AB12/a.txt")).relative_to(project.root)
    code, lines = clew("file", path)
    assert (code, lines[0]) == (0, f"{path}: verified, but its run was repeated by {last.id}")


def test_a_file_is_well_though_another_one_of_its_run_was_edited(project):
    with project.session() as run:
        scitex_io.save("one\n", "a.txt")
        scitex_io.save("two\n", "b.txt")
    (run.directory / "b.txt").write_text("edited\n")
    assert file(run.directory / "a.txt").well


def test_a_link_that_was_read_and_leads_elsewhere_by_now_is_modified(project, clew):
    for name in ("t.txt", "t2.txt"):
        (project.root / name).write_text(f"{name}\n")
    link = project.root / "l.txt"
    link.symlink_to("t.txt")
    with project.session() as run:
        scitex_io.load(link)
    assert clew("file", "l.txt")[1][0] == "l.txt: verified"
    link.unlink()
    link.symlink_to("t2.txt")
    assert clew("file", "l.txt")[:1] == (1,)
    assert clew("file", "l.txt")[1][0] == "l.txt: modified"
    assert clew("file", "l.txt", "--porcelain") == (1, [f"modified {run.id} input l.txt"])


def test_a_link_to_what_a_later_run_wrote_over_it_is_verified(project):
    (project.root / "t.txt").write_text("one\n")
    (project.root / "l.txt").symlink_to("t.txt")
    with project.session():
        scitex_io.load(project.root / "l.txt")
    with project.session("other.py"):
        scitex_io.save("two\n", project.root / "l.txt")
    assert file("l.txt").verdict == "verified"


def test_a_file_that_is_gone_is_not_said_to_hold_another_content(project, clew):
    with project.session() as run:
        scitex_io.save("one\n", "a.txt")
    (run.directory / "a.txt").unlink()
    code, lines = clew("file", run.directory / "a.txt")
    sha256 = hashlib.sha256(b"one\n").hexdigest()
    assert (code, lines[-1]) == (1, f"  output   of {run.id}: {sha256[:12]}")


def test_an_input_that_was_moved_names_under_its_new_name_who_read_it(project, clew):
    (project.root / "raw.txt").write_text("raw\n")
    with project.session() as run:
        scitex_io.load(project.root / "raw.txt")
    (project.root / "raw.txt").rename(project.root / "new.txt")
    code, lines = clew("file", "new.txt")
    assert (code, lines[0], lines[2]) == (0, "new.txt: verified", f"  read     by {run.id} as raw.txt")


def test_a_file_of_another_project_is_judged_by_the_index_of_that(project, tmp_path, monkeypatch):
    with project.session() as run:
        scitex_io.save("one\n", "a.txt")
    other = tmp_path / "other"
    (other / ".scitex").mkdir(parents=True)
    monkeypatch.chdir(other)
    with type(project)(other, 50).session():
        pass
    assert file(run.directory / "a.txt").writers == ((run.id, f"train_out/FINISHED_SUCCESS/{run.id}/a.txt"),)
    assert [report.run.id for report in chain(str(run.directory / "a.txt"))] == [run.id]
    assert [found.path for found in folder(project.root)] == [found.path for found in folder(".", project.root)] != []


@pytest.mark.parametrize("command", ["run", "chain"])
def test_an_id_that_is_not_utf8_is_no_id(project, clew, command):
    project.chain()
    code, lines = clew(command, "x\udcff")
    assert (code, len(lines)) == (2, 1)
    assert "no recorded run has the id 'x\\udcff'" in lines[0]


def test_porcelain_of_run_and_chain_has_the_lines_that_status_has(project, clew):
    ingest, analyse, figure = project.chain()
    assert clew("run", figure.id, "--porcelain") == clew("chain", figure.id, "--porcelain") == (0, [])
    assert clew("file", figure.directory / "figure.txt", "--porcelain") == (0, [])
    (ingest.directory / "clean.txt").write_text("edited\n")
    assert clew("chain", figure.id, "--porcelain") == clew("status", "--porcelain")
    assert clew("run", figure.id, "--porcelain") == (1, [f"stale {figure.id} run figure.py"])
    name = f"ingest_out/FINISHED_SUCCESS/{ingest.id}/clean.txt"
    assert clew("file", name, "--porcelain") == (1, [f"modified {analyse.id} input {name}"])


def altered(run):
    """Edit the record of a run without making it unreadable."""
    path = run.directory / crate.NAME
    path.write_text(path.read_text("utf-8").replace("Train a model.", "Train another model."), "utf-8")


def test_a_record_that_is_not_what_a_child_recorded_is_altered(project, clew):
    ingest, analyse, figure = project.chain()
    altered(ingest)
    line = (
        f"the record of run {ingest.id} is not what run {analyse.id} recorded of it: "
        f"ingest_out/FINISHED_SUCCESS/{ingest.id}/{crate.NAME}"
    )

    assert clew("status") == (0, ["3 runs: 3 verified"])
    assert clew("status", "--full") == (
        1,
        [f"altered     ingest.py {ingest.id}: {line}", "3 runs: 2 verified, 1 altered"],
    )
    assert clew("status", "--full", "--porcelain") == (1, [f"altered {ingest.id} run ingest.py"])
    assert clew("chain", figure.id) == (
        1,
        [
            f"altered     ingest.py {ingest.id}",
            f"            {line}",
            f"verified    analyse.py {analyse.id}",
            f"verified    figure.py {figure.id}",
            "3 runs: 2 verified, 1 altered",
        ],
    )
    for id in (ingest.id, figure.id):
        code, lines = clew("run", id)
        assert (code, f"altered: {line}" in lines) == (1, True)
    for path in (ingest.directory / "clean.txt", figure.directory / "figure.txt"):
        code, lines = clew("file", path)
        assert (code, f"  altered  {line}" in lines) == (1, True)
        assert lines[0].endswith(": verified, but a record of its history was altered")
    assert clew("file", ingest.directory / "clean.txt", "--porcelain") == (1, [f"altered {ingest.id} run ingest.py"])
    (told,) = json.loads(clew("run", figure.id, "--json")[1][0])["altered"]
    assert told == {
        "run": ingest.id,
        "child": analyse.id,
        "record": f"ingest_out/FINISHED_SUCCESS/{ingest.id}/{crate.NAME}",
    }


@pytest.mark.parametrize("outside", [False, True])
def test_who_edits_a_file_its_record_and_the_index_is_found_out_by_the_run_itself(project, clew, outside):
    with project.session("a.py") as writer:
        path = scitex_io.save("one\n", project.root / "a.txt" if outside else "a.txt")
    path = path if outside else writer.directory / "a.txt"
    with project.session("b.py") as reader:
        scitex_io.load(path)
    before, size = content(path).sha256, content(path).size
    path.write_text("two\n")
    record = writer.directory / crate.NAME
    record.write_text(record.read_text().replace(before, content(path).sha256))
    assert (content(path).size, reindex().complaints) == (size, ())
    line = f"the record of run {writer.id} is not what run {reader.id} recorded of it: "
    for question in (("run", writer.id), ("chain", path), ("file", path)):
        code, lines = clew(*question)
        assert (code, sum(line in told for told in lines)) == (1, 1)
    assert clew("seal", path)[0] == 1


def test_a_run_whose_parent_is_not_here_is_orphaned(project, clew):
    ingest, analyse, figure = project.chain()
    shutil.rmtree(ingest.directory)
    (project.root / ".scitex/clew.db").unlink()
    assert clew("index")[0] == 1
    shutil.copytree(analyse.directory, project.root / "keep")  # what it read is somewhere, its run is not
    (project.root / "keep/clean.txt").write_text("clean\n")
    line = f"the record of run {ingest.id} is not here, and run {analyse.id} has read what that wrote"

    code, lines = clew("status", "--full")

    assert (code, lines[0]) == (1, f"orphaned    analyse.py {analyse.id}: {line}")
    assert clew("chain", figure.id)[0] == 1
    assert f"            {line}" in clew("chain", figure.id)[1]
    assert f"orphaned: {line}" in clew("run", figure.id)[1]
    code, lines = clew("file", figure.directory / "figure.txt")
    assert (code, f"  orphaned {line}" in lines) == (1, True)
    assert lines[0].endswith(": verified, but orphaned")
    assert f"orphaned {analyse.id} run analyse.py" in clew("chain", figure.id, "--porcelain")[1]
    report = chain(figure.id)[0]
    assert (report.run.id, report.verdict, [told.record for told in report.altered]) == (analyse.id, "orphaned", [None])


@pytest.mark.parametrize(
    ("edit", "told"), [(b"garbage", "cannot be read: {}"), (b"{}", "cannot be read: {}"), (None, "is not here")]
)
def test_a_record_that_is_lost_is_told_though_nobody_has_read_from_its_run(project, clew, edit, told):
    *_, figure = project.chain()
    path = figure.directory / crate.NAME
    path.unlink() if edit is None else path.write_bytes(edit)
    line = f"the record of run {figure.id} {told.format(path.relative_to(project.root))}"
    assert clew("status", "--full")[1] == [
        f"altered     figure.py {figure.id}: {line}",
        "3 runs: 2 verified, 1 altered",
    ]
    for command, start in (("run", "altered: "), ("chain", "            "), ("file", "  altered  ")):
        code, lines = clew(command, figure.id if command == "run" else figure.directory / "figure.txt")
        assert (code, start + line in lines) == (1, True)
    assert clew("seal", figure.directory / "figure.txt") == (
        1,
        [f"Error: {figure.directory}/figure.txt cannot be sealed: {line}"],
    )


def test_what_the_index_knew_of_a_run_whose_record_is_lost_stays_in_it(project, clew):
    *_, figure = project.chain()
    before = status().runs
    (figure.directory / crate.NAME).write_text("garbage")
    code, lines = clew("index")
    assert (code, lines[0].endswith("what was known of it stays"), lines[-1].split()[0]) == (1, True, "3")
    assert [report.run for report in status().runs] == [report.run for report in before]
    (figure.directory / "figure.txt").write_text("other\n")
    assert [report.verdict for report in status().runs] == ["verified", "verified", "modified"]


def test_of_a_folder_only_the_files_are_doubted_that_come_from_what_was_altered(project, clew):
    _, analyse, _ = project.chain()
    with project.session("other.py"):
        scitex_io.save("other\n", "other.txt")
    altered(analyse)
    code, lines = clew("file", ".")
    told = {line.split()[1].rpartition("/")[2].rstrip(",") for line in lines if "altered" in line}
    assert (code, told) == (1, {"fit.txt", "figure.txt"})


def test_a_record_that_is_gone_though_its_run_is_in_the_index_is_told(project, clew):
    ingest, analyse, figure = project.chain()
    (ingest.directory / crate.NAME).unlink()
    line = f"the record of run {ingest.id} is not here, and run {analyse.id} has read what that wrote"
    assert f"            {line}" in clew("chain", figure.id)[1]
    assert clew("status", "--full")[0] == 1


def test_records_that_fit_each_other_are_well(project, clew):
    _, _, figure = project.chain()
    assert clew("status", "--full") == (0, ["3 runs: 3 verified"])
    assert clew("chain", figure.id)[0] == clew("run", figure.id)[0] == 0


PRIVILEGES = "-dac_override,-dac_read_search"


def without_privileges(*arguments):
    """Run `scitex clew` as somebody whom permissions concern, and return its exit code and its lines."""
    program = "from scitex_clew.commands import clew; clew()"
    command = [sys.executable, "-c", program, *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["setpriv", f"--bounding-set={PRIVILEGES}", f"--inh-caps={PRIVILEGES}", *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines()


@pytest.mark.skipif(
    os.geteuid() == 0 and shutil.which("setpriv") is None, reason="root may read all, and there is no setpriv"
)
@pytest.mark.parametrize("of_folder", [False, True])
def test_what_may_not_be_read_is_unreadable_and_not_missing(project, of_folder):
    (project.root / "data").mkdir()
    path = project.root / "data/raw.txt"
    path.write_text("raw\n")
    with project.session() as run:
        scitex_io.load(path)
        scitex_io.save("one\n", project.root / "data/out.txt")
    closed = [path.parent] if of_folder else [path, path.with_name("out.txt")]
    modes = [place.stat().st_mode for place in closed]
    for place in closed:
        place.chmod(0)
    try:
        told = without_privileges("status")
        of_file = without_privileges("file", "data/raw.txt")
    finally:
        for place, mode in zip(closed, modes, strict=True):
            place.chmod(mode)
    assert told == (
        1,
        [
            f"unreadable  data/out.txt  (written by train.py {run.id})",
            "unreadable  data/raw.txt  (an input)",
            f"stale       train.py {run.id}: data/raw.txt cannot be read",
            "1 run: 1 unreadable",
        ],
    )
    assert (of_file[0], of_file[1][0]) == (1, "data/raw.txt: unreadable")


def test_file_of_a_folder_tells_of_each_file_that_was_read_in_it(project, clew):
    (project.root / "data").mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (project.root / "data" / name).write_text(f"{name}\n")
    with project.session() as run:
        scitex_io.load(project.root / "data/a.txt")
        scitex_io.load(project.root / "data/b.txt")
    assert clew("file", "data") == (0, ["verified    data/a.txt", "verified    data/b.txt"])
    (project.root / "data/a.txt").write_text("edited\n")
    assert clew("file", "data") == (1, ["modified    data/a.txt", "verified    data/b.txt"])
    assert clew("file", "data", "--porcelain") == (1, [f"modified {run.id} input data/a.txt"])
    assert [told["verdict"] for told in json.loads(clew("file", "data", "--json")[1][0])] == ["modified", "verified"]
    shutil.rmtree(project.root / "data")
    assert clew("file", "data") == (1, ["missing     data/a.txt", "missing     data/b.txt"])
    (project.root / "empty").mkdir()
    code, lines = clew("file", "empty")
    assert (code, lines) == (2, ["Error: empty: it is a folder, and no run is known to have read or written it"])


def test_file_of_a_folder_that_a_stale_run_wrote_says_why(project, clew):
    *_, figure = project.chain()
    (project.root / "raw.txt").write_text("other\n")
    directory = f"figure_out/FINISHED_SUCCESS/{figure.id}"
    assert clew("file", directory) == (
        1,
        [
            f"verified    {directory}/figure.log",
            f"verified    {directory}/figure.txt, but stale (raw.txt was modified (read by 20260213_143001_AB12))",
        ],
    )


def test_the_id_of_a_run_is_no_file_though_a_folder_has_that_name(project):
    _, _, figure = project.chain()
    shutil.copytree(figure.directory, project.root / figure.id)
    assert chain(figure.id)[-1].run.id == figure.id


def test_a_file_does_not_come_from_a_run_that_copied_it(project, clew):
    (project.root / "raw.txt").write_text("raw\n")
    with project.session(outcome="error") as run:
        scitex_io.save(scitex_io.load("raw.txt"), "copy.txt")
    assert clew("file", "raw.txt")[0] == 0
    assert clew("chain", "raw.txt") == (
        2,
        [f"Error: raw.txt: no recorded run wrote what this file holds; the last run that has read it is {run.id}"],
    )


@pytest.mark.parametrize("command", ["file", "chain", "seal", "mermaid", "html", "export crate.zip"])
def test_a_file_is_looked_up_in_its_own_project_from_anywhere(project, clew, tmp_path, monkeypatch, command):
    *_, figure = project.chain()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert clew(*command.split(), figure.directory / "figure.txt")[0] == 0


def test_a_look_that_cannot_note_what_it_learnt_waits_a_second_and_says_so(project, monkeypatch):
    ingest, *_ = project.chain()
    (ingest.directory / "clean.txt").rename(project.root / "moved.txt")
    monkeypatch.setattr("scitex_clew.stamps.TICK_NS", 0)
    with closing(sqlite3.connect(project.root / ".scitex/clew.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for look in (status, lambda: file(ingest.directory / "clean.txt")):
            began = time.monotonic()
            with pytest.warns(RuntimeWarning, match="another process is writing the index") as told:
                assert look().well
            assert 0.9 < time.monotonic() - began < 10
            assert len(told) == 1


def test_a_command_tells_a_warning_as_one_line(project, clew, monkeypatch):
    project.chain()
    monkeypatch.setattr("scitex_clew.stamps.TICK_NS", 0)
    with closing(sqlite3.connect(project.root / ".scitex/clew.db", isolation_level=None)) as other:
        other.execute("DELETE FROM seen")
        other.execute("BEGIN IMMEDIATE")
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            code, lines = clew("status")
    assert (code, sorted(lines)) == (
        0,
        [
            "3 runs: 3 verified",
            "Warning: another process is writing the index: what was hashed now is hashed again by the next look",
        ],
    )


@pytest.mark.parametrize("command", ["run", "chain", "mermaid"])
def test_a_run_is_named_by_its_id_its_directory_or_a_file_that_it_wrote(project, clew, monkeypatch, command):
    _, analyse, _ = project.chain()
    monkeypatch.chdir(analyse.directory.parents[1])
    Path("LATEST").symlink_to(analyse.directory)
    told = clew(command, analyse.id)
    for name in ("02_ab12", "LATEST", "LATEST/", analyse.directory, "LATEST/fit.txt"):
        assert clew(command, name) == told


@pytest.mark.parametrize("command", ["run", "chain", "rerun", "mermaid", "seal"])
def test_what_no_run_wrote_names_the_run_that_has_read_it(project, clew, command):
    ingest, *_ = project.chain()
    said = f"Error: ingest.py: no recorded run wrote what this file holds; the last run that has read it is {ingest.id}"
    assert clew(command, "ingest.py") == (2, [said])


@pytest.mark.parametrize("command", ["run", "chain", "rerun", "mermaid", "seal"])
def test_a_folder_that_is_no_run_directory_names_no_run(project, clew, command):
    project.chain()
    said = "Error: ingest_out is a folder, and its files are recorded one by one: name one of them"
    assert clew(command, "ingest_out") == (2, [said])


@pytest.mark.parametrize("command", ["file", "seal"])
def test_an_id_where_a_file_is_expected_is_said_to_be_one(project, clew, command):
    project.chain()
    code, (line,) = clew(command, "02_ab12")
    assert (code, line.rpartition("; ")[2]) == (2, "it is the id of a run: scitex clew run 02_ab12")


def test_of_a_run_directory_that_was_moved_it_is_said_how_to_find_it(project, clew):
    ingest, *_ = project.chain()
    ingest.directory.parents[1].rename("archive_out")
    moved = f"archive_out/FINISHED_SUCCESS/{ingest.id}"
    for arguments in (["run", ingest.id], ["rerun", ingest.id], ["export", "x.zip", ingest.id], ["run", moved]):
        assert "scitex clew index" in "".join(clew(*arguments)[1])
    assert clew("index")[0] == 0
    assert clew("run", moved) == clew("run", ingest.id)
    assert clew("run", moved)[0] == 0


def test_an_empty_file_comes_from_who_wrote_it_there_and_from_nobody_else(project, clew):
    with project.session() as run:
        scitex_io.save("", "empty.txt")
    (project.root / "other.txt").touch()
    own = run.directory / "empty.txt"
    assert clew("chain", own) == (0, [f"verified    train.py {run.id}", "1 run: 1 verified"])
    code, lines = clew("file", "other.txt")
    assert (code, lines[0], lines[2:]) == (
        1,
        "other.txt: unknown",
        ["  no recorded run has written or read this content"],
    )
    assert clew("chain", "other.txt")[0] == 2
    own.unlink()
    assert clew("file", own)[1][0].endswith("empty.txt: missing")
