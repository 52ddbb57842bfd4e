"""What a recorded run leaves behind."""

import hashlib
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import warnings
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

import scitex_io
from scitex_clew import reindex, runs, status
from scitex_clew.hashing import content
from scitex_clew.indexing import index_file
from scitex_clew.project import Project
from scitex_clew.recording.recorder import recorder
from scitex_clew.records import crate, git, journal
from scitex_clew.records.record import FileAccess, Parameter
from scitex_clew.records.run_directory import read_record
from scitex_io.observers import notify


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def recorded(project, run):
    """Return the record in the crate of a finished run."""
    directory = str(run.directory.relative_to(project.root))
    return crate.read(run.directory / crate.NAME, directory)


@pytest.fixture
def repository(project):
    """Make the project a repository with three tracked files."""
    start = ["git", "-C", project.root, "-c", "user.name=a", "-c", "user.email=a@b"]
    for name in ("train.py", "helper.py", "table.txt"):
        (project.root / name).write_text("first\n")
    (project.root / ".gitignore").write_text("*_out/\n.scitex/\n")
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message=a"]):
        subprocess.run([*start, *command], check=True)
    return project.root


def accesses(project, run, *roles):
    return [(access.role, Path(access.path).name) for access in recorded(project, run).accesses if access.role in roles]


def test_what_was_loaded_is_an_input_with_its_hash_and_size(project):
    (project.root / "raw.txt").write_text("raw\n")
    with project.session() as run:
        scitex_io.load(project.root / "raw.txt")
    assert FileAccess("input", "raw.txt", digest("raw\n"), 4) in recorded(project, run).accesses


def test_what_was_saved_is_an_output_at_its_final_path(project):
    with project.session() as run:
        scitex_io.save("clean\n", "clean.txt")
    path = f"train_out/FINISHED_SUCCESS/{run.id}/clean.txt"
    assert FileAccess("output", path, digest("clean\n"), 6) in recorded(project, run).accesses


def test_the_script_and_the_configuration_are_recorded_with_their_hashes(project, fake_config):
    file = project.root / "experiment.yaml"
    file.write_text("lr: 1\n")
    with project.session(config=fake_config({"lr": 1}, (file,))) as run:
        pass
    record = recorded(project, run)
    assert (record.config, record.config_sources) == ({"lr": 1}, {"lr": "config.yaml:1"})
    assert [access for access in record.accesses if access.role in ("config", "script")] == [
        FileAccess("config", "experiment.yaml", digest("lr: 1\n"), 6),
        FileAccess("script", "train.py", digest("# train.py\n"), 11),
    ]


def test_parameters_keep_their_values_and_sources(project):
    given = {"lr": Parameter("lr", 0.01, "flag --lr"), "data": Parameter("data", Path("a/b"), "default")}
    with project.session(parameters=given) as run:
        pass
    assert recorded(project, run).parameters == (
        Parameter("lr", 0.01, "flag --lr"),
        Parameter("data", "a/b", "default"),
    )


def test_the_seed_that_was_set_during_the_run_is_recorded(project):
    with project.session() as run:
        run.seed = 42
    assert recorded(project, run).seed == 42


def test_what_the_run_used_and_the_text_of_the_script_are_recorded(project):
    with project.session(source="print(1)\n") as run:
        run.wall_time, run.cpu_time, run.peak_memory = 1.23456, 0.5, 2**30
    record = recorded(project, run)
    assert (record.source, record.wall_time, record.cpu_time, record.peak_memory) == ("print(1)\n", 1.235, 0.5, 2**30)


def test_the_text_of_own_modules_is_recorded_secrets_masked(project, imported):
    imported("helper", "word = 'sesame'\n")
    with project.session() as run:
        pass
    assert recorded(project, run).modules == {"helper.py": "word = '***'\n"}


def test_the_text_of_a_module_that_is_long_or_was_edited_is_not(project, imported):
    imported("long", f"# {2**20 * '-'}\n")
    edited = imported("edited", "")
    with project.session() as run:
        edited.write_text("# edited\n")
    record = recorded(project, run)
    assert (record.modules, record.unhashed) == ({}, ("edited.py",))
    assert [access.path for access in record.accesses if access.role == "module"] == ["long.py"]


