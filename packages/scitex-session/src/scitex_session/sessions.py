"""`session`: what makes a function a script, and `session.open`, which makes a block a run."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, overload

from scitex_session import decorator

if TYPE_CHECKING:
    from scitex_session.run import Run
    from scitex_session.script import Script

P = ParamSpec("P")
R = TypeVar("R")


class Session:
    """The decorator, and what opens a run without one."""

    @overload
    def __call__(self, function: Callable[P, R], /) -> "Script[P, R]": ...
    @overload
    def __call__(
        self, /, *, seed: int | None = ..., audit: bool = ..., agg: bool = ...
    ) -> "Callable[[Callable[P, R]], Script[P, R]]": ...
    def __call__(
        self,
        function: Callable[..., Any] | None = None,
        /,
        *,
        seed: int | None = 42,
        audit: bool = False,
        agg: bool = True,
    ) -> Any:
        """Make every call of a function a run."""
        make = decorator.session(seed=seed, audit=audit, agg=agg)
        return make if function is None else make(function)

    __call__.__doc__ = decorator.session.__doc__

    def open(self, **parameters: Any) -> "AbstractContextManager[Run]":
        """Make a block a run: its own directory, its log, its record. For notebooks, where a function is in the way.

        The configuration is read as for a function. What the block raises is recorded, and goes on.

        Parameters
        ----------
        **parameters
            What the record shall say that the run was made with. `seed` is what the random generators are seeded
            with, 42 by default; None leaves them alone.

        Returns
        -------
        context manager
            Its value is the `Run`, with `id`, `directory`, `parameters`, `config`, `values()`.

        Raises
        ------
        RunDirectoryError
            If the run directory cannot be made.
        SessionActiveError
            If another session is open in this process.

        Examples
        --------
        >>> from scitex_session import session
        >>> with session.open(lr=0.1) as run:
        ...     lr = run.values()["lr"]
        >>> run.outcome
        'success'
        """
        from scitex_session.block import run_of_block

        return run_of_block(sys._getframe(1).f_code, parameters)


session = Session()
