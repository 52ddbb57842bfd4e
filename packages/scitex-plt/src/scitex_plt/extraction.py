"""From a finished figure to its recipe and its data, by reading what was drawn.

The figure is only read: what it is compared with are fresh artists, made under the same rcParams.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any

import matplotlib
import pandas as pd
from matplotlib import cbook
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.container import BarContainer, Container
from matplotlib.figure import Figure
from matplotlib.legend import Legend

from scitex_plt import freshness, headings, nesting, norms, plain, projections, rcparams, recipe, references
from scitex_plt.artists import BY_TYPE, bars, boxplots, groups3d
from scitex_plt.clipping import clip_of
from scitex_plt.columns import Series, frame, share_places, unroll_wide
from scitex_plt.drawings.pieces import Drawings, drawn
from scitex_plt.drawings.replay import Drawing, DrawnAxes, Shown
from scitex_plt.errors import NotAFigureError
from scitex_plt.freshness import NO_LAYOUT, Renewable
from scitex_plt.furniture import PIECES, alignment, axis, colorbars, legends
from scitex_plt.furniture.outlines import OUTLINE
from scitex_plt.layout import beside, engines
from scitex_plt.layout.grids import WHOLE, Grids, cell_of, is_solvable, subplots
from scitex_plt.notices import warn
from scitex_plt.omissions import REFUSALS, Omissions, reason_of
from scitex_plt.plain import Unsupported
from scitex_plt.projections import bending, space
from scitex_plt.properties import Property, colored, differences, named

logger = logging.getLogger(__name__)

FIGURE: tuple[Property, ...] = (
    named("alpha", get=lambda figure: figure.patch.get_alpha(), set=lambda f, value: f.patch.set_alpha(value)),
    colored("edgecolor"),
    colored("facecolor"),
    named("frameon"),
    named("linewidth"),
)


Drawn = Artist | Container


@dataclass
class Extract:
    """What was read from a figure."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    """What the recipe says of each axes."""
    axes: dict[str, Axes] = field(default_factory=dict)
    """All axes described, by their names."""
    artists: dict[str, Drawn] = field(default_factory=dict)
    """Every artist or group of artists described, by its name."""
    drawn: set[str] = field(default_factory=set)
    """The names of those that are drawings, but whose data can be read."""
    series: list[Series] = field(default_factory=list)
    omissions: Omissions = field(default_factory=Omissions)
    reached: dict[tuple[str, bool], int] = field(default_factory=dict)
    """Up to which number names are taken."""
    roles: dict[Artist, str] = field(default_factory=dict)
    """What artists are in a box plot."""
    legends: list[tuple[str, Axes | Figure, Legend, dict[str, Any]]] = field(default_factory=list)
    """Legends besides those that axes have as their own: name of the axes, axes or figure, legend, place for it."""
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What the recipe says of the figure, and of each figure within it, by its name."""
    grids: dict[Any, Grids] = field(default_factory=dict)
    """The grids of the figure, and of each figure within it."""

    def later(self, where: str, owner: Axes | Figure, legend: Legend) -> dict[str, Any]:
        """Return the place among the artists for a legend, which can be told only when they all are."""
        place: dict[str, Any] = {}
        self.legends.append((where, owner, legend, place))
        return place

    def instead(self, where: str, artist: Artist, reason: str) -> dict[str, Any] | None:
        """Return the drawing of an artist that cannot be described; None, and a note, where only data is read."""
        if not isinstance(self.omissions, Drawings):
            self.omissions.add(where, artist, reason)
            return None
        if not artist.get_visible():
            return None
        try:
            return drawn(artist, reason)
        except Unsupported as cause:
            self.omissions.add(where, artist, f"{reason}; {cause}")
            return None


