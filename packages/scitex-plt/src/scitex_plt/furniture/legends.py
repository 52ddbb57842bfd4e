"""Legends of axes and figures: which artists it explains, in which words, where."""

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter, methodcaller
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.cbook import _setattr_cm
from matplotlib.container import Container, ErrorbarContainer
from matplotlib.legend import Legend
from matplotlib.legend_handler import HandlerBase
from matplotlib.lines import Line2D
from matplotlib.offsetbox import DrawingArea, OffsetBox, PackerBase, TextArea
from matplotlib.patches import BoxStyle, Patch, Rectangle
from matplotlib.transforms import Bbox

from scitex_plt.artists import BY_TYPE, lines, patches
from scitex_plt.artists.boxes import SHAPE
from scitex_plt.artists.samples import drawn_as, redraw_sample, samples_of
from scitex_plt.artists.texts import STYLE, reword, worded
from scitex_plt.coordinates import system_of, transform_of
from scitex_plt.errors import RecipeError
from scitex_plt.layout import parasites
from scitex_plt.layout.resting import awake
from scitex_plt.properties import Property, apply, differences, named, refuse_unsupported
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported

Drawn = Artist | Container

SHADOW = {"ox": 2, "oy": -2}
"""How a shadow falls."""

BEST = 0

ROUNDING = 1e-6
"""By how many pixels two corners may differ that are the same."""

NOT_DRAWN = (0, 0, 1, 1)
"""Where the frame of a legend is before it is drawn."""

PLACES = {code: name for name, code in Legend.codes.items()}


def place(legend: Any) -> Plain:
    """Return where a legend is to stand: a name, or its lower left corner."""
    code = awake(legend, "_loc_real")
    return PLACES[code] if isinstance(code, int) else plain.plain(code)


def place_found(legend: Any) -> int:
    """Return the code of the place that matplotlib has found best for a legend, which it finds anew on every draw.

    It was found for the picture, whose resolution need not be that of the figure: at another, the words are a little
    wider or narrower, and another place may be best.
    """
    renderer = legend.get_figure(root=True)._get_renderer()
    drawn = legend.legendPatch
    scale = drawn.get_mutation_scale() / renderer.points_to_pixels(legend._fontsize)
    left, bottom, width, height = (measure / scale for measure in drawn.get_bbox().bounds)
    if drawn.get_bbox().bounds == NOT_DRAWN:
        width, height = legend._legend_box.get_bbox(renderer).size
    size = Bbox.from_bounds(0, 0, width, height)
    around = legend.get_bbox_to_anchor()
    corners = {code: legend._get_anchored_bbox(code, size, around, renderer) for code in PLACES if code != BEST}
    for code, (x, y) in corners.items():
        if abs(x - left) <= ROUNDING and abs(y - bottom) <= ROUNDING:
            return code
    parent = legend.parent
    drawn_by_it = [child for one in parasites.of(parent) for child in one.get_children()]
    with warnings.catch_warnings(), _setattr_cm(parent, _children=[*parent._children, *drawn_by_it]):
        warnings.simplefilter("ignore", UserWarning)  # that it takes long, which it did when it was drawn
        best = legend._find_best_position(width, height, renderer)
    return next(code for code, corner in corners.items() if tuple(corner) == tuple(best))


def anchor(legend: Any) -> Plain:
    """Return the box that a legend is placed in; None is the axes' or the figure's own."""
    box = legend._bbox_to_anchor
    if box is None:
        return None
    if type(box._bbox) is not Bbox:
        raise Unsupported("its anchor")
    return plain.plain(box._bbox.bounds)


def anchor_system(legend: Any) -> Plain:
    """Return the coordinates of the box that a legend is placed in; None is fractions of the axes or the figure."""
    box, parent = legend._bbox_to_anchor, legend.parent
    if box is None:
        return None
    own = getattr(box._transform, "_boxout", None) is parent.bbox
    if own and box._transform is not getattr(parent, "transFigure", None):  # which a tight bounding box moves
        return None
    return system_of(box._transform, parent)


def is_fancy(legend: Any) -> bool:
    """Say whether the corners of the frame are round."""
    return isinstance(legend.legendPatch.get_boxstyle(), BoxStyle.Round)


def is_marker_first(legend: Any) -> bool:
    """Say whether markers stand before their words."""
    columns = legend._legend_handle_box.get_children()
    return not columns or not isinstance(columns[0].get_children()[0].get_children()[0], TextArea)


def shadow(legend: Any) -> Any:
    """Return whether the frame throws a shadow, or how that looks if not as usual."""
    own = {name: value for name, value in legend._shadow_props.items() if value != SHADOW.get(name)}
    return own if legend.shadow and own else legend.shadow


