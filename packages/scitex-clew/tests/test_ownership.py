"""Paths in an index begin at the root of one project: a second one with the same index stays out of it."""

import os
import shutil
import subprocess
import sys

import pytest

import scitex_io
from scitex_clew import reindex, runs, status
from scitex_clew.errors import ForeignIndexError


@pytest.fixture
def shared(tmp_path, project, monkeypatch):
    """Return the index that the variable names."""
    monkeypatch.setenv("SCITEX_CLEW_DB", str(tmp_path / "shared.db"))
    return tmp_path / "shared.db"


@pytest.fixture
def other(tmp_path, project):
    (tmp_path / "other/.scitex").mkdir(parents=True)
    return type(project)(tmp_path / "other", count=50)


def told(index, owner):
    """Return what is said of an index that is another project's."""
    rest = "let SCITEX_CLEW_DB name a file of its own for each of them, or none"
    return f"{index} is the index of another project, {owner}: {rest}"


def test_a_run_of_a_second_project_is_recorded_in_its_directory_and_told_of_once(project, other, shared, monkeypatch):
    project.chain()
    before = status()
    with pytest.warns(RuntimeWarning) as warned, other.session() as run:
        scitex_io.save("one\n", "a.txt")
    message = f"run {run.id} is recorded in its directory but not in the index: {told(shared, project.root)}"
    assert [str(warning.message) for warning in warned] == [f"{message}; once that is mended, run: scitex clew index"]
    assert status() == before
    monkeypatch.delenv("SCITEX_CLEW_DB")
    assert reindex(other.root).complaints == ()
    assert [known.id for known in runs(other.root)] == [run.id]
    assert status(other.root).well


def test_its_questions_have_that_for_an_answer(project, other, shared, clew, monkeypatch):
    project.chain()
    monkeypatch.chdir(other.root)
    for question in (("status",), ("list",), ("index",), ("file", "a.txt")):
        assert clew(*question) == (2, [f"Error: {told(shared, project.root)}"])
    assert len(runs(project.root)) == 3


def test_a_project_that_was_moved_keeps_its_index(project, shared, tmp_path, monkeypatch):
    project.chain()
    project.root.rename(tmp_path / "moved")
    monkeypatch.chdir(tmp_path / "moved")
    assert status().well
    (tmp_path / "project").mkdir()
    assert len(runs()) == 3
    with pytest.raises(ForeignIndexError):
        runs(tmp_path / "project")


def test_a_copy_of_a_project_is_a_second_one(project, shared, tmp_path):
    project.chain()
    shutil.copytree(project.root, tmp_path / "copy")
    with pytest.raises(ForeignIndexError):
        status(tmp_path / "copy")


def test_a_project_reached_over_a_link_is_the_same(project, shared, tmp_path):
    project.chain()
    (tmp_path / "link").symlink_to(project.root)
    assert status(tmp_path / "link").well


def test_the_index_of_a_project_that_is_gone_may_be_made_anew_for_another(project, other, shared, monkeypatch):
    project.chain()
    monkeypatch.chdir(other.root)
    shutil.rmtree(project.root)
    assert reindex().runs == 0
    with other.session() as run:
        pass
    assert [known.id for known in runs()] == [run.id]


def test_what_lies_in_the_usual_place_of_a_project_is_that_project_s(project, other, monkeypatch):
    project.chain()
    index = project.root / ".scitex/clew.db"
    monkeypatch.setenv("SCITEX_CLEW_DB", str(index))
    with pytest.raises(ForeignIndexError) as caught:
        reindex(other.root)
    assert str(caught.value) == told(index, project.root)
    assert status().well


def test_an_index_in_the_usual_place_of_a_project_without_runs_is_free(project, other, monkeypatch):
    monkeypatch.setenv("SCITEX_CLEW_DB", str(project.root / ".scitex/clew.db"))
    with other.session():
        pass
    assert len(runs(other.root)) == 1
    with pytest.raises(ForeignIndexError):
        runs(project.root)


def test_of_many_first_projects_at_once_one_has_it(tmp_path, project, shared):
    code = (
        "import sys; from scitex_clew import reindex\n"
        "from scitex_clew.errors import ForeignIndexError\n"
        "try: reindex(sys.argv[1])\n"
        "except ForeignIndexError: print('no')\n"
        "else: print('yes')"
    )
    roots = [tmp_path / str(number) for number in range(8)]
    for root in roots:
        (root / ".scitex").mkdir(parents=True)
    asked = [subprocess.Popen([sys.executable, "-c", code, root], stdout=subprocess.PIPE) for root in roots]
    answers = [process.communicate()[0] for process in asked]
    assert sorted(answers) == [b"no\n"] * 7 + [b"yes\n"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write what is read-only")
def test_an_index_that_may_only_be_read_is_nobody_s_but_answers(project, shared):
    reindex()
    shared.chmod(0o444)
    assert status().runs == ()
