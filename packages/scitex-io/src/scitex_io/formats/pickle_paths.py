"""What cannot be pickled: the error that names where in an object it stands."""

import pickle
from collections.abc import Iterator
from typing import Any, NoReturn

from scitex_io.conversion.plain import Where
from scitex_io.errors import ObjectError

UNPICKLABLE = (AttributeError, pickle.PicklingError, RuntimeError, TypeError, ValueError)


class Nowhere:
    """A file that keeps nothing."""

    def write(self, data: Any) -> int:
        """Drop the data."""
        return memoryview(data).nbytes


def refuse(obj: Any, cause: Exception) -> NoReturn:
    """Raise `ObjectError` that names the part of `obj` that cannot be pickled."""
    if isinstance(cause, RecursionError):
        raise ObjectError(f"this {type(obj).__name__} is nested too deeply to be pickled") from cause
    if is_picklable(obj):
        raise cause  # it is an option that is wrong
    where, part = culprit(obj)
    raise ObjectError(f"{type(part).__name__} at {where or 'the top'} cannot be pickled: {cause}") from cause


def culprit(obj: Any) -> tuple[Where | None, Any]:
    """Return the place and the value of the innermost part that cannot be pickled by itself."""
    where, seen = None, {id(obj)}
    while found := next(((at, part) for at, part in parts(obj, where) if not is_picklable(part)), None):
        where, obj = found
        if id(obj) in seen:
            break
        seen.add(id(obj))
    return where, obj


def parts(obj: Any, where: Where | None) -> Iterator[tuple[Where, Any]]:
    """Yield (place, value) of what a container holds, or of an object's attributes."""
    if isinstance(obj, dict):
        yield from ((Where(where, name), value) for name, value in obj.items())
    elif isinstance(obj, (list, tuple, set, frozenset)):
        yield from ((Where(where, i, True), value) for i, value in enumerate(obj))
    elif not callable(obj):
        yield from ((Where(where, name), value) for name, value in getattr(obj, "__dict__", {}).items())


def is_picklable(obj: Any) -> bool:
    """Say whether `obj` can be pickled."""
    try:
        pickle.Pickler(Nowhere(), pickle.HIGHEST_PROTOCOL).dump(obj)
    except UNPICKLABLE:
        return False
    return True
