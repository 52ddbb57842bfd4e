"""Any Python object as a pickle: loading one runs the code that it names, so load only what you trust."""

import pickle
from pathlib import Path
from typing import Any

from scitex_io.errors import FormatError, ObjectError

BROKEN = (
    pickle.UnpicklingError,
    AttributeError,
    EOFError,
    ImportError,
    IndexError,
    KeyError,
    MemoryError,
    OverflowError,
    TypeError,
    ValueError,
)


def load(path: Path, **options: Any) -> Any:
    """Return the object; options are those of `pickle.load`. Code that the file names is run."""
    with path.open("rb") as file:
        try:
            return pickle.load(file, **options)
        except BROKEN as cause:
            raise FormatError(f"{path}: cannot be unpickled: {cause}") from cause


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write the object; options are those of `pickle.dump`."""
    with path.open("wb") as file:
        try:
            pickle.dump(obj, file, **{"protocol": pickle.HIGHEST_PROTOCOL} | options)
        except (pickle.PicklingError, AttributeError, TypeError) as cause:
            raise ObjectError(f"{type(obj).__name__} cannot be pickled: {cause}") from cause
