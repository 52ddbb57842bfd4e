"""Images and meshes."""

import numpy as np
from matplotlib.colors import FuncNorm, Normalize
from matplotlib.image import BboxImage, FigureImage, NonUniformImage
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

GRID = np.linspace(0, 1, 12).reshape(3, 4) ** 2
X, Y = np.meshgrid([0.0, 1, 3, 4, 7], [-1.0, 0, 5, 6])
BYTES = np.arange(36, dtype=np.uint8).reshape(3, 4, 3)
TRIANGLES = [0, 1, 0, 1], [0, 0, 1, 1]


class OwnNorm(Normalize):
    """A norm of a user's own, for which the largest number is the least."""

    def __call__(self, value, clip=None):
        return 1 - super().__call__(value, clip)


def with_centers(axes, **options):
    image = NonUniformImage(axes, **options)
    image.set_data([0, 1, 3, 9], [0, 2, 3], GRID)
    return axes.add_image(image)


def in_box(axes, box):
    image = BboxImage(box)
    image.set_data(GRID)
    return axes.add_artist(image)


def in_figure(axes, **options):
    """Return an image of the figure that axes are in."""
    return axes.figure.figimage(GRID, 3, 4, **options)


def with_transform(image):
    image.set_transform(Affine2D().scale(2))
    return image


EXAMPLES = {
    "image": [
        lambda axes: axes.imshow(np.ma.masked_equal(BYTES, 3)),
        lambda axes: axes.imshow(np.array([[2**60, 1], [2**61 + 1, -(2**63)]])),
        lambda axes: axes.imshow(np.array([[2**64 - 1, 1]], dtype=np.uint64)),
        lambda axes: axes.imshow(GRID, norm=FuncNorm((np.sqrt, np.square))),
        lambda axes: axes.imshow(GRID, label="map"),
        lambda axes: axes.imshow(GRID.astype(np.float32), extent=(0, 1, 2, 5), interpolation="bilinear", alpha=0.3),
        lambda axes: axes.imshow(np.ma.masked_less((GRID * 9).astype(int), 3), origin="lower", norm="log"),
        lambda axes: axes.imshow(np.where(GRID > 0.5, np.nan, GRID), cmap="magma", vmin=-1, vmax=3),
        lambda axes: axes.imshow(GRID > 0.5, alpha=np.ascontiguousarray(GRID)),
        lambda axes: axes.imshow(BYTES),
        lambda axes: axes.imshow((BYTES / np.float32(255)).astype(np.float32)),
        lambda axes: axes.imshow(np.dstack([GRID, GRID, GRID, GRID])),
        lambda axes: axes.imshow(GRID, transform=Affine2D().rotate_deg(20) + axes.transData),
    ],
    "image in a box": [
        lambda axes: in_box(axes, TransformedBbox(Bbox.from_extents(0.1, 0.2, 0.3, 0.5), axes.transAxes)),
        lambda axes: in_box(axes, Bbox.from_extents(10, 20, 30, 50)),
    ],
    "image of centers": [with_centers, lambda axes: with_centers(axes, interpolation="bilinear", cmap="Purples")],
    "image of edges": [
        lambda axes: axes.pcolorfast([0, 1, 3, 4, 7], [-1, 0, 5, 6], GRID),
    ],
    "image of the figure": [
        lambda axes: in_figure(axes, origin="lower", cmap="hot"),
    ],
    "mesh": [
        lambda axes: axes.pcolormesh(X, Y, GRID, label="map"),
        lambda axes: axes.pcolormesh(X + Y, Y, np.ma.masked_less(GRID, 0.1), ec="face", lw=2, alpha=0.3),
        lambda axes: axes.pcolormesh(X[1:, 1:], Y[1:, 1:], GRID, shading="gouraud", snap=False),
        lambda axes: axes.pcolormesh(X, Y, BYTES),
        lambda axes: axes.pcolormesh(np.arange("2026-01-01", "2026-01-06", dtype="M8[D]"), [0, 1, 2, 4], GRID),
        lambda axes: axes.hist2d([1, 2, 2, 4], [5, 6, 6, 9], bins=3, cmin=1)[3],
    ],
    "mesh of polygons": [
        lambda axes: axes.pcolor(X, Y, np.ma.masked_less(GRID, 0.1), hatch="/", ec="k", ls="--"),
        lambda axes: axes.pcolor(np.ma.masked_less(X + Y, 0.5), Y, GRID),
    ],
    "mesh of triangles": [
        lambda axes: axes.tripcolor(*TRIANGLES, [1, 2, 3, 4], shading="gouraud", cmap="Greys"),
    ],
}

REFUSED = {
    "image": [
        lambda axes: axes.imshow(GRID, norm=OwnNorm()),
        lambda axes: axes.imshow(GRID, alpha=GRID.astype(np.float32)),
        lambda axes: axes.imshow(GRID, transform=axes.transData + axes.transAxes.inverted()),
    ],
    "image in a box": [lambda axes: in_box(axes, axes.title.get_window_extent)],
    "image of centers": [],
    "image of edges": [],
    "image of the figure": [lambda axes: with_transform(FigureImage(axes.figure))],
    "mesh": [
        lambda axes: axes.pcolormesh(X, Y, GRID, alpha=np.ascontiguousarray(GRID)),
        lambda axes: axes.pcolormesh(X, Y, GRID, edgecolors=list("rg") * 6),
        lambda axes: axes.pcolormesh(X, Y, GRID, offsets=[(1, 2)]),
    ],
    "mesh of polygons": [
        lambda axes: axes.pcolor(X, Y, GRID, edgecolors=list("rg") * 6),
    ],
    "mesh of triangles": [
        lambda axes: axes.tripcolor(*TRIANGLES, [1, 2, 3, 4], shading="gouraud", norm=OwnNorm()),
    ],
}
