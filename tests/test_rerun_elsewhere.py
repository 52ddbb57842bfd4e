"""Runs whose script lies in another project than their record, executed again: a shared folder may only be read."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import scitex_clew
from scitex_clew.errors import RerunError
from scitex_clew.rerunning import guard
from scitex_clew.rerunning.reports import Rerun

FIT = """
import os
from pathlib import Path

import scitex as stx
from model import shape


@stx.session
def main(raw="given.json"):
    table = stx.io.load(Path(__file__).with_name("table.json"))
    stx.io.save([shape(table), stx.io.load(raw)], "fit.json")
    stx.io.save(__file__, "where.txt")
    if "TO_RUIN" in os.environ:
        Path(os.environ["TO_RUIN"]).write_text("ruined")


if __name__ == "__main__":
    main()
"""
DRAW = """
import scitex as stx


@stx.session
def main():
    stx.io.save(sum(stx.io.load("fit_out/LATEST/fit.json")[0]), "sum.json")


if __name__ == "__main__":
    main()
"""
MODEL = """
def shape(rows):
    return rows[::-1]
"""
READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && cd "$1" && shift && exec "$@"'


class Places:
    """The project of a lab, which may only be read, and that of somebody who works with it."""

    def __init__(self, top: Path) -> None:
        self.lab, self.mine = top / "lab", top / "mine"
        for root in (self.lab, self.mine):
            (root / ".scitex").mkdir(parents=True)
        (self.lab / "fit").mkdir()
        for name, text in (("fit.py", FIT), ("model.py", MODEL), ("draw.py", DRAW)):
            (self.lab / "fit" / name).write_text(text)
        (self.lab / "fit/table.json").write_text("[1, 2, 3]")
        (self.mine / "given.json").write_text("[4]")

    def in_lab(self, *command: str | Path, folder: Path | None = None) -> "subprocess.CompletedProcess[str]":
        """Execute a command, in one's own project, while that of the lab may only be read."""
        line = ["unshare", "-rm", "sh", "-c", READ_ONLY, self.lab, folder or self.mine, *command]
        return subprocess.run(line, capture_output=True, text=True, timeout=120)

    def run(self, name: str, *arguments: str) -> str:
        """Run a script of the lab, and return the id of the run."""
        done = self.in_lab(sys.executable, "-B", self.lab / "fit" / name, *arguments)
        assert done.returncode == 0, done.stderr
        return scitex_clew.runs(self.mine)[-1].id

    def files(self) -> dict[Path, bytes]:
        """Return all files of both projects but those that are clew's own."""
        paths = (path for root in (self.lab, self.mine) for path in root.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in paths if not {".scitex", "__pycache__"} & {*path.parts}}


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    monkeypatch.delenv("SCITEX_CLEW_DB", raising=False)
    if subprocess.run(["unshare", "-rm", "mount", "--bind", tmp_path, tmp_path], capture_output=True).returncode:
        pytest.skip("this system lets nobody mount in a name space of their own")
    return Places(tmp_path)


