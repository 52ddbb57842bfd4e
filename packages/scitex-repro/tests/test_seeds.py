"""Seeds are fixed in whatever generators the program uses, in whatever order it imports them."""

import subprocess
import sys

import pytest

import scitex_repro

DRAWS = {
    "numpy.random": "import numpy; print(numpy.random.random())",
    "random": "import random; print(random.random())",
    "torch": "import torch; print(torch.rand(1).item())",
}


# tensorflow is too big to test with: this stands in for the two functions that are called.
TENSORFLOW = """
from types import SimpleNamespace
called = []
random = SimpleNamespace(set_seed=lambda seed: called.append(seed))
enable = lambda: called.append("determinism")
config = SimpleNamespace(experimental=SimpleNamespace(enable_op_determinism=enable))
"""


def run(*lines: str) -> str:
    """Return what a fresh interpreter prints for these lines."""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(lines)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def imported(module: str) -> str:
    pytest.importorskip(module.partition(".")[0])
    return f"import {module}"


@pytest.mark.parametrize("module", DRAWS)
def test_a_module_imported_before_or_after_gives_the_same_numbers(module):
    before = run(imported(module), "import scitex_repro", "scitex_repro.fix_seeds(5)", DRAWS[module])
    after = run("import scitex_repro", "scitex_repro.fix_seeds(5)", imported(module), DRAWS[module])
    assert before == after


@pytest.mark.parametrize("module", DRAWS)
def test_another_seed_gives_other_numbers(module):
    program = ["import scitex_repro", "scitex_repro.fix_seeds({})", imported(module), DRAWS[module]]
    five, six = (run("\n".join(program).format(seed)) for seed in (5, 6))
    assert five != six


@pytest.mark.parametrize("module", DRAWS)
def test_the_last_seed_counts(module):
    seeding = ["from scitex_repro import fix_seeds", "fix_seeds(1)", "fix_seeds(5)"]
    twice = run(*seeding, imported(module), DRAWS[module])
    once = run(seeding[0], seeding[2], imported(module), DRAWS[module])
    assert twice == once


def test_nothing_is_imported_for_it():
    seeding = ["import sys", "before = set(sys.modules)", "import scitex_repro", "scitex_repro.fix_seeds(5)"]
    heavy = "{'numpy', 'random', 'torch', 'typing'}"
    assert run(*seeding, f"print({heavy} & (set(sys.modules) - before))") == "set()\n"


def test_importing_the_package_imports_nothing_else():
    shown = run("import sys", "before = set(sys.modules)", "import scitex_repro", "print(set(sys.modules) - before)")
    assert shown == "{'scitex_repro'}\n"


def test_reload_seeds_again():
    draw = "print(random.random())"
    lines = ["import importlib, scitex_repro", "scitex_repro.fix_seeds(5)", "import random", draw]
    first, second = run(*lines, "importlib.reload(random)", draw).split()
    assert first == second


def test_find_spec_neither_imports_nor_seeds():
    shown = run(
        "import importlib.util, sys, scitex_repro",
        "scitex_repro.fix_seeds(5)",
        "spec = importlib.util.find_spec('random')",
        "print(spec.name, 'random' in sys.modules, spec.loader.is_package('random'))",
    )
    assert shown == "random False False\n"


def test_an_imported_module_shows_no_trace():
    shown = run(
        "import scitex_repro",
        "scitex_repro.fix_seeds(5)",
        "import random",
        "print(type(random.__loader__).__name__, type(random.__spec__.loader).__name__)",
    )
    assert shown == "SourceFileLoader SourceFileLoader\n"


def test_a_lazily_loaded_module_is_seeded_when_it_is_used():
    lazily = run(
        "import importlib.util, sys, scitex_repro",
        "scitex_repro.fix_seeds(5)",
        "spec = importlib.util.find_spec('random')",
        "spec.loader = importlib.util.LazyLoader(spec.loader)",
        "random = sys.modules['random'] = importlib.util.module_from_spec(spec)",
        "spec.loader.exec_module(random)",
        "print(random.random())",
    )
    assert lazily == run("import scitex_repro", "scitex_repro.fix_seeds(5)", DRAWS["random"])


def test_a_submodule_reached_as_an_attribute_is_seeded():
    pytest.importorskip("numpy")
    lazily = run("import scitex_repro", "scitex_repro.fix_seeds(5)", DRAWS["numpy.random"])
    named = run(
        "import scitex_repro",
        "scitex_repro.fix_seeds(5)",
        "from numpy.random import random",
        "print(random())",
    )
    assert lazily == named


def test_a_module_whose_loader_has_no_exec_module_still_loads():
    shown = run(
        "import sys, types, warnings, scitex_repro",
        "from importlib.machinery import ModuleSpec",
        "warnings.simplefilter('ignore')",
        "class Old:",
        "    def find_spec(self, name, path, target=None):",
        "        return ModuleSpec(name, self) if name == 'torch' else None",
        "    def load_module(self, name):",
        "        return sys.modules.setdefault(name, types.ModuleType(name))",
        "sys.meta_path.insert(0, Old())",
        "scitex_repro.fix_seeds(5)",
        "import torch",
        "print(torch.__name__)",
    )
    assert shown == "torch\n"


