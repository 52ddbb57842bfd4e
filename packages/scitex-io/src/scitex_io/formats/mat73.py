"""Variables of MATLAB's version 7.3, which is HDF5, in the arrays that scipy makes of the older versions.

MATLAB's arrays are HDF5's with the dimensions in reverse order, and cells refer to datasets of the group `#refs#`.
There is no other source for the format than the files: its attributes are `MATLAB_class`, `MATLAB_empty`,
`MATLAB_fields`, `MATLAB_int_decode`, `MATLAB_object_decode` and `MATLAB_sparse`.
"""

from pathlib import Path
from typing import Any

import h5py
import numpy

from scitex_io.errors import FormatError
from scitex_io.formats.hdf5 import Reader, attribute, marked
from scitex_io.formats.hdf5_heaps import refuse_endless_heap

TYPES = {"double": "f8", "logical": "?", "single": "f4"} | {
    f"{sign}int{bits}": f"{sign or 'i'}{bits // 8}" for sign in ("", "u") for bits in (8, 16, 32, 64)
}


def variables(path: Path, names: list[str] | None, **options: Any) -> dict[str, Any]:
    """Return the variables of a file by name; options are those of `h5py.File`."""
    refuse_endless_heap(path)
    with h5py.File(path, "r", **options) as file:
        reader = MatReader(path, file, external=False)
        known = [name for name in file if not name.startswith("#")]
        return {name: reader.object(reader.member(file, name)) for name in (known if names is None else names)}


class MatReader(Reader):
    """What one load knows of its file."""

    def branch(self, group: Any) -> Any:
        """Return the struct, struct array or sparse array that is a group."""
        if "MATLAB_sparse" in group.attrs:
            return self.sparse(group)
        if (kind := marked(group, "MATLAB_class")) not in ("", "struct"):
            raise self.unreadable(group, kind)
        fields = {name: self.member(group, name) for name in fields_of(group) or group}
        if fields and all(is_reference_of_array(field) for field in fields.values()):
            columns = {name: self.cells(field) for name, field in fields.items()}
        else:
            columns = {name: boxed(self.object(field)) for name, field in fields.items()}
        return struct_array(columns)

    def leaf(self, dataset: Any) -> Any:
        """Return the array that is a dataset."""
        self.check(dataset)
        kind = marked(dataset, "MATLAB_class")
        if "MATLAB_object_decode" in dataset.attrs or kind not in ("", "cell", "char", "struct", *TYPES):
            raise self.unreadable(dataset, kind)
        if "MATLAB_empty" in dataset.attrs and attribute(dataset, "MATLAB_empty"):
            return empty(tuple(int(length) for length in dataset[()].ravel()), kind, fields_of(dataset))
        if h5py.check_ref_dtype(dataset.dtype):
            return self.cells(dataset)
        value = dataset[()]
        if not isinstance(value, (numpy.ndarray, numpy.generic)):
            raise self.unreadable(dataset, type(value).__name__)
        return characters(value.T) if kind == "char" else numbers(value.T, kind)

    def cells(self, dataset: Any) -> Any:
        """Return what the references in a dataset lead to, as an array of objects."""
        self.check(dataset)
        references = dataset[()].T
        found = numpy.empty(references.shape, dtype=object)
        for position, reference in numpy.ndenumerate(references):
            found[position] = self.object(self.file[reference]) if reference else numpy.zeros((0, 0))
        return found

    def sparse(self, group: Any) -> Any:
        """Return the sparse array that is a group of its values, their rows, and where each column begins."""
        from scipy.sparse import csc_matrix

        starts = self.object(self.member(group, "jc")).ravel()
        shape = (int(attribute(group, "MATLAB_sparse")), starts.size - 1)
        if "data" not in group:
            return csc_matrix(shape)
        data, rows = (self.object(self.member(group, name)).ravel() for name in ("data", "ir"))
        found = csc_matrix((numbers(data, marked(group, "MATLAB_class")), rows, starts), shape=shape)
        found.check_format()
        return found

    def unreadable(self, node: Any, kind: str) -> FormatError:
        """Return the error for what only MATLAB can read."""
        return FormatError(
            f"{self.path}: {node.name!r} is an object of MATLAB ({kind or 'without a class'}), which cannot be read: "
            "name the other variables in variable_names=[...], or save it in MATLAB as a struct"
        )


def fields_of(node: Any) -> list[str]:
    """Return the names of the fields of a struct in their order, if the file tells it."""
    fields = attribute(node, "MATLAB_fields") if "MATLAB_fields" in node.attrs else ()
    return [numpy.asarray(field).tobytes().decode() for field in fields]


def is_reference_of_array(node: Any) -> bool:
    """Say whether a field holds one reference for each element of a struct array, rather than a value."""
    return (
        isinstance(node, h5py.Dataset) and "MATLAB_class" not in node.attrs and bool(h5py.check_ref_dtype(node.dtype))
    )


def boxed(value: Any) -> Any:
    """Return the only element of a field as an array of objects."""
    found = numpy.empty((1, 1), dtype=object)
    found[0, 0] = value
    return found


def struct_array(columns: dict[str, Any]) -> Any:
    """Return fields as a structured array of objects; one without fields holds None."""
    if not columns:
        return numpy.full((1, 1), None, dtype=object)
    found = numpy.empty(next(iter(columns.values())).shape, dtype=[(name, object) for name in columns])
    for name, column in columns.items():
        found[name] = column
    return found


def empty(shape: tuple[int, ...], kind: str, fields: list[str]) -> Any:
    """Return an array without elements."""
    if 0 not in shape:
        return numpy.full(shape, None, dtype=object)  # a struct without fields
    if kind == "struct" and fields:
        return numpy.empty(shape, dtype=[(name, object) for name in fields])
    if kind == "char":
        return numpy.empty(0, dtype="U1")
    return numpy.empty(shape, dtype=TYPES.get(kind, object))


def characters(value: Any) -> Any:
    """Return an array of code units as text, one for each row."""
    rows = value.astype("<u2").reshape(-1, value.shape[-1])
    text = [row.tobytes().decode("utf-16-le", "surrogatepass") for row in rows]
    return numpy.array(text).reshape(value.shape[:-1])


def numbers(value: Any, kind: str) -> Any:
    """Return an array of numbers in the type of its class; complex ones are stored as pairs."""
    if value.dtype.names == ("real", "imag"):
        pairs = value["real"].astype("c8" if value["real"].dtype.itemsize == 4 else "c16")
        pairs.imag = value["imag"]
        return pairs
    return value.astype(TYPES.get(kind, value.dtype), copy=False)