def test_of_many_modules_the_texts_of_the_smallest_are_kept(project, imported, monkeypatch):
    monkeypatch.setattr("scitex_clew.recording.recorder.MOST", 12)
    for name, text in (("aa", "# 8 byte\n"), ("bb", "# a\n"), ("cc", "# bcd\n")):
        imported(name, text)
    with project.session() as run:
        pass
    assert recorded(project, run).modules == {"bb.py": "# a\n", "cc.py": "# bcd\n"}


def test_a_file_that_changes_while_it_is_loaded_has_no_hash_that_would_be_true(project, monkeypatch):
    (project.root / "raw.txt").write_text("raw\n")
    loaded = scitex_io.dispatch.read

    def interrupted(*arguments):
        found = loaded(*arguments)
        (project.root / "raw.txt").write_text("other\n")
        return found

    monkeypatch.setattr(scitex_io.dispatch, "read", interrupted)
    with pytest.warns(RuntimeWarning, match=r"raw\.txt: recorded without a hash"), project.session() as run:
        assert scitex_io.load(project.root / "raw.txt") == "raw\n"
    record = recorded(project, run)
    assert (record.unhashed, [access for access in record.accesses if access.role == "input"]) == (("raw.txt",), [])


def test_how_tracked_files_differ_from_the_commit_is_a_file_of_the_run(project, repository):
    (repository / "helper.py").write_text("open sesame\n")
    with project.session() as run:
        scitex_io.save("own\n", repository / "table.txt")
    diff = (run.directory / "git.diff").read_text()
    assert [line for line in diff.splitlines() if line.startswith(("diff", "+"))] == [
        "diff --git a/helper.py b/helper.py",
        "+++ b/helper.py",
        "+open ***",
    ]
    assert accesses(project, run, "diff", "output") == [("diff", "git.diff"), ("output", "table.txt")]
    assert [path.name for path in run.directory.iterdir() if path.name.startswith(".")] == []


def test_a_clean_repository_leaves_no_diff(project, repository):
    with project.session() as run:
        pass
    assert recorded(project, run).git.dirty is False
    assert sorted(path.name for path in run.directory.iterdir()) == ["ro-crate-metadata.json", "train.log"]


def test_a_file_of_the_script_is_not_replaced_by_the_diff(project, repository):
    (repository / "helper.py").write_text("changed\n")
    with project.session() as run:
        scitex_io.save("mine\n", run.directory / "git.diff.txt").rename(run.directory / "git.diff")
    assert (run.directory / "git.diff").read_text() == "mine\n"
    assert accesses(project, run, "diff", "output") == [("diff", "git.1.diff"), ("output", "git.diff")]


def test_a_diff_that_is_too_large_is_told_of(project, repository, monkeypatch):
    (repository / "helper.py").write_text("changed\n")
    monkeypatch.setattr(git, "LARGEST_DIFF", 10)
    with (
        pytest.warns(RuntimeWarning, match="how tracked files differ from the commit is not kept"),
        project.session() as run,
    ):
        pass
    assert (recorded(project, run).git.dirty, accesses(project, run, "diff")) == (True, [])


def test_a_failed_run_is_recorded_with_its_error(project):
    with project.session(outcome="error") as run:
        pass
    record = recorded(project, run)
    assert (record.outcome, record.exit_code, record.error) == ("error", 1, "ValueError: bad")


def test_a_script_that_is_no_file_is_recorded_without_a_hash(project):
    with project.session("<console>") as run:
        run.script.unlink()
    with project.session("notebook") as run:
        pass
    assert recorded(project, run).script == "notebook"


def test_a_file_saved_without_scitex_io_is_an_output_too(project):
    with project.session() as run:
        (run.directory / "own").mkdir()
        (run.directory / "own" / "model.bin").write_bytes(b"1")
    assert accesses(project, run, "output") == [("output", "model.bin")]


def test_the_log_is_recorded_as_the_log(project):
    with project.session() as run:
        pass
    assert accesses(project, run, "log") == [("log", "train.log")]


def test_hidden_files_are_left_out(project):
    with project.session() as run:
        (run.directory / ".running").write_text("{}")
        (run.directory / ".scitex-0123abcd-1-0123abcd.csv").write_text("half writ")
        (run.directory / ".cache").mkdir()
        (run.directory / ".cache" / "a").write_text("a")
    assert accesses(project, run, "output") == []


def test_of_a_file_saved_twice_the_last_content_counts(project):
    with project.session() as run:
        scitex_io.save("one\n", "a.txt")
        scitex_io.save("two\n", "a.txt")
    assert [access.sha256 for access in recorded(project, run).accesses if access.role == "output"] == [digest("two\n")]


