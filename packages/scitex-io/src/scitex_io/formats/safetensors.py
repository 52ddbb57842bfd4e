"""Arrays or tensors by name, as safetensors: numbers and nothing that could run."""

import json
import os
import re
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy
from safetensors import SafetensorError, safe_open

from scitex_io.errors import FormatError, ObjectError
from scitex_io.formats.npy import to_array
from scitex_io.libraries import optional

NUMPY = {"C64", "BOOL", "F16", "F32", "F64", "I8", "I16", "I32", "I64", "U8", "U16", "U32", "U64"}


def load(path: Path, *, framework: str = "np", metadata: bool = False, **options: Any) -> Any:
    """Return the arrays by name.

    Parameters
    ----------
    path : Path
        The file.
    framework : {"np", "pt"}, optional
        Whether to return numpy arrays or torch tensors. The types that numpy does not have, such as bfloat16, come back
        only as tensors.
    metadata : bool, optional
        Whether to return the metadata, too: `(arrays, metadata)`.
    **options
        Those of `safetensors.safe_open`, such as `device="cuda"` for tensors.

    Returns
    -------
    dict of str to numpy.ndarray or torch.Tensor
        In the order of the names: the file does not keep another.

    Raises
    ------
    FormatError
        If it is damaged, or holds a type that numpy does not have.
    """
    if framework == "pt":
        optional("torch", extra="torch", purpose='framework="pt"')
    with safe_open(path, framework=framework, **options) as file:
        names = sorted(file.keys())
        if framework == "np":
            refuse_foreign(path, {name: file.get_slice(name).get_dtype() for name in names})
        arrays = {name: file.get_tensor(name) for name in names}
        return (arrays, file.metadata() or {}) if metadata else arrays


def refuse_foreign(path: Path, types: dict[str, str]) -> None:
    """Raise `FormatError` if an array is of a type that numpy does not have."""
    for name, dtype in types.items():
        if dtype not in NUMPY:
            raise FormatError(f'{path}: {name!r} is of {dtype}, which numpy does not have: say framework="pt"')


def save(obj: Any, path: Path, *, metadata: dict[str, str] | None = None) -> None:
    """Write a mapping of arrays, or of tensors.

    Parameters
    ----------
    obj : mapping of str to array_like or torch.Tensor
        What to save. What is no array comes back as one, and so does a tensor unless `framework="pt"` is said.
    path : Path
        The file.
    metadata : dict of str to str, optional
        Text to keep beside the arrays.

    Raises
    ------
    ObjectError
        If a name is no text, or a value is no array of numbers.
    """
    if not isinstance(obj, Mapping):
        advice = "save {'name': array}" if isinstance(obj, numpy.ndarray) or is_tensor(obj) else "choose another format"
        raise ObjectError(f"a .safetensors holds arrays by name, not {type(obj).__name__}: {advice}")
    for name in obj:
        if not isinstance(name, str) or name == "__metadata__":
            raise ObjectError(f"the arrays of a .safetensors have text other than '__metadata__' for names: {name!r}")
    tensors = any(map(is_tensor, obj.values()))
    arrays = {name: to_tensor(name, value) if tensors else to_numbers(name, value) for name, value in obj.items()}
    try:
        import_module("safetensors.torch" if tensors else "safetensors.numpy").save_file(arrays, path, metadata)
    except (KeyError, NotImplementedError, RuntimeError, SafetensorError, UnicodeEncodeError, ValueError) as cause:
        if system := re.search(r"\(os error (\d+)\)", str(cause)):
            raise OSError(int(system[1]), os.strerror(int(system[1])), str(path)) from cause
        raise ObjectError(f"a .safetensors cannot hold this: {' '.join(str(cause).split())}") from cause
    if metadata and len(metadata) > 1:
        sort_metadata(path)


def is_tensor(value: Any) -> bool:
    """Say whether `value` is a tensor of torch, which need not be installed."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def to_tensor(name: str, value: Any) -> Any:
    """Return a tensor whose elements lie one behind the other, as the file has them."""
    if not is_tensor(value):
        raise ObjectError(f"{name!r} is a {type(value).__name__} among tensors: save torch.as_tensor(…) of it")
    dense = value.layout is sys.modules["torch"].strided
    return value.contiguous() if dense else value


def to_numbers(name: str, value: Any) -> Any:
    """Return an array of numbers whose elements lie one behind the other, which safetensors takes for granted."""
    array = to_array(value, f"{name!r}", ".safetensors")
    if array.dtype.kind not in "biufc" or array.dtype.char in "gDG":
        advice = "save array.real and array.imag, or .npz" if array.dtype.kind == "c" else "save it as .npz"
        raise ObjectError(f"{name!r} is of {array.dtype}, which .safetensors does not have: {advice}")
    return array if array.flags.c_contiguous else numpy.ascontiguousarray(array)


def sort_metadata(path: Path) -> None:
    """Put the metadata, which are written in an order of chance, in the order of their names."""
    with path.open("r+b") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
        header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
        sorted_header = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
        if len(sorted_header) <= size:
            file.seek(8)
            file.write(sorted_header.ljust(size))
