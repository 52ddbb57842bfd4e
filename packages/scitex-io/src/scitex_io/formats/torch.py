"""Tensors, and plain data that hold them, through torch: what could run code is neither written nor read unasked."""

import re
from collections import Counter, OrderedDict
from errno import EIO
from pathlib import Path
from pickle import PicklingError, UnpicklingError
from typing import Any

import torch

from scitex_io.atomic import remove
from scitex_io.compression import refuse_bomb
from scitex_io.conversion.plain import inside
from scitex_io.errors import FormatError, ObjectError

LEAVES = (
    *(type(None), bool, float, complex, str, bytes, bytearray),
    *(torch.Tensor, torch.nn.Parameter, torch.Size, torch.dtype, torch.device),
)
LONGEST = 2000  # bits of an integer: torch reads none of more than 255 bytes


def load(path: Path, **options: Any) -> Any:
    """Return what was saved.

    Parameters
    ----------
    path : Path
        The file.
    **options
        Those of `torch.load`: `map_location="cpu"` brings the tensors of another device here; `mmap=True` leaves them
        in the file, which is read where they are touched; `weights_only=False` takes any Python object, and runs the
        code that the file names.

    Returns
    -------
    object
        Tensors, and the dicts, lists and scalars that held them.

    Raises
    ------
    FormatError
        If it is damaged, or holds more than tensors and plain data.
    """
    with path.open("rb") as file:
        zipped = file.read(4) == b"PK\x03\x04"
    if zipped:
        refuse_bomb(path)
    try:
        return torch.load(path, **{"weights_only": True} | options)
    except UnpicklingError as cause:
        found = re.search(r"GLOBAL ([\w.]+)", str(cause))
        if not found:
            raise
        raise FormatError(
            f"{path}: holds {found[1]}, and loading that can run code: say weights_only=False if you trust whoever "
            "wrote it"
        ) from cause


def save(obj: Any, path: Path, *, weights_only: bool = True, **options: Any) -> None:
    """Write tensors, and plain data that hold them.

    Parameters
    ----------
    obj : object
        A tensor, or dicts, lists, tuples, sets and scalars that hold tensors, such as `model.state_dict()`.
    path : Path
        The file.
    weights_only : bool, optional
        Whether to refuse what `load` does not read unless it is told `weights_only=False`, too.
    **options
        Those of `torch.save`.

    Raises
    ------
    ObjectError
        If something in `obj` is neither a tensor nor plain data.
    """
    if weights_only:
        refuse_objects(obj)
    # torch writes the name of the file into it, unless it is given an open file, which it takes twice as long to fill.
    folder = path.with_name(f"{path.name}.d")
    folder.mkdir()
    try:
        torch.save(obj, folder / "archive.pt", **options)
        (folder / "archive.pt").replace(path)
    except (AttributeError, NotImplementedError, PicklingError, RecursionError) as cause:
        raise ObjectError(f"this {type(obj).__name__} cannot be pickled: {cause}") from cause
    except RuntimeError as cause:
        if not any(word in str(cause) for word in ("inline_container", "iostream")):
            raise
        raise OSError(EIO, "torch could not write all of it, as on a full disk", str(path)) from cause
    finally:
        remove(folder)


def refuse_objects(obj: Any) -> None:
    """Raise `ObjectError`, with the key path, for what `torch.load` would refuse."""
    allowed = {*LEAVES, *registered_types()}
    seen: set[int] = set()

    def visit(obj: Any, where: str) -> None:
        kind = type(obj)
        if kind in allowed or (kind is int and obj.bit_length() < LONGEST) or id(obj) in seen:
            return
        seen.add(id(obj))
        if kind in (dict, OrderedDict, Counter):
            for key, value in obj.items():
                visit(key, f"the key {key!r} of {where or 'the top'}")
                visit(value, inside(where, key))
        elif kind in (list, tuple, set):
            for number, value in enumerate(obj):
                visit(value, f"{where}[{number}]")
        else:
            raise ObjectError(f"{kind.__name__} at {where or 'the top'} is no tensor or plain data: {instead(obj)}")

    try:
        visit(obj, "")
    except RecursionError as cause:
        raise ObjectError(f"this {type(obj).__name__} is nested too deeply") from cause


def registered_types() -> list[Any]:
    """Return the types that the user has declared safe to torch."""
    declared: list[Any] = getattr(torch.serialization, "get_safe_globals", list)()
    return [entry[0] if isinstance(entry, tuple) else entry for entry in declared]


def instead(obj: Any) -> str:
    """Say what to do with an object that is neither a tensor nor plain data."""
    if isinstance(obj, torch.nn.Module):
        return "save model.state_dict()"
    module = type(obj).__module__.partition(".")[0]
    if module == "numpy":
        return "save torch.as_tensor(…) of it" if getattr(obj, "shape", ()) else "save its .item()"
    return "convert it, or say weights_only=False here and when it is loaded"
