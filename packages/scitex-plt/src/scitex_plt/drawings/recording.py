"""A renderer that notes what it is told to draw.

Places are pixels at the dpi of the figure. It measures text as Agg does, and lets Agg work out what a filter makes of
a part of the picture, which is then a picture itself.
"""

from typing import Any

import numpy as np
from matplotlib import cbook
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform, Transform

from scitex_plt.drawings.packing import pack_affine, pack_numbers, pack_path, pack_picture
from scitex_plt.values import plain
from scitex_plt.values.plain import Unsupported

Call = dict[str, Any]

PEN: dict[str, Any] = {
    "alpha": 1.0,
    "forced_alpha": False,
    "antialiased": 1,
    "capstyle": "butt",
    "joinstyle": "round",
    "linewidth": 1,
    "rgb": (0.0, 0.0, 0.0, 1.0),
    "dashes": (0, None),
    "hatch": None,
    "hatch_color": None,
    "hatch_linewidth": None,
    "url": None,
    "gid": None,
    "snap": None,
    "sketch": None,
}
"""What a graphics context holds besides what cuts it off → its value at the beginning."""

SHAPING = ("fontfeatures", "language")
"""What shapes the letters of a text, from matplotlib 3.11 on."""

FONT = ("family", "style", "variant", "weight", "stretch", "size", "math_fontfamily")


def recorded(artist: Artist) -> list[Call]:
    """Return the calls by which `artist` draws itself.

    Raises
    ------
    Unsupported
        If it cannot be drawn.
    """
    figure = figure_of(artist)
    width, height = figure.bbox.size
    recorder = Recorder(width, height, figure.dpi)
    try:
        artist.draw(recorder)
    except Exception as cause:  # an artist is other people's code
        raise Unsupported(f"{type(cause).__name__} when it was drawn: {cause}") from cause
    return recorder.calls


def figure_of(artist: Any) -> Any:
    """Return the figure that an artist is in; an axis of `axisartist` knows only its axes."""
    return artist.get_figure(root=True) or artist.axes.get_figure(root=True)


