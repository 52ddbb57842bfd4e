"""The resource `CONFIG`: the configuration of the run."""

from contextlib import AbstractContextManager, nullcontext

from scitex_config import Config
from scitex_session.run import Run


def configuration(run: Run) -> AbstractContextManager[Config]:
    """Return the configuration, flags laid over it."""
    return nullcontext(run.config)
