"""Verdicts on files and runs."""

import hashlib
import multiprocessing
import os
import shutil
import signal
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import scitex_io
from scitex_clew import chain, file, run, runs, status
from scitex_clew.errors import NoIndexError, UnknownRunError
from scitex_clew.indexing import index_file
from scitex_clew.recording.recorder import recorder
from scitex_clew.records.record import FileAccess, Parameter, RunRecord


@dataclass
class KilledEnd:
    """What a session knows of a run that was killed."""

    ended: datetime = datetime(2126, 2, 13, tzinfo=UTC)
    outcome: str = "error"
    error: str = "ended without an outcome: killed or crashed"

    def without_secrets(self, diff):
        return diff


def verdicts():
    return [report.verdict for report in status().runs]


def causes(report):
    return [(cause.file.access.path.rpartition("/")[2], cause.file.verdict) for cause in report.causes]


def killed(project, script="train.py", text="one\n", path="a.txt"):
    """Run a script that saves one file and is then killed outright."""
    child = os.fork()
    if child == 0:
        with project.session(script):
            scitex_io.save(text, path)
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


@pytest.fixture
def overlapping(project):
    """Have two runs that write one file, of which the one that began first ended last; return the path."""
    now = datetime.now().astimezone()
    for ago, text in ((1, "began second\n"), (2, "ended last\n")):
        with project.session(f"{ago}.py", started=now - timedelta(minutes=ago)):
            scitex_io.save(text, project.root / "shared.txt")
            scitex_io.save(text, "own.txt")
    return project.root / "shared.txt"


def test_a_file_that_a_run_wrote_anew_which_began_before_and_ended_later_is_superseded(project, overlapping):
    first, second = status().runs
    assert [report.verdict for report in (first, second)] == ["verified", "verified"]
    assert [(file.verdict, file.superseded_by) for file in second.wrong] == [("superseded", first.run.id)]


def test_what_a_run_wrote_that_had_ended_before_is_modified_when_it_is_put_back(project, overlapping):
    with project.session("3.py"):
        scitex_io.save("third\n", overlapping)
    overlapping.write_text("ended last\n")
    assert verdicts() == ["verified", "verified", "modified"]


def test_a_run_whose_input_was_superseded_is_stale(project):
    with project.session("a.py"):
        scitex_io.save("one\n", project.root / "a.txt")
    with project.session("b.py"):
        scitex_io.load(project.root / "a.txt")
    with project.session("a.py"):
        scitex_io.save("two\n", project.root / "a.txt")
    _, reader, _ = status().runs
    assert (reader.verdict, causes(reader)) == ("stale", [("a.txt", "superseded")])


@pytest.mark.parametrize("verdict", ["missing", "modified"])
def test_what_was_written_anew_before_somebody_touched_it_is_superseded(project, verdict):
    path = project.root / "a.txt"
    for text in ("one\n", "two\n"):
        with project.session() as last:
            scitex_io.save(text, path)
    path.unlink() if verdict == "missing" else path.write_text("by hand\n")
    first, second = status().runs
    assert [(file.verdict, file.superseded_by) for file in first.wrong] == [("superseded", last.id)]
    assert (first.verdict, second.verdict) == ("verified", verdict)
    assert verdicts_one_by_one() == ["verified", verdict]


def test_of_the_same_content_written_twice_both_are_missing(project):
    for text in ("one\n", "two\n", "one\n"):
        with project.session():
            scitex_io.save(text, project.root / "a.txt")
    (project.root / "a.txt").unlink()
    assert verdicts() == ["missing", "verified", "missing"]


def test_what_was_written_before_by_a_run_that_began_later_is_superseded_when_it_is_gone(project, overlapping):
    overlapping.unlink()
    assert verdicts() == ["missing", "verified"]


def test_a_killed_run_supersedes_nothing_that_is_gone(project):
    with project.session("a.py"):
        scitex_io.save("one\n", project.root / "a.txt")
    killed(project, "b.py", "two\n", project.root / "a.txt")
    (project.root / "a.txt").unlink()
    assert verdicts() == ["missing", "incomplete"]