OPTIONS: dict[str, Callable[[Any], Any]] = {
    "alignment": methodcaller("get_alignment"),
    "bbox_to_anchor": anchor,
    "bbox_transform": anchor_system,
    "borderaxespad": attrgetter("borderaxespad"),
    "borderpad": attrgetter("borderpad"),
    "columnspacing": attrgetter("columnspacing"),
    "edgecolor": lambda legend: plain.color(legend.legendPatch.get_edgecolor()),
    "facecolor": lambda legend: plain.color(legend.legendPatch.get_facecolor()),
    "fancybox": is_fancy,
    "fontsize": attrgetter("_fontsize"),
    "framealpha": lambda legend: legend.legendPatch.get_alpha(),
    "frameon": methodcaller("get_frame_on"),
    "handleheight": attrgetter("handleheight"),
    "handlelength": attrgetter("handlelength"),
    "handletextpad": attrgetter("handletextpad"),
    "labelspacing": attrgetter("labelspacing"),
    "loc": place,
    "markerfirst": is_marker_first,
    "markerscale": attrgetter("markerscale"),
    "mode": attrgetter("_mode"),
    "ncols": attrgetter("_ncols"),
    "numpoints": attrgetter("numpoints"),
    "scatterpoints": attrgetter("scatterpoints"),
    "scatteryoffsets": attrgetter("_scatteryoffsets"),
    "shadow": shadow,
    "title": lambda legend: legend.get_title().get_text(),
}
"""What `Axes.legend` is told → how a legend tells it."""

OUTSIDE = Property("outside", attrgetter("_outside_loc"), lambda legend, side: setattr(legend, "_outside_loc", side))
"""The side of the figure where a layout engine makes room for a legend."""

COLORS = frozenset({"edgecolor", "facecolor"})

SIZES = ("width", "height", "xdescent", "ydescent")
"""The measures of an area beside the words."""

MANY = 200
"""How many artists are looked at to find out which one an entry without their label explains."""


PARTS: dict[str, tuple[Callable[[Any], Any], tuple[Property, ...]]] = {
    "frame": (
        attrgetter("legendPatch"),
        (
            SHAPE,
            *(prop for prop in patches.PROPERTIES if prop.name not in ("label", "edgecolor", "facecolor")),
        ),
    ),
    "style": (
        lambda legend: legend,
        (named("gid"), named("in_layout"), named("label", plain.label), OUTSIDE, named("visible"), named("zorder")),
    ),
    "title": (methodcaller("get_title"), STYLE),
}
"""What of a legend has a style besides its options."""


@dataclass(frozen=True)
class Kept:
    """Samples of a legend that are kept as such: no artist explains them."""

    samples: list[dict[str, Any]]


class KeptHandler(HandlerBase):
    """What puts samples that were kept into a legend."""

    def legend_artist(self, legend: Any, orig_handle: Any, fontsize: Any, handlebox: Any) -> Any:
        """Put them into the area of their entry."""
        added = [redraw_sample(said, handlebox) for said in orig_handle.samples]
        return added[0] if added else None


KEPT: Any = {Kept: KeptHandler()}


def extract(legend: Any, reference: Any, artists: Mapping[str, Drawn]) -> dict[str, Any]:
    """Return what a recipe says of a legend.

    Parameters
    ----------
    legend : Legend
        The legend of axes or of a figure.
    reference : Axes or Figure
        Fresh ones like those of the legend.
    artists : mapping
        Every artist that the recipe describes, by its name in the recipe.
    """
    refuse_unsupported(legend)
    areas = areas_of(legend)
    if len(areas) != len(legend.texts):
        raise Unsupported("the structure of its entries")
    told = [samples_of(area) for area in areas]
    options: dict[str, Any] = {}
    for _ in range(2):  # an option may change the default of another
        if not (more := differing_options(legend, made(reference, [Kept([])], options))):
            break
        options |= more
    entries, remade = explained_entries(legend, reference, artists, told, options)
    found: dict[str, Any] = {"entries": entries}
    if options:
        found["options"] = dict(sorted(options.items()))
    if awake(legend, "_loc_real") == BEST:
        found["resting"] = PLACES[place_found(legend) if legend._loc_real == BEST else legend._loc_real]
    for key, (part_of, properties) in PARTS.items():
        if style := differences(part_of(legend), part_of(remade), properties):
            found[key] = style
    for entry, text, its_text in zip(entries, legend.texts, remade.texts, strict=True):
        entry["text"] = worded(text, its_text)
    for entry, area, its_area in zip(entries, areas, areas_of(remade), strict=True):
        if (size := size_of(area)) != size_of(its_area):
            entry["size"] = size
    if boxes_of(legend) != boxes_of(remade):
        raise Unsupported("the structure of its entries")
    return found


