"""The state of the repository around a script."""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

import scitex_io
from scitex_clew import run
from scitex_clew.records import git
from scitex_clew.records.record import GitState


@pytest.fixture
def repository(tmp_path):
    return init(tmp_path)


def init(folder):
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", folder], check=True)
    return folder


def answer(script, written=()):
    """Return what git says of the repository around a script."""
    directory = Path(tempfile.mkdtemp())
    question = git.ask(script, directory)
    return git.state(directory, written) if question.wait() else None


def commit(repository, name="a.py"):
    identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
    (repository / name).parent.mkdir(exist_ok=True)
    (repository / name).write_text("1\n")
    subprocess.run(["git", "-C", repository, "add", name], check=True)
    subprocess.run(["git", "-C", repository, *identity, "commit", "--quiet", "--message=a"], check=True)
    return subprocess.check_output(["git", "-C", repository, "rev-parse", "HEAD"], text=True).strip()


def test_a_repository_without_a_commit(repository):
    assert answer(repository / "a.py") == GitState(None, "main", False, False)


def test_a_commit_is_named_in_full(repository):
    head = commit(repository)
    assert answer(repository / "a.py") == GitState(head, "main", False, True)


def test_a_changed_tracked_file_makes_it_dirty(repository):
    head = commit(repository)
    (repository / "a.py").write_text("2\n")
    assert answer(repository / "a.py") == GitState(head, "main", True, True)


def test_an_untracked_file_does_not_make_it_dirty(repository):
    commit(repository)
    (repository / "b.py").write_text("2\n")
    assert answer(repository / "a.py").dirty is False


@pytest.mark.parametrize("name", ["table.csv", "data/été 1.csv", "data/a\nb.csv"])
def test_a_file_that_the_run_itself_wrote_does_not_make_it_dirty(repository, name):
    commit(repository, name)
    (repository / name).write_text("2\n")
    (repository / "scripts").mkdir()
    assert answer(repository / "scripts" / "a.py", {str(repository / name)}).dirty is False


def test_of_a_renamed_file_both_names_count(repository):
    commit(repository)
    subprocess.run(["git", "-C", repository, "mv", "a.py", "b.py"], check=True)
    assert answer(repository / "a.py", {str(repository / "b.py")}).dirty is True
    assert answer(repository / "a.py", {str(repository / name) for name in ("a.py", "b.py")}).dirty is False


@pytest.mark.parametrize("name", ["b.py", "b c.py", "b\nc.py", "$(b).py", '"b".py'])
def test_a_script_is_tracked_once_a_commit_holds_it(repository, name):
    commit(repository)
    (repository / name).write_text("1\n")
    assert answer(repository / name).tracked is False
    commit(repository, name)
    assert answer(repository / name).tracked is True


def test_a_run_that_saves_over_a_tracked_file_has_started_clean(project):
    init(project.root)
    commit(project.root, "table.txt")
    with project.session("a.py") as session:
        scitex_io.save("2\n", project.root / "table.txt")
    assert run(session.id).record.git.dirty is False


def test_a_detached_head_has_no_branch(repository):
    head = commit(repository)
    subprocess.run(["git", "-C", repository, "checkout", "--quiet", "--detach"], check=True)
    assert answer(repository / "a.py") == GitState(head, None, False, True)


def test_the_environment_does_not_lead_to_another_repository(repository, tmp_path_factory, monkeypatch):
    head = commit(repository)
    commit(init(tmp_path_factory.mktemp("other")), "other.py")
    monkeypatch.setenv("GIT_DIR", str(tmp_path_factory.getbasetemp() / "other0" / ".git"))
    assert answer(repository / "a.py").commit == head


def test_outside_of_a_repository_git_is_not_asked(tmp_path):
    assert git.ask(tmp_path / "a.py", tmp_path) is None


