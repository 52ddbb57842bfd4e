"""Recorder of a session: fixes the seeds around every run that has one, and tells the run."""

from contextlib import contextmanager

from scitex_repro.seeds import seeded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from scitex_repro.run import Run


@contextmanager
def recorder(run: "Run") -> "Iterator[None]":
    """Fix the seeds during `run` to its parameter `seed`; None leaves every generator alone.

    Parameters
    ----------
    run : Run
        Its `seed` is set to the seed that the generators were given.

    Raises
    ------
    SeedTypeError
        If the parameter is not an integer.
    SeedValueError
        If the parameter is out of range.
    """
    seed = run.parameters["seed"].value
    if seed is None:
        yield
        return
    with seeded(seed):
        run.seed = seed
        yield