def test_a_file_changed_after_it_was_saved_is_hashed_again(project):
    with project.session() as run:
        path = scitex_io.save("one\n", "a.txt")
        path.write_text("other\n")
    assert [access.sha256 for access in recorded(project, run).accesses if access.role == "output"] == [
        digest("other\n")
    ]


def test_a_file_that_the_run_removed_is_no_output(project):
    with project.session() as run:
        scitex_io.save("one\n", "a.txt").unlink()
    assert accesses(project, run, "output") == []


def test_reading_back_what_the_run_wrote_makes_no_input(project):
    with project.session() as run:
        scitex_io.save("one\n", "a.txt")
        scitex_io.load("a.txt")
        scitex_io.save("one\n", project.root / "b.txt")
        scitex_io.load(project.root / "b.txt")
    assert accesses(project, run, "input") == []


def test_an_updated_file_is_both_input_and_output(project):
    table = project.root / "table.txt"
    table.write_text("one\n")
    with project.session() as run:
        scitex_io.load(table)
        scitex_io.save("two\n", table)
        scitex_io.load(table)
    assert [
        (access.role, access.sha256) for access in recorded(project, run).accesses if access.path == "table.txt"
    ] == [("input", digest("one\n")), ("output", digest("two\n"))]


def test_a_load_through_a_link_is_the_file_behind_it_and_that_name(project):
    (project.root / "raw.txt").write_text("raw\n")
    (project.root / "latest.txt").symlink_to("raw.txt")
    with project.session() as run:
        scitex_io.load(project.root / "latest.txt")
    assert accesses(project, run, "input") == [("input", "latest.txt"), ("input", "raw.txt")]


def test_a_file_outside_of_the_project_keeps_its_absolute_path(project, tmp_path):
    (tmp_path / "far.txt").write_text("far\n")
    with project.session() as run:
        scitex_io.load(tmp_path / "far.txt")
    assert FileAccess("input", str(tmp_path / "far.txt"), digest("far\n"), 4) in recorded(project, run).accesses


