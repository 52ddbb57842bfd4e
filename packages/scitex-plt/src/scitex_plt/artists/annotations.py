"""Annotations: a text that points at a place, with or without an arrow."""

from dataclasses import dataclass
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import ArrowStyle, ConnectionStyle, FancyArrowPatch
from matplotlib.text import Annotation, OffsetFrom
from matplotlib.transforms import Bbox, BboxBase, IdentityTransform, Transform

from scitex_plt import references
from scitex_plt.artists import patches
from scitex_plt.artists.texts import STYLE
from scitex_plt.coordinates import system_of, transform_of
from scitex_plt.properties import Property, apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported

UNITS = ("fontsize", "fraction", "pixels", "points")
BOXES = ("axes", "figure", "offset", "subfigure")

PLAIN_ARROW = {"headlength": 12, "headwidth": 12, "shrink": 0.0, "width": 4}
"""What an arrow without a style of its own is told → what matplotlib takes if it is not."""

USUAL: dict[str, Any] = {
    "connectionstyle": "arc3",
    "mutation_aspect": 1,
    "relpos": [0.5, 0.5],
    "shrinkA": 2.0,
    "shrinkB": 2.0,
}
"""What an arrow is told if nothing else is said."""

SHRINKING = ("shrinkA", "shrinkB")


BAR_LABEL = "Axes.bar_label.<locals>.<lambda>"
"""The function that is the coordinates of a label in the middle of a bar."""


@dataclass(frozen=True)
class ShownPart:
    """Coordinates of what its clip box leaves of an artist."""

    artist: Artist

    def __call__(self, renderer: Any) -> BboxBase:
        """Return the part of the artist that shows, in pixels."""
        box: Any = self.artist.get_clip_box()
        return Bbox.intersection(self.artist.get_window_extent(renderer), box) or Bbox.null()


def coordinates(value: Any, owner: Any) -> Plain:
    """Return the coordinates of a place: matplotlib's word, one for each direction, a transform, or another artist.

    Raises
    ------
    Unsupported
        If they are a function, or an artist that has no name.
    """
    if isinstance(value, tuple | list):
        return [coordinates(side, owner) for side in value]
    if isinstance(value, str):
        box, _, unit = value.partition(" ")
        if value not in ("data", "polar") and (box not in BOXES or unit not in UNITS):
            raise Unsupported(f"its coordinates {value!r}")
        return str(value)
    if isinstance(value, Transform):
        return {"transform": system_of(value, owner)}
    if isinstance(value, Artist | BboxBase):
        return references.told(value)
    if type(value) is OffsetFrom:
        kept = vars(value)
        reference = plain.plain(kept["_ref_coord"])
        return {"from": references.told(kept["_artist"]), "at": reference, "unit": value.get_unit()}
    if type(value) is ShownPart:
        return {"shown part of": references.told(value.artist)}
    if getattr(value, "__qualname__", "") == BAR_LABEL:
        return {"shown part of": references.told(value.__defaults__[0])}
    raise Unsupported("its coordinates, which are a user's own")


def to_coordinates(said: Any, owner: Any) -> Any:
    """Return the coordinates that `coordinates` told as matplotlib takes them."""
    if isinstance(said, list):
        return tuple(to_coordinates(side, owner) for side in said)
    if not isinstance(said, dict):
        return said
    if "shown part of" in said:
        return ShownPart(references.found(said["shown part of"]))
    if "from" in said:
        return OffsetFrom(references.found(said["from"]), tuple(said["at"]), said["unit"])
    return transform_of(said["transform"], owner) if "transform" in said else references.found(said)


def number(place: Any, side: str, owner: Any) -> float:
    """Return a place along x or y as a number, also where it was given as a date or a name."""
    return float(getattr(owner, f"convert_{side}units")(place) if hasattr(owner, "transData") else place)


def arrow_properties() -> list[Property]:
    """Return the rows for an arrow: those of a patch that the annotation does not set."""
    return [prop for prop in patches.PROPERTIES if prop.name != "label"]


