"""Volumes as NIfTI, through nibabel: numbers, affine and header as they are in the file."""

import math
from contextlib import nullcontext
from gzip import GzipFile
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import nibabel
import numpy
from nibabel.arraywriters import WriterError
from nibabel.fileholders import FileHolder
from nibabel.spatialimages import HeaderDataError

from scitex_io.compression import BOMB_RATIO, BOMB_SIZE, bomb
from scitex_io.errors import FormatError, ObjectError
from scitex_io.formats.npy import to_array

GZIP = b"\x1f\x8b"
KINDS = (nibabel.Nifti1Image, nibabel.Nifti2Image)
LARGEST_HEADER = 540


def load(path: Path, *, lazy: bool = False) -> Any:
    """Return the image.

    Parameters
    ----------
    path : Path
        The file: NIfTI 1 or 2, compressed by gzip or not.
    lazy : bool, optional
        Whether to leave the numbers in the file, which is read where they are touched.

    Returns
    -------
    nibabel.Nifti1Image or nibabel.Nifti2Image
        With the numbers in memory, of the type that the file has. Where the file scales its numbers, `get_fdata()`
        gives them scaled, and saving the image writes them as they were.

    Raises
    ------
    FormatError
        If it is not NIfTI, is damaged, or would become far too large.
    """
    with path.open("rb") as file:
        zipped = file.read(2) == GZIP
        file.seek(0)
        stream: Any = GzipFile(fileobj=file) if zipped else file
        kind = kind_of(path, stream)
        header = kind.header_class.from_fileobj(stream)
        refuse_huge(path, header, zipped)
        if lazy:
            return kind.from_file_map({"image": FileHolder(filename=str(path))})
        stream.seek(0)
        if header.get_slope_inter() in ((None, None), (1, 0)):
            image = kind.from_file_map({"image": FileHolder(fileobj=stream)}, mmap=False)
            return kind(numpy.asanyarray(image.dataobj), image.affine, image.header, image.extra)
        return kind.from_file_map({"image": FileHolder(fileobj=BytesIO(stream.read()))})


def kind_of(path: Path, stream: IO[bytes]) -> Any:
    """Return the class of the image that a file begins."""
    start = stream.read(LARGEST_HEADER)
    stream.seek(0)
    for kind in KINDS:
        if kind.header_class.may_contain_header(start):
            return kind
    raise FormatError(f"{path}: no NIfTI: neither a header of version 1 nor one of version 2 stands at its start")


def refuse_huge(path: Path, header: Any, zipped: bool) -> None:
    """Raise `FormatError` if the header declares more numbers than the file can hold."""
    shape = [int(length) for length in header.get_data_shape()]
    declared = math.prod(shape) * header.get_data_dtype().itemsize + int(header.get_data_offset())
    size = path.stat().st_size
    if zipped and declared > max(BOMB_SIZE, BOMB_RATIO * size):
        raise bomb(path)
    if min(shape, default=0) < 0 or (not zipped and declared > size):
        raise FormatError(f"{path}: damaged: {declared} bytes are declared, {size} are there")


def save(obj: Any, path: Path, *, affine: Any = None, dtype: Any = None, compresslevel: int = 1) -> None:
    """Write an image, or an array as one.

    Parameters
    ----------
    obj : nibabel.Nifti1Image, nibabel.Nifti2Image or numpy.ndarray
        What to save.
    path : Path
        The file.
    affine : array_like, shape (4, 4), optional
        For an array: from its indices to millimetres; by default the identity.
    dtype : data-type, optional
        The type of the numbers in the file, to which nibabel converts, and scales, them; by default they are written
        as they are.
    compresslevel : int, optional
        That of gzip for `.nii.gz`, 1 to 9; 1 is nibabel's own.

    Raises
    ------
    ObjectError
        If `obj` is neither, or NIfTI does not have the type of its numbers, or its header says another.
    """
    image = writable(obj, affine) if type(obj) in KINDS else to_image(obj, affine)
    if dtype is None:
        refuse_lossy(image)
    with path.open("wb") as file:
        zipped = path.suffix == ".gz"
        with GzipFile("", "wb", compresslevel, file, mtime=0) if zipped else nullcontext(file) as stream:
            try:
                image.to_file_map({"image": FileHolder(fileobj=stream)}, dtype=dtype)
            except (HeaderDataError, WriterError) as cause:
                raise ObjectError(f"a .nii cannot hold this image: {cause}") from cause


def writable(image: Any, affine: Any) -> Any:
    """Return a copy of the image with its numbers as they are stored: writing one changes its header."""
    if affine is not None:
        raise TypeError("affine= goes with an array: an image has its own, which set_sform changes")
    proxy = image.dataobj
    if not (nibabel.is_proxy(proxy) and (proxy.slope, proxy.inter) != (1, 0)):
        return type(image)(numpy.asanyarray(proxy), image.affine, image.header, image.extra)
    copy = type(image)(proxy.get_unscaled(), image.affine, image.header, image.extra)
    copy.header.set_slope_inter(proxy.slope, proxy.inter)
    return copy


def to_image(obj: Any, affine: Any) -> Any:
    """Return an array as an image."""
    if not isinstance(obj, numpy.ndarray):
        hint = ": save nibabel.Nifti1Image.from_image(…) of it" if hasattr(obj, "dataobj") else ""
        raise ObjectError(f"a .nii holds a NIfTI image of nibabel, or an array, not {type(obj).__name__}{hint}")
    array = to_array(obj, "the array", ".nii")
    if array.ndim == 0 or array.ndim > 7 or not array.size:
        raise ObjectError(f"a .nii holds 1 to 7 dimensions and at least one number, not the shape {array.shape}")
    dtype = array.dtype.newbyteorder("=")
    try:
        return nibabel.Nifti1Image(array, numpy.eye(4) if affine is None else affine, dtype=dtype)
    except HeaderDataError as cause:
        hint = "save .astype('uint8')" if dtype.kind == "b" else "convert it, or save it as .npy"
        raise ObjectError(f"a .nii cannot hold an array {array.shape} of {dtype}: {cause}; {hint}") from cause


def refuse_lossy(image: Any) -> None:
    """Raise `ObjectError` if the header has another type than the numbers, which would be rounded to it."""
    stored, declared = image.dataobj.dtype, image.get_data_dtype()
    if not numpy.can_cast(stored, declared, "safe"):
        raise ObjectError(
            f"the numbers are {stored}, and the header of the image says {declared}: say dtype={stored.name!r} to keep "
            f"them, or dtype={declared.name!r} to round them"
        )