def data(figure: Figure) -> pd.DataFrame:
    """Return the data that a figure shows.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Any figure, however it was made. It is not drawn, and stays as it is.

    Returns
    -------
    pandas.DataFrame
        One group of columns for each line and scatter, named by axes, label and part: `A.signal.x`, `A.signal.y`.
        Shorter columns end in missing values. Dates are ISO dates, categories their names.

    Raises
    ------
    NotAFigureError
        If `figure` is not a matplotlib figure.

    Warns
    -----
    PltWarning
        If the figure shows something whose data cannot be read yet.

    Examples
    --------
    >>> import scitex_plt as plt
    >>> fig, ax = plt.subplots()
    >>> _ = ax.plot([1.0, 2.0], [3.0, 5.0], label="signal")
    >>> plt.data(fig)
       A.signal.x  A.signal.y
    0         1.0         3.0
    1         2.0         5.0
    """
    found = Extract()
    with references.among(dict(lettered(figure)), found.artists):
        for where, axes in lettered(figure):
            try:
                refuse_other_axes(axes)
            except Unsupported:
                shown_in(axes, where, found)
            else:
                read_artists(axes, where, found)
        for name, one in (("figure", figure), *nesting.subfigures(figure)):
            read_outside({}, one, name, found)
    warn_of(found.omissions, "the figure's data")
    share_places(one for one in found.series if one.name not in found.drawn)
    unroll_wide(found.series)
    return frame(found.series)


def describe(figure: Figure) -> tuple[dict[str, Any], pd.DataFrame, Omissions]:
    """Return the recipe of `figure`, its data, and what neither holds. The recipe's `data` is for the caller to name.

    Call it when the figure has been drawn: limits and colours are final only then. What can only be drawn is drawn at
    the dpi that a save has, whatever a screen has made of it.
    """
    dpi = getattr(figure, "_original_dpi", figure.dpi)
    with cbook._setattr_cm(figure, dpi=dpi) if dpi != figure.dpi else nullcontext(), freshness.renewable() as spare:
        return described_at_once(figure, spare)


def described_at_once(figure: Figure, spare: Renewable) -> tuple[dict[str, Any], pd.DataFrame, Omissions]:
    """Return what `describe` does, at the dpi that the figure has."""
    drawings = Drawings()
    within = dict(nesting.subfigures(figure))
    drawings.owners = {"figure": figure, **within, **dict(lettered(figure))}
    names = {owner: name for name, owner in drawings.owners.items()}
    found = Extract(omissions=drawings)
    fresh = Figure(layout=NO_LAYOUT)
    described: dict[Axes, str] = {}
    entries: dict[Axes, dict[str, Any]] = {}
    legended = []
    whole = figure_entry(figure, fresh, found)
    usual: dict[Any, Axes] = {}
    with references.among(found.axes, found.artists):
        for bars_now in (False, True):
            turn = [(where, axes) for where, axes in lettered(figure) if is_within_bar(axes, names) is bars_now]
            for where, axes in turn:
                parent = nesting.parent_of(axes, names)
                if parent is not None and parent not in described:
                    if parent in entries:  # it is part of that one's drawing
                        entries[axes] = entries[parent]
                    continue
                try:
                    refuse_other_axes(axes)
                    told = projections.told(axes)
                    if parent is None and not axes.child_axes:
                        reference = spare.renewed(**told)
                    else:
                        reference = usual[axes] = nesting.reference(axes, fresh, usual.get(parent), told)
                    bar = {} if colorbars.bar_of(axes) is None else colorbars.extract(axes, reference, found.artists)
                    if bar:
                        bar["colorbar"] |= beside.extract(axes, reference, described)
                    furniture = axes_entry(axes, reference, where, described, found.omissions)
                    entry = {"axes": where, **place_of(axes, names, found)} | furniture | bar
                    described[axes] = where
                    found.axes[where] = axes
                    legended.append((entry, axes, reference))
                except REFUSALS as cause:
                    if (said := found.instead(where, axes, reason_of(cause))) is None:
                        continue
                    place = nesting.place_of(axes, names) | {"extent": nesting.extent_of(axes)}
                    entry = {"axes": where, **place, "drawing": said}
                entries[axes] = entry
                found.entries.append(entry)
            for where, axes in turn:
                if axes in entries:
                    read_into(entries[axes], axes, where, found)
        for name, entry in found.figures.items():
            read_outside(entry, drawings.owners[name], name, found)
    order = {where: place for place, (where, _) in enumerate(lettered(figure))}
    found.entries.sort(key=lambda entry: order[entry["axes"]])
    for entry, axes, reference in legended:
        if axes.get_legend() is not None:
            with found.omissions.noting(described[axes], axes.get_legend()):
                entry["legend"] = legends.extract(axes.get_legend(), reference, found.artists)
    figures = {name: (entry, fresh) for name, entry in found.figures.items()}
    settle_legends(found, figures | {described[axes]: (entry, own) for entry, axes, own in legended})
    for axes, side in alignment.crooked(figure, described, drawings.pieces):
        drawings.refused(described[axes], getattr(axes, f"{side}axis"), "its label, in line with drawn ones")
    for entry, axes, _ in legended:
        alignment.hold_titles(entry, axes, described, drawings.pieces)
    if lines := alignment.extract(figure, described, drawings.pieces):
        whole["aligned"] = lines
    for name, entry in (*found.figures.items(), *((entry["axes"], entry) for entry in found.entries)):
        if said := drawings.pieces.get(name):
            entry["drawn"] = said
    if not is_solvable(whole):
        whole.pop("layout", None)
    for entry in found.figures.values():
        if entry["grids"] in ([], [WHOLE]):
            del entry["grids"]
    share_places(one for one in found.series if one.name not in found.drawn)
    unroll_wide(found.series)
    return document(figure, whole, found), frame(found.series), found.omissions


