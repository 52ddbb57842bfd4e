"""An artist that makes recorded calls again, and axes that do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, TransformedPatchPath, TransformedPath

from scitex_plt.drawings.packing import pack_path, unpack_affine, unpack_numbers, unpack_path, unpack_picture
from scitex_plt.drawings.recording import FONT, PEN, Call
from scitex_plt.errors import RecipeError
from scitex_plt.tables.columns import Points


@dataclass(frozen=True)
class Shown:
    """What a drawing shows, which a figure that was drawn again knows as little of as the drawing does."""

    entry: dict[str, str]
    """Its kind and name in the recipe; `of` what class it is, if the recipe says so."""
    where: str
    """The name of its axes."""
    points: Points | None


class Drawing(Artist):
    """What some artist has drawn.

    Parameters
    ----------
    calls : list of dict
        The calls of a renderer, as `recording` notes them.
    size : list of float
        Width and height of the figure in pixels when they were recorded; with the figure they are scaled.
    box : list of float, optional
        The box that it takes up where room is made for it, in pixels.
    origin : list of float, optional
        The lower left corner of the figure, in pixels: not 0, 0 where it was a part of another.
    """

    def __init__(
        self, calls: list[Call], size: list[float], box: list[float] | None = None, origin: Sequence[float] = (0.0, 0.0)
    ) -> None:
        super().__init__()
        self.calls, self.size, self.box, self.origin = calls, size, box, origin
        self.known: dict[str, str] = {}
        """Of what class it was, and why it is a drawing."""
        self.shown: Shown | None = None
        self.set_in_layout(box is not None)
        self.set_clip_on(False)

    @property
    def placing(self) -> Affine2D:
        """The transform from the pixels of then to those of now; a save cut to what is drawn moves them."""
        now: Any = self.get_figure(root=False).transFigure._boxout  # type: ignore[union-attr]
        width, height = self.size
        left, bottom = self.origin
        placing = Affine2D().translate(-left, -bottom).scale(now.width / width, now.height / height)
        return placing.translate(now.x0, now.y0)

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: Any) -> None:
        """Make the calls again."""
        if self.get_visible():
            replay(self.calls, renderer, self.placing, frame=getattr(self.axes, "patch", None))
        self.stale = False

    def get_tightbbox(self, renderer: Any = None) -> Bbox | None:
        """Return the box that it takes up."""
        return Bbox.from_extents(*self.box).transformed(self.placing) if self.box else None

    def get_window_extent(self, renderer: Any = None) -> Bbox:
        """Return the box that it takes up, or an empty one."""
        return self.get_tightbbox(renderer) or Bbox.null()


class DrawnAxes(Axes):
    """Axes that are only drawn: they have a place among the others, but no data."""

    drawing: Drawing
    shown: Sequence[Shown] = ()

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: Any) -> None:
        """Draw them as they were."""
        self.drawing.draw(renderer)

    def get_tightbbox(self, renderer: Any = None, *args: Any, **kwargs: Any) -> Bbox | None:
        """Return the box that they take up."""
        return self.drawing.get_tightbbox(renderer)


def replay(calls: list[Call], renderer: Any, placing: Affine2D, *, frame: Patch | None = None) -> None:
    """Make calls on a renderer, at places that `placing` finds from those of then.

    What was cut off by the frame of its axes is cut off by the very `frame`: Agg takes the edge of a cut from the one
    before if both are by the same path.
    """
    for call in calls:
        name = next((name for name in CALLS if name in call), None)
        if name is None:
            raise RecipeError(f"no drawing has the keys {', '.join(call)}: expected one of {', '.join(CALLS)}")
        gc = pen(renderer, call.get("pen", {}), placing)
        if frame is not None and is_cut_by(frame, call.get("pen", {}), gc):
            gc.set_clip_path(TransformedPatchPath(frame))
        CALLS[name](renderer, gc, call, placing)
        gc.restore()


def is_cut_by(frame: Patch, said: dict[str, Any], gc: Any) -> bool:
    """Say whether what is drawn with `gc` is cut off by a frame."""
    if "clippath" not in said:
        return False
    edge, place = TransformedPatchPath(frame).get_transformed_path_and_affine()
    same = said["clippath"]["path"] == pack_path(edge)
    return same and bool(np.allclose(gc.get_clip_path()[1].get_matrix(), place.get_matrix()))


def draw_path(renderer: Any, gc: Any, call: Call, placing: Affine2D) -> None:
    """Draw a path."""
    renderer.draw_path(gc, path_of(call["path"]), moved(call, placing), color(call, "fill"))


def draw_markers(renderer: Any, gc: Any, call: Call, placing: Affine2D) -> None:
    """Draw a marker at each point of a path."""
    marker = call["marker"]
    shape, place = path_of(marker["path"]), path_of(call["markers"])
    size = moved(marker, scaling(placing))
    renderer.draw_markers(gc, shape, size, place, moved(call, placing), color(call, "fill"))


def draw_paths(renderer: Any, gc: Any, call: Call, placing: Affine2D) -> None:
    """Draw many paths."""
    transforms = unpack_numbers(call["transforms"]) if "transforms" in call else np.empty((0, 3, 3))
    shapes, offsets = moved_with_offsets(call, placing)
    more = {"hatchcolors": unpack_numbers(call["hatchcolors"])} if "hatchcolors" in call else {}
    renderer.draw_path_collection(
        gc,
        shapes,
        [path_of(path) for path in call["paths"]],
        transforms,
        unpack_numbers(call["offsets"]),
        offsets,
        unpack_numbers(call["facecolors"]),
        unpack_numbers(call["edgecolors"]),
        np.asarray(call["linewidths"], dtype=float),
        [(offset, lengths) for offset, lengths in call["linestyles"]],
        call["antialiaseds"],
        call.get("urls") or [None],
        "screen",
        **more,
    )


def draw_mesh(renderer: Any, gc: Any, call: Call, placing: Affine2D) -> None:
    """Draw a mesh."""
    corners = unpack_numbers(call["mesh"])
    if corners.ndim != 3 or corners.shape[2] != 2 or min(corners.shape) < 2:
        raise RecipeError(f"a mesh of a drawing is damaged: its shape is {corners.shape}")
    rows, columns = corners.shape[0] - 1, corners.shape[1] - 1
    cells, offsets = moved_with_offsets(call, placing)
    renderer.draw_quad_mesh(
        gc,
        cells,
        columns,
        rows,
        corners,
        unpack_numbers(call["offsets"]),
        offsets,
        unpack_numbers(call["facecolors"]),
        call["antialiased"],
        unpack_numbers(call["edgecolors"]) if "edgecolors" in call else None,
    )


def draw_triangles(renderer: Any, gc: Any, call: Call, placing: Affine2D) -> None:
    """Draw triangles."""
    corners, colors = unpack_numbers(call["triangles"]), unpack_numbers(call["colors"])
    renderer.draw_gouraud_triangles(gc, corners, colors, moved(call, placing).frozen())


def draw_image(renderer: Any, gc: Any, call: Call, placing: Affine2D) -> None:
    """Draw a picture; scaled by the renderer if it can, else here."""
    pixels = unpack_picture(call["image"])
    x, y = placing.transform(call["at"])
    height, width = pixels.shape[:2]
    (right, _, _), (_, up, _), _ = placing.get_matrix()
    if renderer.option_scale_image():
        renderer.draw_image(gc, x, y, pixels, Affine2D().scale(width * right, height * up))
    else:
        renderer.draw_image(gc, x, y, resized(pixels, width * right, height * up))


def resized(pixels: Any, width: float, height: float) -> Any:
    """Return a picture of another size; itself if that is its own."""
    from PIL import Image

    size = max(1, round(width)), max(1, round(height))
    return pixels if size == pixels.shape[1::-1] else np.array(Image.fromarray(pixels).resize(size))


def draw_text(renderer: Any, gc: Any, call: Call, placing: Affine2D) -> None:
    """Draw one line of text; some renderers measure its place from the top."""
    x, y = placing.transform(call["at"])
    if renderer.flipy():
        y = renderer.get_canvas_width_height()[1] - y
    renderer.draw_text(gc, x, y, str(call["text"]), font_of(call["font"]), float(call["angle"]), bool(call["math"]))


def font_of(said: dict[str, Any]) -> FontProperties:
    """Return a font by its names and size; never by a file, which a pattern in place of a name could tell."""
    font = FontProperties()
    for name in FONT:
        if name in said:
            getattr(font, f"set_{name}")(said[name])
    return font


CALLS: dict[str, Callable[[Any, Any, Call, Affine2D], None]] = {
    "image": draw_image,
    "markers": draw_markers,
    "mesh": draw_mesh,
    "paths": draw_paths,
    "path": draw_path,
    "text": draw_text,
    "triangles": draw_triangles,
}
"""The key by which a call is known → how it is made."""


def moved(call: Call, placing: Affine2D, name: str = "transform") -> Any:
    """Return a transform of a call, to the places of now."""
    return unpack_affine(call[name]) + placing if name in call else placing


def moved_with_offsets(call: Call, placing: Affine2D) -> tuple[Any, Any]:
    """Return the transforms of shapes and of their offsets, which are added up: one of the two moves."""
    if unpack_numbers(call["offsets"]).any() or "offset_transform" in call:
        return moved(call, scaling(placing)).frozen(), moved(call, placing, "offset_transform").frozen()
    return moved(call, placing).frozen(), scaling(placing)


def scaling(placing: Affine2D) -> Affine2D:
    """Return what scales as `placing` does, and moves nothing."""
    (right, _, _), (_, up, _), _ = placing.get_matrix()
    return Affine2D().scale(right, up)


def path_of(said: Any) -> Path:
    """Return a path."""
    if isinstance(said, str):
        return unpack_path(said)
    path = unpack_path(said["path"])
    path.should_simplify = bool(said["simplify"])
    path.simplify_threshold = float(said["threshold"])
    return path


def color(call: Call, name: str) -> Any:
    """Return a colour of a call."""
    return tuple(call[name]) if name in call else None


def pen(renderer: Any, said: dict[str, Any], placing: Affine2D) -> Any:
    """Return a graphics context."""
    gc = renderer.new_gc()
    for name in PEN.keys() & said.keys():
        SETTERS.get(name, set_plainly(name))(gc, said[name])
    if "cliprect" in said:
        gc.set_clip_rectangle(Bbox.from_extents(*said["cliprect"]).transformed(placing))
    if "clippath" in said:
        packed = said["clippath"]["path"]
        path = clip_of(packed) if isinstance(packed, str) else path_of(packed)
        gc.set_clip_path(TransformedPath(path, moved(said["clippath"], placing)))
    return gc


@lru_cache(maxsize=64)
def clip_of(packed: str) -> Path:
    """Return the path that cuts off: one for all calls, as Agg draws a mask anew for each path that it does not know.

    How it draws one depends on the call. It knows a path by its place in memory: one that is gone might be taken for
    another.
    """
    return unpack_path(packed)


def set_plainly(name: str) -> Callable[[Any, Any], None]:
    """Return the setter of what is kept as it is."""

    def put(gc: Any, value: Any) -> None:
        setattr(gc, f"_{name}", tuple(value) if isinstance(value, list) else value)

    return put


SETTERS: dict[str, Callable[[Any, Any], None]] = {
    "capstyle": lambda gc, value: gc.set_capstyle(value),
    "dashes": lambda gc, value: gc.set_dashes(*value),
    "joinstyle": lambda gc, value: gc.set_joinstyle(value),
}
