"""What can go wrong in fixing seeds.

Each leaf is also a builtin, so that a caller can catch it without importing this package.

    ReproError
    ├── MissingNumpyError  (ImportError)  `rng` or a stream was asked for, and numpy is not installed
    ├── NoSeedError        (LookupError)  a stream was asked for, and no seed is fixed
    ├── SeedTypeError      (TypeError)    the seed is not an integer
    └── SeedValueError     (ValueError)   the seed is an integer that not every generator takes
"""


class ReproError(Exception):
    """Base of every error that scitex-repro raises itself."""


class MissingNumpyError(ReproError, ImportError):
    """The resource `rng` or a stream was asked for, and numpy is not installed."""


class NoSeedError(ReproError, LookupError):
    """A stream was asked for, and no seed is fixed."""


class SeedTypeError(ReproError, TypeError):
    """The seed is not an integer."""


class SeedValueError(ReproError, ValueError):
    """The seed is an integer that not every generator takes."""
