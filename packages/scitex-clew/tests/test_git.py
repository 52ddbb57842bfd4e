"""The state of the repository around a script."""

import os
import subprocess

import pytest

from scitex_clew import git
from scitex_clew.record import GitState


@pytest.fixture
def repository(tmp_path):
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", tmp_path], check=True)
    return tmp_path


def commit(repository):
    identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
    (repository / "a.py").write_text("1\n")
    subprocess.run(["git", "-C", repository, "add", "a.py"], check=True)
    subprocess.run(["git", "-C", repository, *identity, "commit", "--quiet", "--message=a"], check=True)
    return subprocess.check_output(["git", "-C", repository, "rev-parse", "HEAD"], text=True).strip()


def test_a_repository_without_a_commit(repository):
    assert git.ask(repository).answer() == GitState(None, "main", False)


def test_a_commit_is_named_in_full(repository):
    head = commit(repository)
    assert git.ask(repository).answer() == GitState(head, "main", False)


def test_a_changed_tracked_file_makes_it_dirty(repository):
    head = commit(repository)
    (repository / "a.py").write_text("2\n")
    assert git.ask(repository).answer() == GitState(head, "main", True)


def test_an_untracked_file_does_not_make_it_dirty(repository):
    commit(repository)
    (repository / "b.py").write_text("2\n")
    assert git.ask(repository).answer().dirty is False


def test_a_detached_head_has_no_branch(repository):
    head = commit(repository)
    subprocess.run(["git", "-C", repository, "checkout", "--quiet", "--detach"], check=True)
    assert git.ask(repository).answer() == GitState(head, None, False)


def test_outside_of_a_repository_git_is_not_asked(tmp_path):
    assert git.ask(tmp_path) is None


def test_without_git_there_is_no_answer_and_no_error(repository, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert git.ask(repository) is None


def test_a_broken_repository_gives_no_answer(tmp_path):
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    assert git.ask(tmp_path).answer() is None


def test_git_that_hangs_is_given_up(repository, tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "bin" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(git, "PATIENCE", 0.05)
    assert git.ask(repository).answer() is None


def test_a_script_that_has_waited_for_every_child_does_no_harm(repository):
    head = commit(repository)
    question = git.ask(repository)
    os.waitpid(question.pid, 0)
    assert question.answer() == GitState(head, "main", False)
