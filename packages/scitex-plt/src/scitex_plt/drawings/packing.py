"""Paths, arrays and pictures as text, and back, to the last bit.

A path is written as in SVG (https://www.w3.org/TR/SVG2/paths.html#PathData), in pixels with y upwards; a leading
`*` stands for matplotlib's paths without codes.
"""

import base64
import io
import math
import struct
import warnings
import zlib
from typing import Any

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform

from scitex_plt.errors import RecipeError

Array = np.ndarray[Any, Any]

CODES: dict[str, int] = {
    "C": int(Path.CURVE4),
    "L": int(Path.LINETO),
    "M": int(Path.MOVETO),
    "Q": int(Path.CURVE3),
    "S": int(Path.STOP),
    "Z": int(Path.CLOSEPOLY),
}
LETTERS = {code: letter for letter, code in CODES.items()}
POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0, "S": 0}
"""Letter → how many points follow it."""

MOST = 50_000_000
"""How many numbers are unpacked at once."""

MANY = 400
"""How many numbers are still written out; more are packed."""


def pack_numbers(values: Any) -> Any:
    """Return an array of numbers as {shape, values}."""
    array: Array = np.ascontiguousarray(np.ma.filled(np.ma.asarray(values, dtype=float), np.nan))
    if array.size <= MANY:
        return {"shape": list(array.shape), "values": " ".join(map(short, array.ravel().tolist()))}
    packed = base64.b64encode(zlib.compress(array.astype("<f8").tobytes(), 9)).decode()
    return {"shape": list(array.shape), "zlib": packed}


def unpack_numbers(packed: dict[str, Any]) -> Array:
    """Return the array that `pack_numbers` wrote.

    Raises
    ------
    RecipeError
        If it is damaged, or larger unpacked than its shape says.
    """
    shape = tuple(int(length) for length in packed["shape"])
    size = math.prod(shape)
    if not 0 <= size <= MOST or min(shape, default=0) < 0:
        raise RecipeError(f"numbers of a drawing are damaged: {size} of them")
    if "values" in packed:
        return np.array(packed["values"].split(), dtype=float).reshape(shape)
    inflating = zlib.decompressobj()
    try:
        found = inflating.decompress(base64.b64decode(packed["zlib"], validate=True), size * 8 + 1)
    except (zlib.error, ValueError) as cause:
        raise RecipeError(f"numbers of a drawing are damaged: {cause}") from cause
    if len(found) != size * 8:
        raise RecipeError(f"numbers of a drawing are damaged: expected {size} of them")
    return np.frombuffer(found, dtype="<f8").astype(float).reshape(shape)


def short(number: float) -> str:
    """Return a number as text that reads back as the same number."""
    return repr(number).removesuffix(".0")


def pack_path(path: Path) -> str:
    """Return a path as text."""
    vertices: list[tuple[float, float]] = np.ma.filled(np.ma.asarray(path.vertices, dtype=float), np.nan).tolist()
    if path.codes is None:
        return " ".join(["*", *(f"{short(x)} {short(y)}" for x, y in vertices)])
    words: list[str] = []
    left = 0
    for (x, y), code in zip(vertices, np.asarray(path.codes).tolist(), strict=True):
        if left == 0:
            letter = LETTERS[code]
            words.append(letter)
            left = POINTS[letter]
            if left == 0:
                continue
        words.append(f"{short(x)} {short(y)}")
        left -= 1
    return " ".join(words)


def unpack_path(text: str) -> Path:
    """Return the path that `pack_path` wrote.

    Raises
    ------
    RecipeError
        If the text is no such path.
    """
    words = text.split()
    if words[:1] == ["*"]:
        return Path(np.array(words[1:], dtype=float).reshape(-1, 2))
    vertices: list[tuple[float, float]] = []
    codes: list[int] = []
    rest = iter(words)
    for letter in rest:
        if letter not in CODES:
            raise RecipeError(f"{letter!r} is no command of a path: expected one of {' '.join(CODES)}")
        codes += [CODES[letter]] * max(POINTS[letter], 1)
        if POINTS[letter] == 0:
            vertices.append((0.0, 0.0))
        for _ in range(POINTS[letter]):
            vertices.append((float(next(rest, "nan")), float(next(rest, "nan"))))
    return Path(np.array(vertices, dtype=float).reshape(-1, 2), np.array(codes, dtype=Path.code_type))


def pack_affine(transform: Transform) -> str:
    """Return an affine transform as the six numbers of SVG's `matrix`; whether a zero is negative moves nothing."""
    (a, c, e), (b, d, f), _ = (transform.get_matrix() + 0.0).tolist()
    return " ".join(map(short, (a, b, c, d, e, f)))


def unpack_affine(text: str) -> Affine2D:
    """Return the transform that `pack_affine` wrote."""
    a, b, c, d, e, f = map(float, text.split())
    return Affine2D.from_values(a, b, c, d, e, f)


def pack_picture(pixels: Array) -> str:
    """Return an array of RGBA bytes as a PNG in base64."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(file, "png")
    return base64.b64encode(file.getvalue()).decode()


def unpack_picture(text: str) -> Array:
    """Return the RGBA bytes that `pack_picture` wrote.

    Raises
    ------
    RecipeError
        If they are no picture.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(base64.b64decode(text, validate=True)), formats=["png"]) as picture:
                return np.array(picture.convert("RGBA"))
    except (
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        EOFError,
        OSError,
        SyntaxError,  # Pillow's own word for a broken file
        TypeError,
        ValueError,
        struct.error,
        zlib.error,
    ) as cause:
        raise RecipeError(f"a picture of a drawing is damaged: {cause}") from cause