def place_of(axes: Axes, names: dict[Any, str], found: Extract) -> dict[str, Any]:
    """Return where axes belong and stand: in which cell of which grid, or at which extent."""
    place = nesting.place_of(axes, names)
    if colorbars.bar_of(axes) is not None:
        place["extent"] = plain.plain(colorbars.place_of(axes))
    if "inside" in place:
        return place
    extent = place.pop("extent")
    return place | found.grids[axes.get_figure(root=False)].placed(cell_of(axes), extent)


def read_into(entry: dict[str, Any], axes: Axes, where: str, found: Extract) -> None:
    """Say in the entry of axes what they show; if they are drawn, so is what stands within them."""
    artists = read_artists(axes, where, found) if where in found.axes else shown_in(axes, where, found)
    if artists:
        entry["artists"] = [*entry.get("artists", []), *artists]
    if where in found.axes and space.is_space(axes):
        space.hold_order(entry, axes, found.artists)


def read_outside(entry: dict[str, Any], figure: Any, name: str, found: Extract) -> None:
    """Say in the entry of a figure, or of one within it, what it shows outside all axes."""
    furniture: list[Any] = [figure.patch, *figure.axes, *figure.subfigs]
    furniture += [headings.heading_of(figure, heading) for heading in headings.HEADINGS]
    shown = [child for child in figure.get_children() if not any(child is piece for piece in furniture)]
    if artists := [one for child in shown if (one := entry_of(child, figure, name, found)) is not None]:
        entry["artists"] = artists


def is_within_bar(axes: Axes | None, among: Mapping[Any, str]) -> bool:
    """Say whether axes are a colour bar, or stand within one: they come when what they explain is known."""
    return axes is not None and (
        colorbars.bar_of(axes) is not None or is_within_bar(nesting.parent_of(axes, among), among)
    )


def settle_legends(found: Extract, entries: dict[str, tuple[dict[str, Any], Axes | Figure]]) -> None:
    """Say in the entries what is to be said of the legends that had to wait."""
    for where, owner, legend, place in found.legends:
        entry, reference = entries[where]
        children = owner.get_children()
        after = children[children.index(legend) + 1 :]
        try:
            if any(child.get_zorder() == legend.get_zorder() for child in after if type(child) is not Legend):
                raise Unsupported("its place among the artists")
            entry.setdefault("legends", []).append(legends.extract(legend, reference, found.artists))
        except REFUSALS as cause:
            if drawing := found.instead(where, legend, reason_of(cause)):
                name = name_of(legend, "drawing", where, found)
                found.artists[name] = legend
                place |= {"drawing": name.partition(".")[2]} | drawing
    for entry, _ in entries.values():
        for key in ("artists", "legends"):
            if key in entry and not (kept := [one for one in entry[key] if one]):
                del entry[key]
            elif key in entry:
                entry[key] = kept


