"""`rng` is a numpy generator of the run's own."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

pytest.importorskip("numpy")

from scitex_repro import SeedTypeError
from scitex_repro.generator import rng


def run_with(seed):
    return SimpleNamespace(parameters={"seed": SimpleNamespace(value=seed)}, seed=None)


def drawn(seed):
    with rng(run_with(seed)) as generator:
        return generator.random()


def test_a_seed_gives_the_same_numbers_each_time():
    assert drawn(5) == drawn(5)


def test_another_seed_gives_other_numbers():
    assert drawn(5) != drawn(6)


def test_no_seed_takes_fresh_entropy():
    assert drawn(None) != drawn(None)


def test_a_seed_that_is_no_integer_is_refused():
    with pytest.raises(SeedTypeError, match="expected an integer"):
        drawn("five")


def test_without_numpy_the_error_says_what_to_install(tmp_path):
    (tmp_path / "numpy.py").write_text("raise ModuleNotFoundError(name='numpy')\n")
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import scitex_repro.generator"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert result.stderr.splitlines()[-1] == (
        'scitex_repro.errors.MissingNumpyError: the resource rng needs numpy: pip install "scitex-repro[numpy]"'
    )
