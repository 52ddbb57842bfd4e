"""A token in the URL of a git remote is in no record of a run."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import scitex as stx

@stx.session
def main(logger=stx.INJECTED):
    logger.info("training")
    stx.io.save([1], "a.json")

if __name__ == "__main__":
    main()
"""
TOKEN = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"
URL = f"https://user:{TOKEN}@example.org/x.git"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository of one commit, whose branch follows one of a remote with a token."""
    (tmp_path / "train.py").write_text(SCRIPT)
    for command in (
        ["init", "--quiet", "--initial-branch=main"],
        ["add", "."],
        ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "begin"],
        ["remote", "add", "origin", URL],
        ["update-ref", "refs/remotes/origin/main", "HEAD"],
        ["branch", "--quiet", "--set-upstream-to=origin/main"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def files_of_a_run(repository: Path) -> dict[str, bytes]:
    """Run the script; return all that it and its records have written."""
    done = subprocess.run([sys.executable, "train.py"], cwd=repository, check=True, capture_output=True)
    written = [path for folder in ("train_out", ".scitex") for path in (repository / folder).rglob("*")]
    return {"shown": done.stdout + done.stderr} | {path.name: path.read_bytes() for path in written if path.is_file()}


def test_the_url_of_a_remote_is_not_recorded(repository: Path) -> None:
    files = files_of_a_run(repository)

    assert {"shown", "a.json", "clew.db", "ro-crate-metadata.json", "train.log"} <= files.keys()
    assert [name for name, content in files.items() if b"ghp_" in content or b"example.org/x" in content] == []


def test_a_token_in_uncommitted_changes_is_masked(repository: Path) -> None:
    (repository / "train.py").write_text(f"{SCRIPT}\n# from {URL}\n")

    files = files_of_a_run(repository)

    assert b"https://***@example.org/x.git" in files["git.diff"]
    assert [name for name, content in files.items() if TOKEN.encode() in content] == []
