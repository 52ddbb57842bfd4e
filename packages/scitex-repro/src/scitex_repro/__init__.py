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
    from scitex_repro.errors import MissingNumpyError, ReproError, SeedTypeError, SeedValueError
    from scitex_repro.seeds import fix_seeds, seeded

__all__ = [
    "MissingNumpyError",
    "ReproError",
    "SeedTypeError",
    "SeedValueError",
    "fix_seeds",
    "seeded",
]

HOMES = {
    "MissingNumpyError": "scitex_repro.errors",
    "ReproError": "scitex_repro.errors",
    "SeedTypeError": "scitex_repro.errors",
    "SeedValueError": "scitex_repro.errors",
    "fix_seeds": "scitex_repro.seeds",
    "seeded": "scitex_repro.seeds",
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
