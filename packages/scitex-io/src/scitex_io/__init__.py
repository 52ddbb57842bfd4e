"""Load and save any research file by its extension: whole or absent, safe, observable.

>>> import scitex_io
>>> path = scitex_io.save({"lr": 0.01}, "params.yaml")
>>> scitex_io.load("params.yaml")
{'lr': 0.01}
"""

from importlib import import_module

TYPE_CHECKING = False  # importing `typing` would take longer than some programs that import this

if TYPE_CHECKING:
    from scitex_io.dispatch import load, save
    from scitex_io.errors import (
        FormatError,
        MissingLibraryError,
        NotFoundError,
        ObjectError,
        OutsideError,
        RemoteError,
        ReservedNameError,
        ScitexIOError,
        UnknownFormatError,
    )
    from scitex_io.observers import Access, observing
    from scitex_io.paths import base_directory
    from scitex_io.registry import extensions, register

__all__ = [
    "Access",
    "FormatError",
    "MissingLibraryError",
    "NotFoundError",
    "ObjectError",
    "OutsideError",
    "RemoteError",
    "ReservedNameError",
    "ScitexIOError",
    "UnknownFormatError",
    "base_directory",
    "extensions",
    "load",
    "observing",
    "register",
    "save",
]

MODULES = {
    "Access": "observers",
    "FormatError": "errors",
    "MissingLibraryError": "errors",
    "NotFoundError": "errors",
    "ObjectError": "errors",
    "OutsideError": "errors",
    "RemoteError": "errors",
    "ReservedNameError": "errors",
    "ScitexIOError": "errors",
    "UnknownFormatError": "errors",
    "base_directory": "paths",
    "extensions": "registry",
    "load": "dispatch",
    "observing": "observers",
    "register": "registry",
    "save": "dispatch",
}


def __getattr__(name: str) -> object:
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
