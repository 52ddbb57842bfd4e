"""The legend of axes: which artists it explains, in which words, where."""

from collections.abc import Callable, Mapping
from operator import attrgetter, methodcaller
from typing import Any

from matplotlib.artist import Artist
from matplotlib.container import Container
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.offsetbox import DrawingArea, TextArea
from matplotlib.patches import BoxStyle

from scitex_plt import plain
from scitex_plt.artists import BY_TYPE, lines
from scitex_plt.artists.texts import STYLE, reword, worded
from scitex_plt.errors import RecipeError
from scitex_plt.furniture.outlines import OUTLINE
from scitex_plt.plain import Plain, Unsupported
from scitex_plt.properties import Property, apply, differences, named, refuse_unsupported

Drawn = Artist | Container

SHADOW = {"ox": 2, "oy": -2}
"""How a shadow falls."""

PLACES = {code: name for name, code in Legend.codes.items()}


def place(legend: Any) -> Plain:
    """Return where a legend stands: a name, or its lower left corner."""
    code = legend._loc_real
    return PLACES[code] if isinstance(code, int) else plain.plain(code)


def anchor(legend: Any) -> Plain:
    """Return the box in axes coordinates that a legend is placed in; None is the axes' own."""
    box = legend._bbox_to_anchor
    if box is None:
        return None
    if getattr(box._transform, "_boxout", None) is not legend.parent.bbox:
        raise Unsupported("its anchor")
    return plain.plain(box._bbox.bounds)


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

MEASURES = ("get_xydata", "get_offsets", "get_sizes", "get_linewidth", "get_alpha", "get_visible")
"""What tells apart what stands in legends besides its look, as far as it has it."""

COLORS = frozenset({"edgecolor", "facecolor"})

PARTS: dict[str, tuple[Callable[[Any], Any], tuple[Property, ...]]] = {
    "frame": (attrgetter("legendPatch"), (named("alpha"), *OUTLINE)),
    "style": (lambda legend: legend, (named("visible"), named("zorder"))),
    "title": (methodcaller("get_title"), STYLE),
}
"""What of a legend has a style besides its options."""


def extract(axes: Any, reference: Any, artists: Mapping[str, Drawn]) -> dict[str, Any]:
    """Return what a recipe says of the legend of `axes`.

    Parameters
    ----------
    axes, reference : Axes
        The axes, and fresh ones.
    artists : mapping
        Every artist that the recipe describes, by its name in the recipe.
    """
    legend = axes.get_legend()
    if any(BY_TYPE.get(type(handle)) is None for handle in legend.legend_handles):
        raise Unsupported("its entries for artists that have no row")
    refuse_unsupported(legend)
    entries, handles = matched(legend, artists, axes)
    words = [text.get_text() for text in legend.texts]
    options = differing_options(legend, Legend(reference, handles, words))
    options |= differing_options(legend, Legend(reference, handles, words, **readable(options)))
    remade = Legend(reference, handles, words, **readable(options))
    found: dict[str, Any] = {"entries": entries}
    if options:
        found["options"] = options
    for key, (part_of, properties) in PARTS.items():
        if style := differences(part_of(legend), part_of(remade), properties):
            found[key] = style
    for entry, text, its_text in zip(entries, legend.texts, remade.texts, strict=True):
        entry["text"] = worded(text, its_text)
    if list(map(looks, samples(legend))) != list(map(looks, samples(remade))):
        raise Unsupported("an entry that looks unlike what it explains")
    return found


def differing_options(legend: Any, usual: Any) -> dict[str, Any]:
    """Return the options in which two legends differ; one option may change the default of another."""
    return {
        name: value
        for name, read in OPTIONS.items()
        if (value := plain.plain(read(legend))) != plain.plain(read(usual))
    }


def samples(legend: Any) -> list[Any]:
    """Return all that stands beside the words of a legend: an entry may have several artists."""
    areas = legend._legend_handle_box.findobj(DrawingArea)
    return [sample for area in areas for sample in area.get_children()]


def looks(sample: Artist) -> Any:
    """Return what tells apart what stands in legends."""
    row = BY_TYPE.get(type(sample))
    if row is None:
        raise Unsupported("its entries for artists that have no row")
    measures = [plain.plain(getattr(sample, name)()) for name in MEASURES if hasattr(sample, name)]
    return row.kind, row.look(sample), measures


def matched(legend: Any, artists: Mapping[str, Drawn], axes: Any) -> tuple[list[dict[str, Any]], list[Any]]:
    """Return for each entry of a legend what it explains, as the recipe says it and as an artist.

    That is the artist with the entry's label, or one that looks like it, or else a line made for the legend.
    """
    entries: list[dict[str, Any]] = []
    handles: list[Drawn] = []
    left = dict(sorted(artists.items(), key=lambda item: axes_of(item[1]) is not axes))
    for handle, text in zip(legend.legend_handles, legend.texts, strict=True):
        name = explained(handle, text.get_text(), left)
        if name is not None:
            entries.append({"artist": name})
            handles.append(left.pop(name))
        elif isinstance(handle, Line2D):
            style = lines.look(handle)
            entries.append({"line": style})
            handles.append(lines.with_look(style))
        else:
            raise Unsupported(f"its entry {text.get_text()!r}")
    return entries, handles


def explained(handle: Artist, label: str, artists: Mapping[str, Drawn]) -> str | None:
    """Return the name of the artist that an entry of a legend explains, if there is one."""
    look = BY_TYPE[type(handle)].look
    for name, artist in artists.items():
        if artist.get_label() == label and isinstance(artist, Container | type(handle)):
            return name
    alike = {name: artist for name, artist in artists.items() if type(artist) is type(handle)}
    return next((name for name, artist in alike.items() if look(artist) == look(handle)), None)


def axes_of(drawn: Drawn) -> Any:
    """Return the axes of an artist, or of the first of a group."""
    artist: Any = next(iter(drawn.get_children()), None) if isinstance(drawn, Container) else drawn
    return artist.axes if artist is not None else None


def readable(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options as matplotlib takes them."""
    found = {name: plain.to_color(value) if name in COLORS else value for name, value in options.items()}
    if isinstance(found.get("loc"), list):
        found["loc"] = tuple(found["loc"])
    return found


def redraw(found: dict[str, Any], axes: Any, artists: Mapping[str, Drawn]) -> None:
    """Add the legend that `extract` found to `axes`; `artists` are those redrawn, by their names."""
    entries = found["entries"]
    handles = [artists[entry["artist"]] if "artist" in entry else lines.with_look(entry["line"]) for entry in entries]
    options = readable(found.get("options", {}))
    if unknown := options.keys() - OPTIONS.keys():
        raise RecipeError(f"no legend has {', '.join(map(repr, unknown))}: expected some of {', '.join(OPTIONS)}")
    legend = axes.legend(handles=handles, labels=["-"] * len(handles), **options)
    for key, (part_of, properties) in PARTS.items():
        apply(found.get(key, {}), part_of(legend), properties)
    for entry, text in zip(entries, legend.texts, strict=True):
        reword(entry["text"], text)
