"""Plain data: what YAML and JSON can hold.

Mappings become dicts, tuples and sets lists, numpy scalars and arrays plain numbers and lists, paths and
enumerations their value. Whatever else there is, is refused by its key path: nothing is lost in silence.
"""

import sys
from collections.abc import Callable, Mapping, Set
from datetime import date, time
from enum import Enum
from pathlib import PurePath
from typing import Any

from scitex_io.errors import ObjectError


def plain(obj: Any, *, leaf: Callable[[Any], Any] = lambda obj: obj, where: str = "") -> Any:
    """Return `obj` as dicts, lists, str, int, float, bool and None.

    Parameters
    ----------
    obj : object
        What to convert; it is not changed.
    leaf : callable, optional
        What becomes of dates and times; by default they stay as they are.
    where : str, optional
        The key path of `obj`, for the error.

    Raises
    ------
    ObjectError
        If something in `obj` has no plain form.
    """
    if obj is None or type(obj) in (bool, int, float, str):
        return obj
    if isinstance(obj, Mapping):
        return {
            plain_key(key, where): plain(value, leaf=leaf, where=f"{where}.{key}".lstrip("."))
            for key, value in obj.items()
        }
    if isinstance(obj, (list, tuple)):
        return [plain(value, leaf=leaf, where=f"{where}[{i}]") for i, value in enumerate(obj)]
    if isinstance(obj, Set):
        return [plain(value, leaf=leaf, where=where) for value in sorted(obj, key=lambda item: (str(type(item)), item))]
    if isinstance(obj, Enum):
        return plain(obj.value, leaf=leaf, where=where)
    if isinstance(obj, (date, time)):
        return leaf(obj)
    if isinstance(obj, PurePath):
        return str(obj)
    for base in (bool, int, float, str):
        if isinstance(obj, base):
            return base(obj)
    if (numpy := sys.modules.get("numpy")) and isinstance(obj, (numpy.generic, numpy.ndarray)):
        return plain(numpy_as_python(obj, where), leaf=leaf, where=where)
    raise ObjectError(f"{type(obj).__name__} at {where or 'the top'} has no plain form: convert it, or save it as .pkl")


def plain_key(key: Any, where: str) -> Any:
    """Return a mapping's key as a plain scalar."""
    value = plain(key, where=f"a key in {where or 'the top'}")
    if isinstance(value, (dict, list)):
        raise ObjectError(f"a {type(key).__name__} is a key in {where or 'the top'}: plain data has scalar keys")
    return value


def numpy_as_python(obj: Any, where: str) -> Any:
    """Return a numpy scalar or array as Python numbers and lists."""
    if obj.dtype.kind not in "biufSUO":
        raise ObjectError(f"an array of {obj.dtype} at {where or 'the top'} has no plain form: save it as .npy or .npz")
    return obj.tolist()
