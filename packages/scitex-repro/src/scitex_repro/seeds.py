"""One seed for the random generators that a program uses.

A generator is seeded at once if its module is there, else right after the program imports it. None is
imported here: a program that uses no torch does not pay for torch.
"""

import operator
import os
import sys
from contextlib import contextmanager

from scitex_repro.errors import SeedTypeError, SeedValueError
from scitex_repro.imports import AfterImport

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType
    from typing import Any

SEEDERS = {
    "numpy.random": "seed",
    "random": "seed",
    "tensorflow": "random.set_seed",
    "torch": "manual_seed",
}
"""Module → its function that seeds it. `torch.manual_seed` reaches every device: CPU, CUDA, MPS and others."""

DETERMINISM: "dict[str, tuple[tuple[str, tuple[Any, ...]], ...]]" = {
    "tensorflow": (("config.experimental.enable_op_determinism", ()),),
    "torch": (("use_deterministic_algorithms", (True,)),),
}
"""Module → its functions, and their arguments, that let it compute the same digits each time."""

ENVIRONMENT = {
    "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
    "XLA_FLAGS": "--xla_gpu_deterministic_ops=true",
}
"""Variable → what deterministic CUDA needs it to say before the device is first used: cuBLAS (torch), XLA (jax)."""

LIMIT = 2**32
"""numpy's legacy generator takes seeds below this one; the others take more."""

fixed: "list[int | None]" = []
"""The seeds of the blocks that are open, the innermost last; None where a session leaves the generators alone."""


def fix_seeds(seed: int = 42, *, deterministic: bool = False) -> None:
    """Seed every random generator the program uses, those it has yet to import included.

    Covers Python's `random`, the legacy global generator `numpy.random`, `torch` on every device, and `tensorflow`.
    jax has no global generator: see `jax_key`. A later call replaces the seed. Generators that a program makes
    itself, such as `numpy.random.default_rng()`, have seeds of their own, and child processes that are started anew
    start unseeded.

    Parameters
    ----------
    seed : int, default 42
        From 0 to 4294967295.
    deterministic : bool, default False
        Whether torch, tensorflow and jax shall also compute the same digits each time on a GPU. It is slower, and
        torch refuses what it cannot do so. To be called before the GPU is first used.

    Raises
    ------
    SeedTypeError
        If the seed is not an integer.
    SeedValueError
        If the seed is out of range.

    Examples
    --------
    >>> import random
    >>> import scitex_repro
    >>> scitex_repro.fix_seeds(42)
    >>> random.random()
    0.6394267984578837
    """
    seed = checked(seed)

    def seed_module(module: "ModuleType") -> None:
        function(module, SEEDERS[module.__name__])(seed)
        for name, arguments in DETERMINISM.get(module.__name__, ()) if deterministic else ():
            function(module, name)(*arguments)

    if deterministic:
        for name, value in ENVIRONMENT.items():
            os.environ.setdefault(name, value)
    fixed[-1:] = [seed]
    install(AfterImport(dict.fromkeys(SEEDERS, seed_module)))
    for name in SEEDERS:
        if module := sys.modules.get(name):
            seed_module(module)


@contextmanager
def seeded(seed: int = 42) -> "Iterator[None]":
    """Fix the seeds for modules imported within the block; those imported later are left alone.

    The state of the generators is not put back on leaving.

    Parameters
    ----------
    seed : int, default 42
        From 0 to 4294967295.

    Raises
    ------
    SeedTypeError
        If the seed is not an integer.
    SeedValueError
        If the seed is out of range.

    Examples
    --------
    >>> import random
    >>> import scitex_repro
    >>> with scitex_repro.seeded(7):
    ...     random.randint(1, 6)
    3
    """
    before = installed()
    with known(checked(seed)):
        fix_seeds(seed)
        try:
            yield
        finally:
            install(before)


@contextmanager
def known(seed: int | None) -> "Iterator[None]":
    """Let streams come from `seed` while the block lasts, and seed nothing."""
    outside = list(fixed)
    fixed.append(seed)
    try:
        yield
    finally:
        fixed[:] = outside


def checked(seed: object) -> int:
    """Return the seed as an int that every generator takes."""
    if isinstance(seed, bool) or not hasattr(seed, "__index__"):
        raise SeedTypeError(f"seed {seed!r} is a {type(seed).__name__}: expected an integer")
    number = operator.index(seed)
    if not 0 <= number < LIMIT:
        raise SeedValueError(f"seed {number} is out of range: expected an integer from 0 to {LIMIT - 1}")
    return number


def function(module: "ModuleType", dotted: str) -> "Any":
    """Return a function of a module by its dotted name."""
    return operator.attrgetter(dotted)(module)


def installed() -> AfterImport | None:
    """Return the hook that is in place, if any."""
    return next((finder for finder in sys.meta_path if isinstance(finder, AfterImport)), None)


def install(hook: AfterImport | None) -> None:
    """Put `hook` in place of the one there was; None removes it."""
    if (before := installed()) is not None:
        sys.meta_path.remove(before)
    if hook is not None:
        sys.meta_path.insert(0, hook)