def test_the_reader_of_what_was_written_anew_and_then_removed_is_stale_by_the_new_version(project):
    for script, text in (("a.py", "one\n"), ("a.py", "two\n")):
        with project.session(script):
            scitex_io.save(text, project.root / "a.txt")
        if text == "one\n":
            with project.session("b.py"):
                scitex_io.load(project.root / "a.txt")
    (project.root / "a.txt").unlink()
    first, reader, last = status().runs
    assert [report.verdict for report in (first, reader, last)] == ["verified", "stale", "missing"]
    assert causes(reader) == [("a.txt", "superseded")]


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


def test_what_a_run_read_and_then_updated_is_among_its_files(project):
    (project.root / "table.txt").write_text("1\n")
    with project.session() as update:
        scitex_io.load(project.root / "table.txt")
        scitex_io.save("2\n", project.root / "table.txt")
    found = [file for file in run(update.id).report.files if file.access.path == "table.txt"]
    assert [(file.access.role, file.verdict, file.superseded_by) for file in found] == [
        ("input", "superseded", update.id),
        ("output", "verified", None),
    ]


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
    ],
)
def test_another_call_supersedes_nothing(project, other):
    for text, fields in (("raw\n", {}), ("other\n", other)):
        (project.root / "raw.txt").write_text(text)
        with project.session(**fields):
            scitex_io.load(project.root / "raw.txt")
    assert verdicts() == ["stale", "verified"]


def test_a_failure_supersedes_nothing(project):
    for text, outcome in (("raw\n", "success"), ("other\n", "error")):
        (project.root / "raw.txt").write_text(text)
        with project.session(outcome=outcome):
            scitex_io.load(project.root / "raw.txt")
    assert verdicts() == ["stale", "failed"]


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


def half(project, text="half\n", **fields):
    """Run half.py, which saves half.txt outside of its directory and fails unless told otherwise."""
    with project.session("half.py", **{"outcome": "error", **fields}) as run:
        scitex_io.save(text, project.root / "half.txt")
    return run


def reader(project, **fields):
    """Run reader.py, which reads half.txt."""
    with project.session("reader.py", **fields) as run:
        scitex_io.load(project.root / "half.txt")
        scitex_io.save("read\n", "read.txt")
    return run


def test_a_failed_run_is_failed_though_its_files_are_verified(project):
    half(project)
    (report,) = status().runs
    assert (report.verdict, report.failed, report.sound) == ("failed", True, False)
    assert {file.verdict for file in report.files} == {"verified"}
    assert (report.run.exit_code, report.run.error) == (1, "ValueError: bad")


def test_a_failed_run_that_nobody_read_from_harms_no_project(project):
    half(project)
    assert status().well


def test_a_failed_run_that_nobody_read_from_does_no_harm_after_its_input_was_mended(project):
    (project.root / "raw.txt").write_text("broken\n")
    with project.session(outcome="error"):
        scitex_io.load(project.root / "raw.txt")
    (project.root / "raw.txt").write_text("mended\n")
    assert (verdicts(), status().well) == (["failed"], True)


def test_an_edited_output_of_a_failed_run_is_modified_and_the_run_failed_all_the_same(project):
    half(project)
    (project.root / "half.txt").write_text("edited\n")
    (report,) = status().runs
    assert (report.verdict, report.failed, report.well) == ("modified", True, False)


def test_what_read_from_a_failed_run_is_doubtful_and_so_is_what_read_from_that(project):
    failed = half(project)
    first = reader(project)
    with project.session("last.py"):
        scitex_io.load(first.directory / "read.txt")

    found = status()

    assert [report.verdict for report in found.runs] == ["failed", "doubtful", "doubtful"]
    assert [(cause.reader, cause.file.failed) for cause in found.runs[2].causes] == [(first.id, failed.id)]
    assert not found.well


