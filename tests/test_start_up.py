"""What an import and a run bring in: nothing heavy that the script did not ask for."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "click",
    "ctypes",
    "h5py",
    "importlib.metadata",
    "logging",
    "matplotlib",
    "numpy",
    "pandas",
    "scipy",
    "subprocess",
    "torch",
}

SCRIPT = """
import atexit, json, sys
import scitex as stx

@stx.session
def main(lr=0.1, {resources}):
    {body}

atexit.register(lambda: json.dump(sorted(sys.modules), open("modules.json", "w")))
if __name__ == "__main__":
    main()
"""


def modules_of(folder: Path, body: str, resources: str = "CONFIG=stx.INJECTED") -> set[str]:
    """Return the names of the modules that a run has imported at its end."""
    (folder / ".scitex").mkdir()
    (folder / "train.py").write_text(SCRIPT.format(body=body, resources=resources))
    subprocess.run([sys.executable, "train.py"], cwd=folder, check=True, capture_output=True)
    return set(json.loads((folder / "modules.json").read_text()))


@pytest.mark.parametrize(
    "package",
    ["scitex", "scitex_clew", "scitex_config", "scitex_io", "scitex_plt", "scitex_repro", "scitex_session"],
)
def test_an_import_is_light(package: str) -> None:
    code = f"import sys, {package}; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()

    assert HEAVY.isdisjoint(modules)


def test_decorating_a_function_is_light() -> None:
    code = "import sys, scitex as stx\n@stx.session\ndef main(x=stx.INJECTED): pass\nprint(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()

    assert HEAVY.isdisjoint(modules)
    assert "yaml" not in modules


def test_a_run_without_arrays_figures_or_logging_imports_none(tmp_path: Path) -> None:
    modules = modules_of(tmp_path, 'stx.io.save({"lr": lr}, "params.yaml"); stx.io.save("x", "a.txt")')

    assert modules.isdisjoint(HEAVY)


def test_a_run_that_logs_imports_logging_alone(tmp_path: Path) -> None:
    modules = modules_of(tmp_path, 'logger.info("x")', "logger=stx.INJECTED")

    assert modules & HEAVY == {"logging"}


def test_a_run_with_arrays_imports_no_pandas(tmp_path: Path) -> None:
    modules = modules_of(tmp_path, 'import numpy; stx.io.save(numpy.arange(3), "a.npy")')

    assert "numpy" in modules
    assert modules.isdisjoint({"matplotlib", "pandas", "scipy", "torch"})
