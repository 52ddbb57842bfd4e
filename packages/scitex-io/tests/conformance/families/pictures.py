"""Figures and images."""

import matplotlib as mpl
import numpy as np
from PIL import Image

from conformance.objects import OBJECTS
from conformance.outcomes import becomes, refused, written

mpl.use("Agg")


def figure():
    from matplotlib.figure import Figure

    fig = Figure(figsize=(2, 1))
    fig.subplots().plot([1, 2, 3])
    return fig


def image():
    return Image.fromarray((np.arange(60) * 41 % 251).astype("uint8").reshape(4, 5, 3))


OBJECTS["figure"] = figure
OBJECTS["image"] = image

LINES = {"figure": written(), "list": refused("holds a matplotlib figure, not list")}
PIXELS = {
    "figure": written(),
    "image": becomes(np.array),
    "array uint8": refused(r"a picture is height × width"),
    "array 2-d": refused(r"float64 × 1 channels has no lossless form .* save \.astype\('float32'\) as \.tif"),
}
LOSSY = {**PIXELS, "image": written()}
OUTCOMES = {
    ".eps": LINES,
    ".jpeg": LOSSY,
    ".jpg": LOSSY,
    ".pdf": LINES,
    ".png": PIXELS,
    ".svg": LINES,
    ".tif": PIXELS,
    ".tiff": PIXELS,
    ".webp": LOSSY,
}
