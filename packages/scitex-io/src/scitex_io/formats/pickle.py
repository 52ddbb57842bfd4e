"""Any Python object as a pickle. A pickle is a program: loading one runs what it names, so load only what you trust."""

import pickle
from pathlib import Path
from typing import Any

from scitex_io.compression import reading, writing
from scitex_io.formats.pickle_paths import UNPICKLABLE, refuse


def load(path: Path, **options: Any) -> Any:
    """Return the object. **Code that the file names is run**: load only files whose writer you trust.

    Parameters
    ----------
    path : Path
        The file.
    **options
        Those of `pickle.load`, such as `encoding="latin1"` for arrays that Python 2 wrote.
    """
    with reading(path) as file:
        return pickle.load(file, **options)


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write the object, which whoever loads it must trust as much as a program.

    Parameters
    ----------
    obj : object
        What can be pickled: not a lambda, a function within a function, an open file, a lock.
    path : Path
        The file.
    **options
        Those of `pickle.Pickler`: `protocol`, by default the highest, `fix_imports` and `buffer_callback`.
    """
    with writing(path) as file:
        pickler = pickle.Pickler(file, **{"protocol": pickle.HIGHEST_PROTOCOL} | options)
        try:
            pickler.dump(obj)
        except UNPICKLABLE as cause:
            refuse(obj, cause)