def test_failed_runs_that_read_from_each_other_harm_no_project(project):
    half(project)
    reader(project, outcome="error")
    assert (verdicts(), status().well) == (["failed", "failed"], True)


def test_what_read_from_a_failed_run_by_way_of_another_failed_one_is_doubtful(project):
    half(project)
    second = reader(project, outcome="error")
    with project.session("last.py"):
        scitex_io.load(second.directory / "read.txt")
    assert verdicts() == ["failed", "failed", "doubtful"]


def test_a_script_that_a_failed_run_wrote_makes_its_run_doubtful(project):
    with project.session("write.py", outcome="error"):
        scitex_io.save("# made\n", project.root / "made.txt")
    shutil.copy(project.root / "made.txt", project.root / "made.py")
    with project.session("made.py"):
        pass
    assert verdicts() == ["failed", "doubtful"]


def test_what_read_a_file_that_a_failed_run_wrote_and_wrote_it_anew_is_doubtful(project):
    half(project)
    with project.session("update.py"):
        scitex_io.load(project.root / "half.txt")
        scitex_io.save("more\n", project.root / "half.txt")
    assert verdicts() == ["failed", "doubtful"]


def test_after_the_failed_run_and_its_reader_were_repeated_all_is_well(project):
    half(project)
    reader(project)
    half(project, "whole\n", outcome="success")
    last = reader(project)

    found = status()

    assert [report.verdict for report in found.runs] == ["failed", "superseded", "verified", "verified"]
    assert [report.superseded_by for report in found.runs[:2]] == [found.runs[2].run.id, last.id]
    assert found.well


def test_the_reader_of_a_failed_run_stays_unsound_though_it_was_superseded(project):
    half(project)
    first = reader(project)
    half(project, "whole\n", outcome="success")
    reader(project)
    found = run(first.id)
    assert (found.report.verdict, found.report.well, found.well) == ("superseded", True, False)


@pytest.mark.parametrize(("text", "verdict"), [("half\n", "verified"), ("whole\n", "doubtful")])
def test_what_came_out_again_of_a_successful_repetition_is_beyond_doubt(project, text, verdict):
    half(project)
    first = reader(project)
    half(project, text, outcome="success")
    assert status().runs[1].verdict == run(first.id).report.verdict == verdict


def test_a_repetition_that_only_passed_on_what_the_failed_run_left_is_doubtful_itself(project):
    half(project)
    with project.session("half.py") as again:
        scitex_io.save(scitex_io.load(project.root / "half.txt"), "half.txt")
    with project.session("reader.py"):
        scitex_io.load(again.directory / "half.txt")
    assert verdicts() == ["failed", "doubtful", "doubtful"]


def test_the_same_content_of_an_unrelated_run_vouches_for_nothing(project):
    half(project)
    reader(project)
    with project.session("unrelated.py"):
        scitex_io.save("half\n", "other.txt")
    assert verdicts() == ["failed", "doubtful", "verified"]


def test_what_read_from_a_successful_run_is_verified_though_a_failed_one_wrote_the_same(project):
    half(project)
    half(project, outcome="success")
    reader(project)
    assert verdicts() == ["failed", "verified", "verified"]


def test_a_running_reader_of_a_failed_run_is_running_but_not_sound(project):
    half(project)
    with project.session("reader.py") as living:
        scitex_io.load(project.root / "half.txt")
        found = run(living.id)
        assert (found.report.verdict, found.well) == ("running", False)


def test_a_run_that_wrote_nothing_but_its_log_is_empty(project):
    with project.session("empty.py"):
        pass
    half(project)
    with project.session("living.py"):
        assert [report.empty for report in status().runs] == [True, False, False]


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


def test_what_read_from_a_killed_run_is_doubtful_before_and_after_the_kill_is_put_away(project):
    killed(project)
    (directory,) = project.root.glob("train_out/RUNNING/*")
    with project.session("reader.py"):
        scitex_io.load(directory / "a.txt")
    assert verdicts() == ["incomplete", "doubtful"]

    final = project.root / "train_out/FINISHED_ERROR" / directory.name
    final.parent.mkdir()
    recorder.conclude(directory.rename(final), KilledEnd())

    assert verdicts() == ["failed", "doubtful"]
    assert status().runs[0].run.error == "ended without an outcome: killed or crashed"


