"""Load and save any research file by its extension: whole or absent, safe, observable.

>>> import scitex_io
>>> path = scitex_io.save({"lr": 0.01}, "params.yaml")
>>> scitex_io.load("params.yaml")
{'lr': 0.01}
"""

from scitex_io.dispatch import load, save
from scitex_io.errors import (
    FormatError,
    MissingLibraryError,
    NotFoundError,
    ObjectError,
    OutsideError,
    RemoteError,
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
    "ScitexIOError",
    "UnknownFormatError",
    "base_directory",
    "extensions",
    "load",
    "observing",
    "register",
    "save",
]
