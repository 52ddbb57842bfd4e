"""Boxes of texts and small artists: anchored in a corner, or pointing at a place.

What is in a box is a tree: rows and columns of boxes, whose leaves are texts, drawing areas and pictures. The pixels of
a picture, of which a box may hold one, are in the CSV.
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np
from matplotlib.offsetbox import (
    AnchoredOffsetbox,
    AnnotationBbox,
    DrawingArea,
    HPacker,
    OffsetBox,
    OffsetImage,
    PackerBase,
    TextArea,
    VPacker,
)
from matplotlib.offsetbox import AnchoredText as AnchoredTextBox
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from scitex_plt.artists import grids, images, patches
from scitex_plt.artists.annotations import (
    arrow_of,
    arrow_properties,
    coordinates,
    each,
    number,
    to_arrow,
    to_coordinates,
)
from scitex_plt.artists.boxes import SHAPE
from scitex_plt.artists.samples import redraw_sample, samples_of
from scitex_plt.artists.texts import STYLE, reword, worded
from scitex_plt.coordinates import system_of, transform_of
from scitex_plt.errors import RecipeError
from scitex_plt.properties import COMMON, Property, Style, apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported

PACKERS: dict[str, type[PackerBase]] = {"columns": HPacker, "rows": VPacker}
"""How the boxes in a box are packed: beside one another, or below."""

PACKING = {"align": "baseline", "height": None, "mode": "fixed", "pad": 0.0, "sep": 0.0, "width": None}
"""What a packer is told → its value if it is not."""

AREA = ("width", "height", "xdescent", "ydescent")


FRAME: tuple[Property, ...] = (
    SHAPE,
    *(prop for prop in patches.PROPERTIES if prop.name != "label"),
)
"""The frame of a box."""


NOTHING: dict[str, Any] = {"columns": []}
"""A box with nothing in it."""


def tree_of(box: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of a box and all that is in it; the pixels of a picture go to `series`.

    Raises
    ------
    Unsupported
        If there is something in it that cannot be told.
    """
    style = differences(box, OffsetBox(), COMMON)
    said = leaf_of(box, series)
    return said | ({"style": style} if style else {})


