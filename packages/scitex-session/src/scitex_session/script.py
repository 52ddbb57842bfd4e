"""What `@session` makes of a function, for type checkers: callable as it was, and without arguments."""

from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar, overload

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)


class Script(Protocol[P, R_co]):
    """A session's function: called as it is declared, or without arguments, which the command line then gives."""

    __name__: str

    @overload
    def __call__(self) -> R_co: ...
    @overload
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co: ...

    @property
    def __wrapped__(self) -> Callable[P, R_co]:
        """The bare function."""
