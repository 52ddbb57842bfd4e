"""How much two pictures differ, pixel by pixel."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

Pixels = np.ndarray[Any, np.dtype[np.uint8]]


@dataclass(frozen=True)
class Comparison:
    """What was found between two pictures."""

    identical: bool
    rms: float | None
    """Root of the mean squared difference, of 255, as matplotlib's own tests count it; None if sizes differ."""
    sizes: tuple[tuple[int, int], tuple[int, int]]
    """Width and height of both, in pixels."""


def pixels(path: Path) -> Pixels:
    """Return a picture as rows of red, green, blue and opacity."""
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGBA"))


def compared(one: Path, other: Path) -> Comparison:
    """Compare two picture files: colours, and opacity by itself if that is worse."""
    first, second = pixels(one), pixels(other)
    sizes = ((first.shape[1], first.shape[0]), (second.shape[1], second.shape[0]))
    if first.shape != second.shape:
        return Comparison(False, None, sizes)
    if np.array_equal(first, second):
        return Comparison(True, 0.0, sizes)
    squares = (first.astype(float) - second) ** 2
    rms = float(np.sqrt(max(squares[..., :3].mean(), squares[..., 3].mean())))
    return Comparison(False, rms, sizes)


def write_difference(one: Path, other: Path, path: Path) -> None:
    """Write where two pictures differ, bright on black; each is shown as if on the larger one's canvas."""
    first, second = pixels(one), pixels(other)
    height, width = np.maximum(first.shape[:2], second.shape[:2])
    canvas = np.zeros((2, height, width, 4))
    for page, picture in zip(canvas, (first, second), strict=True):
        page[: picture.shape[0], : picture.shape[1]] = picture
    distance = np.abs(canvas[0] - canvas[1]).max(axis=-1)
    bright = np.where(distance > 0, 55 + distance * (200 / 255), 0)
    Image.fromarray(bright.astype(np.uint8)).save(path)
