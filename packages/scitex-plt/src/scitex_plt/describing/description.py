"""From a finished figure to its recipe and its data, by reading what was drawn.

The figure is only read: what it is compared with are fresh artists, made under the same rcParams.
"""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import matplotlib
import pandas as pd
from matplotlib import cbook
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend

from scitex_plt import freshness, projections, recipe, references
from scitex_plt.describing import figures
from scitex_plt.describing.entries import read_artists, read_outside
from scitex_plt.describing.findings import Findings, Waiting
from scitex_plt.describing.shown import shown_in
from scitex_plt.drawings.pieces import Drawings
from scitex_plt.freshness import NO_LAYOUT, Renewable
from scitex_plt.furniture import PIECES, alignment, axis, colorbars, legends
from scitex_plt.layout import beside, nesting, parasites
from scitex_plt.layout.grids import cell_of
from scitex_plt.layout.nesting import lettered
from scitex_plt.omissions import REFUSALS, Omissions, reason_of
from scitex_plt.projections import space
from scitex_plt.tables.columns import frame, share_places, unroll_wide
from scitex_plt.values import norms, plain, rcparams
from scitex_plt.values.plain import Unsupported


def describe(figure: Figure) -> tuple[dict[str, Any], pd.DataFrame, Omissions]:
    """Return the recipe of `figure`, its data, and what neither holds. The recipe's `data` is for the caller to name.

    Call it when the figure has been drawn: limits and colours are final only then. What can only be drawn is drawn at
    the dpi that a save has, whatever a screen has made of it.
    """
    dpi = getattr(figure, "_original_dpi", figure.dpi)
    settled = cbook._setattr_cm(figure, dpi=dpi) if dpi != figure.dpi else nullcontext()
    with rcparams.of(figure), settled, freshness.renewable() as spare:
        return described_at_once(figure, spare)


@dataclass
class Counterparts:
    """Fresh axes to compare those of a figure with, in a fresh figure."""

    spare: Renewable
    figure: Figure = field(default_factory=lambda: Figure(layout=NO_LAYOUT))
    made: dict[Axes, Axes] = field(default_factory=dict)

    def of(self, axes: Axes, parent: Axes | None) -> Axes:
        """Return fresh axes for some that stand within others, or within none."""
        told = projections.told(axes) | parasites.told(axes)
        if parent is None and not axes.child_axes and not parasites.of(axes):
            self.made[axes] = self.spare.renewed(**told)
        else:
            outer = None if parent is None else self.made[parent]
            self.made[axes] = nesting.reference(axes, self.figure, outer, told)
        return self.made[axes]


def described_at_once(figure: Figure, spare: Renewable) -> tuple[dict[str, Any], pd.DataFrame, Omissions]:
    """Return what `describe` does, at the dpi that the figure has."""
    drawings = Drawings()
    drawings.owners = {"figure": figure, **dict(nesting.subfigures(figure)), **dict(lettered(figure))}
    found = Findings(omissions=drawings, names={owner: name for name, owner in drawings.owners.items()})
    fresh = Counterparts(spare)
    whole = figures.extract(figure, fresh.figure, found)
    with references.among(found.axes, found.artists):
        read_axes(figure, fresh, found)
        for name, entry in found.figures.items():
            read_outside(entry, drawings.owners[name], name, found)
    read_legends(fresh, found)
    line_up(figure, whole, drawings, found)
    put_pieces(drawings, found)
    figures.settle(whole, found)
    share_places(one for one in found.series if one.name not in found.drawn)
    unroll_wide(found.series)
    return document(figure, whole, found), frame(found.series), found.omissions


