"""`scitex clew rerun`: recorded runs executed again, in real processes, without a hand laid on the originals."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import scitex_clew
from scitex_clew.errors import RerunError
from scitex_clew.rerunning import guard
from scitex_clew.rerunning.recorded import reruns_of

SCRIPT = """
import scitex as stx
{imports}

@stx.session
def main({parameters}):
    {body}

if __name__ == "__main__":
    main()
"""


class Project:
    """A directory with a marker, and scripts in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / ".scitex").mkdir(parents=True)

    def write(self, name: str, body: str, parameters: str = "", imports: str = "") -> None:
        """Write a script."""
        body = body.replace("\n", "\n    ")
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(SCRIPT.format(imports=imports, parameters=parameters, body=body))

    def run(self, name: str, *arguments: str, expected: int = 0, folder: str = ".") -> str:
        """Run a script to its end and return the id of the run."""
        command = [sys.executable, name, *arguments]
        done = subprocess.run(command, cwd=self.root / folder, capture_output=True, text=True, timeout=120)
        assert done.returncode == expected, done.stderr
        return scitex_clew.runs(self.root)[-1].id

    def outputs(self, id: str) -> Path:
        """Return the directory of a run."""
        return next(self.root.glob(f"**/*_out/*/{id}"))

    def scitex(self, *arguments: str) -> tuple[int, str]:
        """Call the program; return its exit code and all that it printed."""
        program = Path(sys.executable).with_name("scitex")
        done = subprocess.run([program, *arguments], cwd=self.root, capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout + done.stderr

    def files(self) -> dict[str, bytes]:
        """Return all files but those that are clew's own."""
        own = self.root / ".scitex"
        paths = [path for path in self.root.rglob("*") if path.is_file() and not path.is_relative_to(own)]
        return {str(path): path.read_bytes() for path in paths if "__pycache__" not in path.parts}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.delenv("SCITEX_CLEW_DB", raising=False)
    return Project(tmp_path / "project")


@pytest.fixture(params=[guard.MOUNT_AND_HOOK, guard.HOOK_ONLY])
def isolation(request: pytest.FixtureRequest, project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Return how the originals are protected: as the system allows, and without its help."""
    if request.param == guard.HOOK_ONLY:
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin/unshare").write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / "bin/unshare").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    elif subprocess.run(
        ["unshare", "-rm", "mount", "--bind", str(tmp_path), str(tmp_path)], capture_output=True
    ).returncode:
        pytest.skip("the system lets nobody mount")
    return str(request.param)


def verdicts(report: Any) -> dict[str, str]:
    return {output.path: output.verdict for output in report.outputs}


def details(report: Any) -> dict[str, str]:
    return {output.path: output.detail for output in report.outputs}


def test_a_run_is_executed_with_its_arguments_and_seed_and_comes_out_again(project: Project, isolation: str) -> None:
    body = 'stx.io.save({"lr": lr, "seed": seed, "drawn": float(rng.random())}, "drawn.json")'
    project.write("draw.py", body, "lr=0.1, seed=1, rng=stx.INJECTED")
    id = project.run("draw.py", "--lr", "0.5", "--seed", "7")
    before = project.files()

    (report,) = scitex_clew.rerun(id[-4:], project.root)

    assert (report.verdict, report.isolation) == ("reproduced", isolation)
    assert verdicts(report) == {"drawn.json": "reproduced"}
    assert (report.faults, report.notes) == ((), ())
    assert project.files() == before
    assert len(scitex_clew.runs(project.root)) == 1


def test_the_verdict_is_an_output_of_the_new_run(project: Project) -> None:
    project.write("one.py", 'stx.io.save([1], "one.json")')
    (report,) = scitex_clew.rerun(project.run("one.py"), project.root)

    directory = project.root / report.directory
    scratch = next(parent for parent in directory.parents if (parent / ".scitex").exists())

    assert json.loads((directory / "rerun.json").read_text())["verdict"] == "reproduced"
    assert report.rerun is not None
    found = scitex_clew.run(report.rerun, scratch)
    assert f"{found.report.run.directory}/rerun.json" in [file.access.path for file in found.report.files]
    assert found.report.verdict == "verified"
    assert scitex_clew.reindex(project.root).runs == 1


def test_a_rerun_is_executed_again_and_its_verdict_is_none_of_its_outputs(project: Project) -> None:
    project.write("one.py", 'stx.io.save([1], "one.json")')
    (first,) = scitex_clew.rerun(project.run("one.py"), project.root)

    (second,) = scitex_clew.rerun(project.root / first.directory)

    assert (second.run, second.verdict, verdicts(second)) == (first.rerun, "reproduced", {"one.json": "reproduced"})


def test_what_came_out_each_time_is_known_afterwards(project: Project) -> None:
    project.write("one.py", 'stx.io.save([os.environ["WHAT"]], "one.json")', imports="import os")
    os.environ["WHAT"] = "a"
    id = project.run("one.py")
    directory = project.outputs(id)
    assert reruns_of(directory) == ()

    first = scitex_clew.rerun(id, project.root)
    os.environ["WHAT"] = "b"
    second = scitex_clew.rerun(id, project.root)
    del os.environ["WHAT"]
    third = scitex_clew.rerun(id, project.root)

    assert reruns_of(directory) == (*first, *second, *third)
    assert [report.verdict for report in reruns_of(directory)] == ["reproduced", "different", "failed"]
    assert [verdicts(report) for report in reruns_of(directory)[:2]] == [
        {"one.json": "reproduced"},
        {"one.json": "different"},
    ]
    shutil.rmtree(project.root / ".scitex/reruns")
    assert reruns_of(directory) == ()


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"verdict": "reproduced"}', "outputs", "started", "[" * 99999])
def test_a_verdict_that_cannot_be_read_is_left_out_with_a_warning(
    project: Project, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    project.write("one.py", 'stx.io.save([1], "one.json")')
    id = project.run("one.py")
    (report,) = scitex_clew.rerun(id, project.root)
    (path,) = project.root.glob(f".scitex/reruns/*/{id}/rerun.json")
    changes = {"outputs": [{"path": "a", "verdict": "<b>", "detail": ""}], "started": "2026-02-13T14:30:22"}
    told = {**json.loads(path.read_text()), damage: changes.get(damage)}
    path.write_text(json.dumps(told) if damage in changes else damage)

    assert reruns_of(project.outputs(id)) == ()
    assert "is not the verdict of a rerun" in caplog.text
    assert report.well


def test_a_script_that_destroys_what_it_finds_destroys_copies(project: Project, isolation: str) -> None:
    body = """
for path in pathlib.Path("data").glob("*.txt"):
    text = stx.io.load(path)
    path.write_text("ruined")
    path.unlink()
if really:
    shutil.rmtree("keep", ignore_errors=True)
stx.io.save(text, "text.txt")"""
    project.write("ruin.py", body.strip(), "really=False", "import pathlib, shutil")
    (project.root / "data").mkdir()
    (project.root / "data/raw.txt").write_text("precious\n")
    id = project.run("ruin.py", "--really")
    (project.root / "data/raw.txt").write_text("precious\n")
    (project.root / "keep").mkdir()
    (project.root / "keep/all.txt").write_text("mine\n")
    before = project.files()

    (report,) = scitex_clew.rerun(id, project.root)

    assert (report.verdict, report.faults) == ("reproduced", ())
    assert project.files() == before


@pytest.mark.parametrize(
    "deed",
    [
        '(root / "results.txt").write_text("new")',
        '(root / "results.txt").unlink()',
        '(root / "results.txt").rename(root / "other.txt")',
        '(root / "made").mkdir()',
        'shutil.rmtree(root / "data")',
        'os.truncate(root / "results.txt", 0)',
        'subprocess.run([sys.executable, "-c", "open(\\"results.txt\\", \\"a\\")"], cwd=root, check=True)',
    ],
)
def test_a_script_that_writes_to_an_absolute_path_inside_the_project_is_refused(
    project: Project, deed: str, isolation: str
) -> None:
    body = f'root = pathlib.Path({str(project.root)!r})\n{deed}\nstx.io.save([1], "one.json")'
    project.write("absolute.py", body, imports="import os, pathlib, shutil, subprocess, sys")

    def prepare() -> None:
        shutil.rmtree(project.root / "made", ignore_errors=True)
        (project.root / "data").mkdir(exist_ok=True)
        (project.root / "data/all.txt").write_text("all\n")
        (project.root / "results.txt").write_text("old\n")

    prepare()
    id = project.run("absolute.py")
    prepare()
    before = project.files()

    (report,) = scitex_clew.rerun(id, project.root)

    assert report.verdict == "failed"
    assert any("tried to change" in fault for fault in report.faults)
    assert verdicts(report) == {"one.json": "missing"}
    assert project.files() == before


def test_a_save_that_is_refused_is_told_by_the_name_that_the_script_gave(project: Project, isolation: str) -> None:
    project.write("absolute.py", f"stx.io.save([1], {str(project.root / 'sub/one.json')!r})")
    id = project.run("absolute.py")

    (report,) = scitex_clew.rerun(id, project.root)

    assert report.faults[0] == "it tried to change sub/one.json, which was refused"
    assert report.faults[1].endswith(f"must not change the originals: {str(project.root / 'sub/one.json')!r}")


def test_a_program_that_knows_nothing_of_python_cannot_change_the_project_either(
    project: Project, tmp_path: Path
) -> None:
    if subprocess.run(
        ["unshare", "-rm", "mount", "--bind", str(tmp_path), str(tmp_path)], capture_output=True
    ).returncode:
        pytest.skip("the system lets nobody mount")
    target = project.root / "results.txt"
    project.write(
        "shell.py", f'subprocess.run(["sh", "-c", "echo new > {target}"], check=True)', imports="import subprocess"
    )
    id = project.run("shell.py")
    target.write_text("old\n")

    (report,) = scitex_clew.rerun(id, project.root)

    assert report.verdict == "failed"
    assert target.read_text() == "old\n"


def test_what_gets_past_the_guard_is_found_out(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/unshare").symlink_to("/bin/false")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    target = project.root / "results.txt"
    shell = 'subprocess.run(["sh", "-c", f"echo {run.id} > {target}"])'
    body = f'target = {str(target)!r}\n{shell}\nstx.clew.track(target, "write")'
    project.write("shell.py", body, "run=stx.INJECTED", "import subprocess")
    id = project.run("shell.py")

    (report,) = scitex_clew.rerun(id, project.root)

    assert "results.txt was changed while this lasted" in report.faults


def test_an_input_that_was_modified_is_found_elsewhere_or_named(project: Project) -> None:
    project.write("copy.py", 'stx.io.save(stx.io.load("raw.txt"), "copy.txt")')
    (project.root / "raw.txt").write_text("raw\n")
    id = project.run("copy.py")
    (project.root / "raw.txt").write_text("edited\n")
    assert verdicts(scitex_clew.rerun(id, project.root)[0]) == {"copy.txt": "reproduced"}
    (project.outputs(id) / "copy.txt").unlink()
    shutil.rmtree(project.root / ".scitex/reruns")

    code, text = project.scitex("clew", "rerun", id)

    assert code == 2
    assert text.startswith(f"Error: run {id} cannot be executed again: its input raw.txt is not what it was")
    (project.root / "old.txt").write_text("raw\n")
    assert verdicts(scitex_clew.rerun(id, project.root)[0]) == {"copy.txt": "reproduced"}


def test_a_run_that_depends_on_the_time_is_different(project: Project) -> None:
    project.write("now.py", 'stx.io.save({"now": time.time_ns(), "same": 1}, "now.json")', imports="import time")
    id = project.run("now.py")

    code, text = project.scitex("clew", "rerun", id)

    assert code == 1
    assert text.splitlines()[0] == f"now.py {id}: different"
    assert "  different    now.json: line " in text


def test_a_figure_is_reproduced_with_its_data(project: Project) -> None:
    body = 'fig, ax = plt.subplots()\nax.plot([1, 4, 9])\nstx.io.save(fig, "fig.png")\nstx.io.save(fig, "fig.pdf")'
    project.write("draw.py", body, "plt=stx.INJECTED")

    (report,) = scitex_clew.rerun(project.run("draw.py"), project.root)

    assert {"fig.png": "reproduced", "fig.pdf": "reproduced", "fig.csv": "reproduced"}.items() <= verdicts(
        report
    ).items()
    assert report.well


def test_numbers_within_the_tolerance_are_close(project: Project) -> None:
    body = 'noise = 1e-12 * (time.time_ns() % 997)\nstx.io.save({"x": 0.123456789012 * (1 + noise)}, "x.json")'
    project.write("noise.py", body, imports="import time")
    id = project.run("noise.py")

    (report,) = scitex_clew.rerun(id, project.root, rtol=1e-8)

    assert report.verdict == "close"
    assert "numbers differ by" in details(report)["x.json"]
    assert scitex_clew.rerun(id, project.root, rtol=1e-16)[0].verdict == "different"
    for wrong in (float("nan"), -1.0):
        with pytest.raises(RerunError, match="atol: expected a number of at least 0, not"):
            scitex_clew.rerun(id, project.root, atol=wrong)


def test_missing_and_new_outputs_are_told(project: Project) -> None:
    project.write("some.py", 'name = "new.txt" if "reruns" in __file__ else "old.txt"\nstx.io.save("x", name)')

    (report,) = scitex_clew.rerun(project.run("some.py"), project.root)

    assert verdicts(report) == {"new.txt": "new", "old.txt": "missing"}
    assert report.verdict == "different"


def test_a_chain_of_three_reads_what_came_out_again(project: Project) -> None:
    (project.root / "raw.json").write_text("[1, 2, 3]")
    project.write(
        "one.py",
        'stx.io.save([2 * n for n in stx.io.load("raw.json")] + [time.time_ns() * stir], "one.json")',
        "stir=0",
        "import time",
    )
    project.write("two.py", 'stx.io.save(sum(stx.io.load("one_out/LATEST/one.json")), "two.json")')
    project.write("three.py", 'stx.io.save({"sum": stx.io.load(source)}, "three.json")', 'source=""')
    one, two = project.run("one.py"), project.run("two.py")
    three = project.run("three.py", "--source", f"two_out/FINISHED_SUCCESS/{two}/two.json")
    project.run("one.py", "--stir", "1")
    before = project.files()

    code, text = project.scitex("clew", "rerun", "--chain", "--json", three)

    assert code == 0, text
    assert [(found["run"], found["verdict"]) for found in json.loads(text)] == [
        (one, "reproduced"),
        (two, "reproduced"),
        (three, "reproduced"),
    ]
    assert project.files() == before


def test_in_a_chain_a_difference_is_handed_down_and_what_lacks_its_input_is_not_executed(project: Project) -> None:
    project.write(
        "one.py",
        'stx.io.save(time.time_ns(), "one.json")\nstx.io.save(1, pathlib.Path(__file__).parts[-3][:7] + ".json")',
        imports="import time, pathlib",
    )
    project.write("two.py", 'stx.io.save(stx.io.load("one_out/LATEST/one.json"), "two.json")')
    project.write("three.py", 'stx.io.save([stx.io.load(f"one_out/LATEST/{name}")], "three.json")', 'name=""')
    project.run("one.py")
    two = project.run("two.py")
    lost = next(
        path.name
        for path in (project.root / "one_out/LATEST").glob("*.json")
        if path.name not in ("one.json", "ro-crate-metadata.json")
    )
    three = project.run("three.py", "--name", lost)

    assert [report.verdict for report in scitex_clew.rerun(two, project.root)] == ["reproduced"]
    assert [report.verdict for report in scitex_clew.rerun(two, project.root, chain=True)] == ["different", "different"]
    last = scitex_clew.rerun(three, project.root, chain=True)[-1]
    assert last.verdict == "failed"
    assert "it was not executed: the rerun of" in last.faults[0]


def test_independent_runs_of_a_chain_are_executed_at_the_same_time(project: Project) -> None:
    wait = """
me = pathlib.Path(there) / sys.argv[0]
me.touch()
for _ in range(600 if "reruns" in __file__ else 0):
    if len(list(me.parent.iterdir())) == 2:
        break
    time.sleep(0.05)
else:
    assert "reruns" not in __file__, "the other one did not begin"
stx.io.save(sys.argv[0], "name.txt")"""
    there = project.root.parent / "there"
    there.mkdir()
    for name in ("a.py", "b.py"):
        project.write(name, wait.strip(), f"there={str(there)!r}", "import pathlib, sys, time")
        project.run(name)
    project.write("c.py", 'stx.io.save([stx.io.load(f"{n}_out/LATEST/name.txt") for n in "ab"], "c.json")')
    id = project.run("c.py")
    for path in there.iterdir():
        path.unlink()

    found = scitex_clew.rerun(id, project.root, chain=True, jobs=2)

    assert [report.verdict for report in found] == ["reproduced"] * 3


def test_secrets_are_given_again(project: Project) -> None:
    project.write("fetch.py", 'assert api_token == "sesame"\nstx.io.save([1], "one.json")', 'api_token=""')
    id = project.run("fetch.py", "--api-token", "sesame")

    code, text = project.scitex("clew", "rerun", id)

    assert code == 2
    assert f"scitex clew rerun {id} -- --api-token VALUE" in text
    assert project.scitex("clew", "rerun", id, "--", "--api-token", "sesame")[0] == 0


def test_another_argument_than_was_recorded_is_told(project: Project) -> None:
    project.write("one.py", 'stx.io.save([1], "one.json")', "lr=0.1")

    (report,) = scitex_clew.rerun(project.run("one.py"), project.root, extra=["--lr", "3"])

    assert report.faults == ("parameter lr was 0.1, is 3.0",)


def test_a_run_that_was_called_from_python_is_refused(project: Project) -> None:
    project.write("train.py", 'stx.io.save([lr], "one.json")', "lr=0.1")
    (project.root / "sweep.py").write_text("import train\ntrain.main(lr=0.5)\n")
    (project.root / "again.py").write_text("import train\ntrain.main()\n")

    with pytest.raises(RerunError, match="passed by a call in Python"):
        scitex_clew.rerun(project.run("sweep.py"), project.root)
    with pytest.raises(RerunError, match=r"called from another program, again\.py"):
        scitex_clew.rerun(project.run("again.py"), project.root)


def test_a_failed_run_fails_again(project: Project) -> None:
    project.write("fail.py", 'stx.io.save([1], "one.json")\nraise ValueError("bad")')

    (report,) = scitex_clew.rerun(project.run("fail.py", expected=1), project.root)

    assert (report.verdict, verdicts(report)) == ("reproduced", {"one.json": "reproduced"})


def test_edited_code_modules_and_configuration_are_as_they_were(project: Project) -> None:
    (project.root / "config").mkdir()
    (project.root / "config/model.yaml").write_text("factor: 3\n")
    (project.root / "lib").mkdir()
    (project.root / "lib/tool.py").write_text("def double(n):\n    return 2 * n\n")
    project.write(
        "scale.py",
        'stx.io.save(tool.double(CONFIG.factor), "scaled.json")',
        "CONFIG=stx.INJECTED",
        "from lib import tool",
    )
    id = project.run("scale.py")
    for name in ("config/model.yaml", "lib/tool.py"):
        shutil.copy(project.root / name, project.root / f"{name}.kept")
        (project.root / name).write_text("wrong:")
    (project.root / "scale.py").write_text("wrong")

    (report,) = scitex_clew.rerun(id, project.root)

    assert (report.verdict, report.faults) == ("reproduced", ())


def test_links_of_the_project_lead_to_the_copies(project: Project) -> None:
    (project.root / "data").mkdir()
    (project.root / "data/v2.txt").write_text("two\n")
    (project.root / "data/current.txt").symlink_to("v2.txt")
    (project.root / "linked").symlink_to("data")
    project.write(
        "copy.py", 'stx.io.save([stx.io.load(p) for p in ("data/current.txt", "linked/v2.txt")], "copy.json")'
    )

    (report,) = scitex_clew.rerun(project.run("copy.py"), project.root)

    assert (report.verdict, report.notes) == ("reproduced", ())


def test_what_was_read_by_a_link_to_another_disk_is_given_where_that_disk_is_not(project: Project) -> None:
    disk = project.root.with_name("disk")
    disk.mkdir()
    (disk / "raw.txt").write_text("raw\n")
    (project.root / "data").symlink_to(disk)
    project.write("copy.py", 'stx.io.save(stx.io.load("data/raw.txt"), "copy.txt")')
    project.write("absolute.py", f'stx.io.save(stx.io.load({str(disk / "raw.txt")!r}), "copy.txt")')
    by_link, by_path = project.run("copy.py"), project.run("absolute.py")
    (project.root / "data").unlink()
    disk.rename(project.root / "data")  # as `import` unpacks it

    (report,) = scitex_clew.rerun(by_link, project.root)

    assert (report.verdict, report.faults, report.notes) == ("reproduced", (), ())
    with pytest.raises(RerunError, match=r"raw\.txt is gone, and what it read, SHA-256 \w+, is found in data/raw\.txt"):
        scitex_clew.rerun(by_path, project.root)


def test_the_copy_of_a_file_of_holes_takes_no_more_room_than_it(project: Project) -> None:
    with (project.root / "big.bin").open("wb") as big:
        big.seek(1 << 26)
        big.write(b"amid")
        big.truncate(1 << 28)
    project.write("size.py", 'stx.io.save(run.input("big.bin").stat().st_size, "size.json")', "run=stx.INJECTED")

    (report,) = scitex_clew.rerun(project.run("size.py"), project.root)

    (copy,) = (project.root / ".scitex/reruns").rglob("big.bin")
    assert (report.verdict, report.faults) == ("reproduced", ())
    assert copy.stat().st_blocks == (project.root / "big.bin").stat().st_blocks


def test_a_run_that_was_started_outside_of_the_project_or_below_it(project: Project) -> None:
    (project.root / "sub").mkdir()
    project.write("copy.py", 'stx.io.save(stx.io.load(stx.__name__ + ".txt"), "copy.txt")')
    for folder in (project.root / "sub", project.root.parent):
        (folder / "scitex.txt").write_text(f"{folder}\n")
    below = project.run("../copy.py", folder="sub")
    above = project.run("project/copy.py", folder="..")

    assert scitex_clew.rerun(below, project.root)[0].verdict == "reproduced"
    assert scitex_clew.rerun(above, project.root)[0].verdict == "reproduced"


def commit(root: Path) -> None:
    author = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init", "--quiet"], ["add", "."], [*author, "commit", "--quiet", "--message=a"]):
        subprocess.run(["git", *command], cwd=root, check=True, capture_output=True)


def test_the_code_of_the_recorded_commit_is_used_with_its_changes(project: Project) -> None:
    (project.root / "words.txt").write_text("committed\n")  # nobody records that it is read
    project.write("say.py", 'stx.io.save(open("words.txt").read() + tool.WORD, "said.txt")', imports="import tool")
    (project.root / "tool.py").write_text('WORD = "a"\n')
    (project.root / ".gitignore").write_text("*_out\n.scitex\n__pycache__\n")
    commit(project.root)
    (project.root / "tool.py").write_text('WORD = "b"\n')
    id = project.run("say.py")
    (project.root / "tool.py").write_text('WORD = "c"\n')
    (project.root / "words.txt").write_text("edited\n")
    before = {path: path.read_bytes() for path in (project.root / ".git").rglob("*") if path.is_file()}

    (alone,) = scitex_clew.rerun(id, project.root)
    (report,) = scitex_clew.rerun(id, project.root, code=True)

    assert (alone.verdict, report.verdict) == ("failed", "reproduced")  # nobody copied words.txt
    assert "uncommitted changes of git.diff are applied" in report.notes
    assert {path: path.read_bytes() for path in (project.root / ".git").rglob("*") if path.is_file()} == before


PATHLIB = "from pathlib import Path"


def test_what_a_parent_came_out_with_is_read_in_place_of_what_the_commit_has(project: Project) -> None:
    (project.root / "data.txt").write_text("first\n")
    project.write(
        "more.py",
        'stx.io.save(stx.io.load("data.txt") + f"{word}\\n", Path("data.txt").absolute())',
        'word=""',
        PATHLIB,
    )
    (project.root / ".gitignore").write_text("*_out\n.scitex\n__pycache__\n")
    commit(project.root)
    project.run("more.py", "--word", "second")
    id = project.run("more.py", "--word", "third")

    found = scitex_clew.rerun(id, project.root, chain=True, code=True)

    assert [(report.verdict, verdicts(report)) for report in found] == [("reproduced", {"data.txt": "reproduced"})] * 2


def test_git_takes_no_notice_of_reruns_though_the_index_is_elsewhere(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCITEX_CLEW_DB", str(tmp_path / "mine.db"))
    project.write("one.py", 'stx.io.save([1], "one.json")')
    (project.root / ".gitignore").write_text("*_out\n__pycache__\n")
    commit(project.root)

    scitex_clew.rerun(project.run("one.py"), project.root)

    assert (project.root / ".scitex/reruns").is_dir()
    assert subprocess.check_output(["git", "status", "--porcelain"], cwd=project.root) == b""


def test_a_diff_with_masked_secrets_is_not_applied(project: Project) -> None:
    project.write("one.py", 'stx.io.save([1], "one.json")')
    (project.root / "settings.py").write_text('password = "none"\n')
    (project.root / ".gitignore").write_text("*_out\n.scitex\n__pycache__\n")
    commit(project.root)
    (project.root / "settings.py").write_text('password = "sesame"\n')

    (report,) = scitex_clew.rerun(project.run("one.py"), project.root, code=True)

    assert report.verdict == "reproduced"
    assert "uncommitted changes are not applied: secrets in git.diff were masked" in report.notes


def configured(project: Project, *arguments: str, **files: str) -> str:
    """Run a script that saves its configuration, and return the id of the run."""
    (project.root / "config").mkdir()
    for name, text in files.items():
        (project.root / f"config/{name}.yaml").write_text(text)
    project.write("show.py", 'stx.io.save(CONFIG.to_dict(), "config.json")', "CONFIG=stx.INJECTED")
    return project.run("show.py", *arguments)


def test_the_recorded_configuration_stands_in_for_files_that_were_edited(project: Project) -> None:
    strange = r"""
n: "1e-3"
price: "$$5 ${HOME}"
signs: "\U0001F600\u0085 \" \\ud83d"
small: 1e-9
list: [1, null, true, {large: 1e22}]
"""
    id = configured(project, "--a.x", "7", a="a: {x: 1, y: [1, 2]}\n", k=f"{strange}a: {{y: [3]}}\n")
    (project.root / "config/k.yaml").write_text("a: {y: [4]}\nnew: 1\n")

    (report,) = scitex_clew.rerun(id, project.root)

    assert (report.verdict, report.faults) == ("reproduced", ())
    assert report.notes[0].startswith(
        "what config/k.yaml held is found nowhere: the merged configuration in the record"
    )
    shutil.rmtree(project.root / "config")
    assert scitex_clew.rerun(id, project.root)[0].verdict == "reproduced"


def test_a_configuration_with_masked_secrets_cannot_stand_in(project: Project) -> None:
    id = configured(project, k="api_token: sesame12\n")
    (project.root / "config/k.yaml").write_text("api_token: other\n")

    with pytest.raises(RerunError, match=r"its config config/k.yaml is not what it was.*secrets in it are masked"):
        scitex_clew.rerun(id, project.root)


SECRET_MODULE = "WORD = 'a'\nAPI_TOKEN = 'sesame12'\n"


def test_a_module_is_found_in_the_record(project: Project) -> None:
    (project.root / "tool.py").write_text("WORD = 'a'\n")
    project.write("say.py", 'stx.io.save(tool.WORD, "said.txt")', imports="import tool")
    id = project.run("say.py")
    (project.root / "tool.py").unlink()

    assert scitex_clew.rerun(id, project.root)[0].verdict == "reproduced"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (SECRET_MODULE, "secrets are masked in its text in the record: commit it to git before a run"),
        (f"WORD = 'a'\n# {'long' * 2**18}\n", "the record does not have its text: commit it to git before a run"),
    ],
)
def test_a_module_that_is_nowhere_is_named_with_what_would_have_helped(
    project: Project, text: str, reason: str
) -> None:
    (project.root / "tool.py").write_text(text)
    project.write("say.py", 'stx.io.save(tool.WORD, "said.txt")', imports="import tool")
    id = project.run("say.py")
    (project.root / "tool.py").write_text("WORD = 'b'\n")

    with pytest.raises(RerunError, match=f"its module tool.py is not what it was.*{reason}"):
        scitex_clew.rerun(id, project.root)


@pytest.mark.parametrize("gone", [False, True])
def test_a_module_that_the_commit_does_not_have_is_named_before_anything_is_executed(
    project: Project, gone: bool
) -> None:
    project.write("say.py", 'stx.io.save(tool.WORD, "said.txt")', imports="import tool")
    (project.root / ".gitignore").write_text("*_out\n.scitex\n__pycache__\n")
    commit(project.root)
    (project.root / "tool.py").write_text(SECRET_MODULE)
    id = project.run("say.py")
    (project.root / "tool.py").unlink() if gone else (project.root / "tool.py").write_text("WORD = 'b'\n")

    plain = project.scitex("clew", "rerun", id)
    code, text = project.scitex("clew", "rerun", "--code", id)

    assert "secrets are masked in its text in the record, but its commit may have it: --code" in plain[1]
    assert code == 2
    assert f"run {id} cannot be executed again: its module tool.py is {'gone' if gone else 'not what it was'}" in text
    assert "commit it to git before a run" in text
    assert not (project.root / ".scitex/reruns").exists()


def test_a_rerun_that_was_killed_is_said_to_have_been(project: Project, isolation: str) -> None:
    body = 'stx.io.save([1], "one.json")\nif "reruns" in __file__:\n    os.kill(os.getpid(), signal.SIGKILL)'
    project.write("die.py", body, imports="import os, signal")

    (report,) = scitex_clew.rerun(project.run("die.py"), project.root)

    assert report.faults == ("it ended without a word: killed by SIGKILL",)


def test_a_run_that_was_killed_is_executed_again_once_it_is_put_away(project: Project) -> None:
    body = 'stx.io.save([1], "one.json")\nif "reruns" not in __file__:\n    os.kill(os.getpid(), signal.SIGKILL)'
    project.write("die.py", body, imports="import os, signal")
    id = project.run("die.py", expected=-9)
    with pytest.raises(RerunError, match="if it was killed, put it away: scitex session clean"):
        scitex_clew.rerun(id, project.root)
    project.scitex("session", "clean")

    (report,) = scitex_clew.rerun(id, project.root)

    assert report.faults == ("it ended with success, exit code 0, not by a kill or a crash",)
    assert verdicts(report) == {"one.json": "reproduced"}


NOT_GIVEN = "which is not what it was given"


def test_an_absolute_path_in_a_script_leads_to_what_was_recorded(project: Project, isolation: str) -> None:
    raw = project.root / "raw.txt"
    project.write("copy.py", f'stx.io.save(stx.io.load({str(raw)!r}), "copy.txt")')
    raw.write_text("raw\n")
    id = project.run("copy.py")
    assert scitex_clew.rerun(id, project.root)[0].verdict == "reproduced"
    raw.rename(project.root / "old.txt")
    raw.write_text("edited\n")

    (report,) = scitex_clew.rerun(id, project.root)

    if isolation == guard.MOUNT_AND_HOOK:
        assert (report.verdict, report.faults) == ("reproduced", ())
    else:
        assert report.verdict == "failed"
        assert f"it tried to read the original raw.txt, {NOT_GIVEN}" in report.faults[0]


def test_an_absolute_path_in_a_configuration_leads_to_what_was_recorded(project: Project, isolation: str) -> None:
    raw = project.root / "raw.txt"
    project.write("copy.py", 'stx.io.save(stx.io.load(CONFIG.src), "copy.txt")', "CONFIG=stx.INJECTED")
    (project.root / "config").mkdir()
    (project.root / "config/paths.yaml").write_text(f"src: {raw}\n")
    raw.write_text("raw\n")
    id = project.run("copy.py")
    raw.rename(project.root / "old.txt")
    raw.write_text("edited\n")

    verdict = scitex_clew.rerun(id, project.root)[0].verdict

    assert verdict == ("reproduced" if isolation == guard.MOUNT_AND_HOOK else "failed")


def test_in_a_chain_an_absolute_path_leads_to_what_came_out_again(project: Project, isolation: str) -> None:
    project.write("one.py", 'stx.io.save([time.time_ns()], "one.json")', imports="import time")
    one = project.root / "one_out/LATEST/one.json"
    project.write("two.py", f'stx.io.save(stx.io.load({str(one)!r}), "two.json")')
    project.run("one.py")
    id = project.run("two.py")
    assert scitex_clew.rerun(id, project.root)[0].verdict == "reproduced"

    found = scitex_clew.rerun(id, project.root, chain=True)

    assert [report.verdict for report in found] == [
        "different",
        "different" if isolation == guard.MOUNT_AND_HOOK else "failed",
    ]


def test_a_module_from_an_absolute_path_is_what_was_recorded(project: Project, isolation: str) -> None:
    (project.root / "lib").mkdir()
    (project.root / "lib/tool.py").write_text("WORD = 'a'\n")
    project.write("say.py", 'stx.io.save(tool.WORD, "said.txt")', imports="import tool")
    path = f"import sys\nsys.path.insert(0, {str(project.root / 'lib')!r})\n"
    (project.root / "say.py").write_text(path + (project.root / "say.py").read_text())
    id = project.run("say.py")
    (project.root / "lib/tool.py").write_text("WORD = 'edited'\n")
    subprocess.run([sys.executable, "-c", "import tool"], cwd=project.root / "lib", check=True)

    (report,) = scitex_clew.rerun(id, project.root)

    if isolation == guard.MOUNT_AND_HOOK:
        assert (report.verdict, report.faults) == ("reproduced", ())
    else:
        assert report.verdict == "failed"
        assert f"it tried to read the original lib/tool.py, {NOT_GIVEN}" in report.faults[0]


def test_an_original_that_the_recorded_run_did_not_read_is_told(project: Project, isolation: str) -> None:
    project.write("one.py", 'stx.io.save([1], "one.json")')
    one = project.root / "one_out/LATEST/one.json"
    project.write("two.py", f'stx.io.save(stx.io.load({str(one)!r}), "two.json")')
    project.run("one.py")
    id = project.run("two.py")
    later = project.run("one.py")

    (report,) = scitex_clew.rerun(id, project.root)

    read = f"one_out/FINISHED_SUCCESS/{later}/one.json"
    assert report.verdict == "failed"
    assert report.faults == (f"it read the original {read}, which the recorded run did not read",)


def test_an_original_that_is_read_for_what_the_script_has_just_written_is_told(project: Project) -> None:
    raw = str(project.root / "raw.txt")
    body = f'pathlib.Path("raw.txt").write_text(run.id)\nstx.io.save(stx.io.load({raw!r}), "copy.txt")'
    project.write("copy.py", body, "run=stx.INJECTED", "import pathlib")

    (report,) = scitex_clew.rerun(project.run("copy.py"), project.root)

    assert report.verdict == "failed"
    assert report.faults == (f"it read the original raw.txt, {NOT_GIVEN}",)


@pytest.mark.parametrize("module", ["package.fit", "package"])
def test_a_module_is_started_as_one(project: Project, module: str) -> None:
    project.write("package/fit.py", 'stx.io.save([WORD, n], "one.json")', "n=1", "from .word import WORD")
    shutil.copy(project.root / "package/fit.py", project.root / "package/__main__.py")
    (project.root / "package/__init__.py").touch()
    (project.root / "package/word.py").write_text("WORD = 'a'\n")
    id = project.run("-m", module, "--n", "2")
    (project.root / "package/word.py").write_text("WORD = 'edited'\n")

    (report,) = scitex_clew.rerun(id, project.root)

    assert (report.verdict, report.faults) == ("reproduced", ())


def test_a_run_that_another_module_has_called_is_refused(project: Project) -> None:
    project.write("train.py", 'stx.io.save([lr], "one.json")', "lr=0.1")
    (project.root / "again.py").write_text("import train\ntrain.main()\n")

    with pytest.raises(RerunError, match=r"called from another program, -m again"):
        scitex_clew.rerun(project.run("-m", "again"), project.root)


@pytest.mark.parametrize("parameters", ["", "seed=7", "seed: int | None = 7", 'seed=int(os.environ["SEED"])'])
def test_a_script_that_saves_its_command_line_comes_out_again_with_its_seed(
    project: Project, monkeypatch: pytest.MonkeyPatch, parameters: str
) -> None:
    monkeypatch.setenv("SEED", "7")
    project.write("argv.py", 'stx.io.save(sys.argv[1:], "argv.json")', parameters, "import os, sys")
    id = project.run("argv.py")
    monkeypatch.setenv("SEED", "8")

    (report,) = scitex_clew.rerun(id, project.root)

    assert report.faults == ()
    assert report.verdict == ("different" if "environ" in parameters else "reproduced")


def test_what_is_lost_is_named_and_how_it_is_made_again(project: Project) -> None:
    project.write("one.py", 'stx.io.save([1], "one.json")')
    project.write("two.py", 'stx.io.save(stx.io.load("one_out/LATEST/one.json"), "two.json")', "CONFIG=stx.INJECTED")
    (project.root / "config").mkdir()
    (project.root / "config/a.yaml").write_text("K: 1\n")
    one, two = project.run("one.py"), project.run("two.py")
    (project.root / "config/a.yaml").write_text("K: 2\n")
    (project.outputs(one) / "one.json").unlink()
    (project.outputs(two) / "two.json").unlink()  # it holds the same

    with pytest.raises(RerunError, match=rf"its input one_out/.*one\.json is gone.*run {one},.*: --chain"):
        scitex_clew.rerun(two, project.root)
    assert [report.verdict for report in scitex_clew.rerun(two, project.root, chain=True)] == ["reproduced"] * 2


def test_an_absolute_tolerance_is_stated_with_the_verdict(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("near.py", 'stx.io.save([float(os.environ["NEAR"])], "near.json")', imports="import os")
    monkeypatch.setenv("NEAR", "0.0")
    id = project.run("near.py")
    monkeypatch.setenv("NEAR", "1e-13")

    assert scitex_clew.rerun(id, project.root)[0].verdict == "different"
    code, text = project.scitex("clew", "rerun", id, "--atol", "1e-12", "--json")

    (report,) = json.loads(text)
    assert (code, report["verdict"], report["rtol"], report["atol"]) == (0, "close", 1e-9, 1e-12)
    assert [found.atol for found in reruns_of(project.outputs(id))] == [0.0, 1e-12]


def test_an_input_that_the_rerun_did_not_find_by_an_absolute_path_is_told(project: Project) -> None:
    folder = str(project.root / "data")
    body = f'stx.io.save([stx.io.load(path) for path in sorted(pathlib.Path({folder!r}).iterdir())], "all.json")'
    project.write("all.py", body, imports="import pathlib")
    (project.root / "data").mkdir()
    for name in "ab":
        (project.root / f"data/{name}.txt").write_text(name)
    id = project.run("all.py")
    (project.root / "data/b.txt").rename(project.root / "b.txt")

    (report,) = scitex_clew.rerun(id, project.root)

    assert (report.verdict, report.notes) == (
        "different",
        ("it did not read data/b.txt, which the recorded run read",),
    )
