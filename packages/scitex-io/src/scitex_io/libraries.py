"""Optional libraries, and what is said when one is not installed."""

from importlib import import_module
from typing import Any

from scitex_io.errors import MissingLibraryError


def optional(name: str, *, extra: str, purpose: str) -> Any:
    """Import and return the module `name`, which the extra `extra` of scitex-io brings.

    Raises
    ------
    MissingLibraryError
        If it is not installed; the message begins with `purpose` and holds the pip line.
    """
    try:
        return import_module(name)
    except ImportError as cause:
        if (cause.name or "").partition(".")[0] != name.partition(".")[0]:
            raise
        raise missing(name, extra, purpose) from cause


def missing(name: str, extra: str, purpose: str) -> MissingLibraryError:
    """Return the error for a library that is not installed."""
    return MissingLibraryError(f'{purpose} needs {name}: pip install "scitex-io[{extra}]"', name=name)
