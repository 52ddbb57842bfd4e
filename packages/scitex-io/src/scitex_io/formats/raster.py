"""Pictures made of pixels, through Pillow: figures and images are saved, and come back as arrays."""

from pathlib import Path
from typing import Any
from warnings import warn

import numpy
from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from scitex_io.complete import WithoutDescriptor
from scitex_io.compression import BOMB_RATIO, BOMB_SIZE, bomb
from scitex_io.errors import FormatError, ObjectError
from scitex_io.formats.npy import to_array

# Pillow reads more formats, and runs programs for some of them.
PLUGINS = (JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
READ = ("JPEG", "PNG", "TIFF", "WEBP")
FORMATS = {".jpeg": "JPEG", ".jpg": "JPEG", ".png": "PNG", ".tif": "TIFF", ".tiff": "TIFF", ".webp": "WEBP"}
# (data type, channels) of the arrays that come back as they are; of JPEG: as nearly as JPEG can.
HELD = {
    "JPEG": {("uint8", 1), ("uint8", 3)},
    "PNG": {("bool", 1), ("uint8", 1), ("uint8", 2), ("uint8", 3), ("uint8", 4), ("uint16", 1)},
    "TIFF": {
        *[("bool", 1), ("uint8", 1), ("uint8", 2), ("uint8", 3), ("uint8", 4)],
        *[("uint16", 1), ("int32", 1), ("float32", 1)],
    },
    "WEBP": {("uint8", 3), ("uint8", 4)},
}
LOSSLESS = {"WEBP": {"lossless": True, "exact": True}}
# What becomes of Pillow's modes whose numbers are not those of a grey or a colour.
CONVERTED = {"CMYK": "RGB", "La": "LA", "PA": "RGBA", "RGBX": "RGB", "RGBa": "RGBA", "YCbCr": "RGB"}


def load(path: Path, *, frame: int | None = None, upright: bool = False, **options: Any) -> Any:
    """Return the pixels.

    Parameters
    ----------
    path : Path
        The file.
    frame : int, optional
        Which page of a TIFF, or picture of an animation, counted from 0; by default all of them.
    upright : bool, optional
        Whether to turn the picture as the camera that took it noted; by default it is as it lies in the file.
    **options
        Those of `PIL.Image.open`: `formats=["GIF"]` reads another format than those of the table.

    Returns
    -------
    numpy.ndarray
        Height × width (× channels), of the type that the file has; of several pages, pages × height × width
        (× channels). Palettes and inks become colours.

    Raises
    ------
    FormatError
        If it is no such picture, a damaged one, one that would become far too large, or if its pages differ in size.
    """
    with Image.open(path, **{"formats": READ} | options) as image:
        count = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
        if frame is not None or count == 1:
            image.seek(frame or 0)
            return pixels(image, path, upright)
        first = pixels(image, path, upright)
        if count * first.nbytes > max(BOMB_SIZE, BOMB_RATIO * path.stat().st_size):
            raise bomb(path)
        stack = numpy.empty((count, *first.shape), first.dtype)
        for number in range(count):
            image.seek(number)
            page = pixels(image, path, upright)
            if (page.shape, page.dtype) != (first.shape, first.dtype):
                raise FormatError(f"{path}: its {count} pages differ in size or type: say frame=0, or which")
            stack[number] = page
        return stack


def pixels(image: Image.Image, path: Path, upright: bool) -> Any:
    """Return the pixels of the picture that `image` stands at."""
    tile = getattr(image, "tile", None)
    rawmode = str(tile[0][3]) if tile else ""
    if ";16" in rawmode and not image.mode.startswith("I"):
        warn(f"{path}: Pillow reads 16 bits of each colour as 8: take another library to have all", stacklevel=5)
    shown = ImageOps.exif_transpose(image) if upright else image
    if shown.mode == "P":
        shown = shown.convert("RGBA" if "transparency" in shown.info else "RGB")
    elif shown.mode in CONVERTED:
        shown = shown.convert(CONVERTED[shown.mode])
    array = numpy.array(shown)
    return array.astype(array.dtype.newbyteorder("="), copy=False)


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write a matplotlib figure, an array of pixels or a Pillow image.

    Parameters
    ----------
    obj : matplotlib.figure.Figure, numpy.ndarray or PIL.Image.Image
        What to save: a figure, or an Axes that stands in one; or an array, height × width (× channels), of uint8, where
        1, 2, 3 or 4 channels are grey, grey and opacity, RGB, RGB and opacity; or of bool or uint16 without channels;
        a TIFF also holds int32 and float32.
    path : Path
        The file.
    **options
        Those of `savefig` for a figure, those of `PIL.Image.Image.save` otherwise.

    Raises
    ------
    ObjectError
        If `obj` is none of these, or the format does not hold pixels of its type.
    """
    if isinstance(obj, Image.Image):
        save_image(obj, path, options)
    elif isinstance(obj, numpy.ndarray):
        format = FORMATS[path.suffix]
        save_image(to_image(obj, path.suffix), path, LOSSLESS.get(format, {}) | options)
    elif hasattr(obj, "savefig") or hasattr(obj, "figure"):
        from scitex_io.formats.figure import save as save_figure  # needs matplotlib, which images do without

        save_figure(obj, path, **options)
    else:
        name = type(obj).__name__
        raise ObjectError(f"a {path.suffix} holds a matplotlib figure, an array or a Pillow image, not {name}")


def save_image(image: Image.Image, path: Path, options: dict[str, Any]) -> None:
    """Write a Pillow image."""
    if getattr(image, "n_frames", 1) > 1 and "save_all" not in options:
        raise ObjectError("this image has several frames: say save_all=True, or False to write only this one")
    with path.open("w+b") as file:
        target: Any = WithoutDescriptor(file)
        try:
            image.save(target, FORMATS[path.suffix], **options)
        except OSError as cause:
            if cause.errno:
                raise
            raise ObjectError(f"a {path.suffix} cannot hold this image: {cause}") from cause


def to_image(obj: Any, extension: str) -> Image.Image:
    """Return an array of pixels as a Pillow image."""
    array = to_array(obj, "the array", extension)
    channels = array.shape[2] if array.ndim == 3 else 1
    if array.ndim not in (2, 3) or channels not in (1, 2, 3, 4) or not array.size:
        shape = " × ".join(map(str, array.shape)) or "one number"
        raise ObjectError(f"a picture is height × width (× 1 to 4 channels), not {shape}: save it as .npy")
    if (array.dtype.name, channels) not in HELD[FORMATS[extension]]:
        raise ObjectError(
            f"{array.dtype} × {channels} channels has no lossless form in {extension}: {instead(array, channels)}"
        )
    native = array.astype(array.dtype.newbyteorder("="), copy=False)
    return Image.fromarray(native[:, :, 0] if array.ndim == 3 and channels == 1 else native)


def instead(array: Any, channels: int) -> str:
    """Say how else an array of pixels can be saved."""
    fitting = [extension for extension in (".png", ".tif") if (array.dtype.name, channels) in HELD[FORMATS[extension]]]
    if fitting:
        return f"save it as {' or '.join(fitting)}"
    if array.dtype.kind == "f" and channels == 1:
        return "save .astype('float32') as .tif, or (255 * x).round().astype('uint8') of values from 0 to 1"
    return "save it as .npy, or convert it to uint8"