def test_without_git_there_is_no_answer_and_no_error(repository, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert answer(repository / "a.py") is None


def test_without_a_shell_git_is_not_asked(repository, monkeypatch):
    monkeypatch.setattr(git, "SHELL", "/nowhere/sh")
    assert git.ask(repository / "a.py", repository) is None


def test_a_broken_repository_gives_no_answer(tmp_path):
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    assert answer(tmp_path / "a.py") is None


def test_git_that_hangs_is_given_up(repository, tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").write_text("#!/bin/sh\nexec sleep 3\n")
    (tmp_path / "bin" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(git, "PATIENCE", 0.05)
    assert answer(repository / "a.py") is None


def test_git_is_no_child_of_the_script(repository):
    commit(repository)
    question = git.ask(repository / "a.py", repository)
    with pytest.raises(ChildProcessError):
        os.wait()
    assert question.wait()


def diffed(repository, written=()):
    """Return the diff that git gives of a repository, and leave it in a file."""
    directory = Path(tempfile.mkdtemp())
    git.ask(repository / "a.py", directory).wait()
    return git.diff(directory, written)


def change(repository):
    """Change files of all kinds, commit and change them; return the paths."""
    (repository / "gone").mkdir()
    names = {"a.py": b"a\n" * 9, "b c.py": b"2\n", "d\ne.py": b"\xe9\n", "gone/f.py": b"f\n", "été.bin": b"\0\1"}
    for name in names:
        commit(repository, name)
        (repository / name).write_bytes(names[name])
    subprocess.run(["git", "-C", repository, "rm", "-q", "--force", "gone/f.py"], check=True)
    (repository / "new.py").write_text("n\n")
    subprocess.run(["git", "-C", repository, "add", "new.py"], check=True)
    return [*names, "new.py"]


def test_the_diff_brings_a_clean_checkout_to_what_was_run(repository, tmp_path_factory):
    change(repository)
    for setting in ("diff.noprefix", "color.ui", "diff.relative", "diff.mnemonicPrefix"):
        subprocess.run(
            ["git", "-C", repository, "config", setting, "always" if "color" in setting else "true"], check=True
        )
    clone = tmp_path_factory.mktemp("clone")
    subprocess.run(["git", "clone", "--quiet", repository, clone], check=True)

    subprocess.run(["git", "-C", clone, "apply"], input=os.fsencode(diffed(repository)), check=True)

    assert contents(clone) == contents(repository)


def contents(repository):
    return {
        path.relative_to(repository): path.read_bytes()
        for path in repository.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


def test_what_the_run_itself_wrote_is_not_in_the_diff(repository):
    for name in change(repository):
        assert diffed(repository).count("diff --git ") == 6
        assert diffed(repository, {str(repository / name)}).count("diff --git ") == 5


def test_a_clean_repository_has_an_empty_diff(repository):
    commit(repository)
    assert diffed(repository) == ""


def test_a_diff_that_is_too_large_is_none(repository, monkeypatch):
    commit(repository)
    (repository / "a.py").write_text("x" * 10_000)
    monkeypatch.setattr(git, "LARGEST_DIFF", 5_000)
    assert diffed(repository) is None


def test_git_stops_writing_a_diff_that_is_too_large(repository):
    commit(repository)
    (repository / "a.py").write_bytes(b"x" * (git.LARGEST_DIFF + 10_000))
    assert answer(repository / "a.py").dirty
    assert diffed(repository) is None


def test_conflicts_of_a_merge_are_in_the_diff_as_they_stand(repository):
    commit(repository)
    start = ["git", "-C", repository, "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*start, "checkout", "--quiet", "-b", "other"], check=True)
    (repository / "a.py").write_text("2\n")
    subprocess.run([*start, "commit", "--quiet", "--all", "--message=b"], check=True)
    subprocess.run([*start, "checkout", "--quiet", "main"], check=True)
    (repository / "a.py").write_text("3\n")
    subprocess.run([*start, "commit", "--quiet", "--all", "--message=c"], check=True)
    subprocess.run([*start, "merge", "--quiet", "other"], check=False, capture_output=True)
    assert "+<<<<<<< HEAD" in diffed(repository)