def test_a_killed_run_that_was_put_away_is_failed_and_harms_no_project(project):
    killed(project)
    (directory,) = project.root.glob("train_out/RUNNING/*")
    recorder.conclude(directory, KilledEnd())
    (report,) = status().runs
    assert (report.verdict, report.run.outcome, report.run.exit_code, report.well) == ("failed", "error", None, True)


def indexed(project, numbers):
    """Put a run of each number into the index, whose one output is a file in the project."""
    content = b"x\n"
    began = datetime(2026, 2, 13, tzinfo=UTC)
    records = []
    for number in numbers:
        (project.root / f"{number}.txt").write_bytes(content)
        written = FileAccess("output", f"{number}.txt", hashlib.sha256(content).hexdigest(), len(content))
        started = began + timedelta(minutes=number)
        given = (f"{number:06}", "a.py", f"a_out/{number}", "", (str(number),), ".", started, (), {}, "host", 1, None)
        record = RunRecord(*given, "me", "os", "3", ended=started, outcome="success", exit_code=0)
        records.append(record._replace(accesses=(written,)))
    index_file.create(project.root / ".scitex/clew.db")
    with index_file.opened(project.root / ".scitex/clew.db") as opened:
        opened.replace_all(records)


def test_of_two_thousand_runs_every_one_is_looked_at(project):
    indexed(project, range(2000))
    for number in (0, 999, 1000, 1999):
        (project.root / f"{number}.txt").write_text("edited\n")
    assert [report.run.id for report in status().runs if report.verdict == "modified"] == [
        "000000",
        "000999",
        "001000",
        "001999",
    ]


def test_three_runs_at_once_are_each_credited_with_their_own_files(project):
    together = multiprocessing.get_context("fork").Barrier(3)
    children = []
    for number in range(3):
        child = os.fork()
        if child == 0:
            try:
                project.count = number
                with project.session(f"part{number}.py"):
                    together.wait(30)
                    scitex_io.save(f"inside {number}\n", "inside.txt")
                    scitex_io.save(f"outside {number}\n", project.root / f"outside{number}.txt")
                    together.wait(30)
            finally:
                os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)

    found = status()

    assert {
        report.run.script: [file.access.path for file in report.files if file.access.role == "output"]
        for report in found.runs
    } == {
        f"part{number}.py": [
            f"outside{number}.txt",
            f"part{number}_out/FINISHED_SUCCESS/20260213_1430{number + 1:02}_AB12/inside.txt",
        ]
        for number in range(3)
    }
    assert found.well


def test_what_is_no_text_is_no_id(project):
    project.chain()
    with pytest.raises(TypeError, match=r"a run is named by its id, its directory, or a file .*, not by None"):
        run(None)


@pytest.mark.parametrize("id", ["2026%", "2026_213", "' OR '1'='1", "x'; DROP TABLE runs; --", '"', "[]", "*"])
def test_an_id_is_no_pattern_and_no_sql(project, id):
    project.chain()
    for ask in (run, chain):
        with pytest.raises(UnknownRunError):
            ask(id)
    assert len(status().runs) == 3


@pytest.mark.parametrize("name", ["'; DROP TABLE runs; --", 'a"b', "%", "a_b", "--", "/* x", "\\", "x' OR '1'='1"])
def test_a_path_is_no_pattern_and_no_sql(project, name):
    name = name.replace("/", "|")
    script = f"{name}.py"
    with project.session("other.py"):
        scitex_io.save("other\n", project.root / "aXb.txt")
    with project.session(script, parameters={name: Parameter(name, name, f"flag --{name}")}) as made:
        scitex_io.save("one\n", f"{name}.txt")
    with project.session("reader.py") as last:
        scitex_io.load(made.directory / f"{name}.txt")

    found = status()

    assert [report.verdict for report in found.runs] == ["verified"] * 3
    assert found.runs[2].parents == (made.id,)
    assert [report.run.script for report in chain(last.id)] == [script, "reader.py"]
    assert [known for known, _ in file(made.directory / f"{name}.txt").writers] == [made.id]
    assert [(known, role) for known, role, _ in file(project.root / script).recorded] == [(made.id, "script")]


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
    assert (found.verdict, causes(found.report)) == ("stale", [("clean.txt", "modified")])
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


