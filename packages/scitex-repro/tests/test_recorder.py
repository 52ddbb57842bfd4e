"""The recorder fixes the seeds around a run that has one."""

import random
from types import SimpleNamespace

import pytest

from scitex_repro import SeedValueError
from scitex_repro.recorder import recorder


def run_with(seed):
    return SimpleNamespace(parameters={"seed": SimpleNamespace(value=seed, source="call")}, seed=None, notes=[])


def test_a_run_with_a_seed_draws_the_same_numbers_each_time():
    drawn = []
    for _ in range(2):
        with recorder(run_with(5)):
            drawn.append(random.random())
    assert drawn[0] == drawn[1]


def test_the_run_knows_the_seed_its_generators_were_given():
    run = run_with(5)
    with recorder(run):
        assert run.seed == 5


def test_a_run_without_a_seed_leaves_the_generators_alone():
    run = run_with(None)
    before = random.getstate()
    with recorder(run):
        assert random.getstate() == before
    assert run.seed is None


def test_a_bad_seed_is_refused_before_the_run():
    run = run_with(-1)
    with pytest.raises(SeedValueError, match="seed -1 is out of range"), recorder(run):
        pass
    assert run.seed is None
