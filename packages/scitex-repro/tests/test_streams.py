"""A stream is its seed and its name: independent of all others, and of when it is asked for."""

import subprocess
import sys

import pytest

import scitex_repro
from scitex_repro import NoSeedError, SeedValueError, fix_seeds, jax_key, seeded, stream

pytest.importorskip("numpy")

JAX = """
class random:
    key = staticmethod(lambda seed: (seed,))
    fold_in = staticmethod(lambda key, word: (*key, word))
"""


@pytest.fixture(autouse=True)
def no_seed_is_fixed(monkeypatch):
    monkeypatch.setattr("scitex_repro.seeds.fixed", fixed := [])
    monkeypatch.setattr("scitex_repro.streams.fixed", fixed)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))


def test_a_name_has_its_numbers_whatever_else_is_drawn():
    alone = stream("init", 42).random(5).tolist()
    stream("shuffle", 42).random(100)

    assert stream("init", 42).random(5).tolist() == alone


def test_names_and_seeds_are_independent():
    drawn = {stream(name, seed).random() for name in ("init", "shuffle", "", "ä") for seed in (1, 2)}

    assert len(drawn) == 8


def test_the_numbers_are_those_of_any_machine_and_version():
    assert stream("init", 42).integers(1000, size=3).tolist() == [751, 583, 129]


def test_the_seed_is_the_one_that_is_fixed():
    with seeded(7):
        assert stream("init").random() == stream("init", 7).random()
        with seeded(8):
            assert stream("init").random() == stream("init", 8).random()
        assert stream("init").random() == stream("init", 7).random()


def test_fixing_seeds_again_replaces_the_seed():
    fix_seeds(1)
    fix_seeds(2)

    assert stream("init").random() == stream("init", 2).random()


def test_without_a_seed_there_is_no_stream():
    with pytest.raises(NoSeedError, match=r"stream 'init' has no seed: call fix_seeds\(42\) first, or give one"):
        stream("init")


def test_a_bad_seed_is_refused():
    with pytest.raises(SeedValueError):
        stream("init", -1)


def test_global_generators_are_left_alone():
    import numpy

    before = numpy.random.get_state()[1].tolist()
    stream("init", 3).random()

    assert numpy.random.get_state()[1].tolist() == before


def test_a_key_of_jax_is_its_seed_and_its_name(monkeypatch, tmp_path):
    """jax itself is too big to test with: this stands in for the two functions that are called."""
    (tmp_path / "jax.py").write_text(JAX)
    monkeypatch.syspath_prepend(tmp_path)

    fix_seeds(5)
    assert jax_key("init") == jax_key("init", 5) != jax_key("other")
    assert jax_key("init")[0] == 5
    del sys.modules["jax"]


def test_without_numpy_the_error_says_what_to_install(tmp_path):
    (tmp_path / "numpy.py").write_text("raise ModuleNotFoundError(name='numpy')\n")
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import scitex_repro; scitex_repro.stream('x', 1)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert result.stderr.splitlines()[-1] == (
        'scitex_repro.errors.MissingNumpyError: stream() needs numpy: pip install "scitex-repro[numpy]"'
    )


def test_a_stream_is_offered_by_the_package():
    assert scitex_repro.stream is stream