def test_saves_from_threads_are_all_recorded(project):
    with project.session() as run:
        threads = [threading.Thread(target=scitex_io.save, args=(f"{n}\n", f"{n}.txt")) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        lines = (run.directory / journal.NAME).read_text().splitlines()
    assert len(lines) == 9
    assert len(accesses(project, run, "output")) == 8


def test_loads_in_a_child_process_are_recorded(project):
    (project.root / "raw.txt").write_text("raw\n")
    with project.session() as run:
        child = os.fork()
        if child == 0:
            scitex_io.load(project.root / "raw.txt")
            os._exit(0)
        os.waitpid(child, 0)
    assert accesses(project, run, "input") == [("input", "raw.txt")]


def test_the_journal_is_gone_when_the_crate_is_there(project):
    with project.session() as run:
        assert (run.directory / journal.NAME).exists()
    assert sorted(path.name for path in run.directory.iterdir()) == [crate.NAME, "train.log"]


def test_a_damaged_index_is_warned_of_and_does_not_stop_the_run(project):
    (project.root / ".scitex" / "clew.db").write_text("this is no database, but longer than a header has to be\n" * 9)
    with (
        pytest.warns(RuntimeWarning, match="scitex clew index") as caught,
        project.session() as run,
    ):
        scitex_io.save("one\n", "a.txt")
    assert len(caught) == 1
    assert accesses(project, run, "output") == [("output", "a.txt")]


def test_an_index_that_stays_locked_is_warned_of(project, monkeypatch):
    with project.session():
        pass
    monkeypatch.setattr(index_file, "PATIENCE", 0.05)
    with closing(sqlite3.connect(project.root / ".scitex" / "clew.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with project.session() as run:
                pass
    assert [str(warning.message).partition(":")[0] for warning in caught] == [
        f"run {run.id} is not in the index yet, which another process holds",
        f"run {run.id} is recorded in its directory but not in the index",
    ]
    assert (run.directory / crate.NAME).exists()


def test_an_index_that_is_locked_when_a_run_begins_has_it_when_it_ends(project):
    with project.session():
        pass
    with closing(sqlite3.connect(project.root / ".scitex" / "clew.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        begun = time.monotonic()
        with pytest.warns(RuntimeWarning, match="it is entered when the run ends") as caught, project.session() as run:  # noqa: PT031
            waited = time.monotonic() - begun
            scitex_io.save("one\n", "a.txt")
            other.rollback()
    assert (len(caught), waited < 5) == (1, True)
    assert [(report.run.id, report.verdict) for report in status().runs][1] == (run.id, "verified")


def test_a_directory_that_is_loaded_is_warned_of(project):
    with pytest.warns(RuntimeWarning, match="is not recorded"), project.session():
        notify(scitex_io.Access("read", project.root))


def test_a_pipe_that_is_loaded_twice_is_warned_of_once_and_is_no_input(project):
    os.mkfifo(project.root / "pipe.txt")
    with warnings.catch_warnings(record=True) as caught, project.session() as run:
        warnings.simplefilter("always")
        for _ in range(2):
            notify(scitex_io.Access("read", project.root / "pipe.txt"))
    assert [str(warning.message).partition(": ")[0] for warning in caught] == [
        f"the read of {project.root / 'pipe.txt'} is not recorded"
    ]
    assert accesses(project, run, "input") == []


def test_an_index_under_a_file_is_warned_of(project, monkeypatch):
    (project.root / "file").write_text("")
    monkeypatch.setenv("SCITEX_CLEW_DB", str(project.root / "file" / "clew.db"))
    with pytest.warns(RuntimeWarning, match="scitex clew index"), project.session() as run:
        pass
    assert (run.directory / crate.NAME).exists()


def test_a_crate_that_cannot_be_written_is_warned_of_and_leaves_the_journal(project):
    with pytest.warns(RuntimeWarning, match="its journal stays"), project.session() as run:
        (run.directory / crate.NAME).mkdir()
    assert (run.directory / journal.NAME).exists()
    assert run.concluded is False


@pytest.mark.parametrize("rebuilt", [False, True])
def test_without_a_crate_it_is_known_how_the_run_ended(project, rebuilt):
    with pytest.warns(RuntimeWarning, match="its journal stays"), project.session(outcome="error") as run:  # noqa: PT031
        scitex_io.save("one\n", "a.txt")
        run.seed = 7
        (run.directory / crate.NAME).mkdir()
    (run.directory / crate.NAME).rmdir()
    if rebuilt:
        reindex()
    (known,) = runs()
    assert (known.ended is not None, known.outcome, known.exit_code, known.error) == (
        True,
        "error",
        1,
        "ValueError: bad",
    )
    record = read_record(Project.of(project.root), known.directory)
    assert (record.seed, [access.role for access in record.accesses]) == (7, ["output", "script"])


def test_a_diff_that_cannot_be_written_is_told_of_and_the_rest_is_recorded(project, repository):
    (repository / "helper.py").write_text("changed\n" * 100_000)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        with (  # noqa: PT031
            pytest.warns(RuntimeWarning, match="how tracked files differ from the commit is not kept: .*too large"),
            project.session() as run,
        ):
            while not (run.directory / git.DIFF).exists() or (run.directory / git.DIFF).stat().st_size < 900_000:
                time.sleep(0.01)
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, limits[1]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    record = recorded(project, run)
    assert (record.git.dirty, record.outcome, accesses(project, run, "diff")) == (True, "success", [])


def test_the_parents_of_a_run_are_named_by_the_hashes_of_their_crates(project):
    ingest, analyse, figure = project.chain()
    assert recorded(project, ingest).parents == {}
    assert recorded(project, analyse).parents == {ingest.id: content(ingest.directory / crate.NAME).sha256}
    assert recorded(project, figure).parents == {analyse.id: content(analyse.directory / crate.NAME).sha256}


def test_a_parent_without_a_crate_is_named_without_a_hash_and_hides_no_other(project):
    with project.session("a.py") as first:
        scitex_io.save("first\n", project.root / "first.txt")
    with project.session("a.py") as second:
        scitex_io.save("second\n", project.root / "second.txt")
    shutil.rmtree(first.directory)
    with project.session("b.py") as reader:
        scitex_io.load(project.root / "first.txt")
        scitex_io.load(project.root / "second.txt")
    assert recorded(project, reader).parents == {
        first.id: None,
        second.id: content(second.directory / crate.NAME).sha256,
    }


def test_a_parent_that_still_lives_or_was_killed_is_named_without_a_hash(project):
    child = os.fork()
    if child == 0:
        with project.session("killed.py"):
            scitex_io.save("of the killed one\n", project.root / "killed.txt")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    (killed,) = runs()
    project.count += 1
    with project.session("living.py") as living:
        big = scitex_io.save("x" * 2_000_000, "big.txt")
        child = os.fork()
        if child == 0:
            with project.session("reader.py"):
                scitex_io.load(project.root / "killed.txt")
                scitex_io.load(big)
            os._exit(0)
        os.waitpid(child, 0)
    (reader,) = (known for known in runs() if known.script == "reader.py")
    record = read_record(Project.of(project.root), reader.directory)
    assert record.parents == {killed.id: None, living.id: None}


def test_an_index_that_is_gone_when_a_run_ends_is_told_of_where_parents_would_be_named(project):
    (project.root / "raw.txt").write_text("raw\n")
    with pytest.warns(RuntimeWarning, match="does not name the runs that it has read from: "), project.session() as run:  # noqa: PT031
        scitex_io.load(project.root / "raw.txt")
        (project.root / ".scitex" / "clew.db").unlink()
    assert recorded(project, run).parents == {}


def test_a_run_whose_journal_cannot_be_made_is_not_in_the_index(project, monkeypatch):
    directory = project.root / "train_out" / "RUNNING" / f"20260213_1430{project.count + 1:02}_AB12"
    made = Path.mkdir

    def mkdir(self, *arguments, **options):
        made(self, *arguments, **options)
        if self == directory:
            made(self / journal.NAME, exist_ok=True)

    monkeypatch.setattr(Path, "mkdir", mkdir)
    with pytest.warns(RuntimeWarning, match="this run is not recorded"), project.session():
        pass
    assert runs() == []


LATER = datetime.fromisoformat("2126-02-13T15:00:00+01:00")


@dataclass
class LaterEnd:
    ended: datetime = LATER
    outcome: str = "error"
    error: str = "killed"


def killed_at(project, monkeypatch, name):
    """Run a session in a child process that is killed when the recorder calls its function `name`."""
    monkeypatch.setattr(f"scitex_clew.recording.recorder.{name}", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    child = os.fork()
    if child == 0:
        with project.session():
            scitex_io.save("one\n", "a.txt")
    os.waitpid(child, 0)
    monkeypatch.undo()
    monkeypatch.chdir(project.root)


def test_a_run_that_was_killed_before_it_had_a_journal_is_incomplete_until_it_is_put_away(project, monkeypatch):
    killed_at(project, monkeypatch, "Journal")
    (report,) = status().runs
    assert (report.verdict, report.run.directory) == ("incomplete", f"train_out/RUNNING/{report.run.id}")
    final = project.root / "train_out" / "FINISHED_ERROR" / report.run.id
    final.parent.mkdir()
    (project.root / report.run.directory).rename(final)
    recorder.conclude(final, LaterEnd())
    assert runs() == []


def test_a_run_that_was_killed_before_the_index_had_its_end_is_whole(project, monkeypatch):
    killed_at(project, monkeypatch, "entering.enter")
    (report,) = status().runs
    assert (report.verdict, [known.ended for known in runs()]) == ("verified", [None])
    recorder.conclude(project.root / report.run.directory, LaterEnd())
    (known,) = runs()
    assert (known.directory, known.ended, known.outcome) == (report.run.directory, report.run.ended, "success")
    assert not (project.root / known.directory / journal.NAME).exists()


def test_a_new_index_beside_earlier_runs_is_warned_of(project):
    project.chain()
    (project.root / ".scitex" / "clew.db").unlink()
    with pytest.warns(RuntimeWarning, match="lacks earlier runs, such as .*; run: scitex clew index") as caught:  # noqa: PT031
        with project.session("another.py"):
            pass
        project.chain()
    assert len(caught) == 1


def test_a_run_that_ended_before_the_index_was_made_by_another_is_no_earlier_one(project, monkeypatch):
    made = index_file.create

    def create(database):
        monkeypatch.setattr(index_file, "create", made)
        new = made(database)
        project.chain()  # whole runs of others, while this one has the new index and has said nothing yet
        return new

    monkeypatch.setattr(index_file, "create", create)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with project.session("another.py"):
            pass
    assert (caught, len(runs())) == ([], 4)


def test_a_recording_that_goes_well_warns_of_nothing(project):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        project.chain()


def test_recording_imports_nothing_heavy():
    code = "import sys, scitex_clew.recording.recorder; print(*sys.modules)"
    loaded = set(subprocess.check_output([sys.executable, "-c", code], text=True).split())
    assert loaded.isdisjoint({"click", "importlib.metadata", "logging", "numpy", "pandas", "platform", "subprocess"})
