"""The state of the repository around a script."""

import os
import subprocess

import pytest

import scitex_io
from scitex_clew import git, run
from scitex_clew.record import GitState


@pytest.fixture
def repository(tmp_path):
    return init(tmp_path)


def init(folder):
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", folder], check=True)
    return folder


def commit(repository, name="a.py"):
    identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
    (repository / name).parent.mkdir(exist_ok=True)
    (repository / name).write_text("1\n")
    subprocess.run(["git", "-C", repository, "add", name], check=True)
    subprocess.run(["git", "-C", repository, *identity, "commit", "--quiet", "--message=a"], check=True)
    return subprocess.check_output(["git", "-C", repository, "rev-parse", "HEAD"], text=True).strip()


def test_a_repository_without_a_commit(repository):
    assert git.ask(repository / "a.py").answer() == GitState(None, "main", False, False)


def test_a_commit_is_named_in_full(repository):
    head = commit(repository)
    assert git.ask(repository / "a.py").answer() == GitState(head, "main", False, True)


def test_a_changed_tracked_file_makes_it_dirty(repository):
    head = commit(repository)
    (repository / "a.py").write_text("2\n")
    assert git.ask(repository / "a.py").answer() == GitState(head, "main", True, True)


def test_an_untracked_file_does_not_make_it_dirty(repository):
    commit(repository)
    (repository / "b.py").write_text("2\n")
    assert git.ask(repository / "a.py").answer().dirty is False


@pytest.mark.parametrize("name", ["table.csv", "data/été 1.csv", "data/a\nb.csv"])
def test_a_file_that_the_run_itself_wrote_does_not_make_it_dirty(repository, name):
    commit(repository, name)
    (repository / name).write_text("2\n")
    (repository / "scripts").mkdir()
    question = git.ask(repository / "scripts" / "a.py")
    assert question.answer({str(repository / name)}).dirty is False


def test_of_a_renamed_file_both_names_count(repository):
    commit(repository)
    subprocess.run(["git", "-C", repository, "mv", "a.py", "b.py"], check=True)
    assert git.ask(repository / "a.py").answer({str(repository / "b.py")}).dirty is True
    assert git.ask(repository / "a.py").answer({str(repository / name) for name in ("a.py", "b.py")}).dirty is False


@pytest.mark.parametrize("name", ["b.py", "b c.py", "b\nc.py", "$(b).py", '"b".py'])
def test_a_script_is_tracked_once_a_commit_holds_it(repository, name):
    commit(repository)
    (repository / name).write_text("1\n")
    assert git.ask(repository / name).answer().tracked is False
    commit(repository, name)
    assert git.ask(repository / name).answer().tracked is True


def test_a_run_that_saves_over_a_tracked_file_has_started_clean(project):
    init(project.root)
    commit(project.root, "table.txt")
    with project.session("a.py") as session:
        scitex_io.save("2\n", project.root / "table.txt")
    assert run(session.id).record.git.dirty is False


def test_a_detached_head_has_no_branch(repository):
    head = commit(repository)
    subprocess.run(["git", "-C", repository, "checkout", "--quiet", "--detach"], check=True)
    assert git.ask(repository / "a.py").answer() == GitState(head, None, False, True)


def test_the_environment_does_not_lead_to_another_repository(repository, tmp_path_factory, monkeypatch):
    head = commit(repository)
    commit(init(tmp_path_factory.mktemp("other")), "other.py")
    monkeypatch.setenv("GIT_DIR", str(tmp_path_factory.getbasetemp() / "other0" / ".git"))
    assert git.ask(repository / "a.py").answer().commit == head


def test_outside_of_a_repository_git_is_not_asked(tmp_path):
    assert git.ask(tmp_path / "a.py") is None


def test_without_git_there_is_no_answer_and_no_error(repository, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert git.ask(repository / "a.py").answer() is None


def test_without_a_shell_git_is_not_asked(repository, monkeypatch):
    monkeypatch.setattr(git, "SHELL", "/nowhere/sh")
    assert git.ask(repository / "a.py") is None


def test_a_broken_repository_gives_no_answer(tmp_path):
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    assert git.ask(tmp_path / "a.py").answer() is None


def test_git_that_hangs_is_given_up(repository, tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").write_text("#!/bin/sh\nexec sleep 3\n")
    (tmp_path / "bin" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(git, "PATIENCE", 0.05)
    assert git.ask(repository / "a.py").answer() is None


def test_git_is_no_child_of_the_script(repository):
    commit(repository)
    question = git.ask(repository / "a.py")
    with pytest.raises(ChildProcessError):
        os.wait()
    assert question.answer() is not None