def read_axes(figure: Figure, fresh: Counterparts, found: Findings) -> None:
    """Find what a recipe says of all axes and of what they show; colour bars come after what they explain."""
    for bars_now in (False, True):
        turn = [(where, axes) for where, axes in lettered(figure) if is_within_bar(axes, found.names) is bars_now]
        for where, axes in turn:
            parent = nesting.parent_of(axes, found.names)
            if axes in found.described:  # a parasite, which was read with its host
                continue
            if parent is None or parent in found.described:
                read_frame(axes, where, fresh, parent, found)
            elif parent in found.entries:  # it is part of that one's drawing
                found.entries[axes] = found.entries[parent]
        for where, axes in turn:
            if axes in found.entries:
                read_into(found.entries[axes], axes, where, found)


def is_within_bar(axes: Axes | None, among: Mapping[Any, str]) -> bool:
    """Say whether axes are a colour bar, or stand within one: they come when what they explain is known."""
    return axes is not None and (
        colorbars.bar_of(axes) is not None or is_within_bar(nesting.parent_of(axes, among), among)
    )


def read_frame(axes: Axes, where: str, fresh: Counterparts, parent: Axes | None, found: Findings) -> None:
    """Find what a recipe says of axes and their parasites; all are one drawing if it can say nothing else of one."""
    guests = parasites.of(axes)
    try:
        describe_frame(axes, where, fresh, parent, found)
        for guest in guests:
            describe_frame(guest, found.names[guest], fresh, axes, found)
    except REFUSALS as cause:
        for one in (axes, *guests):
            found.forget(one)
        if (said := found.instead(where, axes, reason_of(cause))) is not None:
            place = nesting.place_of(axes, found.names) | {"extent": nesting.extent_of(axes)}
            found.entries[axes] = {"axes": where, **place, "drawing": said}


def describe_frame(axes: Axes, where: str, fresh: Counterparts, parent: Axes | None, found: Findings) -> None:
    """Find what a recipe says of axes themselves.

    Raises
    ------
    Unsupported, TypeError, ValueError
        If it cannot say it.
    """
    refuse_other_axes(axes)
    reference = fresh.of(axes, parent)
    bar = {} if colorbars.bar_of(axes) is None else colorbars.extract(axes, reference, found.artists)
    if bar:
        bar["colorbar"] |= beside.extract(axes, reference, found.described)
    furniture = axes_entry(axes, reference, where, found)
    found.entries[axes] = {"axes": where, **place_of(axes, found)} | furniture | bar
    found.described[axes] = where
    found.axes[where] = axes


def refuse_other_axes(axes: Axes) -> None:
    """Raise Unsupported for axes that are not plain x and y ones, nor of a projection that has a row."""
    if not (nesting.is_plain(axes) or projections.is_known(axes)):
        raise Unsupported(f"the projection {axes.name!r}")
    if colorbars.bar_of(axes) is not None:
        colorbars.refuse_other_bars(axes)


def axes_entry(axes: Axes, reference: Axes, where: str, found: Findings) -> dict[str, Any]:
    """Return what a recipe says of axes, but for their place, their artists and their legend."""
    entry: dict[str, Any] = projections.extract(axes, reference)
    if space.is_space(axes):
        return entry | space.extract(axes, reference, where, found.omissions)
    leaders = {side: leader_of(axes, side, found.described) for side in "xy"}
    if shared := {side: found.described[leader] for side, leader in leaders.items() if leader is not None}:
        entry["shared"] = shared
    twins = axes._twinned_axes  # type: ignore[attr-defined]
    if twin := next((name for other, name in found.described.items() if twins.joined(axes, other)), None):
        entry["twin"] = twin
    for piece in PIECES:
        entry |= piece.extract(axes, reference, where, found.omissions)
    for side in "xy":
        mine, its = getattr(axes, f"{side}axis"), getattr(reference, f"{side}axis")
        entry[side] = axis.extract(mine, its, leaders[side], where, found.omissions)
    return entry


def leader_of(axes: Axes, side: str, described: Iterable[Axes]) -> Axes | None:
    """Return the first axes described so far that share an axis with these."""
    group = getattr(axes, f"get_shared_{side}_axes")()
    return next((other for other in described if group.joined(axes, other)), None)


