"""Labelled arrays as netCDF, through xarray and netCDF4: a Dataset is read into memory and the file closed."""

from errno import EIO
from pathlib import Path
from typing import Any

import h5py
import netCDF4
import xarray

from scitex_io.errors import FormatError, ObjectError
from scitex_io.formats.hdf5_heaps import refuse_endless_heap

HDF5 = b"\x89HDF\r\n\x1a\n"
ENGINE = netCDF4.__name__.lower()
# Attributes by which a reader decodes the numbers, or looks for others.
DECODING = {"_Encoding", "_FillValue", "_Unsigned", "add_offset", "coordinates", "missing_value", "scale_factor"}


def load(path: Path, *, lazy: bool = False, external: bool = False, **options: Any) -> Any:
    """Return the Dataset.

    Parameters
    ----------
    path : Path
        The file: netCDF 4, or 3.
    lazy : bool, optional
        Whether to leave the arrays in the file, which is read where they are touched, and is to be closed.
    external : bool, optional
        Whether to follow links, virtual datasets and raw data into other files.
    **options
        Those of `xarray.open_dataset`, such as `group="a/b"`, `decode_times=False`, `chunks={}`.

    Returns
    -------
    xarray.Dataset
        Without the `encoding` of the file, such as a packing into small integers, so that saving it again loses
        nothing; with `lazy=True`, or `chunks`, as xarray has it.

    Raises
    ------
    FormatError
        If it is not netCDF, is damaged, or leads outside the file.
    """
    with path.open("rb") as file:
        hdf5 = file.read(8) == HDF5
    if hdf5:
        refuse_endless_heap(path)
    if hdf5 and not external:
        refuse_outside(path)
    try:
        if lazy or "chunks" in options:
            return xarray.open_dataset(path, **{"engine": ENGINE} | options)
        return xarray.load_dataset(path, **{"engine": ENGINE} | options).drop_encoding()
    except OSError as cause:
        if (cause.errno or 0) >= 0:
            raise
        raise FormatError(f"{path}: not netCDF, or damaged: {cause.strerror}") from cause  # these are netCDF's numbers


def refuse_outside(path: Path) -> None:
    """Raise `FormatError` if something in an HDF5 file lies in another file."""

    def first_outside(name: bytes, info: Any) -> bytes | None:
        if info.type == h5py.h5l.TYPE_SOFT:
            return None
        return name if info.type != h5py.h5l.TYPE_HARD or is_outside(h5py.h5o.open(file.id, name)) else None

    with h5py.File(path, "r") as file:
        name = file.id.links.visit(first_outside, info=True)
    if name is not None:
        where = name.decode(errors="replace")
        raise FormatError(f"{path}: {where} lies in another file: say external=True if you trust whoever wrote it")


def is_outside(node: Any) -> bool:
    """Say whether an HDF5 object is a dataset whose numbers lie in another file."""
    if not isinstance(node, h5py.h5d.DatasetID):
        return False
    made = node.get_create_plist()
    return bool(made.get_external_count()) or made.get_layout() == h5py.h5d.VIRTUAL


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write labelled arrays.

    Parameters
    ----------
    obj : xarray.Dataset or xarray.DataArray
        What to save. A DataArray, which needs a name, comes back as a Dataset of that one variable.
    path : Path
        The file.
    **options
        Those of `xarray.Dataset.to_netcdf`, such as `encoding={"t": {"zlib": True}}` or `format="NETCDF3_64BIT"`.

    Raises
    ------
    ObjectError
        If `obj` is neither, or something in it has no form in netCDF.
    """
    dataset = to_dataset(obj)
    refuse_attributes("the dataset", dataset.attrs)
    for name, variable in dataset.variables.items():
        refuse_attributes(f"{name!r}", variable.attrs)
        refuse_values(f"{name!r}", variable)
    try:
        dataset.to_netcdf(path, **{"engine": ENGINE} | options)
    except (AttributeError, NotImplementedError, TypeError, ValueError) as cause:
        if "keyword argument" in str(cause) or "encoding" in options:
            raise
        raise ObjectError(f"netCDF cannot hold this {type(obj).__name__}: {cause}") from cause
    except RuntimeError as cause:
        if not str(cause).startswith("NetCDF: HDF error"):
            raise
        raise OSError(EIO, "netCDF could not write all of it, as on a full disk", str(path)) from cause


def to_dataset(obj: Any) -> Any:
    """Return `obj` as a Dataset."""
    if isinstance(obj, xarray.Dataset):
        return obj
    if not isinstance(obj, xarray.DataArray):
        raise ObjectError(f"a .nc holds an xarray.Dataset, not {type(obj).__name__}: label its axes, or save it as .h5")
    if obj.name is None:
        raise ObjectError("a .nc holds variables by name, and this DataArray has none: save array.rename('name')")
    return obj.to_dataset()


def refuse_attributes(where: str, attributes: Any) -> None:
    """Raise `ObjectError` for attributes that netCDF gives a meaning of its own, or another type."""
    for name, value in attributes.items():
        if name in DECODING or (name == "units" and " since " in str(value)):
            raise ObjectError(f"the attribute {name!r} of {where} would change the numbers on loading: rename it")
        if isinstance(value, bytes):
            raise ObjectError(f"the attribute {name!r} of {where} is bytes, which come back as text: decode it")


def refuse_values(where: str, variable: Any) -> None:
    """Raise `ObjectError` for texts that would come back as others."""
    if variable.dtype.kind not in "OU":
        return
    values = variable.values.ravel().tolist()
    texts = [value for value in values if isinstance(value, str)]
    if texts and len(texts) < len(values):
        raise ObjectError(f"{where} holds texts and other objects: netCDF has no text that is missing")
    if any("\0" in text for text in texts):
        raise ObjectError(f"{where} holds a text with a null character, where netCDF ends it")
