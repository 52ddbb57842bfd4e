"""Resource of a session: `rng`, a numpy generator of the run's own."""

from collections.abc import Iterator
from contextlib import contextmanager

from scitex_repro.errors import MissingNumpyError
from scitex_repro.run import Run
from scitex_repro.seeds import checked

try:
    import numpy.random
except ModuleNotFoundError as cause:
    raise MissingNumpyError('the resource rng needs numpy: pip install "scitex-repro[numpy]"') from cause


@contextmanager
def rng(run: Run) -> Iterator[numpy.random.Generator]:
    """Yield a numpy generator that is seeded with the run's parameter `seed`.

    Parameters
    ----------
    run : Run
        Its parameter `seed` seeds the generator; None takes fresh entropy.

    Yields
    ------
    numpy.random.Generator
        A generator which nothing else in the program draws from.

    Raises
    ------
    SeedTypeError
        If the parameter is not an integer.
    SeedValueError
        If the parameter is out of range.
    """
    seed = run.parameters["seed"].value
    yield numpy.random.default_rng(None if seed is None else checked(seed))
