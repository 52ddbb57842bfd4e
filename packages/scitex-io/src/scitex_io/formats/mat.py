"""Variables of MATLAB by name, by scipy: structs are dicts, cells lists, char str, vectors one-dimensional.

Files are written as version 5, which every MATLAB since 5.0 reads, without the time; those of version 7.3 are HDF5 and
are read through `mat73`.
"""

import re
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import numpy
from numpy.exceptions import ComplexWarning
from scipy.io import loadmat, savemat, whosmat
from scipy.io.matlab import MatWriteError

from scitex_io.errors import FormatError, ObjectError
from scitex_io.formats.mat5 import sources
from scitex_io.libraries import optional

HEADER = b"MATLAB 5.0 MAT-file, written by scitex-io".ljust(116)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")
NUMBERS = "?bBhHiIlLqQfdFD"  # what both numpy and MATLAB have, as numpy's letters
PYTHON_NUMBERS = {"?", numpy.dtype("i8").char, "d", "D"}
# From 1.18 on, scipy warns unless it is told which of its two sparse kinds to return.
SPARSE = {"spmatrix": True} if "spmatrix" in signature(loadmat).parameters else {}


def load(path: Path, *, squeeze: bool = True, variable_names: Iterable[str] | None = None, **options: Any) -> Any:
    """Return the variables of a MATLAB file, of any version, by name.

    Parameters
    ----------
    path : Path
        The file.
    squeeze : bool, optional
        Whether to unwrap what MATLAB wraps: a struct is a dict, a struct array a list of dicts, a cell array a list,
        a char array a str, a 1×1 array a number, a row or column one-dimensional, and numbers have MATLAB's
        type, however they are stored. If not, all is just as `scipy.io.loadmat` gives it.
    variable_names : iterable of str, optional
        The variables to read; by default all.
    **options
        Those of `scipy.io.loadmat`.

    Returns
    -------
    dict
        Function handles and objects of classes remain what scipy makes of them.

    Raises
    ------
    FormatError
        If it is not a MATLAB file, is damaged, lacks one of `variable_names`, or, in version 7.3, one is an object.

    Examples
    --------
    >>> import numpy, scitex_io
    >>> _ = scitex_io.save({"rate": 500.0, "trial": {"t": numpy.arange(3), "label": "go"}}, "session.mat")
    >>> scitex_io.load("session.mat")["trial"]["label"]
    'go'
    """
    wanted = (variable_names,) if isinstance(variable_names, str) else variable_names
    names = None if wanted is None else list(wanted)
    if is_hdf5(path):
        optional("h5py", extra="mat", purpose="reading .mat of version 7.3")
        raw = import_module("scitex_io.formats.mat73").variables(path, names, **options)
    else:
        raw = variables(path, names, options, typed=squeeze and "mat_dtype" not in options)
    if not squeeze:
        return raw
    return {name: unwrapped(value) for name, value in raw.items() if not name.startswith("__")}


def save(obj: Any, path: Path, *, compressed: bool = False, **options: Any) -> None:
    """Write a dict as variables: dicts as structs, lists and arrays of text as cells, str as char, arrays as they are.

    Parameters
    ----------
    obj : mapping of str to object
        The variables.
    path : Path
        The file.
    compressed : bool, optional
        Whether to deflate: smaller and slower.
    **options
        Those of `scipy.io.savemat`.

    Raises
    ------
    ObjectError
        If something in `obj` has no form in MATLAB; the message names its key path.
    """
    if not isinstance(obj, Mapping):
        raise ObjectError(f"a .mat holds variables by name, not one {type(obj).__name__}: save a dict")
    try:
        variables = struct(obj, "")
        with path.open("wb") as file:
            savemat(file, variables, **{"long_field_names": True, "do_compression": compressed} | options)
            file.seek(0)
            file.write(HEADER)
    except MatWriteError as cause:
        raise ObjectError(f"MATLAB's version 5 cannot hold this: {cause}; save it as .h5") from cause
    except RecursionError as cause:
        raise ObjectError("this dict is nested too deeply, or contains itself") from cause


def to_matlab(obj: Any, where: str) -> Any:
    """Return an object as scipy writes it into MATLAB's form."""
    if isinstance(obj, str):
        return char(obj, where)
    if isinstance(obj, Mapping):
        return struct(obj, where)
    if type(obj) in (list, tuple):
        return cell(obj, (1, len(obj)), where)
    if type(obj) is int and not -(2**63) <= obj < 2**63:
        raise ObjectError(f"the int at {where} has more than 64 bits: save it as text, or as float()")
    if type(obj) in (bool, int, float, complex) or isinstance(obj, numpy.generic):
        return array(numpy.asarray(obj), where)
    if type(obj) in (numpy.ndarray, numpy.memmap):
        return array(obj, where)
    if (sparse := sys.modules.get("scipy.sparse")) and sparse.issparse(obj):
        if obj.ndim == 2 and obj.dtype.char in "dD":
            return obj
        raise ObjectError(
            f"the sparse array at {where} is of {obj.dtype}: those of MATLAB are 2-d, of float or complex"
        )
    raise ObjectError(f"{type(obj).__name__} at {where} has no form in MATLAB: {advice(obj)}")


def advice(obj: Any) -> str:
    """Return what to save instead of an object."""
    if obj is None:
        return "leave it out, or save numpy.nan"
    if type(obj).__name__ in ("DataFrame", "Series"):
        return "save a dict of arrays, one a column"
    return "convert it, or save it as .h5 or .pkl"


def struct(obj: Mapping[Any, Any], where: str) -> dict[str, Any]:
    """Return a mapping as a struct."""
    for name in obj:
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise ObjectError(
                f"the key {name!r} in {where or 'the top'} is no name in MATLAB: these have a letter, "
                "then up to 62 letters, digits and underscores of ASCII"
            )
    return {name: to_matlab(value, f"{where}.{name}".lstrip(".")) for name, value in obj.items()}