def document(figure: Figure, whole: dict[str, Any], found: Extract) -> dict[str, Any]:
    """Return the recipe, its keys in the order in which a person reads."""
    made: dict[str, Any] = {
        recipe.MARKER: recipe.VERSION,
        "matplotlib": matplotlib.__version__,
        "data": None,
    }
    params, lost = rcparams.recorded()
    if params:
        made["rcParams"] = params
    for name in lost:
        found.omissions.add("figure", figure, f"the rcParam {name}")
    made |= {"figure": whole, "axes": found.entries}
    if shared := norms.shared(found.artists):
        made["norms"] = shared
    if found.omissions.entries:
        made["omitted"] = found.omissions.entries
    return made


def lettered(figure: Figure) -> Iterator[tuple[str, Axes]]:
    """Yield the axes of a figure with their letters: A to Z, then AA, AB and so on."""
    if not isinstance(figure, Figure):
        raise NotAFigureError(f"{type(figure).__name__} is not a figure: expected matplotlib.figure.Figure")
    for number, axes in enumerate(nesting.all_axes(figure)):
        yield letters(number), axes


def letters(number: int) -> str:
    """Return a number in letters: 0 is A, 25 is Z, 26 is AA."""
    more, last = divmod(number, len(ascii_uppercase))
    return (letters(more - 1) if more else "") + ascii_uppercase[last]


def refuse_other_axes(axes: Axes) -> None:
    """Raise Unsupported for axes that are not plain x and y ones, nor of a projection that has a row."""
    if not (nesting.is_plain(axes) or projections.is_known(axes)):
        raise Unsupported(f"the projection {axes.name!r}")
    if colorbars.bar_of(axes) is not None:
        colorbars.refuse_other_bars(axes)


def size_of(figure: Figure) -> dict[str, Any]:
    """Return the size of a figure in inches, and its resolution."""
    return {
        "size": plain.plain(figure.get_size_inches()),
        "dpi": plain.plain(getattr(figure, "_original_dpi", figure.dpi)),
    }