def test_a_failing_import_fails_as_it_would(tmp_path):
    (tmp_path / "torch.py").write_text("raise RuntimeError('no device')\n")
    shown = run(
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})",
        "import scitex_repro",
        "scitex_repro.fix_seeds(5)",
        "try:",
        "    import torch",
        "except RuntimeError as error:",
        "    print(error, 'torch' in sys.modules)",
    )
    assert shown == "no device False\n"


def test_a_missing_module_is_missing_as_it_would_be():
    shown = run(
        "import sys, scitex_repro",
        "scitex_repro.fix_seeds(5)",
        "sys.path[:] = []",
        "try:",
        "    import torch",
        "except ModuleNotFoundError as error:",
        "    print(error)",
    )
    assert shown == "No module named 'torch'\n"


def test_seeded_leaves_later_imports_alone():
    drawn = {run("import scitex_repro", "with scitex_repro.seeded(5): pass", DRAWS["random"]) for _ in range(2)}
    assert len(drawn) == 2


def test_seeded_brings_back_the_seed_fixed_before_it():
    within = run(
        "import scitex_repro",
        "scitex_repro.fix_seeds(5)",
        "with scitex_repro.seeded(6): pass",
        DRAWS["random"],
    )
    assert within == run("import scitex_repro", "scitex_repro.fix_seeds(5)", DRAWS["random"])


def test_seeded_leaves_the_import_system_as_it_was():
    before = list(sys.meta_path)
    with scitex_repro.seeded(5), scitex_repro.seeded(6):
        assert len(sys.meta_path) == len(before) + 1
    assert sys.meta_path == before


@pytest.mark.parametrize("seed", [True, 1.0, "1", None])
def test_a_seed_that_is_no_integer_is_refused(seed):
    with pytest.raises(scitex_repro.SeedTypeError, match="expected an integer"):
        scitex_repro.fix_seeds(seed)


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_out_of_range_is_refused(seed):
    with pytest.raises(scitex_repro.SeedValueError, match=r"expected an integer from 0 to 4294967295"):
        scitex_repro.fix_seeds(seed)


def test_a_refused_seed_changes_nothing():
    before = list(sys.meta_path)
    with pytest.raises(scitex_repro.ReproError):
        scitex_repro.fix_seeds(-1)
    assert sys.meta_path == before


@pytest.mark.parametrize("seed", [0, 2**32 - 1])
def test_the_ends_of_the_range_are_seeds(seed):
    with scitex_repro.seeded(seed):
        pass


def test_an_integer_of_numpy_is_a_seed():
    numpy = pytest.importorskip("numpy")
    with scitex_repro.seeded(numpy.uint32(5)):
        drawn = numpy.random.random()
    numpy.random.seed(5)
    assert numpy.random.random() == drawn


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(("deterministic", "called"), [(False, [5]), (True, [5, "determinism"])])
def test_tensorflow_is_seeded_and_asked_for_determinism(tmp_path, moment, deterministic, called):
    (tmp_path / "tensorflow.py").write_text(TENSORFLOW)
    lines = ["import tensorflow", f"scitex_repro.fix_seeds(5, deterministic={deterministic})"]
    shown = run(
        f"import sys, scitex_repro; sys.path.insert(0, {str(tmp_path)!r})",
        *(lines if moment == "before" else reversed(lines)),
        "import tensorflow",
        "print(tensorflow.called)",
    )
    assert shown == f"{called}\n"


def test_torch_is_asked_for_determinism_and_cuda_is_told():
    shown = run(
        "import os, scitex_repro",
        "scitex_repro.fix_seeds(5, deterministic=True)",
        imported("torch"),
        "print(torch.are_deterministic_algorithms_enabled(), os.environ['CUBLAS_WORKSPACE_CONFIG'])",
        "print(os.environ['XLA_FLAGS'])",
    )
    assert shown == "True :4096:8\n--xla_gpu_deterministic_ops=true\n"


def test_what_the_user_has_set_for_the_device_stays():
    shown = run(
        "import os, scitex_repro",
        "os.environ['CUBLAS_WORKSPACE_CONFIG'] = ':16:8'",
        "scitex_repro.fix_seeds(5, deterministic=True)",
        "print(os.environ['CUBLAS_WORKSPACE_CONFIG'])",
    )
    assert shown == ":16:8\n"


def test_without_being_asked_nothing_is_made_deterministic():
    shown = run(
        "import os, scitex_repro",
        "scitex_repro.fix_seeds(5)",
        imported("torch"),
        "print(torch.are_deterministic_algorithms_enabled(), 'CUBLAS_WORKSPACE_CONFIG' in os.environ)",
    )
    assert shown == "False False\n"
