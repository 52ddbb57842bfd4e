"""Images: pixels on a grid, of numbers that a colour map turns into colours, or of colours themselves.

The grid is in the CSV, its first row what `image.get_array()[0]` is, each with its place along y; the names of the
columns are places along x.
"""

from operator import attrgetter
from typing import Any

import numpy as np
from matplotlib.image import AxesImage, BboxImage, FigureImage, NonUniformImage, PcolorImage
from matplotlib.transforms import Bbox, TransformedBbox

from scitex_plt.artists import grids
from scitex_plt.coordinates import is_data, system_of, transform_of
from scitex_plt.properties import COMMON, Property, Style, apply, differences, named
from scitex_plt.tables.columns import Points, Series, filled
from scitex_plt.values import plain
from scitex_plt.values.colormapping import colormap, set_colormap
from scitex_plt.values.norms import of_mappable, set_norm
from scitex_plt.values.plain import Unsupported

MAPPED: tuple[Property, ...] = (
    named("cmap", colormap, set=set_colormap),
    Property("norm", of_mappable, set_norm),
)
"""The properties of an artist whose colours stand for numbers."""

UNIFORM: tuple[Property, ...] = (
    named("filternorm"),
    named("filterrad"),
)

IMAGE: tuple[Property, ...] = (
    *COMMON,
    named("interpolation"),
    named("interpolation_stage"),
    named("resample"),
    named("origin", get=attrgetter("origin"), set=lambda image, value: setattr(image, "origin", checked(value))),
)

TOLD: Property = named("extent", get=attrgetter("_extent"), set=lambda image, value: setattr(image, "_extent", value))
"""The room that a layout makes for an image which stands where its own columns and rows say."""

ORIGINS = ("lower", "upper")


def checked(origin: Any) -> Any:
    """Return an origin if it is one."""
    if origin not in ORIGINS:
        raise ValueError(f"{origin!r} is no origin: expected one of {', '.join(ORIGINS)}")
    return origin


def properties_of(image: Any, *, mapped: bool) -> tuple[Property, ...]:
    """Return the rows for an image: those of a colour map only if it has numbers to map."""
    rows = (*IMAGE, TOLD) if type(image) is NonUniformImage else (*IMAGE, *UNIFORM)
    if np.ndim(image.get_alpha()) == 2:
        rows = tuple(prop for prop in rows if prop.name != "alpha")
    return (*rows, *MAPPED) if mapped else rows


def styled(image: Any, fresh: Any, series: Series, names: list[str], entry: dict[str, Any]) -> dict[str, Any]:
    """Put the grid of an image into `series`, and return its entry with its style."""
    grid = image._A
    if grid is None or grid.size == 0:
        raise Unsupported("its lack of pixels")
    grids.write(series, grid, names, entry)
    alpha = image.get_alpha()
    if np.ndim(alpha) == 2:
        if np.shape(alpha) != grid.shape[:2] or np.ma.isMaskedArray(alpha) or alpha.dtype != float:
            raise Unsupported("its alpha, of another shape or type")
        series.add_grid("alpha", [f"alpha {name}" for name in names], np.asarray(alpha, dtype=float).T)
    if style := differences(image, fresh, properties_of(image, mapped=grid.ndim == 2)):
        entry["style"] = style
    return entry


def restyled(image: Any, entry: dict[str, Any], points: Points | None) -> Any:
    """Give a fresh image its style, and return its grid."""
    if points is None or not grids.is_in(points):
        raise ValueError("an image without pixels")
    apply(entry.get("style", {}), image, properties_of(image, mapped="channels" not in entry))
    if "alpha" in points:
        image.set_alpha(points.numbers("alpha")[: rows_of(points)])
    return points


def fresh(kind: type[Any], axes: Any) -> Any:
    """Return an image with nothing set but what the methods of axes set themselves."""
    image = kind(axes)
    image.set_resample(None)
    return image


def rows_of(points: Points | None) -> int:
    """Return how many rows of pixels have a place."""
    return 0 if points is None else 1 + int(np.flatnonzero(filled(points.columns["y"])).max(initial=-1))


def centers(begin: float, end: float, number: int) -> list[float]:
    """Return the middles of pixels between two edges."""
    width = (end - begin) / number
    return [begin + width * (place + 0.5) for place in range(number)]


