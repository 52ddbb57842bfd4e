"""Arrays by name, in numpy's zip format; objects that would need a pickle are refused."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import numpy
from numpy.lib import format as npy

from scitex_io.compression import refuse_bomb
from scitex_io.errors import FormatError, ObjectError
from scitex_io.formats.npy import refuse_damage, to_array

LONGEST = 65_000


def load(path: Path, *, lazy: bool = False, **options: Any) -> Any:
    """Return the arrays by name.

    Parameters
    ----------
    path : Path
        The file.
    lazy : bool, optional
        Whether to return numpy's `NpzFile`, which reads an array when it is asked for, and is to be closed.
    **options
        `allow_pickle=True` also takes arrays of Python objects, and runs the code that the file names;
        `max_header_size` is that of `numpy.load`.

    Returns
    -------
    dict of str to numpy.ndarray, or numpy.lib.npyio.NpzFile
        In the order of the file.

    Raises
    ------
    FormatError
        If it is no zip file of arrays, a damaged one, or one that would become far too large.
    """
    refuse_bomb(path)
    if lazy:
        return numpy.load(path, **options)
    with ZipFile(path) as archive:
        return {
            member.filename.removesuffix(".npy"): member_array(archive, member, path, **options)
            for member in archive.infolist()
        }


def member_array(archive: ZipFile, member: ZipInfo, path: Path, **options: Any) -> Any:
    """Return the array of one member of the archive."""
    what = f"{path}: {member.filename}"
    if not member.filename.endswith(".npy"):
        raise FormatError(f"{what}: a zip file is read as numpy's, of .npy files and nothing else")
    with archive.open(member) as file:
        refuse_damage(file, member.file_size, what, **options)
    with archive.open(member) as file:
        return npy.read_array(file, **{"allow_pickle": False} | options)


def save(obj: Any, path: Path, *, compressed: bool = False) -> None:
    """Write a mapping of arrays; one bare array is written under the name `arr_0`, as numpy does.

    Parameters
    ----------
    obj : mapping of str to array_like, or array_like
        What to save. What is no array comes back as one.
    path : Path
        The file.
    compressed : bool, optional
        Whether to deflate: smaller and much slower.

    Raises
    ------
    ObjectError
        If a name is no text, or a value is no array, or one that numpy's format does not hold; see `.npy`.
    """
    arrays = {checked(name): to_array(value, f"{name!r}", path.suffix) for name, value in items(obj)}
    with ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            member = ZipInfo(f"{name}.npy")  # with the date of 1980, so that equal arrays are equal files
            member.compress_type = ZIP_DEFLATED if compressed else ZIP_STORED
            with archive.open(member, "w", force_zip64=True) as file:
                npy.write_array(file, array, allow_pickle=False)


def items(obj: Any) -> list[tuple[Any, Any]]:
    """Return (name, array) of what is to be written."""
    return list(obj.items()) if isinstance(obj, Mapping) else [("arr_0", obj)]


def checked(name: Any) -> str:
    """Return the name of an array, if a zip file can hold it."""
    if not isinstance(name, str):
        raise ObjectError(f"the arrays of a .npz have text for names, not {type(name).__name__}: {name!r}")
    try:
        length = len(name.encode())
    except UnicodeEncodeError as cause:
        raise ObjectError(f"the name of an array has no form in UTF-8: {name!r}") from cause
    if length > LONGEST or "\0" in name:
        raise ObjectError(f"a zip file cannot hold the name of an array: {name[:50]!r}")
    return name
