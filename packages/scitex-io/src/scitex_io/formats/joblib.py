"""Any Python object as joblib writes it, arrays apart and fast: a pickle, whose loading runs what it names."""

from io import FileIO
from pathlib import Path
from typing import Any

import joblib

from scitex_io.compression import reading, writing
from scitex_io.formats.pickle_paths import UNPICKLABLE, refuse


def load(path: Path, **options: Any) -> Any:
    """Return the object. **Code that the file names is run**: load only files whose writer you trust.

    Parameters
    ----------
    path : Path
        The file; what joblib compressed itself is recognised.
    **options
        Those of `joblib.load`: `mmap_mode="r"` leaves the arrays of a file that is not compressed on the disk,
        `ensure_native_byte_order=True` turns arrays round that were written on another kind of machine.
    """
    options = {"ensure_native_byte_order": False} | options
    with reading(path) as file:
        is_mappable = isinstance(getattr(file, "raw", None), FileIO)
        return joblib.load(path if is_mappable else file, **options)  # joblib maps only what it opens itself


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write the object, which whoever loads it must trust as much as a program.

    Parameters
    ----------
    obj : object
        What can be pickled: not a lambda, a function within a function, an open file, a lock.
    path : Path
        The file.
    **options
        Those of `joblib.dump`: `compress=3`, or `compress=("xz", 3)`, of its own, and `protocol`.
    """
    with writing(path) as file:
        try:
            joblib.dump(obj, file, **options)
        except UNPICKLABLE as cause:
            refuse(obj, cause)
