"""One array, in numpy's own format; objects that would need a pickle are refused."""

from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy

from scitex_io.errors import FormatError, ObjectError


def load(path: Path, **options: Any) -> Any:
    """Return the array; options are those of `numpy.load`, such as `mmap_mode="r"`."""
    try:
        return numpy.load(path, **{"allow_pickle": False} | options)
    except (EOFError, OSError, SyntaxError, TokenError, ValueError) as cause:
        raise FormatError(f"{path}: not a readable .npy array: {cause}") from cause


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write an array or what makes one; options are those of `numpy.save`."""
    if numpy.ma.isMaskedArray(obj):
        raise ObjectError("an .npy has no mask: save array.filled(), or data and mask in an .npz")
    with path.open("wb") as file:
        try:
            numpy.save(file, obj, **{"allow_pickle": False} | options)
        except ValueError as cause:
            raise ObjectError(f"{type(obj).__name__} has no array form without a pickle: {cause}") from cause
