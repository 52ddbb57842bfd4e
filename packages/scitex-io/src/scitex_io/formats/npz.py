"""Arrays by name, in numpy's zip format; objects that would need a pickle are refused."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy

from scitex_io.errors import FormatError, ObjectError


def load(path: Path, **options: Any) -> dict[str, Any]:
    """Return the arrays by name; options are those of `numpy.load`."""
    try:
        with numpy.load(path, **{"allow_pickle": False} | options) as archive:
            return dict(archive)
    except (AttributeError, BadZipFile, EOFError, OSError, TypeError, ValueError) as cause:
        raise FormatError(f"{path}: not a readable .npz archive: {cause}") from cause


def save(obj: Any, path: Path, *, compressed: bool = False, **options: Any) -> None:
    """Write a mapping of arrays; one bare array is written under the name `arr_0`, as numpy does.

    Parameters
    ----------
    obj : mapping of str to array_like, or array_like
        What to save.
    path : Path
        The file.
    compressed : bool, optional
        Whether to deflate: smaller and much slower.
    **options
        Those of `numpy.savez`.
    """
    arrays = {name: numpy.asanyarray(value) for name, value in items(obj)}
    for name, array in arrays.items():
        if array.dtype.hasobject:
            raise ObjectError(f"{name!r} has no array form without a pickle: it holds Python objects")
    with path.open("wb") as file:
        (numpy.savez_compressed if compressed else numpy.savez)(file, **arrays, **options)


def items(obj: Any) -> list[tuple[str, Any]]:
    """Return (name, array) of what is to be written."""
    if not isinstance(obj, Mapping):
        return [("arr_0", obj)]
    for name in obj:
        if not isinstance(name, str):
            raise ObjectError(f"the arrays of a .npz have text for names, not {type(name).__name__}: {name!r}")
    return list(obj.items())