def place_of(axes: Axes, found: Findings) -> dict[str, Any]:
    """Return where axes belong and stand: in which cell of which grid, or at which extent."""
    place = nesting.place_of(axes, found.names)
    if colorbars.bar_of(axes) is not None:
        place["extent"] = plain.plain(colorbars.place_of(axes))
    if "inside" in place:
        return place
    extent = place.pop("extent")
    return place | found.grids[axes.get_figure(root=False)].placed(cell_of(axes), extent)


def read_into(entry: dict[str, Any], axes: Axes, where: str, found: Findings) -> None:
    """Say in the entry of axes what they show; if they are drawn, so is what stands within them."""
    artists = read_artists(axes, where, found) if where in found.axes else shown_in(axes, where, found)
    if artists:
        entry["artists"] = [*entry.get("artists", []), *artists]
    if where in found.axes and space.is_space(axes):
        space.hold_order(entry, axes, found.artists)


def read_legends(fresh: Counterparts, found: Findings) -> None:
    """Say in the entries what is to be said of legends: they explain artists, and so come after them."""
    for axes, where in found.described.items():
        if axes.get_legend() is not None:
            with found.omissions.noting(where, axes.get_legend()):
                said = legends.extract(axes.get_legend(), fresh.made[axes], found.artists)
                found.entries[axes]["legend"] = said
    entries: dict[str, tuple[dict[str, Any], Axes | Figure]]
    entries = {name: (entry, fresh.figure) for name, entry in found.figures.items()}
    entries |= {where: (found.entries[axes], fresh.made[axes]) for axes, where in found.described.items()}
    for waiting in found.legends:
        read_waiting(waiting, *entries[waiting.where], found)
    for entry, _ in entries.values():
        for key in ("artists", "legends"):
            if key in entry and not (kept := [one for one in entry[key] if one]):
                del entry[key]
            elif key in entry:
                entry[key] = kept


def read_waiting(waiting: Waiting, entry: dict[str, Any], reference: Axes | Figure, found: Findings) -> None:
    """Say in an entry what is to be said of a legend that stands among the artists."""
    where, owner, legend, place = waiting
    children = owner.get_children()
    after = children[children.index(legend) + 1 :]
    try:
        if any(child.get_zorder() == legend.get_zorder() for child in after if type(child) is not Legend):
            raise Unsupported("its place among the artists")
        entry.setdefault("legends", []).append(legends.extract(legend, reference, found.artists))
    except REFUSALS as cause:
        if drawing := found.instead(where, legend, reason_of(cause)):
            name = found.name(legend, "drawing", where)
            found.artists[name] = legend
            place |= {"drawing": name.partition(".")[2]} | drawing


def line_up(figure: Figure, whole: dict[str, Any], drawings: Drawings, found: Findings) -> None:
    """Say which titles and labels stand in line; a label in line with what is only drawn is only drawn, too."""
    described = found.described
    for axes, side in alignment.crooked(figure, described, drawings.pieces):
        drawings.refused(described[axes], getattr(axes, f"{side}axis"), "its label, in line with drawn ones")
    for axes in described:
        alignment.hold_titles(found.entries[axes], axes, described, drawings.pieces)
    if lines := alignment.extract(figure, described, drawings.pieces):
        whole["aligned"] = lines


def put_pieces(drawings: Drawings, found: Findings) -> None:
    """Say in the entries of figures and axes which of their pieces are drawings."""
    axes = {where: found.entries[one] for one, where in found.described.items()}
    for name, entry in (found.figures | axes).items():
        if said := drawings.pieces.get(name):
            entry["drawn"] = said


def document(figure: Figure, whole: dict[str, Any], found: Findings) -> dict[str, Any]:
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
    own = [entry for where, axes in lettered(figure) if (entry := found.entries.get(axes)) and entry["axes"] == where]
    made |= {"figure": whole, "axes": own}
    if shared := norms.shared(found.artists):
        made["norms"] = shared
    if found.omissions.entries:
        made["omitted"] = found.omissions.entries
    return made
