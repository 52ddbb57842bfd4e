"""Recorder of a session: fixes the seeds around every run that has one, and tells the run."""

from contextlib import contextmanager
from functools import partial

from scitex_repro.seeds import known, seeded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from scitex_repro.run import Run


@contextmanager
def recorder(run: "Run") -> "Iterator[Callable[[], AbstractContextManager[None]]]":
    """Fix the seeds during `run` to its parameter `seed`; None leaves every generator alone.

    Workers that are started anew know the seed for their streams, but are not seeded: they would all draw the same.

    Parameters
    ----------
    run : Run
        Its `seed` is set to the seed that the generators were given, and its notes say so.

    Yields
    ------
    callable
        What is to be opened in every such worker.

    Raises
    ------
    SeedTypeError
        If the parameter is not an integer.
    SeedValueError
        If the parameter is out of range.
    """
    parameter = run.parameters["seed"]
    seed = parameter.value
    if seed is None:
        run.notes.append(f"no seed ({parameter.source}): every random generator is left alone")
        with known(None):
            yield partial(known, None)
        return
    with seeded(seed):
        run.seed = seed
        run.notes.append(
            f"seed {seed} ({parameter.source}): random, numpy, torch and tensorflow are seeded when they are imported; "
            "seed=None leaves them alone"
        )
        yield partial(known, seed)
