"""What can keep a run from starting, and somebody who looks back from finding it.

SessionError
├── AmbiguousRunError   (LookupError)   a shortened id fits several runs
├── CommandLineError    (ValueError)    the command line is wrong
├── ConditionError      (ValueError)    a condition on runs that is none, or names what no run has
├── ParameterError      (ValueError)    a value does not fit the parameter of its name
├── ResourceError       (LookupError)   nobody provides a resource that the function asks for
├── RunDirectoryError   (OSError)       the run directory cannot be made
├── RunInUseError       (RuntimeError)  a run is not to be removed: it lives, or its outputs were read
├── SessionActiveError  (RuntimeError)  another session is open in this process
├── SignatureError      (TypeError)     the function cannot be a session
└── UnknownRunError     (LookupError)   there is no such run
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scitex_config import Source


class SessionError(Exception):
    """Base of every error that scitex-session raises itself."""


class AmbiguousRunError(SessionError, LookupError):
    """A shortened id fits several runs; the message names some."""


class CommandLineError(SessionError, ValueError):
    """The command line is wrong; the message names the flag."""


class ConditionError(SessionError, ValueError):
    """A condition on runs is none, or names a parameter that no run has; the message names the nearest."""


class ParameterError(SessionError, ValueError):
    """A value does not fit the parameter of its name; the message begins with its source.

    Parameters
    ----------
    message : str
        What is wrong.
    sources : iterable of Source, optional
        Where the values that do not fit were written.
    """

    def __init__(self, message: str, sources: "Iterable[Source]" = ()) -> None:
        super().__init__(message)
        self.sources = tuple(sources)


class ResourceError(SessionError, LookupError):
    """Nobody provides a resource that the function asks for; the message lists those there are."""


class RunDirectoryError(SessionError, OSError):
    """The run directory cannot be made; the message names it and the cause."""


class RunInUseError(SessionError, RuntimeError):
    """A run is not to be removed, because it lives or another one has read its outputs; the message says which."""


class SessionActiveError(SessionError, RuntimeError):
    """Another session is open in this process."""


class SignatureError(SessionError, TypeError):
    """The function cannot be a session: it has a parameter that no flag can set, or it is not a plain function."""


class UnknownRunError(SessionError, LookupError):
    """There is no such run; the message names the nearest."""