def leaf_of(box: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of a box, by its kind."""
    if type(box) is TextArea:
        text: Text = vars(box)["_text"]
        if text.get_position() != (0, 0):
            raise Unsupported("the place of a text in its box")
        said = worded(text, Text())
        return {"text": said} | ({"multilinebaseline": True} if box.get_multilinebaseline() else {})
    if type(box) is DrawingArea:
        area = {"area": [float(getattr(box, name)) for name in AREA], "artists": samples_of(box)}
        return area | ({"clip": True} if box.clip_children else {})
    if type(box) is OffsetImage:
        return picture_of(box, series)
    for name, kind in PACKERS.items():
        if type(box) is kind:
            told = {option: plain.plain(getattr(box, option)) for option in PACKING}
            own = {option: value for option, value in told.items() if value != PACKING[option]}
            return {name: [tree_of(child, series) for child in box.get_children()], **own}
    raise Unsupported(f"the {type(box).__name__} in it")


def picture_of(box: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of a picture in a box."""
    if series.columns:
        raise Unsupported("the pictures in it, which are several")
    rows, columns = box.image.get_size()
    series.add("y", np.arange(rows))
    names = grids.names_of(range(columns))
    said: dict[str, Any] = {"picture": images.styled(box.image, OffsetImage([[0.0]]).image, series, names, {})}
    if (zoom := float(box.get_zoom())) != 1:
        said["zoom"] = zoom
    return said if box._dpi_cor else said | {"dpi_cor": False}


def box_of(said: dict[str, Any], points: Points | None) -> Any:
    """Return the box that `tree_of` told."""
    box = made(said, points)
    apply(said.get("style", {}), box, COMMON)
    return box


def made(said: dict[str, Any], points: Points | None) -> Any:
    """Return a box, by its kind."""
    if "text" in said:
        box: Any = TextArea("", multilinebaseline=said.get("multilinebaseline", False))
        reword(said["text"], box._text, STYLE)
        return box
    if "area" in said:
        area = DrawingArea(**dict(zip(AREA, said["area"], strict=True)), clip=said.get("clip", False))
        for sample in said["artists"]:
            redraw_sample(sample, area)
        return area
    if "picture" in said:
        box = OffsetImage([[0.0]], zoom=said.get("zoom", 1), dpi_cor=said.get("dpi_cor", True))
        pixels = images.restyled(box.image, said["picture"], points)
        box.set_data(grids.read(pixels, said["picture"], images.rows_of(pixels)))
        return box
    for name, kind in PACKERS.items():
        if name in said:
            options = {option: said[option] for option in PACKING if option in said}
            return kind(children=[box_of(child, points) for child in said[name]], **options)
    raise RecipeError(f"no box has the keys {', '.join(said)}: expected one of area, columns, picture, rows, text")


@dataclass(frozen=True)
class Anchored:
    """A kind of box that is anchored in a corner."""

    make: Callable[[dict[str, Any], dict[str, Any], Points | None], Any]
    """(entry, options of any anchored box, columns) → the box."""

    def extract(self, box: Any, owner: Any, series: Series) -> dict[str, Any]:
        """Return what a recipe says of an anchored box; a picture in it goes to `series`."""
        content = tree_of(box.get_child(), series)
        entry: dict[str, Any] = anchored_as(box, owner) | {"content": content}
        empty = entry if "text" in content else entry | {"content": NOTHING}
        usual = self.make(empty, options_of(entry, owner), None)
        if style := differences(box, usual, COMMON):
            entry["style"] = style
        if frame := differences(box.patch, usual.patch, FRAME):
            entry["frame"] = frame
        return entry

    def redraw(self, entry: dict[str, Any], owner: Any, points: Points | None) -> Any:
        """Add the anchored box that `entry` describes to axes or to a figure."""
        box = self.make(entry, options_of(entry, owner), points)
        apply(entry.get("style", {}), box, COMMON)
        apply(entry.get("frame", {}), box.patch, FRAME)
        return owner.add_artist(box)


PLACES = {code: name for name, code in AnchoredOffsetbox.codes.items()}

OPTIONS: dict[str, Callable[[Any], Any]] = {
    "borderpad": attrgetter("borderpad"),
    "fontsize": lambda box: box.prop.get_size_in_points(),
    "frameon": lambda box: box.patch.get_visible(),
    "pad": attrgetter("pad"),
}

USUAL: dict[str, Any] = {"borderpad": 0.5, "frameon": True, "pad": 0.4}


def anchored_as(box: Any, owner: Any) -> dict[str, Any]:
    """Return what a recipe says of where an anchored box stands, and how far from its frame and its corner."""
    said = {name: read(box) for name, read in OPTIONS.items()} | anchor_of(box, owner)
    own = {name: plain.plain(value) for name, value in said.items() if value != USUAL.get(name, ...)}
    return {"loc": PLACES[box.loc], **own}


def options_of(entry: dict[str, Any], owner: Any) -> dict[str, Any]:
    """Return what any anchored box is told."""
    options = {name: entry.get(name, USUAL[name]) for name in ("borderpad", "frameon", "pad")}
    if "anchor" in entry:
        options["bbox_to_anchor"] = tuple(entry["anchor"])
        options["bbox_transform"] = transform_of(entry["anchor_in"], owner)
    return options


def anchor_of(box: Any, owner: Any) -> dict[str, Any]:
    """Return where an anchored box is placed; nothing is said if that is in the axes as a whole."""
    anchor, transform = box._bbox_to_anchor, box._bbox_to_anchor_transform
    if anchor is None:
        return {}
    if type(anchor) is not Bbox:
        raise Unsupported("its anchor")
    return {"anchor": anchor.bounds, "anchor_in": "pixels" if transform is None else system_of(transform, owner)}


def make_box(entry: dict[str, Any], options: dict[str, Any], points: Points | None) -> AnchoredOffsetbox:
    """Return an anchored box."""
    font = {"size": entry["fontsize"]}
    return AnchoredOffsetbox(entry["loc"], child=box_of(entry["content"], points), prop=font, **options)  # type: ignore[arg-type]


def make_text(entry: dict[str, Any], options: dict[str, Any], points: Points | None) -> Any:
    """Return an anchored text."""
    content = entry["content"]
    box: Any = AnchoredTextBox("", entry["loc"], prop={"size": entry["fontsize"]}, **options)
    reword(content["text"], box.txt._text, STYLE)
    apply(content.get("style", {}), box.txt, COMMON)
    box.prop = box.txt._text.get_fontproperties()
    return box


ANCHORED = {"anchored box": Anchored(make_box), "anchored text": Anchored(make_text)}


def extract(box: AnnotationBbox, owner: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of a box that points at a place; a picture in it goes to `series`."""
    pointed, placed = coordinates(box.xycoords, owner), coordinates(box.boxcoords, owner)
    entry: dict[str, Any] = {
        "content": tree_of(box.offsetbox, series),
        "xy": place_in(pointed, box.xy, owner),
        "position": place_in(placed, box.xybox, owner),
        "coordinates": pointed,
        "box_coordinates": placed,
        "alignment": plain.plain(box._box_alignment),  # type: ignore[attr-defined]
        "fontsize": float(box.prop.get_size_in_points()),
    }
    if (clip := box.get_annotation_clip()) is not None:
        entry["annotation_clip"] = bool(clip)
    if (arrow := arrow_of(box, styled=True)) is not None:
        entry["arrow"] = arrow
    usual = pointing(entry | {"content": NOTHING}, owner, None)
    if style := differences(box, usual, COMMON):
        entry["style"] = style
    if frame := differences(box.patch, usual.patch, FRAME):
        entry["frame"] = frame
    return entry


def place_in(told: Plain, place: Any, owner: Any) -> list[float]:
    """Return a place in numbers."""
    sides = zip("xy", each(told), place, strict=True)
    return [number(value, side, owner) if one == "data" else float(value) for side, one, value in sides]


def pointing(entry: dict[str, Any], owner: Any, points: Points | None) -> AnnotationBbox:
    """Return a box that points at a place, with nothing of its style set."""
    return AnnotationBbox(
        box_of(entry["content"], points),
        tuple(entry["xy"]),
        xybox=tuple(entry["position"]),
        xycoords=to_coordinates(entry["coordinates"], owner),
        boxcoords=to_coordinates(entry["box_coordinates"], owner),
        box_alignment=tuple(entry["alignment"]),
        annotation_clip=entry.get("annotation_clip"),
        fontsize=entry["fontsize"],
        arrowprops=to_arrow(entry["arrow"]) if "arrow" in entry else None,
    )


def redraw(entry: dict[str, Any], owner: Any, points: Points | None) -> AnnotationBbox:
    """Add the box that `entry` describes to axes or to a figure."""
    box = pointing(entry, owner, points)
    apply(entry.get("style", {}), box, COMMON)
    apply(entry.get("frame", {}), box.patch, FRAME)
    if box.arrow_patch is not None:
        apply(entry["arrow"].get("style", {}), box.arrow_patch, arrow_properties())
    added: AnnotationBbox = owner.add_artist(box)
    return added


def look(box: Any) -> Style:
    """Return what a legend shows of a box: nothing."""
    return {}