@pytest.fixture(params=[guard.MOUNT_AND_HOOK, guard.HOOK_ONLY])
def fitted(
    request: pytest.FixtureRequest, places: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> tuple[str, str]:
    """Have a run of a script of the lab; return its id, and how the originals are protected from now on."""
    id = places.run("fit.py", "--raw", "given.json")
    if request.param == guard.HOOK_ONLY:
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin/unshare").symlink_to("/bin/false")
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    return id, request.param


def verdicts(report: Rerun) -> dict[str, str]:
    return {output.path: output.verdict for output in report.outputs}


def test_a_script_of_another_project_comes_out_again(places: Places, fitted: tuple[str, str]) -> None:
    id, isolation = fitted
    before = places.files()

    (report,) = scitex_clew.rerun(id, places.mine)

    assert verdicts(report) == {"fit.json": "reproduced", "where.txt": "close"}
    assert (report.faults, report.isolation) == ((), isolation)
    assert places.files() == before
    assert [known.id for known in scitex_clew.runs(places.mine)] == [id]
    assert scitex_clew.reruns_of(next(places.mine.glob("fit_out/*/*"))) == (report,)


@pytest.mark.parametrize("target", ["lab/fit/table.json", "lab/new.txt", "mine/given.json", "mine/new.txt"])
def test_the_originals_of_both_projects_are_out_of_reach(
    places: Places, fitted: tuple[str, str], target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TO_RUIN", str(places.lab.parent / target))
    before = places.files()

    (report,) = scitex_clew.rerun(fitted[0], places.mine)

    assert report.verdict == "failed"
    assert any("it tried to change" in fault and Path(target).name in fault for fault in report.faults)
    assert places.files() == before


def test_edited_code_of_the_other_project_is_as_it_was(places: Places) -> None:
    id = places.run("fit.py")
    (places.lab / "fit/fit.py").write_text("raise SystemExit(3)\n")
    (places.lab / "fit/model.py").unlink()

    assert verdicts(scitex_clew.rerun(id, places.mine)[0]) == {"fit.json": "reproduced", "where.txt": "close"}


def test_a_script_of_a_project_that_is_gone_is_found_in_the_record(places: Places) -> None:
    places.run("fit.py")
    id = places.run("draw.py")
    shutil.rmtree(places.lab)

    assert verdicts(scitex_clew.rerun(id, places.mine)[0]) == {"sum.json": "reproduced"}


def test_an_input_in_the_other_project_that_is_found_nowhere_is_named(places: Places) -> None:
    id = places.run("fit.py")
    (places.lab / "fit/table.json").write_text("[1, 2]")

    with pytest.raises(RerunError, match=rf"its input {places.lab}/fit/table.json is not what it was.*put it back"):
        scitex_clew.rerun(id, places.mine)


def test_a_chain_of_scripts_of_the_other_project(places: Places) -> None:
    places.run("fit.py")
    id = places.run("draw.py")

    found = scitex_clew.rerun(id, places.mine, chain=True)

    assert [verdicts(report) for report in found] == [
        {"fit.json": "reproduced", "where.txt": "close"},
        {"sum.json": "reproduced"},
    ]


def test_the_code_of_the_commit_of_the_other_project(places: Places) -> None:
    (places.lab / ".gitignore").write_text("*_out\n.scitex\n__pycache__\n")
    author = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init", "--quiet"], ["add", "."], [*author, "commit", "--quiet", "--message=a"]):
        subprocess.run(["git", *command], cwd=places.lab, check=True, capture_output=True)
    id = places.run("fit.py")
    (places.lab / "fit/table.json").write_text("[1, 2]")

    (report,) = scitex_clew.rerun(id, places.mine, code=True)

    assert verdicts(report) == {"fit.json": "reproduced", "where.txt": "close"}


def test_a_run_of_another_project_that_was_taken_in(places: Places) -> None:
    command = [sys.executable, "-B", "fit/fit.py", "--raw", str(places.mine / "given.json")]
    subprocess.run(command, cwd=places.lab, check=True, capture_output=True)
    before = places.files()
    scitex_clew.reindex(places.mine, others=[places.lab])
    (known,) = scitex_clew.runs(places.mine)

    (report,) = scitex_clew.rerun(known.id, places.mine)

    assert verdicts(report) == {"fit.json": "reproduced", "where.txt": "close"}
    assert places.files() == before
    assert scitex_clew.run(known.id, places.mine).reruns == (report,)


def test_a_run_that_is_recorded_in_the_own_place_of_the_user(
    places: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copy(places.mine / "given.json", places.lab)
    places.in_lab(sys.executable, "-B", "fit/fit.py", folder=places.lab)
    mirror = Path(f"{tmp_path}/state/scitex{places.lab}")
    before = places.files()

    (report,) = scitex_clew.rerun(scitex_clew.runs(mirror)[0].id, mirror)

    assert verdicts(report) == {"fit.json": "reproduced", "where.txt": "close"}
    assert places.files() == before


def test_a_lab_that_may_still_only_be_read(places: Places) -> None:
    id = places.run("fit.py")

    done = places.in_lab(Path(sys.executable).with_name("scitex"), "clew", "rerun", id)

    assert (done.returncode, done.stderr) == (0, "")
    assert "reproduced   fit.json" in done.stdout