def explained_entries(
    legend: Any, reference: Any, artists: Mapping[str, Drawn], told: list[Any], options: dict[str, Any]
) -> tuple[list[dict[str, Any]], Any]:
    """Return what each entry of a legend explains, and the legend made of that.

    That is an artist of the recipe, if its entry looks as this one does, else a line or a patch made for the legend,
    else what stands in the entry itself.
    """
    choices = candidates(legend, artists, told, axes_of_legend=legend.axes)
    chosen = [next(choice) for choice in choices]
    areas = areas_of(legend)
    while True:
        remade = made(reference, [handle for _, handle in chosen], options)
        unlike = [
            number
            for number, (area, samples) in enumerate(zip(areas_of(remade), told, strict=True))
            if samples_of(area) != samples or drawn_as(area) != drawn_as(areas[number])
        ]
        if not unlike:
            return [dict(entry) for entry, _ in chosen], remade
        for number in unlike:
            chosen[number] = next(choices[number])


def candidates(
    legend: Any, artists: Mapping[str, Drawn], told: list[Any], *, axes_of_legend: Any
) -> list[Iterator[tuple[dict[str, Any], Any]]]:
    """Return for each entry what it may explain, in the order in which it is tried.

    Raises
    ------
    Unsupported
        When all has been tried.
    """
    left = dict(sorted(artists.items(), key=lambda item: axes_of(item[1]) is not axes_of_legend))
    looks: dict[str, Any] = {}

    def tried(handle: Any, text: str, samples: Any) -> Iterator[tuple[dict[str, Any], Any]]:
        for name in explained(handle, text, left, looks):
            yield {"artist": name}, left.pop(name)
        if len(samples) == 1 and isinstance(handle, Line2D):
            style = lines.look(handle)
            yield {"line": style}, lines.with_look(style)
        if len(samples) == 1 and type(handle) is Rectangle:
            style = differences(handle, Patch(), patches.LOOK)
            yield {"patch": style}, with_look(style)
        yield {"samples": samples}, Kept(samples)
        raise Unsupported(f"its entry {text!r}")

    return [
        tried(handle, text.get_text(), samples)
        for handle, text, samples in zip(legend.legend_handles, legend.texts, told, strict=True)
    ]


def explained(handle: Any, label: str, artists: Mapping[str, Drawn], looks: dict[str, Any]) -> Iterator[str]:
    """Yield the names of artists that an entry of a legend may explain: one with its label, and one that looks like it.

    `looks` keeps how the artists look.
    """
    known = Legend.get_default_handler_map()
    labelled = (name for name, artist in artists.items() if artist.get_label() == label)
    yield from first(name for name in labelled if Legend.get_legend_handler(known, artists[name]) is not None)
    row = BY_TYPE.get(type(handle))
    if row is None:
        return
    look = row.look(handle)
    alike = {name: one for name, artist in artists.items() if is_sample(handle, one := sampled(artist))}
    for name, one in list(alike.items())[:MANY]:
        if name not in looks:
            looks[name] = row.look(one)
    yield from first(name for name in alike if looks.get(name) == look)


def is_sample(handle: Any, artist: Any) -> bool:
    """Say whether an entry of a legend may explain an artist, by its kind: the sample of any patch is a rectangle."""
    return type(artist) is type(handle) or (type(handle) is Rectangle and isinstance(artist, Patch))


def sampled(artist: Drawn) -> Any:
    """Return the artist whose style the first sample of an entry has: of a group, one of its members."""
    if isinstance(artist, ErrorbarContainer):
        line, _, bars = artist.lines
        return bars[0] if bars else line
    return next(iter(artist.get_children()), None) if isinstance(artist, Container) else artist


def first(names: Iterable[str]) -> list[str]:
    """Return the first of some names in a list, which is empty if there is none."""
    return list(islice(names, 1))


def with_look(style: Any) -> Patch:
    """Return a patch without a place that has a style."""
    patch = Patch()
    apply(style, patch, patches.LOOK)
    return patch


def made(parent: Any, handles: list[Any], options: Mapping[str, Any]) -> Legend:
    """Return a legend of axes or of a figure, its words still to be said."""
    labels = ["-"] * len(handles)
    return Legend(parent, handles, labels, handler_map=KEPT, **readable(options, parent))


def areas_of(legend: Any) -> list[DrawingArea]:
    """Return the areas beside the words of a legend, in the order of its entries."""
    found: list[DrawingArea] = legend._legend_handle_box.findobj(DrawingArea)
    return found