def arrow_of(annotation: Any, *, styled: bool = False) -> Plain:
    """Return what a recipe says of the arrow of an annotation; None if it has none.

    That of a box is always `styled`; that of a text only if a style was named.
    """
    told, arrow = annotation.arrowprops, annotation.arrow_patch
    if told is None or arrow is None:
        return None
    if arrow.get_clip_box() is not None or arrow.get_clip_path() is not None or arrow.is_transform_set():
        raise Unsupported("the place of its arrow")
    said: dict[str, Any] = {}
    if styled or "arrowstyle" in told:
        said["arrowstyle"] = patches.style_named(arrow.get_arrowstyle(), ArrowStyle, "its arrow style")
        said["relpos"] = plain.plain(annotation._arrow_relpos)
        said |= {name: float(getattr(arrow, name)) for name in SHRINKING}
    else:
        said |= {name: float(told[name]) for name in PLAIN_ARROW if name in told}
    said["connectionstyle"] = patches.style_named(arrow.get_connectionstyle(), ConnectionStyle, "its connection style")
    if told.get("patchA") is not None:
        said["patchA"] = references.told(told["patchA"])
    elif "patchA" in told:
        said["from_middle"] = True
    if arrow.patchB is not None:
        said["patchB"] = references.told(arrow.patchB)
    if "mutation_scale" in told:
        said["mutation_scale"] = float(told["mutation_scale"])
    said["mutation_aspect"] = plain.plain(arrow._mutation_aspect)
    usual = FancyArrowPatch((0, 0), (1, 1), **to_arrow(said, bare=True))
    said = {name: value for name, value in said.items() if value != USUAL.get(name, ...)}
    if style := differences(arrow, usual, arrow_properties()):
        said["style"] = style
    return said


def to_arrow(said: dict[str, Any], *, bare: bool = False) -> dict[str, Any]:
    """Return what `arrow_of` told as an annotation takes it; `bare`: as a patch does."""
    options = {name: value for name, value in said.items() if name != "style"}
    for name, family in (("arrowstyle", ArrowStyle), ("connectionstyle", ConnectionStyle)):
        if name in options:
            options[name] = patches.style_of_name(options[name], family)
    if "relpos" in options:
        options["relpos"] = tuple(options["relpos"])
    for name in ("patchA", "patchB"):
        if name in options:
            options[name] = references.found(options[name])
    if options.pop("from_middle", False):
        options["patchA"] = None
    if not bare:
        return options
    return {name: value for name, value in options.items() if name != "relpos" and name not in PLAIN_ARROW}


def extract(annotation: Annotation, owner: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `annotation`; it has no columns."""
    pointed, placed = coordinates(annotation.xycoords, owner), coordinates(annotation.anncoords, owner)
    sides = list(zip("xy", each(pointed), annotation.xy, strict=True))
    entry: dict[str, Any] = {
        "text": annotation.get_text(),
        "xy": [number(place, side, owner) if told == "data" else float(place) for side, told, place in sides],
    }
    sides = list(zip("xy", each(placed), (annotation._x, annotation._y), strict=True))  # type: ignore[attr-defined]
    place = [number(place, side, owner) if told == "data" else float(place) for side, told, place in sides]
    if place != entry["xy"] or placed != pointed:
        entry["position"] = place
    if pointed != "data":
        entry["coordinates"] = pointed
    if placed != pointed:
        entry["text_coordinates"] = placed
    if (clip := annotation.get_annotation_clip()) is not None:
        entry["annotation_clip"] = bool(clip)
    if (arrow := arrow_of(annotation)) is not None:
        entry["arrow"] = arrow
    if style := differences(annotation, Annotation("", (0, 0)), STYLE):
        entry["style"] = style
    return entry


def each(told: Plain) -> list[Plain]:
    """Return the coordinates of x and of y."""
    return told if isinstance(told, list) else [told, told]


def redraw(entry: dict[str, Any], owner: Any, points: Points | None) -> Annotation:
    """Add the annotation that `entry` describes to axes or to a figure."""
    pointed = entry.get("coordinates", "data")
    arrow = entry.get("arrow")
    annotation = Annotation(
        entry["text"],
        tuple(entry["xy"]),
        xytext=tuple(entry.get("position", entry["xy"])),
        xycoords=to_coordinates(pointed, owner),
        textcoords=to_coordinates(entry.get("text_coordinates", pointed), owner),
        arrowprops=None if arrow is None else to_arrow(arrow),
        annotation_clip=entry.get("annotation_clip"),
    )
    annotation.set_transform(IdentityTransform())
    apply(entry.get("style", {}), annotation, STYLE)
    if annotation.arrow_patch is not None and arrow is not None:
        apply(arrow.get("style", {}), annotation.arrow_patch, arrow_properties())
    if isinstance(owner, Axes):
        if annotation.get_clip_on():
            annotation.set_clip_path(owner.patch)
        owner._add_text(annotation)  # type: ignore[attr-defined]
    else:
        owner.add_artist(annotation, clip=annotation.get_clip_on())
    return annotation
