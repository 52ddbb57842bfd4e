"""Trees of arrays as HDF5, by h5py: dicts are groups, everything else is datasets that any HDF5 program reads.

What HDF5 has no word for is told by two attributes: `scitex` says what it was in Python (see `tree`), `scitex_dtype`
which numpy type the numbers stand for. Nothing outside the file is read unless `external=True` asks for it.
"""

from ast import literal_eval
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import h5py
import numpy

from scitex_io.complete import Deferring
from scitex_io.compression import BOMB_RATIO, BOMB_SIZE
from scitex_io.conversion.tree import Branch, branch, encoded, leaf
from scitex_io.errors import FormatError, ObjectError
from scitex_io.formats.hdf5_heaps import refuse_endless_heap

ALONE = "alone"  # the mark of a file whose object is not a group, but its dataset `data`


def load(
    path: Path,
    *,
    key: str | None = None,
    lazy: bool = False,
    attributes: bool = False,
    external: bool = False,
    **options: Any,
) -> Any:
    """Return what an HDF5 file holds: groups as dicts, datasets as arrays, numpy scalars and str.

    Parameters
    ----------
    path : Path
        The file.
    key : str, optional
        The path of one part of the file, such as `"a/b"`; only that is read.
    lazy : bool, optional
        Whether to return the open `h5py.File`, or the `h5py` object at `key`, and read nothing.
    attributes : bool, optional
        Whether to return, instead of the data, the HDF5 attributes: a dict by the path of the object they belong to.
    external : bool, optional
        Whether to follow links, virtual datasets and raw data into other files.
    **options
        Those of `h5py.File`.

    Returns
    -------
    object
        What was saved; of a file from elsewhere nested dicts.

    Raises
    ------
    FormatError
        If it is not HDF5, is damaged, has no such `key`, leads outside the file or into itself, or holds references.

    Examples
    --------
    >>> import numpy, scitex_io
    >>> _ = scitex_io.save({"a": {"b": numpy.arange(3)}}, "cube.h5")
    >>> scitex_io.load("cube.h5", key="a/b")
    array([0, 1, 2])
    """
    if lazy:
        file = h5py.File(path, "r", **options)
        return file if key is None else Reader(path, file, external).find(file, key)
    with h5py.File(path, "r", **options) as file:
        reader = Reader(path, file, external)
        node = file if key is None else reader.find(file, key)
        if not attributes:
            return reader.object(node)
        refuse_endless_heap(path)
        return reader.attributes(node)


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write a tree: dicts of arrays, numbers, texts, lists, tables; or one of these alone.

    Parameters
    ----------
    obj : object
        What to save.
    path : Path
        The file.
    **options
        Those of `h5py.Group.create_dataset` for arrays of one dimension or more, such as `compression="gzip"`,
        `chunks`, `shuffle`.

    Raises
    ------
    ObjectError
        If something in `obj` has no form in HDF5; the message names its key path.
    """
    with file_for_hdf5(path) as target, h5py.File(target, "w", track_order=True) as file:
        try:
            node = encoded(obj)
            if isinstance(node, Branch):
                write_branch(file, node, options)
            else:
                mark(file, ALONE)
                write(file, "data", obj, "", options)
        except RecursionError as cause:
            raise ObjectError(f"this {type(obj).__name__} is nested too deeply, or contains itself") from cause


@contextmanager
def file_for_hdf5(path: Path) -> Iterator[Deferring]:
    """Open a file for the HDF5 library to write to, and raise at the end what the system said meanwhile."""
    with path.open("w+b", buffering=0) as file:
        deferring = Deferring(file)
        yield deferring
        if deferring.error:
            raise deferring.error


def write_branch(group: Any, node: Branch, options: dict[str, Any]) -> None:
    """Write the parts of a node into its group."""
    mark(group, node.mark)
    for name, part, where in node.parts:
        write(group, name, part, where, options)


def write(group: Any, name: str, obj: Any, where: str, options: dict[str, Any]) -> None:
    """Write an object into `group` under `name`."""
    node = encoded(obj, where)
    if isinstance(node, Branch):
        write_branch(group.create_group(name, track_order=True), node, options)
        return
    if node.value is None:
        data, form, options = h5py.Empty("f8"), "", {}
    elif type(node.value) is str:
        data, form, options = node.value, "", {}
    else:
        data, form = stored(node.value, where)
        options = options if data.size and data.ndim else {}
    dataset = group.create_dataset(name, data=data, **({"track_times": False} | options))
    mark(dataset, node.mark)
    mark(dataset, form, "scitex_dtype")


def mark(node: Any, text: str, name: str = "scitex") -> None:
    """Write a mark as an attribute, unless it is empty."""
    if text:
        data = text.encode()
        node.attrs.create(name, numpy.array(data, h5py.string_dtype("utf-8", len(data))))


def stored(value: Any, where: str) -> tuple[Any, str]:
    """Return an array or scalar as HDF5 can hold it, and the numpy type it stands for if that is another."""
    dtype = value.dtype
    if dtype.kind == "O":
        return value.astype(h5py.string_dtype()), ""
    if dtype.kind == "U":
        text = numpy.asarray(numpy.char.encode(value, "utf-8", "surrogatepass"))
        return text.astype(h5py.string_dtype("utf-8", max(1, text.dtype.itemsize))), dtype.str
    if dtype.kind == "S":
        return numpy.asarray(value), dtype.str
    try:
        form = in_numbers(dtype)
        found = h5py.h5t.py_create(form, logical=True).dtype
    except (TypeError, ValueError) as cause:
        raise ObjectError(f"the array of {dtype} at {where or 'the top'} has no form in HDF5: {cause}") from cause
    if form != dtype or found != dtype or found.metadata != dtype.metadata:
        return numpy.asarray(value).view(form), str(numpy.lib.format.dtype_to_descr(dtype))
    return value, ""


def in_numbers(dtype: Any) -> Any:
    """Return a type of the same size in which moments, and the characters of fields, are whole numbers."""
    if dtype.subdtype:
        inner, shape = dtype.subdtype
        return numpy.dtype((in_numbers(inner), shape))
    if dtype.names:
        fields = {name: dtype.fields[name] for name in dtype.names}
        return numpy.dtype(
            {
                "names": list(fields),
                "formats": [in_numbers(field[0]) for field in fields.values()],
                "offsets": [field[1] for field in fields.values()],
                "itemsize": dtype.itemsize,
            }
        )
    if dtype.kind in "mM":
        return numpy.dtype(f"{dtype.byteorder}i8")
    if dtype.kind == "U":
        return numpy.dtype((f"{dtype.byteorder}u4", (dtype.itemsize // 4,)))
    return dtype


class Reader:
    """What one load knows of its file: which objects it has read, is reading, and how much they take."""

    def __init__(self, path: Path, file: Any, external: bool) -> None:
        self.path = path
        self.file = file
        self.external = external
        self.done: dict[tuple[int, int], Any] = {}
        self.begun: set[tuple[int, int]] = set()
        self.walkable = False
        self.room = max(BOMB_SIZE, BOMB_RATIO * path.stat().st_size)

    def find(self, group: Any, key: str) -> Any:
        """Return the HDF5 object at a path, which starts at the top if it begins with `/`, else in `group`."""
        node = self.file["/"] if key.startswith("/") else group
        for name in key.split("/"):
            if name not in ("", "."):
                node = self.member(node, name)
        return node

    def member(self, group: Any, name: str) -> Any:
        """Return an HDF5 object of a group; links are followed as far as they lead to this file."""
        link = group.get(name, getlink=True) if isinstance(group, h5py.Group) else None
        if link is None:
            known = ", ".join(list(group)[:10]) if isinstance(group, h5py.Group) else "no parts"
            raise FormatError(f"{self.path}: no {name!r} in {group.name}; it has {known}")
        if isinstance(link, h5py.SoftLink):
            return self.find(group, link.path)
        if isinstance(link, h5py.ExternalLink):
            self.refuse_outside(f"{group.name}/{name}", link.filename)
        return group[name]

    def refuse_outside(self, where: str, other: str) -> None:
        """Raise unless other files may be read."""
        if not self.external:
            raise FormatError(
                f"{self.path}: {where.replace('//', '/')!r} leads to another file, {other!r}: external=True follows it"
            )

    def object(self, node: Any) -> Any:
        """Return the Python object of an HDF5 object; one that has several names is read once."""
        with self.address(node) as address:
            if address not in self.done:
                self.done[address] = self.branch(node) if isinstance(node, h5py.Group) else self.leaf(node)
            return self.done[address]

    @contextmanager
    def address(self, node: Any) -> Iterator[tuple[int, int]]:
        """Give what tells an HDF5 object from all others, which must not come up again inside the block."""
        found = h5py.h5o.get_info(node.id)
        address = (found.fileno, found.addr)
        if address in self.begun:
            raise FormatError(f"{self.path}: {node.name!r} contains itself")
        self.begun.add(address)
        yield address
        self.begun.remove(address)

    def branch(self, group: Any) -> Any:
        """Return the object of a group; types that were given a name are no data and are left out."""
        members = {name: self.member(group, name) for name in group}
        said = marked(group)
        parts = {name: self.object(node) for name, node in members.items() if not isinstance(node, h5py.Datatype)}
        return parts["data"] if said == ALONE else branch(parts, said)

    def leaf(self, dataset: Any) -> Any:
        """Return the object of a dataset."""
        self.check(dataset)
        if holds_references(dataset.dtype):
            raise FormatError(
                f"{self.path}: {dataset.name!r} holds references: lazy=True gives the h5py.File that can follow them "
                "(if MATLAB wrote it, format='.mat' does)"
            )
        return leaf(value_of(dataset), marked(dataset))

    def check(self, dataset: Any) -> None:
        """Raise if a dataset leads to other files, makes far more of this one than it is, or would crash HDF5."""
        if dataset.dtype.hasobject:
            if not all(map(is_sound, types_in(dataset.id.get_type()))):
                raise FormatError(f"{self.path}: the type of {dataset.name!r} is damaged")
            if not self.walkable:
                refuse_endless_heap(self.path)
                self.walkable = True
        for file in sorted({name for name, *_ in dataset.external or ()} | virtual_sources(dataset)):
            self.refuse_outside(dataset.name, file)
        self.room -= dataset.nbytes if dataset.shape is not None else 0
        if self.room < 0:
            raise FormatError(
                f"{self.path}: with {dataset.name!r} it would become more than {BOMB_RATIO} times as large: "
                "lazy=True reads what is asked for alone"
            )

    def attributes(self, node: Any) -> dict[str, dict[str, Any]]:
        """Return the attributes of an HDF5 object and all that is in it, but for marks, by path."""
        with self.address(node):
            values = {name: readable(node, name) for name in node.attrs if name not in ("scitex", "scitex_dtype")}
            found = {node.name: values} if values else {}
            for name in node if isinstance(node, h5py.Group) else ():
                found |= self.attributes(self.member(node, name))
        return found


def types_in(kind: Any) -> Iterator[Any]:
    """Yield an HDF5 type and all that it is made of."""
    yield kind
    if isinstance(kind, h5py.h5t.TypeCompoundID):
        for number in range(kind.get_nmembers()):
            yield from types_in(kind.get_member_type(number))
    elif isinstance(kind, (h5py.h5t.TypeArrayID, h5py.h5t.TypeVlenID)):
        yield from types_in(kind.get_super())


def is_sound(kind: Any) -> bool:
    """Say whether a type of any length is a sequence or a string: HDF5 crashes on any third, as damage makes it."""
    return kind.get_class() != h5py.h5t.VLEN or kind.encode()[3] & 0xF in (0, 1)


def is_short(kind: Any) -> bool:
    """Say whether a type is text of a fixed length, as our marks are: others are read from a heap."""
    return isinstance(kind, h5py.h5t.TypeStringID) and not kind.is_variable_str()


def virtual_sources(dataset: Any) -> set[str]:
    """Return the names of the other files that a dataset is put together from."""
    return {source.file_name for source in dataset.virtual_sources()} - {"."} if dataset.is_virtual else set()


def holds_references(dtype: Any) -> bool:
    """Say whether an HDF5 type is, or contains, references to objects."""
    if h5py.check_ref_dtype(dtype):
        return True
    inner = [dtype.fields[name][0] for name in dtype.names or ()]
    inner += [base for base in (dtype.subdtype and dtype.subdtype[0], h5py.check_vlen_dtype(dtype)) if base]
    return any(isinstance(base, numpy.dtype) and holds_references(base) for base in inner)


def marked(node: Any, name: str = "scitex") -> str:
    """Return the mark of an HDF5 object, or nothing."""
    return bytes(attribute(node, name, short=name.startswith("scitex"))).decode() if name in node.attrs else ""


def attribute(node: Any, name: str, *, short: bool = False) -> Any:
    """Return an attribute as h5py reads it, if its type would not crash HDF5, and is no list of any length."""
    types = list(types_in(h5py.h5a.open(node.id, name.encode()).get_type()))
    if not all(map(is_sound, types)) or (short and not is_short(types[0])):
        raise ValueError(f"the type of the attribute {name!r} of {node.name!r} is damaged")
    return node.attrs[name]


def value_of(dataset: Any) -> Any:
    """Return the value of a dataset: text as text, and numbers as the numpy type that they stand for."""
    if dataset.shape is None:
        return None
    text = h5py.check_string_dtype(dataset.dtype)
    if text and text.length is None:
        return dataset.asstr("utf-8", "surrogateescape")[()]
    value = dataset[()]
    form = marked(dataset, "scitex_dtype")
    if not form:
        return decode(value, "surrogateescape") if text else with_text(value, dataset.dtype)
    dtype = numpy.dtype(form) if form[0] != "[" else numpy.lib.format.descr_to_dtype(literal_eval(form))
    if dtype.kind == "U":
        value = decode(value, "surrogatepass")
    value = numpy.asarray(value)
    return (value.astype(dtype) if dtype.kind in "SU" else value.view(dtype))[()]


def decode(value: Any, errors: str) -> Any:
    """Return an array or scalar of bytes in UTF-8 as text."""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors)
    return numpy.char.decode(value, "utf-8", errors)


def with_text(value: Any, dtype: Any) -> Any:
    """Return a table, as HDF5 knows them, with its texts of any length as str; any other value as it is."""
    for name in dtype.names or ():
        if (text := h5py.check_string_dtype(dtype[name])) and text.length is None:
            column = numpy.asarray(value[name], dtype=object)
            decoded = [decode(element, "surrogateescape") for element in column.flat]
            value[name] = numpy.array([*decoded, None], dtype=object)[:-1].reshape(column.shape)[()]
    return value


def readable(node: Any, name: str) -> Any:
    """Return an attribute for people; references in it as the paths that they lead to."""
    value = attribute(node, name)
    if isinstance(value, h5py.Empty):
        return None
    if isinstance(value, (bytes, numpy.bytes_)):
        return value.decode("utf-8", "surrogateescape")
    return paths_of(value, node.file) if isinstance(value, (h5py.Reference, numpy.ndarray)) else value


def paths_of(value: Any, file: Any) -> Any:
    """Return the paths that references lead to; anything else as it is."""
    if isinstance(value, (h5py.Reference, h5py.RegionReference)):
        return h5py.h5r.get_name(value, file.id).decode("utf-8", "surrogateescape") if value else ""
    if isinstance(value, numpy.ndarray) and value.dtype == object:
        return [paths_of(element, file) for element in value]
    return value
