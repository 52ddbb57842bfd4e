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


def plain(
    obj: Any,
    *,
    leaf: Callable[[Any], Any] = lambda obj: obj,
    key: Callable[[Any], Any] = lambda key: key,
) -> Any:
    """Return `obj` as dicts, lists, str, int, float, bool and None.

    Parameters
    ----------
    obj : object
        What to convert; it is not changed.
    leaf : callable, optional
        What becomes of dates and times; by default they stay as they are.
    key : callable, optional
        What becomes of the plain keys of mappings; by default they stay as they are.

    Raises
    ------
    ObjectError
        If something in `obj` has no plain form, or two keys of a mapping have the same.
    """

    def converted(obj: Any, where: str) -> Any:
        if obj is None or type(obj) in (bool, int, float, str):
            return obj
        if isinstance(obj, Mapping):
            entries = {
                key(plain_key(name, where)): converted(value, inside(where, name)) for name, value in obj.items()
            }
            if len(entries) != len(obj):
                raise ObjectError(f"two keys in {where or 'the top'} become the same: {', '.join(map(repr, obj))}")
            return entries
        if isinstance(obj, (list, tuple)):
            return [converted(value, f"{where}[{i}]") for i, value in enumerate(obj)]
        if isinstance(obj, Set):
            return sorted_plain([converted(value, where) for value in obj])
        if isinstance(obj, Enum):
            return converted(obj.value, where)
        if isinstance(obj, (date, time)):
            return leaf(temporal(obj, where))
        if isinstance(obj, PurePath):
            return str(obj)
        for base in (bool, int, float, str):
            if isinstance(obj, base):
                return base(obj)
        if (numpy := sys.modules.get("numpy")) and isinstance(obj, (numpy.generic, numpy.ndarray)):
            return converted(numpy_as_python(obj, where), where)
        name = type(obj).__name__
        raise ObjectError(f"{name} at {where or 'the top'} has no plain form: convert it, or save it as .pkl")

    try:
        return converted(obj, "")
    except RecursionError as cause:
        raise ObjectError(f"this {type(obj).__name__} is nested too deeply, or contains itself") from cause


def inside(where: str, name: Any) -> str:
    """Return the key path of an entry."""
    return f"{where}.{name}".lstrip(".")


def sorted_plain(values: list[Any]) -> list[Any]:
    """Return the elements of a set in an order that does not change from one process to the next."""
    return sorted(values, key=lambda value: (type(value).__name__, repr(value) if value is None else value))


def temporal(obj: Any, where: str) -> Any:
    """Return a date or time of Python's own; pandas' are some, too."""
    if obj != obj:  # pandas.NaT
        raise ObjectError(f"{obj} at {where or 'the top'} has no plain form: save it as .csv or .pkl")
    return obj.to_pydatetime() if hasattr(obj, "to_pydatetime") else obj


def plain_key(key: Any, where: str) -> Any:
    """Return a mapping's key as a plain scalar."""
    value = plain(key)
    if isinstance(value, (dict, list)):
        raise ObjectError(f"a {type(key).__name__} is a key in {where or 'the top'}: plain data has scalar keys")
    return value


def numpy_as_python(obj: Any, where: str) -> Any:
    """Return a numpy scalar or array as Python numbers and lists."""
    if obj.dtype.kind not in "biufSUO" or obj.dtype.char == "g":
        raise ObjectError(f"an array of {obj.dtype} at {where or 'the top'} has no plain form: save it as .npy or .npz")
    return obj.tolist()
