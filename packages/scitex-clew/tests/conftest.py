"""A session's run without a session: the fields that the recorder's protocol names, in a real directory."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

import scitex_io
from scitex_clew.recording.recorder import recorder
from scitex_clew.records.record import Parameter

NASTY = [
    'a"b',
    "a]b[c",
    "<img src=x onerror=alert(1)>",
    "a;b",
    "a`b`",
    "end",
    "a#b",
    "x\ny",
    "%%",
    "été 数",
    "a-->b",
    "back\\slash\\n\\N",
    "&lt;b&gt;",
    "\u202egnp.exe",
    "broken\udcff",
    "1. list",
    "- item",
    "*a* _b_ __c__",
    "${x} {y} $z",
    "'quoted'",
    "]]> --> <!-- <script>alert(1)<",
]


@dataclass(frozen=True)
class FakeConfig:
    values: dict[str, object] = field(default_factory=dict)
    files: tuple[Path, ...] = ()

    def to_dict(self) -> dict[str, object]:
        return self.values

    def leaves(self) -> Iterator[tuple[str, Parameter]]:
        yield from (
            (key, Parameter(key, value, f"config.yaml:{line}"))
            for line, (key, value) in enumerate(self.values.items(), 1)
        )


@dataclass
class FakeRun:
    id: str
    script: Path
    directory: Path
    command: tuple[str, ...] = ("train.py", "--lr", "0.01")
    working_directory: Path = Path()
    description: str = "Train a model."
    parameters: dict[str, Parameter] = field(default_factory=dict)
    config: FakeConfig = field(default_factory=FakeConfig)
    started: datetime = field(default_factory=lambda: datetime.now().astimezone())
    pid: int = field(default_factory=os.getpid)
    host: str = os.uname().nodename
    seed: int | None = None
    ended: datetime | None = None
    outcome: str | None = None
    exit_code: int | None = None
    error: str | None = None
    traceback: str | None = None
    source: str = ""
    reserved: set[str] = field(default_factory=set)
    wall_time: float | None = None
    cpu_time: float | None = None
    peak_memory: int | None = None
    unaudited: tuple[str, ...] = ()

    def without_secrets(self, diff: str) -> str:
        return diff.replace("sesame", "***")

    code_without_secrets = without_secrets

    def finish(self, outcome: str = "success", error: str | None = None) -> None:
        """Do what a session does before its recorders close: move the directory, set the end."""
        (self.directory / f"{self.script.stem}.log").write_text(f"log of {self.id}\n")
        final = self.directory.parents[1] / f"FINISHED_{outcome.upper()}" / self.id
        final.parent.mkdir(parents=True, exist_ok=True)
        self.directory = self.directory.rename(final)
        self.ended = datetime.now().astimezone()
        self.outcome = outcome
        self.exit_code = 0 if outcome == "success" else 1
        self.error = error


@dataclass
class FakeProject:
    """A directory with a marker, and scripts that run in it one after the other."""

    root: Path
    count: int = 0

    @contextmanager
    def session(self, script: str = "train.py", *, outcome: str = "success", **fields: object) -> Iterator[FakeRun]:
        """Run the block as the body of `script`; relative saves go to the run directory."""
        self.count += 1
        path = self.root / script
        if not path.exists():
            path.write_text(f"# {script}\n")
        id = f"20260213_1430{self.count:02}_AB12"
        directory = path.with_name(f"{path.stem}_out") / "RUNNING" / id
        directory.mkdir(parents=True)
        run = FakeRun(id, path, directory, **{"working_directory": self.root, **fields})
        with recorder(run):
            with scitex_io.base_directory(directory):
                yield run
            run.finish(outcome, error="ValueError: bad" if outcome == "error" else None)

    def chain(self) -> list[FakeRun]:
        """Run ingest → analyse → figure and return the three runs."""
        (self.root / "raw.txt").write_text("raw\n")
        with self.session("ingest.py") as ingest:
            scitex_io.load(self.root / "raw.txt")
            scitex_io.save("clean\n", "clean.txt")
        with self.session("analyse.py") as analyse:
            scitex_io.load(ingest.directory / "clean.txt")
            scitex_io.save("fit\n", "fit.txt")
        with self.session("figure.py") as figure:
            scitex_io.load(analyse.directory / "fit.txt")
            scitex_io.save("figure\n", "figure.txt")
        return [ingest, analyse, figure]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeProject:
    monkeypatch.delenv("SCITEX_CLEW_DB", raising=False)
    root = tmp_path / "project"
    (root / ".scitex").mkdir(parents=True)
    monkeypatch.chdir(root)
    return FakeProject(root)


@pytest.fixture
def fake_config() -> type[FakeConfig]:
    return FakeConfig


@pytest.fixture
def imported(project: FakeProject, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Return a function that writes a module of the project's own, imports it, and gives its path."""

    def module(name: str, text: str) -> Path:
        path = project.root / f"{name}.py"
        path.write_text(text)
        spec = spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        monkeypatch.setitem(sys.modules, name, module_from_spec(spec))
        spec.loader.exec_module(sys.modules[name])
        return path

    return module


@pytest.fixture(params=NASTY, ids=ascii)
def nasty(request: pytest.FixtureRequest) -> str:
    """Return a name that some language of drawings reads as more than a name."""
    return str(request.param)


@pytest.fixture
def nasty_project(project: FakeProject) -> FakeProject:
    """Return a project in which a run has written a file of every nasty name, and a parameter has them for values."""
    parameters = {f"p{number}": Parameter(f"p{number}", name, name) for number, name in enumerate(NASTY)}
    with project.session(description=" ".join(NASTY), parameters=parameters, source="\n".join(NASTY)) as run:
        for number, name in enumerate(NASTY):
            scitex_io.save(f"{number}\n", f"{name.replace('/', '|')}.txt")
    with project.session("read.py"):
        for path in sorted(run.directory.glob("*.txt")):
            scitex_io.load(path)
    return project


@pytest.fixture
def clew() -> Callable[..., tuple[int, list[str]]]:
    """Return a function that runs the command and gives its exit code and its lines."""
    testing = pytest.importorskip("click.testing")
    from scitex_clew.commands import clew

    def invoke(*arguments: object) -> tuple[int, list[str]]:
        result = testing.CliRunner().invoke(clew, [str(argument) for argument in arguments])
        return result.exit_code, result.output.splitlines()

    return invoke