def extract(image: AxesImage, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of an image in axes; its pixels go to `series`."""
    system = system_of(image.get_transform(), axes)
    entry: dict[str, Any] = {}
    rows, columns = image.get_size()
    extent = [float(edge) for edge in image.get_extent()]
    left, right, bottom, top = extent
    upper = image.origin == "upper"
    places = centers(top, bottom, rows) if upper else centers(bottom, top, rows)
    series.add_coordinates("y", places, axes.yaxis if is_data(system, "y") else None)
    if extent != usual_extent(rows, columns, upper=upper):
        entry["extent"] = extent
    if system != "data":
        entry["coordinates"] = system
    names = grids.names_of(centers(left, right, columns), axes.xaxis if is_data(system, "x") else None)
    return styled(image, fresh(AxesImage, None), series, names, entry)


def usual_extent(rows: int, columns: int, *, upper: bool) -> list[float]:
    """Return the extent of an image whose pixels stand at whole numbers."""
    bottom, top = (rows - 0.5, -0.5) if upper else (-0.5, rows - 0.5)
    return [-0.5, columns - 0.5, bottom, top]


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> AxesImage:
    """Add the image that `entry` describes to `axes`."""
    image: AxesImage = fresh(AxesImage, axes)
    image.set_data(grids.read(restyled(image, entry, points), entry, rows_of(points)))
    if "coordinates" in entry:
        image.set_transform(transform_of(entry["coordinates"], axes))
    axes.add_image(image)
    rows, columns = image.get_size()
    left, right, bottom, top = map(
        float, entry.get("extent") or usual_extent(rows, columns, upper=image.origin == "upper")
    )
    image._extent = [left, right, bottom, top]  # type: ignore[attr-defined]
    stick(image, axes, [left, right], [bottom, top])
    return image


def stick(artist: Any, axes: Any, x: Any, y: Any) -> None:
    """Tell axes from where to where an artist reaches, and that limits may stand right at its edges."""
    axes.update_datalim([(x[0], y[0]), (x[-1], y[-1])])
    artist.sticky_edges.x[:] = [x[0], x[-1]]
    artist.sticky_edges.y[:] = [y[0], y[-1]]


def extract_irregular(image: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of an image whose columns and rows are of different widths and heights."""
    if system_of(image.get_transform(), axes) != "data":
        raise Unsupported("its transform")
    series.add_coordinates("y", image._Ay, axes.yaxis)
    series.add_coordinates("x", image._Ax, axes.xaxis)
    x = image._Ax.astype(float)
    places = (x[:-1] + x[1:]) / 2 if len(x) > image.get_size()[1] else x
    return styled(image, fresh(type(image), None), series, grids.names_of(places.tolist(), axes.xaxis), {})


def redraw_irregular(kind: type[Any]) -> Any:
    """Return the function that adds an image of that kind to axes."""

    def redraw_one(entry: dict[str, Any], axes: Any, points: Points | None) -> Any:
        image = fresh(kind, axes)
        points = restyled(image, entry, points)
        x, y = along(points, "x", axes.convert_xunits), along(points, "y", axes.convert_yunits)
        rows = len(y) - 1 if kind is PcolorImage else len(y)
        image.set_data(x, y, grids.read(points, entry, rows))
        axes.add_image(image)
        stick(image, axes, x, y)
        return image

    return redraw_one


def along(points: Points, part: str, convert: Any) -> Any:
    """Return places along an axis, as numbers, as many as there are."""
    length = 1 + int(np.flatnonzero(filled(points.columns[part])).max(initial=-1))
    return np.asarray(convert(points.coordinates(part)), dtype=float)[:length]


def extract_in_figure(image: FigureImage, owner: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of an image that stands in a figure, pixel by pixel."""
    if image.is_transform_set():
        raise Unsupported("its transform")
    entry: dict[str, Any] = {"position": plain.plain([image.ox, image.oy])}
    rows, columns = image.get_size()
    series.add("y", np.arange(rows))
    return styled(image, FigureImage(owner), series, grids.names_of(range(columns)), entry)


def redraw_in_figure(entry: dict[str, Any], owner: Any, points: Points | None) -> FigureImage:
    """Add the image that `entry` describes to a figure."""
    x, y = entry["position"]
    image = FigureImage(owner, offsetx=x, offsety=y)
    image.set_data(grids.read(restyled(image, entry, points), entry, rows_of(points)))
    owner.images.append(image)
    image._remove_method = owner.images.remove  # type: ignore[attr-defined]
    return image


def extract_in_box(image: BboxImage, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of an image that fills a box."""
    rows, columns = image.get_size()
    series.add("y", np.arange(rows))
    entry = styled(image, BboxImage(Bbox.unit()), series, grids.names_of(range(columns)), {})
    box: Any = image.bbox
    if (type(box), type(getattr(box, "_bbox", None))) == (TransformedBbox, Bbox):
        return {"box": plain.plain(box._bbox.extents), "coordinates": system_of(box._transform, axes)} | entry
    if type(box) is Bbox:
        return {"box": plain.plain(box.extents), "coordinates": "pixels"} | entry
    raise Unsupported("its box, which is found when it is drawn")


def redraw_in_box(entry: dict[str, Any], axes: Any, points: Points | None) -> BboxImage:
    """Add the image that `entry` describes to axes."""
    box: Any = Bbox.from_extents(*entry["box"])
    if entry["coordinates"] != "pixels":
        box = TransformedBbox(box, transform_of(entry["coordinates"], axes))
    image = BboxImage(box)
    image.set_data(grids.read(restyled(image, entry, points), entry, rows_of(points)))
    axes.add_artist(image)
    return image


def look(image: Any) -> Style:
    """Return what a legend shows of an image: nothing."""
    return {}


KINDS: dict[str, tuple[type[Any], Any, Any]] = {
    "image": (AxesImage, extract, redraw),
    "image in a box": (BboxImage, extract_in_box, redraw_in_box),
    "image of edges": (PcolorImage, extract_irregular, redraw_irregular(PcolorImage)),
    "image of centers": (NonUniformImage, extract_irregular, redraw_irregular(NonUniformImage)),
    "image of the figure": (FigureImage, extract_in_figure, redraw_in_figure),
}
"""Kind → its class, and how it is read and drawn again."""