def step(project, script, *sources, name="n.txt", text=None, **fields):
    """Run a script that reads files and saves one of its own, and return that."""
    with project.session(script, **fields) as run:
        for source in sources:
            scitex_io.load(source)
        scitex_io.save(text or f"{script} {project.count}\n", name)
    return run.directory / name


def verdicts_one_by_one():
    return [run(known.id).report.verdict for known in runs()]


def test_a_loop_over_its_own_results_is_a_line_of_versions(project):
    path = step(project, "self.py")
    for _ in range(3):
        path = step(project, "self.py", path)
    assert verdicts() == verdicts_one_by_one() == ["verified"] * 4


def test_two_scripts_that_read_each_other_are_a_line_of_versions(project):
    path = step(project, "a.py")
    for _ in range(3):
        path = step(project, "b.py", path)
        path = step(project, "a.py", path)
    assert verdicts() == verdicts_one_by_one() == ["verified"] * 7


def test_what_read_an_earlier_version_of_a_loop_is_outdated_until_it_is_repeated(project):
    first = step(project, "self.py")
    step(project, "aside.py", first)
    last = step(project, "self.py", first)
    assert verdicts() == verdicts_one_by_one() == ["verified", "outdated", "verified"]
    step(project, "aside.py", last)
    assert status().well


def test_two_scripts_that_rewrite_what_the_other_one_read_are_a_line_of_versions(project):
    for number in range(3):
        for script, source, target in (("a.py", "y.txt", "x.txt"), ("b.py", "x.txt", "y.txt")):
            with project.session(script):
                if number or script == "b.py":
                    scitex_io.load(project.root / source)
                scitex_io.save(f"{script} {number}\n", project.root / target)
    assert verdicts() == verdicts_one_by_one() == ["verified"] * 6


def test_an_input_that_a_loop_read_anew_leaves_the_last_version_well(project):
    raw = project.root / "raw.txt"
    raw.write_text("0\n")
    path = step(project, "self.py", raw)
    for number in range(1, 3):
        raw.write_text(f"{number}\n")
        path = step(project, "self.py", raw, path)
    assert verdicts() == verdicts_one_by_one() == ["superseded", "superseded", "verified"]
    raw.write_text("new\n")
    assert verdicts() == ["superseded", "superseded", "stale"]


def test_what_comes_into_a_loop_of_two_scripts_anew_leaves_the_last_version_well(project):
    raw = project.root / "raw.txt"
    raw.write_text("0\n")
    path = None
    for number in range(3):
        raw.write_text(f"{number}\n")
        brought = step(project, "x.py", raw)
        path = step(project, "a.py", brought, *([path] if path else []))
        path = step(project, "b.py", path)
    assert verdicts() == verdicts_one_by_one() == ["superseded"] * 6 + ["verified"] * 3


def test_what_a_loop_read_in_its_first_round_alone_makes_all_of_it_stale(project):
    raw = project.root / "raw.txt"
    raw.write_text("raw\n")
    path = step(project, "self.py", raw)
    for _ in range(2):
        path = step(project, "self.py", path)
    raw.write_text("other\n")
    assert verdicts() == verdicts_one_by_one() == ["superseded", "superseded", "stale"]


def test_a_loop_that_began_with_a_failed_run_stays_doubtful(project):
    path = project.root / "half.txt"
    half(project)
    for _ in range(2):
        path = step(project, "self.py", path)
    assert verdicts() == verdicts_one_by_one() == ["failed", "superseded", "doubtful"]
