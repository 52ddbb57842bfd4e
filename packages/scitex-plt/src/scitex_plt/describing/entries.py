"""What a recipe says of artists, one by one or as groups: by their rows, or as drawings if no row can say it."""

from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend

from scitex_plt.artists import BY_TYPE, boxplots, row_of_type, violins
from scitex_plt.clipping import clip_of
from scitex_plt.describing.findings import Findings
from scitex_plt.describing.groups import Group, artists_in, groups_in
from scitex_plt.describing.shown import drawing_entry, is_of_axisartist, row_like
from scitex_plt.drawings.pieces import Drawings
from scitex_plt.furniture import headings
from scitex_plt.omissions import REFUSALS, reason_of
from scitex_plt.projections import bending
from scitex_plt.tables.columns import Series
from scitex_plt.values.plain import Unsupported


def read_artists(axes: Axes, where: str, found: Findings) -> list[dict[str, Any]]:
    """Return what a recipe says of each artist in axes; add the artists and their columns to what was found."""
    drawn = artists_in(axes)
    found.roles |= boxplots.roles(drawn) | violins.roles(drawn)
    groups = groups_in(axes, drawn)
    entries = []
    for artist in drawn:
        if (group := groups.get(artist)) is not None:
            if group.entry is None and not group.refused:
                group.entry = group_entry(group, axes, where, found)
                group.refused = group.entry is None
                if group.entry is not None:
                    entries.append(group.entry)
            if not group.refused:
                continue
        if (entry := entry_of(artist, axes, where, found)) is not None:
            entries.append(entry)
    return entries


def group_entry(group: Group, axes: Axes, where: str, found: Findings) -> dict[str, Any] | None:
    """Return what a recipe says of a group; None if its artists are to be told one by one."""
    container = group.container
    row = BY_TYPE[type(container)]
    name = found.name(container, row.kind, where)
    series = Series(name)
    try:
        said = row.extract(container, axes, series)
        clips = [clip_of(member, axes) for member in group.members]
        if any(clip != clips[0] for clip in clips):
            return None
        if clips[0] is not None and group.members != container.get_children():
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


def read_outside(entry: dict[str, Any], figure: Any, name: str, found: Findings) -> None:
    """Say in the entry of a figure, or of one within it, what it shows outside all axes."""
    furniture: list[Any] = [figure.patch, *figure.axes, *figure.subfigs]
    furniture += [headings.heading_of(figure, heading) for heading in headings.HEADINGS]
    shown = [child for child in figure.get_children() if not any(child is piece for piece in furniture)]
    if artists := [one for child in shown if (one := entry_of(child, figure, name, found)) is not None]:
        entry["artists"] = artists


def entry_of(artist: Artist, owner: Axes | Figure, where: str, found: Findings) -> dict[str, Any] | None:
    """Return what a recipe says of one artist, or the place for a legend."""
    if type(artist) is Legend:
        return found.later(where, owner, artist)
    return artist_entry(artist, owner, where, found)


def artist_entry(artist: Artist, owner: Axes | Figure, where: str, found: Findings) -> dict[str, Any] | None:
    """Return what a recipe says of one artist: by its row, or as a drawing if none can say it.

    Of an axis line or a grid it says nothing where only data is read.
    """
    if is_of_axisartist(artist) and not isinstance(found.omissions, Drawings):
        return None
    row = row_of_type(type(artist))
    like = row or row_like(artist)
    name = found.name(artist, like.kind if like else "drawing", where)
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
