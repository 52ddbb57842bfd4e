"""Each package, built as a wheel and installed alone into a fresh virtual environment, does its job there."""

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
SIBLINGS = {
    "scitex": {
        "scitex-clew",
        "scitex-config",
        "scitex-io",
        "scitex-plt",
        "scitex-repro",
        "scitex-session",
    },
    "scitex-clew": {"scitex-io"},
    "scitex-config": set(),
    "scitex-io": set(),
    "scitex-plt": set(),
    "scitex-repro": set(),
    "scitex-session": {"scitex-config", "scitex-io"},
}
CLEW = """
from pathlib import Path
import scitex_clew

Path("pyproject.toml").touch()
scitex_clew.reindex()
status = scitex_clew.status()
assert (status.root, status.runs) == (Path.cwd(), ())
"""
CONFIG = """
from pathlib import Path
import scitex_config

Path("config").mkdir()
Path("config/model.yaml").write_text("MODEL:\\n  hidden_size: 256\\n  home: ${HOME}\\n")
loaded = scitex_config.load_config("config")
assert loaded["MODEL"]["hidden_size"] == loaded.MODEL.hidden_size == 256
assert loaded.MODEL.home == str(Path.home())
"""
IO = """
import numpy, pandas, scitex_io

table = pandas.DataFrame({"t": [0.0, 0.5], "y": [1.0, 2.0]})
pandas.testing.assert_frame_equal(scitex_io.load(scitex_io.save(table, "deep/table.csv")), table)
numpy.testing.assert_array_equal(scitex_io.load(scitex_io.save(numpy.arange(6), "array.npy")), range(6))
params = {"lr": 0.01, "layers": [64, 32]}
for name in ("params.json", "params.yaml", "params.pkl"):
    assert scitex_io.load(scitex_io.save(params, name)) == params
"""
PLT = """
import matplotlib.pyplot, scitex_plt

figure, axes = matplotlib.pyplot.subplots()
axes.plot([0, 1, 2], [5, 6, 7], label="signal")
assert {5, 6, 7} <= set(scitex_plt.data(figure).to_numpy().ravel())
"""
REPRO = """
import random, sys, scitex_repro

scitex_repro.fix_seeds(42)
first = random.random()
scitex_repro.fix_seeds(42)
assert random.random() == first
assert "numpy" not in sys.modules
"""
SESSION = """
import scitex_io, scitex_session

@scitex_session.session
def main(lr=0.001, CONFIG=scitex_session.INJECTED, logger=scitex_session.INJECTED):
    \"\"\"Train a model.\"\"\"
    logger.info("training with %s", lr)
    scitex_io.save({"lr": lr}, "params.yaml")
    return 0

if __name__ == "__main__":
    main()
"""
WHOLE = """
import scitex as stx

@stx.session
def main(lr=0.001, CONFIG=stx.INJECTED, plt=stx.INJECTED, logger=stx.INJECTED):
    \"\"\"Train a model.\"\"\"
    stx.repro.fix_seeds(42)
    figure, axes = plt.subplots()
    axes.plot([0, 1, 2], [5, 6, 7], label="signal")
    stx.io.save(figure, "signal.png")
    stx.io.save({"lr": lr}, "params.yaml")
    return 0

if __name__ == "__main__":
    main()
"""
PROGRAMS = {
    "scitex": WHOLE,
    "scitex-clew": CLEW,
    "scitex-config": CONFIG,
    "scitex-io": IO,
    "scitex-plt": PLT,
    "scitex-repro": REPRO,
    "scitex-session": SESSION,
}

alone_in_turn = pytest.mark.parametrize("name", sorted(SIBLINGS))


@dataclass(frozen=True)
class Installation:
    """A virtual environment with one of our distributions and what that one asked for."""

    directory: Path

    @property
    def programs(self) -> Path:
        return self.directory / "bin"

    @property
    def python(self) -> Path:
        return self.programs / "python"

    @cached_property
    def distributions(self) -> Mapping[str, Distribution]:
        purelib = sysconfig.get_path("purelib", "venv", {"base": str(self.directory)})
        return {canonicalize_name(found.name): found for found in distributions(path=[purelib])}

    def run(self, *command: str | Path, cwd: Path) -> str:
        """Run a command of this environment and return what it printed; fail with its error output."""
        path = f"{self.programs}:{os.environ['PATH']}"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return output(*command, cwd=cwd, env={**inherited, "MPLBACKEND": "agg", "PATH": path})


