"""Whether a recipe gives the picture beside it."""

import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from scitex_plt import pictures, reading
from scitex_plt.errors import MissingFileError, OptionError
from scitex_plt.reproduction import drawn_again, explaining

CLOSE = 1.0
"""Up to which root mean square, on a scale of 0 to 255, two pictures are close."""


@dataclass(frozen=True)
class Comparison:
    """How like the picture a figure is that was drawn again.

    Attributes
    ----------
    recipe, picture : Path
        The recipe, and the picture that it was compared with.
    verdict : str
        `"identical"` to the pixel, `"close"` (a root mean square of at most 1), or `"different"`.
    rms : float or None
        The root mean square of the differences between pixels, on a scale of 0 to 255; None if the sizes differ.
    """

    recipe: Path
    picture: Path
    verdict: Literal["identical", "close", "different"]
    rms: float | None

    def __str__(self) -> str:
        return f"{self.verdict}, " + ("another size" if self.rms is None else f"root mean square {self.rms:.3g}")


@reading.observed()
def verify(path: str | os.PathLike[str]) -> Comparison:
    """Draw a figure again and compare it with the picture that was saved.

    Parameters
    ----------
    path : str or os.PathLike
        The recipe, or the picture.

    Returns
    -------
    Comparison
        The verdict. If the numbers in the CSV were edited, the picture is different.

    Raises
    ------
    MissingFileError
        If there is no such recipe, or no picture of pixels beside it. Only these can be compared.
    ColumnError, RecipeError
        If the figure cannot be drawn again, or the picture cannot be read.
    OptionError
        If it is a picture of vectors.

    Examples
    --------
    >>> import scitex_io
    >>> import scitex_plt as plt
    >>> fig, ax = plt.subplots()
    >>> _ = ax.plot([1.0, 2.0], [3.0, 5.0], label="signal")
    >>> picture = scitex_io.save(fig, "signal.png")
    >>> plt.verify("signal.yaml").verdict
    'identical'
    """
    given = reading.asked_for(path)
    recipe = pictures.recipe_asked_for(given)
    if recipe != given and given.suffix.lower() not in pictures.RASTER:
        raise OptionError(f"{given}: only pictures of pixels can be compared: give its recipe {recipe}, or a .png")
    picture = picture_beside(given) if recipe == given else given
    reading.note(picture)
    return compared(recipe, picture, picture)


def picture_beside(recipe: Path) -> Path:
    """Return the picture of pixels that was saved with a recipe.

    Raises
    ------
    MissingFileError
        If there is none, or no such recipe.
    """
    if not recipe.is_file():
        raise MissingFileError(f"{recipe}: no such recipe")
    names = [f"{recipe.stem}{ending}" for ending in pictures.RASTER]
    if Path(recipe.stem).suffix.lower() in pictures.RASTER:  # f.png.yaml
        names.insert(0, recipe.stem)
    for name in names:
        if recipe.with_name(name).is_file():
            return recipe.with_name(name)
    raise MissingFileError(f"{recipe}: no picture of pixels is beside it: expected one of {', '.join(names)}")


def compared(recipe: Path, written: Path, picture: Path) -> Comparison:
    """Return how like the picture in the file `written`, which is or becomes `picture`, a recipe's figure is."""
    with explaining(picture, "is no picture that can be read"):
        before, coding = pixels(written), coding_of(written)
    again = io.BytesIO()
    figure: Any = drawn_again(recipe, picture=picture.name)
    figure.savefig(again, format=picture.suffix[1:].lower(), **coding)
    now = pixels(again)
    if before.shape != now.shape:
        return Comparison(recipe, picture, "different", None)
    rms = float(np.sqrt(np.mean((before.astype(float) - now) ** 2)))
    return Comparison(recipe, picture, "identical" if rms == 0 else "close" if rms <= CLOSE else "different", rms)


def coding_of(file: Any) -> dict[str, Any]:
    """Return what `savefig` is told to code a JPEG as one was coded: of another quality, its pixels are others."""
    from PIL import Image
    from PIL.JpegImagePlugin import JpegImageFile, get_sampling

    with Image.open(file) as picture:
        if not isinstance(picture, JpegImageFile):
            return {}
        return {"pil_kwargs": {"qtables": picture.quantization, "subsampling": get_sampling(picture)}}


def pixels(file: Any) -> Any:
    """Return the pixels of a picture."""
    from PIL import Image

    with Image.open(file) as picture:
        return np.asarray(picture.convert("RGBA"))
