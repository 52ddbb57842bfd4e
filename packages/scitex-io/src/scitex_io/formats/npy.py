"""One array, in numpy's own format; objects that would need a pickle are refused."""

import math
from pathlib import Path
from typing import IO, Any

import numpy
from numpy.lib import format as npy

from scitex_io.complete import checked
from scitex_io.errors import FormatError, ObjectError

HEADER_SIZE = 10_000


def load(path: Path, **options: Any) -> Any:
    """Return the array.

    Parameters
    ----------
    path : Path
        The file.
    **options
        Those of `numpy.load`: `mmap_mode="r"` leaves the array in the file, which is read where it is touched;
        `allow_pickle=True` also takes arrays of Python objects, and runs the code that the file names.

    Returns
    -------
    numpy.ndarray
        With the data type, the byte order and the memory order that it was saved with.

    Raises
    ------
    FormatError
        If it is no array, a damaged one, or one of Python objects.
    """
    with path.open("rb") as file:
        refuse_damage(file, path.stat().st_size, str(path), **options)
        if options.get("mmap_mode") is None:
            file.seek(0)
            return numpy.load(file, **options)
    return numpy.load(path, **options)


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write an array, or a number, a text or nested lists of them, which make one.

    Parameters
    ----------
    obj : array_like
        What to save. What is no array comes back as one.
    path : Path
        The file.
    **options
        Those of `numpy.save`: with `allow_pickle=True`, an array of Python objects is pickled.

    Raises
    ------
    ObjectError
        If `obj` is no array, or one that numpy's format does not hold: of Python objects, with a mask, of a subclass
        of `numpy.ndarray`, or of a data type with metadata.
    """
    array = to_array(obj, "the array", ".npy", pickled=options.get("allow_pickle", False))
    with checked(path) as file:
        numpy.save(file, array, **{"allow_pickle": False} | options)


def refuse_damage(
    file: IO[bytes], size: int, what: str, *, max_header_size: int = HEADER_SIZE, allow_pickle: bool = False, **_: Any
) -> None:
    """Raise `FormatError` if `what`, of `size` bytes, is no array or declares more than it holds.

    numpy makes room for what the header declares before it reads.
    """
    version = npy.read_magic(file)
    limit = 1 << 62 if allow_pickle else max_header_size
    # Version 3 differs from 2 only in the encoding of the names of fields.
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _order, dtype = read(file, max_header_size=limit)
    if dtype.hasobject:
        if not allow_pickle:
            raise FormatError(f"{what}: holds Python objects: say allow_pickle=True if you trust whoever wrote it")
    elif (expected := math.prod(shape) * dtype.itemsize) > size - file.tell() or min(shape, default=0) < 0:
        found = size - file.tell()
        raise FormatError(f"{what}: damaged: {expected} bytes of array are declared, {found} are there")


def to_array(obj: Any, where: str, extension: str, *, pickled: bool = False) -> Any:
    """Return `obj` as an array that comes back from numpy's format just as it is.

    Parameters
    ----------
    obj : object
        An array, or a number, a text, or nested lists or tuples of them.
    where, extension : str
        What the messages call it, and the format.
    pickled : bool, optional
        Whether Python objects are allowed.

    Raises
    ------
    ObjectError
        If it makes no array, or one that would come back as another.
    """
    if numpy.ma.isMaskedArray(obj):
        raise ObjectError(f"{where} has a mask, which {extension} does not hold: save data and mask apart, in a .npz")
    if isinstance(obj, numpy.ndarray):
        if type(obj) not in (numpy.ndarray, numpy.memmap):
            name = type(obj).__name__
            raise ObjectError(f"{where} is a {name}, which comes back as a plain array: save numpy.asarray(…) of it")
        array = obj
    else:
        array = made_array(obj, where, extension)
    if array.dtype.hasobject and not pickled:
        raise ObjectError(f"{where} has no array form without a pickle: it holds Python objects; save it as .pkl")
    if not array.dtype.hasobject:
        refuse_lossy(array.dtype, where, extension)
    return array


def made_array(obj: Any, where: str, extension: str) -> Any:
    """Return the array that a number, a text, or nested lists of them make, if all of them are in it unchanged."""
    if not isinstance(obj, (bool, int, float, complex, str, bytes, list, tuple, numpy.generic)):
        raise ObjectError(f"{where} is a {type(obj).__name__}: {extension} holds arrays; {instead(obj)}")
    try:
        array = numpy.array(obj)
    except (OverflowError, TypeError, ValueError) as cause:
        raise ObjectError(f"{where} is not an array: {cause}") from cause
    if array.dtype.hasobject or (isinstance(obj, numpy.generic) and not isinstance(obj, (str, bytes))):
        return array
    if not is_unchanged(array, obj):
        raise ObjectError(
            f"{where} becomes an array of {array.dtype}, where some elements are no longer what they are in the "
            f"{type(obj).__name__}: make the array yourself, with the dtype that you want"
        )
    return array


def is_unchanged(array: Any, obj: Any) -> bool:
    """Say whether every element of `array` is equal to the one of `obj` that it was made of."""
    try:
        return bool(numpy.all((array == numpy.array(obj, dtype=object)) | (array != array)))
    except (TypeError, ValueError):
        return False


def instead(obj: Any) -> str:
    """Say what to do with an object that is no array."""
    if obj is None:
        return "save it as .json or .yaml"
    if isinstance(obj, dict):
        return "save arrays by name as .npz, nested ones as .h5"
    if hasattr(obj, "to_parquet") or hasattr(obj, "to_frame"):
        return "save a table as .csv or .parquet, or its .to_numpy() here"
    if hasattr(obj, "__array__"):
        return "save numpy.asarray(…) of it"
    return "save it as .pkl"


def refuse_lossy(dtype: Any, where: str, extension: str) -> None:
    """Raise `ObjectError` unless the data type comes back from numpy's format as it is."""
    if has_metadata(dtype):
        raise ObjectError(f"{where} has a data type with metadata, which {extension} does not hold: save it as .pkl")
    try:
        back = npy.descr_to_dtype(npy.dtype_to_descr(dtype))
    except ValueError as cause:
        raise ObjectError(f"{where} has a data type that {extension} does not hold: {cause}") from cause
    if back != dtype or (dtype.kind == "V" and back.type is not dtype.type):
        raise ObjectError(f"{where} is of {dtype}, which comes back as {back}: save it as .pkl, or convert it")


def has_metadata(dtype: Any) -> bool:
    """Say whether the data type, or one inside it, bears metadata."""
    inner = [field[0] for field in (dtype.fields or {}).values()] + ([dtype.base] if dtype.subdtype else [])
    return bool(dtype.metadata) or any(map(has_metadata, inner))
