"""Trees of arrays as a directory in the format Zarr 3: dicts are groups, everything else is arrays.

What Zarr has no word for is told by attributes: `scitex` says what it was in Python (see `tree`), `scitex_dtype` which
numpy type the numbers stand for, `scitex_order` the order of a group, and `scitex_whole` that no chunk is left out.
"""

import os
from ast import literal_eval
from pathlib import Path
from typing import Any

import numpy
import zarr

from scitex_io.compression import BOMB_RATIO, BOMB_SIZE
from scitex_io.conversion.tree import Branch, Leaf, branch, encoded, is_text, leaf
from scitex_io.errors import FormatError, ObjectError

MARKS = ("scitex", "scitex_dtype", "scitex_order", "scitex_whole")


def load(path: Path, *, key: str | None = None, lazy: bool = False, attributes: bool = False, **options: Any) -> Any:
    """Return what a Zarr directory, of version 2 or 3, holds: groups as dicts, arrays as arrays, numpy scalars and str.

    Parameters
    ----------
    path : Path
        The directory.
    key : str, optional
        The path of one part, such as `"a/b"`; only that is read.
    lazy : bool, optional
        Whether to return the open `zarr.Group` or `zarr.Array`, and read nothing.
    attributes : bool, optional
        Whether to return, instead of the data, the attributes: a dict by the path of the node they belong to.
    **options
        Those of `zarr.open`.

    Returns
    -------
    object
        What was saved; of a directory from elsewhere nested dicts.

    Raises
    ------
    FormatError
        If it is not Zarr, is damaged, has no such `key`, leads outside the directory, or would run code.

    Examples
    --------
    >>> import numpy, scitex_io
    >>> _ = scitex_io.save({"a": {"b": numpy.arange(3)}}, "cube.zarr")
    >>> scitex_io.load("cube.zarr", key="a/b")
    array([0, 1, 2])
    """
    if not path.is_dir():
        raise FormatError(f"{path}: a .zarr is a directory, this is a file")
    size = size_of(path)
    try:
        node = zarr.open(zarr.storage.LocalStore(path, read_only=True), mode="r", **options)
        for name in filter(None, (key or "").split("/")):
            node = member(node, name, path)
        if lazy:
            return node
        return attributes_of(node) if attributes else Reader(path, size).object(node)
    except TypeError as cause:  # which zarr says of unknown options, and of unknown words in the metadata
        if options:
            raise
        raise FormatError(f"{path}: damaged, or of a later version of Zarr: {cause}") from cause


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write a tree: dicts of arrays, numbers, texts, lists, tables; or one of these alone.

    Parameters
    ----------
    obj : object
        What to save.
    path : Path
        The directory.
    **options
        Those of `zarr.create_array` for arrays of one dimension or more, such as `chunks`, `shards`, `compressors`.

    Raises
    ------
    ObjectError
        If something in `obj` has no form in Zarr; the message names its key path.
    """
    try:
        write(zarr.storage.LocalStore(path), "", obj, "", options, frozenset())
    except RecursionError as cause:
        raise ObjectError(f"this {type(obj).__name__} is nested too deeply") from cause


def write(store: Any, name: str, obj: Any, where: str, options: dict[str, Any], above: frozenset[int]) -> None:
    """Write an object, and all that is in it, as `name`; `above` tells what it is in."""
    if id(obj) in above:
        raise ObjectError(f"the {type(obj).__name__} at {where} contains itself")
    node = encoded(obj, where)
    if isinstance(node, Leaf) and node.value is not None:
        write_array(store, name, node, where, options)
        return
    parts = list(node.parts) if isinstance(node, Branch) else []
    mark = {"scitex": node.mark} if node.mark else {} if isinstance(node, Branch) else {"scitex": "none"}
    order = {"scitex_order": [part for part, *_ in parts]}
    zarr.create_group(store, path=name or None, zarr_format=3, attributes=mark | order)
    for part, value, inside in parts:
        write(store, f"{name}/{part}".lstrip("/"), value, inside, options, above | {id(obj)})


def write_array(store: Any, name: str, leaf: Leaf, where: str, options: dict[str, Any]) -> None:
    """Write an array, a scalar or a text."""
    value, form = stored(numpy.array(leaf.value, object) if type(leaf.value) is str else leaf.value, where)
    marks = {"scitex": leaf.mark, "scitex_dtype": form, "scitex_whole": True}
    array = zarr.create_array(
        store,
        name=name or None,
        shape=value.shape,
        dtype="string" if value.dtype == object else value.dtype,
        attributes={mark: said for mark, said in marks.items() if said},
        **({"config": {"write_empty_chunks": True}} | (options if value.ndim and value.size else {})),
    )
    array[...] = value


def stored(value: Any, where: str) -> tuple[Any, str]:
    """Return an array or scalar as Zarr can hold it, and the numpy type it stands for if that is another."""
    dtype = value.dtype
    form = str(numpy.lib.format.dtype_to_descr(dtype))
    if dtype.kind == "O":
        return value, ""
    if dtype.kind == "U" and is_text("".join(numpy.asarray(value).flat)):
        return numpy.asarray(value).astype(object), form
    if dtype.hasobject or dtype.kind == "T" or dtype.char in "gG" or dtype.metadata:
        raise ObjectError(f"the array of {dtype} at {where or 'the top'} has no form in Zarr: convert it")
    if dtype.kind in "SUV":
        return numpy.ascontiguousarray(value).view("u1").reshape(*value.shape, dtype.itemsize), form
    return numpy.asarray(value).view(dtype.str), "" if dtype.isnative else form  # of C's types with 8 bytes just one


class Reader:
    """What one load knows of its directory: where it is, and how much may become of it."""

    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        self.room = max(BOMB_SIZE, BOMB_RATIO * size)

    def object(self, node: Any) -> Any:
        """Return the Python object of a group or an array."""
        return self.branch(node) if isinstance(node, zarr.Group) else self.leaf(node)

    def branch(self, group: Any) -> Any:
        """Return the object of a group."""
        mark = group.attrs.get("scitex", "")
        if mark == "none":
            return None
        names = group.attrs.get("scitex_order") or sorted(group.keys())
        return branch({name: self.object(member(group, name, self.path)) for name in names}, mark)

    def leaf(self, array: Any) -> Any:
        """Return the object of an array."""
        if runs_code(array):
            raise FormatError(f"{self.path}: {array.name!r} is pickled, and loading a pickle runs the code it names")
        if array.attrs.get("scitex_whole") and array.nchunks_initialized < array.nchunks:
            raise FormatError(f"{self.path}: chunks of {array.name!r} are missing")
        self.room -= array.nbytes
        if self.room < 0:
            raise FormatError(
                f"{self.path}: with {array.name!r} it would become more than {BOMB_RATIO} times as large: "
                "lazy=True reads what is asked for alone"
            )
        return leaf(value_of(array), array.attrs.get("scitex", ""))


def member(group: Any, name: str, path: Path) -> Any:
    """Return a group or array of a group."""
    if not isinstance(group, zarr.Group):
        raise FormatError(f"{path}: no {name!r} in {group.name}: it is an array")
    try:
        return group[name]
    except KeyError as cause:
        known = ", ".join(group.attrs.get("scitex_order") or sorted(group.keys()))
        raise FormatError(f"{path}: no {name!r} in {group.name}; it has {known[:300]}") from cause


def runs_code(array: Any) -> bool:
    """Say whether an array, of Zarr 2, has pickles for elements."""
    codecs = [*(getattr(array.metadata, "filters", None) or ()), getattr(array.metadata, "compressor", None)]
    return any(getattr(codec, "codec_id", "") == "pickle" for codec in codecs)


def value_of(array: Any) -> Any:
    """Return the value of an array: text as str, and numbers as the numpy type that they stand for."""
    value = array[()]
    if getattr(getattr(value, "dtype", None), "kind", "") == "T":
        value = value.astype(object)
    form = array.attrs.get("scitex_dtype")
    if not form:
        return value
    dtype = numpy.dtype(form) if form[0] != "[" else numpy.lib.format.descr_to_dtype(literal_eval(form))
    if dtype.kind in "SUV" and numpy.asarray(value).dtype == numpy.uint8:
        return numpy.ascontiguousarray(value).view(dtype)[..., 0][()]
    return numpy.asarray(value).astype(dtype)[()]


def attributes_of(node: Any) -> dict[str, dict[str, Any]]:
    """Return the attributes of a node and all that is in it, but for marks, by path."""
    values = {name: value for name, value in node.attrs.asdict().items() if name not in MARKS}
    found = {node.name: values} if values else {}
    for name in sorted(node.keys()) if isinstance(node, zarr.Group) else ():
        found |= attributes_of(node[name])
    return found


def size_of(directory: Path) -> int:
    """Return how many bytes the files in a directory take.

    Raises
    ------
    FormatError
        If a symbolic link in it leads outside.
    """
    size = 0
    for folder, subfolders, files in os.walk(directory):
        for name in (*subfolders, *files):
            entry = Path(folder, name)
            if entry.is_symlink() and not entry.resolve().is_relative_to(directory.resolve()):
                raise FormatError(f"{directory}: the link {entry.relative_to(directory)} leads outside")
        size += sum(Path(folder, name).stat().st_size for name in files)
    return size
