"""Arrays by name, in numpy's zip format; objects that would need a pickle are refused."""

from collections.abc import Mapping
from pathlib import Path
from tokenize import TokenError
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

import numpy

from scitex_io.errors import FormatError, ObjectError

BROKEN = (
    AttributeError,
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    SyntaxError,
    TokenError,
    TypeError,
    ValueError,
    ZlibError,
)


def load(path: Path, **options: Any) -> dict[str, Any]:
    """Return the arrays by name; options are those of `numpy.load`."""
    try:
        with numpy.load(path, **{"allow_pickle": False} | options) as archive:
            return dict(archive)
    except BROKEN as cause:
        raise FormatError(f"{path}: not a readable .npz archive: {cause}") from cause


def save(obj: Any, path: Path, *, compressed: bool = False) -> None:
    """Write a mapping of arrays; one bare array is written under the name `arr_0`, as numpy does.

    Parameters
    ----------
    obj : mapping of str to array_like, or array_like
        What to save.
    path : Path
        The file.
    compressed : bool, optional
        Whether to deflate: smaller and much slower.
    """
    arrays = {name: to_array(name, value) for name, value in items(obj)}
    with ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            member = ZipInfo(f"{name}.npy")  # with the date of 1980, so that equal arrays are equal files
            member.compress_type = ZIP_DEFLATED if compressed else ZIP_STORED
            with archive.open(member, "w", force_zip64=True) as file:
                numpy.lib.format.write_array(file, array, allow_pickle=False)


def items(obj: Any) -> list[tuple[str, Any]]:
    """Return (name, array) of what is to be written."""
    if not isinstance(obj, Mapping):
        return [("arr_0", obj)]
    for name in obj:
        if not isinstance(name, str):
            raise ObjectError(f"the arrays of a .npz have text for names, not {type(name).__name__}: {name!r}")
    return list(obj.items())


def to_array(name: str, value: Any) -> Any:
    """Return `value` as an array that needs no pickle."""
    if numpy.ma.isMaskedArray(value):
        raise ObjectError(f"{name!r} has a mask, which an .npz does not hold: save data and mask apart")
    try:
        array = numpy.asanyarray(value)
    except ValueError as cause:
        raise ObjectError(f"{name!r} is not an array: {cause}") from cause
    if array.dtype.hasobject:
        raise ObjectError(f"{name!r} has no array form without a pickle: it holds Python objects")
    return array