def figure_entry(
    figure: Any, fresh: Any, found: Extract, name: str = "figure", place: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what a recipe says of the figure as a whole, or of a figure within it, which stands at a place."""
    entry = found.figures[name] = size_of(figure) if place is None else {"subfigure": name, **place}
    if place is None:
        with found.omissions.noting(name, figure):
            entry |= engines.extract(figure)
        entry |= subplots(figure, fresh)
    grids = found.grids[figure] = Grids(fresh)
    entry["grids"] = grids.entries
    with found.omissions.noting(name, figure):
        properties = FIGURE if name == "figure" else (*FIGURE, *nesting.SUBFIGURE)
        if style := differences(figure, fresh, properties):
            entry["style"] = style
    with found.omissions.noting(name, figure.patch):
        if style := differences(figure.patch, fresh.patch, OUTLINE):
            entry["background"] = style
    for heading in headings.HEADINGS:
        if (text := headings.heading_of(figure, heading)) is not None:
            with found.omissions.noting(name, text):
                entry[heading] = headings.extract(figure, fresh, heading)
    within = [
        figure_entry(one, reference, found, own, place)
        for own, one in nesting.subfigures(figure, "" if name == "figure" else name)
        if one in figure.subfigs
        for place, reference in [grids.subfigure(one)]
    ]
    if within:
        entry["subfigures"] = within
    return entry


def axes_entry(
    axes: Axes, reference: Axes, where: str, described: dict[Axes, str], omissions: Omissions
) -> dict[str, Any]:
    """Return what a recipe says of axes, but for their artists and their legend."""
    entry: dict[str, Any] = projections.extract(axes, reference)
    if space.is_space(axes):
        return entry | space.extract(axes, reference, where, omissions)
    leaders = {side: leader_of(axes, side, described) for side in "xy"}
    if shared := {side: described[leader] for side, leader in leaders.items() if leader is not None}:
        entry["shared"] = shared
    for piece in PIECES:
        entry |= piece.extract(axes, reference, where, omissions)
    for side in "xy":
        mine, its = getattr(axes, f"{side}axis"), getattr(reference, f"{side}axis")
        entry[side] = axis.extract(mine, its, leaders[side], where, omissions)
    return entry


def leader_of(axes: Axes, side: str, described: dict[Axes, str]) -> Axes | None:
    """Return the first axes described so far that share an axis with these."""
    group = getattr(axes, f"get_shared_{side}_axes")()
    return next((other for other in described if group.joined(axes, other)), None)


def read_artists(axes: Axes, where: str, found: Extract) -> list[dict[str, Any]]:
    """Return what a recipe says of each artist in axes; add the artists and their columns to what was found."""
    drawn = artists_in(axes)
    found.roles |= boxplots.roles(drawn)
    groups = groups_in_space(drawn) if space.is_space(axes) else groups_among(drawn, axes)
    entries = []
    for artist in drawn:
        if (group := groups.get(artist)) is not None:
            if group.entry is None and not group.refused:
                group.entry = group_entry(group.container, axes, where, found)
                group.refused = group.entry is None
                if group.entry is not None:
                    entries.append(group.entry)
            if not group.refused:
                continue
        if (entry := entry_of(artist, axes, where, found)) is not None:
            entries.append(entry)
    return entries


def artists_in(axes: Axes) -> list[Artist]:
    """Return what is drawn in axes, but for the furniture."""
    furniture: set[Any] = {*axes.spines.values(), *axes._axis_map.values(), axes.patch, axes.get_legend()}
    furniture |= {*colorbars.drawn_by(axes), *axes.child_axes}
    furniture |= {axes.title, axes._left_title, axes._right_title}  # type: ignore[attr-defined]
    return [artist for artist in axes.get_children() if artist not in furniture and not isinstance(artist, Axes)]


def shown_in(axes: Axes, where: str, found: Extract) -> list[dict[str, Any]]:
    """Return what a recipe says of the artists in axes that are drawn as a whole: which columns hold their data."""
    if colorbars.bar_of(axes) is not None:
        return []
    if isinstance(axes, DrawnAxes):
        return [shown_again(one, where, found) for one in axes.shown]
    entries = []
    for owner in (axes, *getattr(axes, "parasites", ())):
        drawn = [artist for artist in artists_in(owner) if artist.get_visible() and not is_of_axisartist(artist)]
        groups = groups_among(drawn, owner)
        for artist in dict.fromkeys(groups[one].container if one in groups else one for one in drawn):
            row = row_like(artist)
            name = name_of(artist, row.kind if row else "drawing", where, found)
            own = name.partition(".")[2]
            if row is None:
                entries.append({"drawing": own, "of": type(artist).__name__})
                found.drawn.add(name)
                if not isinstance(found.omissions, Drawings):
                    found.omissions.add(where, artist, "not described yet")
            elif data := data_of(artist, owner, name, found):
                entries.append({row.kind: own} | data)
    return entries


def shown_again(shown: Shown, where: str, found: Extract) -> dict[str, Any]:
    """Return what a recipe says of something in a drawing that was drawn again: what the recipe of that said."""
    (kind, own), *others = shown.entry.items()
    name = f"{where}.{own}"
    if name in found.artists or name in found.drawn:
        name = references.free_name(where, "", kind, found.artists, found.drawn, reached=found.reached)
    found.drawn.add(name)
    entry = {kind: name.removeprefix(f"{where}.")}
    if shown.points is not None:
        found.series.append(series := shown.points.series(f"{shown.where}.{own}", name))
        entry |= series.entry
    return entry | dict(others)


def is_of_axisartist(artist: Artist) -> bool:
    """Say whether an artist is an axis or the grid of the axes of `axisartist`, which shows no data."""
    return type(artist).__module__.startswith("mpl_toolkits.axisartist.")


def row_like(artist: Drawn) -> Any | None:
    """Return the row of the class of an artist, or of that from which it derives."""
    return next((BY_TYPE[kind] for kind in type(artist).__mro__ if kind in BY_TYPE), None)


def data_of(artist: Drawn, owner: Any, name: str, found: Extract) -> dict[str, Any]:
    """Return which columns hold the data of an artist that is drawn, as far as its row can tell them."""
    row, series = row_like(artist), Series(name)
    if row is None or (isinstance(artist, Artist) and is_of_axisartist(artist)):
        return {}
    try:
        row.extract(artist, owner, series)
    except Exception as cause:  # an artist is other people's code
        logger.debug("%s: %s", name, cause)
    if not series.columns:
        return {}
    found.drawn.add(name)
    found.series.append(series)
    return series.entry


@dataclass
class Group:
    """Artists that belong together, and what the recipe says of them."""

    container: Container
    entry: dict[str, Any] | None = None
    refused: bool = False


def groups_among(drawn: list[Artist], axes: Axes) -> dict[Artist, Group]:
    """Return artist → the group that it belongs to, of groups that have a row and stand together in the drawing."""
    place = {artist: number for number, artist in enumerate(drawn)}
    found: dict[Artist, Group] = {}
    for container in axes.containers:
        members = container.get_children() if type(container) in BY_TYPE else []
        places = sorted(place.get(member, -1) for member in members)
        if places and places[0] >= 0 and places == list(range(places[0], places[0] + len(places))):
            found |= dict.fromkeys(members, Group(container))
    return found


def groups_in_space(drawn: list[Artist]) -> dict[Artist, Group]:
    """Return artist → the group that it belongs to, of artists in three dimensions."""
    found: dict[Artist, Group] = {}
    for container in groups3d.groups_among(drawn):
        found |= dict.fromkeys(container.get_children(), Group(container))
    return found


def group_entry(container: Container, axes: Axes, where: str, found: Extract) -> dict[str, Any] | None:
    """Return what a recipe says of a group; None if its artists are to be told one by one."""
    row = BY_TYPE[type(container)]
    name = name_of(container, row.kind, where, found)
    series = Series(name)
    try:
        said = row.extract(container, axes, series)
        clips = [clip_of(member, axes) for member in container.get_children()]
        if any(clip != clips[0] for clip in clips):
            return None
    except REFUSALS:
        return None
    if clips[0] is not None:
        said["clip"] = clips[0]
    found.artists[name] = container
    if series.columns:
        found.series.append(series)
        said = series.entry | said
    return {row.kind: name.partition(".")[2]} | said


def entry_of(artist: Artist, owner: Axes | Figure, where: str, found: Extract) -> dict[str, Any] | None:
    """Return what a recipe says of one artist, or the place for a legend."""
    if type(artist) is Legend:
        return found.later(where, owner, artist)
    return artist_entry(artist, owner, where, found)


def artist_entry(artist: Artist, owner: Axes | Figure, where: str, found: Extract) -> dict[str, Any] | None:
    """Return what a recipe says of one artist: by its row, or as a drawing if none can say it."""
    row = BY_TYPE.get(type(artist))
    like = row or row_like(artist)
    name = name_of(artist, like.kind if like else "drawing", where, found)
    series = Series(name)
    try:
        if row is None or not (isinstance(owner, Axes) or row.in_figures):
            raise Unsupported("not described yet")
        said = row.extract(artist, owner, series)
        if (clip := clip_of(artist, owner)) is not None:
            said["clip"] = clip
        said |= bending.bent(artist, owner)
    except REFUSALS as cause:
        return drawing_entry(artist, owner, where, name, reason_of(cause), found)
    found.artists[name] = artist
    if series.columns:
        found.series.append(series)
        said = series.entry | said
    return {row.kind: name.partition(".")[2]} | said


def drawing_entry(
    artist: Artist, owner: Axes | Figure, where: str, name: str, reason: str, found: Extract
) -> dict[str, Any] | None:
    """Return what a recipe says of an artist that is only drawn: the drawing, and which columns hold its data."""
    if not isinstance(found.omissions, Drawings):
        if isinstance(artist, Drawing) and artist.shown is not None:
            shown_again(artist.shown, where, found)
        elif not data_of(artist, owner, name, found):
            found.omissions.add(where, artist, reason)
        return None
    drawing = found.instead(where, artist, reason)
    if isinstance(artist, Drawing) and artist.shown is not None:
        return drawing and shown_again(artist.shown, where, found) | drawing
    return drawing and {"drawing": name.partition(".")[2]} | data_of(artist, owner, name, found) | drawing


def name_of(artist: Drawn, kind: str, where: str, found: Extract) -> str:
    """Return a name for an artist that no other has: by its label, or by its kind, or role, and a number."""
    label = bars.label_of(artist) if isinstance(artist, BarContainer) else plain.label(artist.get_label())
    kind = found.roles.get(artist, kind) if isinstance(artist, Artist) else kind
    return references.free_name(where, label, kind, found.artists, found.drawn, reached=found.reached)


def warn_of(omissions: Omissions, lacking: str) -> None:
    """Warn of what was left out, if anything was."""
    if omissions.entries:
        warn(f"{lacking} lacks {omissions}")