def size_of(area: Any) -> Plain:
    """Return width and height of an area and how far it reaches to the left and below, in points."""
    return [float(getattr(area, name)) for name in SIZES]


def boxes_of(legend: Any) -> list[Any]:
    """Return how a legend is packed: what nobody but a user has changed."""
    stretched = legend._mode == "expand"  # on drawing
    found = []
    for box in legend._legend_box.findobj(OffsetBox):
        said = [type(box).__name__, box.get_visible(), box.zorder]
        if isinstance(box, PackerBase):
            said += [box.height, box.pad, box.sep, box.mode, box.align]
            said += [] if stretched else [box.width]
        elif isinstance(box, TextArea):
            said += [box.get_multilinebaseline()]
        found.append(said)
    return found


def differing_options(legend: Any, usual: Any) -> dict[str, Any]:
    """Return the options in which two legends differ; one option may change the default of another."""
    return {
        name: value
        for name, read in OPTIONS.items()
        if (value := plain.plain(read(legend))) != plain.plain(read(usual))
    }


def axes_of(drawn: Drawn) -> Any:
    """Return the axes of an artist, or of the first of a group."""
    artist: Any = next(iter(drawn.get_children()), None) if isinstance(drawn, Container) else drawn
    return artist.axes if artist is not None else None


def readable(options: Mapping[str, Any], parent: Any) -> dict[str, Any]:
    """Return the options as matplotlib takes them."""
    found = {name: plain.to_color(value) if name in COLORS else value for name, value in options.items()}
    if isinstance(found.get("loc"), list):
        found["loc"] = tuple(found["loc"])
    if found.get("bbox_transform") is not None:
        found["bbox_transform"] = transform_of(found["bbox_transform"], parent)
    return found


def redrawn(found: dict[str, Any], parent: Any, artists: Mapping[str, Drawn]) -> Legend:
    """Return the legend that `extract` found, of axes or of a figure; `artists` are those redrawn, by their names."""
    entries = found["entries"]
    options = found.get("options", {})
    if unknown := options.keys() - OPTIONS.keys():
        raise RecipeError(f"no legend has {', '.join(map(repr, unknown))}: expected some of {', '.join(OPTIONS)}")
    legend: Any = made(parent, [handle_of(entry, artists) for entry in entries], options)
    for key, (part_of, properties) in PARTS.items():
        apply(found.get(key, {}), part_of(legend), properties)
    for entry, text, area in zip(entries, legend.texts, areas_of(legend), strict=True):
        reword(entry["text"], text)
        if "size" in entry:
            vars(area).update(zip(SIZES, entry["size"], strict=True))
    if "resting" in found:
        legend._loc_real = code_of(found["resting"])
    return legend  # type: ignore[no-any-return]


def code_of(name: Any) -> int:
    """Return the code of a place that matplotlib may find.

    Raises
    ------
    RecipeError
        If it is none.
    """
    places = {name: code for code, name in PLACES.items() if code != BEST}
    if name not in places:
        raise RecipeError(f"resting {name!r}: expected one of {', '.join(places)}")
    return places[name]


def handle_of(entry: dict[str, Any], artists: Mapping[str, Drawn]) -> Any:
    """Return what an entry of a legend explains."""
    if "artist" in entry:
        return artists[entry["artist"]]
    if "line" in entry:
        return lines.with_look(entry["line"])
    return with_look(entry["patch"]) if "patch" in entry else Kept(entry["samples"])


def redraw(found: dict[str, Any], axes: Any, artists: Mapping[str, Drawn]) -> None:
    """Give `axes` the legend that `extract` found."""
    axes.legend_ = redrawn(found, axes, artists)
    axes.legend_._remove_method = axes._remove_legend


def redraw_more(found: list[dict[str, Any]], parent: Any, artists: Mapping[str, Drawn]) -> None:
    """Add legends to a figure, or further ones to axes."""
    for one in found:
        legend: Any = redrawn(one, parent, artists)
        if isinstance(parent, Axes):
            parent.add_artist(legend)
        else:
            parent.legends.append(legend)
            legend._remove_method = parent.legends.remove


def resting(entry: dict[str, Any], axes: Any) -> Iterator[Legend]:
    """Yield the legends that `extract` found in axes for which matplotlib had looked for a place."""
    further = [one for one in axes.artists if isinstance(one, Legend)]
    told = [(entry["legend"], axes.get_legend())] if "legend" in entry else []
    for found, legend in (*told, *zip(entry.get("legends", []), further, strict=True)):
        if "resting" in found:
            yield legend
