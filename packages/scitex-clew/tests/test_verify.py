"""Verdicts on files and runs."""

import os
import shutil
import signal
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import scitex_io
from scitex_clew import run, runs, status
from scitex_clew.errors import NoIndexError
from scitex_clew.record import Parameter


def verdicts():
    return [report.verdict for report in status().runs]


def causes(report):
    return [(cause.file.access.path.rpartition("/")[2], cause.file.verdict) for cause in report.causes]


def killed(project, script="train.py"):
    """Run a script that saves one file and is then killed outright."""
    child = os.fork()
    if child == 0:
        with project.session(script):
            scitex_io.save("one\n", "a.txt")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    project.count += 1


def test_untouched_runs_are_verified(project):
    project.chain()
    assert verdicts() == ["verified", "verified", "verified"]
    assert status().well


def test_a_modified_output_makes_its_run_modified_and_its_descendants_stale(project):
    ingest, *_ = project.chain()
    (ingest.directory / "clean.txt").write_text("other\n")
    reports = status().runs
    assert [report.verdict for report in reports] == ["modified", "stale", "stale"]
    assert causes(reports[2]) == [("clean.txt", "modified")]
    assert reports[2].causes[0].reader == reports[1].run.id


def test_a_removed_output_is_missing(project):
    *_, figure = project.chain()
    (figure.directory / "figure.txt").unlink()
    assert verdicts() == ["verified", "verified", "missing"]


def test_a_log_that_has_only_grown_is_verified(project):
    with project.session() as run:
        pass
    with (run.directory / "train.log").open("a") as log:
        log.write("a child goes on\n")
    assert verdicts() == ["verified"]


def test_an_edited_log_is_modified(project):
    with project.session() as run:
        pass
    (run.directory / "train.log").write_text("nothing happened\n")
    assert verdicts() == ["modified"]


def test_a_modified_input_makes_every_descendant_stale(project):
    project.chain()
    (project.root / "raw.txt").write_text("other\n")
    assert verdicts() == ["stale", "stale", "stale"]


def test_a_file_put_back_is_verified_again(project):
    ingest, *_ = project.chain()
    (ingest.directory / "clean.txt").write_text("other\n")
    (ingest.directory / "clean.txt").write_text("clean\n")
    assert status().well


def test_a_modified_configuration_makes_the_run_stale(project, fake_config):
    file = project.root / "experiment.yaml"
    file.write_text("lr: 1\n")
    with project.session(config=fake_config({"lr": 1}, (file,))):
        pass
    file.write_text("lr: 2\n")
    (report,) = status().runs
    assert (report.verdict, causes(report)) == ("stale", [("experiment.yaml", "modified")])


def test_an_edited_script_is_no_modified_file(project):
    with project.session() as run:
        pass
    run.script.write_text("# another comment\n")
    (report,) = status().runs
    assert (report.verdict, bool(report.code), report.well) == ("verified", True, True)


def test_a_file_that_a_later_run_wrote_anew_is_superseded(project):
    for text in ("one\n", "two\n"):
        with project.session() as last:
            scitex_io.save(text, project.root / "a.txt")
    first, second = status().runs
    assert [file.superseded_by for file in first.files if file.verdict == "superseded"] == [last.id]
    assert (first.verdict, second.verdict) == ("verified", "verified")


def test_a_run_whose_input_was_superseded_is_stale(project):
    with project.session("a.py"):
        scitex_io.save("one\n", project.root / "a.txt")
    with project.session("b.py"):
        scitex_io.load(project.root / "a.txt")
    with project.session("a.py"):
        scitex_io.save("two\n", project.root / "a.txt")
    _, reader, _ = status().runs
    assert (reader.verdict, causes(reader)) == ("stale", [("a.txt", "superseded")])


def test_an_old_version_put_back_by_hand_is_modified(project):
    for text in ("one\n", "two\n"):
        with project.session():
            scitex_io.save(text, project.root / "a.txt")
    (project.root / "a.txt").write_text("one\n")
    assert verdicts() == ["verified", "modified"]


def test_a_run_that_updates_a_file_in_place_is_not_stale_of_itself(project):
    (project.root / "table.txt").write_text("1\n")
    for text in ("2\n", "3\n"):
        with project.session():
            scitex_io.load(project.root / "table.txt")
            scitex_io.save(text, project.root / "table.txt")
    assert verdicts() == ["verified", "verified"]


def test_a_child_that_read_an_untouched_copy_is_not_stale(project):
    with project.session("a.py") as a:
        scitex_io.save("one\n", "a.txt")
    shutil.copy(a.directory / "a.txt", project.root / "copy.txt")
    with project.session("b.py"):
        scitex_io.load(project.root / "copy.txt")
    (a.directory / "a.txt").write_text("other\n")
    assert verdicts() == ["modified", "verified"]


def pipeline(project):
    """Run clean.py, which writes the same whatever raw.txt holds, and fit.py, which reads that."""
    with project.session("clean.py") as clean:
        scitex_io.load(project.root / "raw.txt")
        scitex_io.save("clean\n", "clean.txt")
    with project.session("fit.py"):
        scitex_io.load(clean.directory / "clean.txt")


def test_a_reader_is_as_stale_as_the_run_that_wrote_the_very_file_it_read(project):
    for text in ("raw\n", "other\n"):
        (project.root / "raw.txt").write_text(text)
        pipeline(project)
    *_, last = status().runs
    assert (last.verdict, len(last.parents)) == ("verified", 2)