class Recorder(RendererBase):
    """A renderer that notes the calls that it gets, in pixels."""

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__()
        self.width, self.height, self.dpi = width, height, dpi
        self.agg = RendererAgg(width, height, dpi)  # type: ignore[no-untyped-call]
        self.filters: list[RendererAgg] = []
        self.calls: list[Call] = []

    def note(self, name: str, gc: Any, **given: Any) -> None:
        """Note one call."""
        call = {name: given.pop(name), **{key: value for key, value in given.items() if value is not None}}
        if pen := pen_of(gc):
            call["pen"] = pen
        self.calls.append(call)

    def draw_path(self, gc: Any, path: Path, transform: Transform, rgbFace: Any = None) -> None:
        """Note a path."""
        if self.filters:
            self.filters[-1].draw_path(gc, path, transform, rgbFace)  # type: ignore[no-untyped-call]
            return
        self.note("path", gc, path=packed(path), transform=affine(transform), fill=color(rgbFace))

    def draw_markers(
        self,
        gc: Any,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,
    ) -> None:
        """Note a path with a marker at each of its points."""
        if self.filters:
            return self.filters[-1].draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
        marker = {"path": packed(marker_path), "transform": affine(marker_trans)}
        self.note("markers", gc, markers=packed(path), transform=affine(trans), marker=marker, fill=color(rgbFace))

    def draw_path_collection(
        self,
        gc: Any,
        master_transform: Any,
        paths: Any,
        all_transforms: Any,
        offsets: Any,
        offset_trans: Any,
        facecolors: Any,
        edgecolors: Any,
        linewidths: Any,
        linestyles: Any,
        antialiaseds: Any,
        urls: Any,
        offset_position: Any,
        *,
        hatchcolors: Any = None,
    ) -> None:
        """Note many paths that share what they do not have of their own."""
        if self.filters:
            return self.filters[-1].draw_path_collection(
                gc, master_transform, paths, all_transforms, offsets, offset_trans, facecolors, edgecolors,
                linewidths, linestyles, antialiaseds, urls, offset_position, hatchcolors=hatchcolors,
            )  # fmt: skip
        self.note(
            "paths",
            gc,
            paths=[packed(path) for path in paths],
            transform=affine(master_transform),
            transforms=pack_numbers(all_transforms) if len(all_transforms) else None,
            offsets=pack_numbers(offsets),
            offset_transform=affine(offset_trans),
            facecolors=pack_numbers(facecolors),
            edgecolors=pack_numbers(edgecolors),
            linewidths=plain.plain(linewidths),
            linestyles=plain.plain(linestyles),
            antialiaseds=[bool(value) for value in np.atleast_1d(antialiaseds)],
            urls=plain.plain(urls),
            hatchcolors=pack_numbers(hatchcolors) if hatchcolors is not None and len(hatchcolors) else None,
        )

    def draw_quad_mesh(
        self,
        gc: Any,
        master_transform: Any,
        meshWidth: Any,
        meshHeight: Any,
        coordinates: Any,
        offsets: Any,
        offsetTrans: Any,
        facecolors: Any,
        antialiased: Any,
        edgecolors: Any,
    ) -> None:
        """Note a mesh of four-cornered cells."""
        if self.filters:
            return self.filters[-1].draw_quad_mesh(
                gc, master_transform, meshWidth, meshHeight, coordinates, offsets, offsetTrans, facecolors, antialiased,
                edgecolors,
            )  # fmt: skip
        self.note(
            "mesh",
            gc,
            mesh=pack_numbers(coordinates),
            transform=affine(master_transform),
            offsets=pack_numbers(offsets),
            offset_transform=affine(offsetTrans),
            facecolors=pack_numbers(np.reshape(facecolors, (-1, 4))),
            edgecolors=None if edgecolors is None else pack_numbers(np.reshape(edgecolors, (-1, 4))),
            antialiased=bool(antialiased),
        )

    def draw_gouraud_triangles(self, gc: Any, triangles_array: Any, colors_array: Any, transform: Any) -> None:
        """Note triangles whose colours run from corner to corner."""
        if self.filters:
            return self.filters[-1].draw_gouraud_triangles(gc, triangles_array, colors_array, transform)
        corners, colors = pack_numbers(triangles_array), pack_numbers(colors_array)
        self.note("triangles", gc, triangles=corners, colors=colors, transform=affine(transform))

    def draw_image(self, gc: Any, x: float, y: float, im: Any, transform: Any = None) -> None:
        """Note a picture."""
        if self.filters:
            return self.filters[-1].draw_image(gc, x, y, im)
        self.note("image", gc, image=pack_picture(im), at=[float(x), float(y)])

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Note one line of text; of a font that is a file of its own, what it looks like."""
        if self.filters:
            self.filters[-1].draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]
            return
        special = any(getattr(mtext, f"get_{name}", bool)() for name in SHAPING)
        if prop.get_file() is not None or special:
            self.start_filter()
            self.filters[-1].draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]
            self.stop_filter(as_it_is)
            return
        self.note(
            "text",
            gc,
            text=s,
            at=[float(x), float(self.height - y)],
            font=font(prop),
            angle=float(angle),
            math=bool(ismath),
        )

    def draw_tex(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        *,
        mtext: Any = None,
    ) -> None:
        """Note what LaTeX has made of a text."""
        self.start_filter()
        self.filters[-1].draw_tex(gc, x, y, s, prop, angle, mtext=mtext)  # type: ignore[no-untyped-call]
        self.stop_filter(as_it_is)

    def start_filter(self) -> None:
        """Let Agg draw what comes, until `stop_filter`."""
        self.filters.append(RendererAgg(self.width, self.height, self.dpi))  # type: ignore[no-untyped-call]

    def stop_filter(self, filter_func: Any) -> None:
        """Note the picture that a filter makes of what was drawn since `start_filter`."""
        pixels = np.asarray(self.filters.pop().buffer_rgba())  # type: ignore[no-untyped-call]
        rows, columns = cbook._get_nonzero_slices(pixels[..., 3])  # type: ignore[attr-defined]
        part = pixels[rows, columns]
        if not part.size:
            return
        picture, right, up = filter_func(part / 255, self.dpi)
        if picture.dtype.kind == "f":
            picture = np.asarray(picture * 255.0, np.uint8)
        place = columns.start + right, int(self.height) - rows.stop + up
        self.draw_image(self.new_gc(), *place, picture[::-1])

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Any:
        """Measure a text."""
        return self.agg.get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-untyped-call]

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size of the figure in pixels."""
        return self.width, self.height

    def flipy(self) -> bool:
        """Take the places of texts from the top, as Agg does: some artists do not ask."""
        return True

    def points_to_pixels(self, points: Any) -> Any:
        """Return a length in points in pixels."""
        return points * self.dpi / 72

    def option_image_nocomposite(self) -> bool:
        """Take each picture for itself."""
        return True


def as_it_is(pixels: Any, dpi: float) -> tuple[Any, int, int]:
    """Leave a picture as it is: a filter that does nothing."""
    return pixels, 0, 0


def packed(path: Path) -> Any:
    """Return a path as text, with its own way to be simplified where that is not the usual one."""
    text = pack_path(path)
    usual = Path(path.vertices, path.codes)
    if (path.should_simplify, path.simplify_threshold) == (usual.should_simplify, usual.simplify_threshold):
        return text
    return {"path": text, "simplify": bool(path.should_simplify), "threshold": float(path.simplify_threshold)}


UNMOVED = pack_affine(IdentityTransform())
"""The transform that changes nothing."""


def affine(transform: Transform) -> str | None:
    """Return a transform as text; None if it changes nothing."""
    return None if (text := pack_affine(transform)) == UNMOVED else text


def color(value: Any) -> Any:
    """Return a colour as numbers."""
    return None if value is None else [float(part) for part in value]


def font(prop: FontProperties) -> dict[str, Any]:
    """Return a font by its names and size."""
    return {name: plain.plain(getattr(prop, f"get_{name}")()) for name in FONT}


def pen_of(gc: Any) -> dict[str, Any]:
    """Return what of a graphics context is not as at the beginning."""
    pen: dict[str, Any] = {}
    for name, usual in PEN.items():
        value = getattr(gc, f"_{name}")
        if value != usual:
            pen[name] = plain.plain(value)
    if gc._cliprect is not None:
        pen["cliprect"] = [float(edge) for edge in gc._cliprect.extents]
    path, transform = gc.get_clip_path()
    if path is not None:
        pen["clippath"] = {"path": packed(path), "transform": pack_affine(transform)}
    return pen
