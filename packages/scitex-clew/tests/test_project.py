"""Where a project begins and how its paths are written."""

import pytest

from scitex_clew.project import Project


@pytest.fixture(autouse=True)
def no_override(monkeypatch):
    monkeypatch.delenv("SCITEX_CLEW_DB", raising=False)


@pytest.mark.parametrize("marker", [".git", ".scitex", "pyproject.toml"])
def test_the_root_is_the_nearest_ancestor_with_a_marker(tmp_path, marker):
    (tmp_path / marker).mkdir()
    (tmp_path / "scripts" / "deep").mkdir(parents=True)
    assert Project.of(tmp_path / "scripts" / "deep").root == tmp_path


def test_without_a_marker_the_root_is_the_directory_itself(tmp_path):
    assert Project.of(tmp_path).root == tmp_path


def test_the_index_lies_in_the_root(tmp_path):
    assert Project.of(tmp_path).database == tmp_path / ".scitex" / "clew.db"


def test_a_variable_overrides_where_the_index_lies(tmp_path, monkeypatch):
    monkeypatch.setenv("SCITEX_CLEW_DB", str(tmp_path / "other.db"))
    assert Project.of(tmp_path).database == tmp_path / "other.db"


def test_paths_below_the_root_are_relative_and_others_absolute(tmp_path):
    project = Project.of(tmp_path)
    assert project.portable(tmp_path / "a" / "b.csv") == "a/b.csv"
    assert project.portable(tmp_path) == "."
    assert project.portable(f"{tmp_path}2/b.csv") == f"{tmp_path}2/b.csv"


def test_a_portable_path_is_located_again(tmp_path):
    project = Project.of(tmp_path)
    assert project.locate("a/b.csv") == tmp_path / "a" / "b.csv"
    assert str(project.locate("/far/b.csv")) == "/far/b.csv"


def test_a_project_reached_through_a_link_is_the_same(tmp_path):
    (tmp_path / "real" / ".git").mkdir(parents=True)
    (tmp_path / "link").symlink_to("real")
    project = Project.of(tmp_path / "link")
    assert project.root == tmp_path / "real"
    assert project.portable(tmp_path / "link" / "a.csv") == "a.csv"