def test_a_reader_of_a_copy_is_as_stale_as_the_last_run_before_it_that_wrote_this_content(project):
    for text in ("raw\n", "other\n"):
        (project.root / "raw.txt").write_text(text)
        with project.session("clean.py") as clean:
            scitex_io.load(project.root / "raw.txt")
            scitex_io.save("clean\n", "clean.txt")
        shutil.copy(clean.directory / "clean.txt", project.root / "copy.txt")
        with project.session("fit.py", command=("fit.py", text)):
            scitex_io.load(project.root / "copy.txt")
    assert verdicts() == ["superseded", "stale", "verified", "verified"]


def test_a_long_run_inherits_from_one_that_began_after_it(project):
    (project.root / "raw.txt").write_text("raw\n")
    pipeline(project)
    with project.session("watch.py", started=datetime.now().astimezone() - timedelta(hours=1)):
        scitex_io.load(next(project.root.glob("clean_out/FINISHED_SUCCESS/*/clean.txt")))
    (project.root / "raw.txt").write_text("other\n")
    assert verdicts() == ["stale", "stale", "stale"]


def test_a_stale_run_that_was_repeated_is_superseded_and_well(project):
    for text in ("raw\n", "other\n"):
        (project.root / "raw.txt").write_text(text)
        pipeline(project)
    found = status()
    assert [report.verdict for report in found.runs] == ["superseded", "superseded", "verified", "verified"]
    assert found.runs[0].superseded_by == found.runs[2].run.id
    assert found.well


@pytest.mark.parametrize(
    "other",
    [
        {"command": ("train.py", "--lr", "1")},
        {"working_directory": Path("/elsewhere")},
        {"parameters": {"lr": Parameter("lr", 1, "call")}},
        {"outcome": "error"},
    ],
)
def test_another_call_or_a_failure_supersedes_nothing(project, other):
    for text, fields in (("raw\n", {}), ("other\n", other)):
        (project.root / "raw.txt").write_text(text)
        with project.session(**fields):
            scitex_io.load(project.root / "raw.txt")
    assert verdicts() == ["stale", "verified"]


def test_a_run_repeated_after_its_configuration_was_edited_is_superseded(project, fake_config):
    file = project.root / "experiment.yaml"
    for lr in (1, 2):
        file.write_text(f"lr: {lr}\n")
        given = {"lr": Parameter("lr", lr, "experiment.yaml:1")}
        with project.session(config=fake_config({"lr": lr}, (file,)), parameters=given):
            pass
    assert verdicts() == ["superseded", "verified"]


def test_a_repetition_excuses_no_modified_output(project):
    (project.root / "raw.txt").write_text("raw\n")
    pipeline(project)
    clean, _ = status().runs
    pipeline(project)
    (project.root / clean.run.directory / "clean.txt").write_text("other\n")
    assert verdicts() == ["modified", "superseded", "verified", "verified"]


def test_a_file_whose_name_is_not_utf8_is_verified(project):
    name = os.fsdecode(b"caf\xe9.txt")
    with project.session():
        scitex_io.save("one\n", name)
        scitex_io.save("one\n", project.root / name)
    assert verdicts() == ["verified"]


def test_a_failed_run_is_verified_like_any_other(project):
    with project.session(outcome="error"):
        scitex_io.save("one\n", "a.txt")
    assert verdicts() == ["verified"]


def test_a_killed_run_is_incomplete(project):
    killed(project)
    assert verdicts() == ["incomplete"]
    assert not status().well


def test_what_a_killed_run_read_and_wrote_is_verified_without_rebuilding_the_index(project):
    killed(project)
    (report,) = status().runs
    assert [(file.access.role, file.verdict) for file in report.files] == [
        ("output", "verified"),
        ("script", "verified"),
    ]


def test_a_run_that_read_what_a_killed_one_wrote_is_its_child(project):
    killed(project)
    with project.session("reader.py"):
        scitex_io.load(next(project.root.glob("train_out/RUNNING/*/a.txt")))
    first, second = status().runs
    assert (first.children, second.parents) == ((second.run.id,), (first.run.id,))


def test_a_living_run_shows_what_it_has_read_and_written(project):
    with project.session() as living:
        scitex_io.save("one\n", "a.txt")
        assert [file.access.role for file in run(living.id).report.files] == ["output", "script"]


def test_a_living_run_is_running(project):
    with project.session():
        assert verdicts() == ["running"]


def test_a_run_on_another_host_without_an_end_is_taken_to_be_running(project):
    with project.session(host="elsewhere"):
        assert verdicts() == ["running"]


def test_a_copied_project_checks_itself_and_not_the_original(project, tmp_path):
    ingest, *_ = project.chain()
    shutil.copytree(project.root, tmp_path / "copy")
    (ingest.directory / "clean.txt").write_text("other\n")
    assert status(tmp_path / "copy").well
    assert not status(project.root).well


def test_one_run_is_verified_with_what_it_descends_from(project):
    ingest, analyse, figure = project.chain()
    (ingest.directory / "clean.txt").write_text("other\n")
    found = run(figure.id)
    assert (found.report.verdict, causes(found.report)) == ("stale", [("clean.txt", "modified")])
    assert (found.report.parents, found.report.children) == ((analyse.id,), ())
    assert found.record.id == figure.id


def test_a_run_whose_directory_is_gone_is_missing_and_has_no_record(project):
    *_, figure = project.chain()
    shutil.rmtree(figure.directory)
    found = run(figure.id)
    assert (found.report.verdict, found.record) == ("missing", None)


def test_a_living_run_is_shown_from_its_journal(project):
    with project.session() as living:
        scitex_io.save("one\n", "a.txt")
        record = run(living.id).record
    assert [access.role for access in record.accesses] == ["output", "script"]


def test_runs_are_listed_oldest_first(project):
    assert [session.id for session in project.chain()] == [entry.id for entry in runs()]


def test_without_any_run_there_is_an_error(project):
    with pytest.raises(NoIndexError):
        status()