def cell(elements: Any, shape: tuple[int, ...], where: str) -> Any:
    """Return elements as a cell array."""
    found = numpy.empty(len(elements), dtype=object)
    for number, element in enumerate(elements):
        found[number] = to_matlab(element, f"{where}[{number}]")
    return found.reshape(shape)


def char(obj: str, where: str) -> str:
    """Return a text, which scipy writes as char."""
    if "\0" in obj or re.search("[\ud800-\udfff]", obj):
        raise ObjectError(f"the text at {where} has NUL or half a character in it, which a .mat does not hold")
    return str(obj)


def array(obj: Any, where: str) -> Any:
    """Return an array with the two dimensions that MATLAB's have at least: one dimension is a row."""
    shape = obj.shape if obj.ndim > 1 else (1, obj.size)
    if obj.dtype.kind in "OU" and obj.ndim:
        return cell(obj.ravel().tolist(), shape, where)
    if obj.dtype.kind == "U":
        return char(obj.item(), where)
    if obj.dtype.char not in NUMBERS:
        raise ObjectError(f"the array of {obj.dtype} at {where} has no form in MATLAB: convert it, or save it as .h5")
    return obj.reshape(shape)


def is_hdf5(path: Path) -> bool:
    """Say whether the file is HDF5, as those of version 7.3 are, behind a header or without."""
    with path.open("rb") as file:
        start = file.read(520)
    return b"\x89HDF\r\n\x1a\n" in (start[:8], start[512:])


def variables(path: Path, names: list[str] | None, options: dict[str, Any], *, typed: bool) -> dict[str, Any]:
    """Return the variables of a file of version 4 or 5 by name, as scipy reads them."""
    raw: dict[str, Any] = {}
    for source in sources(path, names):
        found = loadmat(source, appendmat=False, variable_names=names, **SPARSE | options)
        found["__globals__"] = raw.get("__globals__", []) + found.get("__globals__", [])
        raw |= found
        if typed:
            raw |= in_matlabs_types(source, found, options)
    if missing := [name for name in names or () if name not in raw]:
        known = ", ".join(name for name, *_ in whosmat(path, appendmat=False))
        raise FormatError(f"{path}: no variable {missing[0]!r}; it has {known}")
    return raw


def in_matlabs_types(source: Any, raw: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """Return those variables that are stored as smaller integers than MATLAB has them, in MATLAB's types.

    MATLAB writes a double that holds whole numbers as integers, and scipy can undo that only by a copy of
    everything that is read, in which complex numbers lose their imaginary part.
    """
    names = [name for name, value in raw.items() if not name.startswith("__") and holds_integers(value)]
    if not names:
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ComplexWarning)
        right = loadmat(source, appendmat=False, variable_names=names, mat_dtype=True, **SPARSE | options)
    return {name: merged(raw[name], right[name]) for name in names}


def holds_integers(value: Any) -> bool:
    """Say whether an array is, or contains, integers that may stand for others."""
    if type(value) is not numpy.ndarray:
        return False
    if value.dtype.names:
        return any(holds_integers(value[name]) for name in value.dtype.names)
    if value.dtype == object:
        return any(map(holds_integers, value.flat))
    return value.dtype.kind in "iu" and value.dtype.itemsize < 8


def merged(value: Any, right: Any) -> Any:
    """Return `right`, but for what is no integer in `value`."""
    if type(value) is not numpy.ndarray:
        return value
    for name in value.dtype.names or ():
        value[name] = merged(value[name], right[name])
    if value.dtype == object:
        for position, element in numpy.ndenumerate(value):
            value[position] = merged(element, right[position])
    return right if holds_integers(value) else value


def unwrapped(value: Any) -> Any:
    """Return an array as scipy reads it as a Python user expects it."""
    if (sparse := sys.modules.get("scipy.sparse")) and sparse.issparse(value):
        return sparse_of_matlab(value)
    if type(value) is not numpy.ndarray:
        return value
    if value.dtype.names:
        return listed(value, lambda row: {name: unwrapped(row[name]) for name in value.dtype.names}, single=True)
    if value.dtype == object:
        without_fields = value.size > 0 and all(element is None for element in value.flat)
        return listed(value, lambda element: {} if element is None else unwrapped(element), single=without_fields)
    if value.dtype.kind == "U":
        return "" if not value.size else value.item() if value.size == 1 else value.tolist()
    return number_or_array(value)


def listed(value: Any, make: Callable[[Any], Any], *, single: bool) -> Any:
    """Return an array of objects as a list, or as lists in lists if it is no row or column."""
    if single and value.shape == (1, 1):
        return make(value[0, 0])
    if value.ndim == 2 and min(value.shape) <= 1:
        value = value.ravel()
    if value.ndim == 1:
        return [make(element) for element in value]
    return [listed(part, make, single=False) for part in value]


def number_or_array(value: Any) -> Any:
    """Return a 1×1 array as a number, and a row or column as one-dimensional."""
    if value.shape == (1, 1):
        scalar = value[0, 0]
        return scalar.item() if value.dtype.char in PYTHON_NUMBERS else scalar
    value = value.ravel() if value.ndim == 2 and 1 in value.shape else value
    return value if value.dtype.isnative else value.astype(value.dtype.newbyteorder("="))


def sparse_of_matlab(value: Any) -> Any:
    """Return a sparse array by columns, as MATLAB has all of them, of bool, float or complex."""
    columns = value.tocsc()
    columns.check_format()
    return columns.astype({"b": "?", "c": "c16"}.get(columns.dtype.kind, "f8"), copy=False)
