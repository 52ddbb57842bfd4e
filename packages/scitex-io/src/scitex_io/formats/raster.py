"""Pictures made of pixels: figures are saved as such, image files come back as arrays, through Pillow."""

from pathlib import Path
from typing import Any

import numpy
from PIL import Image, UnidentifiedImageError

from scitex_io.errors import FormatError


def load(path: Path, **options: Any) -> Any:
    """Return the pixels: height × width (× channels), of the image's own integer type.

    Options are those of `PIL.Image.open`.
    """
    try:
        with Image.open(path, **options) as image:
            return numpy.asarray(image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as cause:
        raise FormatError(f"{path}: not a readable image: {cause}") from cause


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write a matplotlib figure; options are those of `savefig`."""
    from scitex_io.formats.figure import save as save_figure  # needs matplotlib, which images do without

    save_figure(obj, path, **options)
