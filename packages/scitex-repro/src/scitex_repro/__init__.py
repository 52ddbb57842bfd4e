"""Seed every random generator a program uses, and only those.

A generator that the program has yet to import is seeded as soon as it is imported:

    >>> import scitex_repro
    >>> scitex_repro.fix_seeds(42)
    >>> import random
    >>> random.random()
    0.6394267984578837
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scitex_repro.errors import MissingNumpyError, NoSeedError, ReproError, SeedTypeError, SeedValueError
    from scitex_repro.seeds import fix_seeds, seeded
    from scitex_repro.streams import jax_key, stream

__all__ = [
    "MissingNumpyError",
    "NoSeedError",
    "ReproError",
    "SeedTypeError",
    "SeedValueError",
    "fix_seeds",
    "jax_key",
    "seeded",
    "stream",
]

HOMES = {
    "MissingNumpyError": "scitex_repro.errors",
    "NoSeedError": "scitex_repro.errors",
    "ReproError": "scitex_repro.errors",
    "SeedTypeError": "scitex_repro.errors",
    "SeedValueError": "scitex_repro.errors",
    "fix_seeds": "scitex_repro.seeds",
    "jax_key": "scitex_repro.streams",
    "seeded": "scitex_repro.seeds",
    "stream": "scitex_repro.streams",
}


def __getattr__(name: str) -> object:
    if name not in HOMES:
        raise AttributeError(f"module 'scitex_repro' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
