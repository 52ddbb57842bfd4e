"""What can keep a run from starting.

SessionError
├── ParameterError      (ValueError)    a configured value does not fit the parameter of its name
├── ResourceError       (LookupError)   nobody provides a resource that the function asks for
├── RunDirectoryError   (OSError)       the run directory cannot be made
├── SessionActiveError  (RuntimeError)  another session is open in this process
└── SignatureError      (TypeError)     the function cannot be a session
"""


class SessionError(Exception):
    """Base of every error that scitex-session raises itself."""


class ParameterError(SessionError, ValueError):
    """A configured value does not fit the parameter of its name; the message begins with its source."""


class ResourceError(SessionError, LookupError):
    """Nobody provides a resource that the function asks for; the message lists those there are."""


class RunDirectoryError(SessionError, OSError):
    """The run directory cannot be made; the message names it and the cause."""


class SessionActiveError(SessionError, RuntimeError):
    """Another session is open in this process."""


class SignatureError(SessionError, TypeError):
    """The function cannot be a session: it has a parameter that no flag can set, or it is not a plain function."""
