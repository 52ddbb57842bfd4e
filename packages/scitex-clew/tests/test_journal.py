"""The journal of a run that lives."""

import json
from datetime import datetime

import pytest

from scitex_clew.errors import CrateError
from scitex_clew.records import journal
from scitex_clew.records.journal import Entry
from scitex_clew.records.record import FileAccess

DIRECTORY = "x_out/RUNNING/1"


def entry(mode, path, sha256="aa"):
    return Entry(mode, path, sha256, 1, 0)


def test_reads_are_inputs_and_writes_are_outputs():
    found = journal.accesses([entry("read", "a"), entry("write", "b")], DIRECTORY)
    assert found == [FileAccess("input", "a", "aa", 1), FileAccess("output", "b", "aa", 1)]


def test_what_is_read_in_the_run_directory_is_no_input():
    assert journal.accesses([entry("read", f"{DIRECTORY}/a")], DIRECTORY) == []


def test_an_own_file_that_another_process_has_changed_is_an_input():
    found = journal.accesses([entry("write", "a"), entry("read", "a", "bb")], DIRECTORY)
    assert FileAccess("input", "a", "bb", 1) in found


def test_a_configuration_file_that_is_loaded_too_stays_configuration():
    config = FileAccess("config", "a", "aa", 1)
    assert journal.sorted_accesses([config], [config._replace(role="input")]) == (config,)


def test_paths_follow_the_directory_when_it_moves():
    assert journal.moved(entry("write", "x/RUNNING/1/a"), "x/RUNNING/1", "x/DONE/1").path == "x/DONE/1/a"
    assert journal.moved(entry("write", "x/RUNNING/10/a"), "x/RUNNING/1", "x/DONE/1").path == "x/RUNNING/10/a"


def test_a_torn_last_line_is_left_out():
    whole = '{"mode": "read", "path": "a", "sha256": "aa", "size": 1, "mtime_ns": 0}'
    assert journal.parse_entries([whole, whole[:40], ""]) == [entry("read", "a")]


def test_a_promise_is_no_access_and_a_torn_one_is_left_out():
    whole = '{"promise": "a"}'
    lines = [whole, whole[:9] + whole.replace("a", "b"), whole[:12], ""]
    assert (journal.parse_entries(lines), journal.parse_promises(lines)) == ([], ["a", "b"])


def test_a_hash_that_comes_later_belongs_to_the_lines_with_its_ticket():
    lines = [
        '{"mode": "read", "path": "a", "size": 1, "mtime_ns": 0, "ticket": "t"}',
        '{"mode": "write", "path": "a", "sha256": "bb", "size": 1, "mtime_ns": 0}',
        '{"ticket": "t", "sha256": "aa"}',
        '{"mode": "read", "path": "b", "size": 1, "mtime_ns": 0, "ticket": "t"}',
        '{"mode": "read", "path": "c", "size": 1, "mtime_ns": 0, "ticket": "other"}',
    ]
    found = [(known.mode, known.path, known.sha256) for known in journal.parse_entries(lines)]
    assert found == [("read", "a", "aa"), ("write", "a", "bb"), ("read", "b", "aa"), ("read", "c", None)]


def test_what_has_no_hash_is_told_apart():
    entries = [entry("read", "a", None), entry("write", "b", None), entry("read", "b", None)]
    assert journal.accesses(entries, DIRECTORY) == []
    assert journal.unhashed(entries, DIRECTORY) == ("a", "b")


@pytest.mark.parametrize("line", ["1", '"mode"', "[]", '{"ticket": []}', '{"ticket": "t"}', '{"mode": "read"}'])
def test_a_line_that_tells_of_nothing_is_left_out(line):
    assert journal.parse_entries([line]) == []


def test_a_file_that_does_not_begin_with_a_run_is_an_error(tmp_path):
    (tmp_path / journal.NAME).write_text("{}\n")
    with pytest.raises(CrateError, match="journal of a run"):
        journal.read(tmp_path / journal.NAME, DIRECTORY, tmp_path.joinpath)


def test_a_torn_line_does_not_hide_how_the_run_ended():
    end = {name: None for name in journal.END} | {"ended": "2026-02-13T14:30:00.123+01:00", "outcome": "success"}
    end["unaudited"] = ["sort a.csv"]
    lines = ['{"mode": "read", "pa' + json.dumps({"end": end}), '{"end": {"ended": "2026']
    found = journal.parse_end(lines)
    ended = datetime.fromisoformat("2026-02-13T14:30:00.123+01:00")
    assert found == {**end, "ended": ended, "unaudited": ("sort a.csv",)}
    assert journal.parse_entries(lines) == []


def test_only_the_files_that_are_asked_for_are_hashed_late(project):
    with project.session() as run:
        diary = journal.Journal(run.directory)
        for name in ("a", "b"):
            status = (project.root / name).write_text(name) and (project.root / name).stat()
            diary.append(Entry("write", name, None, status.st_size, status.st_mtime_ns, name))
        diary.close()
        found = journal.read(run.directory / journal.NAME, DIRECTORY, project.root.joinpath, to_hash={"b"})
    assert [access.path for access in found.accesses if access.role == "output"] == ["b"]
    assert found.unhashed == ("a",)