def output(*command: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(*arguments: str | Path) -> None:
    output(sys.executable, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check")


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive of every package."""
    directory = tmp_path_factory.mktemp("archives")
    for name in SIBLINGS:
        package = ROOT / "packages" / name
        output(sys.executable, "-m", "hatchling", "build", "--directory", directory, cwd=package)
    return directory


@pytest.fixture(scope="module")
def wheels(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheels of our packages and of all they need, fetched once."""
    directory = tmp_path_factory.mktemp("wheels")
    pip("wheel", "--wheel-dir", directory, "--find-links", archives, wheel_of("scitex", archives))
    return directory


@pytest.fixture(scope="module")
def alone(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Installation]:
    """Install a distribution by itself, once."""

    @cache
    def install(name: str) -> Installation:
        installation = Installation(tmp_path_factory.mktemp(name))
        venv.create(installation.directory, symlinks=True)
        pip(
            *("--python", installation.python, "install", "--no-compile"),
            *("--no-index", "--find-links", wheels, wheel_of(name, wheels)),
        )
        return installation

    return install


def wheel_of(name: str, directory: Path) -> Path:
    [wheel] = directory.glob(f"{name.replace('-', '_')}-*.whl")
    return wheel


def needed_by(roots: set[str], installed: Mapping[str, Distribution]) -> set[str]:
    """Return `roots` and all that they require, directly or not, without extras."""
    needed: set[str] = set()
    waiting = list(roots)
    while waiting:
        if (name := waiting.pop()) not in needed:
            needed.add(name)
            asked = map(Requirement, installed[name].requires or [])
            waiting += [canonicalize_name(one.name) for one in asked if applies(one)]
    return needed


def applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


@alone_in_turn
def test_a_package_does_its_job_alone(name: str, alone: Callable[[str], Installation], tmp_path: Path) -> None:
    (tmp_path / "job.py").write_text(PROGRAMS[name], encoding="utf-8")
    installation = alone(name)
    installation.run(installation.python, "-W", "error", "job.py", cwd=tmp_path)


@alone_in_turn
def test_a_package_brings_the_siblings_it_asks_for_and_no_other(
    name: str, alone: Callable[[str], Installation], tmp_path: Path
) -> None:
    others = sorted(SIBLINGS.keys() - SIBLINGS[name] - {name})
    modules = [other.replace("-", "_") for other in others]
    find = f"from importlib.util import find_spec; print([name for name in {modules} if find_spec(name)])"
    installation = alone(name)
    assert {found for found in installation.distributions if found in SIBLINGS} == SIBLINGS[name] | {name}
    assert installation.run(installation.python, "-c", find, cwd=tmp_path) == "[]\n"


def test_io_brings_numpy_pandas_and_yaml_and_nothing_more(alone: Callable[[str], Installation]) -> None:
    installed = alone("scitex-io").distributions
    assert installed.keys() - needed_by({"numpy", "pandas", "pyyaml"}, installed) == {"scitex-io"}


def test_repro_brings_nothing(alone: Callable[[str], Installation]) -> None:
    assert alone("scitex-repro").distributions.keys() == {"scitex-repro"}


def test_the_whole_is_at_most_35_distributions(alone: Callable[[str], Installation]) -> None:
    assert len(alone("scitex").distributions) <= 35


def test_a_session_without_clew_runs_unrecorded(alone: Callable[[str], Installation], tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(SESSION, encoding="utf-8")
    installation = alone("scitex-session")
    installation.run(installation.python, "train.py", "--lr", "0.01", cwd=tmp_path)
    [run] = (tmp_path / "train_out" / "FINISHED_SUCCESS").iterdir()
    assert sorted(path.name for path in run.iterdir()) == ["params.yaml", "train.log"]
    assert (run / "params.yaml").read_text(encoding="utf-8") == "lr: 0.01\n"


def test_a_session_with_everything_is_recorded(alone: Callable[[str], Installation], tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "pyproject.toml").touch()
    installation = alone("scitex")
    installation.run(installation.python, "train.py", "--lr", "0.01", cwd=tmp_path)
    [run] = (tmp_path / "train_out" / "FINISHED_SUCCESS").iterdir()
    assert sorted(path.name for path in run.iterdir()) == [
        "params.yaml",
        "ro-crate-metadata.json",
        "signal.csv",
        "signal.png",
        "signal.yaml",
        "train.log",
    ]
    assert run.name in installation.run("scitex", "clew", "list", cwd=tmp_path)


def test_the_program_lists_the_command_of_every_package(alone: Callable[[str], Installation], tmp_path: Path) -> None:
    said = alone("scitex").run("scitex", "--help", cwd=tmp_path)
    for name in SIBLINGS:
        metadata = tomllib.loads((ROOT / "packages" / name / "pyproject.toml").read_text(encoding="utf-8"))
        for command in metadata["project"].get("entry-points", {}).get("scitex.commands", {}):
            assert re.search(rf"^ +{command} ", said, re.MULTILINE)


@alone_in_turn
def test_both_archives_hold_the_licence(name: str, archives: Path) -> None:
    licence = (ROOT / "LICENSE").read_bytes()
    [source] = archives.glob(f"{name.replace('-', '_')}-[0-9]*.tar.gz")
    with zipfile.ZipFile(wheel_of(name, archives)) as wheel:
        [member] = [path for path in wheel.namelist() if path.endswith("/LICENSE")]
        assert wheel.read(member) == licence
    with tarfile.open(source) as archive:
        file = archive.extractfile(f"{source.name.removesuffix('.tar.gz')}/LICENSE")
        assert file is not None
        assert file.read() == licence
