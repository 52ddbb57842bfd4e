"""`@session`: turn a function into a script whose every call is a run."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, overload

from scitex_session.collector import collector_resting
from scitex_session.errors import SignatureError

if TYPE_CHECKING:
    from scitex_session.script import Script

P = ParamSpec("P")
R = TypeVar("R")
CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR = 0x20, 0x80, 0x200


@overload
def session(function: Callable[P, R], /) -> "Script[P, R]": ...
@overload
def session(
    *, seed: int | None = ..., audit: bool = ..., agg: bool = ...
) -> "Callable[[Callable[P, R]], Script[P, R]]": ...
def session(
    function: Callable[..., Any] | None = None, /, *, seed: int | None = 42, audit: bool = False, agg: bool = True
) -> Any:
    """Make every call of a function a run: its own directory, its log, its record.

    Called without arguments from the script itself, the function takes its parameters from the command line, over
    `./config/*.yaml`, over its defaults. Called from elsewhere, or with arguments, it is the same recorded run with
    those values. `main.__wrapped__` is the bare function.

    Parameters
    ----------
    function : callable
        A plain function. Its parameters become flags, of the type of their annotation, else of their default;
        those whose default is `INJECTED` are provided by name: `CONFIG`, `logger`, `plt`, `rng`. `None` or 0
        returned is success, another int an error.
    seed : int or None, optional
        The default of the parameter `seed` that every session has: what the random generators are seeded with, from 0
        to 4294967295; anything else is refused by the call. None leaves them alone. A function with a parameter `seed`
        of its own uses that.
    audit : bool, optional
        Whether every file that the script opens in its project is recorded, whoever opens it: `open`, pandas, numpy,
        h5py, pyarrow. Hidden files and installed packages are not; of what another program opens the files that its
        arguments name. The record says which programs there were, and which libraries whose files nobody can see.
    agg : bool, optional
        Whether the resource `plt` draws into files alone, unless somebody has chosen a backend of matplotlib. False
        lets it open windows where there is a display.

    Returns
    -------
    callable
        The function, with the same signature.

    Raises
    ------
    SignatureError
        If it is not a plain function.

    Examples
    --------
    >>> import scitex_session
    >>> @scitex_session.session
    ... def double(x=2):
    ...     return {"doubled": 2 * x}
    >>> double(x=3)
    {'doubled': 6}
    """
    if function is None:
        return lambda function: session_of(function, seed, audit=audit, agg=agg)
    return session_of(function, seed, audit=audit, agg=agg)


def session_of(function: Callable[..., Any], seed: int | None, **options: bool) -> Callable[..., Any]:
    """Return the function that runs `function`; `options` are those of `running.perform`."""
    code = getattr(function, "__code__", None)
    if code is None or code.co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR):
        raise SignatureError(
            f"@session needs a plain function, not {function!r}; an async function is called with asyncio.run() in one"
        )

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        # What a run needs is imported by the first call, so that importing a script costs nothing.
        if args or kwargs or not is_script(function):
            from scitex_session.entry import from_call

            return from_call(function, seed, args, kwargs, **options)
        with collector_resting() as begin_work:
            from scitex_session.entry import from_command_line

            return from_command_line(function, seed, begin_work, **options)

    return run


def is_script(function: Callable[..., Any]) -> bool:
    """Say whether `function` belongs to the program that the command line started."""
    main = sys.modules["__main__"]
    started = getattr(main, "__file__", None) is not None or sys.argv[0] == "-c"
    return started and function.__module__ == "__main__" and Path(sys.argv[0]).stem != "ipykernel_launcher"
